"""Pointers in which `*` is every item or member, to functions that find what stands there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from govern import pointer

if TYPE_CHECKING:
    from typing import TypeAlias

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
        name = tokens[0]
        return lambda document: (
            document.get(name, pointer.MISSING) if isinstance(document, dict) else pointer.MISSING
        )

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


def spots(place: str) -> Spots:
    """Every value at a place with the pointer to it, in the order of the document."""
    tokens = pointer.split(place)
    if ANY not in tokens:
        at = getter(place)
        return lambda document: _one(place, at(document))
    if tokens.index(ANY) < len(tokens) - 1:
        return lambda document: [*_below(document, tokens, "")]
    stem = place[: -len(f"/{ANY}")]
    holder = getter(stem)

    def items(document: JsonValue) -> Sequence[tuple[str, JsonValue]]:
        held = holder(document)
        if isinstance(held, list):
            return [(f"{stem}/{index}", item) for index, item in enumerate(held)]
        if isinstance(held, dict):
            return [(f"{stem}/{pointer.escape(name)}", member) for name, member in held.items()]
        return ()

    return items


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
