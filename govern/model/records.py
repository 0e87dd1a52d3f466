"""One version of a contract as its changelog records it: what changed since the version it follows."""

from __future__ import annotations

from dataclasses import dataclass

from govern.model.answers import Witness
from govern.model.changes import Class
from govern.model.renames import RenameKind, Standing


@dataclass(frozen=True, slots=True)
class RecordedChange:
    """A change that no wider one explains: its fingerprint, rule and class, the file and the pointer into it
    (of head, or of base where head has no such place), and what happened."""

    id: str
    rule: str
    class_: Class
    path: str
    pointer: str
    message: str
    witness: Witness | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class RecordedRename:
    """A line of the migration table: declared or asserted, and whether the old name is still declared."""

    kind: RenameKind
    path: str
    container: str
    from_: str
    to: str
    standing: Standing
    old_still_declared: bool = False


@dataclass(frozen=True, slots=True)
class RecordedVersion:
    """A version field: its first place, and what stood and stands there."""

    at: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class RecordedException:
    """A finding that was let pass for this version, and by whom. `expires` is an ISO date."""

    finding: str
    rule: str
    message: str
    reason: str
    owner: str
    expires: str


@dataclass(frozen=True, slots=True)
class Record:
    """`version` is what the first version field says; `follows` what it said before, None for the first.
    `digest` is that of what the contract says at this version (`govern.release.digest`)."""

    contract: str
    version: str
    follows: str | None
    class_: Class
    digest: str
    versions: tuple[RecordedVersion, ...] = ()
    changes: tuple[RecordedChange, ...] = ()
    renames: tuple[RecordedRename, ...] = ()
    accepted: tuple[RecordedException, ...] = ()
