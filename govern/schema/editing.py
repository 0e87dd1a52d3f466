"""Operations to a document in which they have happened: base with one edit applied, and no other."""

from __future__ import annotations

from dataclasses import dataclass

from govern.model import EffectKind, JsonValue
from govern.schema.nodes import mapping

Tokens = tuple[str, ...]


class Removed:
    """The type of `REMOVED`."""

    def __repr__(self) -> str:
        return "REMOVED"


REMOVED = Removed()
"""Stands for a keyword or name that is not there."""


@dataclass(frozen=True, slots=True)
class Operation:
    """Set the value at some tokens of the base document, or (`REMOVED`) delete it."""

    at: Tokens
    value: JsonValue | Removed


@dataclass(frozen=True, slots=True)
class Edit:
    """`rule` names it; `base`/`head` are where it stands; `operations` make it happen in base.

    `owner` is the schema object (in base) that the edit belongs to. `identity` is its place with
    branch indices replaced by what the branches are. `plain` edits change no accepted document.
    `without_duty` are the operations less a new obligation (`required`), where there is one.
    """

    rule: str
    message: str
    owner: Tokens
    base: Tokens | None
    head: Tokens | None
    identity: Tokens
    operations: tuple[Operation, ...]
    before: JsonValue = None
    after: JsonValue = None
    effect: EffectKind = EffectKind.NONE
    name: JsonValue = None
    plain: bool = False
    without_duty: tuple[Operation, ...] = ()
    closed: bool = False
    """Of a name added: whether the object it was added to says itself that it takes no other names."""


def apply(base: JsonValue, head: JsonValue, operations: tuple[Operation, ...]) -> JsonValue:
    """The base document with some operations applied, and with the definitions that only head has
    (unreferenced, they accept nothing; referenced by what was applied, they are what it means)."""
    document = _with_new_definitions(base, head)
    for operation in operations:
        document = _put(document, operation.at, operation.value)
    return document


def _with_new_definitions(base: JsonValue, head: JsonValue) -> JsonValue:
    if not isinstance(base, dict) or not isinstance(head, dict):
        return base
    out = dict(base)
    for keyword in ("definitions", "$defs"):
        new = {
            name: value
            for name, value in mapping(head, keyword).items()
            if name not in mapping(base, keyword)
        }
        if new:
            out[keyword] = {**mapping(base, keyword), **new}
    return out


def _put(document: JsonValue, at: Tokens, value: JsonValue | Removed) -> JsonValue:
    """A copy of the document with one value set or removed; parents that lack are made objects."""
    if not at:
        return {} if isinstance(value, Removed) else value
    token, rest = at[0], at[1:]
    if isinstance(document, list):
        index = int(token)
        inner = _put(document[index], rest, value)
        return [*document[:index], inner, *document[index + 1 :]]
    out = dict(document) if isinstance(document, dict) else {}
    if not rest and isinstance(value, Removed):
        out.pop(token, None)
    else:
        out[token] = _put(out.get(token, {}), rest, value)
    return out
