"""Two schemas of one dialect to whether they say the same in the same words.

Annotations and the order of keys are set aside. References are compared as text: where they lead is
for others to look at.
"""

from __future__ import annotations

from collections.abc import Iterable

from govern.model import JsonObject, JsonValue
from govern.schema.dialect import Draft, Holds, keywords
from govern.schema.referring import hidden

_ASIDE = frozenset(
    {"$id", "id", "$schema", "$anchor", "$dynamicAnchor", "$recursiveAnchor", "definitions", "$defs"}
)
_UNORDERED = frozenset({"required", "enum", "type"})


def telling(schema: JsonObject, draft: Draft) -> JsonObject:
    """The keywords that decide what a schema accepts: all but annotations, names of itself, and
    definitions (what is referred to is looked at where it is)."""
    if hidden(schema, draft):
        return {"$ref": schema["$ref"]}
    known = keywords(draft)
    told = _but_annotations(schema, draft).items()
    return {name: value for name, value in told if name in known and name not in _ASIDE}


def say_the_same(a: JsonValue, b: JsonValue, draft: Draft, *, strictly: bool = False) -> bool:
    """Whether two schemas do. `strictly`: names of themselves, definitions and what the dialect does not
    know are looked at, too."""
    if _equal(a, b):
        return True
    if not isinstance(a, dict) or not isinstance(b, dict):
        return False
    told = _but_annotations if strictly else telling
    one, other = told(a, draft), told(b, draft)
    return one.keys() == other.keys() and all(
        keyword_says_the_same(name, one[name], other[name], draft, strictly=strictly) for name in one
    )


def keyword_says_the_same(name: str, a: JsonValue, b: JsonValue, draft: Draft, *, strictly: bool) -> bool:
    """Whether two values of one keyword do."""
    if _equal(a, b):
        return True
    known = keywords(draft).get(name)
    holds = known.holds if known is not None else None
    if isinstance(a, list) and isinstance(b, list):
        if name in _UNORDERED:
            return sorted(map(repr, a)) == sorted(map(repr, b))
        pairs = zip(a, b, strict=False)
        return holds is not None and len(a) == len(b) and _all_the_same(pairs, draft, strictly)
    if not isinstance(a, dict) or not isinstance(b, dict) or holds is None:
        return False
    if holds in (Holds.MAP, Holds.MAP_OF_ONE_OR_NAMES):
        return a.keys() == b.keys() and _all_the_same(((a[x], b[x]) for x in a), draft, strictly)
    return say_the_same(a, b, draft, strictly=strictly)


def _all_the_same(pairs: Iterable[tuple[JsonValue, JsonValue]], draft: Draft, strictly: bool) -> bool:
    return all(say_the_same(one, other, draft, strictly=strictly) for one, other in pairs)


def _equal(a: JsonValue, b: JsonValue) -> bool:
    """Whether two values have the same text. Python compares fast, and by identity first, but holds true
    to be 1: what it holds to be equal is written out."""
    return a is b or (a == b and repr(a) == repr(b))


def _but_annotations(schema: JsonObject, draft: Draft) -> JsonObject:
    known = keywords(draft)
    return {name: value for name, value in schema.items() if name not in known or not known[name].annotation}
