"""Two names to how alike they are, what rewrite leads from one to the other, and what forbids it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TypeAlias

from govern.renames.lexicon import (
    COMPASS,
    DIRECTIONS,
    NEGATING_PREFIXES,
    NEGATIONS,
    OPPOSITES,
    PERIODS,
    UNITS,
)

_TOKEN = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|[0-9]+|[^\W\d_A-Za-z]+")
_FAMILY = re.compile(r"[.:/]")
Rewrite: TypeAlias = "tuple[tuple[str, ...], tuple[str, ...]]"
"""The words that went, and those that came for them."""
_VERSION = re.compile(r"[vV]?[0-9]+([._+-][0-9A-Za-z]+)*")

LEAST_REORDERED = 4
"""So many words in another order are the same name."""
LEAST_STEM = 4
"""So many letters of a word stay when its ending is taken off."""
LONG_WORD, VERY_LONG_WORD = 5, 8
"""From so many letters on, one letter more or less (two), or swapped, is a slip of the pen."""
VOWELS = frozenset("aeiouy")


@lru_cache(maxsize=65536)
def tokens(name: str) -> tuple[str, ...]:
    """The words of a name in lower case: snake, kebab, dotted and camel case are one spelling."""
    return tuple(token.lower() for token in _TOKEN.findall(name))


@lru_cache(maxsize=65536)
def folded(name: str) -> str:
    """A name without case and separators; the name itself where nothing else is in it."""
    return "".join(tokens(name)) or name


@lru_cache(maxsize=65536)
def family(name: str) -> str:
    """What stands before the first dot, colon or slash of a name: `http` of `http.route`; empty without."""
    return _FAMILY.split(name, maxsplit=1)[0] if _FAMILY.search(name) else ""


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """How much of two sets is in both, from 0 to 1 (the coefficient of Dice); 0 where one is empty."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def similarity(one: str, other: str) -> float:
    """How alike two names are, from 0 to 1: the better of shared words and shared letter pairs."""
    mine, theirs = _shape(one), _shape(other)
    if mine[0] == theirs[0]:
        return 1.0
    return max(likeness(mine[1], theirs[1]), likeness(mine[2], theirs[2]))


def opposed(one: str, other: str) -> bool:
    """Does one name say the opposite of the other, or the same of something else?"""
    return flipped(one, other) or negated(one, other)


def flipped(one: str, other: str) -> bool:
    """Do the names differ by a word and its opposite, or by what a number is of?"""
    mine, theirs = _differing(one, other)
    if any(kind & set(mine) and kind & set(theirs) for kind in (UNITS, PERIODS, COMPASS)):
        return True
    return any(_opposite(a, b) for a in mine for b in theirs)


def negated(one: str, other: str) -> bool:
    """Do the names differ by a negation on one side?"""
    mine, theirs = _differing(one, other)
    return bool(NEGATIONS & set(mine)) != bool(NEGATIONS & set(theirs))


def numbered(one: str, other: str) -> bool:
    """Do the names differ in a number, or a letter that stands for one, or is one of them a version?
    Then one may follow on the other and both stand for different things."""
    if _VERSION.fullmatch(one) or _VERSION.fullmatch(other):
        return True
    if numbers(one) != numbers(other):
        return True
    letters = [[each for each in tokens(name) if len(each) == 1] for name in (one, other)]
    return all(letters) and sorted(letters[0]) != sorted(letters[1]) and len(tokens(one) + tokens(other)) > 2


def numbers(name: str) -> tuple[str, ...]:
    """The numbers in a name, sorted."""
    return tuple(sorted(each for each in tokens(name) if each.isdigit()))


def numbered_both(one: str, other: str) -> bool:
    """Have both names a number, and not the same?"""
    return bool(numbers(one) and numbers(other)) and numbers(one) != numbers(other)


def both_versions(one: str, other: str) -> bool:
    """Are both names nothing but versions?"""
    return bool(_VERSION.fullmatch(one) and _VERSION.fullmatch(other))


def affixed(one: str, other: str) -> bool:
    """Has one name all the words of the other, and more?"""
    mine, theirs = _stems(one), _stems(other)
    return bool(mine and theirs) and (mine < theirs or theirs < mine)


def extended(one: str, other: str) -> bool:
    """Does the other name add a word at its end? That is what it names then: `name_hash` is a hash."""
    mine, theirs = tokens(one), tokens(other)
    return len(theirs) > len(mine) and _stem(theirs[-1]) not in map(_stem, mine)


def same_words(one: str, other: str) -> bool:
    """Is it the same name but for case, separators and endings?"""
    mine, theirs = tokens(one), tokens(other)
    if folded(one) == folded(other):
        return bool(mine)
    return tuple(map(_stem, mine)) == tuple(map(_stem, theirs))


def respelled(one: str, other: str) -> bool:
    """Is it the same name but for case, separators, a plural or one slip of the pen?"""
    if same_words(one, other):
        return True
    mine, theirs = tokens(one), tokens(other)
    differing = [(a, b) for a, b in zip(mine, theirs, strict=False) if a != b]
    if len(mine) == len(theirs) and len(differing) == 1:
        return _slip(*differing[0])
    return not affixed(one, other) and _slip(folded(one), folded(other))


