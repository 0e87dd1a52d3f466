"""A library to the instance places that each of its schemas applies to."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping

from govern.schema.dialect import Draft, Holds, keywords
from govern.schema.engine.withdrawal import ANY
from govern.schema.referring import IN_PLACE, REFERENCES
from govern.schema.resolve import Library, Node, child

_MOST_PER_SCHEMA = 6
_MOST = 40_000
_DEEPEST = 20
_MEMBERS = frozenset({"patternProperties", "additionalProperties", "unevaluatedProperties"})
_NOT_APPLIED = frozenset({"definitions", "$defs", "propertyNames", "contentSchema"})

Path = tuple[str, ...]


def reach(library: Library) -> Mapping[tuple[str, Path], tuple[Path, ...]]:
    """(document URI, schema tokens) to up to six instance paths, `*` for any item or other name.

    Breadth first, so that the shortest paths come first; references are followed (dynamic ones
    to where they lead first), recursion until a schema has six paths.
    """
    found: dict[tuple[str, Path], list[Path]] = {}
    queue: deque[tuple[Node, Path]] = deque([(library.root, ())])
    steps = 0
    while queue and steps < _MOST:
        node, path = queue.popleft()
        key = (node.document, node.pointer)
        known = found.setdefault(key, [])
        if path in known or len(known) >= _MOST_PER_SCHEMA or len(path) > _DEEPEST:
            continue
        known.append(path)
        steps += 1
        _follow(library, node, path, queue)
    return {key: tuple(paths) for key, paths in found.items()}


def _follow(library: Library, node: Node, path: Path, queue: deque[tuple[Node, Path]]) -> None:
    schema = node.schema
    if not isinstance(schema, dict):
        return
    known = keywords(node.draft)
    for word in REFERENCES:
        reference = schema.get(word) if word in known else None
        target = library.resolve(node, reference) if isinstance(reference, str) else None
        if target is not None:
            queue.append((target, path))
    if isinstance(schema.get("$ref"), str) and not node.draft.since(Draft.D2019):
        return
    for name, value in schema.items():
        keyword = known.get(name)
        if keyword is None or keyword.holds is None or name in _NOT_APPLIED:
            continue
        is_map = keyword.holds in (Holds.MAP, Holds.MAP_OF_ONE_OR_NAMES)
        if isinstance(value, list) or (isinstance(value, dict) and is_map):
            inner = value.items() if isinstance(value, dict) else enumerate(value)
            for key, each in inner:
                queue.append((child(node, (name, str(key)), each), (*path, *_step(name, str(key)))))
        else:
            queue.append((child(node, (name,), value), (*path, *_step(name, ANY))))


def _step(keyword: str, token: str) -> Path:
    if keyword in IN_PLACE:
        return ()
    if keyword in _MEMBERS:
        return (ANY,)
    return (token,) if keyword in ("properties", "prefixItems", "items") else (ANY,)
