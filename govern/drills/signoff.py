"""The drills of a contract and their evidence to the sign-off: which are green, and why others are not."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from govern.drills.capture import Judge
from govern.drills.difference import differences
from govern.drills.evidence import Evidence, evidence, fixture_digest, latest
from govern.drills.listed import Drill
from govern.model import JsonValue


class State(StrEnum):
    """What the last run of a drill is worth."""

    GREEN = "green"
    RED = "red"
    STALE = "stale"
    MISSING = "missing"
    DAMAGED = "damaged"


class Row(NamedTuple):
    """One drill in the sign-off: `why` it is not green."""

    drill: Drill
    state: State
    evidence: Evidence | None = None
    why: tuple[str, ...] = ()


class Signing(NamedTuple):
    """What evidence is held to: the contract's name and version, its fixtures by path, what may differ from
    them, where evidence is kept, the paths that there are, their bytes, and what is wrong with a document."""

    contract: str
    version: str
    fixtures: Mapping[str, JsonValue]
    volatile: tuple[str, ...]
    where: str
    paths: Collection[str]
    file: Callable[[str], bytes | None]
    judge: Judge


def rows(drills: Sequence[Drill], signing: Signing) -> tuple[Row, ...]:
    """A row for each drill, in order."""
    return tuple(_row(each, signing) for each in drills)


def _row(drill: Drill, signing: Signing) -> Row:
    if drill.fault:
        return Row(drill, State.STALE, None, (drill.fault,))
    if drill.fixture not in signing.fixtures:
        return Row(drill, State.STALE, None, (f"{drill.fixture} is no golden document of the contract",))
    folder = latest(signing.where, drill.name, signing.paths)
    if folder is None:
        return Row(drill, State.MISSING, None, (f"there is no evidence in {signing.where}/{drill.name}",))
    found = evidence(folder, signing.contract, drill.name, lambda name: signing.file(f"{folder}/{name}"))
    if found.fault:
        return Row(drill, State.DAMAGED, found, (found.fault,))
    old = []
    if found.version != signing.version:
        old.append(
            f"it was run against version {found.version or 'none'}, and the contract is {signing.version}"
        )
    if found.fixture != fixture_digest(signing.fixtures[drill.fixture]):
        old.append("its fixture changed since")
    if found.drill != drill.digest:
        old.append("what the drill asks for changed since")
    if found.volatile != signing.volatile:
        old.append("other places were set aside than today")
    if old:
        return Row(drill, State.STALE, found, tuple(old))
    red = (*found.red, *_today(drill, found, signing))
    return Row(drill, State.RED if red else State.GREEN, found, red)


def _today(drill: Drill, found: Evidence, signing: Signing) -> Iterator[str]:
    """What is wrong with the document that was observed, by the contract as it is now."""
    if found.red:
        return
    if differences(signing.fixtures[drill.fixture], found.observed, signing.volatile):
        yield "what was observed differs from the fixture"
    if signing.judge(found.observed):
        yield "what was observed breaks the contract as it is now"
