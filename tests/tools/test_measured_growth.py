"""The measuring of growth and of refactorings: what is generated, and what is read off an answer."""

from __future__ import annotations

import json
from collections import Counter

import jsonschema_rs
import pytest
from evaluation.growth import EDITS, FACTOR, measured, schema
from refactorings import judged, report, written_otherwise


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
    assert min(parts.parsing, parts.validators, parts.fingerprints, parts.deciding) > 0
    assert parts.beyond == pytest.approx(parts.deciding - parts.validators - parts.fingerprints)


def test_a_seed_gives_one_refactoring() -> None:
    assert written_otherwise(5) == written_otherwise(5)
    ways = {written_otherwise(seed)[0].removesuffix(", backwards") for seed in range(1, 200)}
    assert {"order of keys", "reference inlined", "definitions renamed", "type list as anyOf"} <= ways


def test_a_row_says_what_the_pair_is_called() -> None:
    row = judged(next(seed for seed in range(1, 100) if written_otherwise(seed)[0] == "order of keys"))
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
