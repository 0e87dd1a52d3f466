"""What is known of a container besides the names that went and came, and how common what they have is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias, TypeVar

from govern.renames import words
from govern.renames.names import Name, Seen
from govern.schema.relation import Relation

Two: TypeAlias = "tuple[str, str]"
"""An old name and a new one."""

_Key = TypeVar("_Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the caller knows.

    `kept`: names that both sides have, as they are at base and at head. A thing that they share says
    little, and one whose thing became that of a removed name took its place. `refs`: texts of references
    to renamed definitions, old to new; `likely`: to those that may be renamed as well. `pointed`: pairs of
    names of which something points from the one to the other, with what, in words. `placed`: pairs of which
    the one stands where the other stood. `together`: pairs of which the one went where the other came in
    other containers as well. `spelled`: the spelling of a name has a meaning for people (not so for
    patterns, whose letters are code). `several`: more than one name may go into one. `relation`: what
    stands at a pointer of the one side against what stands at a pointer of the other, asked where all else
    agrees.
    """

    kept: Sequence[tuple[Name, Name]] = ()
    refs: Mapping[str, str] = field(default_factory=dict)
    likely: Mapping[str, str] = field(default_factory=dict)
    pointed: Mapping[Two, str] = field(default_factory=dict)
    placed: Container[Two] = ()
    together: Container[Two] = ()
    spelled: bool = True
    several: bool = False
    relation: Callable[[str, str], Relation] | None = None


@dataclass(frozen=True, slots=True)
class Crowd:
    """How often a thing, a text or an example is met in the container, what took the place of a removed
    name, the families of names that head has, and all names of each side."""

    around: Surroundings
    things: Mapping[Hashable, int]
    texts: Mapping[str, int]
    examples: Mapping[Hashable, int]
    successors: frozenset[Hashable]
    families: frozenset[str]
    before: Sequence[str]
    after: Sequence[str]

    @staticmethod
    def of(olds: Sequence[Seen], news: Sequence[Seen], around: Surroundings) -> Crowd:
        """The crowd of a container: what went, what came and what stayed. Once on each side is once."""
        before, after = olds[0].keys, news[0].keys
        came = {each.key for each in news}
        shown = _examples(olds) & _examples(news)
        kept = [(old, new, after(new.thing)) for old, new in around.kept]
        stayed = [new.name for _, new in around.kept]
        return Crowd(
            around,
            things=_met(
                (key for *_, key in kept if key in came),
                *([each.key for each in some] for some in (olds, news)),
            ),
            texts=_met(
                (text for _, new in around.kept if (text := new.text)),
                *([each.text for each in some if each.text] for some in (olds, news)),
            ),
            examples=_met(
                (each for _, new in around.kept if shown for each in after.of_examples(new) & shown),
                *([one for each in some for one in each.examples] for some in (olds, news)),
            ),
            successors=frozenset(
                (key, new.text)
                for old, new, key in kept
                if old is not new and key in came and (before(old.thing), old.text) != (key, new.text)
            ),
            families=frozenset(map(words.family, (*stayed, *(each.name.name for each in news)))),
            before=[*stayed, *(each.name.name for each in olds)],
            after=[*stayed, *(each.name.name for each in news)],
        )

    def strange(self, old: str, new: str) -> bool:
        """Would the rename lead out of a family that is still there, into one that is no part of it?"""
        mine, theirs = words.family(old), words.family(new)
        if not mine or not theirs or mine == theirs or mine not in self.families:
            return False
        return theirs not in words.tokens(old)


def _examples(some: Sequence[Seen]) -> set[Hashable]:
    return {one for each in some for one in each.examples}


def _met(stayed: Iterable[_Key], went: Sequence[_Key], came: Sequence[_Key]) -> Counter[_Key]:
    """How often each is met beside the one of a name that went and the one of a name that came."""
    met = Counter(stayed)
    for side in (went, came):
        for each, times in Counter(side).items():
            met[each] += times - 1
    return met
