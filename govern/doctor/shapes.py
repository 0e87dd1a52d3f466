"""A JSON value to what a place of a configuration should hold; empty where it holds something else.

What a platform refuses to run needs no verdict of ours; what it runs has the shape that is looked for.
"""

from __future__ import annotations

from collections.abc import Iterator

from govern import pointer
from govern.model import JsonObject, JsonValue


def table(value: JsonValue) -> JsonObject:
    """The value where it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def items(value: JsonValue) -> list[JsonValue]:
    """The items of a list; a single value is a list of itself, and null is none."""
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def text(value: JsonValue) -> str:
    """A scalar as the platform reads it: truths and numbers as YAML writes them, null as nothing."""
    match value:
        case None | dict() | list():
            return ""
        case bool():
            return "true" if value else "false"
        case _:
            return str(value)


def members(value: JsonValue, at: str) -> Iterator[tuple[str, JsonValue, str]]:
    """The members of an object, each with its pointer."""
    for name, each in table(value).items():
        yield name, each, f"{at}{pointer.join((name,))}"


def listed(value: JsonValue, at: str) -> Iterator[tuple[JsonValue, str]]:
    """The items of a list, each with its pointer."""
    for index, each in enumerate(value if isinstance(value, list) else ()):
        yield each, f"{at}/{index}"
