"""A schema to the places of its documents where any text at all may stand.

A text is bound where a keyword that applies to it says which texts there may be: `enum`, `const`,
`pattern`, `format`, or a `type` without strings. Of the branches of `anyOf`, `oneOf` and of an `if` each
must say so. References within the schema are followed; one that leads elsewhere binds nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeAlias

from govern import pointer
from govern.invariants.places import ANY

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from govern.model import JsonObject, JsonValue

_BINDING = ("enum", "const", "pattern", "format")
_EACH = ("anyOf", "oneOf")
_KEPT = 1000


Pattern: TypeAlias = "tuple[str, ...]"
"""What is left of a pointer with `*`, token by token, on the way from the root to a place."""


class Place:
    """A place of a document: what its schema says of a text there, and the places below, found when asked.

    `named`: patterns of places where text may be free, there and below; `coded`: of places that something
    else binds.
    """

    def __init__(
        self, schema: JsonValue, root: JsonValue, named: Sequence[Pattern], coded: Sequence[Pattern]
    ) -> None:
        self._schema = schema
        self._root = root
        self._named = named
        self._coded = coded
        self._below: dict[str, Place] = {}
        self._items: Place | None = None
        self.left = () in named
        """Whether text may be free here, and below."""
        self.bound = () in coded or _bound(schema, root, frozenset())
        """Whether something says which texts may stand here."""

    def free(self, value: JsonValue) -> list[tuple[str, str]]:
        """The texts of a value at this place that are free, each with the pointer to it."""
        found: list[tuple[Pattern, str]] = []
        if isinstance(value, (dict, list)):
            self.collect(value, (), found)
        elif isinstance(value, str) and not (self.left or self.bound):
            found.append(((), value))
        return [(pointer.join(at), text) for at, text in found]

    def collect(
        self, value: JsonObject | list[JsonValue], at: Pattern, found: list[tuple[Pattern, str]]
    ) -> None:
        """Those of what a value holds, into a list, the pointers in tokens."""
        if self.left:
            return
        known = self._below
        parts: Any = value.items() if isinstance(value, dict) else enumerate(value)
        for key, part in parts:
            kind = part.__class__
            if kind is str:
                below = known.get(key) or self._at(key)
                if not (below.bound or below.left):
                    found.append(((*at, str(key)), part))
            elif part and (kind is dict or kind is list):
                (known.get(key) or self._at(key)).collect(part, (*at, str(key)), found)

    def _at(self, key: str | int) -> Place:
        """The place of a member or an item."""
        if isinstance(key, str):
            return self._kept(key)
        if self._items is not None:
            return self._items
        if self._positional():
            return self._place(key)
        self._items = self._place(0)
        return self._items

    def _kept(self, name: str) -> Place:
        """Documents choose the names of members of an open place: so many are remembered."""
        found = self._place(name)
        if len(self._below) < _KEPT:
            self._below[name] = found
        return found

    def _positional(self) -> bool:
        """May two items of a list be at places that differ?"""
        numbered = any(each and each[0] != ANY for each in (*self._named, *self._coded))
        return numbered or _has_tuple(self._schema, self._root, frozenset())

    def _place(self, key: str | int) -> Place:
        schema = _child(self._schema, key, self._root, frozenset())
        named, coded = (_after(patterns, str(key)) for patterns in (self._named, self._coded))
        return Place(schema, self._root, named, coded)


def _after(patterns: Sequence[Pattern], token: str) -> list[Pattern]:
    return [each[1:] for each in patterns if each and each[0] in (ANY, token)]


def _has_tuple(schema: JsonValue, root: JsonValue, met: frozenset[str]) -> bool:
    """Does a schema say other things of some items of a list than of others?"""
    if not isinstance(schema, dict):
        return False
    if "prefixItems" in schema or isinstance(schema.get("items"), list):
        return True
    parts = [*_list(schema, "allOf"), *(each for branches in _choices(schema) for each in branches)]
    target, seen = _target(schema, root, met)
    return any(_has_tuple(each, root, met) for each in parts) or (
        target is not None and _has_tuple(target, root, seen)
    )


def _bound(schema: JsonValue, root: JsonValue, met: frozenset[str]) -> bool:
    """Does a schema say which texts there may be?"""
    if not isinstance(schema, dict):
        return schema is False
    if any(keyword in schema for keyword in _BINDING):
        return True
    types = schema.get("type")
    if types is not None and "string" not in (types if isinstance(types, list) else [types]):
        return True
    if any(_bound(each, root, met) for each in _list(schema, "allOf")):
        return True
    if any(branches and all(_bound(each, root, met) for each in branches) for branches in _choices(schema)):
        return True
    target, seen = _target(schema, root, met)
    return target is not None and _bound(target, root, seen)


def _child(schema: JsonValue, key: str | int, root: JsonValue, met: frozenset[str]) -> JsonValue:
    """What a schema says of a member or an item."""
    if not isinstance(schema, dict):
        return True
    parts = [*_own(schema, key)]
    parts += [_child(each, key, root, met) for each in _list(schema, "allOf")]
    parts += [{"anyOf": [_child(each, key, root, met) for each in branches]} for branches in _choices(schema)]
    target, seen = _target(schema, root, met)
    if target is not None:
        parts.append(_child(target, key, root, seen))
    said = [each for each in parts if each is not True]
    return {"allOf": said} if len(said) > 1 else said[0] if said else True


def _own(schema: JsonObject, key: str | int) -> Iterator[JsonValue]:
    """The subschemas that a schema itself applies to a member or an item."""
    if isinstance(key, int):
        leading = schema.get("prefixItems", schema.get("items"))
        if isinstance(leading, list):
            rest = "items" if "prefixItems" in schema else "additionalItems"
            yield leading[key] if key < len(leading) else schema.get(rest, True)
        elif "items" in schema:
            yield schema["items"]
        return
    properties, patterns = schema.get("properties"), schema.get("patternProperties")
    named = [properties[key]] if isinstance(properties, dict) and key in properties else []
    for pattern, each in patterns.items() if isinstance(patterns, dict) else ():
        if _finds(pattern, key):
            named.append(each)
    yield from named
    if not named and "additionalProperties" in schema:
        yield schema["additionalProperties"]


def _finds(pattern: str, text: str) -> bool:
    try:
        return re.search(pattern, text) is not None
    except re.error:  # a pattern of ECMA-262 that Python does not know: it binds nothing
        return False


def _choices(schema: JsonObject) -> Iterator[list[JsonValue]]:
    yield from (branches for keyword in _EACH if (branches := _list(schema, keyword)))
    if "if" in schema:
        yield [schema.get("then", True), schema.get("else", True)]


def _list(schema: JsonObject, keyword: str) -> list[JsonValue]:
    found = schema.get(keyword)
    return found if isinstance(found, list) else []


def _target(
    schema: JsonObject, root: JsonValue, met: frozenset[str]
) -> tuple[JsonValue | None, frozenset[str]]:
    """What a reference within the schema leads to, once on each way."""
    reference = schema.get("$ref")
    if not isinstance(reference, str) or not reference.startswith("#") or reference in met:
        return None, met
    if reference[1:] and not reference.startswith("#/"):
        return None, met
    found = pointer.get(root, reference[1:])
    return (None if found is pointer.MISSING else found), met | {reference}  # type: ignore[return-value]
