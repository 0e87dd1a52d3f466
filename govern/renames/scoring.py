"""Names of a container, with what is behind them, to how likely each pair of them is one thing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from govern.model import JsonValue
from govern.renames import things, words

PAIRS = 4000
"""So many pairs of a container are scored in full; of a larger one, those that share something rare."""
SHARERS = 6
"""What more names than this share (a word, a thing, a text) brings no pair together in a large container."""
NAME_WEIGHT, THING_WEIGHT, COMMON_WEIGHT, TEXT_WEIGHT = 0.45, 0.35, 0.15, 0.3
"""What the name, the thing (one that many have: the third) and the text weigh in a score."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a container, with the bare thing behind it (annotations aside) and what people read."""

    name: str
    thing: JsonValue = None
    description: str | None = None
    pointer: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """A name with what is asked of it again and again."""

    name: Name
    key: Hashable
    facts: frozenset[str]
    text: str | None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names with their score. `by_text` None: one has no text. `common`: the thing says little or
    is met elsewhere in the container. `followed`: references went from the one to the other."""

    old: Seen
    new: Seen
    score: float
    by_name: float
    by_text: float | None
    equal: bool
    common: bool
    followed: bool


def seen(name: Name, refs: Mapping[str, str] | None) -> Seen:
    """A name, with what is asked of it again and again."""
    text = " ".join(name.description.split()) if name.description else None
    return Seen(name, things.key(name.thing, refs), things.facts(name.thing), text)


@dataclass(frozen=True, slots=True)
class Crowd:
    """How often a thing or a text occurs in the container, and what took the place of a removed name."""

    things: Mapping[Hashable, int]
    texts: Mapping[str, int]
    successors: frozenset[Hashable]
    followed: frozenset[tuple[str, str]]

    @staticmethod
    def of(
        olds: Sequence[Seen],
        news: Sequence[Seen],
        kept: Sequence[tuple[Name, Name]],
        refs: Mapping[str, str] | None,
        followed: frozenset[tuple[str, str]],
    ) -> Crowd:
        """The crowd of a container: what went, what came and what stayed."""
        stayed = [(seen(old, refs), seen(new, None)) for old, new in kept]
        held: Counter[Hashable] = Counter(new.key for _, new in stayed)
        read: Counter[str] = Counter(new.text for _, new in stayed if new.text)
        for side in (olds, news):
            for key, times in Counter(each.key for each in side).items():
                held[key] += times - 1
            for text, times in Counter(each.text for each in side if each.text).items():
                read[text] += times - 1
        became = frozenset(
            (new.key, new.text) for old, new in stayed if (old.key, old.text) != (new.key, new.text)
        )
        return Crowd(held, read, became, followed)


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
    followed = (old.name.name, new.name.name) in crowd.followed
    if followed:
        parts.append((TEXT_WEIGHT, 1.0))
    score = sum(weight * value for weight, value in parts) / sum(weight for weight, _ in parts)
    return Pair(old, new, round(score, 4), by_name, by_text, equal, common, followed)


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
