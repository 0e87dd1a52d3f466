"""Two names of a container to how likely they stand for one thing, and what that rests on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

from govern.renames import things, words
from govern.renames.crowd import Crowd
from govern.renames.names import Seen

PAIRS = 4000
"""So many pairs of a container are scored in full; of a larger one, those that share something rare."""
SHARERS = 6
"""What more names than this share (a word, a thing, a text) brings no pair together in a large container."""
PROPOSED = 0.55
"""The least score of a pair that is worth showing."""
NAME_WEIGHT, THING_WEIGHT, COMMON_WEIGHT, TEXT_WEIGHT = 0.45, 0.35, 0.15, 0.3
"""What the name, the thing (one that many have: the third) and the text weigh in a score."""
POINTED_WEIGHT, PLACED_WEIGHT, TOGETHER_WEIGHT, SHOWN_WEIGHT = 0.6, 0.3, 0.3, 0.2
"""What weighs in favour where it is there: something that points from the one name to the other, the place
among the others, company elsewhere, examples of their own."""
FAMILY_MALUS = 0.12
"""So much worse is a pair that leads out of a family of names that is still there."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names with their score. `by_text` None: one has no text. `shown`: they share examples which no
    other name has, `well_shown`: several. `equal`: the thing is the same, `common`: it says little or is met
    elsewhere in the container. `pointed`: what points from the one to the other, in words. `placed`: the one
    stands where the other stood. `together`: the one went where the other came elsewhere, too. `strange`:
    it leads out of a family of names that is still there."""

    old: Seen
    new: Seen
    score: float
    by_name: float
    by_text: float | None
    shown: bool
    well_shown: bool
    equal: bool
    common: bool
    pointed: str
    placed: bool
    together: bool
    strange: bool

    @property
    def names(self) -> tuple[str, str]:
        """The old name and the new one."""
        return self.old.name.name, self.new.name.name

    @property
    def kept(self) -> bool:
        """Is the thing the same to the letter, the names within it too?"""
        return self.equal and not self.new.name.restored

    @property
    def alone(self) -> bool:
        """Does little but the name speak for it?"""
        return self.common and self.by_text is None and not self.pointed

    @property
    def doubt(self) -> float:
        """How much it speaks against another pair: as much as if there were no families."""
        return self.score + FAMILY_MALUS if self.strange else self.score


def score(old: Seen, new: Seen, crowd: Crowd) -> Pair | None:
    """How likely two names stand for one thing, from 0 to 1, with what it rests on; None below `PROPOSED`."""
    names = old.name.name, new.name.name
    equal = old.key == new.key
    common = len(old.facts) < things.TELLING or crowd.things.get(new.key, 0) > 0
    by_thing = 1.0 if equal else things.overlap(old.facts, new.facts)
    by_name = words.similarity(*names)
    own = _own_examples(old, new, crowd)
    around = crowd.around
    pointed = around.pointed.get(names, "")
    placed = names in around.placed
    together = names in around.together
    if not (equal or own or pointed or placed or together) and _is_hopeless(by_name, by_thing):
        return None
    by_text = _text_likeness(old, new)
    # the more two descriptions of one thing agree, the less it matters what it is called
    whole = name_weight = NAME_WEIGHT * (1 - by_thing * (by_text or 0.0) / 2)
    found = name_weight * by_name
    thing_weight = COMMON_WEIGHT if equal and common else THING_WEIGHT
    whole, found = whole + thing_weight, found + thing_weight * by_thing
    if by_text is not None:
        whole, found = whole + TEXT_WEIGHT, found + TEXT_WEIGHT * by_text
    if own:
        share = len(own) / len(old.examples | new.examples)
        whole, found = whole + SHOWN_WEIGHT, found + SHOWN_WEIGHT * share
    if pointed or placed or together:
        more = (POINTED_WEIGHT if pointed else 0.0) + placed * PLACED_WEIGHT + together * TOGETHER_WEIGHT
        whole, found = whole + more, found + more
    reached = found / whole
    if reached < PROPOSED:
        return None
    strange = crowd.strange(*names)
    if strange and (reached := reached - FAMILY_MALUS) < PROPOSED:
        return None
    return Pair(
        old=old,
        new=new,
        score=round(reached, 4),
        by_name=by_name,
        by_text=by_text,
        shown=2 * len(own) >= min(len(old.examples), len(new.examples)) > 0,
        well_shown=len(own) >= things.TELLING,
        equal=equal,
        common=common,
        pointed=pointed,
        placed=placed,
        together=together,
        strange=strange,
    )


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


def _is_hopeless(by_name: float, by_thing: float) -> bool:
    """Would even the same description leave the pair below `PROPOSED`?"""
    name_weight = NAME_WEIGHT * (1 - by_thing / 2)
    found = name_weight * by_name + THING_WEIGHT * by_thing + TEXT_WEIGHT
    return found < PROPOSED * (name_weight + THING_WEIGHT + TEXT_WEIGHT)


def _text_likeness(old: Seen, new: Seen) -> float | None:
    """How alike the texts are, or their first sentences, each name in them read as the same name; None where
    one has none."""
    if not old.text or not new.text:
        return None
    if old.text == new.text or old.text.replace(old.name.name, new.name.name) == new.text:
        return 1.0
    whole = words.likeness(old.read, new.read)
    if old.summary is old.read and new.summary is new.read:
        return whole
    return max(whole, words.likeness(old.summary, new.summary))


def _own_examples(old: Seen, new: Seen, crowd: Crowd) -> list[Hashable]:
    """The examples that both have and no other name of the container."""
    if old.examples.isdisjoint(new.examples):
        return []
    return [each for each in old.examples & new.examples if not crowd.examples.get(each)]
