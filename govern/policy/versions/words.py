"""A judged version field to its findings: what was asked, what was found, exactly what to write."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal

from govern.contracts import Contract
from govern.model import Change, Compatibility, Finding, FindingLevel, JsonValue, Level, Place
from govern.policy.versions.case import Case
from govern.policy.versions.coverage import asked
from govern.policy.versions.places import ResolvedPlace, halves
from govern.policy.versions.schemes import Version

_SHOWN_PLACES = 6
_SHOWN_CHARACTERS = 60


def finding(
    rule: str, level: FindingLevel, contract: Contract, at: str, message: str, remedy: str
) -> Finding:
    """A finding at `file#/pointer`. In mode none nothing blocks (semantics section 3)."""
    if level is FindingLevel.BLOCKS and contract.reading.compatibility is Compatibility.NONE:
        level = FindingLevel.NOTE
    path, inner = halves(at)
    return Finding(rule, level, message, remedy, path=path, place=Place(inner))


def shown(value: JsonValue) -> str:
    """A JSON value as it would be written, cut where it is long."""
    if isinstance(value, (dict, list)):
        return "an object" if isinstance(value, dict) else f"a list of {len(value)}"
    if isinstance(value, Decimal):
        return cut(f"{value}")
    if isinstance(value, int) and not isinstance(value, bool) and value.bit_length() > 256:
        return "a number of too many digits"
    return cut(json.dumps(value, ensure_ascii=False))


def cut(text: str) -> str:
    """Text of bearable length."""
    return text if len(text) <= _SHOWN_CHARACTERS else f"{text[:_SHOWN_CHARACTERS]}…"


def says(place: ResolvedPlace) -> str:
    """What a place says, as text: its version where it has one."""
    return place.version.text if place.version else shown(place.value)


def written(version: Version) -> str:
    """A version as JSON writes it."""
    return json.dumps(version.json)


def write(version: Version, case: Case) -> str:
    """The remedy: a version and every place to write it, the first place first."""
    places = [place for place in case.head.places if not _kept(place, case)]
    whole = [place.at for place in places if place.segment is None]
    parts = [place.at for place in places if place.segment is not None]
    first = [] if case.head.first else [case.field.at[0]]
    remedies = []
    if first or whole:
        remedies.append(f"Write {written(version)} at {listed([*first, *whole])}.")
    if parts:
        remedies.append(f"Write {version.text} as the version segment at {listed(parts)}.")
    return " ".join(remedies)


def _kept(place: ResolvedPlace, case: Case) -> bool:
    """Whether a rejected document says another version on purpose."""
    known = {each.version.text for each in (case.previous, case.head) if each and each.version}
    return place.rejected and (place.version is None or place.version.text not in known)


def listed(items: Sequence[str]) -> str:
    """Items in one line, cut after some."""
    more = len(items) - _SHOWN_PLACES
    return ", ".join(items[:_SHOWN_PLACES]) + (f" and {more} more" if more > 0 else "")


def because(case: Case) -> str:
    """The worst covered change, and how many others ask too."""
    asking = [change for change in case.changes if asked(change) is not Level.NONE]
    if not asking:
        return "its bytes were published and differ now"
    worst = min(asking, key=lambda change: (-asked(change).rank, change.class_.rank, change.path, change.id))
    more = len(asking) - 1
    return f"{worst.class_}: {worst.rule} at {at(worst)}" + (f", and {more} more" if more else "")


def at(change: Change) -> str:
    """Where a change stands, `file#/pointer`."""
    place = change.head or change.base
    return f"{change.path}#{place.pointer}" if place else change.path
