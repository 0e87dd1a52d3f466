"""Names that went and names that came to the pairs that may be renames, each with its evidence.

One-to-one, but for candidates within a hair: each of them is shown. What stands behind a name must be
the same for a pair to be asserted, or be proved to be wider or narrower than it was, and something that
does not come by accident must say that it is the same thing: see `_evidence`. Everything else is at most
proposed. The numbers below hold on labelled histories of many projects.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from govern.model import Standing
from govern.renames import things, words
from govern.renames.scoring import Crowd, Keys, Name, Pair, Seen, candidates, score
from govern.schema.relation import Relation

PROPOSED = 0.55
"""The least score of a proposal."""
HAIR = 0.05
"""A runner-up this close is as good as the best: both are shown and none is picked."""
CLEAR = 0.1
"""An asserted pair leaves every other at least this far behind."""
UNLIKE = 0.4
"""Below this, names (or texts) have nothing to do with each other."""
AKIN = 0.7
"""From here on, texts speak of the same thing, if the names do as well."""
SAME_TEXT = 0.9
"""From here on, texts differ as one text does after an edit."""
NAME_ALONE = 0.6
"""Where nothing but the name speaks for a pair, it must be at least this alike to be proposed."""
SIBLINGS, SIBLING_BONUS = 2, 0.12
"""A rewrite shared by so many pairs of one container is evidence, and that much better than none."""
SHOWN = 3


@dataclass(frozen=True, slots=True)
class Match:
    """A pair that may be a rename. `alternatives` are names `removed` may have become as well, best
    first; `evidence` is said in words."""

    removed: Name
    added: Name
    standing: Standing
    score: float
    alternatives: tuple[tuple[str, float], ...] = ()
    evidence: tuple[str, ...] = ()
    kept: bool = True
    """Whether what stands behind the name stayed what it was."""


def match(
    removed: Sequence[Name],
    added: Sequence[Name],
    *,
    kept: Sequence[tuple[Name, Name]] = (),
    refs: Mapping[str, str] | None = None,
    likely: Mapping[str, str] | None = None,
    pointed: Mapping[tuple[str, str], str] | None = None,
    spelled: bool = True,
    relation: Callable[[str, str], Relation] | None = None,
) -> tuple[Match, ...]:
    """Pairs of one container, sorted by the old name, the best first.

    `kept`: names that both sides have, as they are at base and at head. A thing that they share
    says little, and one whose thing became that of a removed name took its place. `refs`: texts of
    references to renamed definitions, old to new; `likely`: to those that may be renamed as well.
    `pointed`: pairs of names of which something points from the one to the other, with what, in words.
    `spelled`: the spelling of a name has a meaning for people (not so for patterns, whose letters are
    code). `relation`: what stands at a pointer of the one side against what stands at a pointer of the
    other, asked where all else agrees.
    """
    if not removed or not added:
        return ()
    before, after = Keys(refs), Keys()
    olds = [Seen(name, before, likely) for name in sorted(removed, key=lambda each: each.name)]
    news = [Seen(name, after) for name in sorted(added, key=lambda each: each.name)]
    crowd = Crowd.of(olds, news, kept, pointed or {})
    scored = [score(old, new, crowd) for old, new in candidates(olds, news)]
    pairs = _worth_showing([pair for pair in scored if _possible(pair, spelled)], spelled)
    chosen = list(_one_to_one(pairs))
    rewrites = Counter(found for pair, _ in chosen if (found := _rewrite(pair)) is not None)
    judge = _Judge(crowd, rewrites, spelled, relation)
    matches = [judge.match(pair, rivals) for pair, rivals in chosen]
    return tuple(sorted(matches, key=lambda each: (each.removed.name, -each.score, each.added.name)))


def _possible(pair: Pair, spelled: bool) -> bool:
    """May the pair be shown at all? Opposites may not, nor one version after another."""
    old, new = pair.old.name.name, pair.new.name.name
    if pair.score < PROPOSED or (spelled and (words.opposed(old, new) or words.both_versions(old, new))):
        return False
    return not (spelled and _alone(pair) and words.numbered_both(old, new))


def _alone(pair: Pair) -> bool:
    """Does nothing but the name speak for the pair?"""
    return pair.common and pair.by_text is None and not pair.pointed


def _worth_showing(pairs: list[Pair], spelled: bool) -> list[Pair]:
    """The pairs whose name is enough, or has company: those whose rewrite siblings share are better."""
    shared = Counter(found for pair in pairs if spelled and (found := _rewrite(pair)) is not None)
    kept = []
    for pair in pairs:
        if shared.get(_rewrite(pair), 0) >= SIBLINGS:
            kept.append(replace(pair, score=min(1.0, round(pair.score + SIBLING_BONUS, 4))))
        elif not _alone(pair) or pair.by_name >= NAME_ALONE:
            kept.append(pair)
    return kept


def _one_to_one(pairs: list[Pair]) -> Iterator[tuple[Pair, list[Pair]]]:
    """The best pair, then the best of what is left; with the pairs of its names still possible. What an
    old name may have become as well, within a hair, follows: it stays free for other names."""
    pairs.sort(key=lambda each: (-each.score, each.old.name.name, each.new.name.name))
    of: dict[tuple[str, str], list[Pair]] = defaultdict(list)
    for pair in pairs:
        of["old", pair.old.name.name].append(pair)
        of["new", pair.new.name.name].append(pair)
    gone: set[str] = set()
    come: set[str] = set()
    for pair in pairs:
        old, new = pair.old.name.name, pair.new.name.name
        if old in gone or new in come:
            continue
        rivals = [
            each
            for each in of["old", old] + of["new", new]
            if each is not pair and each.old.name.name not in gone and each.new.name.name not in come
        ]
        gone.add(old)
        come.add(new)
        yield pair, rivals
        for each in rivals:
            if each.old is pair.old and each.score >= pair.score - HAIR:
                yield each, [pair, *(other for other in rivals if other is not each)]


def _rewrite(pair: Pair) -> Hashable | None:
    """The rewrite a pair shares with its siblings; none where the texts tell of something else."""
    if not pair.equal or (pair.by_text is not None and pair.by_text < SAME_TEXT):
        return None
    return words.rewrite(pair.old.name.name, pair.new.name.name)


@dataclass(frozen=True, slots=True)
class _Judge:
    """Says how each pair of one container stands."""

    crowd: Crowd
    rewrites: Mapping[Hashable, int]
    spelled: bool
    relation: Callable[[str, str], Relation] | None

    def match(self, pair: Pair, rivals: list[Pair]) -> Match:
        """The pair with its standing; `rivals`: the other pairs of its names."""
        others = sorted(
            ((each.new.name.name, each.score) for each in rivals if each.old is pair.old),
            key=lambda each: (-each[1], each[0]),
        )
        found = Match(pair.old.name, pair.new.name, Standing.PROPOSED, pair.score, tuple(others[:SHOWN]))
        best = max((each.score for each in rivals), default=0.0)
        if best >= pair.score - HAIR:
            rival = next(each for each in rivals if each.score == best)
            as_well = f"`{rival.old.name.name}` to `{rival.new.name.name}` is as likely"
            return replace(found, evidence=(*_likeness(pair), as_well), kept=pair.equal)
        evidence = self._evidence(pair)
        if evidence and self._clear(pair, rivals) and not self._doubt(pair):
            behind = Relation.SAME if pair.equal else self._behind(pair)
            if behind is not Relation.OTHER:
                said = (told(behind), *evidence)
                return replace(found, standing=Standing.ASSERTED, evidence=said, kept=pair.equal)
        return replace(found, evidence=_likeness(pair), kept=pair.equal)

    def _clear(self, pair: Pair, rivals: list[Pair]) -> bool:
        """Are all others far behind, or is it alone in being the same name and text?"""
        if all(each.doubt <= pair.score - CLEAR for each in rivals):
            return True
        same = [each for each in (pair, *rivals) if self._respelled(each)]
        return pair.by_text == 1.0 and same == [pair]

    def _respelled(self, pair: Pair) -> bool:
        return self.spelled and words.respelled(pair.old.name.name, pair.new.name.name)

    def _behind(self, pair: Pair) -> Relation:
        """What is behind the new name, against what was behind the old one."""
        old, new = pair.old.name, pair.new.name
        if self.relation is None or not old.pointer or not new.pointer:
            return Relation.OTHER
        return self.relation(old.pointer, new.pointer)

    def _evidence(self, pair: Pair) -> tuple[str, ...]:
        """What says that the thing is the same thing, each in words."""
        old, new = pair.old.name.name, pair.new.name.name
        akin = pair.by_name >= UNLIKE
        said = []
        if pair.equal and not pair.common and (akin or (pair.by_text or 0.0) >= UNLIKE):
            said.append("the thing is found nowhere else in the container")
        if (
            self._same_text(pair)
            and (pair.equal or akin)
            and not self.crowd.texts.get(pair.new.text or "", 0)
        ):
            said.append("the same description")
        if self.spelled and (pair.by_text or 0.0) >= AKIN and words.affixed(old, new):
            said.append("one name is the other with a word more, and the descriptions are akin")
        if pair.shown and akin and (pair.by_text is None or pair.by_text >= AKIN):
            said.append("the same examples")
        if pair.pointed:
            said.append(pair.pointed)
        if self.spelled and self.rewrites.get(_rewrite(pair), 0) >= SIBLINGS:
            said.append("the rewrite is shared by siblings")
        if self._respelled(pair):
            said.append("the same name, spelled otherwise")
        return tuple(said)

    def _same_text(self, pair: Pair) -> bool:
        """Is the text the same, of more than a few words, and not by saying the name alone?"""
        old, new = pair.old.text, pair.new.text
        return old is not None and old == new and len(words.tokens(old)) >= things.TELLING

    def _doubt(self, pair: Pair) -> bool:
        """Numbers may be versions; a name that stayed may have taken the thing over; a text that says
        something else is about something else."""
        if self.spelled and words.numbered(pair.old.name.name, pair.new.name.name):
            return True
        return (pair.new.key, pair.old.text) in self.crowd.successors


def told(behind: Relation) -> str:
    """What is behind a new name against what was behind the old one, in words."""
    if behind is Relation.SAME:
        return "the same thing behind both"
    return (
        "what is behind them differs" if behind is Relation.OTHER else f"what is behind it is {behind.value}"
    )


def _likeness(pair: Pair) -> tuple[str, ...]:
    said = [f"names alike {pair.by_name:.2f}"]
    said.append(told(Relation.SAME if pair.equal else Relation.OTHER))
    if pair.by_text is not None:
        said.append(f"descriptions alike {pair.by_text:.2f}")
    return tuple(said)
