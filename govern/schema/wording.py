"""A schema to one spelling of what it says: what has one spelling says the same in the same words.

Annotations and orders that mean nothing are set aside. References stay text: where they lead is for
others to look at.
"""

from __future__ import annotations

from govern.documents import canonical
from govern.model import JsonObject, JsonValue
from govern.schema.dialect import LEFT_BEHIND, Draft, Holds, keywords
from govern.schema.referring import hidden

_ASIDE = frozenset(
    {"$id", "id", "$schema", "$anchor", "$dynamicAnchor", "$recursiveAnchor", "definitions", "$defs"}
)
_UNORDERED = frozenset({"required", "enum", "type"})
_MAPS = (Holds.MAP, Holds.MAP_OF_ONE_OR_NAMES)


def wording(schema: JsonValue, draft: Draft, *, strictly: bool = False) -> bytes:
    """The canonical text of what a schema says: all but annotations, names of itself, and definitions
    (what is referred to is looked at where it is). `strictly`: everything that a reference may lead into
    is said too, as it stands: all but texts and flags."""
    return canonical(_said(schema, draft, strictly))


def _said(schema: JsonValue, draft: Draft, strictly: bool) -> JsonValue:
    if not isinstance(schema, dict):
        return schema
    told = _but_texts(schema, draft) if strictly else _telling(schema, draft)
    return {name: _keyword(name, value, draft, strictly) for name, value in told.items()}


def _keyword(name: str, value: JsonValue, draft: Draft, strictly: bool) -> JsonValue:
    known = keywords(draft).get(name)
    holds = known.holds if known is not None else None
    if isinstance(value, list):
        if name in _UNORDERED and not strictly:
            return sorted(value, key=canonical)
        return [_said(each, draft, strictly) for each in value] if holds is not None else value
    if not isinstance(value, dict) or holds is None:
        return value
    if holds in _MAPS:
        return {key: _said(each, draft, strictly) for key, each in value.items()}
    return _said(value, draft, strictly)


def _but_texts(schema: JsonObject, draft: Draft) -> JsonObject:
    known = keywords(draft)
    return {
        name: value
        for name, value in schema.items()
        if name not in known or not known[name].annotation or not isinstance(value, (str, bool))
    }


def _telling(schema: JsonObject, draft: Draft) -> JsonObject:
    if hidden(schema, draft):
        return {"$ref": schema["$ref"]}
    known = keywords(draft)
    return {
        name: value
        for name, value in schema.items()
        if (name in known and name not in _ASIDE and not known[name].annotation) or name == LEFT_BEHIND
    }
