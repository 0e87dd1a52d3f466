"""Forms: equal meanings have equal text, and the fingerprint says so."""

import pytest

from govern.documents import exact
from govern.schema.revision import SchemaRevision

TEXT, INTEGER = {"type": "string"}, {"type": "integer"}
D4, D7 = "http://json-schema.org/draft-04/schema#", "http://json-schema.org/draft-07/schema#"
D19 = "https://json-schema.org/draft/2019-09/schema"


def form(schema, formats=False, **options):
    return SchemaRevision(exact(schema), **options).form(formats=formats)


def root(schema, **options):
    return form(schema, **options).schema["allOf"][0]


def node(name, **fields):
    return {
        "$ref": "#/$defs/" + name,
        "$defs": {name: {"properties": {"next": {"$ref": "#/$defs/" + name}}, **fields}},
    }


SAME = [
    ("annotations", {"title": "a", "description": "b", "$comment": "c", "examples": [1], **TEXT}, TEXT),
    ("unknown keywords", {"x-owner": "a", **TEXT}, TEXT),
    ("definitions that nobody refers to", {"$defs": {"a": INTEGER}, **TEXT}, TEXT),
    ("names of its own", {"$id": "https://example.com/a", "$anchor": "b", **TEXT}, TEXT),
    ("the order of required", {"required": ["a", "b"]}, {"required": ["b", "a", "a"]}),
    ("the order of types", {"type": ["string", "null"]}, {"type": ["null", "string"]}),
    ("one type in a list", {"type": ["string"]}, TEXT),
    ("every type", {"type": ["array", "boolean", "null", "number", "object", "string"]}, {}),
    ("an integer is a number", {"type": ["number", "integer"]}, {"type": "number"}),
    ("const and enum", {"const": "A"}, {"enum": ["A"]}),
    ("numbers by value", {"enum": [1.0]}, {"enum": [1]}),
    ("the type beside values", {"type": "string", "enum": ["A", 1]}, {"enum": ["A"]}),
    ("the order of branches", {"anyOf": [TEXT, INTEGER]}, {"anyOf": [INTEGER, TEXT]}),
    ("branches of values", {"anyOf": [{"enum": ["A"]}, {"enum": ["B"]}]}, {"enum": ["B", "A"]}),
    ("one branch", {"oneOf": [TEXT]}, TEXT),
    ("nested conjunctions", {"allOf": [{"allOf": [TEXT]}, {"minLength": 1}]},
     {"type": "string", "allOf": [{"minLength": 1}]}),
    ("bounds that bind nothing", {"minLength": 0, "minItems": 0}, {}),
    ("true", {"additionalProperties": True, "items": {}}, {}),
    ("false where it asks for nothing", {"uniqueItems": False}, {}),
    ("a condition without consequence", {"if": TEXT}, {}),
    ("a consequence without condition", {"then": TEXT}, {}),
    ("a reference and what it means", {"$ref": "#/$defs/t", "$defs": {"t": TEXT}}, TEXT),
    ("one definition by another", {"properties": {"b": TEXT}},
     {"properties": {"b": {"$ref": "#/$defs/u"}}, "$defs": {"u": {"$ref": "#/$defs/t"}, "t": TEXT}}),
    ("the name of a recursive definition", node("a"), node("b")),
    ("dependencies", {"$schema": D7, "dependencies": {"a": ["b"]}}, {"dependentRequired": {"a": ["b"]}}),
    ("tuples", {"$schema": D7, "items": [TEXT], "additionalItems": False},
     {"prefixItems": [TEXT], "items": False}),
    ("draft-04's strict bounds", {"$schema": D4, "minimum": 1, "exclusiveMinimum": True},
     {"exclusiveMinimum": 1}),
    ("draft-04's lax bounds", {"$schema": D4, "minimum": 1, "exclusiveMinimum": False}, {"minimum": 1}),
    ("what a draft does not know", {"$schema": D4, "const": 1}, {"$schema": D4}),
    ("format, where it is not asserted", {"format": "date"}, {}),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), [each[1:] for each in SAME], ids=[each[0] for each in SAME])
def test_two_ways_to_say_the_same_have_one_fingerprint(one, other):
    assert form(one).fingerprint == form(other).fingerprint


