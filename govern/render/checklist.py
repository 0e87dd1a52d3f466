"""A contract's review, to the items of its approval checklist: what govern saw, what people must do.

The items generalise the seven steps of changing a governed contract: manifest, schemas, fixtures,
validation of every fixture, version, drills, approval; documentation and changelog go between.
An item is ticked only by what govern itself checked; a finding that blocks opens its item again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from govern.escape import code, prose, shortened
from govern.model import (
    Approval,
    Class,
    ContractReview,
    EffectKind,
    Finding,
    FindingLevel,
    Level,
    RenameKind,
    VersionReview,
    VersionVerdict,
)
from govern.render import facts

FAILURES_SHOWN = 10
"""Findings of one step that get a box of their own; the rest share one that counts them."""

_LIMIT = 300


class Step(StrEnum):
    """The steps of changing a contract safely, in order; the value heads the item."""

    MANIFEST = "Manifest updated"
    SCHEMAS = "Schemas updated"
    FIXTURES = "Fixtures updated"
    VALIDATION = "Every fixture validated"
    VERSION = "Version bumped"
    DOCS = "Documentation updated"
    CHANGELOG = "Changelog entry written"
    DRILLS = "Drills repeated"
    APPROVAL = "Explicit approval given"


_STEP_OF_WORD: tuple[tuple[Step, frozenset[str]], ...] = (
    (Step.DRILLS, frozenset({"drill", "drills"})),
    (Step.FIXTURES, frozenset({"exercised", "covering", "unexercised"})),
    (
        Step.VALIDATION,
        frozenset({"fixture", "fixtures", "reject", "rejects", "rejected", "replay", "replayed"}),
    ),
    (Step.VERSION, frozenset({"version", "versions", "bump", "unannounced"})),
    (Step.MANIFEST, frozenset({"manifest", "code", "codes", "registry", "tier", "tiers"})),
    (Step.DOCS, frozenset({"generated", "documented"})),
    (Step.CHANGELOG, frozenset({"changelog"})),
    (Step.APPROVAL, frozenset({"approval", "approvals", "signer", "signers"})),
)
"""The step that a finding reopens, by the words of its rule's id; the first row that fits."""

_GOOD_ENOUGH = (VersionVerdict.RIGHT, VersionVerdict.TOO_LARGE, VersionVerdict.SKIPPED)
_OF_MANIFEST = (EffectKind.CODE_ADDED, EffectKind.CODE_REMOVED)


_Blocking: TypeAlias = Mapping[Step, Sequence[Finding]]


@dataclass(frozen=True, slots=True)
class Item:
    """One box: `ticked` by govern or left to people, and its text, which is Markdown already."""

    ticked: bool
    text: str


def items(contract: ContractReview) -> Iterator[Item]:
    """The boxes of one contract, step by step. What blocks it opens a box again."""
    blocking = _by_step(contract)
    yield from _done_unless(Step.MANIFEST, _manifest(contract), blocking, facts.is_undecided(contract))
    yield from _schemas(contract, blocking)
    yield from _fixtures(contract, blocking)
    yield from _validation(contract, blocking)
    yield from _version(contract, blocking)
    yield from _docs(contract, blocking)
    yield from _changelog(contract, blocking)
    yield from _drills(contract, blocking)
    yield from _approval(contract, blocking)


def step_of(rule: str) -> Step:
    """The step that a finding of this rule belongs to; the schemas where its name says nothing else."""
    words = set(rule.split("-"))
    return next((step for step, names in _STEP_OF_WORD if names & words), Step.SCHEMAS)


def failed(finding: Finding, step: str) -> Item:
    """An open box that says what is wrong, where, and what to do."""
    where = facts.place(finding.path, finding.place)
    at = f" ({code(shortened(where, _LIMIT))})" if where else ""
    message, remedy = prose(shortened(finding.message, _LIMIT)), prose(shortened(finding.remedy, _LIMIT))
    accepted = "" if finding.accepted_by is None else f" Let pass by {code(finding.accepted_by)}."
    return Item(False, f"{step}: {code(finding.rule)}{at}: {message} To do: {remedy}{accepted}")


