"""Two lists of branches to which branch became which: positions in them mean nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence

from govern.model import JsonValue
from govern.renames import things

ALIKE = 0.3
"""Branches that share less of their facts are not taken for one."""
AHEAD = 0.1
"""A branch that is as like to another one is taken for neither."""
PAIRS = 2500


def align(
    old: Sequence[JsonValue], new: Sequence[JsonValue], refs: Mapping[str, str]
) -> Iterator[tuple[int, int]]:
    """Positions (old, new) of branches that are one: equal, of one identity, or clearly most alike.
    What cannot be told apart is left out."""
    bare_old, bare_new = [things.bare(each) for each in old], [things.bare(each) for each in new]
    left_old, left_new = set(range(len(old))), set(range(len(new)))
    pairs: list[tuple[int, int]] = []
    stages = (
        ([things.key(each, refs) for each in bare_old], [things.key(each) for each in bare_new]),
        ([_identity(each, refs) for each in old], [_identity(each, {}) for each in new]),
        ([_form(each) for each in bare_old], [_form(each) for each in bare_new]),
    )
    for olds, news in stages:
        for one, other in _unique(olds, news, left_old, left_new):
            pairs.append((one, other))
            left_old.discard(one)
            left_new.discard(other)
    pairs.extend(_most_alike(bare_old, bare_new, left_old, left_new))
    yield from sorted(pairs)


def _unique(
    olds: Sequence[Hashable], news: Sequence[Hashable], left_old: set[int], left_new: set[int]
) -> list[tuple[int, int]]:
    mine, theirs = Counter(olds[at] for at in left_old), Counter(news[at] for at in left_new)
    where = {news[at]: at for at in left_new}
    return [
        (at, where[olds[at]])
        for at in sorted(left_old)
        if olds[at] is not None and mine[olds[at]] == 1 and theirs[olds[at]] == 1
    ]


def _identity(branch: JsonValue, refs: Mapping[str, str]) -> Hashable:
    """What a branch calls itself: its reference, its title, or the constants of its properties."""
    if not isinstance(branch, dict):
        return None
    ref, title = branch.get("$ref"), branch.get("title")
    if isinstance(ref, str):
        return ("$ref", refs.get(ref, ref))
    constants = []
    for name, part in (things.members(branch, "properties") or {}).items():
        if isinstance(part, dict):
            values = [part["const"]] if "const" in part else part.get("enum")
            if isinstance(values, list) and len(values) == 1:
                constants.append((name, things.key(values[0])))
    if constants:
        return ("constants", tuple(sorted(constants, key=repr)))
    return ("title", title) if isinstance(title, str) else None


def _form(branch: JsonValue) -> Hashable:
    """The keywords of a branch that lists values: of such branches there is mostly one."""
    return ("form", frozenset(branch)) if isinstance(branch, dict) and "enum" in branch else None


def _most_alike(
    old: Sequence[JsonValue], new: Sequence[JsonValue], left_old: set[int], left_new: set[int]
) -> Iterator[tuple[int, int]]:
    if len(left_old) * len(left_new) > PAIRS:
        return
    olds = {at: things.facts(old[at]) for at in left_old}
    news = {at: things.facts(new[at]) for at in left_new}
    scores = {(i, j): things.overlap(olds[i], news[j]) for i in olds for j in news}
    for (i, j), score in scores.items():
        rivals = [other for (k, m), other in scores.items() if (k == i) != (m == j)]
        if score >= ALIKE and score >= max(rivals, default=0.0) + AHEAD:
            yield i, j
