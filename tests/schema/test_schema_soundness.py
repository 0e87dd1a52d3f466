"""Random pairs held against real validators; `make soundness` runs as many more as wanted."""

from __future__ import annotations

import random

import pytest
from contradictions import Tally, examine, examine_classes, examine_same
from random_schemas import documents, pair, refactored

from govern.model import Compatibility, Content, Format, Growth, Reading

PAIRS = 2000
LOT = 100
CHUNK = 25
MODES = (Compatibility.FULL, Compatibility.BACKWARD, Compatibility.FORWARD)


@pytest.mark.parametrize(
    ("first", "count", "formats"),
    [
        *((first, LOT, Format.OPAQUE) for first in range(1, PAIRS + 1, LOT)),
        *((first, CHUNK, Format.ASSERTED) for first in range(1, 201, CHUNK)),
    ],
)
def test_no_document_contradicts_an_answer(first, count, formats):
    tally = Tally()
    for seed in range(first, first + count):
        _, left, right = pair(seed)
        examine(left, right, documents(left, right, seed=seed, least=500), tally, formats)
    shown = "\n".join(map(str, tally.found))
    assert not tally.found, f"seeds {first} to {first + count - 1}:\n{shown}"
    assert tally.verdicts["literal: proved"]
    assert tally.verdicts["literal: refuted"]


@pytest.mark.parametrize("first", range(1, 401, CHUNK))
def test_a_schema_written_otherwise_is_proved_equal_both_ways(first):
    tally = Tally()
    for seed in range(first, first + CHUNK):
        draft, left, _ = pair(seed)
        way, same = refactored(random.Random(seed), left, draft)
        examine_same(left, same, way, tally)
        examine_same(left, left, "nothing", tally)
    shown = "\n".join(map(str, tally.found))
    assert not tally.found, f"seeds {first} to {first + CHUNK - 1}:\n{shown}"


@pytest.mark.parametrize("first", range(1, 101, CHUNK))
def test_a_class_says_what_the_whole_says(first):
    tally = Tally()
    for seed in range(first, first + CHUNK):
        _, left, right = pair(seed)
        rng = random.Random(-seed)
        reading = Reading(rng.choice(MODES), rng.choice(tuple(Content)), rng.choice(tuple(Growth)))
        tried = documents(left, right, seed=seed, least=120)
        examine_classes(left, right, reading, tried, tally)
    shown = "\n".join(map(str, tally.found))
    assert not tally.found, f"seeds {first} to {first + CHUNK - 1}:\n{shown}"
