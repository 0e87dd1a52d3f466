"""A library to how many schemas a validator may have to ask about one and the same instance."""

from __future__ import annotations

from collections.abc import Iterator

from govern.schema.dialect import Draft, Holds, keywords
from govern.schema.resolve import Library, Node, child

MOST = 100_000
"""Beyond it, real validators take minutes for one document: each level of a tower of references, two
a level, doubles what they ask."""

_IN_PLACE = ("allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas", "dependencies")
_REFERENCES = ("$ref", "$dynamicRef", "$recursiveRef")


def overgrown(library: Library) -> bool:
    """Whether some place of the schema asks more than `MOST` schemas about one instance. References are
    counted as often as they are followed, each target computed once; what leads back to itself is
    counted up to there."""
    known: dict[tuple[str, tuple[str, ...]], int] = {}
    open_: set[tuple[str, tuple[str, ...]]] = set()
    stack: list[tuple[Node, bool]] = [(library.root, False)]
    while stack:
        node, leaving = stack.pop()
        key = (node.document, node.pointer)
        if leaving:
            open_.discard(key)
            below = (known.get((each.document, each.pointer), 1) for each in _in_place(library, node))
            known[key] = 1 + sum(below)
            if known[key] > MOST:
                return True
        elif key not in known and key not in open_:
            open_.add(key)
            stack.append((node, True))
            stack += [(each, False) for each in (*_in_place(library, node), *_below(node))]
    return False


def _in_place(library: Library, node: Node) -> Iterator[Node]:
    if not isinstance(node.schema, dict):
        return
    for keyword in _REFERENCES:
        reference = node.schema.get(keyword)
        target = library.resolve(node, reference) if isinstance(reference, str) else None
        if target is not None:
            yield target
    if "$ref" in node.schema and not node.draft.since(Draft.D2019):
        return
    for keyword in _IN_PLACE:
        yield from _held(node, keyword)


def _below(node: Node) -> Iterator[Node]:
    if isinstance(node.schema, dict):
        for keyword in node.schema:
            if keyword not in (*_IN_PLACE, "definitions", "$defs"):
                yield from _held(node, keyword)


def _held(node: Node, keyword: str) -> Iterator[Node]:
    known = keywords(node.draft).get(keyword)
    value = node.schema.get(keyword) if isinstance(node.schema, dict) else None
    if known is None or known.holds is None or value is None:
        return
    if isinstance(value, list):
        for index, each in enumerate(value):
            yield child(node, (keyword, str(index)), each)
    elif isinstance(value, dict) and known.holds in (Holds.MAP, Holds.MAP_OF_ONE_OR_NAMES):
        for name, each in value.items():
            yield child(node, (keyword, name), each)
    else:
        yield child(node, (keyword,), value)
