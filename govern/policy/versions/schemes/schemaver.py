"""schemaver: `"1-0-2"` (MODEL-REVISION-ADDITION) to a version of three numbers.

MODEL stands for the level major, REVISION for minor, ADDITION for patch. An additive change asks
for at least an ADDITION, so a REVISION is no remark there.
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

_FORM = re.compile(r"(0|[1-9][0-9]*)-(0|[1-9][0-9]*)-(0|[1-9][0-9]*)", re.ASCII)
_LEVELS = (Level.MAJOR, Level.MINOR, Level.PATCH)
_ASKED = {
    Level.NONE: Level.NONE,
    Level.PATCH: Level.PATCH,
    Level.MINOR: Level.PATCH,
    Level.MAJOR: Level.MAJOR,
}


def _parse(value: JsonValue) -> Version | None:
    match = matched(_FORM, value)
    if match is None:
        return None
    return Version(Scheme.SCHEMAVER, match[0], (int(match[1]), int(match[2]), int(match[3])))


def _step(base: Version, head: Version) -> Step:
    return stepped(base, head, _LEVELS)


def _next(base: Version, level: Level) -> Version:
    if level is Level.NONE:
        return base
    numbers = raised(base.numbers, _LEVELS.index(level))
    return Version(Scheme.SCHEMAVER, "-".join(map(str, numbers)), numbers)


SCHEMAVER = VersionScheme(
    Scheme.SCHEMAVER,
    'three numbers with hyphens, as in "1-0-2"',
    _parse,
    _step,
    _next,
    asking(_ASKED, {Level.PATCH: Level.MINOR}),
)
"""Row of the table: breaking asks for a MODEL, additive for an ADDITION or more."""
