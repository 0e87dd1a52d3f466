"""`govern compare` on two files: no repository, the files beside them, what it will not read."""

from __future__ import annotations

import json
from typing import Any

import pytest
from console import Console
from scratch import Scratch, text

O_A = {"type": "object", "properties": {"a": {"type": "string"}}}
CLOSED = {**O_A, "additionalProperties": False}
GROWN = {"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "integer"}}}
CODES = {"contract_version": "1.0", "registries": {"Mode": ["on", "off"]}}


@pytest.fixture
def files(scratch: Scratch) -> Scratch:
    scratch.write(
        {"a.json": O_A, "same.json": dict(reversed(O_A.items())), "closed.json": CLOSED, "grown.json": GROWN}
    )
    return scratch


@pytest.mark.parametrize(
    ("arguments", "status", "word"),
    [
        (("a.json", "a.json"), 0, "editorial"),
        (("a.json", "same.json"), 0, "editorial"),
        (("a.json", "grown.json"), 0, "additive"),
        (("a.json", "grown.json", "--content", "literal"), 1, "breaking"),
        (("a.json", "closed.json"), 1, "breaking"),
        (("a.json", "closed.json", "--compatibility", "backward"), 1, '{"z": 1}'),
        (("a.json", "closed.json", "--compatibility", "forward"), 0, "additive"),
        (("grown.json", "a.json"), 1, "breaking"),
        (("grown.json", "a.json", "--compatibility", "backward"), 0, "additive"),
        (("grown.json", "a.json", "--withdrawn", "note"), 0, "additive"),
    ],
)
def test_the_status_says_whether_anything_breaks_in_the_mode_asked_for(
    govern: Console, files: Scratch, arguments: tuple[str, ...], status: int, word: str
) -> None:
    done = govern("compare", *arguments)
    assert (done.status, done.err) == (status, "")
    assert word in done.out


def test_it_needs_no_repository(govern: Console, files: Scratch) -> None:
    files.git("init", "-q")
    (files.root / ".git").rename(files.root.parent / "moved")
    assert govern("compare", "a.json", "closed.json").status == 1
    assert govern("compare", "../a.json", "../closed.json", below="fixtures").status == 1


def test_a_reference_to_a_file_beside_is_followed_on_each_side(govern: Console, files: Scratch) -> None:
    refers = text({"$ref": "defs.json#/$defs/code"})
    for name, listed in (("one", ["A"]), ("two", ["A", "B"]), ("three", ["A"])):
        files.write({f"{name}/s.json": refers, f"{name}/defs.json": {"$defs": {"code": {"enum": listed}}}})
    assert govern("compare", "one/s.json", "three/s.json").status == 0
    backward = govern(
        "compare", "two/s.json", "one/s.json", "--compatibility", "backward", "--format", "json"
    )
    assert backward.status == 1
    assert json.loads(backward.out)["backward"]["witness"] == "B"


def test_a_reference_that_leads_nowhere_is_undecided_not_2(govern: Console, files: Scratch) -> None:
    files.write({"r.json": {"$ref": "nowhere.json"}})
    done = govern("compare", "a.json", "r.json", "--format", "json")
    assert done.status == 1
    assert "nowhere.json" in done.out
    assert json.loads(done.out)["class"] != "editorial"


@pytest.mark.parametrize(
    ("content", "place", "rule"),
    [
        ('{"a": 1,\n "b": }', "bad.json:2:7", "json-syntax"),
        ('{\n  "a": 1,\n  "a": 2\n}', "bad.json:3:3", "json-duplicate-key"),
        ('{"a": NaN}', "bad.json:1:7", "json-number"),
        ('{"maximum": 1e400}', "bad.json:1:13", "json-number"),
        (b"\xef\xbb\xbf{}", "bad.json:1:1", "json-encoding"),
        (b'{"a": "\xff"}', "bad.json:1:8", "json-encoding"),
        ('"\\ud800"', "bad.json:1:1", "json-surrogate"),
        ("", "bad.json:1:1", "json-syntax"),
        ("[" * 70 + "]" * 70, "bad.json:1:65", "limit-depth"),
    ],
)
def test_a_file_that_is_not_json_is_2_with_line_and_column(
    govern: Console, files: Scratch, content: Any, place: str, rule: str
) -> None:
    files.write({"bad.json": content})
    done = govern("compare", "a.json", "bad.json")
    assert (done.status, done.out) == (2, "")
    assert f"{place}: " in done.err
    assert f"[{rule}]" in done.err


def test_either_file_is_read_as_strictly(govern: Console, files: Scratch) -> None:
    files.write({"bad.json": "{"})
    for pair in (("bad.json", "a.json"), ("bad.json", "bad.json")):
        done = govern("compare", *pair)
        assert (done.status, "bad.json:1:2: " in done.err) == (2, True)


@pytest.mark.parametrize("name", ["absent.json", "fixtures", "/dev/null/x"])
def test_a_file_that_cannot_be_read_is_2(govern: Console, files: Scratch, name: str) -> None:
    done = govern("compare", "a.json", name)
    assert (done.status, done.out) == (2, "")
    assert "[file-unreadable]" in done.err
    assert name in done.err


@pytest.mark.parametrize(
    "options",
    [
        ("--compatibility", "sideways"),
        ("--kind", "novel"),
        ("--content", "some"),
        ("--growth", "none"),
        ("--withdrawn", "maybe"),
        ("--draft", "99"),
        ("--format", "yaml"),
    ],
)
def test_a_choice_that_there_is_not_is_2_and_names_those_there_are(
    govern: Console, files: Scratch, options: tuple[str, str]
) -> None:
    done = govern("compare", "a.json", "a.json", *options)
    assert (done.status, done.out) == (2, "")
    assert options[1] in done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize("value", [{"properties": 5}, {"type": "strong"}, 5, [], {"$ref": 5}, "x", None])
def test_a_schema_that_is_none_is_never_a_pass(govern: Console, files: Scratch, value: Any) -> None:
    files.write({"odd.json": text(value)})
    done = govern("compare", "a.json", "odd.json", "--kind", "schema")
    assert done.status == 1
    assert "Traceback" not in done.err


def test_manifests_are_told_by_their_look_or_by_name(govern: Console, files: Scratch) -> None:
    grown = {**CODES, "registries": {"Mode": ["on", "off", "auto"]}}
    gone = {**CODES, "registries": {"Mode": ["on"]}}
    files.write({"m.json": CODES, "grown.json": grown, "gone.json": gone})
    for options in ((), ("--kind", "manifest")):
        assert govern("compare", "m.json", "m.json", *options).status == 0
        added = govern("compare", "m.json", "grown.json", *options)
        assert (added.status, "code-added" in added.out) == (0, True)
        removed = govern("compare", "m.json", "gone.json", *options)
        assert (removed.status, "code-removed" in removed.out) == (1, True)
    assert govern("compare", "m.json", "grown.json", "--growth", "breaking").status == 1


def test_yaml_is_read_as_strictly(govern: Console, files: Scratch) -> None:
    files.write({"m.yaml": "contract_version: '1.0'\nregistries:\n  Mode: [on, off]\n"})
    assert govern("compare", "m.yaml", "m.yaml").status == 0
    files.write({"n.yaml": "a: &x 1\nb: *x\n"})
    done = govern("compare", "m.yaml", "n.yaml")
    assert (done.status, "[yaml-alias]" in done.err, "n.yaml:1:4" in done.err) == (2, True, True)


def test_the_text_names_both_files_and_the_place_in_the_new_one(govern: Console, files: Scratch) -> None:
    done = govern("compare", "a.json", "closed.json")
    assert done.out.startswith("a.json → closed.json: breaking")
    assert "closed.json:8:" in done.out


def test_the_migration_says_what_became_what_and_what_is_only_guessed(
    govern: Console, files: Scratch
) -> None:
    old = {"colour": {"type": "string"}, "price": {"type": "integer"}}
    new = {"color": {"type": "string"}, "price_total": {"type": "integer"}}
    for name, properties in (("old.json", old), ("new.json", new)):
        files.write({name: {"type": "object", "properties": properties}})
    done = govern("compare", "old.json", "new.json", "--emit-migration", "migration.json", "--explain")
    assert done.status == 1
    assert '{"colour": "x"} → {"color": "x"}' in done.out
    assert '{ at = "new.json#/properties", from = "price", to = "price_total" }' in done.out
    found = json.loads((files.root / "migration.json").read_text(encoding="utf-8"))
    (renamed,), (guessed,) = found.pop("renames"), found.pop("proposed")
    assert found == {"migration_version": 1, "old": "old.json", "new": "new.json"}
    assert (renamed["from"], renamed["to"], renamed["standing"]) == ("colour", "color", "asserted")
    assert (renamed["before"], renamed["after"]) == ({"colour": "x"}, {"color": "x"})
    assert guessed["declaration"] == {"at": "new.json#/properties", "from": "price", "to": "price_total"}
    assert govern("compare", "old.json", "old.json", "--emit-migration", "-").out.count('"renames": []') == 1


def test_a_container_that_stands_elsewhere_at_head_is_told_with_both_places(
    govern: Console, files: Scratch
) -> None:
    for name, server, host in (
        ("old.json", "server_config", "host_name"),
        ("new.json", "serverConfig", "hostName"),
    ):
        inner = {"type": "object", "properties": {host: {"type": "string"}}, "required": [host]}
        files.write({name: {"type": "object", "properties": {server: inner, "other": {"type": "string"}}}})
    told = " ".join(govern("compare", "old.json", "new.json").out.split())
    assert "server_config → serverConfig (asserted, score 1.00) in new.json#/properties property" in told
    place = "in new.json#/properties/server_config/properties, now /properties/serverConfig/properties {"
    assert f"host_name → hostName (asserted, score 1.00) {place}" in told
