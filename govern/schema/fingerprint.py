"""A form to a digest that is equal only where the meaning is: references are looked through.

A definition that does not reach itself is replaced by its own digest, so inlining, renaming or
sharing it changes nothing. Those that do are sorted into classes by what they say of each other
(refinement until nothing moves, as automata are minimised: Moore 1956), and a reference to one is
the number of its class; the digest holds what each class says.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence

from govern.documents import canonical
from govern.model import JsonValue

_UNORDERED = frozenset({"allOf", "anyOf", "oneOf"})
_PREFIX = "#/$defs/"


def target(schema: JsonValue) -> str | None:
    """The definition a form's node refers to, None where it is no reference."""
    if isinstance(schema, dict) and set(schema) == {"$ref"}:
        reference = schema["$ref"]
        if isinstance(reference, str) and reference.startswith(_PREFIX):
            return reference.removeprefix(_PREFIX)
    return None


def fingerprint(
    root: JsonValue, definitions: Mapping[str, JsonValue], *, opaque: Sequence[bytes] = ()
) -> bytes:
    """The digest of a form. `opaque` is raw text that the form does not model and that must be
    equal, byte for byte, for two forms to be the same."""
    names = recursive(definitions)
    numbers = _classes(definitions, names)
    walker = _Walker(definitions, numbers)
    bodies = {numbers[name]: walker.digest(definitions[name]) for name in names}
    return _hash(
        walker.digest(root), *(bodies[key] for key in sorted(bodies)), b"opaque", *sorted(set(opaque))
    )


def digests(
    left: Mapping[str, JsonValue], right: Mapping[str, JsonValue]
) -> tuple[Callable[[JsonValue], bytes], Callable[[JsonValue], bytes]]:
    """Digests of nodes of two forms, by their definitions: equal only where the meaning is. What
    reaches a recursive definition is comparable only where all of those are the same on both sides."""
    walkers: list[_Walker] = []
    tables: list[Mapping[bytes, bytes]] = []
    for definitions in (left, right):
        names = recursive(definitions)
        numbers = _classes(definitions, names)
        walker = _Walker(definitions, numbers)
        tables.append({numbers[name]: walker.digest(definitions[name]) for name in names})
        walkers.append(walker)
    if tables[0] == tables[1]:
        return walkers[0].digest, walkers[1].digest
    apart = [
        _Walker(definitions, {name: side + name.encode() for name in recursive(definitions)})
        for definitions, side in ((left, b"left "), (right, b"right "))
    ]
    return apart[0].digest, apart[1].digest


def _classes(definitions: Mapping[str, JsonValue], recursive: frozenset[str]) -> Mapping[str, bytes]:
    """The class of each recursive definition, as a number in text."""
    colours = dict.fromkeys(recursive, b"")
    count = 0
    while count < (found := len({*colours.values()})):
        count = found
        walker = _Walker(definitions, colours)
        colours = {name: _hash(colours[name], walker.digest(definitions[name])) for name in recursive}
    order = {colour: b"%d" % index for index, colour in enumerate(sorted({*colours.values()}))}
    return {name: order[colour] for name, colour in colours.items()}


class _Walker:
    """Digests in which a reference to a recursive definition is the text given for it."""

    def __init__(self, definitions: Mapping[str, JsonValue], recursive: Mapping[str, bytes]) -> None:
        self._definitions = definitions
        self._recursive = recursive
        self._known: dict[str, bytes] = {}
        self._objects: dict[int, tuple[JsonValue, bytes]] = {}
        """Digests by identity, each with its object, so that the identity is not given to another."""

    def digest(self, value: JsonValue) -> bytes:
        name = target(value)
        if name is not None:
            return self._definition(name)
        if not isinstance(value, dict):
            return canonical(value)
        if id(value) not in self._objects:
            parts: list[bytes] = []
            for key in sorted(value):
                parts += (canonical(key), self._keyword(key, value[key]))
            self._objects[id(value)] = (value, _hash(b"{", *parts))
        return self._objects[id(value)][1]

    def _keyword(self, key: str, value: JsonValue) -> bytes:
        if key in ("enum", "required", "type", "const", "dependentRequired"):
            return canonical(value)
        if isinstance(value, list):
            parts = [self.digest(each) for each in value]
            return _hash(b"[", *(sorted(parts) if key in _UNORDERED else parts))
        if key in ("properties", "patternProperties", "dependentSchemas") and isinstance(value, dict):
            named: list[bytes] = []
            for name in sorted(value):
                named += (canonical(name), self.digest(value[name]))
            return _hash(b"m", *named)
        return self.digest(value)

    def _definition(self, name: str) -> bytes:
        if name in self._recursive:
            return _hash(b"recursive", self._recursive[name])
        if name in self._known:
            return self._known[name]
        self._known[name] = self.digest(self._definitions[name])
        return self._known[name]


def recursive(definitions: Mapping[str, JsonValue]) -> frozenset[str]:
    """The definitions that can reach themselves. Peeling off, again and again, every definition
    that refers to none that is left, or is referred to by none, leaves the cycles and what lies
    between them (Kahn 1962); what merely lies between is then treated as recursive too, which only
    makes some equal forms go unrecognised."""
    edges = {name: _targets(body) & definitions.keys() for name, body in definitions.items()}
    left = set(edges)
    for backwards in (False, True):
        if backwards:
            edges = {name: {other for other in left if name in edges[other]} for name in left}
        while peeled := {name for name in left if not edges[name] & left}:
            left -= peeled
    return frozenset(left)


def _targets(value: JsonValue) -> set[str]:
    found: set[str] = set()
    stack = [value]
    while stack:
        here = stack.pop()
        name = target(here)
        if name is not None:
            found.add(name)
        elif isinstance(here, dict):
            stack.extend(here.values())
        elif isinstance(here, list):
            stack.extend(here)
    return found


def _hash(*parts: bytes) -> bytes:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.digest()
