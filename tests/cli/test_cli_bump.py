"""`govern bump` as release managers start it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from console import Console
from scratch import CONFIG, FIXTURE, MANIFEST, SCHEMA, Scratch, manifest, schema, text, tiny

GROWN = {
    SCHEMA: schema(mode={"enum": ["on", "off", "idle"]}),
    MANIFEST: manifest(codes=("on", "off", "idle")),
}
BROKEN = {
    SCHEMA: schema(note={"type": "integer"}),
    FIXTURE: {"contract_version": "1.0", "mode": "on", "note": 1},
}


def versions(scratch: Scratch) -> set[str]:
    found = [json.loads((scratch.root / path).read_bytes()) for path in (MANIFEST, SCHEMA, FIXTURE)]
    return {
        found[0]["contract_version"],
        found[1]["properties"]["contract_version"]["const"],
        found[2]["contract_version"],
    }


@pytest.mark.parametrize(("files", "version"), [(GROWN, "1.1"), (BROKEN, "2.0")])
def test_the_version_that_is_asked_for_is_written(
    scratch: Scratch, govern: Console, files: Any, version: str
) -> None:
    scratch.propose(files)
    status, out, err = govern("bump", "tiny", "--base", "main", "--write")
    assert (status, err) == (0, "")
    assert out.startswith(f"codes.json#/contract_version: 1.0 → {version} in 3 places (")
    assert versions(scratch) == {version}
    assert govern("bump", "tiny", "--base", "main") == (
        0,
        f"codes.json#/contract_version: {version} is right\n",
        "",
    )


def test_only_the_bytes_of_the_version_change(scratch: Scratch, govern: Console) -> None:
    odd = text(tiny()[FIXTURE]).replace("  ", "\t").replace('"n"', '"\\u006e"')
    scratch.propose({**GROWN, FIXTURE: odd})
    govern("bump", "tiny", "--base", "main", "--write")
    assert (scratch.root / FIXTURE).read_text() == odd.replace('"1.0"', '"1.1"')


def test_without_a_wish_to_write_nothing_is_written(scratch: Scratch, govern: Console) -> None:
    scratch.propose(GROWN)
    status, out, _ = govern("bump", "tiny", "--base", "main")
    assert status == 1
    assert '+  "contract_version": "1.1",' in out
    assert out.endswith("nothing is written yet: add --write\n")
    assert versions(scratch) == {"1.0"}


def test_nothing_to_bump_is_told(scratch: Scratch, govern: Console) -> None:
    scratch.propose({SCHEMA: schema(note={"type": "string", "description": "Other words."})})
    assert govern("bump", "tiny", "--base", "main", "--write") == (
        0,
        "codes.json#/contract_version: 1.0 is right\n",
        "",
    )


def test_a_version_of_ones_own_may_be_larger_and_never_smaller(scratch: Scratch, govern: Console) -> None:
    scratch.propose(BROKEN)
    status, out, _ = govern("bump", "tiny", "--base", "main", "--to", "1.1", "--write")
    assert status == 1
    assert "1.1 would be too-small" in out
    assert versions(scratch) == {"1.0"}
    assert govern("bump", "tiny", "--base", "main", "--to", "3.0", "--write").status == 0
    assert versions(scratch) == {"3.0"}


def test_a_version_that_another_pull_request_took_is_passed_over(scratch: Scratch, govern: Console) -> None:
    scratch.branch("mine")
    scratch.commit(GROWN)
    scratch.git("checkout", "-q", "main")
    taken = tiny("1.1", more={"type": "string"})
    scratch.commit({**taken, FIXTURE: {"contract_version": "1.1", "mode": "on", "more": "x"}})
    scratch.git("checkout", "-q", "mine")
    status, out, _ = govern("bump", "tiny", "--base", "main", "--to", "1.1", "--write")
    assert status == 1
    assert "1.1 would be taken" in out
    assert govern("bump", "tiny", "--base", "main", "--write").status == 0
    assert versions(scratch) == {"1.2"}


def test_each_field_is_asked_for_what_it_covers(scratch: Scratch, govern: Console) -> None:
    two = CONFIG.replace(
        "[[contracts.tiny.codes]]",
        '[[contracts.tiny.versions]]\nat = "tiny.schema.json#/x-version"\nscheme = "integer"\n\n'
        "[[contracts.tiny.codes]]",
    )
    scratch.commit({"govern.toml": two, SCHEMA: schema() | {"x-version": 3}})
    scratch.propose({MANIFEST: manifest(codes=("on", "off", "idle"))})
    status, out, _ = govern("bump", "tiny", "--base", "main", "--write")
    assert status == 0
    assert "tiny.schema.json#/x-version: 3 is right" in out
    assert json.loads((scratch.root / SCHEMA).read_bytes())["x-version"] == 3
    words = ("--to", "4", "--field", "tiny.schema.json#/x-version")
    status, out, _ = govern("bump", "tiny", "--base", "main", *words, "--write")
    assert json.loads((scratch.root / SCHEMA).read_bytes())["x-version"] == 4


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("tini",), "did you mean tiny?"),
        (("tiny", "--to", "x"), "`x` is no major-minor version"),
        (
            ("tiny", "--to", "2.0", "--field", "codes.json#/contract_versio"),
            "did you mean codes.json#/contract_version?",
        ),
        (("tiny", "--field", "x"), "--field says what --to is for"),
        (("tiny", "--write", "--dry-run"), "two wishes"),
        (("tiny", "--base", "nowhere"), "ref-unknown"),
    ],
)
def test_a_mistake_on_the_command_line_is_told(
    scratch: Scratch, govern: Console, words: tuple[str, ...], said: str
) -> None:
    scratch.propose(GROWN)
    base = () if "--base" in words else ("--base", "main")
    status, out, err = govern("bump", *words, *base)
    assert (status, out) == (2, "")
    assert said in err


def test_a_contract_without_a_version_is_told(scratch: Scratch, govern: Console) -> None:
    none = CONFIG.partition("[[contracts.tiny.versions]]")[0] + "versions = []\n"
    scratch.commit({"govern.toml": none})
    scratch.propose(GROWN)
    status, _, err = govern("bump", "tiny", "--base", "main")
    assert status == 2
    assert "`tiny` has no version field" in err


def test_a_version_in_a_path_makes_a_file_that_the_contract_must_name(
    scratch: Scratch, govern: Console
) -> None:
    config = (
        'schema_version = 4\n[contracts.spec]\nschemas = ["specs/1.0.0/s.json"]\n'
        '[[contracts.spec.versions]]\nat = ["specs/*/s.json#", "specs/*/s.json#/$id"]\n'
    )
    old, new = (f"specs/{version}/s.json" for version in ("1.0.0", "2.0.0"))
    before, after = (
        {"$id": f"https://example.test/{old}", "properties": {"a": {"type": kind}}}
        for kind in ("string", "integer")
    )
    scratch.commit({"govern.toml": config, old: before})
    scratch.propose({old: after})
    status, out, err = govern("bump", "spec", "--base", "main", "--write")
    assert (status, err) == (1, "")
    assert "specs/*/s.json#: 1.0.0 → 2.0.0 in 2 places (major is asked for)\n" in out
    assert f"{new} would be a new file, and not the contract's: name it as well in [contracts.spec]" in out
    assert not (scratch.root / new).exists()
