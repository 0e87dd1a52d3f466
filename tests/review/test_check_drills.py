"""A change says which drills to repeat; a drill names a fixture that there is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from scratch import (
    CONFIG,
    FIXTURE,
    MANIFEST,
    SCHEMA,
    Scratch,
    blocking,
    finding,
    findings,
    manifest,
    notes,
    schema,
    standing,
    tiny,
)

DRILLS = """# Drills

## 1. Switch off

- **Expected fixture:** `fixtures/off.json`
- **Seen:** `off`

## 2. Switch on

- **Expected fixture:** `fixtures/a.json`
"""
WITH = CONFIG.replace("[contracts.tiny]", '[contracts.tiny]\ndrills = "drills.md"', 1)
OFF = {"contract_version": "1.0", "mode": "off"}


@pytest.fixture
def scratch(tmp_path: Path) -> Scratch:
    return Scratch(tmp_path, {**tiny(), "govern.toml": WITH, "drills.md": DRILLS, "fixtures/off.json": OFF})


def told(scratch: Scratch, files: Any) -> str:
    scratch.propose(files)
    review = scratch.check()
    assert "drills-to-repeat" in notes(review)
    return finding(review, "drills-to-repeat").message


def test_a_code_that_a_drill_speaks_of_asks_for_that_drill(scratch: Scratch) -> None:
    gone = {
        MANIFEST: manifest(codes=("on",)),
        SCHEMA: schema(mode={"enum": ["on"]}),
        "fixtures/off.json": OFF,
    }
    assert told(scratch, gone).startswith("repeat `switch-off`: ")


def test_a_fixture_that_changed_asks_for_its_drill(scratch: Scratch) -> None:
    more: Any = schema(extra={"type": "string"})
    changed: Any = tiny()[FIXTURE]
    said = told(scratch, {SCHEMA: more, FIXTURE: changed | {"extra": "x"}})
    assert said.startswith("repeat `switch-on`: ")


def test_a_code_that_no_drill_exercises_is_told_as_such(scratch: Scratch) -> None:
    said = told(scratch, {MANIFEST: manifest(codes=("on", "off", "idle"))})
    assert said.startswith(
        "no drill exercises what changed: see whether one should; evidence of the 2 drills"
    )


def test_an_editorial_change_asks_for_no_drill(scratch: Scratch) -> None:
    scratch.propose({SCHEMA: schema(note={"type": "string", "description": "Other words."})})
    assert "drills-to-repeat" not in notes(scratch.check())


def test_a_drill_that_names_no_fixture_of_the_contract_is_told(scratch: Scratch) -> None:
    scratch.propose(
        {"drills.md": DRILLS.replace("fixtures/off.json", "fixtures/of.json"), "fixtures/b.json": OFF}
    )
    said = finding(scratch.check(), "drill-unusable")
    assert (said.path, said.place.line if said.place else None) == ("drills.md", 3)
    assert "drill-unusable" in blocking(scratch.check())


def test_a_fixture_that_a_drill_needs_cannot_go(scratch: Scratch) -> None:
    scratch.propose({"fixtures/off.json": None})
    assert "drill-unusable" in blocking(scratch.check())


def test_a_drill_that_was_broken_before_is_standing(scratch: Scratch) -> None:
    scratch.commit({"drills.md": DRILLS.replace("fixtures/off.json", "fixtures/of.json")})
    scratch.propose({SCHEMA: schema(note={"type": "string", "description": "Other words."})})
    review = scratch.check()
    assert (blocking(review), standing(review)) == ([], ["drill-unusable"])
    assert {each.contract for each in findings(review)} == {"tiny"}


def test_a_drill_that_is_made_to_name_another_fixture_is_news(scratch: Scratch) -> None:
    scratch.propose({"drills.md": DRILLS.replace("fixtures/off.json", "fixtures/typo.json")})
    assert blocking(scratch.check()) == ["drill-unusable"]


def test_a_document_of_drills_that_cannot_be_read_is_told(scratch: Scratch) -> None:
    scratch.propose({"drills.md": DRILLS.encode() + b"\xe9"})
    assert blocking(scratch.check()) == ["drill-unusable"]


def test_a_document_of_drills_without_any_is_no_fault(scratch: Scratch) -> None:
    scratch.propose({"drills.md": "# readme\n"})
    assert blocking(scratch.check()) == []
