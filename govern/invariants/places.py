"""Pointers in which `*` is every item or member, to functions that find what stands there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from govern import pointer

if TYPE_CHECKING:
    from typing import Any, TypeAlias

    from govern.model import JsonValue

    Found: TypeAlias = "JsonValue | object"
    Getter: TypeAlias = Callable[[JsonValue], Found]
    Spots: TypeAlias = Callable[[JsonValue], Sequence[tuple[str, JsonValue]]]

ANY = "*"
_INDEX = re.compile(r"0|[1-9][0-9]{0,8}")


def getter(place: str) -> Getter:
    """The value at a pointer without `*`; `pointer.MISSING` where it leads nowhere."""
    tokens = pointer.split(place)
    steps = [(token, int(token) if _INDEX.fullmatch(token) else None) for token in tokens]
    if len(steps) == 1 and steps[0][1] is None:
        return _member(tokens[0])

    def below(document: JsonValue) -> Found:
        here: Found = document
        for name, index in steps:
            if isinstance(here, dict):
                here = here.get(name, pointer.MISSING)
            elif index is not None and isinstance(here, list) and index < len(here):
                here = here[index]
            else:
                return pointer.MISSING
        return here

    return below


def _member(name: str) -> Getter:
    """A member of the document itself: most invariants are about one."""

    def member(document: Any) -> Found:
        try:
            return document[name]  # type: ignore[no-any-return]
        except (KeyError, TypeError):  # no such member, or no object
            return pointer.MISSING

    return member


def spots(place: str) -> Spots:
    """Every value at a place with the pointer to it, in the order of the document."""
    tokens = pointer.split(place)
    if ANY not in tokens:
        at = getter(place)
        return lambda document: _one(place, at(document))
    return lambda document: [*_below(document, tokens, "")]


def whole(place: str) -> Spots:
    """The same, and for each item or member that has nothing there `pointer.MISSING`, as for a place without
    `*`. What has no items has none that lack something."""
    tokens = pointer.split(place)
    if ANY not in tokens:
        at = getter(place)
        return lambda document: ((place, at(document)),)  # type: ignore[return-value]  # MISSING is looked for
    last = len(tokens) - tokens[::-1].index(ANY)
    rest = pointer.join(tokens[last:])
    there = getter(rest)
    return (
        lambda document: [
            (f"{at}{rest}", there(value))  # type: ignore[misc]
            for at, value in _below(document, tokens[:last], "")
        ]
    )


def holds_items(place: str) -> Callable[[JsonValue], bool]:
    """Does a list or an object stand wherever a place with `*` looks for items?"""
    tokens = pointer.split(place)
    stems = [tokens[:index] for index, token in enumerate(tokens) if token == ANY]

    def so(document: JsonValue) -> bool:
        for stem in stems:
            found = whole(pointer.join(stem))(document)
            if not all(isinstance(value, (list, dict)) for _, value in found):
                return False
        return True

    return so


def _one(place: str, value: Found) -> Sequence[tuple[str, JsonValue]]:
    return () if value is pointer.MISSING else ((place, value),)  # type: ignore[return-value]


def _below(value: JsonValue, tokens: tuple[str, ...], at: str) -> Iterator[tuple[str, JsonValue]]:
    if not tokens:
        yield at, value
        return
    token, rest = tokens[0], tokens[1:]
    if token != ANY:
        here = pointer.get(value, (token,))
        if here is not pointer.MISSING:
            yield from _below(here, rest, f"{at}/{pointer.escape(token)}")  # type: ignore[arg-type]
    elif isinstance(value, dict):
        for name, member in value.items():
            yield from _below(member, rest, f"{at}/{pointer.escape(name)}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _below(item, rest, f"{at}/{index}")
