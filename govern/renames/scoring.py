"""Names of a container, with what is behind them, to how likely each pair of them is one thing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from govern.model import JsonValue
from govern.renames import things, words

PAIRS = 4000
"""So many pairs of a container are scored in full; of a larger one, those that share something rare."""
SHARERS = 6
"""What more names than this share (a word, a thing, a text) brings no pair together in a large container."""
NAME_WEIGHT, THING_WEIGHT, COMMON_WEIGHT, TEXT_WEIGHT, POINTED_WEIGHT = 0.45, 0.35, 0.15, 0.3, 0.6
"""What the name, the thing (one that many have: the third), the text, and something that points from the one
to the other weigh in a score."""
SHOWN_WEIGHT = 0.2
"""What examples of their own that both have weigh."""

FAMILY_MALUS = 0.12
"""So much worse is a pair that leads from one family of names to another, both there before and after."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a container, with the bare thing behind it (annotations aside) and what people read."""

    name: str
    thing: JsonValue = None
    description: str | None = None
    pointer: str = ""
    examples: JsonValue = None


@dataclass(frozen=True, eq=False)
class Keys:
    """Things to their keys, equal iff the thing is the same; each is looked at once, however many have it.
    `refs`: references to renamed definitions."""

    refs: Mapping[str, str] | None = None
    known: dict[str, Hashable] = field(default_factory=dict)

    def __call__(self, thing: JsonValue) -> Hashable:
        """The key of a thing."""
        written = repr(thing)
        if written not in self.known:
            self.known[written] = things.key(thing, self.refs)
        return self.known[written]


@dataclass(frozen=True, eq=False)
class Seen:
    """A name with what is asked of it again and again, found when first asked for. `likely`: references to
    definitions that may be renamed."""

    name: Name
    keys: Keys
    likely: Mapping[str, str] | None = None

    @cached_property
    def key(self) -> Hashable:
        """The thing, equal iff it is the same."""
        return self.keys(self.name.thing)

    @cached_property
    def facts(self) -> frozenset[str]:
        """What the thing says."""
        return things.facts(self.name.thing, self.likely)

    @cached_property
    def text(self) -> str | None:
        """What people read of it."""
        return _text(self.name)

    @cached_property
    def examples(self) -> Hashable:
        """Its examples, equal iff they are the same; None where it has none."""
        return _examples(self.name, self.keys)


def _text(name: Name) -> str | None:
    return " ".join(name.description.split()) if name.description else None


