"""Version fields on two sides and the changes between them, to verdicts and findings.

Decisions that the definitions leave open:

- the verdict of a field is the first that holds of malformed or missing, inconsistent, decreased,
  taken, too-small, too-large, skipped, right; every one that holds has a finding of its own;
- a bump that nothing asked for has the verdict too-large and the finding
  `version-bump-without-change`; releasing a pre-release is no such bump;
- a version that base lacks or has malformed is right if head's is well-formed, consistent and free;
- what was missing, malformed or inconsistent in the same way at base is `standing`, unless a change
  asks for a version that nobody can then read;
- in mode none every finding is a note.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from govern.contracts import Contract, VersionField
from govern.model import (
    Change,
    Finding,
    FindingLevel,
    Level,
    VersionReview,
    VersionVerdict,
)
from govern.policy.versions import faults, moves
from govern.policy.versions.case import Case, Taken, case_of
from govern.policy.versions.coverage import asked, coverage, covered, taken_out
from govern.policy.versions.places import Documents, discover, union
from govern.policy.versions.words import at, finding, listed

BY_MERGE = "merge"
"""`released_by` where each merge is a revision; anything else is a pattern of tags."""


def judge(
    contract: Contract,
    base: Documents | None,
    head: Documents,
    changes: Sequence[Change],
    *,
    taken: Taken | None = None,
    last_release: Mapping[str, Documents] | None = None,
    revision_advised: bool = False,
) -> tuple[tuple[VersionReview, ...], tuple[Finding, ...]]:
    """What each version field of a contract was asked and what it says.

    `base` and `head`: path to parsed document, not masked (base None: the contract is new).
    `changes` are the contract's, claimed ones included. `taken(field, version)` says where a version
    already stands with other content, None where it is free; `field` is the field's first place.
    `last_release` holds the documents of the last release by tag pattern; where it lacks a field's
    pattern the step is measured from base, and a note says so. `revision_advised`: backward is
    refuted under the literal reading (schemaver's REVISION is then recommended).
    """
    fields = _fields(contract, base, head)
    reviews: list[VersionReview] = []
    findings: list[Finding] = []
    for field in fields:
        release = None if field.released_by == BY_MERGE else (last_release or {}).get(field.released_by)
        case = case_of(field, contract, base, head, changes, release)
        found = tuple(_found(case, contract, taken, revision_advised))
        reviews.append(_review(case, [verdict for verdict, _ in found if verdict]))
        findings.extend(each for _, each in found)
    findings.extend(_unannounced(contract, fields, changes))
    return tuple(reviews), tuple(findings)


def _fields(contract: Contract, base: Documents | None, head: Documents) -> tuple[VersionField, ...]:
    if contract.versions is not None:
        return tuple(field for field in contract.versions if field.at)
    return union(discover(contract, base) if base is not None else (), discover(contract, head))


Judged = tuple[VersionVerdict | None, Finding]


def _found(case: Case, contract: Contract, taken: Taken | None, revision_advised: bool) -> Iterator[Judged]:
    if case.field.released_by != BY_MERGE and not case.released:
        yield None, moves.release_unknown(case, contract)
    yield from faults.faults(case, contract)
    if case.head.version is None:
        return
    where = taken(case.field.at[0], case.head.version.text) if taken and case.moved else None
    if where is not None and taken is not None:
        yield VersionVerdict.TAKEN, moves.taken(case, contract, taken, where)
    yield from moves.moves(case, contract)
    if revision_advised and (advice := moves.revision(case, contract)):
        yield None, advice


_PRECEDENCE = (
    VersionVerdict.MISSING,
    VersionVerdict.MALFORMED,
    VersionVerdict.INCONSISTENT,
    VersionVerdict.DECREASED,
    VersionVerdict.TAKEN,
    VersionVerdict.TOO_SMALL,
    VersionVerdict.TOO_LARGE,
    VersionVerdict.SKIPPED,
    VersionVerdict.RIGHT,
)


def _review(case: Case, verdicts: Sequence[VersionVerdict]) -> VersionReview:
    verdict = min(verdicts, key=_PRECEDENCE.index, default=VersionVerdict.RIGHT)
    smallest = case.smallest if verdict is not VersionVerdict.RIGHT else None
    return VersionReview(
        at=case.field.at[0],
        scheme=case.scheme.value if case.scheme else "unknown",
        covers=case.covers,
        base=faults.said(case.base),
        head=faults.said(case.head),
        required=case.ask.level,
        actual=case.step.level,
        verdict=verdict,
        suggestion=smallest.text if smallest else None,
    )


def _unannounced(
    contract: Contract, fields: Sequence[VersionField], changes: Sequence[Change]
) -> Iterator[Finding]:
    """The finding for changes that ask for a major step and that no version field announces.

    A change that a field takes out on purpose (`!`) and no other covers is a note.
    """
    patterns = [coverage(field, contract) for field in fields]
    heard = {id(change) for each in patterns for change in covered(each, changes)}
    heard |= {id(change) for change in changes if change.claimed_by}
    breaking = [change for change in changes if id(change) not in heard and asked(change) is Level.MAJOR]
    unheard = [change for change in breaking if not any(taken_out(each, change) for each in patterns)]
    if not breaking:
        return
    named = unheard or breaking
    why = "no version field covers them" if fields else "the contract has no version field"
    yield finding(
        "breaking-change-unannounced",
        FindingLevel.BLOCKS if unheard else FindingLevel.NOTE,
        contract,
        at(named[0]),
        f"{len(named)} change(s) ask for a new major version and {why}: "
        f"{listed([f'{change.rule} at {at(change)}' for change in named])}.",
        f"Leave what is released as it is, and give the manifest of {contract.listed_in} one more entry with "
        "a schema of its own."
        if contract.listed_in is not None
        else "Give the contract a version field (`contract_version` in its manifest or as a const in its "
        "schemas, or `versions` in the configuration) that covers these files, or undo the changes.",
    )
