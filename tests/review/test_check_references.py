"""Schemas that refer to other files: each way to say where, and the file that changed behind it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from scratch import CLOSED, OPEN, Scratch, only, status

from govern.model import Class, RenameKind, Verdict

DRAFT_7 = "http://json-schema.org/draft-07/schema#"
WIDE, NARROW = {"$schema": DRAFT_7, "type": ["string", "integer"]}, {"$schema": DRAFT_7, "type": "string"}
ONE = '[contracts.one]\nschemas = ["s/one.json"]\ncompatibility = "backward"\n'
BOTH = f'{ONE}\n[resources]\n"https://x.example/" = "s/"\n'


def referring(**more: Any) -> dict[str, Any]:
    return {"$schema": DRAFT_7, **more}


@pytest.mark.parametrize(
    ("config", "schema", "path"),
    [
        (ONE, referring(properties={"a": {"$ref": "two.json"}}), "s/two.json"),
        (ONE, referring(properties={"a": {"$ref": "../deep/er/two.json#"}}), "deep/er/two.json"),
        (BOTH, referring(properties={"a": {"$ref": "https://x.example/two.json"}}), "s/two.json"),
        (BOTH, referring(**{"$id": "https://x.example/one.json", "$ref": "two.json"}), "s/two.json"),
        (
            BOTH,
            referring(**{"$id": "https://x.example/one.json", "items": {"$ref": "two.json"}}),
            "s/two.json",
        ),
        (ONE, referring(anyOf=[{"properties": {"a": {"$ref": "s p.json"}}}]), "s/s p.json"),
    ],
    ids=["beside", "above", "by prefix", "$id that $ref hides", "$id as base", "with a space"],
)
def test_a_narrowed_file_breaks_what_refers_to_it(
    tmp_path: Path, config: str, schema: dict[str, Any], path: str
) -> None:
    scratch = Scratch(tmp_path, {"govern.toml": config, "s/one.json": schema, path: WIDE})
    scratch.propose({path: NARROW})
    review = scratch.check()
    assert (only(review, "one").class_, status(review)) == (Class.BREAKING, CLOSED)
    assert only(review, "one").backward.verdict is Verdict.REFUTED


def test_a_reference_that_is_written_with_escapes_is_seen(tmp_path: Path) -> None:
    text = '{"properties": {"a": {"\\u0024ref": "two.json"}}}'
    assert json.loads(text)["properties"]["a"] == {"$ref": "two.json"}
    scratch = Scratch(tmp_path, {"govern.toml": ONE, "s/one.json": text, "s/two.json": WIDE})
    scratch.propose({"s/two.json": NARROW})
    assert only(scratch.check(), "one").class_ is Class.BREAKING


def test_a_yaml_schema_refers_as_a_json_one_does(tmp_path: Path) -> None:
    config = ONE.replace("one.json", "one.yaml")
    files = {"govern.toml": config, "s/one.yaml": "properties:\n  a: {$ref: two.json}\n", "s/two.json": WIDE}
    scratch = Scratch(tmp_path, files)
    scratch.propose({"s/two.json": NARROW})
    assert only(scratch.check(), "one").class_ is Class.BREAKING


def test_a_file_is_found_by_its_own_identifier(tmp_path: Path) -> None:
    uri = "https://y.example/v1/two.json"
    schema = referring(properties={"a": {"$ref": uri}})
    scratch = Scratch(
        tmp_path, {"govern.toml": ONE, "s/one.json": schema, "elsewhere/2.json": {**WIDE, "$id": uri}}
    )
    scratch.propose({"elsewhere/2.json": {**NARROW, "$id": uri}})
    assert only(scratch.check(), "one").class_ is Class.BREAKING


def test_a_change_two_files_away_is_seen(tmp_path: Path) -> None:
    files = {
        "govern.toml": ONE,
        "s/one.json": referring(properties={"a": {"$ref": "mid.json"}}),
        "s/mid.json": referring(properties={"b": {"$ref": "two.json"}}),
        "s/two.json": WIDE,
    }
    scratch = Scratch(tmp_path, files)
    scratch.propose({"s/two.json": NARROW})
    review = scratch.check()
    (change,) = only(review, "one").changes
    assert (change.rule, change.path) == ("referenced-file-changed", "s/two.json")


def test_a_file_that_nothing_refers_to_changes_nothing(tmp_path: Path) -> None:
    files = {"govern.toml": ONE, "s/one.json": referring(properties={"a": {"$ref": "two.json"}})}
    scratch = Scratch(tmp_path, {**files, "s/two.json": WIDE, "t/two.json": WIDE})
    scratch.propose({"t/two.json": NARROW})
    review = scratch.check()
    assert (only(review, "one").class_, status(review)) == (Class.EDITORIAL, OPEN)


def test_a_published_revision_answers_for_a_reference(tmp_path: Path) -> None:
    scratch = Scratch(tmp_path, {"two.json": NARROW})
    scratch.git("tag", "v1")
    uri = "https://x.example/1/two.json"
    config = f'{ONE}\n[resources]\n"{uri}" = "git:v1:two.json"\n'
    schema = referring(properties={"a": {"$ref": uri}})
    scratch.commit({"govern.toml": config, "s/one.json": schema, "two.json": WIDE})
    scratch.propose({"s/one.json": referring(properties={"a": {"type": "string"}})})
    found = only(scratch.check(), "one")
    assert (found.class_, found.backward.verdict) == (Class.EDITORIAL, Verdict.PROVED)


def test_a_schema_that_moves_within_coverage_is_a_rename(tmp_path: Path) -> None:
    template = '[contracts."{name}"]\nschemas = ["s/{name}.json"]\n'
    scratch = Scratch(tmp_path, {"govern.toml": template, "s/a.json": NARROW, "s/z.json": WIDE})
    scratch.propose({"s/a.json": None, "s/b.json": NARROW})
    (rename,) = only(scratch.check(), "a").renames
    assert (rename.kind, rename.from_, rename.to) == (RenameKind.FILE, "s/a.json", "s/b.json")
    assert only(scratch.check(), "a").class_ is Class.RENAME


def test_a_schema_that_is_used_by_its_identifier_keeps_its_name_when_it_moves(tmp_path: Path) -> None:
    template = '[contracts."{name}"]\nschemas = ["s/{name}.json"]\n'
    named = {**NARROW, "$id": "https://x.example/a"}
    scratch = Scratch(tmp_path, {"govern.toml": template, "s/a.json": named, "s/z.json": WIDE})
    scratch.propose({"s/a.json": None, "s/b.json": named})
    review = scratch.check()
    assert (only(review, "a").class_, status(review)) == (Class.EDITORIAL, OPEN)
