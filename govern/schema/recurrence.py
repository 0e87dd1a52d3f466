"""A library to how its references multiply, or come back to themselves, at one and the same instance.

What comes back to itself in place has no meaning (2020-12 core, section 9.4.1: the behaviour is
undefined), and real validators differ on it. Each level of a tower of references, two a level, doubles
what validators ask of one document; beyond `MOST` they take minutes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from govern.schema.referring import own_references
from govern.schema.resolve import Library, Node, parts

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
        return _meant(library, ((start, each) for each in library.made(start.schema, start.draft).below))
    asked = {
        (node.base, each): node for node in parts(start) for each in own_references(node.schema, node.draft)
    }
    return _meant(library, ((node, each) for (_, each), node in asked.items()))


def _targets(library: Library, start: Node) -> Iterator[Node]:
    """What the references below a node mean that apply to the same instance, as often as they do."""
    if not library.names_parts(start):
        return _meant(library, ((start, each) for each in library.made(start.schema, start.draft).here))
    below = parts(start, in_place=True)
    return _meant(
        library, ((node, each) for node in below for each in own_references(node.schema, node.draft))
    )


def _meant(library: Library, asked: Iterable[tuple[Node, str]]) -> Iterator[Node]:
    found = (library.resolve(node, reference) for node, reference in asked)
    return (each for each in found if each is not None)
