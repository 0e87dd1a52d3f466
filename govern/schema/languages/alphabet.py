"""Several automata to the letters they tell apart, and a sequence of letters to a text one can read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from string import ascii_lowercase, ascii_uppercase
from typing import Protocol

from govern.schema.languages import characters
from govern.schema.languages.characters import CharacterSet, Partition, contains


class Language(Protocol):
    """What a search asks of an automaton. DEAD and ALL mean the same in each."""

    partition: Partition

    @property
    def start(self) -> int:
        """The state before the first character."""

    def move(self, state: int, part: int) -> int:
        """The state after a character of a part of `partition`."""

    def hopeful(self, state: int) -> int:
        """Bit n is set unless a character of part n leads to DEAD for sure."""

    def accepts(self, state: int) -> bool:
        """Whether the text may end here."""

    def weight(self, state: int) -> int:
        """How much a move from here costs."""


_DIGITS = "1234567890"
_SIGNS = "-_./:,;+=@#%&*!?~$()[]{}<>|^'\"`\\ "
_LIKED = ascii_lowercase + _DIGITS + ascii_uppercase + _SIGNS + "éßλж中あ"

PLAIN = len(ascii_lowercase) + len(_DIGITS) + len(ascii_uppercase)
"""Letters of a lower rank hold an ASCII letter or digit."""
ASCII = PLAIN + len(_SIGNS)
"""Letters of a lower rank hold a character that every keyboard has."""
_VISIBLE = len(_LIKED)
_CONTROL = _VISIBLE + 1
_SURROGATE = _VISIBLE + 2


@dataclass(frozen=True, slots=True)
class Letter:
    """Characters that no automaton tells apart.

    `parts`: their part in the partition of each automaton; `best`: the most readable of them; `rank`:
    how readable it is, 0 first.
    """

    parts: tuple[int, ...]
    characters: CharacterSet
    best: int
    rank: int


def letters(languages: Sequence[Language]) -> tuple[Letter, ...]:
    """All letters that some of the automata tell apart, the most readable first."""
    starts = sorted({0, *(start for each in languages for start in each.partition.starts)})
    held: dict[tuple[int, ...], list[tuple[int, int]]] = {}
    for start, following in zip(starts, [*starts[1:], characters.LAST + 1], strict=True):
        parts = tuple(each.partition.part(start) for each in languages)
        held.setdefault(parts, []).append((start, following - 1))
    found = [_letter(parts, characters.union([tuple(intervals)])) for parts, intervals in held.items()]
    return tuple(sorted(found, key=lambda each: (each.rank, each.best)))


def _letter(parts: tuple[int, ...], held: CharacterSet) -> Letter:
    for rank, sign in enumerate(_LIKED):
        if contains(held, ord(sign)):
            return Letter(parts, held, ord(sign), rank)
    rank, best = min(_ranks(held))
    return Letter(parts, held, best, rank)


def _ranks(held: CharacterSet) -> Iterable[tuple[int, int]]:
    for first, last in held:
        for point in {first, (first + last) // 2, last}:
            if 0xD800 <= point <= 0xDFFF:
                yield _SURROGATE, point
            else:
                yield (_VISIBLE if chr(point).isprintable() else _CONTROL), point


def spell(path: Sequence[Letter]) -> str:
    """The text to show for a path: `abc` and `2000-01-01` where any letter and digit would do."""
    wishes = _wishes([chr(each.best) for each in path])
    return "".join(
        wish if contains(letter.characters, ord(wish)) else chr(letter.best)
        for letter, wish in zip(path, wishes, strict=True)
    )


def _wishes(best: Sequence[str]) -> list[str]:
    wishes: list[str] = []
    at = 0
    while at < len(best):
        family = next((each for each in (_DIGITS, ascii_lowercase) if best[at] in each), "")
        end = at + 1
        while family and end < len(best) and best[end] in family:
            end += 1
        length = end - at
        if family == _DIGITS:
            wishes += {1: "1", 2: "01", 4: "2000"}.get(length, "1" + "0" * (length - 1))
        elif family:
            wishes += (ascii_lowercase[each % 26] for each in range(length))
        else:
            wishes.append(best[at])
        at = end
    return wishes