def _by_step(contract: ContractReview) -> _Blocking:
    """What blocks, step by step; what an exception let pass is no reason to tick a box either."""
    found = facts.sorted_out(contract.findings)
    documents = {fixture.path for fixture in contract.fixtures}
    steps: dict[Step, list[Finding]] = {step: [] for step in Step}
    for finding in (*found.blocking, *(f for f in found.accepted if f.level is FindingLevel.BLOCKS)):
        step = step_of(finding.rule)
        if step is Step.SCHEMAS and finding.path in documents:
            step = Step.VALIDATION
        if step is Step.DOCS and finding.path in contract.files:
            step = Step.SCHEMAS
        steps[step].append(finding)
    return steps


def _done_unless(step: Step, saw: str, blocking: _Blocking, unsure: bool = False) -> Iterator[Item]:
    """The step ticked with what was seen, or one open box for each finding against it.

    Where anything is undecided, what was not seen may be there all the same: the box stays open.
    """
    if not blocking[step]:
        doubt = "; but something is undecided, so look yourself" if unsure else ""
        yield Item(not unsure, f"{step}: {saw}{doubt}")
    yield from _failures(step, blocking)


def _failures(step: Step, blocking: _Blocking) -> Iterator[Item]:
    """An open box for each finding against a step; beyond the first few, one for all that are left."""
    yield from (failed(finding, step) for finding in blocking[step][:FAILURES_SHOWN])
    left_out = len(blocking[step]) - FAILURES_SHOWN
    if left_out > 0:
        more = facts.counted(left_out, "more finding")
        yield Item(False, f"{step}: **{more} not shown**: see the text or JSON report")


def _manifest(contract: ContractReview) -> str:
    changes = [change for change in contract.changes if change.effect.kind in _OF_MANIFEST]
    renames = [rename for rename in contract.renames if rename.kind is RenameKind.REGISTRY_VALUE]
    if not changes and not renames:
        return "no registered code came, went or was renamed; nothing about the manifest blocks"
    codes = facts.counted(len(changes), "code")
    renamed = facts.counted(len(renames), "rename")
    return f"{codes} came or went, {renamed}; nothing about it blocks"


def _schemas(contract: ContractReview, blocking: _Blocking) -> Iterator[Item]:
    undecided = [change for change, _ in facts.nested(contract.changes) if change.class_ is Class.UNDECIDED]
    if blocking[Step.SCHEMAS] or not facts.is_undecided(contract):
        saw = facts.by_class(change for change, _ in facts.nested(contract.changes))
        yield from _done_unless(Step.SCHEMAS, f"{saw}; nothing about them blocks", blocking)
        return
    for change in undecided:
        why = prose(shortened(change.reason or change.message, _LIMIT))
        yield Item(False, f"{Step.SCHEMAS}: undecided, so someone must judge it: {why}")
    if not undecided:
        reasons = [answer.reason for answer in (contract.backward, contract.forward) if answer.reason]
        why = prose(shortened("; ".join(reasons), _LIMIT)) or "no reason is known"
        yield Item(False, f"{Step.SCHEMAS}: undecided, so someone must judge it: {why}")


def _fixtures(contract: ContractReview, blocking: _Blocking) -> Iterator[Item]:
    done, asked = facts.exercised(contract)
    if not contract.fixtures and not blocking[Step.FIXTURES]:
        unsure = facts.is_undecided(contract)
        saw = f"this contract names no fixtures{_unshown(asked, unsure)}"
        yield Item(not asked and not unsure, f"{Step.FIXTURES}: {saw}")
        return
    changed = sum(fixture.changed for fixture in contract.fixtures)
    exercised = f"{done} of {asked} changes exercised" if asked else "no change to exercise"
    rest = ", none of the rest was asked for" if done < asked else ""
    saw = f"{facts.counted(changed, 'document')} changed, {exercised}{rest}"
    yield from _done_unless(Step.FIXTURES, saw, blocking, facts.is_undecided(contract))


def _unshown(asked: int, unsure: bool) -> str:
    if asked:
        return f"; nothing shows {facts.counted(asked, 'change')} in use"
    return "; what they should show is undecided" if unsure else " and needs none"