APART = [
    ("a type", TEXT, INTEGER),
    ("an integer and a number", INTEGER, {"type": "number"}),
    ("true and one", {"enum": [True]}, {"enum": [1]}),
    ("an empty list of values and none", {"enum": [], "type": "string"}, TEXT),
    ("allOf and anyOf", {"allOf": [TEXT, {"minLength": 1}]}, {"anyOf": [TEXT, {"minLength": 1}]}),
    ("twice in oneOf", {"oneOf": [TEXT, TEXT]}, {"oneOf": [TEXT]}),
    ("twice and thrice in oneOf", {"oneOf": [TEXT, INTEGER, INTEGER]}, {"oneOf": [TEXT, INTEGER]}),
    ("not and itself", {"not": TEXT}, TEXT),
    ("one item and two", {"prefixItems": [TEXT]}, {"prefixItems": [TEXT, TEXT]}),
    ("the order of a tuple", {"prefixItems": [TEXT, INTEGER]}, {"prefixItems": [INTEGER, TEXT]}),
    ("closed and open", {"additionalProperties": False}, {}),
    ("then and else", {"if": TEXT, "then": INTEGER}, {"if": TEXT, "else": INTEGER}),
    ("which name", {"properties": {"a": TEXT}}, {"properties": {"b": TEXT}}),
    ("a recursive definition's body", node("a"), node("a", required=["next"])),
    ("siblings of a reference", {"$ref": "#/$defs/t", "minLength": 1, "$defs": {"t": TEXT}},
     {"$ref": "#/$defs/t", "$defs": {"t": TEXT}}),
    ("$comment as a property", {"properties": {"$comment": TEXT}}, {}),
    ("default as a property", {"properties": {"default": TEXT}}, {"properties": {"title": TEXT}}),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), [each[1:] for each in APART], ids=[each[0] for each in APART])
def test_two_meanings_have_two_fingerprints(one, other):
    assert form(one).fingerprint != form(other).fingerprint


def test_up_to_draft_07_a_reference_hides_what_stands_beside_it():
    schema = {"$ref": "#/definitions/t", "minLength": 1, "definitions": {"t": TEXT}}
    assert form({"$schema": D7, **schema}).fingerprint == form(TEXT).fingerprint
    assert form({"$schema": D19, **schema}).fingerprint != form(TEXT).fingerprint


def test_format_is_content_only_where_it_is_asserted():
    one, other = {"format": "date"}, {"format": "time"}
    assert form(one).fingerprint == form(other).fingerprint
    assert form(one, formats=True).fingerprint != form(other, formats=True).fingerprint
    assert (form(one).asserts_formats, form(TEXT).asserts_formats) == (True, False)


def test_a_reference_that_cannot_be_read_is_named_and_kept_apart_from_every_other():
    one, other = (form({"$ref": f"https://example.com/{name}.json"}) for name in ("a", "b"))
    assert one.unreadable == ("https://example.com/a.json#",)
    assert one.fingerprint != other.fingerprint


def test_a_reference_into_another_file_is_compared_by_what_that_file_says():
    at = "https://example.com/t.json"
    assert form({"$ref": at}, resources={at: TEXT}).fingerprint == form(TEXT).fingerprint
    assert form({"$ref": at}, resources={at: INTEGER}).fingerprint != form(TEXT).fingerprint


def test_what_the_form_does_not_model_is_an_obstacle():
    dynamic = {"$dynamicRef": "#t", "$defs": {"t": {"$dynamicAnchor": "t"}}}
    assert form(dynamic).obstacles
    assert form({"$dynamicRef": "#/$defs/t", "$defs": {"t": TEXT}}).obstacles == ()
    assert form({"$schema": D19, "unevaluatedItems": False}).obstacles
    assert form({"unevaluatedItems": False}).obstacles == ()


def test_a_form_is_self_contained():
    schema = form({"$id": "https://example.com/a", **node("n")})
    assert set(schema.definitions) == {"d0"}
    assert schema.schema["allOf"] == [{"$ref": "#/$defs/d0"}]
    assert schema.definitions["d0"] == {"properties": {"next": {"$ref": "#/$defs/d0"}}}


@pytest.mark.parametrize(
    "broken",
    [
        {"properties": 5}, {"required": "a"}, {"enum": {}}, {"allOf": {}}, {"items": 5}, {"type": 5},
        {"$ref": 5}, {"$defs": 1}, {"patternProperties": [1]}, {"dependentRequired": {"a": 5}}, {"not": []},
        {"properties": {"a": 5}}, {"anyOf": [5]}, {"if": 5, "then": {}}, {"minimum": "1"},
    ],
)  # fmt: skip
def test_a_malformed_schema_still_has_a_form(broken):
    for schema in (broken, {"$schema": D4, **broken}, {"$schema": D7, **broken}):
        assert len(form(schema).fingerprint) == 32


@pytest.mark.parametrize(("schema", "found"), [(True, True), (False, False), ({}, True)])
def test_the_form_of_a_schema_without_rules_is_a_boolean(schema, found):
    assert root(schema) is found
