"""A keyword without subschemas and a value of its kind to whether it accepts it.

Sources: 2020-12 validation section 6; numbers are exact, texts are counted in code points.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias

from govern.documents import canonical
from govern.errors import UsageError
from govern.model import JsonValue
from govern.schema.engine.keywords import Number, Values, kind_of
from govern.schema.validators import pattern_matches

if TYPE_CHECKING:
    from govern.schema.engine.evaluation import Evaluator

Check: TypeAlias = "Callable[[Evaluator, Any, Any], bool | None]"
"""Of an evaluator, what a keyword says (the type that its attribute of `Keywords` has), and a value of
a kind that it speaks of. None: cannot tell."""

_LARGEST_EXPONENT = 5_000
"""Beyond it a number is not written out to be divided."""
_CONTAINERS = ("array", "object")


def refuse(_: Evaluator, __: object, ___: JsonValue) -> bool:
    """Nothing is accepted."""
    return False


def cannot_tell(_: Evaluator, __: object, ___: JsonValue) -> None:
    """Nothing is known."""


def listed(values: Values, kind: str) -> tuple[Check, object]:
    """`enum` for one kind of value: a check, and what it compares with."""
    alike = [each for each in values.by_key.values() if kind_of(each) == kind]
    if not alike:
        return refuse, None
    return (_one_of_containers, values) if kind in _CONTAINERS else (_one_of_scalars, frozenset(alike))


def _one_of_scalars(_: Evaluator, values: frozenset[object], value: object) -> bool:
    return value in values


def _one_of_containers(_: Evaluator, values: Values, value: JsonValue) -> bool | None:
    try:
        return value in values
    except UsageError:  # it holds a number that no file may hold
        return None


def _integral(_: Evaluator, __: bool, value: Number) -> bool:
    return isinstance(value, int) or value == value.to_integral_value()


def _minimum(_: Evaluator, bound: Number, value: Number) -> bool:
    return value >= bound


def _maximum(_: Evaluator, bound: Number, value: Number) -> bool:
    return value <= bound


def _above(_: Evaluator, bound: Number, value: Number) -> bool:
    return value > bound


def _below(_: Evaluator, bound: Number, value: Number) -> bool:
    return value < bound


def _multiple(_: Evaluator, unit: Number, value: Number) -> bool | None:
    if not unit or _vast(unit) or _vast(value):
        return None
    over, under = value.as_integer_ratio()
    unit_over, unit_under = unit.as_integer_ratio()
    return over * unit_under % (under * unit_over) == 0


def _vast(number: Number) -> bool:
    if not isinstance(number, Decimal):
        return False
    exponent = number.as_tuple().exponent
    return not isinstance(exponent, int) or abs(exponent) > _LARGEST_EXPONENT


def _at_least(_: Evaluator, bound: Number, value: str | list[JsonValue] | dict[str, JsonValue]) -> bool:
    return len(value) >= bound


def _at_most(_: Evaluator, bound: Number, value: str | list[JsonValue] | dict[str, JsonValue]) -> bool:
    return len(value) <= bound


def _pattern(_: Evaluator, pattern: str, value: str) -> bool | None:
    return pattern_matches(pattern, value)


def _unique(_: Evaluator, __: bool, value: list[JsonValue]) -> bool | None:
    try:
        return len({_identity(each) for each in value}) == len(value)
    except UsageError:
        return None


def _identity(value: JsonValue) -> tuple[object, object]:
    """What is equal for equal values only: Python holds 1, 1.0 and true to be the same."""
    if isinstance(value, (list, dict)):
        return bytes, canonical(value)
    return kind_of(value), value


def _required(_: Evaluator, names: tuple[str, ...], value: dict[str, JsonValue]) -> bool:
    for name in names:  # noqa: SIM110  # every branch of every union asks: a generator is twice the time
        if name not in value:
            return False
    return True


def _dependent_required(
    _: Evaluator, needed: Mapping[str, tuple[str, ...]], value: dict[str, JsonValue]
) -> bool:
    return all(each in value for name, others in needed.items() if name in value for each in others)


ASSERTIONS: Mapping[str, Mapping[str, Check]] = {
    "null": {},
    "boolean": {},
    "number": {
        "integral": _integral,
        "minimum": _minimum,
        "maximum": _maximum,
        "above": _above,
        "below": _below,
        "multiple": _multiple,
    },
    "string": {
        "least_length": _at_least,
        "most_length": _at_most,
        "pattern": _pattern,
        "format": cannot_tell,
        "content": cannot_tell,
    },
    "array": {"least_items": _at_least, "most_items": _at_most, "unique": _unique},
    "object": {
        "required": _required,
        "least_members": _at_least,
        "most_members": _at_most,
        "dependent_required": _dependent_required,
    },
}
"""For each kind of value the attributes of `Keywords` that speak of it, in the order to ask them in."""
