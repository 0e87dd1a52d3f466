"""Pairs of one container to the rewrites of names that they share: one is evidence for the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from govern.renames import words
from govern.renames.crowd import Crowd
from govern.renames.scoring import Pair

SIBLINGS = 2
"""A rewrite shared by so many pairs of one container is evidence."""
FOLLOWED = 0.5
"""So many of the names that have the words of a rewrite follow it: one that few follow came by accident."""
SAME_TEXT = 0.9
"""From here on, texts differ as one text does after an edit."""


def rewrite(pair: Pair) -> words.Rewrite | None:
    """The rewrite a pair may share with its siblings; none where the thing is another, or the texts tell of
    something else."""
    if not pair.equal or (pair.by_text is not None and pair.by_text < SAME_TEXT):
        return None
    return words.rewrite(*pair.names)


def shared(pairs: Iterable[Pair], crowd: Crowd) -> frozenset[words.Rewrite]:
    """The rewrites that count: enough pairs share one, and most names that have its words follow it."""
    if not crowd.around.spelled:
        return frozenset()
    followed = Counter(found for each in pairs if (found := rewrite(each)) is not None)
    return frozenset(
        each for each, times in followed.items() if times >= SIBLINGS and _is_general(each, times, crowd)
    )


def _is_general(found: words.Rewrite, times: int, crowd: Crowd) -> bool:
    gone, come = ({each for each in part if not each.startswith("#")} for part in found)
    having = [
        sum(1 for name in names if part.issubset(words.tokens(name)))
        for part, names in ((gone, crowd.before), (come, crowd.after))
        if part
    ]
    return all(times >= FOLLOWED * each for each in having)
