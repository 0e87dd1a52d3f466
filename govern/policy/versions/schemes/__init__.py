"""The table of version schemes: a scheme's name, or a value's form, to its row."""

from __future__ import annotations

from collections.abc import Mapping

from govern.contracts import Scheme
from govern.model import JsonValue
from govern.policy.versions.schemes.calver import CALVER
from govern.policy.versions.schemes.integer import INTEGER
from govern.policy.versions.schemes.major_minor import MAJOR_MINOR
from govern.policy.versions.schemes.schemaver import SCHEMAVER
from govern.policy.versions.schemes.scheme import Ask, Step, Version, VersionScheme
from govern.policy.versions.schemes.semver import SEMVER

_ROWS = (INTEGER, CALVER, SEMVER, MAJOR_MINOR, SCHEMAVER)
"""In the order in which a form is tried: a year-like first number decides for calver."""

SCHEMES: Mapping[Scheme, VersionScheme] = {row.name: row for row in _ROWS}


def scheme_of(value: JsonValue) -> Scheme | None:
    """The scheme a value's form speaks of, None where it looks like no version.

    calver only with a year of this century: "2026.11" is a date, "2126.11" two numbers.
    """
    for row in _ROWS:
        if row is CALVER and not (isinstance(value, str) and value.startswith("20")):
            continue
        if row.parse(value) is not None:
            return row.name
    return None


__all__ = ["SCHEMES", "Ask", "Step", "Version", "VersionScheme", "scheme_of"]
