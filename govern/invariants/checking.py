"""A document to the invariants that it breaks."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from govern import pointer
from govern.invariants.declaration import FreeText, Rule
from govern.invariants.free_text import Place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govern.model import JsonValue

_FREE = "it is free text: no enum, const, registry, pattern or format says what may stand here"


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
    """Invariants, made ready for many documents. `schema` is what `no_free_text` holds texts to."""

    def __init__(self, rules: Sequence[Rule | FreeText], schema: JsonValue = True) -> None:
        self._rules = tuple(each for each in rules if isinstance(each, Rule))
        coded = [pointer.split(each.at) for each in self._rules if "registry" in each.says]
        self._free = tuple(
            (each, Place(schema, schema, [pointer.split(at) for at in each.allowed], coded))
            for each in rules
            if isinstance(each, FreeText)
        )

    def breaches(self, document: JsonValue) -> list[Breach]:
        """What a document breaks, rule by rule, in the order of the document."""
        found: list[Breach] = []
        for rule in self._rules:
            for at, value in rule.broken(document):
                found.append(_breach(rule, at, value, document))
        for free, place in self._free:
            for at, text in place.free(document):
                found.append(Breach(free.name, free.tag, at, _FREE, text, (), free.why, frozenset()))
        return found


def _breach(rule: Rule, at: str, value: JsonValue, document: JsonValue) -> Breach:
    said = rule.words(value, document)
    found = None if value is pointer.MISSING else value
    return Breach(rule.name, rule.tag, at, said.message, found, said.allowed, rule.why, rule.says)
