"""A document to the invariants that it breaks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from govern import pointer
from govern.invariants.declaration import FreeText, Rule
from govern.invariants.free_text import Place
from govern.invariants.places import getter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govern.invariants.places import Getter
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

    def __init__(self, rules: Sequence[Rule | FreeText], schema: JsonValue = True) -> None:
        self._rules = tuple(each for each in rules if isinstance(each, Rule))
        coded = [pointer.split(each.at) for each in self._rules if "registry" in each.says]
        self._free = tuple(
            (each, Place(schema, schema, [pointer.split(at) for at in each.allowed], coded))
            for each in rules
            if isinstance(each, FreeText)
        )
        self._asked: tuple[Rule, ...] = ()
        self._told = self._rules
        self._reads: dict[str, Getter] = {at: getter(at) for each in self._rules for at in each.reads}
        self._good: set[tuple[object, ...]] = set()

    def breaches(self, document: JsonValue) -> list[Breach]:
        """What a document breaks, in the order of the rules."""
        key = self._key(document)
        rules = self._asked if key in self._good else self._rules
        found: list[Breach] = []
        for rule in rules:
            for at, value in rule.broken(document):
                found.append(_breach(rule, at, value, document))
        if rules is self._rules and key is not None and len(self._good) < _REMEMBERED:
            told = {each.name for each in self._told}
            if not any(each.name in told for each in found):
                self._good.add(key)
        for free, place in self._free:
            for at, text in place.free(document):
                found.append(Breach(free.name, free.tag, at, _FREE, text, (), free.why, _NO_WORDS))
        return found

    def _key(self, document: JsonValue) -> tuple[object, ...] | None:
        """The words that the rules which are told of look at; None where a place holds something else, and
        what looks there is asked from now on."""
        key: list[object] = []
        for at, here in self._reads.items():
            value: Any = here(document)
            if value.__class__ is list:
                if not all(each.__class__ is str for each in value):
                    self._forget(at)
                    return None
                key.append(tuple(value))
            elif value.__class__ in _WORDS or value is pointer.MISSING:
                key.append(value)
            else:
                self._forget(at)
                return None
        return tuple(key)

    def _forget(self, at: str) -> None:
        self._told = tuple(each for each in self._told if at not in each.reads)
        self._asked = tuple(each for each in self._rules if each not in self._told)
        self._reads = {place: here for place, here in self._reads.items() if self._is_told(place)}
        self._good.clear()

    def _is_told(self, place: str) -> bool:
        return any(place in each.reads for each in self._told)


def _breach(rule: Rule, at: str, value: JsonValue, document: JsonValue) -> Breach:
    said = rule.words(value, document)
    found = None if value is pointer.MISSING else value
    return Breach(rule.name, rule.tag, at, said.message, found, said.allowed, rule.why, rule.says)
