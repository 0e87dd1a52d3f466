"""Schemas to whether one leads back to itself without going into the document.

The dialects call such a schema's behaviour undefined (2020-12 core, section 9.4.1), and real
validators differ on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from govern.schema.engine.form import Schema

REASON = "a reference leads back to itself, and nobody says what that means"


def reason(schemas: Iterable[Schema]) -> str:
    """Why one of the schemas has no meaning; empty where all have."""
    return "" if all(each.sound or _is_sound(each) for each in schemas) else REASON


def _is_sound(start: Schema) -> bool:
    """A depth-first walk that meets no schema it is still inside of. What is sound keeps it in mind."""
    inside = {start}
    stack: list[tuple[Schema, Iterator[Schema]]] = [(start, start.keywords.in_place())]
    while stack:
        schema, rest = stack[-1]
        following = next(rest, None)
        if following is None:
            stack.pop()
            inside.discard(schema)
            schema.sound = True
        elif following in inside:
            return False
        elif not following.sound:
            inside.add(following)
            stack.append((following, following.keywords.in_place()))
    return True
