"""Where versions stand, what a mask makes of them, and when it must keep its hands off."""

import copy

import pytest
from versioned import AT, FIXTURE, MANIFEST, SCHEMA, contract, documents

from govern.contracts import Contract, SchemaFile, Scheme, VersionField
from govern.policy.versions import (
    INTEGER_PLACEHOLDER,
    PLACEHOLDER,
    SEGMENT_PLACEHOLDER,
    find,
    mask,
    masking,
    scheme_of,
    unconfigured,
    unmask,
)

PLAIN = Contract(
    "c", (SchemaFile(SCHEMA, "schemas/strict.json"),), MANIFEST, ("fixtures/*.json",), ("rejects/*.json",)
)


def discovered(manifest, schema, **others):
    return {MANIFEST: manifest, SCHEMA: {"properties": schema}, **others}


@pytest.mark.parametrize(
    ("value", "scheme"),
    [
        (3, "integer"),
        ("3", "integer"),
        ("5.2", "major-minor"),
        ("1-0-2", "schemaver"),
        ("1.2.3", "semver"),
        ("1.2.3-rc.1", "semver"),
        ("2026.11", "calver"),
        ("2026-11-05", "calver"),
        ("1926.11", "major-minor"),
        ("2026-11-5", "schemaver"),
        (True, None),
        ("x", None),
        ("", None),
        (None, None),
        (["1.2.3"], None),
        ("01.2", None),
        ("٣", None),
        ("5.2\n", None),
    ],
)
def test_a_scheme_is_read_off_the_form(value, scheme):
    assert scheme_of(value) == scheme


@pytest.mark.parametrize(
    ("pointer", "schema", "found"),
    [
        ("/properties/v/const", {"properties": {"v": {"const": "5.2"}}}, "/properties/v/const"),
        ("/properties/v", {"properties": {"v": {"const": "5.2"}}}, "/properties/v/const"),
        ("/properties/v/enum", {"properties": {"v": {"enum": ["5.2"]}}}, "/properties/v/enum/0"),
        ("/properties/v/enum/0", {"properties": {"v": {"enum": ["5.2"]}}}, "/properties/v/enum/0"),
        ("/properties/v/enum/0", {"properties": {"v": {"enum": ["5.2", "5.3"]}}}, None),
        ("/properties/v", {"properties": {"v": {"type": "string"}}}, None),
        ("/$id", {"$id": "https://x.example/5.2/s.json"}, "/$id"),
        ("/$id", {"$id": "https://x.example/5.2/5.3/s.json"}, None),
        ("/$id", {"$id": "https://x.example/v5.2/s.json"}, None),
        ("/properties/v/const", {"properties": 5}, None),
    ],
)
def test_a_place_carries_the_version_in_each_of_its_forms(pointer, schema, found):
    field = VersionField((f"{SCHEMA}#{pointer}",), Scheme.MAJOR_MINOR)
    (resolved,) = find((field,), PLAIN, {SCHEMA: schema})
    assert (resolved.version.text if resolved.version else None) == ("5.2" if found else None)
    if found:
        assert resolved.first.pointer == found


def test_a_segment_of_a_path_is_a_version_and_the_highest_file_counts():
    field = VersionField(("specs/*/m.json#", "specs/*/m.json#/v"), Scheme.SCHEMAVER)
    files = {"specs/1-0-2/m.json": {"v": "1-0-2"}, "specs/1-0-10/m.json": {"v": "1-0-10"}}
    (resolved,) = find((field,), PLAIN, files)
    assert [place.at for place in resolved.places] == ["specs/1-0-10/m.json#", "specs/1-0-10/m.json#/v"]
    assert resolved.version.text == "1-0-10"


def test_without_configuration_fields_are_found_by_name_and_form():
    files = discovered(
        {"contract_version": "5.2", "schema_version": 1},
        {"contract_version": {"const": "5.2"}, "schema_version": {"const": 7}, "version": {"const": "9.9"}},
        **{"fixtures/a.json": {"contract_version": "5.2"}, "other.json": {"contract_version": "1.0"}},
    )
    found = find(None, PLAIN, files)
    assert [(each.scheme, [place.at for place in each.places]) for each in found] == [
        (
            "major-minor",
            [
                f"{MANIFEST}#/contract_version",
                f"{SCHEMA}#/properties/contract_version/const",
                "fixtures/a.json#/contract_version",
            ],
        ),
        ("integer", [f"{MANIFEST}#/schema_version"]),
        ("integer", [f"{SCHEMA}#/properties/schema_version/const"]),
    ]


def test_documents_that_no_const_holds_may_say_any_version():
    files = discovered(
        {"contract_version": "5.2"},
        {"contract_version": {"type": "string"}},
        **{"fixtures/a.json": {"contract_version": "4.0"}},
    )
    (field,) = find(None, PLAIN, files)
    assert [place.path for place in field.places] == [MANIFEST]
    assert mask(files, None, PLAIN)["fixtures/a.json"] == {"contract_version": "4.0"}


