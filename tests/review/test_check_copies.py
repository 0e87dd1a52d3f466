"""A copy of a schema, told by its `$id`, must go on saying what the schema says."""

from __future__ import annotations

from typing import Any

import pytest
from scratch import SCHEMA, Scratch, blocking, finding, notes, schema

ID = "https://example.com/tiny.schema.json"
WORDS = {"type": "string", "description": "Other words."}


def named(**properties: Any) -> dict[str, Any]:
    return {"$id": ID, **schema(**properties)}


@pytest.fixture
def copied(scratch: Scratch) -> Scratch:
    scratch.commit({SCHEMA: named(), "dist/published.json": named()})
    return scratch


def test_a_copy_that_is_left_behind_is_told(copied: Scratch) -> None:
    copied.propose({SCHEMA: named(note=WORDS)})
    review = copied.check()
    assert blocking(review) == ["published-copy-differs"]
    said = finding(review, "published-copy-differs")
    assert (said.path, said.contract) == ("dist/published.json", "tiny")


def test_a_copy_that_is_edited_alone_is_told(copied: Scratch) -> None:
    copied.propose({"dist/published.json": named(note=WORDS)})
    assert blocking(copied.check()) == ["published-copy-differs"]


def test_a_copy_that_follows_is_good(copied: Scratch) -> None:
    copied.propose({SCHEMA: named(note=WORDS), "dist/published.json": named(note=WORDS)})
    assert blocking(copied.check()) == []


def test_a_copy_that_never_was_one_is_only_told(copied: Scratch) -> None:
    copied.commit({"tests/old.json": named(note=None)})
    copied.propose({SCHEMA: named(note=WORDS), "dist/published.json": named(note=WORDS)})
    review = copied.check()
    assert (blocking(review), "published-copy-differs" in notes(review)) == ([], True)


def test_a_copy_that_comes_anew_and_differs_is_only_told(copied: Scratch) -> None:
    copied.propose({SCHEMA: named(note=WORDS), "dist/published.json": named(note=WORDS), "x.json": named()})
    review = copied.check()
    assert (blocking(review), "published-copy-differs" in notes(review)) == ([], True)


def test_a_file_of_another_name_is_no_copy(copied: Scratch) -> None:
    copied.commit({"dist/published.json": {**named(), "$id": ID + "x"}})
    copied.propose({SCHEMA: named(note=WORDS)})
    review = copied.check()
    assert blocking(review) == []
    assert "published-copy-differs" not in notes(review)
