"""A finite set of words to an automaton that accepts just these: the texts a search has to avoid.

It answers the same questions as the automaton of a pattern, so that a search need not tell them apart.
"""

from __future__ import annotations

from collections.abc import Collection

from govern.schema.languages import characters
from govern.schema.languages.automaton import DEAD

_ROOT = 2
"""The first state: 0 and 1 are those of every automaton in which all is decided."""


class Words:
    """The tree of the words' beginnings."""

    def __init__(self, words: Collection[str]) -> None:
        ordered = sorted(words)
        signs = sorted({each for word in ordered for each in word})
        self.partition = characters.partition([characters.single(ord(each)) for each in signs])
        self._next: dict[tuple[int, int], int] = {}
        self._ends: set[int] = set()
        for word in ordered:
            state = _ROOT
            for each in word:
                part = self.partition.part(ord(each))
                state = self._next.setdefault((state, part), len(self._next) + _ROOT + 1)
            self._ends.add(state)

    @property
    def start(self) -> int:
        """The state before the first character."""
        return _ROOT

    def move(self, state: int, part: int) -> int:
        """The state after a character of a part of `partition`."""
        return self._next.get((state, part), DEAD)

    def hopeful(self, state: int) -> int:
        """Nothing is known: all bits are set. A search that avoids the words has no use for more."""
        return -int(state != DEAD)

    def accepts(self, state: int) -> bool:
        """Whether what was read is one of the words."""
        return state in self._ends

    def weight(self, state: int) -> int:
        """How much a move from here costs, as an automaton counts it."""
        return int(state != DEAD)
