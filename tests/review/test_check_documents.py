"""Files that are not the strict JSON or YAML they should be: named by place, never a crash, never a pass."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from scratch import (
    CLOSED,
    CONFIG,
    FIXTURE,
    MANIFEST,
    OPEN,
    SCHEMA,
    Scratch,
    blocking,
    findings,
    manifest,
    only,
    schema,
    standing,
    status,
    text,
    tiny,
)

from govern.model import Class, FindingLevel

Spoil = Callable[[str], "str | bytes"]


def inside(raw: str) -> Spoil:
    """One more member at the head of the object, as the text given."""
    return lambda whole: whole.replace("{", "{" + raw + ",", 1)


SPOILT: dict[str, tuple[str, Spoil]] = {
    "duplicate key": ("json-duplicate-key", inside('"x": ["a"], "x": []')),
    "NaN": ("json-number", inside('"x": NaN')),
    "Infinity": ("json-number", inside('"x": Infinity')),
    "a number beyond doubles": ("json-number", inside('"x": 1e400')),
    "an integer of 5,000 digits": ("json-number", inside('"x": ' + "9" * 5000)),
    "100,000 nested arrays": ("limit-depth", inside('"x": ' + "[" * 100_000 + "]" * 100_000)),
    "nesting of 65": ("limit-depth", inside('"x": ' + "[" * 64 + "]" * 64)),
    "byte order mark": ("json-encoding", lambda whole: b"\xef\xbb\xbf" + whole.encode()),
    "UTF-16": ("json-encoding", lambda whole: whole.encode("utf-16")),
    "invalid UTF-8": ("json-encoding", lambda whole: whole.encode().replace(b'"', b'"\xff', 1)),
    "half a surrogate pair": ("json-surrogate", inside('"x": "\\ud800"')),
    "6 MB": ("limit-size", lambda whole: whole + " " * 6_000_000),
    "a comment": ("json-syntax", lambda whole: "// why\n" + whole),
    "a trailing comma": ("json-syntax", lambda whole: whole.rstrip().removesuffix("}") + ",}"),
    "nothing": ("json-syntax", lambda _: ""),
    "a NUL": ("json-syntax", lambda whole: "\0" + whole),
    "two documents": ("json-syntax", lambda whole: whole + "{}"),
}


@pytest.mark.parametrize("path", [SCHEMA, FIXTURE, MANIFEST])
@pytest.mark.parametrize("name", SPOILT)
def test_a_file_of_head_that_is_not_strict_json_is_a_finding_at_its_place(
    scratch: Scratch, name: str, path: str
) -> None:
    rule, spoil = SPOILT[name]
    scratch.propose({path: spoil((scratch.root / path).read_text())})
    review = scratch.check()
    (found,) = [each for each in findings(review) if each.rule == rule]
    assert (found.level, found.path) == (FindingLevel.BLOCKS, path)
    assert status(review) == CLOSED
    assert found.remedy


@pytest.mark.parametrize(
    "raw", ['"x": ' + "[" * 60 + "]" * 60, '"x": 1e300', '"x": "\\ud83d\\ude00"', '"x": -0.0']
)
def test_what_is_odd_but_right_is_read(scratch: Scratch, raw: str) -> None:
    whole = text(schema())
    scratch.propose({SCHEMA: whole.replace("{", "{" + raw + ",", 1)})
    review = scratch.check()
    assert (blocking(review), only(review).class_) == ([], Class.EDITORIAL)


def test_a_number_that_not_every_reader_sees_exactly_is_a_note_and_its_last_digit_counts(
    scratch: Scratch,
) -> None:
    scratch.commit({SCHEMA: schema(size={"maximum": 9007199254740993})})
    scratch.propose({SCHEMA: schema(size={"maximum": 9007199254740992})})
    review = scratch.check()
    assert only(review).class_ is Class.BREAKING
    assert only(review).backward.witness is not None


def test_the_last_digit_of_a_long_decimal_counts(scratch: Scratch) -> None:
    whole = text(schema(size={"maximum": 1}))
    scratch.commit({SCHEMA: whole.replace('"maximum": 1', '"maximum": 0.1')})
    scratch.propose({SCHEMA: whole.replace('"maximum": 1', '"maximum": 0.10000000000000000001')})
    review = scratch.check()
    assert only(review).class_ is not Class.EDITORIAL
    assert status(review) == CLOSED


def test_one_and_true_are_two_values_and_one_and_one_point_zero_are_one(scratch: Scratch) -> None:
    scratch.commit({SCHEMA: schema(flag={"enum": [1]})})
    scratch.propose({SCHEMA: schema(flag={"enum": [True]})})
    assert only(scratch.check()).class_ is Class.BREAKING
    scratch.branch("other", "main")
    scratch.commit({SCHEMA: text(schema(flag={"enum": [1]})).replace("        1\n", "        1.0\n")})
    review = scratch.check()
    assert (status(review), only(review).class_) == (OPEN, Class.EDITORIAL)


@pytest.mark.parametrize(
    "version", ["١.٢", "1.1\n", "01.1", "1.1.0", " 1.1", "1.1-", "v1.1", "", "9" * 5000 + ".1"]
)
def test_a_version_that_only_looks_like_one_is_a_finding(scratch: Scratch, version: str) -> None:
    scratch.propose(tiny(version))
    assert "version-malformed" in blocking(scratch.check())


def test_a_version_that_is_a_number_is_a_finding(scratch: Scratch) -> None:
    files = tiny("1.1")
    scratch.propose(
        {path: text(each).replace('"1.1"', "1.1") for path, each in files.items() if isinstance(each, dict)}
    )
    assert "version-malformed" in blocking(scratch.check())


# --- YAML ---

YAML_CONFIG = CONFIG.replace(MANIFEST, "codes.yaml")
YAML = 'contract_version: "1.0"\nregistries:\n  Mode: [on, off]\n'


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (YAML + "x: &a [1]\ny: *a\n", "yaml-alias"),
        (YAML + "x: !!python/object:os.system 1\n", "yaml-tag"),
        (YAML + "registries: {}\n", "yaml-duplicate-key"),
        (YAML + "x: [\n", "yaml-syntax"),
        (YAML + "x: .nan\n", "yaml-number"),
        (YAML + "? [a]\n: 1\n", "yaml-key"),
    ],
)
def test_a_yaml_manifest_is_read_as_strictly(scratch: Scratch, content: str, rule: str) -> None:
    scratch.commit({"govern.toml": YAML_CONFIG, MANIFEST: None, "codes.yaml": YAML})
    scratch.propose({"codes.yaml": content})
    assert rule in blocking(scratch.check())


def test_words_that_yaml_1_1_took_for_booleans_are_codes(scratch: Scratch) -> None:
    scratch.commit({"govern.toml": YAML_CONFIG, MANIFEST: None, "codes.yaml": YAML})
    scratch.propose({"codes.yaml": YAML.replace("[on, off]", "[on, off, no]")})
    review = scratch.check()
    assert {change.rule for change in only(review).changes} == {"code-added"}


# --- broken on which side ---


def test_a_schema_that_is_broken_at_base_only_makes_its_contract_undecided(scratch: Scratch) -> None:
    good = (scratch.root / SCHEMA).read_text()
    scratch.commit({SCHEMA: "{"})
    scratch.propose({SCHEMA: good})
    review = scratch.check()
    assert only(review).class_ is Class.UNDECIDED
    assert blocking(review) == ["version-too-small"]  # undecided asks for what breaking asks for


def test_a_manifest_that_is_broken_at_base_only_is_never_green(scratch: Scratch) -> None:
    scratch.commit({MANIFEST: "{"})
    scratch.propose({MANIFEST: manifest(codes=("on",))})
    review = scratch.check()
    assert only(review).class_ is Class.UNDECIDED
    assert status(review) == CLOSED


TOUCHED = {SCHEMA: (MANIFEST, manifest()), FIXTURE: (MANIFEST, manifest()), MANIFEST: (SCHEMA, schema())}


@pytest.mark.parametrize(
    "path",
    [SCHEMA, FIXTURE, MANIFEST],
)
def test_a_document_that_was_broken_before_is_standing(scratch: Scratch, path: str) -> None:
    scratch.commit({path: "{"})
    other, value = TOUCHED[path]
    scratch.propose({other: json.dumps(value)})
    review = scratch.check()
    assert (blocking(review), "json-syntax" in standing(review)) == ([], True)
    assert status(scratch.check(everything=True)) == CLOSED


def test_a_golden_document_that_changes_beside_a_broken_schema_is_no_pass(scratch: Scratch) -> None:
    scratch.commit({SCHEMA: "{"})
    scratch.propose({FIXTURE: {"contract_version": "1.0", "mode": "off"}})
    assert blocking(scratch.check()) == ["fixture-undecided"]


def test_a_document_that_breaks_in_another_way_is_no_longer_standing(scratch: Scratch) -> None:
    scratch.commit({FIXTURE: "{"})
    scratch.propose({FIXTURE: "{,"})
    assert "json-syntax" in blocking(scratch.check())


@pytest.mark.parametrize(
    "value",
    [
        {"properties": 5},
        {"type": "strong"},
        {"required": "a"},
        {"$ref": 5},
        {"pattern": "("},
        {"$schema": "https://json-schema.org/draft/2020-12/schema", "type": 5},
        5,
        [],
        "x",
        None,
    ],
)
def test_a_schema_that_is_none_is_a_finding_with_a_place(scratch: Scratch, value: object) -> None:
    scratch.propose({SCHEMA: json.dumps(value)})
    review = scratch.check()
    assert status(review) == CLOSED
    assert not any("Error" in each.message for each in findings(review))


@pytest.mark.parametrize(
    "value",
    [5, [], "x", None, {}, {"registries": 5}, {"registries": {"Mode": 5}}, {"registries": {"Mode": [5]}}],
)
def test_a_manifest_that_is_none_is_never_a_pass(scratch: Scratch, value: object) -> None:
    scratch.propose({MANIFEST: json.dumps(value)})
    review = scratch.check()
    assert status(review) == CLOSED
    assert not any("Error" in each.message for each in findings(review))


# --- what costs too much ---


def tower(levels: int) -> dict[str, object]:
    names = {
        f"d{n}": {"allOf": [{"$ref": f"#/$defs/d{n + 1}"}, {"$ref": f"#/$defs/d{n + 1}"}]}
        for n in range(levels)
    }
    return {"$defs": {**names, f"d{levels}": {"type": "string"}}, "$ref": "#/$defs/d0"}


def test_a_schema_that_doubles_itself_ends_by_its_deadline(scratch: Scratch) -> None:
    scratch.propose({SCHEMA: schema(), "tower.json": tower(40)})
    scratch.git("checkout", "-q", "main")
    scratch.commit(
        {"govern.toml": CONFIG + '[contracts.tower]\nschemas = ["tower.json"]\n', "tower.json": tower(39)}
    )
    scratch.branch("higher")
    scratch.commit({"tower.json": tower(41)})
    review = scratch.check(seconds=2)
    assert only(review, "tower").class_ in (Class.UNDECIDED, Class.EDITORIAL)
    if only(review, "tower").class_ is Class.UNDECIDED:
        assert status(review) == CLOSED


def test_a_pattern_that_backtracks_ends_by_its_deadline(scratch: Scratch) -> None:
    scratch.commit({SCHEMA: schema(note={"type": "string", "pattern": "^(a+)+$"})})
    scratch.propose(
        {
            SCHEMA: schema(note={"type": "string", "pattern": "^(a|aa)+$"}),
            FIXTURE: {"contract_version": "1.0", "mode": "on", "note": "a" * 40 + "!"},
        }
    )
    assert status(scratch.check(seconds=3)) == CLOSED


@pytest.mark.parametrize("value", [{"$ref": "#"}, {"allOf": [{"$ref": "#"}]}, {"not": {"$ref": "#"}}])
def test_a_schema_that_is_itself_and_nothing_else_is_no_pass_and_no_crash(
    scratch: Scratch, value: object
) -> None:
    scratch.propose({SCHEMA: json.dumps(value)})
    assert status(scratch.check()) == CLOSED


def test_a_schema_that_contains_itself_rightly_is_read(scratch: Scratch) -> None:
    def family(**more: object) -> dict[str, object]:
        child = {"type": "object", "properties": {"name": {"type": "string"}, **more}}
        return schema(child={"$ref": "#/$defs/child"}) | {"$defs": {"child": child}}

    scratch.commit({SCHEMA: family()})
    scratch.propose({SCHEMA: family(child={"$ref": "#/$defs/child"})})
    assert only(scratch.check()).class_ in (Class.ADDITIVE, Class.UNDECIDED)
