"""A schema to every way in which it can refuse a value, and to what it says of a value: read a second
time, for the replay of derivations, with `jsonschema` as the judge of values."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, floor
from typing import Any

import jsonschema
import referencing
import referencing.exceptions
import referencing.jsonschema
from replay_given import Given
from set_aside_by_hand import Side, _aside

from govern.model import JsonValue
from govern.schema.dialect import URI_OF_DRAFT, Draft
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
from govern.schema.engine.layers import Place, takes_everything
from govern.schema.languages import Empty, member
from govern.schema.resolve import Library

_SIZES = {"string": "length", "array": "items", "object": "members"}
_MOST_FRAMES = 1000
_BRANCHES = {"$ref", "allOf", "anyOf", "oneOf", "not", "if", "then", "else"}
_UNTOLD = {"$dynamicRef", "$recursiveRef", "unevaluatedProperties", "unevaluatedItems"}
_VALIDATORS = {
    Draft.D4: jsonschema.Draft4Validator,
    Draft.D6: jsonschema.Draft6Validator,
    Draft.D7: jsonschema.Draft7Validator,
    Draft.D2019: jsonschema.Draft201909Validator,
    Draft.D2020: jsonschema.Draft202012Validator,
}
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


class Judge:
    """Says what schemas say of values, by `jsonschema`; formats say nothing. Where it has no answer, for
    a circle or a reference that cannot be read, the parts of the schema are asked one by one: what is
    certain stays so beside what is not."""

    def __init__(self) -> None:
        self._read: dict[int, tuple[Library, Any]] = {}
        self._made: dict[tuple[int, bool], tuple[Schema, Any]] = {}
        self._asking: set[tuple[int, int]] = set()

    def says(self, schema: Schema, value: JsonValue) -> bool | None:
        """Whether a schema accepts a value; None where nobody can tell."""
        if isinstance(schema.raw, bool):
            return schema.raw
        said = self._asked(schema, value, whole=True)
        asking = id(schema), id(value)
        if said is not None or asking in self._asking or not isinstance(schema.raw, dict):
            return said
        self._asking.add(asking)
        try:
            parts = [*self._parts(schema, value)]
        finally:
            self._asking.discard(asking)
        return False if False in parts else None if None in parts else True

    def _asked(self, schema: Schema, value: JsonValue, *, whole: bool) -> bool | None:
        """What `jsonschema` says; `whole`: not only of what speaks neither by branches nor of the rest."""
        if (id(schema), whole) not in self._made:
            resolver = self._registry(schema.form.library).resolver(base_uri=schema.node.base)
            raw: Any = schema.raw if whole else _plain(schema)
            made = _VALIDATORS[schema.node.draft](raw, _resolver=resolver)
            self._made[id(schema), whole] = (schema, made)
        try:
            with _shallow():
                return bool(self._made[id(schema), whole][1].is_valid(value))
        except (referencing.exceptions.Unresolvable, RecursionError, TypeError, AttributeError):
            return None  # the last two: mistakes of the library (2019-09: `items` true, or a list)
        except BaseException as failure:  # the stack ended inside a Rust part of the library
            if type(failure).__name__ == "PanicException":
                return None
            raise

    def _parts(self, schema: Schema, value: JsonValue) -> Iterator[bool | None]:
        """What each part of a schema says, all of which must accept."""
        here = schema.keywords
        yield self._asked(schema, value, whole=False)
        if self._refused_inside(schema, value):
            yield False
        if here.opaque or _UNTOLD & {*schema.raw}:  # type: ignore[arg-type]  # an object, as seen
            yield None
        yield from (self.says(each, value) for each in here.all_of)
        if here.any_of is not None:
            said = [self.says(each, value) for each in here.any_of]
            yield True if True in said else None if None in said else False
        if here.one_of is not None:
            said = [self.says(each, value) for each in here.one_of]
            yield False if said.count(True) > 1 else None if None in said else True in said
        if here.negated is not None:
            inner = self.says(here.negated, value)
            yield None if inner is None else not inner
        if here.condition is not None:
            test = self.says(here.condition.test, value)
            both = (here.condition.then, here.condition.otherwise)
            yes, no = (True if each is None else self.says(each, value) for each in both)
            yield (yes if yes is no else None) if test is None else yes if test else no

    def _refused_inside(self, schema: Schema, value: JsonValue) -> bool:
        """Whether a member or an item is refused."""
        given = Given.of((schema,), (), None)
        parts: list[tuple[Given, JsonValue]] = []
        if isinstance(value, list):
            parts = [(given.item(index), each) for index, each in enumerate(value)]
        elif isinstance(value, dict):
            parts = [(given.member(name), each) for name, each in value.items()]
        return any(self.says(each, held) is False for part, held in parts for each in part.accept.values())

    def _registry(self, library: Library) -> Any:
        """Every document that the side was given, under its URI and under the names it gives itself."""
        if id(library) not in self._read:
            kind = referencing.jsonschema.specification_with(URI_OF_DRAFT[library.root.draft])
            given = [(uri, _resource(document, kind)) for uri, document in library._given.items()]
            found = referencing.Registry().with_resources(given)
            with suppress(TypeError, AttributeError):  # drafts that do not know each other's keywords
                found = found.crawl()
            self._read[id(library)] = (library, found)
        return self._read[id(library)][1]


@contextmanager
def _shallow() -> Iterator[None]:
    """Little room on Python's stack: a circle in a schema ends before the process does."""
    before, depth, frame = sys.getrecursionlimit(), 0, sys._getframe()
    while frame is not None:
        depth, frame = depth + 1, frame.f_back  # type: ignore[assignment]
    sys.setrecursionlimit(min(before, depth + _MOST_FRAMES))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


def _plain(schema: Schema) -> dict[str, Any]:
    """The keywords of a schema that speak neither by branches nor of what is left by others."""
    raw: dict[str, Any] = schema.raw  # type: ignore[assignment]  # an object, as seen
    hidden = isinstance(raw.get("$ref"), str) and schema.node.draft in (Draft.D4, Draft.D6, Draft.D7)
    return {k: v for k, v in raw.items() if not hidden and k not in _BRANCHES | _UNTOLD}


def _resource(document: Any, kind: Any) -> Any:
    if not isinstance(document, dict):
        return kind.create_resource(document)
    return referencing.Resource.from_contents(document, default_specification=kind)


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
