from __future__ import annotations

from random import Random

import pytest
import random_patterns

from govern.schema.languages import Empty, Found, matches, member, members, readable
from govern.schema.validators import pattern_matches

SEEDS = range(8)
PATTERNS_A_SEED = 40
ENGINE_DIFFERS = set("\r\u2028\u2029")
"""jsonschema-rs lets `.` stand for these, ECMA-262 does not."""


def comparable(text: str) -> bool:
    return ENGINE_DIFFERS.isdisjoint(text) and (text.isascii() or "\\b" not in text)


@pytest.mark.parametrize("seed", SEEDS)
def test_random_patterns_find_what_a_validator_finds(seed: int) -> None:
    random = Random(seed)
    compared = 0
    for _ in range(PATTERNS_A_SEED):
        pattern = random_patterns.pattern(random)
        assert readable(pattern), pattern
        for text in (random_patterns.text(random) for _ in range(20)):
            expected = pattern_matches(pattern, text)
            if expected is not None:
                compared += 1
                assert matches(pattern, text) is expected, (pattern, text)
    assert compared > PATTERNS_A_SEED * 15


@pytest.mark.parametrize("seed", SEEDS)
def test_a_validator_confirms_what_is_found_and_finds_nothing_in_what_is_empty(seed: int) -> None:
    random = Random(1_000 + seed)
    answers = []
    for _ in range(PATTERNS_A_SEED):
        one, other = random_patterns.pattern(random), random_patterns.pattern(random)
        for inside, outside in (([one], [other]), ([one, other], []), ([], [one, other])):
            least, most = random.choice(((0, None), (0, 3), (2, 4)))
            excluded = random.choice(((), ("", "a", "b", "1", "-", "ab")))
            answer = member(inside, outside, least=least, most=most, excluded=excluded)
            answers.append(type(answer))
            if isinstance(answer, Found):
                assert least <= len(answer.text) <= (999 if most is None else most)
                assert answer.text not in excluded
                assert fits(answer.text, inside, outside), (inside, outside, answer)
            elif isinstance(answer, Empty):
                for text in attacks(random, inside, outside):
                    long_enough = least <= len(text) and (most is None or len(text) <= most)
                    if long_enough and text not in excluded:
                        assert not fits_surely(text, inside, outside), (inside, outside, text)
    assert answers.count(Found) > PATTERNS_A_SEED / 2
    assert answers.count(Empty) > PATTERNS_A_SEED / 2


def attacks(random: Random, inside: list[str], outside: list[str]) -> list[str]:
    """Texts that some of the patterns are about, and random ones."""
    drawn = [text for pattern in [*inside, *outside] for text in members([pattern], most_found=12)]
    return [*drawn, *(random_patterns.text(random) for _ in range(20))]


def fits(text: str, inside: list[str], outside: list[str]) -> bool:
    """Whether the validator has nothing against the text, so far as it reads patterns as ECMA-262 does."""
    if not comparable(text):
        return True
    said = [pattern_matches(each, text) for each in inside]
    refused = [pattern_matches(each, text) for each in outside]
    return False not in said and True not in refused


def fits_surely(text: str, inside: list[str], outside: list[str]) -> bool:
    """Whether the validator says that the text fits."""
    said = {pattern_matches(each, text) for each in inside}
    refused = {pattern_matches(each, text) for each in outside}
    return comparable(text) and said <= {True} and refused <= {False}
