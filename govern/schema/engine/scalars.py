"""A state for numbers or strings to a value that fits it, or to why there is none."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor, gcd

from govern.model import JsonValue
from govern.schema.engine.goals import (
    Derivation,
    Empty,
    Member,
    NoMatch,
    NotMultiple,
    Other,
    Outcome,
    Range,
    Rule,
    State,
    Unknown,
    Unlike,
)
from govern.schema.engine.keywords import Number
from govern.schema.engine.objects import bounds
from govern.schema.languages import Empty as NoString
from govern.schema.languages import Found, member

_MOST_LATTICE = 2000
"""So many numbers are tried one by one."""
_LONGEST = 5000
_LARGEST_EXPONENT = 400
_FAMILIAR = (1, 0, 2, -1, 3, 5, 10, 100)


def number(state: State) -> Outcome:
    """A number, a small integral one where it can be."""
    low, high, low_open, high_open = _interval(state)
    if any(bound is not None and _extreme(bound) for bound in (low, high)):
        return Unknown("budget: numbers of such exponents are not looked at")
    if low is not None and high is not None and (low > high or (low == high and (low_open or high_open))):
        return Empty(Derivation(Rule.RANGE, state))
    step = _step(state)
    if step is not None and step <= 0:
        return Unknown("multipleOf of no positive number")
    not_of = [Fraction(fact.of) for fact in state.facts if isinstance(fact, NotMultiple)]
    if any(each <= 0 for each in not_of):
        return Unknown("multipleOf of no positive number")
    if step is not None and any((step / each).denominator == 1 for each in not_of):
        return Empty(Derivation(Rule.LATTICE, state))
    excluded = _excluded(state)

    def fits(value: Fraction) -> bool:
        return (
            (low is None or value > low or (value == low and not low_open))
            and (high is None or value < high or (value == high and not high_open))
            and (step is None or (value / step).denominator == 1)
            and all((value / each).denominator != 1 for each in not_of)
            and value not in excluded
        )

    for value in _candidates(low, high, step, not_of):
        if fits(value):
            exact = _exact(value)
            if exact is not None:
                return Member(exact)
    return _none(state, low, high, step, fits)


def _none(state: State, low, high, step, fits) -> Outcome:  # type: ignore[no-untyped-def]
    """Nothing familiar fits: a proof where the numbers within the bounds can be counted."""
    if low is not None and low == high:
        if fits(low):
            return Unknown("a number of so many digits is not made")
        return Empty(Derivation(Rule.LATTICE, state))
    if step is None or low is None or high is None:
        return Unknown("no number was found")
    first, last = ceil(low / step), floor(high / step)
    if last - first > _MOST_LATTICE:
        return Unknown("no number was found")
    for index in range(first, last + 1):
        if fits(index * step):
            exact = _exact(index * step)
            return Member(exact) if exact is not None else Unknown("no number was found")
    return Empty(Derivation(Rule.LATTICE, state))


def _interval(state: State) -> tuple[Fraction | None, Fraction | None, bool, bool]:
    """The lowest and the highest bound, and whether each is exclusive."""
    lows: list[tuple[Fraction, bool]] = []
    highs: list[tuple[Fraction, bool]] = []
    for each in state.accept:
        here = each.keywords
        lows += [(_fraction(here.minimum), False)] if here.minimum is not None else []
        lows += [(_fraction(here.above), True)] if here.above is not None else []
        highs += [(_fraction(here.maximum), False)] if here.maximum is not None else []
        highs += [(_fraction(here.below), True)] if here.below is not None else []
    for fact in state.facts:
        if isinstance(fact, Range):
            lows += [(_fraction(fact.least), not fact.closed)] if fact.least is not None else []
            highs += [(_fraction(fact.most), not fact.closed)] if fact.most is not None else []
    low = max(lows, default=None)
    high = min(((value, not is_open) for value, is_open in highs), default=None)
    return (
        low[0] if low else None,
        high[0] if high else None,
        low[1] if low else False,
        not high[1] if high else False,
    )


def _fraction(value: Number) -> Fraction:
    if isinstance(value, Decimal) and abs(value.adjusted()) > _LARGEST_EXPONENT:
        raise OverflowError("an exponent beyond what is looked at")
    return Fraction(value)


def _extreme(value: Fraction) -> bool:
    return abs(value) > Fraction(10) ** _LARGEST_EXPONENT


def _step(state: State) -> Fraction | None:
    """The number that every accepted one is a multiple of (least common multiple), None for none."""
    steps = [_fraction(each.keywords.multiple) for each in state.accept if each.keywords.multiple is not None]
    steps += [Fraction(1) for each in state.accept if each.keywords.integral]
    found: Fraction | None = None
    for each in steps:
        if each <= 0:
            return Fraction(0)
        if found is None:
            found = each
        else:
            top = found.numerator * each.numerator // gcd(found.numerator, each.numerator)
            found = Fraction(top, gcd(found.denominator, each.denominator))
    return found


def _excluded(state: State) -> frozenset[Fraction]:
    return frozenset(
        Fraction(value)
        for fact in state.facts
        if isinstance(fact, Other) and fact.than.keywords.enum is not None
        for value in fact.than.keywords.enum.by_key.values()
        if isinstance(value, (int, Decimal)) and not isinstance(value, bool) and not _huge(value)
    )


def _huge(value: int | Decimal) -> bool:
    return isinstance(value, Decimal) and abs(value.adjusted()) > _LARGEST_EXPONENT


def _candidates(
    low: Fraction | None, high: Fraction | None, step: Fraction | None, not_of: list[Fraction]
) -> Iterator[Fraction]:
    """Numbers that read well first, then those near the bounds, then what is left of the lattice."""
    halves = bool(not_of) and step is None
    yield from (Fraction(each) for each in _FAMILIAR)
    ends = [each for each in (low, high) if each is not None]
    for end in ends:
        for whole in (floor(end), ceil(end)):
            yield from (Fraction(whole + each) for each in (0, 1, -1, 2, -2))
        yield end
    if low is not None and high is not None:
        yield (low + high) / 2
    for base in (*ends, Fraction(0), Fraction(1)):
        for part in (Fraction(1, 2), Fraction(1, 10), Fraction(1, 100), Fraction(1, 1000), Fraction(1, 3)):
            if halves or step is None:
                yield from (base + part, base - part)
    if step is not None:
        start = ceil(low / step) if low is not None else floor(high / step) if high is not None else 0
        sign = 1 if low is not None or high is None else -1
        yield from ((start + sign * index) * step for index in range(200))
    yield from (Fraction(each) for each in range(4, 300))
    for each in not_of:
        yield from (each / 2, each / 4, each + each / 2)


def _exact(value: Fraction) -> JsonValue | None:
    """The number as JSON has it, None where no decimal is it."""
    if value.denominator == 1:
        return int(value)
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return None
    digits = 0
    while (value * 10**digits).denominator != 1:
        digits += 1
    if digits > 28:
        return None
    whole = int(value * 10**digits)
    return Decimal((int(whole < 0), tuple(map(int, str(abs(whole)))), -digits))


def string(state: State) -> Outcome:
    """A string, one that reads well where it can be."""
    least, most = bounds(state)
    if most is not None and least > most:
        return Empty(Derivation(Rule.STRINGS, state))
    inside = tuple(
        dict.fromkeys(each.keywords.pattern for each in state.accept if each.keywords.pattern is not None)
    )
    outside = tuple(dict.fromkeys(fact.pattern for fact in state.facts if isinstance(fact, NoMatch)))
    excluded = sorted(
        {
            value
            for fact in state.facts
            if isinstance(fact, Other) and fact.than.keywords.enum is not None
            for value in fact.than.keywords.enum.by_key.values()
            if isinstance(value, str)
        }
    )
    if least > _LONGEST:
        return Unknown("budget: a string of that length is not made")
    found = member(inside, outside, least=least, most=most, excluded=excluded)
    if isinstance(found, NoString):
        return Empty(Derivation(Rule.STRINGS, state, (*inside, *outside)))
    if not isinstance(found, Found):
        return Unknown(f"patterns: {found.reason}")
    unlike = next((fact.word for fact in state.facts if isinstance(fact, Unlike)), "")
    return Member(found.text, unlike or ("" if found.certain else "a pattern could not be read"))
