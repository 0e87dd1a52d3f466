"""A document to the keys that stand anywhere in it, in known and unknown places alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from govern.model import JsonObject, JsonValue

NAMING = frozenset({"$schema", "$id", "id", "$anchor", "$dynamicAnchor"})
"""Keywords by which a schema says what it is, or is called."""


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of a document's objects: `all` of them, and those of `NAMING` that hold a string `below`
    the root."""

    all: frozenset[str]
    below: frozenset[str]


def keys(document: JsonValue) -> Keys:
    """Every key, found in one pass."""
    found: set[str] = set()
    below: set[str] = set()
    for each in objects_of(document):
        found.update(each)
        if not NAMING.isdisjoint(each) and each is not document:
            below.update(name for name in NAMING & each.keys() if isinstance(each[name], str))
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
            stack += [each for each in here.values() if isinstance(each, (dict, list))]
        elif isinstance(here, list):
            stack += [each for each in here if isinstance(each, (dict, list))]
