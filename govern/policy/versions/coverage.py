"""A version field and a list of changes to those it covers, and what they ask of it.

A place is covered where a pattern of the field names its file and, if the pattern has a pointer, one
of the two pointers leads through the other. In doubt a change counts: it is taken out by `!` only
if all of it lies under the pattern that takes out.
"""

from __future__ import annotations

from collections.abc import Sequence

from govern.contracts import Contract, VersionField
from govern.model import LEVEL_OF_CLASS, Change, Class, Level
from govern.policy.versions.files import names
from govern.policy.versions.places import halves

EVERYTHING = ("**",)
"""The coverage of a field that covers its whole contract."""


def coverage(field: VersionField, contract: Contract) -> tuple[str, ...]:
    """The patterns a field covers: as configured, else everything where it stands in the manifest,
    else the file it stands in (with its strict twin). Patterns that only take out take out of that."""
    if any(not each.startswith("!") for each in field.covers):
        return field.covers
    path, _ = halves(field.at[0])
    if contract.manifest is not None and names(path, contract.manifest):
        return EVERYTHING + field.covers
    files = {path}
    for schema in contract.schemas:
        pair = {each for each in (schema.path, schema.strict) if each is not None}
        if any(names(path, each) for each in pair):
            files |= pair
    return tuple(sorted(files)) + field.covers


def covers(patterns: Sequence[str], change: Change) -> bool:
    """Whether a field with these patterns is asked by a change."""
    within = any(_reaches(each, change) for each in patterns if not each.startswith("!"))
    return within and not taken_out(patterns, change)


def taken_out(patterns: Sequence[str], change: Change) -> bool:
    """Whether a pattern with `!` takes the whole change out."""
    return any(_holds(each[1:], change) for each in patterns if each.startswith("!"))


def covered(patterns: Sequence[str], changes: Sequence[Change]) -> tuple[Change, ...]:
    """The covered changes, without those that a wider covered change explains."""
    within = [change for change in changes if covers(patterns, change)]
    known = {change.id for change in within}
    return tuple(change for change in within if change.claimed_by not in known or not change.claimed_by)


def asked(change: Change) -> Level:
    """What one change asks, in semver's words. A change that says nothing is asked for what its class
    asks; breaking and undecided never ask for less."""
    own = LEVEL_OF_CLASS[change.class_]
    if change.class_ is Class.RENAME and change.level_required is not Level.NONE:
        return change.level_required
    return max(own, change.level_required, key=lambda level: level.rank)


def _pointers(change: Change) -> tuple[str, ...]:
    return tuple(each.pointer for each in (change.base, change.head) if each is not None) or ("",)


def _reaches(pattern: str, change: Change) -> bool:
    path, inner = halves(pattern)
    if not names(path, change.path):
        return False
    return any(_under(each, inner) or _under(inner, each) for each in _pointers(change))


def _holds(pattern: str, change: Change) -> bool:
    path, inner = halves(pattern)
    return names(path, change.path) and all(_under(each, inner) for each in _pointers(change))


def _under(inner: str, outer: str) -> bool:
    return inner == outer or inner.startswith(f"{outer}/")
