"""A document to the keys that stand anywhere in it, in known and unknown places alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from govern.model import JsonObject, JsonValue

NAMING = frozenset({"$schema", "$id", "id", "$anchor", "$dynamicAnchor"})
"""Keywords by which a schema says what it is, or is called."""


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of a document's objects: `all` of them, and those of `NAMING` that hold a string `below`
    the root."""

    all: frozenset[str]
    below: frozenset[str]


Looked: TypeAlias = "dict[int, tuple[JsonObject | list[JsonValue], Keys]]"
"""Parts of documents, by their identities, with the keys that stand in them."""

_LEVELS = 3
"""So deep below its root the parts of a document are kept: a definition, and what it holds."""


def keys(document: JsonValue, known: Looked | None = None) -> Keys:
    """Every key. `known`: those of parts that were looked at before, and are kept as they are; it grows."""
    inside = _inside(document, {} if known is None else known, _LEVELS)
    return Keys(inside.all.union(document), inside.below) if isinstance(document, dict) else inside


def _inside(value: JsonValue, known: Looked, levels: int) -> Keys:
    """The keys of the objects in a value, its own aside."""
    return _together(_of(part, known, levels - 1) for part in _parts(value))


def _of(part: JsonObject | list[JsonValue], known: Looked, levels: int) -> Keys:
    """The keys of a part of a document, which is below its root."""
    if id(part) not in known:  # with the part: an identity is only worth something while it lives
        if levels:
            own = [_own(part)] if isinstance(part, dict) else []
            found = _together((*own, _inside(part, known, levels)))
        else:
            found = _together(map(_own, objects_of(part)))
        known[id(part)] = (part, found)
    return known[id(part)][1]


def _own(part: JsonObject) -> Keys:
    named = (name for name in NAMING & part.keys() if isinstance(part[name], str))
    return Keys(frozenset(part), frozenset(named))


def _together(parts: Iterable[Keys]) -> Keys:
    found: set[str] = set()
    below: set[str] = set()
    for each in parts:
        found |= each.all
        below |= each.below
    return Keys(frozenset(found), frozenset(below))


def values_of(document: JsonValue, key: str) -> Iterator[JsonValue]:
    """The values that stand under a key anywhere in a document."""
    return (each[key] for each in objects_of(document) if key in each)


def objects_of(document: JsonValue) -> Iterator[JsonObject]:
    """Every object anywhere in a document."""
    stack = [document]
    while stack:
        here = stack.pop()
        if isinstance(here, dict):
            yield here
        stack += _parts(here)


def _parts(value: JsonValue) -> list[JsonObject | list[JsonValue]]:
    """The objects and lists that stand in a value."""
    if isinstance(value, dict):
        return [each for each in value.values() if isinstance(each, (dict, list))]
    return [each for each in value if isinstance(each, (dict, list))] if isinstance(value, list) else []
