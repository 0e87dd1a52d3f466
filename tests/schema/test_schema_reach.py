from govern.schema.dialect import Draft
from govern.schema.reach import reach
from govern.schema.resolve import Library
from govern.schema.uris import TREE

TEXT = {"type": "string"}


def places(schema, at, draft=Draft.D2020, resources=None, document=TREE):
    found = reach(Library(schema, draft, resources))
    return ["/".join(path) for path in found.get((document, tuple(at.split("/")) if at else ()), ())]


def test_a_schema_applies_where_its_keywords_lead():
    schema = {
        "properties": {"a": {"items": TEXT, "prefixItems": [TEXT]}},
        "patternProperties": {"^x-": TEXT},
        "additionalProperties": TEXT,
        "allOf": [{"properties": {"b": TEXT}}],
        "not": {"properties": {"c": TEXT}},
        "if": {"required": ["a"]},
        "contains": TEXT,
    }
    assert places(schema, "") == [""]
    assert places(schema, "properties/a") == ["a"]
    assert places(schema, "properties/a/items") == ["a/*"]
    assert places(schema, "properties/a/prefixItems/0") == ["a/0"]
    assert places(schema, "patternProperties/^x-") == ["*"]
    assert places(schema, "additionalProperties") == ["*"]
    assert places(schema, "allOf/0/properties/b") == ["b"]
    assert places(schema, "not/properties/c") == ["c"]
    assert places(schema, "if") == [""]
    assert places(schema, "contains") == ["*"]


def test_a_shared_definition_applies_at_every_place_that_refers_to_it():
    shared = {"$ref": "#/$defs/t"}
    schema = {"properties": {"a": shared, "b": {"items": shared}}, "$defs": {"t": TEXT, "unused": TEXT}}
    assert places(schema, "$defs/t") == ["a", "b/*"]
    assert places(schema, "$defs/unused") == []


def test_recursion_ends_after_six_places_shortest_first():
    schema = {"$ref": "#/$defs/n", "$defs": {"n": {"properties": {"next": {"$ref": "#/$defs/n"}}}}}
    assert places(schema, "$defs/n") == ["", *("/".join(["next"] * depth) for depth in range(1, 6))]


def test_a_definition_of_another_file_is_reached_under_its_own_name():
    other = "https://example.com/o.json"
    schema = {"properties": {"a": {"$ref": other + "#/$defs/t"}}}
    assert places(schema, "$defs/t", resources={other: {"$defs": {"t": TEXT}}}, document=other) == ["a"]


def test_up_to_draft_07_nothing_applies_beside_a_reference():
    schema = {"$ref": "#/definitions/t", "properties": {"a": TEXT}, "definitions": {"t": TEXT}}
    assert places(schema, "properties/a", Draft.D7) == []
    assert places(schema, "properties/a", Draft.D2019) == ["a"]


def test_names_and_malformed_keywords_reach_nothing():
    schema = {"propertyNames": TEXT, "dependentRequired": {"a": ["b"]}, "properties": {"c": 5}, "allOf": 5}
    assert places(schema, "propertyNames") == []
    assert places(schema, "properties/c") == ["c"]
    assert places({"properties": 5, "items": "x", "$ref": 5}, "") == [""]
