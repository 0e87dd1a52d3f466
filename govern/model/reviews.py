"""What a comparison and a review come to, contract by contract, and the gate."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from govern.model.answers import Answer
from govern.model.changes import Change, Class, Level
from govern.model.findings import Finding
from govern.model.readings import Compatibility
from govern.model.records import Record
from govern.model.renames import Rename
from govern.model.values import Unknown


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two revisions of one schema or one manifest, compared."""

    class_: Class
    backward: Answer
    forward: Answer
    changes: tuple[Change, ...] = ()
    renames: tuple[Rename, ...] = ()
    findings: tuple[Finding, ...] = ()


# --- findings and the gate ------------------------------------------------------------------


class VersionVerdict(StrEnum):
    """What is to be said of a version field (definitions, section 5)."""

    RIGHT = "right"
    MISSING = "missing"
    TOO_SMALL = "too-small"
    TOO_LARGE = "too-large"
    SKIPPED = "skipped"
    DECREASED = "decreased"
    MALFORMED = "malformed"
    INCONSISTENT = "inconsistent"
    TAKEN = "taken"


@dataclass(frozen=True, slots=True)
class VersionReview:
    """One version field: what it was, what it is, what the changes it covers ask of it.

    `required` and `actual` are levels; `suggestion` is the smallest version that would do.
    """

    at: str
    scheme: str
    covers: tuple[str, ...]
    base: str | None
    head: str | None
    required: Level
    actual: Level
    verdict: VersionVerdict
    suggestion: str | None = None


@dataclass(frozen=True, slots=True)
class FixtureReview:
    """One golden document: is it valid at head, was it changed, does the other side take it?

    `replayed` is whether the base fixture is accepted by head (`unknown` where nobody could say,
    None where base has no such fixture). `exercises` are ids of changes it shows in use.
    """

    path: str
    expected: str
    """`accepted` or `rejected`."""
    valid: bool | Unknown
    replayed: bool | Unknown | None
    changed: bool
    exercises: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Approval:
    """Who must approve, and whether anyone verified that they did.

    `role` says in words who is asked, `roles` the names of the roles (none: anybody). `verified` is how many
    distinct people did, None where nobody looked; `by` are their names.
    """

    role: str
    needed: int
    because: str
    verified: int | None = None
    roles: tuple[str, ...] = ()
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ContractReview:
    """One contract at base and head."""

    name: str
    class_: Class
    backward: Answer
    forward: Answer
    changes: tuple[Change, ...] = ()
    renames: tuple[Rename, ...] = ()
    versions: tuple[VersionReview, ...] = ()
    fixtures: tuple[FixtureReview, ...] = ()
    findings: tuple[Finding, ...] = ()
    approvals: tuple[Approval, ...] = ()
    compatibility: Compatibility = Compatibility.FULL
    files: tuple[str, ...] = ()
    docs: tuple[str, ...] = ()
    drills: tuple[str, ...] = ()
    changelog: str | None = None
    status: str = "changed"
    """`unchanged`, `changed`, `added` or `removed`."""
    record: Record | None = None
    """What the changelog is to say of head's version; None where nothing changed, or no version is known."""

    @property
    def undecided(self) -> bool:
        """Whether any change of the contract could not be decided."""
        return any(change.class_ is Class.UNDECIDED for change in self.changes)


class Gate(StrEnum):
    """The answer of a review."""

    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Side:
    """A commit as a review names it: what was asked for, the full id (or WORKTREE, STAGED), why."""

    name: str
    commit: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """All that `govern check` has to say. Renderers read this and nothing else."""

    gate: Gate
    reason: str
    target: Side
    base: Side
    head: Side
    digest: str
    contracts: tuple[ContractReview, ...] = ()
    findings: tuple[Finding, ...] = ()
    policy: str = ""
    """Where the configuration came from, in words."""


# --- trees ----------------------------------------------------------------------------------
