"""Revisions that share what they have in common, against the same ones that share nothing."""

from __future__ import annotations

from decimal import Decimal

import pytest
from random_schemas import pair

from govern.documents import exact, grafted, same_text
from govern.model import Content, Reading, Verdict
from govern.schema.containment import Pair, decide
from govern.schema.revision import SchemaRevision

OTHER = "https://example.test/other.json"
TEXT, NUMBER = {"type": "string"}, {"type": "number"}


def revisions(base, head, *, draft="2020-12", resources=({}, {})):
    """A base, a head that shares with it, and a head that shares nothing."""
    old, apart = (
        SchemaRevision(exact(schema), draft=draft, resources=exact(held))
        for schema, held in zip((base, head), resources, strict=True)
    )
    return old, apart.beside(old), apart


def common(old, new) -> set[str]:
    """The places of what the younger reaches and has from the elder."""
    elder = old.compiled
    return {"/".join(each.pointer) for each in new.compiled.reached() if each.form is elder}


def told(answer):
    """What an answer says, but for the words of its proof."""
    return answer.verdict, answer.other_reading, answer.reason, answer.witness, answer.assumptions


def same_answers(base, head, **options):
    """Both directions under both readings are answered as if nothing was shared."""
    old, new, apart = revisions(base, head, **options)
    plain = SchemaRevision(old.schema, draft=old.default_draft, resources=old.resources)
    for content in Content:
        reading = Reading(content=content)
        for shared, alone in (((old, new), (plain, apart)), ((new, old), (apart, plain))):
            yield decide(Pair(*shared, reading)), decide(Pair(*alone, reading))


@pytest.mark.parametrize("start", range(0, 400, 50))
def test_what_is_shared_changes_no_answer(start):
    proved = 0
    for seed in range(start, start + 50):
        draft, base, head = pair(seed)
        for shared, alone in same_answers(base, head, draft=draft):
            if alone.reason is not None and alone.reason.startswith("budget"):
                continue  # less is read of what is shared
            assert told(shared) == told(alone), (seed, base, head)
            proved += shared.verdict is Verdict.PROVED
    assert proved > 20


def refers(name, **definitions):
    return {"properties": {"a": {"$ref": f"#/$defs/{name}"}, "b": {"items": TEXT}}, "$defs": definitions}


SHARED = {
    "what no edit touched": (
        {"properties": {"a": {"items": TEXT}, "b": TEXT}},
        {"properties": {"a": {"items": TEXT}, "b": NUMBER}},
        {"properties/a", "properties/a/items"},
    ),
    "a reference to what no edit touched": (
        {**refers("x", x=TEXT), "maxProperties": 1},
        {**refers("x", x=TEXT), "maxProperties": 2},
        {"properties/a", "$defs/x", "properties/b", "properties/b/items"},
    ),
    "no reference to what changed": (
        refers("x", x=TEXT),
        refers("x", x=NUMBER),
        {"properties/b", "properties/b/items"},
    ),
    "no reference to what refers to what changed": (
        refers("x", x={"$ref": "#/$defs/y"}, y=TEXT),
        refers("x", x={"$ref": "#/$defs/y"}, y=NUMBER),
        {"properties/b", "properties/b/items"},
    ),
    "no circle that holds what changed": (
        refers("x", x={"items": {"$ref": "#/$defs/y"}}, y={"items": {"$ref": "#/$defs/x"}, "maxItems": 1}),
        refers("x", x={"items": {"$ref": "#/$defs/y"}}, y={"items": {"$ref": "#/$defs/x"}, "maxItems": 2}),
        {"properties/b", "properties/b/items"},
    ),
    "no reference that leads nowhere in one of them": (
        refers("x", y=TEXT),
        refers("x", y=TEXT, x=NUMBER),
        {"properties/b", "properties/b/items"},
    ),
    "no reference to a place that moved": (
        {"properties": {"a": {"$ref": "#/allOf/1"}}, "allOf": [{"minProperties": 1}, TEXT]},
        {
            "properties": {"a": {"$ref": "#/allOf/1"}},
            "allOf": [{"minProperties": 1}, {"maxProperties": 1}, TEXT],
        },
        {"allOf/0"},
    ),
    "nothing where the base changed": (
        {**refers("x", x=TEXT), "$id": "https://example.test/1"},
        {**refers("x", x=TEXT), "$id": "https://example.test/2"},
        set(),
    ),
    "nothing where parts have bases": (
        {"properties": {"a": TEXT, "b": {"$id": "https://example.test/b"}}},
        {"properties": {"a": TEXT, "b": {"$id": "https://example.test/b", "type": "null"}}},
        set(),
    ),
    "nothing where places have names": (
        {"properties": {"a": TEXT, "b": {"$anchor": "b"}}},
        {"properties": {"a": TEXT, "b": {"$anchor": "c"}}},
        set(),
    ),
}


