"""integer: `3` (a JSON integer, or its digits in a string) to a version of one number.

Every step is a step of one and announces anything, so its level is major.
"""

from __future__ import annotations

import re

from govern.contracts import Scheme
from govern.model import JsonValue, Level
from govern.policy.versions.schemes.scheme import (
    LONGEST,
    Step,
    Version,
    VersionScheme,
    asking,
    matched,
    stepped,
)

_FORM = re.compile(r"0|[1-9][0-9]*", re.ASCII)
_LARGEST = 10**LONGEST
_ASKED = {
    Level.NONE: Level.NONE,
    Level.PATCH: Level.MAJOR,
    Level.MINOR: Level.MAJOR,
    Level.MAJOR: Level.MAJOR,
}


def _parse(value: JsonValue) -> Version | None:
    if isinstance(value, int) and not isinstance(value, bool):
        in_range = 0 <= value < _LARGEST
        return Version(Scheme.INTEGER, str(value), (value,), native=True) if in_range else None
    match = matched(_FORM, value)
    return Version(Scheme.INTEGER, match[0], (int(match[0]),)) if match else None


def _step(base: Version, head: Version) -> Step:
    return stepped(base, head, (Level.MAJOR,))


def _next(base: Version, level: Level) -> Version:
    if level is Level.NONE:
        return base
    number = base.numbers[0] + 1
    return Version(Scheme.INTEGER, str(number), (number,), native=base.native)


INTEGER = VersionScheme(Scheme.INTEGER, "a whole number, as in 3", _parse, _step, _next, asking(_ASKED, {}))
"""Row of the table: whatever is asked, the next number answers it."""
