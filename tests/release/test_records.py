"""Records and pages: what is written can be read, is what its schema says, and names what it lacks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from govern.documents import equal
from govern.model import Record
from govern.release.answers import unanswered, unmatched
from govern.release.index import index
from govern.release.page import in_step, new_page, renewed, written
from govern.release.record_json import from_json, same, text_of, to_json

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = json.loads((ROOT / "schemas" / "changelog.schema.json").read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)
FIXTURES = sorted((ROOT / "fixtures" / "changelog").glob("*.json"))
REJECTED = sorted((ROOT / "fixtures" / "changelog" / "rejected").glob("*.json"))
OWN = sorted(path for path in (ROOT / "changelogs").glob("*/*.json"))


def names(paths: list[Path]) -> list[str]:
    return [f"{path.parent.name}/{path.stem}" for path in paths]


def held(path: Path) -> Record:
    return from_json(json.loads(path.read_text("utf-8")))


def example() -> Record:
    return held(ROOT / "fixtures" / "changelog" / "second_version.json")


@pytest.mark.parametrize("path", [*FIXTURES, *OWN], ids=names([*FIXTURES, *OWN]))
def test_a_record_is_valid_and_is_written_as_it_was_read(path: Path) -> None:
    value = json.loads(path.read_text("utf-8"))
    VALIDATOR.validate(value)
    assert equal(to_json(from_json(value)), value)
    assert text_of(from_json(value)) == path.read_text("utf-8")


@pytest.mark.parametrize("path", REJECTED, ids=names(REJECTED))
def test_a_rejected_record_is_refused_for_one_reason_only(path: Path) -> None:
    assert len(list(VALIDATOR.iter_errors(json.loads(path.read_text("utf-8"))))) == 1


@pytest.mark.parametrize("gone", sorted(to_json(example())))
def test_a_record_without_a_member_is_none(gone: str) -> None:
    value: dict[str, Any] = dict(to_json(example()))
    del value[gone]
    if gone == "follows":
        assert from_json(value).follows is None  # the schema asks for it, and nothing is lost
        return
    with pytest.raises(ValueError, match=gone):
        from_json(value)


@pytest.mark.parametrize("path", OWN, ids=names(OWN))
def test_each_page_of_this_repository_says_what_its_record_says_and_what_to_do(path: Path) -> None:
    text = path.with_suffix(".md").read_text("utf-8")
    assert in_step(text, held(path))
    assert unanswered(text, held(path)) == ()
    assert unmatched(text, held(path)) == ()


@pytest.mark.parametrize("folder", sorted({path.parent for path in OWN}), ids=lambda each: each.name)
def test_each_index_of_this_repository_lists_its_records(folder: Path) -> None:
    text = (folder / "index.md").read_text("utf-8")
    assert index(text, folder.name, [held(path) for path in sorted(folder.glob("*.json"))]) == text


def test_the_sections_stand_in_order_and_each_change_in_its_own() -> None:
    page = new_page(example())
    heads = [line for line in page.splitlines() if line.startswith("## ")]
    assert heads == [
        "## Breaking",
        "## Renamed",
        "## Added",
        "## Accepted exceptions",
        "## Editorial",
        "## What to do now",
    ]
    assert "undecided: pattern at `/properties/id` changed" in page
    assert "it could not be decided: the pattern looks back" in page
    assert "accepted by `ann@example.com` until `2026-12-31`: the venue sends it from May on" in page
    assert page.count("| is gone |") == 3
    assert page.count("| is still declared |") == 3


def test_what_breaks_is_renamed_or_undecided_asks_for_words_and_nothing_else_does() -> None:
    record = example()
    asked = [each.change.class_.value for each in unanswered(new_page(record), record)]
    assert asked == ["breaking", "undecided", "rename"]


def test_an_answer_to_another_change_is_none() -> None:
    record = example()
    page = new_page(record).replace(
        "## What to do now", "## What to do now\n\n### `00112233aabb` x\n\nWords."
    )
    assert len(unanswered(page, record)) == 3
    assert [fingerprint for _, fingerprint in unmatched(page, record)] == ["00112233aabb"]


def test_many_changes_of_a_rule_are_asked_about_together_and_answered_together() -> None:
    status = held(ROOT / "changelogs" / "status" / "6.0.json")
    page = new_page(status)
    assert page.count("\n### ") == 2
    assert len(unanswered(page, status)) == 36
    first, rest = page.split("<!-- What do readers", 1)
    answered = f"{first}Words for all.\n\n<!-- What do readers{rest}"
    assert {each.change.rule for each in unanswered(answered, status)} == {"invariant-changed"}


def test_what_people_wrote_is_the_page_without_title_and_derived_part() -> None:
    record = example()
    page = new_page(record) + "\nThe end.\n"
    said = written(page)
    assert said.strip().startswith("## What to do now")
    assert said.endswith("The end.\n")
    assert renewed(page, record) == page


def test_versions_are_listed_by_their_scheme_and_not_by_their_text() -> None:
    first = held(ROOT / "fixtures" / "changelog" / "first_version.json")
    value = to_json(first)
    every = [from_json({**value, "version": each}) for each in ("9.0.0", "10.0.0", "10.0.0-rc.1", "2.0.0")]
    rows = [
        line.split("`")[1] for line in index(None, "orders", every).splitlines() if line.startswith("| [")
    ]
    assert rows == ["10.0.0", "10.0.0-rc.1", "9.0.0", "2.0.0"]


def test_records_that_differ_in_a_witness_only_say_the_same() -> None:
    record = example()
    value: Any = json.loads(text_of(record))
    value["changes"][3]["witness"] = {"state": "OTHER"}
    assert same(from_json(value), record)
    value["changes"][3]["message"] = "another"
    assert not same(from_json(value), record)
