"""What is known of a number or a string to whether there is none: worked out a second time."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import ceil, floor, lcm
from typing import Any

from replay_given import DoesNotFollow, Given

from govern.schema.engine.goals import Derivation, NoMatch, NotMultiple, Other, Range
from govern.schema.engine.keywords import kind_of
from govern.schema.languages import Empty, member
from govern.schema.validators import pattern_matches

_TEXTS = tuple("".join(each) for n in range(4) for each in product("abz1.é", repeat=n))
_MOST_COUNTED = 20_000


def in_range(node: Derivation, given: Given) -> None:
    """No number is within the bounds; raises DoesNotFollow where one is."""
    if given.kind != "number" or not any(
        low > high or (low == high and (strict or sharp))
        for low, strict in _lows(given)
        for high, sharp in _highs(given)
    ):
        raise DoesNotFollow(node, "the bounds leave numbers")


def lattice(node: Derivation, given: Given) -> None:
    """No multiple within the bounds is left; raises DoesNotFollow where one is."""
    steps = [Fraction(e.keywords.multiple) for e in given.accept.values() if e.keywords.multiple is not None]
    steps += [Fraction(1)] * any(each.keywords.integral for each in given.accept.values())
    bars = [Fraction(fact.of) for fact in given.facts if isinstance(fact, NotMultiple)]
    if given.kind != "number":
        raise DoesNotFollow(node, "it is not about numbers")
    if steps:
        bottom = lcm(*(each.denominator for each in steps))
        step = Fraction(lcm(*(int(each * bottom) for each in steps)), bottom)
        if any((step / each).denominator == 1 for each in bars):
            return
    low = max((value for value, _ in _lows(given)), default=None)
    high = min((value for value, _ in _highs(given)), default=None)
    if low is None or high is None or (not steps and low != high):
        raise DoesNotFollow(node, "there are numbers without end")
    values = [low] if low == high else [step * n for n in range(ceil(low / step), floor(high / step) + 1)]
    if len(values) > _MOST_COUNTED:
        raise DoesNotFollow(node, "more numbers than anybody counts")
    gone = {Fraction(v) for v in _listed(given) if kind_of(v) == "number"}
    for value in values:
        within = all(value > b or (value == b and not s) for b, s in _lows(given))
        within = within and all(value < b or (value == b and not s) for b, s in _highs(given))
        whole = all((value / each).denominator == 1 for each in steps)
        if within and whole and value not in gone and all((value / e).denominator > 1 for e in bars):
            raise DoesNotFollow(node, f"{value} is left")


def strings(node: Derivation, given: Given) -> None:
    """No string fits: the languages are asked again, and some hundred strings tried."""
    least, most = given.bounds()
    inside = sorted({e.keywords.pattern for e in given.accept.values() if e.keywords.pattern is not None})
    outside = sorted({fact.pattern for fact in given.facts if isinstance(fact, NoMatch)})
    but = sorted({value for value in _listed(given) if isinstance(value, str)})
    found = member(tuple(inside), tuple(outside), least=least, most=most, excluded=but)
    if given.kind != "string" or ((most is None or least <= most) and not isinstance(found, Empty)):
        raise DoesNotFollow(node, f"a string fits: {found}")
    for text in _TEXTS:
        fits = least <= len(text) and (most is None or len(text) <= most) and text not in but
        fits = fits and all(pattern_matches(each, text) for each in inside)
        if fits and all(pattern_matches(each, text) is False for each in outside):
            raise DoesNotFollow(node, f"a string fits: {text!r}")


def _listed(given: Given) -> list[Any]:
    """The values that facts say it is not."""
    lists = [each.than.keywords.enum for each in given.facts if isinstance(each, Other)]
    return [value for each in lists if each is not None for value in each.by_key.values()]


def _lows(given: Given) -> list[tuple[Fraction, bool]]:
    here = [each.keywords for each in given.accept.values()]
    found = [(Fraction(each.minimum), False) for each in here if each.minimum is not None]
    found += [(Fraction(each.above), True) for each in here if each.above is not None]
    facts = [fact for fact in given.facts if isinstance(fact, Range) and fact.least is not None]
    return found + [(Fraction(fact.least or 0), not fact.closed) for fact in facts]


def _highs(given: Given) -> list[tuple[Fraction, bool]]:
    here = [each.keywords for each in given.accept.values()]
    found = [(Fraction(each.maximum), False) for each in here if each.maximum is not None]
    found += [(Fraction(each.below), True) for each in here if each.below is not None]
    facts = [fact for fact in given.facts if isinstance(fact, Range) and fact.most is not None]
    return found + [(Fraction(fact.most or 0), not fact.closed) for fact in facts]