def test_a_mask_puts_one_placeholder_at_each_place_and_nowhere_else():
    before = documents("5.2")
    kept = copy.deepcopy(before)
    masked = mask(before, contract().versions, contract())
    assert before == kept
    assert masked[MANIFEST] == {"v": PLACEHOLDER}
    assert masked[SCHEMA]["properties"] == {"v": {"const": PLACEHOLDER}, "a": {"type": "string"}}
    assert masked[SCHEMA]["properties"]["a"] is before[SCHEMA]["properties"]["a"]
    assert masked[FIXTURE] == {"v": PLACEHOLDER, "a": "x"}
    assert masked == mask(documents("5.3"), contract().versions, contract())


def test_an_integer_keeps_its_type_and_annotations_stay():
    files = documents(1)
    files[SCHEMA]["properties"]["v"] = {"type": "integer", "const": 1, "examples": [1]}
    masked = mask(files, contract().versions, contract())
    assert masked[SCHEMA]["properties"]["v"] == {
        "type": "integer",
        "const": INTEGER_PLACEHOLDER,
        "examples": [1],
    }
    assert masked[FIXTURE]["v"] == INTEGER_PLACEHOLDER


@pytest.mark.parametrize(
    ("beside", "kept"),
    [
        ({"type": "string", "minLength": 1}, {"type": "string", "minLength": 1}),
        ({"type": "string", "pattern": "^[0-9]+\\.[0-9]+$"}, {}),
        ({"maxLength": 5, "title": "Version"}, {"title": "Version"}),
    ],
)
def test_rules_that_the_version_keeps_and_a_placeholder_would_not_are_dropped(beside, kept):
    files = documents("5.2")
    files[SCHEMA]["properties"]["v"] = {"const": "5.2", **beside}
    masked = masking(files, contract().versions, contract())
    assert masked.documents[SCHEMA]["properties"]["v"] == {"const": PLACEHOLDER, **kept}
    assert masked.entangled == ()


ENTANGLED = {
    "a pattern that refuses its own version": {"properties": {"v": {"const": "5.2", "pattern": "^6"}}},
    "a pattern in another layer": {
        "properties": {"v": {"const": "5.2"}},
        "allOf": [{"properties": {"v": {"pattern": "^5"}}}],
    },
    "a condition on the version": {
        "properties": {"v": {"const": "5.2"}},
        "if": {"properties": {"v": {"const": "5.2"}}},
        "then": {"required": ["a"]},
    },
    "a rule behind a reference": {
        "properties": {"v": {"const": "5.2"}},
        "allOf": [{"$ref": "#/$defs/d"}],
        "$defs": {"d": {"patternProperties": {"^v": {"maxLength": 3}}}},
    },
    "a rule for undeclared names in another layer": {
        "properties": {"v": {"const": "5.2"}},
        "allOf": [{"additionalProperties": {"maxLength": 3}}],
    },
    "a rule one loop further down": {
        "properties": {"v": {"const": "5.2"}, "o": {"$ref": "#"}},
        "allOf": [{"properties": {"o": {"properties": {"v": {"maxLength": 3}}}}}],
    },
    "whole objects as values": {"properties": {"v": {"const": "5.2"}}, "enum": [{"v": "5.2"}]},
}


@pytest.mark.parametrize("schema", ENTANGLED.values(), ids=ENTANGLED.keys())
def test_a_version_that_other_rules_depend_on_stays_content(schema):
    files = documents("5.2") | {SCHEMA: schema}
    masked = masking(files, contract().versions, contract())
    assert masked.documents[SCHEMA] == schema
    assert masked.documents[FIXTURE] == files[FIXTURE]
    assert [place.at for place in masked.entangled] == [f"{SCHEMA}#/properties/v/const"]


CONST = {"v": {"const": "5.2"}}
FREE = {
    "a rule that takes both": {"properties": CONST, "allOf": [{"properties": {"v": {"type": "string"}}}]},
    "a rule that takes neither": {
        "properties": CONST,
        "if": {"properties": {"v": {"const": "5.1"}}},
        "then": {"required": ["a"]},
    },
    "the same name deeper": {"properties": {**CONST, "o": {"properties": {"v": {"pattern": "^5"}}}}},
    "undeclared names beside": {"properties": CONST, "additionalProperties": {"maxLength": 3}},
    "a definition nobody uses": {"properties": CONST, "$defs": {"d": {"properties": {"v": False}}}},
    "a schema of itself": {"properties": {**CONST, "o": {"$ref": "#"}}, "$id": "https://x.example/s"},
}


@pytest.mark.parametrize("schema", FREE.values(), ids=FREE.keys())
def test_a_version_that_no_other_rule_tells_apart_is_masked(schema):
    files = documents("5.2") | {SCHEMA: schema}
    masked = masking(files, contract().versions, contract())
    assert masked.entangled == ()
    assert masked.documents[SCHEMA]["properties"]["v"] == {"const": PLACEHOLDER}
    assert masked.documents[FIXTURE]["v"] == PLACEHOLDER


