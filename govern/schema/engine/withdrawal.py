"""Two forms to the names that the base declares and the head mentions no more."""

from __future__ import annotations

from collections.abc import Iterator

from govern.schema.engine.form import Form
from govern.schema.engine.layers import Layers
from govern.schema.engine.places import Place, root
from govern.schema.engine.sameness import Sameness

ANY = "*"
"""Stands, in a path, for any item, and for any member that nothing names."""

MOST_PLACES = 3000


def withdrawn(base: Form, head: Form) -> tuple[tuple[tuple[str, ...], str], ...]:
    """Each (path of the object, name) that base declares in `properties` and head mentions no more.
    Places where both sides apply the same schemas withdraw nothing, and are not gone into."""
    found: dict[tuple[tuple[str, ...], str], None] = {}
    sameness = Sameness()
    for place, path in _walk(root(base.root, head.root), sameness):
        mention = place.right.mention
        for name in sorted(_declared(place.left)):
            if not mention.has(name) and not _forbidden(place.left, name):
                found[(path, name)] = None
    return tuple(found)


def _walk(start: Place, sameness: Sameness) -> Iterator[tuple[Place, tuple[str, ...]]]:
    """Every place once that may withdraw a name, breadth first; stops after `MOST_PLACES`."""
    seen = {start.key}
    queue: list[tuple[Place, tuple[str, ...]]] = [(start, ())]
    for place, path in queue:
        if not place.left.nodes or place.same(sameness):
            continue
        yield place, path
        for token, below in _children(place):
            if below.key not in seen and len(seen) < MOST_PLACES:
                seen.add(below.key)
                queue.append((below, (*path, token)))


def _children(place: Place) -> Iterator[tuple[str, Place]]:
    left, right = place.left.mention, place.right.mention
    for name in sorted(left.names | right.names):
        if place.left.asked_of(name) != place.right.asked_of(name):  # what both have is the same below
            yield name, place.named(name)
    yield ANY, place.undeclared
    for index in range(place.tuple_length):
        yield str(index), place.item(index)
    yield ANY, place.item(None)


def _declared(layers: Layers) -> set[str]:
    return {
        name
        for node in layers.nodes
        if node.keywords.members is not None
        for name in node.keywords.members.properties
    }


def _forbidden(layers: Layers, name: str) -> bool:
    """Whether the name is declared only to be forbidden (`false`): nobody can have used it."""
    declared = [
        node.keywords.members.properties[name]
        for node in layers.nodes
        if node.keywords.members is not None and name in node.keywords.members.properties
    ]
    return all(each.raw is False for each in declared)
