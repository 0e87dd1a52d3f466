"""References that come back to themselves at one instance, and those that multiply beyond measure."""

from __future__ import annotations

import pytest

from govern.documents import exact
from govern.schema.dialect import Draft
from govern.schema.recurrence import MOST, recurrence
from govern.schema.resolve import Library

TEXT = {"type": "string"}
BACK = {"$ref": "#"}
AT = "https://example.com/"


def found(schema, draft=Draft.D2020, **resources):
    return recurrence(Library(exact(schema), draft, {AT + name: each for name, each in resources.items()}))


CIRCULAR = [
    ("a reference to itself", {"$ref": "#"}, True),
    ("a reference into a member", {"properties": {"a": BACK}}, False),
    ("a reference into an item", {"items": BACK, "prefixItems": [BACK], "contains": BACK}, False),
    ("a reference from the rest", {"additionalProperties": BACK, "patternProperties": {"a": BACK}}, False),
    ("a reference from the names", {"propertyNames": BACK}, False),
    ("allOf", {"allOf": [BACK]}, True),
    ("anyOf", {"anyOf": [TEXT, BACK]}, True),
    ("oneOf", {"oneOf": [TEXT, BACK]}, True),
    ("not", {"not": BACK}, True),
    ("if", {"if": BACK}, True),
    ("then", {"if": TEXT, "then": BACK}, True),
    ("else", {"if": TEXT, "else": BACK}, True),
    ("dependentSchemas", {"dependentSchemas": {"a": BACK}}, True),
    ("branches in branches", {"allOf": [{"anyOf": [{"not": BACK}]}]}, True),
    ("a branch that goes into a member", {"allOf": [{"properties": {"a": BACK}}]}, False),
    ("a dynamic reference to itself", {"$dynamicRef": "#"}, True),
    ("two that lead to each other", {"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/b"},
     "b": {"$ref": "#/$defs/a"}}}, True),
    ("a chain that ends", {"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/b"}, "b": TEXT}}, False),
    ("one that leads back through a member", {"$ref": "#/$defs/a",
     "$defs": {"a": {"allOf": [{"$ref": "#/$defs/b"}]}, "b": {"properties": {"x": {"$ref": "#/$defs/a"}}}}},
     False),
    ("a circle below, which a member leads to", {"properties": {"x": {"$ref": "#/$defs/a"}},
     "$defs": {"a": {"allOf": [{"$ref": "#/$defs/a"}]}}}, True),
    ("a value that looks like a reference", {"const": BACK}, False),
    ("a property called $ref", {"properties": {"$ref": TEXT}}, False),
    ("a keyword nobody knows", {"x-allOf": [BACK]}, False),
    ("a reference that leads nowhere", {"$ref": "#/$defs/gone"}, False),
    ("one place twice", {"allOf": [{"$ref": "#/$defs/a"}, {"$ref": "#/$defs/a"}], "$defs": {"a": TEXT}},
     False),
]  # fmt: skip


@pytest.mark.parametrize(
    ("schema", "circular"), [each[1:] for each in CIRCULAR], ids=[each[0] for each in CIRCULAR]
)
def test_what_comes_back_to_itself_without_going_into_the_document_is_circular(schema, circular):
    assert found(schema).circular is circular


BY_DRAFT = [
    ("a member beside a reference is hidden", {"$ref": "#/definitions/a", "allOf": [BACK],
     "definitions": {"a": TEXT}}, Draft.D7, False),
    ("a member beside a reference is read", {"$ref": "#/definitions/a", "allOf": [BACK],
     "definitions": {"a": TEXT}}, Draft.D2019, True),
    ("a condition unknown to a draft", {"if": BACK}, Draft.D6, False),
    ("a condition it knows", {"if": BACK}, Draft.D7, True),
    ("dependencies that are schemas", {"dependencies": {"a": BACK}}, Draft.D7, True),
    ("dependencies that are names", {"dependencies": {"a": ["$ref"]}}, Draft.D7, False),
    ("dependencies after their time", {"dependencies": {"a": BACK}}, Draft.D2020, False),
    ("a recursive reference to itself", {"$recursiveRef": "#"}, Draft.D2019, True),
    ("a recursive reference below", {"items": {"$recursiveRef": "#"}}, Draft.D2019, False),
]  # fmt: skip


@pytest.mark.parametrize(
    ("schema", "draft", "circular"), [each[1:] for each in BY_DRAFT], ids=[each[0] for each in BY_DRAFT]
)
def test_only_what_a_draft_reads_can_be_circular(schema, draft, circular):
    assert found(schema, draft).circular is circular


def test_a_circle_is_found_across_documents():
    schema = {"$id": AT + "root", "$ref": AT + "b"}
    assert found(schema, b={"$ref": AT + "root"}).circular
    assert found(schema, b={"allOf": [{"$ref": "#"}]}).circular
    assert not found(schema, b={"items": {"$ref": AT + "root"}}).circular


def tower(height, *, keyword="allOf", width=2):
    """Definitions of which each refers to the next `width` times, in place where `keyword` is."""

    def level(i):
        refers = [{"$ref": f"#/$defs/d{i + 1}"}] * width
        return {keyword: dict(zip("abc", refers, strict=False)) if keyword == "properties" else refers}

    levels = {f"d{i}": level(i) for i in range(height)}
    return {"$ref": "#/$defs/d0", "$defs": {**levels, f"d{height}": TEXT}}


def test_a_tower_that_doubles_on_each_level_is_overgrown_once_it_is_high_enough():
    # 1 + 2 + 4 + ... + 2^height schemas, and the root: 2^(height + 1).
    high = MOST.bit_length() - 1
    assert 2**high <= MOST < 2 ** (high + 1)
    assert found(tower(high)).overgrown
    assert not found(tower(high - 1)).overgrown


@pytest.mark.parametrize(
    ("schema", "overgrown"),
    [
        (tower(40), True),
        (tower(40, keyword="anyOf"), True),
        (tower(40, keyword="oneOf"), True),
        (tower(40, width=1), False),
        (tower(40, keyword="properties"), False),
        ({"properties": {"a": {"$ref": "#/$defs/d0"}}, "$defs": tower(40)["$defs"]}, True),
    ],
)
def test_only_what_multiplies_at_one_instance_is_overgrown(schema, overgrown):
    result = found(schema)
    assert (result.circular, result.overgrown) == (False, overgrown)


def test_a_document_that_nothing_refers_to_is_not_looked_at():
    assert not found({"items": TEXT}, b=tower(40)).overgrown
    assert found({"items": {"$ref": AT + "b"}}, b=tower(40)).overgrown
