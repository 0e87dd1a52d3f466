"""Tasks to what is said of each: read from the repository, then compared in a child with a deadline.

This runs in the processes of an executor, or in threads of one, or in place. It keeps nothing between
batches, so it does not matter which.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from govern.comparing import compare_schemas
from govern.documents import dumps
from govern.errors import GovernError
from govern.histories.sides import Bytes, half_of
from govern.histories.task import Answers, Batch, Task, Unread
from govern.model import (
    Change,
    Class,
    ContractReview,
    Finding,
    FindingLevel,
    Judged,
    Level,
    Reading,
    RevisionChange,
    Verdict,
)
from govern.repo import Repository, open_repository
from govern.review.contract import revised
from govern.review.isolation import Allowance, ChildError, Failure, each_isolated
from govern.review.lineage import Lineage
from govern.review.moves import relocated
from govern.review.reading import Known, Reader
from govern.review.releases import Release
from govern.schema.comparison import Question
from govern.schema.revision import SchemaRevision

PATIENCE = 10
"""So many times its deadline, which is processor time, a task may take by the clock on the wall: other
tasks and other people keep a machine busy."""


def judged(batch: Batch) -> Answers:
    """What is said of each task, in their order; or why the repository cannot be read."""
    try:
        with open_repository(batch.folder, batch.environment) as repository:
            known: Known = {}  # whoever does several tasks reads what they share once
            lineage = Lineage()
            works = [partial(compared, each, _read(each, repository), known, lineage) for each in batch.tasks]
            told = each_isolated(works, Allowance(batch.seconds, batch.seconds * PATIENCE))
            return tuple(map(partial(_judged, seconds=batch.seconds), batch.tasks, told))
    except GovernError as error:
        return Unread(error.problems)


def warmed() -> None:
    """Import and make what every comparison needs, so that forked children have it already."""
    for draft in ("4", "7", "2020-12"):
        base, head = (SchemaRevision({"type": kind}, draft=draft) for kind in ("string", "integer"))
        compare_schemas(Question(base, head, Reading(draft=draft)))


def _judged(task: Task, found: Judged | Failure | ChildError, *, seconds: float) -> Judged:
    if isinstance(found, ChildError):
        said = str(found).strip().rpartition("\n")[2]
        return _undecided(task, f"govern itself failed over it: {said}", broken=True)
    if isinstance(found, Failure):
        return _undecided(task, f"budget: {found.reason}", gave_up=seconds)
    return found


def _read(task: Task, repository: Repository) -> dict[str, bytes]:
    """The bytes of the files, by object id. What is too large is not read: its size says enough."""
    files = {each.object_id: each for side in task.sides for each in side.files}
    return {
        each.object_id: repository.glance(each.object_id, each.path)
        for each in files.values()
        if each.kind.is_file and each.size <= task.limits.max_bytes
    }


def compared(task: Task, data: Mapping[str, bytes], known: Known, lineage: Lineage) -> Judged:
    """What is said of a task, whose files have these bytes by object id. `known`: what was read before;
    `lineage`: what was found out of it."""
    base, head = (half_of(side, data, task, known) for side in (task.base, task.head))
    releases = tuple(Release(tag, half_of(side, data, task, known)) for tag, side in task.releases)
    review = revised(task.contract, base, head, releases=releases, lineage=lineage)
    reader = Reader(Bytes(task.base.entries, data), task.limits, known)
    return told(relocated(review, dict(task.moved), reader))


def told(review: ContractReview) -> Judged:
    """A review of a contract, as a history keeps it."""
    faults = tuple(
        each.message
        for each in review.findings
        if each.level is FindingLevel.BLOCKS and (each.rule.startswith("version-") or _unheard(each, review))
    )
    reasons = (each.reason for each in (review.backward, review.forward) if each.reason)
    gone = review.status == "removed"
    return Judged(
        review.status,
        review.class_,
        review.compatibility,
        review.backward.verdict,
        review.forward.verdict,
        _needed(review),
        next(reasons, None),
        tuple(_change(each) for each in review.changes),
        review.versions,
        () if gone else faults,  # whoever removes a contract owes it no version
    )


def _unheard(finding: Finding, review: ContractReview) -> bool:
    """Whether a finding says that no version field covers what breaks, though there is one. Without any
    there is no label, so none is wrong."""
    return finding.rule == "breaking-change-unannounced" and bool(review.versions)


def _needed(review: ContractReview) -> Level:
    asked = [each.required for each in review.versions]
    if not asked:
        asked = [each.level_required for each in review.changes if each.claimed_by is None]
    elif any(_unheard(each, review) for each in review.findings):
        asked.append(Level.MAJOR)
    return max(asked, key=lambda each: each.rank, default=Level.NONE)


def _change(change: Change) -> RevisionChange:
    place = change.head or change.base
    return RevisionChange(
        change.id,
        change.rule,
        change.class_,
        change.level_required,
        change.path,
        place.pointer if place is not None else "",
        change.message,
        None if change.witness is None else dumps(change.witness.document),
        change.reason,
        change.claimed_by,
    )


def _undecided(task: Task, reason: str, *, gave_up: float | None = None, broken: bool = False) -> Judged:
    """A task that gave no answer: undecided, with the reason."""
    contract = task.contract
    path = next((each.path for each in contract.schemas), contract.manifest or "")
    message = f"`{contract.name}` could not be compared: {reason}"
    rule = "contract-undecided"
    change = RevisionChange("", rule, Class.UNDECIDED, Level.MAJOR, path, "", message, None, reason)
    undecided = Verdict.UNDECIDED
    return Judged(
        task.status,
        Class.UNDECIDED,
        contract.reading.compatibility,
        undecided,
        undecided,
        Level.MAJOR,
        reason,
        (change,),
        gave_up=gave_up,
        broken=broken,
    )
