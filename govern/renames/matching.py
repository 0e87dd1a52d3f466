"""Names that went and names that came to the pairs that may be renames, each with how it stands.

One-to-one, but for candidates within a hair, of which each is shown, and where several names may go into one.
The numbers here and in what this uses hold on labelled histories of many projects.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from govern.renames import siblings, things, words
from govern.renames.crowd import Crowd, Surroundings
from govern.renames.judging import HAIR, UNLIKE, Judge, Match, same_text
from govern.renames.names import Keys, Name, Seen
from govern.renames.scoring import Pair, candidates, score

NAME_ALONE = 0.6
"""Where nothing but the name speaks for a pair, it must be at least this alike to be proposed."""
SIBLING_BONUS = 0.12
"""So much better than alone is a pair whose rewrite siblings share."""
SPLIT = 3
"""A name that by the names alone is as likely so many others was split up, and is none of them."""


def match(
    removed: Sequence[Name], added: Sequence[Name], around: Surroundings | None = None
) -> tuple[Match, ...]:
    """Pairs of one container, sorted by the old name, the best first. `around`: what is known besides."""
    if not removed or not added:
        return ()
    around = around or Surroundings()
    before, after = Keys(around.refs), Keys()
    olds = [Seen(name, before, around.likely) for name in sorted(removed, key=lambda each: each.name)]
    news = [Seen(name, after) for name in sorted(added, key=lambda each: each.name)]
    crowd = Crowd.of(olds, news, around)
    scored = (score(old, new, crowd) for old, new in candidates(olds, news))
    possible = [pair for pair in scored if pair is not None and _is_possible(pair, around.spelled)]
    pairs = sorted(_worth_showing(possible, crowd), key=lambda each: (-each.score, each.names))
    chosen = list(_one_to_one(pairs, around.several))
    judge = Judge(crowd, siblings.shared((pair for pair, _ in chosen), crowd))
    matches = [judge.match(pair, rivals) for pair, rivals in chosen]
    return tuple(sorted(matches, key=lambda each: (each.removed.name, -each.score, each.added.name)))


def _is_possible(pair: Pair, spelled: bool) -> bool:
    """May the pair be shown at all? Opposites may not, nor one version after another."""
    if not spelled:
        return True
    if words.flipped(*pair.names) or words.both_versions(*pair.names):
        return False
    if words.negated(*pair.names) and not same_text(pair):
        return False
    return not (pair.alone and words.numbered_both(*pair.names))


def _worth_showing(pairs: Sequence[Pair], crowd: Crowd) -> Iterator[Pair]:
    """The pairs whose name is enough, or has company: those whose rewrite siblings share are better."""
    shared = siblings.shared(pairs, crowd)
    for pair in pairs:
        if siblings.rewrite(pair) in shared:
            yield replace(pair, score=round(pair.score + SIBLING_BONUS, 4))
        elif not pair.alone or pair.by_name >= _least_alike(pair):
            yield pair


def _least_alike(pair: Pair) -> float:
    """How alike two names must be where hardly anything else speaks for them."""
    if pair.placed or pair.together:
        return UNLIKE if things.is_bare(pair.new.name.thing) else 0.0
    return NAME_ALONE


def _one_to_one(pairs: Sequence[Pair], several: bool) -> Iterator[tuple[Pair, list[Pair]]]:
    """Of pairs, the best first: the best, then the best of what is left; each with the other pairs of its
    names that are still possible. What an old name may have become as well, within a hair, follows: it stays
    free for other names. `several`: what is left over may have gone into a name that is taken."""
    of: dict[tuple[str, str], list[Pair]] = defaultdict(list)
    for pair in pairs:
        old, new = pair.names
        of["old", old].append(pair)
        of["new", new].append(pair)
    gone: set[str] = set()
    come: set[str] = set()
    for pair in pairs:
        old, new = pair.names
        if old in gone or new in come:
            continue
        rivals = [
            each
            for each in of["old", old] + of["new", new]
            if each is not pair and each.names[0] not in gone and each.names[1] not in come
        ]
        as_likely = [each for each in rivals if each.old is pair.old and each.score >= pair.score - HAIR]
        gone.add(old)
        if pair.alone and len(as_likely) >= SPLIT - 1:
            continue
        come.add(new)
        yield pair, rivals
        for each in as_likely:
            yield each, [pair, *(other for other in rivals if other is not each)]
    for (side, old), mine in of.items():
        if several and side == "old" and old not in gone and not mine[0].alone:
            yield mine[0], [each for each in of["new", mine[0].names[1]] if each is not mine[0]]
