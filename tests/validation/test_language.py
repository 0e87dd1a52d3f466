"""The document of the language: every example in it is as it says, every word of the schema is in it."""

import json
import re
from pathlib import Path

import pytest

from govern import validator
from govern.publication import published

TEXT = (Path(__file__).parents[2] / "specs" / "INVARIANTS.md").read_text("utf-8")
MANIFEST, SCHEMA = (
    json.loads(re.search(rf"```json {name}\n(.*?)```", TEXT, re.DOTALL)[1]) for name in ("manifest", "schema")
)
ROWS = re.findall(r"^\| `(\{.*\})` \| (.*) \|$", TEXT, re.MULTILINE)
HELD = validator(SCHEMA, MANIFEST)


@pytest.mark.parametrize(("document", "errors"), ROWS)
def test_an_example_has_the_errors_it_is_said_to_have(document, errors):
    wanted = [] if errors == "none" else re.findall(r"\[([A-Z-]+)\] ([^`]*)`", errors)
    assert [(each.tag, each.pointer) for each in HELD.errors(json.loads(document))] == wanted
    assert HELD.accepts(json.loads(document)) is (not wanted)


def test_there_are_examples_of_both_kinds():
    assert len(ROWS) > 10
    assert {errors == "none" for _, errors in ROWS} == {True, False}


def test_every_word_of_the_published_schema_is_explained():
    words = set(published("invariants")["$defs"]["demand"]["properties"])
    assert {word for word in words if f"`{word}`" not in TEXT} == set()
