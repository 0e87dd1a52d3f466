"""calver: `"2026.11"`, `"2026.11.5"`, `"2026-11"` or `"2026-11-05"` to a version; later is all that counts.

With dots the first number is a year and the others are any numbers; one of a single digit may be
padded to two (calver.org's 0M and 0D). With hyphens it is a date that exists. No clock is read: the
next version is the next one in order, not today.
"""

from __future__ import annotations

import datetime
import re

from govern.contracts import Scheme
from govern.model import JsonValue, Level
from govern.policy.versions.schemes.scheme import Step, Version, VersionScheme, asking, matched, order

_NUMBER = r"(0[0-9]|0|[1-9][0-9]*)"
_DOTS = re.compile(rf"(2[0-9]{{3}})\.{_NUMBER}(?:\.{_NUMBER})?(?:\.{_NUMBER})?", re.ASCII)
_DATE = re.compile(r"(2[0-9]{3})-(0[1-9]|1[0-2])(?:-([0-3][0-9]))?", re.ASCII)
_MONTHS = 12
_ASKED = {
    Level.NONE: Level.NONE,
    Level.PATCH: Level.MAJOR,
    Level.MINOR: Level.MAJOR,
    Level.MAJOR: Level.MAJOR,
}


def _parse(value: JsonValue) -> Version | None:
    match = matched(_DOTS, value) or matched(_DATE, value)
    if match is None:
        return None
    numbers = tuple(int(each) for each in match.groups() if each is not None)
    if "-" in match[0] and len(numbers) == 3 and _date(numbers) is None:
        return None
    return Version(Scheme.CALVER, match[0], numbers)


def _date(numbers: tuple[int, ...]) -> datetime.date | None:
    try:
        return datetime.date(*numbers)
    except ValueError:
        return None


def _step(base: Version, head: Version) -> Step:
    found = order(base.numbers, head.numbers)
    return Step(Level.MAJOR if found < 0 else Level.NONE, decreased=found > 0)


def _next(base: Version, level: Level) -> Version:
    if level is Level.NONE:
        return base
    if "-" in base.text and len(base.numbers) == 3:
        day = datetime.date(*base.numbers) + datetime.timedelta(days=1)
        return Version(Scheme.CALVER, day.isoformat(), (day.year, day.month, day.day))
    numbers = (*base.numbers[:-1], base.numbers[-1] + 1)
    if len(numbers) == 2 and numbers[1] == _MONTHS + 1:
        numbers = (numbers[0] + 1, 1)
    separator = "-" if "-" in base.text else "."
    width = 2 if separator == "-" or re.search(r"\.0[0-9]", base.text) else 1
    text = separator.join([str(numbers[0]), *(f"{each:0{width}}" for each in numbers[1:])])
    return Version(Scheme.CALVER, text, numbers)


CALVER = VersionScheme(
    Scheme.CALVER,
    'a year and what follows, as in "2026.11" or "2026-11-05"',
    _parse,
    _step,
    _next,
    asking(_ASKED, {}),
)
"""Row of the table: whatever is asked, any later version answers it."""
