"""A schema to the references it makes: at the very instance it is applied to, and anywhere below."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from govern.model import JsonObject, JsonValue
from govern.schema.dialect import Draft, Holds, keywords

REFERENCES = ("$ref", "$dynamicRef", "$recursiveRef")

DEFINITIONS = frozenset({"definitions", "$defs"})
"""Keywords whose subschemas apply only where they are referred to."""

IN_PLACE = ("allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas", "dependencies")
"""Keywords that apply subschemas to the instance itself."""

_LISTS = frozenset({Holds.LIST, Holds.ONE_OR_LIST})
_MAPS = frozenset({Holds.MAP, Holds.MAP_OF_ONE_OR_NAMES})
_Row: TypeAlias = "tuple[Holds, bool] | None"
"""Of a keyword that leads to schemas how it holds them, and whether it applies them in place; None for
one that is a reference itself."""

_TABLE: Mapping[Draft, Mapping[str, _Row]] = {
    draft: {
        **{
            each.name: (each.holds, each.name in IN_PLACE)
            for each in keywords(draft).values()
            if each.holds is not None and each.name not in DEFINITIONS
        },
        **{name: None for name in REFERENCES if name in keywords(draft)},
    }
    for draft in Draft
}


@dataclass(frozen=True, slots=True)
class Made:
    """The texts of references. `below`: those made anywhere in a schema, definitions aside, each once and
    sorted; `here`: those among them that apply to the instance itself, as often as they do."""

    below: tuple[str, ...]
    here: tuple[str, ...]


NOTHING = Made((), ())


Kept: TypeAlias = "dict[tuple[int, Draft], tuple[JsonObject, Made]]"
"""Schemas, by their identities, with the references that they make."""


def made(schema: JsonObject, draft: Draft, known: Kept) -> Made:
    """The references of a schema none of whose parts has a base or dialect of its own. `known`: those of
    schemas that were asked of before, and are kept as they are; it grows."""
    key = (id(schema), draft)
    if key not in known:  # with the object: an identity is only worth something while it lives
        known[key] = (schema, _made(schema, draft, known))
    return known[key][1]


def _made(schema: JsonObject, draft: Draft, known: Kept) -> Made:
    table = _TABLE[draft]
    if "$ref" in schema and hidden(schema, draft):
        schema = {"$ref": schema["$ref"]}
    below: set[str] = set()
    here: list[str] = []
    for name in schema.keys() & table.keys():
        held, row = schema[name], table[name]
        if row is None:
            if isinstance(held, str):
                below.add(held)
                here.append(held)
            continue
        holds, stays = row
        for each in _held(held, holds):
            inner = made(each, draft, known)
            below.update(inner.below)
            here += inner.here if stays else ()
    return Made(tuple(sorted(below)), tuple(sorted(here))) if below else NOTHING


def _held(value: JsonValue, holds: Holds) -> list[JsonObject]:
    """The schemas in the value of a keyword, booleans aside."""
    inner: Iterable[JsonValue] = ()
    if isinstance(value, dict):
        if holds in _MAPS:
            inner = value.values()
        elif holds is not Holds.LIST:
            return [value]
    elif isinstance(value, list) and holds in _LISTS:
        inner = value
    return [each for each in inner if isinstance(each, dict)]


def steps_to_schema(schema: JsonValue, tokens: tuple[str, ...], draft: Draft) -> int:
    """How many of some tokens lead from a schema to a place where its dialect knows a schema; 0: none do."""
    keyword = keywords(draft).get(tokens[0])
    if not isinstance(schema, dict) or keyword is None or keyword.holds is None:
        return 0
    value = schema.get(tokens[0])
    if isinstance(value, dict) and keyword.holds in _MAPS:
        return 2 if len(tokens) > 1 else 0
    if isinstance(value, list):
        return 2 if keyword.holds in _LISTS and len(tokens) > 1 else 0
    return 1 if keyword.holds is not Holds.LIST else 0


def own_references(schema: JsonValue, draft: Draft) -> list[str]:
    """The references that a schema itself makes, as its dialect knows them."""
    if not isinstance(schema, dict):
        return []
    return [
        str(schema[each])
        for each in REFERENCES
        if isinstance(schema.get(each), str) and each in _TABLE[draft]
    ]


def hidden(schema: JsonObject, draft: Draft) -> bool:
    """Whether a reference hides what stands beside it (until draft-07)."""
    return "$ref" in schema and isinstance(schema["$ref"], str) and not draft.since(Draft.D2019)
