"""Python values from callers of the library to exact JSON values, or to an error that says where."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from decimal import Decimal

from govern import pointer as pointers
from govern.documents import number
from govern.documents.document import DEFAULT_LIMITS, Limits, has_surrogate, printable, shown
from govern.errors import Problem, UsageError
from govern.model import JsonValue

_BITS = 1024
"""An integer of more bits is beyond the largest double."""


def exact(value: object, *, limits: Limits = DEFAULT_LIMITS) -> JsonValue:
    """A Python value as an exact JSON value: a copy made of plain `dict`, `list`, `str`, `int`,
    `Decimal`, `bool` and `None`.

    A float becomes an int where it is integral, else the Decimal of its shortest text; tuples
    become lists, subclasses their plain kind. Raises UsageError with the pointer for all that no
    JSON file can say: NaN, infinities, numbers beyond a double, lone surrogates, keys that are not
    strings, other types, cycles, nesting beyond `limits`, more values than its bytes could hold.
    """
    return _Copy(limits).value(value)


@dataclass(slots=True)
class _Copy:
    limits: Limits
    trail: list[str | int] = field(default_factory=list)
    above: set[int] = field(default_factory=set)
    count: int = 0

    def value(self, value: object) -> JsonValue:
        self.count += 1
        if self.count * 2 > self.limits.max_bytes + 1:  # in a text, each takes a byte and a separator
            raise self._error("there are more values here than a file may hold")
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, str):
            return self._string(value)
        if isinstance(value, (int, float, Decimal)):
            return self._number(value)
        if isinstance(value, (dict, list, tuple)):
            return self._container(value)
        raise self._error(f"a {shown(type(value).__name__)} is no JSON value")

    def _container(
        self, value: dict[object, object] | list[object] | tuple[object, ...]
    ) -> list[JsonValue] | dict[str, JsonValue]:
        if id(value) in self.above:
            raise self._error("this value contains itself")
        if len(self.above) >= self.limits.depth:
            raise self._error(f"values are nested deeper than {self.limits.depth} levels")
        self.above.add(id(value))
        self.trail.append("")
        copy = self._members(value) if isinstance(value, dict) else self._items(value)
        self.trail.pop()
        self.above.remove(id(value))
        return copy

    def _members(self, value: dict[object, object]) -> dict[str, JsonValue]:
        copy: dict[str, JsonValue] = {}
        for key, member in value.items():
            if not isinstance(key, str):
                self.trail.pop()
                raise self._error(f"a key is a {shown(type(key).__name__)}, and JSON keys are strings")
            name = str.__str__(key)
            self.trail[-1] = name
            copy[self._string(name)] = self.value(member)
        return copy

    def _items(self, value: list[object] | tuple[object, ...]) -> list[JsonValue]:
        copy: list[JsonValue] = []
        for index, item in enumerate(value):
            self.trail[-1] = index
            copy.append(self.value(item))
        return copy

    def _string(self, value: str) -> str:
        text = str.__str__(value)
        if has_surrogate(text):
            raise self._error("a string holds half a surrogate pair")
        return text

    def _number(self, value: int | float | Decimal) -> int | Decimal:
        found = _settled(value)
        if isinstance(found, str):
            raise self._error(found)
        return found

    def _error(self, message: str) -> UsageError:
        return _refusal(message, pointers.join(self.trail))


def exact_number(value: float | Decimal) -> int | Decimal:
    """An int, float or Decimal as the exact number it stands for. Raises UsageError like `exact`."""
    found = _settled(value)
    if isinstance(found, str):
        raise _refusal(found, "")
    return found


def _refusal(message: str, pointer: str) -> UsageError:
    remedy = "Give JSON values: None, bool, int, float, Decimal, str, list, and dict with string keys."
    return UsageError(Problem("value-not-json", message, remedy, f"#{printable(pointer)}"))


def _settled(value: float | Decimal) -> int | Decimal | str:
    """The exact number, or in words why no JSON file may say it."""
    if isinstance(value, int):
        return int(value) if value.bit_length() <= _BITS else "a number is beyond the largest double"
    finite = math.isfinite(value) if isinstance(value, float) else value.is_finite()
    if not finite:
        return f"a {type(value).__name__} that is not finite is no JSON number"
    written = Decimal(float.__repr__(value)) if isinstance(value, float) else Decimal(value)
    size, digits = abs(written.adjusted()), len(written.as_tuple().digits)
    if (written and size > number.MAX_LITERAL + number.MAX_EXPONENT) or digits > number.MAX_LITERAL:
        return "a number is too large, too small or too long"
    settled = number.settled(written) if written else 0
    if isinstance(settled, int) and settled.bit_length() > _BITS:
        return "a number is beyond the largest double"
    return settled