def _examples(name: Name, keys: Keys) -> Hashable:
    return keys(name.examples) if name.examples else None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names with their score. `by_text` None: one has no text. `shown`: both have the same examples,
    which no other name has. `common`: the thing says little or is met elsewhere in the container.
    `pointed`: what points from the one to the other, in words. `strange`: it leads from one family of names
    to another, both there before and after."""

    old: Seen
    new: Seen
    score: float
    by_name: float
    by_text: float | None
    shown: bool
    equal: bool
    common: bool
    pointed: str
    strange: bool

    @property
    def doubt(self) -> float:
        """How much it speaks against another pair: as much as if there were no families."""
        return self.score + FAMILY_MALUS if self.strange else self.score


@dataclass(frozen=True, slots=True)
class Crowd:
    """How often a thing, a text or a list of examples occurs in the container, what took the place of
    a removed name, and the families of names that base and head both have."""

    things: Mapping[Hashable, int]
    texts: Mapping[str, int]
    examples: Mapping[Hashable, int]
    successors: frozenset[Hashable]
    pointed: Mapping[tuple[str, str], str]
    families: frozenset[str]

    @staticmethod
    def of(
        olds: Sequence[Seen],
        news: Sequence[Seen],
        kept: Sequence[tuple[Name, Name]],
        pointed: Mapping[tuple[str, str], str],
    ) -> Crowd:
        """The crowd of a container: what went, what came and what stayed."""
        before, after = olds[0].keys, news[0].keys
        came = {each.key for each in news}
        alike = [pair for pair in kept if after(pair[1].thing) in came]  # the others say nothing about these
        held: Counter[Hashable] = Counter(after(new.thing) for _, new in alike)
        read: Counter[str] = Counter(text for _, new in kept if (text := _text(new)))
        shown: Counter[Hashable] = Counter(_examples(new, after) for _, new in kept if new.examples)
        for side in (olds, news):
            for key, times in Counter(each.examples for each in side if each.examples is not None).items():
                shown[key] += times - 1
            for key, times in Counter(each.key for each in side).items():
                held[key] += times - 1
            for text, times in Counter(each.text for each in side if each.text).items():
                read[text] += times - 1
        were = ((before(old.thing), _text(old)) for old, _ in alike)
        are = ((after(new.thing), _text(new)) for _, new in alike)
        became = frozenset(new for old, new in zip(were, are, strict=True) if old != new)
        stayed = {words.family(old.name) for old, _ in kept}
        gone, come = ({words.family(each.name.name) for each in some} for some in (olds, news))
        return Crowd(held, read, shown, became, pointed, frozenset(stayed | (gone & come)))

    def strange(self, old: str, new: str) -> bool:
        """Would the rename lead from one family into another, though both are there before and after?"""
        families = words.family(old), words.family(new)
        return all(families) and families[0] != families[1] and self.families.issuperset(families)


def candidates(olds: Sequence[Seen], news: Sequence[Seen]) -> Iterator[tuple[Seen, Seen]]:
    """Pairs worth scoring: all, or in a large container those that share something rare."""
    if len(olds) * len(news) <= PAIRS:
        yield from ((old, new) for old in olds for new in news)
        return
    index: dict[Hashable, list[int]] = defaultdict(list)
    for at, new in enumerate(news):
        for mark in _marks(new):
            index[mark].append(at)
    for old in olds:
        near = {at for mark in _marks(old) if len(found := index.get(mark, [])) <= SHARERS for at in found}
        yield from ((old, news[at]) for at in sorted(near))


def _marks(seen: Seen) -> set[Hashable]:
    """What brings two names of a large container together."""
    marks: set[Hashable] = {("thing", seen.key), ("name", words.folded(seen.name.name))}
    marks |= {("word", token) for token in words.tokens(seen.name.name)}
    return marks | ({("text", seen.text)} if seen.text else set())


def score(old: Seen, new: Seen, crowd: Crowd) -> Pair:
    """How likely two names stand for one thing, from 0 to 1, with what it rests on."""
    equal = old.key == new.key
    common = len(old.facts) < things.TELLING or crowd.things.get(new.key, 0) > 0
    by_name = words.similarity(old.name.name, new.name.name)
    by_text = _text_likeness(old, new)
    # the more two descriptions of one thing agree, the less it matters what it is called
    parts = [(NAME_WEIGHT * (1 - (by_text or 0.0) / 2 if equal else 1.0), by_name)]
    parts.append((COMMON_WEIGHT if equal and common else THING_WEIGHT, _thing_likeness(old, new, equal)))
    if by_text is not None:
        parts.append((TEXT_WEIGHT, by_text))
    shown = old.examples is not None and old.examples == new.examples and not crowd.examples.get(new.examples)
    if shown:
        parts.append((SHOWN_WEIGHT, 1.0))
    pointed = crowd.pointed.get((old.name.name, new.name.name), "")
    if pointed:
        parts.append((POINTED_WEIGHT, 1.0))
    score = sum(weight * value for weight, value in parts) / sum(weight for weight, _ in parts)
    strange = crowd.strange(old.name.name, new.name.name)
    if strange:
        score = max(0.0, score - FAMILY_MALUS)
    return Pair(old, new, round(score, 4), by_name, by_text, shown, equal, common, pointed, strange)


def _thing_likeness(old: Seen, new: Seen, equal: bool) -> float:
    return 1.0 if equal else things.overlap(old.facts, new.facts)


def _text_likeness(old: Seen, new: Seen) -> float | None:
    """How alike the texts are, each name in them read as the same name; None where one has none."""
    if not old.text or not new.text:
        return None
    if old.text == new.text or old.text.replace(old.name.name, new.name.name) == new.text:
        return 1.0
    mine, theirs = frozenset(words.tokens(old.text)), frozenset(words.tokens(new.text))
    return 2 * len(mine & theirs) / (len(mine) + len(theirs)) if mine and theirs else 0.0
