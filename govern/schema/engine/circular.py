"""Schemas to whether one leads back to itself without going into the document.

The dialects call such a schema's behaviour undefined (2020-12 core, section 9.4.1), and real
validators differ on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from govern.schema.engine.form import Schema

REASON = "a reference leads back to itself, and nobody says what that means"


class Circular:
    """Remembers which schemas are sound."""

    def __init__(self) -> None:
        self._sound: set[int] = set()

    def reason(self, schemas: Iterable[Schema]) -> str:
        """Why one of the schemas has no meaning; empty where all have."""
        return REASON if any(not self._is_sound(each) for each in schemas) else ""

    def _is_sound(self, start: Schema) -> bool:
        """A depth-first walk that meets no schema it is still inside of."""
        if id(start) in self._sound:
            return True
        inside: set[int] = {id(start)}
        stack: list[tuple[Schema, Iterator[Schema]]] = [(start, start.keywords.in_place())]
        while stack:
            schema, rest = stack[-1]
            following = next(rest, None)
            if following is None:
                stack.pop()
                inside.discard(id(schema))
                self._sound.add(id(schema))
            elif id(following) in inside:
                return False
            elif id(following) not in self._sound:
                inside.add(id(following))
                stack.append((following, following.keywords.in_place()))
        return True
