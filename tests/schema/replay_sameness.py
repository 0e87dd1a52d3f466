"""Two schemas to whether they say the same by the same keywords: read a second time, for the replay of
derivations."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import fields
from typing import Any

from govern.documents import canonical
from govern.schema.dialect import Draft, keywords, subschemas
from govern.schema.engine.compiling import shareable
from govern.schema.engine.form import Schema
from govern.schema.engine.keywords import Condition, Contains, Items, Members, Values
from govern.schema.resolve import Library, Node, child

_DYNAMIC = ("$dynamicRef", "$recursiveRef")
_NAMING = {"$id", "id", "$schema", "$anchor", "$dynamicAnchor", "$recursiveAnchor", "definitions", "$defs"}
_Side = tuple[Library, Node]


def same(one: Schema, other: Schema) -> bool:
    """Whether two schemas say the same by the same keywords, and so does all that they hold and refer to."""
    if any(each.form.library.led_through(each.node) for each in (one, other)):
        return False
    visited: set[tuple[int, int]] = set()
    stack = [((one.form.library, one.node), (other.form.library, other.node))]
    while stack:
        a, b = stack.pop()
        if isinstance(a[1].schema, bool) or isinstance(b[1].schema, bool):
            if a[1].schema is not b[1].schema:
                return False
            continue
        if (id(a[1].schema), id(b[1].schema)) not in visited:
            visited.add((id(a[1].schema), id(b[1].schema)))
            below = _pairs(a, b)
            if below is None:
                return False
            stack += below
    return True


def _pairs(a: _Side, b: _Side) -> list[tuple[_Side, _Side]] | None:
    """What must be the same for two schema objects to be; None where they cannot be."""
    (library, node), (theirs, twin) = a, b
    mine, other = _telling(node), _telling(twin)
    if mine.keys() != other.keys() or node.draft is not twin.draft:
        return None
    below = dict(subschemas(mine, node.draft))
    under = dict(subschemas(other, twin.draft))
    if below.keys() != under.keys() or any(not _equal(k, mine[k], other[k], below) for k in mine):
        return None
    whole = not node.pointer and not twin.pointer and library.text == theirs.text
    if mine.keys() & {*_DYNAMIC} and (library.any_contested() or theirs.any_contested()) and not whole:
        return None  # where it leads hangs on the way to it
    found = [((library, child(node, t, below[t])), (theirs, child(twin, t, under[t]))) for t in below]
    for keyword in ("$ref", *_DYNAMIC):
        if not isinstance(mine.get(keyword), str):
            continue
        targets = library.resolve(node, mine[keyword]), theirs.resolve(twin, other[keyword])
        if targets[0] is not None and targets[1] is not None:
            found.append(((library, targets[0]), (theirs, targets[1])))
        elif targets != (None, None) or _asked(a, mine[keyword]) != _asked(b, other[keyword]):
            return None
    return found


def _asked(side: _Side, reference: str) -> tuple[str, str]:
    return side[0].absolute(side[1], reference), reference.partition("#")[2]


def _telling(node: Node) -> dict[str, Any]:
    """The keywords that say what is accepted; definitions are looked at where they are referred to."""
    schema = node.schema if isinstance(node.schema, dict) else {"not a schema": repr(node.schema)}
    if "$ref" in schema and node.draft in (Draft.D4, Draft.D6, Draft.D7):
        return {"$ref": schema["$ref"]}
    known = keywords(node.draft)
    return {k: v for k, v in schema.items() if k in known and k not in _NAMING and not known[k].annotation}


def _equal(keyword: str, a: Any, b: Any, below: Collection[tuple[str, ...]]) -> bool:
    """Whether two values of a keyword are the same, but for the subschemas in them."""
    held = {tokens[1:] for tokens in below if tokens[0] == keyword}
    if keyword in ("$ref", *_DYNAMIC) or () in held:
        return True
    if isinstance(a, list) and isinstance(b, list) and keyword in ("required", "enum", "type"):
        return sorted(map(canonical, a)) == sorted(map(canonical, b))
    if held and isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b)
    if held and isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(canonical(a[k]) == canonical(b[k]) for k in a if (k,) not in held)
    return bool(canonical(a) == canonical(b))


# --- the same in other words, by construction ---


def alike(a: object, b: object, assumed: frozenset[tuple[int, int]] = frozenset()) -> bool:
    """Whether two schemas, or what their keywords hold, mean the same by construction: references looked
    through, the order of branches aside; pairs that are being compared are taken to be alike."""
    if isinstance(a, Schema) and isinstance(b, Schema):
        a, b = _through(a), _through(b)
        if isinstance(a.raw, bool) or isinstance(b.raw, bool):
            return a.raw is b.raw
        return (id(a), id(b)) in assumed or same(a, b) or _words(a, b, assumed | {(id(a), id(b))})
    if type(a) is not type(b):
        return False
    if isinstance(a, Values) and isinstance(b, Values):
        return a.by_key.keys() == b.by_key.keys()
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(alike(a[key], b[key], assumed) for key in a)
    if isinstance(a, tuple) and isinstance(b, tuple):
        return len(a) == len(b) and all(map(lambda x, y: alike(x, y, assumed), a, b))
    if isinstance(a, (Members, Items, Contains, Condition)):
        return all(alike(getattr(a, each.name), getattr(b, each.name), assumed) for each in fields(a))
    return a == b


def _through(schema: Schema) -> Schema:
    for _ in range(100):
        said = {} if isinstance(schema.raw, bool) else vars(schema.keywords)
        lists = [said[name] for name in ("all_of", "any_of", "one_of") if said.get(name)]
        if len(said) != 1 or len(lists) != 1 or len(lists[0]) != 1:
            break
        schema = lists[0][0]
    return schema


def _words(a: Schema, b: Schema, assumed: frozenset[tuple[int, int]]) -> bool:
    one, other = dict(vars(a.keywords)), dict(vars(b.keywords))
    if not all(map(shareable, one.get("opaque", ()))):
        return False
    values = [_values(each) for each in (one, other)]  # takes what it has read
    if values[0] != values[1]:
        return False
    for name in ("all_of", "any_of", "one_of"):
        mine, theirs = one.pop(name, None) or (), other.pop(name, None) or ()
        if name == "all_of":
            mine, theirs = _parts(mine), _parts(theirs)
            if mine is None or theirs is None:
                return False
        left = [*theirs]
        for each in mine:
            found = next((twin for twin in left if alike(each, twin, assumed)), None)
            if found is None:
                return False
            left.remove(found)
        if left:
            return False
    return alike(one, other, assumed)


def _values(said: dict[str, Any]) -> object:
    """Which types are taken, or which listed values of these types, by `type`, `enum` and an `anyOf` that
    says nothing but types."""
    branches = said.get("any_of")
    taken = _taken(said)
    if branches is not None and all(_says_types(each) for each in branches):
        del said["any_of"]
        taken = [each for each in taken if any(each in _taken(vars(one.keywords)) for one in branches)]
    for name in ("kinds", "integral"):
        said.pop(name, None)
    listed = said.pop("enum", None)
    if listed is None:
        return taken
    return {canonical(each) for each in listed.by_key.values() if _name(each) in taken}


def _says_types(schema: Schema) -> bool:
    return isinstance(schema.raw, dict) and {*vars(schema.keywords)} <= {"kinds", "integral"}


def _taken(said: dict[str, Any]) -> list[str]:
    kinds = said.get("kinds")
    every = ["array", "boolean", "fraction", "integer", "null", "object", "string"]
    number = {"integer": "number", "fraction": "number"}
    found = [each for each in every if kinds is None or number.get(each, each) in kinds]
    return [each for each in found if each != "fraction" or not said.get("integral")]


def _name(value: object) -> str:
    names = {type(None): "null", bool: "boolean", int: "integer", str: "string", list: "array"}
    return names.get(type(value), "object" if isinstance(value, dict) else "fraction")


def _parts(schemas: Iterable[Schema], inside: tuple[int, ...] = ()) -> tuple[Schema, ...] | None:
    """The parts of an `allOf`, those of its parts that are nothing but one included, each once; None
    where one conjoins itself: nobody says what that means."""
    found: dict[int, Schema] = {}
    for part in map(_through, schemas):
        if id(part) in inside:
            return None
        only = not isinstance(part.raw, bool) and {*vars(part.keywords)} == {"all_of"}
        below = _parts(part.keywords.all_of, (*inside, id(part))) if only else (part,)
        if below is None:
            return None
        found |= {id(each): each for each in below}
    return tuple(found.values())
