"""The revisions of contracts along a line of commits, and their releases. What a history says, as values."""

from __future__ import annotations

from dataclasses import dataclass, replace

from govern.model.answers import Verdict
from govern.model.changes import Class, Level
from govern.model.readings import Compatibility
from govern.model.reviews import VersionReview


@dataclass(frozen=True, slots=True)
class Moment:
    """A commit: its full id ("" before the first), the committer's date (ISO 8601, "" where nobody asked),
    and the first line of its message as it was written."""

    commit: str = ""
    date: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True)
class RevisionChange:
    """One change of a revision. `pointer` is its place at head, or at base where head has none; `witness` is
    the document that shows it, as JSON text; `claimed_by` is the id of a wider change that explains it."""

    id: str
    rule: str
    class_: Class
    level: Level
    path: str
    pointer: str
    message: str
    witness: str | None = None
    reason: str | None = None
    claimed_by: str | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """What comparing a contract on two sides came to.

    `status` is `added`, `changed` or `removed` (or `unchanged`, of two releases). `needed` is the step that
    the changes ask of the version fields, or would ask of one where there is none. `reason` is why a verdict
    is undecided. `faults` says of each version that does not say what the changes ask for what is wrong with
    it, in words. `gave_up` is the deadline, in seconds, after which nobody waited any more; `broken` whether
    govern itself failed over it.
    """

    status: str
    class_: Class
    compatibility: Compatibility
    backward: Verdict
    forward: Verdict
    needed: Level
    reason: str | None = None
    changes: tuple[RevisionChange, ...] = ()
    versions: tuple[VersionReview, ...] = ()
    faults: tuple[str, ...] = ()
    gave_up: float | None = None
    broken: bool = False

    @property
    def had(self) -> Level | None:
        """The largest step that a version field took; None where the contract has no version field."""
        return max((each.actual for each in self.versions), key=lambda each: each.rank, default=None)

    @property
    def mislabelled(self) -> bool:
        """Whether a version field does not say what the changes ask for."""
        return bool(self.faults)


@dataclass(frozen=True, slots=True)
class Revision:
    """A contract as one commit of the line changed it. `base` is the commit's first parent ("" for none)."""

    contract: str
    moment: Moment
    base: str
    judged: Judged


@dataclass(frozen=True, slots=True)
class ReleaseStep:
    """A contract from one release to the next. `base_tag` and `head_tag` are names of tags."""

    contract: str
    base_tag: str
    base: str
    head_tag: str
    moment: Moment
    judged: Judged


@dataclass(frozen=True, slots=True)
class History:
    """Every revision and every release of the contracts of a repository, oldest first.

    `head` is the last commit looked at, `base` the commit after which the list begins ("" for the first
    one). `contracts` are the names of those looked at, `gone` of those that head no longer has. `policy` says
    where the configuration came from; `notes` are what is to be known of what is not in the list.
    """

    repository: str
    base: str
    head: Moment
    policy: str
    contracts: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    revisions: tuple[Revision, ...] = ()
    releases: tuple[ReleaseStep, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def judged(self) -> tuple[Judged, ...]:
        """What is said of every revision and of every step between releases."""
        return (*(each.judged for each in self.revisions), *(each.judged for each in self.releases))

    @property
    def mislabelled(self) -> History:
        """The same with nothing but what is mislabelled."""
        return replace(
            self,
            revisions=tuple(each for each in self.revisions if each.judged.mislabelled),
            releases=tuple(each for each in self.releases if each.judged.mislabelled),
        )
