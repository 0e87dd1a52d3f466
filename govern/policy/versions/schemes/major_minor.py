"""major-minor: `"5.2"` to a version of two numbers.

A JSON number is malformed on purpose: 5.10 and 5.1 are one number, and two versions.
"""

from __future__ import annotations

import re

from govern.contracts import Scheme
from govern.model import JsonValue, Level
from govern.policy.versions.schemes.scheme import (
    Step,
    Version,
    VersionScheme,
    asking,
    matched,
    raised,
    stepped,
)

_FORM = re.compile(r"(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)", re.ASCII)
_LEVELS = (Level.MAJOR, Level.MINOR)
_ASKED = {
    Level.NONE: Level.NONE,
    Level.PATCH: Level.MINOR,
    Level.MINOR: Level.MINOR,
    Level.MAJOR: Level.MAJOR,
}


def _parse(value: JsonValue) -> Version | None:
    match = matched(_FORM, value)
    if match is None:
        return None
    return Version(Scheme.MAJOR_MINOR, match[0], (int(match[1]), int(match[2])))


def _step(base: Version, head: Version) -> Step:
    return stepped(base, head, _LEVELS)


def _next(base: Version, level: Level) -> Version:
    if level is Level.NONE:
        return base
    numbers = raised(base.numbers, _LEVELS.index(_ASKED[level]))
    return Version(Scheme.MAJOR_MINOR, ".".join(map(str, numbers)), numbers)


MAJOR_MINOR = VersionScheme(
    Scheme.MAJOR_MINOR,
    'two numbers in a string, as in "5.2"',
    _parse,
    _step,
    _next,
    asking(_ASKED, {}),
)
"""Row of the table: breaking asks for the first number, additive for the second."""
