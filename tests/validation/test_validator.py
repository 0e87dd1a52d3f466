"""A contract at run time: whatever it is given, it says something, and never raises."""

import json
import math
from decimal import Decimal

import pytest

from govern import Validator, validator
from govern.contracts import CodeBinding
from govern.errors import UsageError
from govern.validation.compiled import MOST

SCHEMA = {
    "type": "object",
    "required": ["a"],
    "properties": {"a": {"enum": ["A", "B"]}, "n": {"type": "integer", "minimum": 0}, "l": {"minItems": 1}},
}
MANIFEST = {
    "registries": {"R": ["A", "B"]},
    "invariants": {
        "a": {"tag": "ENUM", "at": "/a", "registry": "R"},
        "l": {"tag": "SIZE", "at": "/l", "empty": False},
        "n": {"tag": "LIMIT", "at": "/n", "at_most": 9},
    },
    "schema_tags": {"": "ROOT", "/properties/n": "NUMBER", "/required": "MIN"},
}
HELD = validator(SCHEMA, MANIFEST)


def told(document, held=HELD):
    return [(each.tag, each.pointer, each.name) for each in held.errors(document)]


def test_a_good_document_has_no_errors():
    assert HELD.errors({"a": "A", "n": 3}) == ()
    assert HELD.accepts({"a": "A", "n": 3})


@pytest.mark.parametrize(
    ("document", "errors"),
    [
        ({}, [("MIN", "/a", "required")]),
        ({"a": "a"}, [("ENUM", "/a", "a")]),
        ({"a": "A", "l": []}, [("SIZE", "/l", "l")]),
        ({"a": "A", "n": -1}, [("NUMBER", "/n", "minimum")]),
        ({"a": "A", "n": 10}, [("LIMIT", "/n", "n")]),
        ({"a": "A", "n": "1"}, [("NUMBER", "/n", "type")]),
        ([], [("ROOT", "", "type")]),
        (None, [("ROOT", "", "type")]),
    ],
)
def test_an_error_is_told_once_under_its_tag(document, errors):
    assert told(document) == errors
    assert not HELD.accepts(document)


def cycle():
    found = {"a": "A"}
    found["self"] = found
    return found


def deep():
    found = []
    for _ in range(100_000):
        found = [found]
    return {"a": "A", "l": found}


NO_JSON = [
    {"a": "A", "n": math.nan}, {"a": "A", "n": math.inf}, {"a": "A", "n": {1, 2}}, {"a": b"A"}, {1: "A"},
    {"a": "A", "n": object()}, {"a": "\ud800"}, {"a": "A", "\ud800": 1}, {"a": "A", "n": 10**5000},
    {"a": "A", "n": Decimal("NaN")}, object(), b"{}", 3j,
]  # fmt: skip


@pytest.mark.parametrize("document", [*NO_JSON, cycle(), deep()], ids=lambda each: type(each).__name__)
def test_what_is_no_json_is_an_error_and_raises_nothing(document):
    assert HELD.errors(document)
    assert not HELD.accepts(document)


def test_a_tuple_is_no_list():
    assert not validator({"type": "array"}).accepts(object())


def test_no_more_errors_are_told_than_anyone_reads():
    held = validator({"additionalProperties": {"type": "string"}})
    assert len(held.errors({str(number): number for number in range(500)})) == MOST


def test_the_strict_schema_is_asked_as_well():
    held = validator(SCHEMA, MANIFEST, strict={**SCHEMA, "additionalProperties": False})
    assert told({"a": "A", "z": 1}, held) == [("STRICT", "/z", "additionalProperties")]
    assert told({"a": "?"}, held) == [("ENUM", "/a", "a")]


def test_files_are_read(tmp_path):
    schema, manifest = tmp_path / "s.json", tmp_path / "m.yaml"
    schema.write_text(json.dumps(SCHEMA), "utf-8")
    manifest.write_text("registries: {R: [A]}\ninvariants: {a: {at: /a, registry: R}}\n", "utf-8")
    assert told({"a": "B"}, validator(schema, str(manifest))) == [("INVARIANT", "/a", "a")]


@pytest.mark.parametrize(
    "given",
    [
        ({"type": "nothing"},),
        ({"$ref": "other.json"},),
        (SCHEMA, {"invariants": {"a": {"at": "/a", "registry": "R"}}}),
        (SCHEMA, {"invariants": {"a": {"at": "/a"}}}),
        (SCHEMA, {"schema_tags": {"/a": "lower"}}),
        ("nowhere.json",),
        ({"x": math.nan},),
        (None,),
    ],
)
def test_what_cannot_be_used_is_said_at_once(given):
    with pytest.raises(UsageError) as caught:
        validator(*given)
    assert all(each.remedy for each in caught.value.problems)


@pytest.mark.parametrize("name", ["\u00b2", "9" * 5000, "01"])
def test_a_name_that_looks_like_a_number_is_a_name(name):
    assert [each.pointer for each in validator({"additionalProperties": {"const": 1}}).errors({name: 2})] == [
        f"/{name}"
    ]


def test_many_errors_cost_no_more_than_they_tell():
    codes = [f"CODE_{number:04d}" for number in range(300)]
    held = validator({"items": {"enum": codes}})
    assert len(held.errors([f"CODE_x{number:04d}" for number in range(20_000)])) == MOST


def test_a_chain_of_references_ends_in_an_error_at_worst():
    defs = {f"d{number}": {"$ref": f"#/$defs/d{number + 1}"} for number in range(1500)}
    schema = {"$defs": {**defs, "d1500": {"enum": ["k"]}}, "properties": {"x": {"$ref": "#/$defs/d0"}}}
    held = validator(schema, {"invariants": {"f": {"no_free_text": {}}}})
    assert {each.name for each in held.errors({"x": "k"})} <= {"undecided"}


def test_a_file_that_says_null_is_no_schema_and_no_manifest(tmp_path):
    (tmp_path / "null.json").write_text("null", "utf-8")
    for given in ({"manifest": tmp_path / "null.json"}, {"strict": tmp_path / "null.json"}):
        with pytest.raises(UsageError):
            validator(True, **given)


def test_numbers_of_a_manifest_are_exact():
    held = Validator(True, manifest={"invariants": {"i": {"at": "/x", "equals": 0.1}}})
    assert (held.errors({"x": 0.1}), len(held.errors({"x": 0.2}))) == ((), 1)


def test_two_registries_bound_to_one_place_both_count():
    bindings = (CodeBinding("/x", "R"), CodeBinding("/x", "S"))
    held = Validator(True, manifest={"registries": {"R": ["A"], "S": ["B"]}}, codes=bindings)
    assert len(held.errors({"x": "B"})) == 1


def test_the_function_is_found_whatever_was_imported_before():
    import govern.validation

    assert callable(govern.validator)
    assert callable(govern.validation.validator)
