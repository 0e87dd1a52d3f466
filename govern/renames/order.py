"""Two orders of names to the pairs of which the one stands where the other stood.

The order of names means nothing to a validator. Where it is more than the alphabet, it tells how the text was
edited: a name that is renamed is mostly written over.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Sequence

ALPHABETICAL = 0.9
"""From this share of neighbours in the order of the alphabet on, a list is sorted, and places say nothing."""


def in_place(old: Sequence[str], new: Sequence[str]) -> frozenset[tuple[str, str]]:
    """Pairs (old, new) of which each stands alone between the same two names, or at the same end: the
    names that only one of the two lists has. None where the lists are sorted, or have no name in common."""
    kept = set(old) & set(new)
    if not kept or (_sorted(old) and _sorted(new)):
        return frozenset()
    gone, come = _gaps(old, kept), _gaps(new, kept)
    return frozenset(
        (gone[gap][0], come[gap][0])
        for gap in gone.keys() & come.keys()
        if len(gone[gap]) == len(come[gap]) == 1
    )


def _gaps(names: Sequence[str], kept: set[str]) -> dict[tuple[str | None, str | None], list[str]]:
    """The names that are not kept, by the kept ones they stand between."""
    found: dict[tuple[str | None, str | None], list[str]] = defaultdict(list)
    waiting: list[str] = []
    before: str | None = None
    for name in (*names, None):
        if name is not None and name not in kept:
            waiting.append(name)
            continue
        if waiting:
            found[before, name] += waiting
            waiting = []
        before = name
    return found


def _sorted(names: Sequence[str]) -> bool:
    folded = [name.casefold() for name in names]
    rising = sum(one <= other for one, other in itertools.pairwise(folded))
    return rising >= ALPHABETICAL * (len(names) - 1)