def test_a_condition_is_masked_with_the_const_where_both_are_places():
    schema = {"properties": {"v": {"const": "5.2"}}, "if": {"properties": {"v": {"const": "5.2"}}}}
    field = VersionField((f"{SCHEMA}#/properties/v/const", f"{SCHEMA}#/if/properties/v/const"))
    masked = masking({SCHEMA: schema}, (field,), PLAIN)
    assert masked.entangled == ()
    assert masked.documents[SCHEMA]["if"]["properties"]["v"] == {"const": PLACEHOLDER}


def test_a_document_that_says_another_version_is_as_invalid_as_it_was():
    files = documents("5.2") | {"fixtures/old.json": {"v": "5.1"}}
    assert mask(files, contract().versions, contract())["fixtures/old.json"] == {"v": "5.1"}


def test_a_malformed_version_is_left_for_the_verdict():
    files = documents("5.2x")
    assert mask(files, contract(Scheme.MAJOR_MINOR).versions, contract()) == files


def test_a_const_reached_through_a_definition_binds_the_documents():
    schema = {"properties": {"v": {"$ref": "#/$defs/v"}}, "$defs": {"v": {"const": "5.2"}}}
    field = VersionField((AT, f"{SCHEMA}#/$defs/v/const"))
    masked = masking(documents("5.2") | {SCHEMA: schema}, (field,), contract())
    assert masked.documents[SCHEMA]["$defs"]["v"] == {"const": PLACEHOLDER}
    assert masked.documents[FIXTURE]["v"] == PLACEHOLDER


IDENTIFIED = "https://x.example/{}/s.json"


def test_only_a_moved_identifier_and_references_that_follow_are_no_difference():
    def side(version):
        name = IDENTIFIED.format(version)
        return {SCHEMA: {"$id": name, "$ref": f"{name}#/$defs/a", "$defs": {"a": {"type": "string"}}}}

    field = VersionField((f"{SCHEMA}#/$id",))
    base, head = (mask(side(version), (field,), PLAIN) for version in ("1-0-2", "2-0-2"))
    assert base == head == side(SEGMENT_PLACEHOLDER)


def test_an_identifier_stays_where_references_are_relative_to_it():
    schema = {"$id": IDENTIFIED.format("1-0-2"), "$ref": "t.json"}
    assert mask({SCHEMA: schema}, (VersionField((f"{SCHEMA}#/$id",)),), PLAIN) == {SCHEMA: schema}


def test_a_reference_is_read_as_a_place_and_never_masked():
    schema = {"$ref": IDENTIFIED.format("1-0-2")}
    field = VersionField((f"{SCHEMA}#/$ref",))
    assert find((field,), PLAIN, {SCHEMA: schema})[0].version.text == "1-0-2"
    assert mask({SCHEMA: schema}, (field,), PLAIN) == {SCHEMA: schema}


def test_a_shown_witness_carries_each_sides_own_version():
    for version in ("5.2", "5.3"):
        masked = masking(documents(version), contract().versions, contract())
        assert unmask({"v": PLACEHOLDER, "a": 1, "b": [PLACEHOLDER]}, masked) == {
            "v": version,
            "a": 1,
            "b": [version],
        }
    masked = masking(documents(1), contract().versions, contract())
    assert unmask({"v": INTEGER_PLACEHOLDER, "a": 0}, masked) == {"v": 1, "a": 0}


def test_a_const_that_moves_and_is_no_place_is_offered_for_configuration():
    def side(version, name="edition"):
        return {SCHEMA: {"properties": {name: {"const": version}}}}

    (note,) = unconfigured(side("5.2"), side("5.3"), PLAIN, None)
    at = f"{SCHEMA}#/properties/edition/const"
    assert (note.rule, note.level, note.path) == ("version-place-unconfigured", "note", SCHEMA)
    assert note.message.startswith(f'{at} moves from "5.2" to "5.3" and looks like a version')
    assert note.remedy == f'If it is one, add it to the places of a version field: at = ["{at}"].'
    assert unconfigured(side("5.2"), side("5.3"), PLAIN, (VersionField((at,)),)) == ()
    assert unconfigured(side("5.2"), side("5.2"), PLAIN, None) == ()
    assert unconfigured(side("red"), side("blue"), PLAIN, None) == ()
    assert unconfigured(side(3), side(4), PLAIN, None) == ()
    assert len(unconfigured(side(3, "version"), side(4, "version"), PLAIN, None)) == 1


def test_an_entangled_version_that_moves_is_told():
    def side(version):
        schema = {"properties": {"v": {"const": version}}, "allOf": [{"properties": {"v": {"maxLength": 3}}}]}
        return documents(version) | {SCHEMA: schema}

    notes = unconfigured(side("5.2"), side("5.3"), contract(), contract().versions)
    assert [note.rule for note in notes] == ["version-place-entangled"]
    assert 'from "5.2" to "5.3"' in notes[0].message
    assert unconfigured(side("5.2"), side("5.2"), contract(), contract().versions) == ()
