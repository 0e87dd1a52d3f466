"""A library to how its references multiply, or come back to themselves, at one and the same instance.

What comes back to itself in place has no meaning (2020-12 core, section 9.4.1: the behaviour is
undefined), and real validators differ on it. Each level of a tower of references, two a level, doubles
what validators ask of one document; beyond `MOST` they take minutes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from govern.schema.dialect import Draft, Holds, keywords
from govern.schema.resolve import Library, Node, child

_IN_PLACE = ("allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas", "dependencies")
"""Keywords that apply subschemas to the instance itself."""

_DEFINITIONS = frozenset({"definitions", "$defs"})
_REFERENCES = ("$ref", "$dynamicRef", "$recursiveRef")
_Key = tuple[str, tuple[str, ...]]


MOST = 100_000


@dataclass(frozen=True, slots=True)
class Recurrence:
    """`circular`: following references and branches in place can go on for ever (`$dynamicRef` and
    `$recursiveRef` are taken to lead where they stand). `overgrown`: some place asks more than `MOST`
    schemas about one instance."""

    circular: bool
    overgrown: bool


def recurrence(library: Library) -> Recurrence:
    """How the references of the root, and of what it reaches, recur in place."""
    edges: dict[_Key, list[_Key]] = {}
    waiting = [library.root]
    while waiting:
        node = waiting.pop()
        key = (node.document, node.pointer)
        if key not in edges:
            inner = list(_targets(library, node))
            edges[key] = [(each.document, each.pointer) for each in inner]
            waiting += (*inner, *_everywhere(library, node))
    counts: dict[_Key, int] = {}
    left = set(edges)
    while peeled := {key for key in left if left.isdisjoint(edges[key])}:
        for key in peeled:
            counts[key] = 1 + sum(counts[each] for each in edges[key])
        left -= peeled
    return Recurrence(bool(left), max(counts.values(), default=0) > MOST)


def _everywhere(library: Library, start: Node) -> Iterator[Node]:
    """What the references anywhere below a node mean, each once; definitions only where they are meant."""
    if not library.names_parts(start):
        for reference in sorted(library.references_below(start.schema, start.draft)):
            target = library.resolve(start, reference)
            if target is not None:
                yield target
        return
    asked: set[tuple[str, str]] = set()
    stack = [start]
    while stack:
        node = stack.pop()
        for reference in _references(node):
            if (node.base, reference) not in asked:
                asked.add((node.base, reference))
                target = library.resolve(node, reference)
                if target is not None:
                    yield target
        stack += _below(node, (name for name in keywords(node.draft) if name not in _DEFINITIONS))


def _targets(library: Library, start: Node) -> Iterator[Node]:
    """What the references below a node mean that apply to the same instance, as often as they do."""
    stack = [start]
    while stack:
        node = stack.pop()
        found = (library.resolve(node, reference) for reference in _references(node))
        yield from (each for each in found if each is not None)
        stack += _below(node, _IN_PLACE)


def _references(node: Node) -> list[str]:
    schema = node.schema
    if not isinstance(schema, dict):
        return []
    return [str(schema[each]) for each in _REFERENCES if isinstance(schema.get(each), str)]


def _below(node: Node, names: Iterable[str]) -> Iterator[Node]:
    schema, known = node.schema, keywords(node.draft)
    if not isinstance(schema, dict) or ("$ref" in schema and not node.draft.since(Draft.D2019)):
        return
    for name in names:
        keyword = known.get(name)
        if name in schema and keyword is not None and keyword.holds is not None:
            yield from _held(node, name, keyword.holds)


def _held(node: Node, name: str, holds: Holds) -> Iterator[Node]:
    value = node.schema[name] if isinstance(node.schema, dict) else None
    if isinstance(value, list):
        for index, each in enumerate(value):
            if isinstance(each, dict):
                yield child(node, (name, str(index)), each)
    elif isinstance(value, dict) and holds in (Holds.MAP, Holds.MAP_OF_ONE_OR_NAMES):
        for key, each in value.items():
            if isinstance(each, dict):
                yield child(node, (name, key), each)
    elif isinstance(value, dict):
        yield child(node, (name,), value)
