"""A schema to every way in which it can refuse a value, and to what it says of a value: read a second
time, for the replay of derivations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, floor

from set_aside_by_hand import Side, _aside

from govern.model import JsonValue
from govern.schema.dialect import Draft
from govern.schema.engine.form import Schema
from govern.schema.engine.goals import (
    Absent,
    At,
    Every,
    NoMatch,
    NotMultiple,
    Other,
    Present,
    Range,
    Size,
    Twice,
    Unlike,
    Way,
)
from govern.schema.engine.layers import takes_everything
from govern.schema.engine.places import Place
from govern.schema.languages import Empty, member
from govern.schema.resolve import Library

_SIZES = {"string": "length", "array": "items", "object": "members"}
_URIS = {
    Draft.D4: "draft-04",
    Draft.D6: "draft-06",
    Draft.D7: "draft-07",
    Draft.D2019: "2019-09",
    Draft.D2020: "2020-12",
}


@dataclass(frozen=True, slots=True)
class Names:
    """A member is refused whose name is any of these: every pattern of `inside` matches it, none of
    `outside` does, and it is not one of `but`; where `unlike` is a schema, it refuses the name."""

    inside: tuple[str, ...]
    outside: tuple[str, ...]
    but: frozenset[str]
    refuse: tuple[Schema, ...] = ()
    unlike: Schema | None = None


UNLISTED = Way("nobody can list the ways")
"""It adds nothing: only what is impossible without it closes it."""


# --- what is set aside ---


def aside(place: Place | None, value: JsonValue) -> bool:
    """Whether a value is set aside at a place, by the definitions written a second time."""
    if place is None or place.idle:
        return False
    sides = tuple(_side(layers.nodes[0].form.library) for layers in (place.left, place.right))
    nodes = tuple([each.raw for each in layers.nodes] for layers in (place.left, place.right))
    return _aside(value, sides, nodes)  # type: ignore[arg-type]  # two of each


def _side(library: Library) -> Side:
    root = library.root.schema if isinstance(library.root.schema, dict) else {}
    return Side({**root, "$schema": _URIS[library.root.draft]})


# --- every way to refuse ---


def failures(schema: Schema, kind: str, last: int) -> Iterator[Way | Names]:
    """Every way in which a schema can refuse a value of a kind; a value that it refuses goes one of them.
    `last`: the first index of items that nothing tells from later ones."""
    here = schema.keywords
    if schema.raw is False or (here.kinds is not None and kind not in here.kinds):
        yield Way("at all")
        return
    if here.enum is not None:
        yield Way("enum", facts=(Other(schema),))
    if kind in _SIZES:
        least = getattr(here, f"least_{_SIZES[kind]}")
        most = getattr(here, f"most_{_SIZES[kind]}")
        if least is not None and least > 0:
            yield Way("least", facts=(Size(0, ceil(least) - 1),))
        if most is not None:
            yield Way("most", facts=(Size(floor(most) + 1),))
    yield from {"number": _number, "string": _string, "object": _object}.get(kind, lambda _: ())(schema)
    if kind == "array":
        yield from _array(schema, last)
    yield from (Way("opaque", facts=(Unlike(word),)) for word in here.opaque)
    yield from _branches(schema)


def _number(schema: Schema) -> Iterator[Way]:
    here = schema.keywords
    for of in (1 if here.integral else None, here.multiple):
        if of is not None:
            yield Way("multiple", facts=(NotMultiple(of),))
    if here.minimum is not None:
        yield Way("minimum", facts=(Range(None, here.minimum, closed=False),))
    if here.above is not None:
        yield Way("exclusiveMinimum", facts=(Range(None, here.above),))
    if here.maximum is not None:
        yield Way("maximum", facts=(Range(here.maximum, None, closed=False),))
    if here.below is not None:
        yield Way("exclusiveMaximum", facts=(Range(here.below, None),))


def _string(schema: Schema) -> Iterator[Way]:
    if schema.keywords.pattern is not None:
        yield Way("pattern", facts=(NoMatch(schema.keywords.pattern),))


def _object(schema: Schema) -> Iterator[Way | Names]:
    here = schema.keywords
    if here.unevaluated_members is not None:
        yield UNLISTED
    yield from (Way("required", facts=(Absent(name),)) for name in here.required)
    for family in (here.members, here.other_members):
        if family is None:
            continue
        for name, inner in family.properties.items():
            yield Way("properties", facts=(Present(name, refuse=(inner,)),))
        for pattern, inner in family.patterns.items():
            yield Names((pattern,), (), frozenset(), (inner,))
        if family.rest is not None:
            yield Names((), tuple(family.patterns), frozenset(family.properties), (family.rest,))
    if here.names is not None:
        alone = {*vars(here.names.keywords)} - {"kinds"} == {"pattern"}
        typed = "string" in (here.names.keywords.kinds or {"string"})
        outside = (here.names.keywords.pattern or "",) if alone and typed else ()
        yield Names((), outside, frozenset(), (), here.names)
    for name, others in (here.dependent_required or {}).items():
        yield from (Way("dependent", facts=(Present(name), Absent(each))) for each in others)
    for name, inner in (here.dependent_schemas or {}).items():
        yield Way("dependent", refuse=(inner,), facts=(Present(name),))


def _array(schema: Schema, last: int) -> Iterator[Way]:
    here = schema.keywords
    if here.unevaluated_items is not None:
        yield UNLISTED
    for items in (here.items, here.other_items):
        for index, inner in enumerate(items.prefix if items is not None else ()):
            yield Way("prefix", facts=(At(index, refuse=(inner,)),))
        if items is not None and items.rest is not None:
            for index in range(len(items.prefix), max(last, len(items.prefix)) + 1):
                yield Way("items", facts=(At(index, refuse=(items.rest,)),))
    if here.unique:
        for second in range(last + 2):
            yield from (Way("unique", facts=(Twice(first, second),)) for first in range(second))
    if here.contains is not None and here.contains.least > 0:
        none = (Every(here.contains.schema),) if here.contains.least == 1 else ()
        yield Way("few matches", facts=none)
    if here.contains is not None and here.contains.most is not None:
        yield Way("many matches")


def _branches(schema: Schema) -> Iterator[Way]:
    here = schema.keywords
    yield from (Way("allOf", refuse=(each,)) for each in here.all_of)
    if here.any_of is not None:
        yield Way("anyOf", refuse=here.any_of)
    if here.one_of is not None:
        yield Way("oneOf", refuse=here.one_of)
        for second, two in enumerate(here.one_of):
            yield from (Way("oneOf", accept=(one, two)) for one in here.one_of[:second])
    if here.negated is not None:
        yield Way("not", accept=(here.negated,))
    if here.condition is not None:
        test, then, otherwise = here.condition.test, here.condition.then, here.condition.otherwise
        if then is not None:
            yield Way("then", accept=(test,), refuse=(then,))
        if otherwise is not None:
            yield Way("else", refuse=(test, otherwise))


def alternatives(schema: Schema, keyword: str) -> Sequence[Way]:
    """The ways that a choice leaves to a value that the schema accepts. No such choice: ValueError."""
    here = schema.keywords
    word, _, name = keyword.partition(" ")
    if word == "anyOf" and here.any_of is not None:
        return [Way("branch", accept=(each,)) for each in here.any_of]
    if word == "oneOf" and here.one_of is not None:
        every = here.one_of
        return [Way("branch", (each,), (*every[:i], *every[i + 1 :])) for i, each in enumerate(every)]
    if word == "if" and here.condition is not None:
        test, then, otherwise = here.condition.test, here.condition.then, here.condition.otherwise
        yes = Way("then", accept=(test, *((then,) if then is not None else ())))
        return [yes, Way("else", (otherwise,) if otherwise is not None else (), (test,))]
    absent = Way("absent", facts=(Absent(name),))
    if word == "dependentSchemas" and name in (here.dependent_schemas or {}):
        inner = (here.dependent_schemas or {})[name]
        return [absent, Way("present", accept=(inner,), facts=(Present(name),))]
    if word == "dependentRequired" and name in (here.dependent_required or {}):
        others = (here.dependent_required or {})[name]
        return [absent, Way("present", facts=(Present(name), *(Present(each) for each in others)))]
    raise ValueError(f"no choice {keyword}")


@lru_cache(maxsize=4096)
def no_text(inside: tuple[str, ...], outside: tuple[str, ...], but: frozenset[str]) -> bool:
    """Whether every text that all patterns of `inside` match, and none of `outside`, is one of `but`."""
    return isinstance(member(inside, outside, excluded=but), Empty)


def all_aside(place: Place | None, inside: tuple[str, ...], outside: tuple[str, ...]) -> bool:
    """Whether every name that nobody mentions and the patterns mean puts a document aside."""
    if place is None or place.left.mention.everything or place.left.mention.silent:
        return False
    new = [each for each in place.right.mention.patterns if not takes_everything(each)]
    return any(each in inside for each in new) and all(e in outside for e in place.left.mention.patterns)