def _validation(contract: ContractReview, blocking: _Blocking) -> Iterator[Item]:
    right = [facts.as_expected(fixture) for fixture in contract.fixtures]
    if not right and not blocking[Step.VALIDATION]:
        yield Item(True, f"{Step.VALIDATION}: there is none")
        return
    replayed = sum(fixture.replayed is True for fixture in contract.fixtures)
    saw = f"{right.count(True)} of {len(right)} as expected at head, {replayed} of base accepted by head"
    if blocking[Step.VALIDATION] or right.count(True) == len(right):
        yield from _done_unless(Step.VALIDATION, saw, blocking)
    else:
        unknown = f"; {right.count(None)} could not be judged" if None in right else ""
        yield Item(False, f"{Step.VALIDATION}: only {saw}{unknown}")


def _version(contract: ContractReview, blocking: _Blocking) -> Iterator[Item]:
    yield from _failures(Step.VERSION, blocking)
    if not contract.versions and not blocking[Step.VERSION]:
        needed = contract.class_ is not Class.EDITORIAL or facts.is_undecided(contract)
        needed = needed or any(change.level_required is not Level.NONE for change in contract.changes)
        rest = "and its changes ask for a bump: announce them another way" if needed else "and needs none"
        yield Item(not needed, f"{Step.VERSION}: the contract has no version field, {rest}")
    for version in contract.versions:
        right = version.verdict is VersionVerdict.RIGHT
        if right or not blocking[Step.VERSION]:
            yield Item(version.verdict in _GOOD_ENOUGH, f"{Step.VERSION}: {_bump(version)}")


def _bump(version: VersionReview) -> str:
    moved = " → ".join(code(shown) if shown else "none" for shown in (version.base, version.head))
    text = f"{code(version.at)} {moved}, asked for {version.required}, found {version.actual}"
    if version.verdict is VersionVerdict.RIGHT:
        return text
    do = f", {code(version.suggestion)} would do" if version.suggestion else ""
    return f"{text}: {version.verdict}{do}"


def _docs(contract: ContractReview, blocking: _Blocking) -> Iterator[Item]:
    yield from _failures(Step.DOCS, blocking)
    if not contract.docs:
        yield Item(False, f"{Step.DOCS}: this contract names none; see whether any speaks of the change")
    for path in contract.docs:
        yield Item(False, f"{Step.DOCS}: {code(path)} says what head does")


def _changelog(contract: ContractReview, blocking: _Blocking) -> Iterator[Item]:
    yield from _failures(Step.CHANGELOG, blocking)
    if blocking[Step.CHANGELOG]:
        return
    where = f"in {code(contract.changelog)}" if contract.changelog else "(this contract names no changelog)"
    yield Item(False, f"{Step.CHANGELOG} {where}: what changed, and what readers and writers must do")


def _drills(contract: ContractReview, blocking: _Blocking) -> Iterator[Item]:
    yield from _failures(Step.DRILLS, blocking)
    if not contract.drills:
        yield Item(False, f"{Step.DRILLS}: this contract names none; see whether any exercises the change")
    told = [each.message for each in contract.findings if each.rule == "drills-to-repeat"]
    for said in told:
        yield Item(False, f"{Step.DRILLS}: {prose(shortened(said, _LIMIT))}")
    for path in () if told else contract.drills:
        yield Item(False, f"{Step.DRILLS}: run those of {code(path)} that exercise the change")


def _approval(contract: ContractReview, blocking: _Blocking) -> Iterator[Item]:
    yield from _failures(Step.APPROVAL, blocking)
    if not contract.approvals:
        yield Item(False, f"{Step.APPROVAL}: nobody verified this: approvals are not configured")
    for approval in contract.approvals:
        enough = approval.verified is not None and approval.verified >= approval.needed
        yield Item(enough or approval.needed == 0, f"{Step.APPROVAL}: {_asked(approval)}")


def _asked(approval: Approval) -> str:
    asked = f"{approval.needed} by {code(approval.role)}: {prose(shortened(approval.because, _LIMIT))}"
    if approval.verified is None:
        return f"{asked} (nobody verified this: approvals are not configured)"
    by = f": {', '.join(code(name) for name in approval.by)}" if approval.by else ""
    return f"{asked} ({approval.verified} verified{by})"
