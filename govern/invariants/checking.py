"""A document to the invariants that it breaks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from govern import pointer
from govern.invariants.declaration import FreeText, Rule
from govern.invariants.free_text import Place
from govern.invariants.places import getter
from govern.schema.dialect import Draft

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from govern.model import JsonValue

_FREE = "it is free text: no enum, const, registry, pattern or format says what may stand here"

_NO_WORDS: frozenset[str] = frozenset()
_WORDS = (str, bool, type(None))
_REMEMBERED = 10_000


class Breach(NamedTuple):
    """An invariant that a document breaks. `pointer`: where in it; `found`: what stands there; `allowed`:
    what might, where that can be listed; `why`: what the manifest says the invariant is for."""

    name: str
    tag: str
    pointer: str
    message: str
    found: JsonValue
    allowed: tuple[JsonValue, ...]
    why: str
    says: frozenset[str]


class Checker:
    """Invariants, made ready for many documents. `schema` is what `no_free_text` holds texts to.

    What rules say of words, flags and lists of words is remembered, for documents say the same ones again
    and again: a rule that looks at anything else in some document is asked anew for each from then on.
    """

    def __init__(
        self, rules: Sequence[Rule | FreeText], schema: JsonValue = True, draft: Draft = Draft.D2020
    ) -> None:
        self._rules = tuple(each for each in rules if isinstance(each, Rule))
        coded = [pointer.split(each.at) for each in self._rules if _binds(each.says)]
        self._free = tuple(
            (each, Place.of(schema, draft, [pointer.split(at) for at in each.allowed], coded))
            for each in rules
            if isinstance(each, FreeText)
        )
        self._memory = _Memory(self._rules)

    def breaches(self, document: JsonValue) -> list[Breach]:
        """What a document breaks, in the order of the rules."""
        memory = self._memory
        key = memory.key(document)
        if isinstance(key, str):
            self._memory = memory.without(key)
        elif key in memory.good:
            return [*_broken(memory.asked, document), *self._free_texts(document)]
        found = [*_broken(self._rules, document)]
        if not isinstance(key, str) and not any(each.name in memory.names for each in found):
            memory.keep(key)
        return [*found, *self._free_texts(document)]

    def _free_texts(self, document: JsonValue) -> Iterator[Breach]:
        for free, place in self._free:
            for at, text in place.free(document):
                yield Breach(free.name, free.tag, at, _FREE, text, (), free.why, _NO_WORDS)


class _Memory:
    """Words that were seen to break none of some rules (`told`), which look at nothing else. Words are added
    to it; for other rules another one takes its place."""

    def __init__(self, told: tuple[Rule, ...], asked: tuple[Rule, ...] = ()) -> None:
        self.asked = asked
        """Those that are asked for each document."""
        self._told = told
        self._reads = {at: getter(at) for each in told for at in each.reads}
        self.names = frozenset(each.name for each in told)
        self.good: set[tuple[object, ...]] = set()

    def key(self, document: JsonValue) -> tuple[object, ...] | str:
        """The words that the rules look at, or a place where something else stands."""
        key: list[object] = []
        for at, here in self._reads.items():
            value: Any = here(document)
            if value.__class__ is list:
                if not all(each.__class__ is str for each in value):
                    return at
                key.append(tuple(value))
            elif value.__class__ in _WORDS or value is pointer.MISSING:
                key.append(value)
            else:
                return at
        return tuple(key)

    def keep(self, key: tuple[object, ...]) -> None:
        """Remember words that break nothing."""
        if len(self.good) < _REMEMBERED:
            self.good.add(key)

    def without(self, at: str) -> _Memory:
        """A memory of the rules that do not look at a place; those that do are asked from now on."""
        told = tuple(each for each in self._told if at not in each.reads)
        return _Memory(told, (*self.asked, *(each for each in self._told if at in each.reads)))


def _broken(rules: Iterable[Rule], document: JsonValue) -> Iterator[Breach]:
    for rule in rules:
        for at, value in rule.broken(document):
            yield _breach(rule, at, value, document)


def _binds(says: frozenset[str]) -> bool:
    """Does a rule hold what stands at its place to a registry, always?"""
    return "registry" in says and says.isdisjoint(("tier", "tier_of", "when"))


def _breach(rule: Rule, at: str, value: JsonValue, document: JsonValue) -> Breach:
    said = rule.words(value, document)
    found = None if value is pointer.MISSING else value
    return Breach(rule.name, rule.tag, at, said.message, found, said.allowed, rule.why, rule.says)