@pytest.mark.parametrize("name", SHARED)
def test_what_means_the_same_is_shared_and_nothing_else(name):
    base, head, shared = SHARED[name]
    old, new, _ = revisions(base, head)
    assert common(old, new) == shared
    for together, alone in same_answers(base, head):
        assert told(together) == told(alone)


def test_nothing_is_shared_beside_another_resource():
    schema = {"properties": {"a": {"$ref": OTHER}, "b": {"items": TEXT}}}
    resources = ({OTHER: TEXT}, {OTHER: NUMBER})
    old, new, _ = revisions(schema, schema, resources=resources)
    assert common(old, new) == set()
    for together, alone in same_answers(schema, schema, resources=resources):
        assert told(together) == told(alone)
    assert decide(Pair(old, new, Reading())).verdict is Verdict.REFUTED


def test_one_object_at_two_places_is_told_by_the_place():
    """An alias of YAML: one object stands at two places, and an edit changes one of them."""
    alias = {"items": {"type": "string"}}
    base = {"properties": {"a": {"$ref": "#/$defs/y"}}, "$defs": {"x": alias, "y": alias}}
    head = {
        "properties": {"a": base["properties"]["a"]},
        "$defs": {"x": alias, "y": {"items": {"type": "null"}}},
    }
    old = SchemaRevision(base)
    new = SchemaRevision(head, elder=old)
    assert decide(Pair(old, new, Reading())).verdict is Verdict.REFUTED


GRAFTS = [
    ({"a": [1, {"b": 2}]}, {"a": [1, {"b": 2}]}, True),
    ({"a": 1, "b": 2}, {"b": 2, "a": 1}, False),
    ([1], [True], False),
    ([Decimal("1.0")], [Decimal("1.00")], False),
    ([Decimal(1)], [1], False),
    ({"a": None}, {}, False),
    ([{}, {}], [{}], False),
]


@pytest.mark.parametrize(("old", "new", "same"), GRAFTS)
def test_only_the_same_text_is_grafted(old, new, same):
    found = grafted(old, new)
    assert (found is old) is same
    assert same_text(old, new) is same
    assert same_text(found, new)
    assert repr(found) == repr(new)


def test_what_is_beside_an_edit_is_grafted():
    old = {"a": {"x": [1, 2]}, "b": {"y": 3}, "c": [{"z": 4}, {"w": 5}]}
    new = {"a": {"x": [1, 2]}, "b": {"y": 4}, "c": [{"z": 4}, {"w": 6}, {}]}
    found = grafted(old, new)
    assert found == new
    assert found["a"] is old["a"]
    assert found["c"][0] is old["c"][0]
    assert old == {"a": {"x": [1, 2]}, "b": {"y": 3}, "c": [{"z": 4}, {"w": 5}]}


def test_a_proof_says_of_what_both_have_that_both_have_it():
    base = {"properties": {"a": {"enum": ["x"]}, "b": TEXT}, "required": ["a", "b"]}
    head = {"properties": {"a": {"enum": ["x", "y"]}, "b": TEXT}, "required": ["a"]}
    old, new, _ = revisions(base, head)
    assert new.compiled.has(old.compiled.root.keywords.members.properties["b"])
    assert not new.compiled.has(old.compiled.root.keywords.members.properties["a"])
    assert not new.compiled.has(old.compiled.root)
    lines = decide(Pair(old, new, Reading())).proof
    assert any("every listed value fails: left /properties/a" in line for line in lines)
