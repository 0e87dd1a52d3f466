"""What an invariant asks of a value: one function for each word of the language.

A demand holds, does not hold, or (None) does not apply, where a value or what it is compared with is
missing or of another type: what must be there, and of which type, the schema says.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from govern import pointer
from govern.documents import equal
from govern.invariants.terms import Term, among, values

if TYPE_CHECKING:
    from typing import TypeAlias

    from govern.invariants.places import Found, Getter
    from govern.model import JsonValue

    Condition: TypeAlias = Callable[[JsonValue], bool]


class Words(NamedTuple):
    """What is to be said of a value that does not do: what is wrong, and what is allowed in its place."""

    message: str
    allowed: tuple[JsonValue, ...] = ()


class Demand(NamedTuple):
    """Something asked of a value of a document: whether it `holds`, and the `words` where it does not."""

    holds: Callable[[Found, JsonValue], bool | None]
    words: Callable[[Found, JsonValue], Words]


def equals(term: Term) -> Demand:
    """The value is a certain one."""
    fixed = term.fixed[0] if term.fixed else None

    def simple(value: Any, _: JsonValue) -> bool | None:
        return (
            None if value is pointer.MISSING else value is fixed or (value == fixed and equal(value, fixed))
        )

    def general(value: Any, document: JsonValue) -> bool | None:
        wanted = term.values(document)
        return None if not wanted or value is pointer.MISSING else equal(value, wanted[0])

    return Demand(
        simple if term.fixed is not None else general,
        lambda _, document: Words("it is another value than it must be", term.values(document)),
    )


def one_of(terms: Sequence[Term]) -> Demand:
    """The value is one of several. Fields that are missing are none of them."""
    is_among = among(terms)
    return Demand(
        lambda value, document: None if value is pointer.MISSING else is_among(value, document),
        lambda _, document: Words("it is none of the values it may be here", values(terms, document)),
    )


def registered(registry: str, codes: Sequence[str], names: Mapping[str, str | None]) -> Demand:
    """The value is a code of a registry; null is no code."""

    def holds(value: Found, _: JsonValue) -> bool | None:
        if value is pointer.MISSING or value is None or isinstance(value, (list, dict)):
            return None
        return isinstance(value, str) and value in names

    return Demand(holds, lambda *_: Words(f"it is not registered in `{registry}`", tuple(codes)))


def of_tier(registry: str, names: Mapping[str, str | None], tier: str | None, field: Getter | None) -> Demand:
    """The registered code is of a tier: a given one, or the one that a field names."""

    def holds(value: Found, document: JsonValue) -> bool | None:
        wanted = tier if field is None else field(document)
        if not isinstance(value, str) or value not in names or not isinstance(wanted, str):
            return None
        return names[value] == wanted

    def words(value: Found, document: JsonValue) -> Words:
        wanted = tier if field is None else field(document)
        own = names.get(value) if isinstance(value, str) else None
        said = "no tier" if own is None else f"tier `{own}`"
        allowed = tuple(code for code, its in names.items() if its == wanted)
        return Words(f"it is of {said} of `{registry}`, and tier `{wanted}` is asked for", allowed)

    return Demand(holds, words)


def ordered(registry: str, ranks: Mapping[str, int]) -> Demand:
    """The codes of a list stand in the order of their registry; what is not registered has no place in it."""

    def ranked(value: Found) -> list[tuple[int, int, str]]:
        """Rank, index and code of every registered item."""
        items = enumerate(value if isinstance(value, list) else ())
        return [(ranks[code], at, code) for at, code in items if isinstance(code, str) and code in ranks]

    def holds(value: Found, _: JsonValue) -> bool | None:
        if not isinstance(value, list):
            return None
        found = [ranks[code] for code in value if isinstance(code, str) and code in ranks]
        return found == sorted(found)

    def words(value: Found, _: JsonValue) -> Words:
        found = ranked(value)
        before, after = next((one, other) for one, other in pairwise(found) if one[0] > other[0])
        right: list[JsonValue] = [code for _, _, code in sorted(found)]
        return Words(f"`{before[2]}` stands before `{after[2]}`, against the order of `{registry}`", (right,))

    return Demand(holds, words)


def bound(term: Term, *, most: bool) -> Demand:
    """The number is at most, or at least, another one."""

    compare: Callable[[Any, Any], bool] = operator.le if most else operator.ge
    fixed: Found = term.fixed[0] if term.fixed else pointer.MISSING
    limit_of: Getter = term.field or (lambda _: fixed)

    def holds(value: Any, document: JsonValue) -> bool | None:
        limit: Any = limit_of(document)
        if value.__class__ is int and limit.__class__ is int:
            return compare(value, limit)
        return compare(value, limit) if is_number(value) and is_number(limit) else None

    said = "it is more than" if most else "it is less than"
    return Demand(holds, lambda _, document: Words(f"{said} {term.values(document)[0]}"))


def is_number(value: Found) -> bool:
    """Is a value a number? true and false are none."""
    return value.__class__ is int or (
        isinstance(value, (float, Decimal, int)) and not isinstance(value, bool)
    )


def _shown(value: Found) -> str:
    """A scalar as JSON has it."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return f"`{value}`"
    return str(value) if is_number(value) else "what it is"


def contains(terms: Sequence[Term]) -> Demand:
    """The list holds at least one of several values."""
    is_among = among(terms)

    def holds(value: Found, document: JsonValue) -> bool | None:
        if not isinstance(value, list):
            return None
        return any(is_among(item, document) for item in value)

    return Demand(holds, lambda _, document: Words("it lacks what it must list", values(terms, document)))


def empty(*, wanted: bool) -> Demand:
    """The list, object or text is empty, or is not."""

    def holds(value: Found, _: JsonValue) -> bool | None:
        return (not value) is wanted if isinstance(value, (list, dict, str)) else None

    return Demand(holds, lambda *_: Words("it must be empty here" if wanted else "it must not be empty here"))


def present(*, wanted: bool) -> Demand:
    """The value is there, or is not."""
    said = Words("it must be there" if wanted else "it must not be there")
    return Demand(lambda value, _: (value is not pointer.MISSING) is wanted, lambda *_: said)


def derived(condition: Condition) -> Demand:
    """The boolean says whether a condition is met."""
    return Demand(
        lambda value, document: value is condition(document) if isinstance(value, bool) else None,
        lambda _, document: Words("it is not what follows from the other fields", (condition(document),)),
    )


def goes_with(condition: Condition) -> Demand:
    """A condition is met, whatever the value."""
    return Demand(
        lambda value, document: None if value is pointer.MISSING else condition(document),
        lambda *_: Words("it does not go with the other fields"),
    )


def negated(demand: Demand) -> Demand:
    """A demand does not hold."""

    def holds(value: Found, document: JsonValue) -> bool | None:
        said = demand.holds(value, document)
        return None if said is None else not said

    def words(value: Found, _: JsonValue) -> Words:
        return Words(f"it must not be {_shown(value)} here")

    return Demand(holds, words)
