"""JSON values as Python holds them, and the answer nobody gave."""

from __future__ import annotations

from decimal import Decimal
from typing import TypeAlias

JsonValue: TypeAlias = "bool | int | float | Decimal | str | list[JsonValue] | dict[str, JsonValue] | None"
"""A JSON value. Parsed documents hold `int` for every integral number (1.0 is 1) and `Decimal`
for every other; `float` only arrives from callers of the library and is made exact at the door."""


JsonObject: TypeAlias = dict[str, JsonValue]


class Unknown:
    """The value of a question that has not been answered. Never falsy: ask `is UNKNOWN`."""

    _instance: Unknown | None = None

    def __new__(cls) -> Unknown:
        """The one value there is."""
        if cls._instance is None:
            cls._instance = super().__new__(cls)
        return cls._instance

    def __bool__(self) -> bool:
        raise TypeError("unknown is neither true nor false")

    def __repr__(self) -> str:
        return "unknown"

    def __reduce__(self) -> tuple[type[Unknown], tuple[()]]:
        return (Unknown, ())


UNKNOWN = Unknown()


# --- what a question is asked under ---------------------------------------------------------
