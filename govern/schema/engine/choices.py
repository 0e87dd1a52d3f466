"""A schema that must accept a value to the choices it leaves, and the ways each can go."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from govern.model import JsonValue
from govern.schema.engine.form import Schema
from govern.schema.engine.goals import Absent, Present, Way
from govern.schema.engine.keywords import Keywords


@dataclass(frozen=True, slots=True)
class Choice:
    """A keyword that leaves a value a choice, and the ways it can go."""

    keyword: str
    ways: tuple[Way, ...]


def choices(schema: Schema, kind: str) -> Iterator[Choice]:
    """The choices that a schema leaves to a value of a kind that it accepts."""
    here = schema.keywords
    if here.any_of is not None:
        branches = tuple(Way(f"branch {i}", accept=(each,)) for i, each in enumerate(here.any_of))
        yield Choice("anyOf", branches)
    if here.one_of is not None:
        every = here.one_of
        exactly = (
            Way(f"branch {i}", accept=(each,), refuse=every[:i] + every[i + 1 :])
            for i, each in enumerate(every)
        )
        yield Choice("oneOf", tuple(exactly))
    if here.condition is not None:
        test, then, otherwise = here.condition.test, here.condition.then, here.condition.otherwise
        yes = Way("then", accept=(test, *((then,) if then is not None else ())))
        no = Way("else", accept=(otherwise,) if otherwise is not None else (), refuse=(test,))
        yield Choice("if", (yes, no))
    if kind == "object":
        yield from _dependent(here)


def _dependent(here: Keywords) -> Iterator[Choice]:
    """What hangs on the presence of a member: it says nothing of what has no members."""
    for name, inner in (here.dependent_schemas or {}).items():
        absent = Way("absent", facts=(Absent(name),))
        present = Way("present", accept=(inner,), facts=(Present(name),))
        yield Choice(f"dependentSchemas {name}", (absent, present))
    for name, others in (here.dependent_required or {}).items():
        absent = Way("absent", facts=(Absent(name),))
        present = Way("present", facts=(Present(name), *(Present(each) for each in others)))
        yield Choice(f"dependentRequired {name}", (absent, present))


def surely(choice: Choice, value: JsonValue, accepts: Callable[[Schema, JsonValue], bool | None]) -> bool:
    """Whether a value certainly goes one of the ways of a choice."""
    if choice.keyword.startswith("dependent"):
        return not isinstance(value, dict) or choice.keyword.partition(" ")[2] not in value
    says = cache(lambda each: accepts(each, value))
    return any(
        all(says(each) is True for each in way.accept) and all(says(each) is False for each in way.refuse)
        for way in choice.ways
    )


def fails(
    schema: Schema, choice: Choice, value: JsonValue, accepts: Callable[[Schema, JsonValue], bool | None]
) -> bool:
    """Whether a value certainly goes none of the ways of a choice."""
    if choice.keyword.startswith("dependent"):
        keyword, _, name = choice.keyword.partition(" ")
        if not isinstance(value, dict) or name not in value:
            return False
        if keyword == "dependentRequired":
            return any(each not in value for each in (schema.keywords.dependent_required or {})[name])
        return accepts((schema.keywords.dependent_schemas or {})[name], value) is False
    says = cache(lambda each: accepts(each, value))  # the branches of `oneOf` come up in each other's ways
    return all(
        any(says(each) is False for each in way.accept) or any(says(each) is True for each in way.refuse)
        for way in choice.ways
    )
