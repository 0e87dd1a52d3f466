"""The text of a number to an exact number, or to what is wrong with it.

Every bound is checked before any conversion, so that no text makes a conversion slow, large or
fail: 5,000 digits, 1e400 and 1e-999999999 are all answered from the text alone.
"""

from __future__ import annotations

import math
import re
from decimal import Decimal

MAX_LITERAL = 1_000
"""Characters of one number at most."""
MAX_EXPONENT = 400
"""Size of a written exponent at most: a double ends near 1e308 and 5e-324."""
INTEROPERABLE = 2**53
"""Integers up to here are the same number to every reader (RFC 8259 section 6)."""

_ALWAYS_EXACT = 15
"""A double holds any number of so many digits (IEEE 754 binary64)."""
_INTEGER = re.compile(r"[-+]?[0-9]+")
_DIGITS_AT_ONCE = 300
"""Below the least limit that the interpreter can be given for converting digits (640)."""


def fault(literal: str) -> str | None:
    """What is wrong with the text of a JSON or YAML decimal number, in words; None if nothing."""
    if len(literal) > MAX_LITERAL:
        return f"is {len(literal):,} characters long, and at most {MAX_LITERAL:,} are read"
    exponent = literal.lower().partition("e")[2].lstrip("+-").lstrip("0")
    if len(exponent) > len(str(MAX_EXPONENT)) or int(exponent or "0") > MAX_EXPONENT:
        return f"has an exponent beyond {MAX_EXPONENT}"
    if math.isinf(float(literal)):
        return "is beyond the largest double-precision number"
    return None


def value(literal: str) -> int | Decimal:
    """The exact number of a text that has no fault: int where integral (1.0 and 1e2 too)."""
    if len(literal) <= _DIGITS_AT_ONCE and _INTEGER.fullmatch(literal):
        return int(literal)
    return settled(Decimal(literal))


def settled(number: Decimal) -> int | Decimal:
    """A finite Decimal as int where it is integral. The caller has bounded its exponent."""
    return int(number) if number == number.to_integral_value() else number


def interoperable(literal: str) -> bool:
    """Does every reader that keeps numbers as doubles see the number that the text says?

    Integers written as such must lie within 2**53; other texts must survive a double's round trip.
    """
    if len(literal) <= _ALWAYS_EXACT and "e" not in literal and "E" not in literal:
        return True
    exact = Decimal(literal)
    if _INTEGER.fullmatch(literal):
        return abs(exact) <= INTEROPERABLE
    return Decimal(repr(float(literal))) == exact
