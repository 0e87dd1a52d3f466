"""What a goal is made of, laid out: the schemas it conjoins, and the kinds of values to look among."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from govern.schema.engine.form import Schema
from govern.schema.engine.goals import Schemas
from govern.schema.engine.keywords import KINDS

READABLE = ("string", "number", "object", "array", "boolean", "null")
"""The kinds in the order in which a reader takes to a value."""

_HINTS: Mapping[str, str] = {
    "members": "object",
    "required": "object",
    "names": "object",
    "items": "array",
    "least_items": "array",
    "contains": "array",
    "minimum": "number",
    "maximum": "number",
}


def flatten(
    accept: Schemas, refuse: Schemas, laid_out: tuple[Schemas, Schemas] = ((), ())
) -> tuple[Schemas, Schemas]:
    """The schemas with everything that they say by `allOf`, references and `not` alone, behind those that
    are laid out already."""
    yes = {id(each): each for each in laid_out[0]}
    no = {id(each): each for each in laid_out[1]}
    stack = [(each, False) for each in reversed(refuse)] + [(each, True) for each in reversed(accept)]
    seen: set[int] = set()
    while stack:
        schema, accepting = stack.pop()
        here = schema.keywords
        if accepting:
            if id(schema) in yes:
                continue
            yes[id(schema)] = schema
            stack += [(each, True) for each in reversed(here.all_of)]
            if here.negated is not None:
                stack.append((here.negated, False))
            continue
        if id(schema) in seen:
            continue
        seen.add(id(schema))
        said = vars(here)
        if len(said) == 1 and len(here.all_of) == 1:
            stack.append((here.all_of[0], False))
        elif len(said) == 1 and here.any_of is not None:
            stack += [(each, False) for each in reversed(here.any_of)]
        elif len(said) == 1 and here.negated is not None:
            stack.append((here.negated, True))
        else:
            no[id(schema)] = schema
    return tuple(yes.values()), tuple(no.values())


def kinds(accept: Schemas, refuse: Schemas) -> Iterator[str]:
    """The kinds that every schema accepts, those that a reader expects first."""
    allowed = set(KINDS)
    hinted: set[str] = set()
    for each in accept:
        here = each.keywords
        if here.kinds is not None:
            allowed &= here.kinds
        hinted.update(_HINTS[each] for each in vars(here).keys() & _HINTS.keys())
    typed = [each.keywords.kinds for each in refuse if each.keywords.kinds is not None]
    anything = len(allowed) == len(KINDS) and not any(typed)
    familiar = ("number", *READABLE) if anything else READABLE

    def order(kind: str) -> tuple[bool, bool, int]:
        return all(kind in each for each in typed), kind not in hinted, familiar.index(kind)

    yield from sorted(allowed, key=order)


def says_nothing(schema: Schema) -> bool:
    """Whether a schema has no keyword, so that it refuses nothing."""
    return schema.raw is not False and not vars(schema.keywords)
