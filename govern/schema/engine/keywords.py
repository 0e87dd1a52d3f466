"""What one schema says, in one spelling for every dialect: the words of 2020-12, references resolved.

A keyword that is absent, says nothing, or is unknown to the schema's dialect is None (or empty).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from govern.documents import canonical
from govern.model import JsonValue

if TYPE_CHECKING:
    from govern.schema.engine.form import Schema

Number = int | Decimal

KINDS = ("null", "boolean", "number", "string", "array", "object")
"""The types of JSON values (RFC 8259 section 3); `integer` is a number that is integral."""


_TYPE = frozenset({"kinds", "integral"})


def kind_of(value: JsonValue) -> str:
    """The kind of a value."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, str):
        return "string"
    if isinstance(value, list):
        return "array"
    return "object" if isinstance(value, dict) else "number"


class Values:
    """Some JSON values as a set (`const` and `enum`: 1 is 1.0, true is not 1)."""

    __slots__ = ("by_key",)

    def __init__(self, values: list[JsonValue]) -> None:
        self.by_key: Mapping[bytes, JsonValue] = {canonical(each): each for each in values}

    def __contains__(self, value: object) -> bool:
        return canonical(value) in self.by_key  # type: ignore[arg-type]  # any JSON value

    def __len__(self) -> int:
        return len(self.by_key)


@dataclass(frozen=True, eq=False)
class Members:
    """`properties`, `patternProperties` and `additionalProperties` of one schema: one keyword, for the
    last speaks of the names that the others leave (2020-12 core 10.3.2)."""

    properties: Mapping[str, Schema]
    patterns: Mapping[str, Schema]
    rest: Schema | None


@dataclass(frozen=True, slots=True, eq=False)
class Items:
    """`prefixItems` and `items` of one schema (2020-12 core 10.3.1)."""

    prefix: tuple[Schema, ...]
    rest: Schema | None


@dataclass(frozen=True, slots=True, eq=False)
class Contains:
    """`contains` with `minContains` and `maxContains` (2020-12 core 10.3.1.3). `evaluates`: whether its
    matches count as evaluated, as they do since 2020-12."""

    schema: Schema
    least: int
    most: int | None
    evaluates: bool


@dataclass(frozen=True, slots=True, eq=False)
class Condition:
    """`if` with `then` and `else` (2020-12 core 10.2.2)."""

    test: Schema
    then: Schema | None
    otherwise: Schema | None


class Keywords:
    """Every keyword of one schema. An instance's own attributes are those that the schema has."""

    kinds: frozenset[str] | None = None
    """The kinds that `type` takes."""
    integral: bool = False
    """Whether `type` takes, of the numbers, the integral ones only."""
    enum: Values | None = None
    minimum: Number | None = None
    maximum: Number | None = None
    above: Number | None = None
    """`exclusiveMinimum`."""
    below: Number | None = None
    """`exclusiveMaximum`."""
    multiple: Number | None = None
    least_length: Number | None = None
    most_length: Number | None = None
    pattern: str | None = None
    format: str | None = None
    content: str | None = None
    """`contentEncoding`, `contentMediaType` and `contentSchema` as one opaque text."""
    least_items: Number | None = None
    most_items: Number | None = None
    unique: bool = False
    items: Items | None = None
    contains: Contains | None = None
    least_members: Number | None = None
    most_members: Number | None = None
    required: tuple[str, ...] = ()
    members: Members | None = None
    names: Schema | None = None
    """`propertyNames`."""
    dependent_required: Mapping[str, tuple[str, ...]] | None = None
    dependent_schemas: Mapping[str, Schema] | None = None
    all_of: tuple[Schema, ...] = ()
    """`allOf`, and the target of `$ref`."""
    any_of: tuple[Schema, ...] | None = None
    one_of: tuple[Schema, ...] | None = None
    negated: Schema | None = None
    """`not`."""
    condition: Condition | None = None
    other_members: Members | None = None
    """`unevaluatedProperties` where what is evaluated does not hang on the document."""
    other_items: Items | None = None
    """`unevaluatedItems` where what is evaluated does not hang on the document."""
    unevaluated_members: Schema | None = None
    """`unevaluatedProperties` otherwise."""
    unevaluated_items: Schema | None = None
    """`unevaluatedItems` otherwise."""
    opaque: tuple[str, ...] = ()
    """What is not modelled, each in words that are equal only where the meaning is: references that
    cannot be read."""

    @property
    def chooses_types(self) -> bool:
        """Whether `anyOf` chooses between types and nothing else, as a list of types does."""
        return self.any_of is not None and all(
            not isinstance(each.raw, bool) and vars(each.keywords).keys() <= _TYPE for each in self.any_of
        )

    def in_place(self) -> Iterator[Schema]:
        """The schemas that are applied to the very instance that this one is applied to."""
        yield from self.all_of
        yield from self.any_of or ()
        yield from self.one_of or ()
        if self.negated is not None:
            yield self.negated
        if self.condition is not None:
            held = (self.condition.test, self.condition.then, self.condition.otherwise)
            yield from (each for each in held if each is not None)
        yield from (self.dependent_schemas or {}).values()

    def inner(self) -> Iterator[Schema]:
        """All schemas that this one holds or refers to."""
        yield from self.in_place()
        for members in (self.members, self.other_members):
            if members is not None:
                yield from members.properties.values()
                yield from members.patterns.values()
                yield from (members.rest,) if members.rest is not None else ()
        for items in (self.items, self.other_items):
            if items is not None:
                yield from items.prefix
                yield from (items.rest,) if items.rest is not None else ()
        held = (self.names, self.unevaluated_members, self.unevaluated_items)
        yield from (each for each in held if each is not None)
        if self.contains is not None:
            yield self.contains.schema
