"""Two revisions and one schema of the refusing one to a document that this schema makes it refuse."""

from __future__ import annotations

from govern import pointer
from govern.model import JsonValue
from govern.schema.engine.budget import SpentError
from govern.schema.engine.decision import nested
from govern.schema.engine.form import Schema
from govern.schema.engine.goals import Goal, Member
from govern.schema.engine.sameness import Sameness
from govern.schema.engine.solver import Solver
from govern.schema.engine.withdrawal import ANY
from govern.schema.resolve import walk
from govern.schema.revision import SchemaRevision

_STEPS = 2_000


def example(
    taking: SchemaRevision, refusing: SchemaRevision, at: str, place: str, carrying: str | None = None
) -> JsonValue | None:
    """A document that `taking` accepts and whose value at a place (an instance pointer, `*` for any item
    or other name) the schema at a pointer of `refusing` refuses; with a member of the name `carrying`
    there. None where none was found: it claims nothing."""
    node = walk(refusing.library.root, tuple(pointer.split(at)))
    if node is None or taking.draft is None or refusing.draft is None:
        return None
    schema = refusing.compiled.schema(node)
    tokens = tuple(pointer.split(place))
    accept: tuple[Schema, ...] = (taking.compiled.root,)
    if carrying is not None:
        accept += (_below(_carrying(schema, carrying), tokens, present=True),)
    with nested():
        try:
            found = Solver(Sameness(), formats=False, steps=_STEPS).solve(
                Goal(accept, (_below(schema, tokens, present=False),))
            )
        except (SpentError, RecursionError, OverflowError):
            return None
    return found.value if isinstance(found, Member) else None


def _carrying(schema: Schema, name: str) -> Schema:
    return _made(schema, {"type": "object", "required": [name]})


def _below(schema: Schema, tokens: tuple[str, ...], *, present: bool) -> Schema:
    """A schema that says of the value at a path what another says of the whole."""
    raw = schema.raw
    for token in reversed(tokens):
        outer: dict[str, JsonValue] = {}
        if token == ANY or token.isdigit():
            outer["items"] = raw
        if token == ANY:
            outer["additionalProperties"] = raw
        elif not token.isdigit():
            outer["properties"] = {token: raw}
            outer |= {"type": "object", "required": [token]} if present else {}
        raw = outer
    return schema if raw is schema.raw else _made(schema, raw)


def _made(beside: Schema, raw: JsonValue) -> Schema:
    return Schema(beside.form, beside.node._replace(schema=raw))
