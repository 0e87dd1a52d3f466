"""Descriptions of characters to sets of code points, held as sorted intervals that do not touch.

The alphabet is every code point from 0 to 0x10FFFF, lone surrogates included: a JSON string may hold
them (RFC 8259, section 8.2).
"""

from __future__ import annotations

import sys
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

LAST = sys.maxunicode

CharacterSet = tuple[tuple[int, int], ...]
"""First and last code point of each interval, both included, in order, with a gap before the next."""

NOTHING: CharacterSet = ()
ANYTHING: CharacterSet = ((0, LAST),)


def union(sets: Iterable[CharacterSet]) -> CharacterSet:
    """What is in at least one of the sets."""
    merged: list[tuple[int, int]] = []
    for first, last in sorted(interval for each in sets for interval in each):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return tuple(merged)


def complement(characters: CharacterSet) -> CharacterSet:
    """What is not in the set."""
    gaps: list[tuple[int, int]] = []
    start = 0
    for first, last in characters:
        if start < first:
            gaps.append((start, first - 1))
        start = last + 1
    if start <= LAST:
        gaps.append((start, LAST))
    return tuple(gaps)


def contains(characters: CharacterSet, point: int) -> bool:
    """Whether a code point is in the set."""
    index = bisect_right(characters, (point, LAST))
    return index > 0 and point <= characters[index - 1][1]


def single(point: int) -> CharacterSet:
    """The set of one code point."""
    return ((point, point),)


def of_text(text: str) -> CharacterSet:
    """The set of the characters of a text."""
    return union(single(ord(each)) for each in text)


LINE_ENDS: CharacterSet = of_text("\n\r\u2028\u2029")
"""ECMA-262, section 12.3, LineTerminator."""

NOT_LINE_END: CharacterSet = complement(LINE_ENDS)
"""What `.` stands for without the flag `s` (ECMA-262, section 22.2.2.7)."""

DIGIT: CharacterSet = ((0x30, 0x39),)
WORD: CharacterSet = union([DIGIT, ((0x41, 0x5A),), single(0x5F), ((0x61, 0x7A),)])
"""ECMA-262, section 22.2.2.9.3, WordCharacters without the flags `u` and `i` together: ASCII."""

SPACE: CharacterSet = union(
    [of_text("\t\v\f \u00a0\u1680\u202f\u205f\u3000\ufeff"), ((0x2000, 0x200A),), LINE_ENDS]
)
"""ECMA-262, sections 12.2 and 12.3, WhiteSpace and LineTerminator."""


@cache
def category(name: str) -> CharacterSet | None:
    """The code points of a general category by its short name, such as `Lu` or `L`; None where there
    is no such category."""
    categories = _categories()
    found = [each for short, each in categories.items() if short == name or short[0] == name]
    return union(found) if found else None


@cache
def _categories() -> Mapping[str, CharacterSet]:
    runs: dict[str, list[tuple[int, int]]] = {}
    start, current = 0, unicodedata.category(chr(0))
    for point in range(1, LAST + 1):
        found = unicodedata.category(chr(point))
        if found != current:
            runs.setdefault(current, []).append((start, point - 1))
            start, current = point, found
    runs.setdefault(current, []).append((start, LAST))
    return {name: tuple(intervals) for name, intervals in sorted(runs.items())}


@dataclass(frozen=True, slots=True)
class Partition:
    """The code points divided so that each given set is a union of parts.

    `starts`: where each run of code points begins; `parts`: the number of the part it belongs to, in
    the same order; `masks`: for each given set, bit n set where it holds part n; `size`: how many
    parts there are.
    """

    starts: tuple[int, ...]
    parts: tuple[int, ...]
    masks: tuple[int, ...]
    size: int

    def part(self, point: int) -> int:
        """The number of the part that holds a code point."""
        return self.parts[bisect_right(self.starts, point) - 1]


def partition(sets: Sequence[CharacterSet]) -> Partition:
    """The coarsest division of all code points that keeps the sets apart."""
    toggles: dict[int, int] = {0: 0}
    for number, characters in enumerate(sets):
        for first, last in characters:
            toggles[first] = toggles.get(first, 0) ^ (1 << number)
            toggles[last + 1] = toggles.get(last + 1, 0) ^ (1 << number)
    toggles.pop(LAST + 1, None)
    starts = sorted(toggles)
    numbers: dict[int, int] = {}
    parts: list[int] = []
    held = 0
    for start in starts:
        held ^= toggles[start]
        parts.append(numbers.setdefault(held, len(numbers)))
    masks = [0] * len(sets)
    for held, number in numbers.items():
        while held:
            lowest = held & -held
            masks[lowest.bit_length() - 1] |= 1 << number
            held ^= lowest
    return Partition(tuple(starts), tuple(parts), tuple(masks), len(numbers))