def reordered(one: str, other: str) -> bool:
    """Has one name the same words as the other, enough of them, and one of them at another place? None
    may tell a direction."""
    mine, theirs = (tuple(map(_stem, tokens(name))) for name in (one, other))
    if mine == theirs or sorted(mine) != sorted(theirs) or len(mine) < LEAST_REORDERED:
        return False
    rests = ({(*some[:at], *some[at + 1 :]) for at in range(len(some))} for some in (mine, theirs))
    return not set.isdisjoint(*rests) and DIRECTIONS.isdisjoint(mine)


def rewrite(one: str, other: str) -> Rewrite:
    """What was replaced by what, with the words both names share taken off the ends. A word of the shared
    front that comes again is told by its place, so that siblings with other fronts share the rewrite."""
    mine, theirs = tokens(one), tokens(other)
    head = 0
    while head < min(len(mine), len(theirs)) and mine[head] == theirs[head]:
        head += 1
    tail = 0
    while tail < min(len(mine), len(theirs)) - head and mine[-1 - tail] == theirs[-1 - tail]:
        tail += 1
    front = mine[:head]
    put = (f"#{front.index(each)}" if each in front else each for each in theirs[head : len(theirs) - tail])
    return mine[head : len(mine) - tail], tuple(put)


@lru_cache(maxsize=65536)
def _shape(name: str) -> tuple[str, frozenset[str], frozenset[str]]:
    """A name without case and separators, its words without their endings, its pairs of letters."""
    bare = folded(name)
    return bare, _stems(name), _pairs(bare)


def _differing(one: str, other: str) -> tuple[list[str], list[str]]:
    """The words of each name that the other has not, in no ending either."""
    mine, theirs = list(tokens(one)), list(tokens(other))
    for shared in tuple(mine):
        twin = next((each for each in theirs if _stem(each) == _stem(shared)), None)
        if twin is not None:
            mine.remove(shared)
            theirs.remove(twin)
    return mine, theirs


@lru_cache(maxsize=65536)
def _stems(name: str) -> frozenset[str]:
    return frozenset(map(_stem, tokens(name)))


@lru_cache(maxsize=65536)
def _stem(token: str) -> str:
    """A word without its ending: `tags` and `tag`, `allowed` and `allow` are one; so are the words for no."""
    if token in ("non", "not"):
        return "no"
    if token.endswith("s") and not token.endswith("ss") and len(token) > 2:
        token = token[:-1]
    for ending in ("ed", "e"):
        if token.endswith(ending) and len(token) - len(ending) >= LEAST_STEM:
            return token[: -len(ending)]
    return token


@lru_cache(maxsize=65536)
def _opposite(one: str, other: str) -> bool:
    """Are two words, or their stems, opposites, or made from one word with opposites (`firstname`)?"""
    if frozenset((one, other)) in OPPOSITES or frozenset((_root(one), _root(other))) in _OPPOSITE_ROOTS:
        return True
    if _turned(one, other) or _turned(other, one):
        return True
    head, tail = _shared(one, other), _shared(one[::-1], other[::-1])
    fronts = ((one[:-at], other[:-at]) for at in range(LEAST_STEM, tail + 1))
    ends = ((one[at:], other[at:]) for at in range(LEAST_STEM, head + 1))
    return any(frozenset(each) in OPPOSITES for each in (*fronts, *ends))


def _root(token: str) -> str:
    """A word without the endings of a plural, a past or a going on."""
    stem = _stem(token)
    return stem[:-3] if stem.endswith("ing") and len(stem) >= LEAST_STEM + 3 else stem


def _turned(one: str, other: str) -> bool:
    """Is one word the other with a prefix that negates it, or the one whom the other does it to (`payee`,
    `payer`)?"""
    one, other = one.removesuffix("s"), other.removesuffix("s")
    if one.endswith("ee") and other.endswith(("er", "or")) and one[:-2] in (other[:-2], other[:-1], other):
        return True
    return any(one == prefix + other for prefix in NEGATING_PREFIXES)


@lru_cache(maxsize=65536)
def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[index : index + 2] for index in range(max(len(text) - 1, 1)))


def _shared(one: str, other: str) -> int:
    """How many letters two words begin with together."""
    differ = (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b)
    return next(differ, min(len(one), len(other)))


def _slip(one: str, other: str) -> bool:
    """Is a slip of the pen all that differs, inside the word: a letter added, left out, or swapped with the
    next, or one vowel for another? What differs at an end is another word (`payer`, `payee`)."""
    if min(len(one), len(other)) < LONG_WORD or frozenset((one, other)) in OPPOSITES:
        return False
    head, tail = _shared(one, other), _shared(one[::-1], other[::-1])
    if not head or not tail or head >= min(len(one), len(other)) or tail >= min(len(one), len(other)):
        return False
    if len(one) != len(other):
        most = 2 if min(len(one), len(other)) >= VERY_LONG_WORD else 1
        return abs(len(one) - len(other)) <= most and head + tail >= min(len(one), len(other))
    mine, theirs = one[head : len(one) - tail], other[head : len(other) - tail]
    if len(mine) == 1:
        return {mine, theirs} <= VOWELS
    return len(mine) == 2 and mine == theirs[::-1]


_OPPOSITE_ROOTS = frozenset(frozenset(map(_root, pair)) for pair in OPPOSITES)
"""The opposites without the endings of words."""
