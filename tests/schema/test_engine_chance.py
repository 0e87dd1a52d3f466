"""Answers hang on the schemas alone: not on the order of Python's sets, nor on how a validator fails."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from govern.documents import exact
from govern.schema.dialect import Draft
from govern.schema.revision import SchemaRevision
from tests.schema.random_schemas import pair

ROOT = Path(__file__).parents[2]
TWICE_AN_ANCHOR = {
    "$ref": "#t",
    "$defs": {"a": {"$anchor": "t", "type": "string"}},
    "properties": {"a": {"$anchor": "t", "type": "integer"}},
    "items": {"$anchor": "t", "type": "object"},
    "not": {"$anchor": "t", "type": "null"},
}
TWICE_AN_ID = {
    "$ref": "https://example.com/t",
    "$defs": {"a": {"$id": "https://example.com/t", "type": "string"}},
    "properties": {"a": {"$id": "https://example.com/t", "type": "integer"}},
    "items": {"$id": "https://example.com/t", "type": "object"},
    "not": {"$id": "https://example.com/t", "type": "null"},
}
PANICS = {
    "if": {"$id": "https://example.com/t", "$dynamicAnchor": "d", "$dynamicRef": "#d"},
    "then": {},
    "properties": {"b": {"allOf": [{"$id": "https://example.com/t"}]}},
}
"""One on which jsonschema-rs panics when it is built."""

ASK = """
import json, sys
from govern.documents import exact
from govern.model import Content, Reading
from govern.schema.containment import Pair, decide
from govern.schema.dialect import Draft
from govern.schema.revision import SchemaRevision

for draft, left, right in json.load(sys.stdin):
    sides = [SchemaRevision(exact(each), draft=draft) for each in (left, right)]
    answer = decide(Pair(*sides, Reading(content=Content.LITERAL)))
    print(answer.verdict, answer.reason, answer.witness and answer.witness.document)
    print(*(each.judge(exact(value), formats=False) for each in sides for value in (None, 1, "a", {}, [])))
"""


def told(asked, seed):
    """What a process with that seed of Python's hashes says of pairs, line by line."""
    ran = subprocess.run(
        [sys.executable, "-c", ASK],
        input=json.dumps(asked, default=float),
        env={**os.environ, "PYTHONHASHSEED": str(seed)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return ran.stdout.splitlines()


def test_answers_do_not_hang_on_the_order_of_sets():
    asked = [["2020-12", TWICE_AN_ANCHOR, True], ["2020-12", TWICE_AN_ID, True]]
    for seed in range(60):
        draft, left, right = pair(seed)
        asked.append([draft, left, right])
    said = [told(asked, seed) for seed in range(1, 5)]
    assert len(said[0]) == 2 * len(asked)
    assert all(each == said[0] for each in said)


@pytest.mark.parametrize("schema", [TWICE_AN_ANCHOR, TWICE_AN_ID])
def test_jsonschema_is_not_asked_where_two_places_claim_one_name(schema):
    revision = SchemaRevision(exact(schema), draft=Draft.D2020)
    assert revision.library.ambiguous
    assert "jsonschema" in revision.judge(1, formats=False).abstained


def test_a_name_claimed_in_one_place_leaves_nothing_to_chance():
    once = {"$ref": "#t", "$defs": {"a": {"$anchor": "t", "type": "string"}}}
    revision = SchemaRevision(exact(once), draft=Draft.D2020)
    assert not revision.library.ambiguous
    assert revision.judge(1, formats=False).refused_by == ("jsonschema", "jsonschema-rs")


def test_a_validator_that_panics_abstains():
    revision = SchemaRevision(exact(PANICS), draft=Draft.D2020)
    assert "jsonschema-rs" in revision.judge({}, formats=False).abstained
