"""A place of a tree to what can come next there: the characters, or the end, reached without reading."""

from __future__ import annotations

from govern.schema.languages.places import MATCH, Places
from govern.schema.languages.syntax import Ahead, At, One, Place

START, OTHER, WORD, END, UNKNOWN = range(5)
"""What stands beside a gap in the text: its start, a character that is none of `\\w` (or any, where the
pattern does not care), one of `\\w`, its end; or no assertion is to be relied on."""

MOST_PLACES = 8_000
"""How many places may be reached without a character being read. It bounds what one move costs."""

Leaf = tuple[int, frozenset[int], frozenset[int]]
"""A place where a character is read or everything is found; the places of the bodies that must not be
found from here on; of those that must."""

_FREE: frozenset[int] = frozenset()


class OvergrownError(Exception):
    """More is reached at once than can be worked with."""


class Reach:
    """What is reached from each place, worked out when first asked. Raises OvergrownError."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._leaves: dict[tuple[int, int, int], tuple[Leaf, ...]] = {}
        self._efforts: dict[tuple[int, int, int], int] = {}

    def leaves(self, place: int, before: int, following: int) -> tuple[Leaf, ...]:
        """What comes next at a place, between what stands `before` and what is `following`."""
        key = (place, before, following)
        found = self._leaves.get(key)
        if found is None:
            found = self._leaves[key] = self._search(place, before, following)
        return found

    def effort(self, place: int, before: int, following: int) -> int:
        """How many places were passed to find the leaves."""
        self.leaves(place, before, following)
        return self._efforts[place, before, following]

    def _search(self, place: int, before: int, following: int) -> tuple[Leaf, ...]:
        leaves: list[Leaf] = []
        seen: set[Leaf] = set()
        todo: list[Leaf] = [(place, _FREE, _FREE)]
        while todo:
            at = todo.pop()
            if at in seen:
                continue
            seen.add(at)
            if len(seen) > MOST_PLACES:
                raise OvergrownError
            if at[0] == MATCH or isinstance(self._places.tree(at[0]), One):
                leaves.append(at)
            else:
                todo += self._onward(at, before, following)
        self._efforts[place, before, following] = len(seen)
        return tuple(leaves)

    def _onward(self, at: Leaf, before: int, following: int) -> list[Leaf]:
        place, never, always = at
        rest = self._places.rest(place)
        match self._places.tree(place):
            case At(where):
                return [(rest, never, always)] if _holds(where, before, following) else []
            case Ahead() if following == UNKNOWN:
                return []
            case Ahead(body, negative):
                begin = {self._places.number(body, MATCH)}
                return [(rest, never | begin, always) if negative else (rest, never, always | begin)]
            case _:
                return [(each, never, always) for each in self._places.inside(place)]


def _holds(place: Place, before: int, following: int) -> bool:
    if following == UNKNOWN:
        return False
    match place:
        case Place.START:
            return before == START
        case Place.END:
            return following == END
        case Place.WORD_EDGE:
            return (before == WORD) != (following == WORD)
        case Place.NO_WORD_EDGE:
            return (before == WORD) == (following == WORD)
