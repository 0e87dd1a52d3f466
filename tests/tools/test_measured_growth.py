"""The measuring of growth and of refactorings: what is generated, and what is read off an answer."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import jsonschema_rs
import pytest
from evaluation.growth import EDITS, FACTOR, measured, schema
from refactorings import WAYS, chosen, circular, judged, report, written_otherwise


@pytest.mark.parametrize("edit", sorted(EDITS))
def test_an_edit_is_the_same_one_line_at_either_size(edit: str) -> None:
    changed = []
    for size in (4, 4 * FACTOR):
        old = schema(size)
        new = EDITS[edit](old)
        jsonschema_rs.validator_for(new)
        texts = [json.dumps(each, indent=1).splitlines() for each in (old, new)]
        left, right = (Counter(line.strip().rstrip(",") for line in text) for text in texts)
        changed.append((sum((left - right).values()), sum((right - left).values())))
    assert changed[0] == changed[1]
    assert sum(changed[0]) > 0


def test_the_parts_of_an_answer_are_told_apart() -> None:
    parts = measured(3, EDITS["maxLength lowered"], 1)
    assert parts.answers == ("refuted", "proved")
    assert min(parts.parsing, parts.deciding, parts.beyond) > 0


def test_a_seed_names_one_refactoring_and_each_comes_equally_often() -> None:
    seeds = list(chosen(1, 14))
    assert [written_otherwise(each) for each in seeds] == [written_otherwise(each) for each in seeds]
    ways = Counter(written_otherwise(each)[0].removesuffix(", backwards") for each in seeds)
    assert set(ways) == set(WAYS)
    assert sorted(ways.values()) == [2, 2, 2, 2, 3, 3]
    assert list(chosen(seeds[3], 1)) == [seeds[3]]


@pytest.mark.parametrize(
    ("schema", "circles"),
    [
        ({"$ref": "#"}, True),
        ({"anyOf": [{"$ref": "#/$defs/p"}], "$defs": {"p": {"not": {"$ref": "#"}}}}, True),
        ({"properties": {"a": {"$ref": "#"}}}, False),
        ({"not": {"$recursiveRef": "#"}}, True),
        ({"items": {"$recursiveRef": "#"}}, False),
        ({"$defs": {"p": {"$dynamicAnchor": "p", "not": {"$dynamicRef": "#p"}}}}, True),
        ({"$defs": {"p": {"$dynamicAnchor": "p", "items": {"$dynamicRef": "#p"}}}}, False),
        ({"allOf": [{"$ref": "#/$defs/p"}, {"$ref": "#/$defs/p"}], "$defs": {"p": True}}, False),
    ],
)
def test_a_reference_back_in_place_is_circular_and_one_below_is_not(schema: Any, circles: bool) -> None:
    assert circular(schema) is circles


def test_a_row_says_what_the_pair_is_called() -> None:
    row = judged(next(each for each in chosen(1, 20) if written_otherwise(each)[0] == "order of keys"))
    assert row == {"way": "order of keys", "good": True, "why": ""}


def test_the_share_is_of_all_pairs_and_failures_name_seeds() -> None:
    rows = [
        {"seed": 7, "way": "a", "good": True, "why": ""},
        {"seed": 9, "way": "a", "good": False, "why": "undecided because 12"},
    ]
    assert list(report(rows)) == [
        "1 of 2 pairs are editorial and proved both ways: 50.00 %",
        "       2 a: 50.00 %",
        "       1 undecided because N (seeds 9)",
    ]
