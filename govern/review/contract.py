"""One contract at base and head to its ContractReview. A pure function of files already read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from govern.comparing import growth_notes
from govern.contracts import Contract
from govern.documents import Document
from govern.identity import identified
from govern.manifest import Manifest, registries
from govern.model import (
    Answer,
    Change,
    Compatibility,
    ContractReview,
    Finding,
    FindingLevel,
    Level,
    Place,
    Rename,
    Verdict,
    VersionReview,
    worst,
)
from govern.policy.approvals import asked
from govern.policy.fixtures import Golden
from govern.policy.fixtures import judge as judge_fixtures
from govern.policy.versions import masking, unconfigured
from govern.review.drifted import drifted
from govern.review.files import Found, compared
from govern.review.invariants import breaches, declared_codes
from govern.review.lineage import Lineage
from govern.review.recorded import record_of
from govern.review.releases import Release, broken, judged
from govern.review.spelling import misleading
from govern.review.work import Half, Work, governed, present, status_of
from govern.schema.revision import SchemaRevision
from govern.schema.whole import relevant

Taken = Callable[[str, str], str | None]


def review_contract(
    contract: Contract,
    base: Half,
    head: Half,
    *,
    taken: Taken | None = None,
    releases: Sequence[Release] = (),
) -> ContractReview:
    """Compare, then ask what the changes owe: versions, fixtures, approvals. Never raises on what
    the files hold."""
    work = _work(contract, base, head)
    found = compared(work)
    changes = _changes(work, found)
    versions, version_findings = _versions(work, found, changes, releases, taken)
    held = replace(contract, codes=(*contract.codes, *declared_codes(work.head.files.values, contract)))
    fixtures, fixture_findings, _ = judge_fixtures(
        held, _golden(work, base, True), _golden(work, head, False), changes
    )
    version_findings = tuple(_of_old(each, work) for each in version_findings)
    fixture_findings = tuple(
        _of_old(each, work) if each.rule == "no-fixtures" else each for each in fixture_findings
    )
    findings = [
        *_faults(work),
        *found.findings,
        *misleading(changes),
        *_unmeasured(versions, work, changes),
        *(growth_notes(changes) if relevant(contract.reading)[1] else ()),
        *version_findings,
        *unconfigured(base.files.values, head.files.values, contract, contract.versions),
        *fixture_findings,
        *drifted(work),
        *broken(work, releases, _since),
    ]
    record = record_of(work, changes, found.renames, releases, _again)
    return replace(
        _told(work, found, changes, versions),
        fixtures=fixtures,
        findings=tuple(_located(each, work) for each in _softened(findings, contract)),
        approvals=asked(contract.approvals, changes),
        files=governed(contract, head),
        docs=contract.docs,
        drills=contract.drills,
        changelog=contract.changelog,
        record=record,
    )


def revised(
    contract: Contract,
    base: Half,
    head: Half,
    *,
    releases: Sequence[Release] = (),
    lineage: Lineage | None = None,
) -> ContractReview:
    """Compare, and judge the versions, as `review_contract` does: changes, class, answers, versions and their
    findings are the same. Fixtures count as documents that may show a change, and for the versions that
    they carry; what else is owed for a change is not asked, and no line or column is looked for. `lineage`:
    what is known of the schemas of other revisions."""
    work = replace(_work(contract, base, head), told=False, lineage=lineage or Lineage())
    found = compared(work)
    changes = _echoed(identified(found.changes))
    versions, findings = _versions(work, found, changes, releases, None)
    findings = tuple(_of_old(each, work) for each in _softened(findings, contract))
    return replace(_told(work, found, changes, versions), findings=findings)


def _told(
    work: Work, found: Found, changes: tuple[Change, ...], versions: tuple[VersionReview, ...]
) -> ContractReview:
    """What comparing and judging the versions say of a contract."""
    return ContractReview(
        work.contract.name,
        worst(change.class_ for change in changes if change.claimed_by is None),
        _worst_answer(found.backward, work),
        _worst_answer(found.forward, work),
        changes,
        found.renames,
        versions,
        compatibility=work.reading.compatibility,
        status=status_of(work),
    )


def _work(contract: Contract, base: Half, head: Half) -> Work:
    old, new = (masking(each.files.values, contract.versions, contract) for each in (base, head))
    return Work(contract, base, head, old, new)


def _versions(
    work: Work, found: Found, changes: Sequence[Change], releases: Sequence[Release], taken: Taken | None
) -> tuple[tuple[VersionReview, ...], tuple[Finding, ...]]:
    return judged(
        work,
        changes,
        releases,
        _since,
        taken=taken,
        there=present(work, work.base),
        revision_advised=any(a.other_reading is Verdict.REFUTED for a in found.backward),
    )


def _since(work: Work) -> tuple[Change, ...]:
    return _again(work)[0]


def _again(work: Work) -> tuple[tuple[Change, ...], tuple[Rename, ...]]:
    found = compared(work)
    return _changes(work, found), found.renames


def _changes(work: Work, found: Found) -> tuple[Change, ...]:
    return tuple(_placed(change, work) for change in _echoed(identified(found.changes)))


def _echoed(changes: tuple[Change, ...]) -> tuple[Change, ...]:
    """A code renamed in the manifest explains the same value going and coming in a schema's
    vocabulary: the two are claimed by the rename, unless either asks for more than it does (a code that
    is still declared, and a value that is no longer accepted)."""
    renames = {(each.before, each.after): each for each in changes if each.rule == "code-renamed"}
    claims: dict[str, str] = {}
    for (old, new), rename in renames.items():
        gone, come = (
            [c for c in changes if c.rule == rule and c.effect.name == name and c.claimed_by is None]
            for rule, name in (("enum-value-removed", old), ("enum-value-added", new))
        )
        for lost in gone:
            gained = [c for c in come if (c.path, c.effect.places) == (lost.path, lost.effect.places)]
            asked = max(each.level_required.rank for each in (lost, *gained))
            if gained and asked <= rename.level_required.rank:
                claims.update({each.id: rename.id for each in (lost, *gained)})
    return tuple(replace(each, claimed_by=claims.get(each.id, each.claimed_by)) for each in changes)


# --- words and places ---


def _placed(change: Change, work: Work) -> Change:
    return replace(
        change,
        base=_line(change.base, work.base.files.documents.get(change.path)),
        head=_line(change.head, work.head.files.documents.get(change.path)),
    )


def _located(finding: Finding, work: Work) -> Finding:
    """A finding with line and column, and in the name of its contract."""
    document = work.head.files.documents.get(finding.path)
    place = finding.place
    if place is not None and place.line is None:
        place = _line(place, document)
    return replace(finding, place=place, contract=work.contract.name)


def _line(place: Place | None, document: Document | None) -> Place | None:
    if place is None or document is None or place.line is not None:
        return place
    return document.place(place.pointer)


def _of_old(finding: Finding, work: Work) -> Finding:
    """What rests on a file that is as unreadable at base, byte for byte, is an old fault."""
    base, head = work.base.files, work.head.files
    concerned = [finding.path, *(work.head.fixtures if finding.rule == "no-fixtures" else ())]
    broken = [path for path in concerned if head.faults.get(path)]
    old = broken and all(base.object_ids.get(path) == head.object_ids[path] for path in broken)
    return replace(finding, level=FindingLevel.STANDING) if old else finding


def _unmeasured(
    versions: Sequence[VersionReview], work: Work, changes: Sequence[Change]
) -> Iterator[Finding]:
    """A version that nobody can read at base was there all the same: its step cannot be measured."""
    asked = any(change.level_required is not Level.NONE for change in changes)
    for each in versions:
        path = each.at.partition("#")[0]
        if asked and each.base is None and work.base.files.faults.get(path):
            yield Finding(
                "version-base-unreadable",
                FindingLevel.BLOCKS,
                f"{each.at} cannot be read at base, so nobody knows whether {each.head} is enough",
                "mend the base in a change of its own, and have that accepted by an exception in the target",
                path,
                Place(""),
            )


def _faults(work: Work) -> Sequence[Finding]:
    """What is wrong with files of head: a note is kept only where the file changed."""
    found: list[Finding] = []
    base, head = work.base.files, work.head.files
    for path in sorted(head.object_ids):
        old = base.object_ids.get(path) == head.object_ids[path]
        faults = head.faults.get(path, ())
        found.extend(replace(fault, level=FindingLevel.STANDING) if old else fault for fault in faults)
        document = head.documents.get(path)
        if document is not None and not old:
            found.extend(document.notes)
    return found


def _softened(findings: Sequence[Finding], contract: Contract) -> Sequence[Finding]:
    """In the mode `none` nothing but unreadable input closes the gate."""
    if contract.reading.compatibility is not Compatibility.NONE:
        return findings
    return [
        replace(each, level=FindingLevel.NOTE)
        if each.level is FindingLevel.BLOCKS and each.rule not in _UNREADABLE
        else each
        for each in findings
    ]


_UNREADABLE = frozenset(
    {
        *("json-encoding", "json-syntax", "json-duplicate-key", "json-number", "json-surrogate"),
        *("yaml-encoding", "yaml-syntax", "yaml-duplicate-key", "yaml-number", "yaml-surrogate"),
        *("yaml-alias", "yaml-tag", "yaml-key", "limit-size", "limit-depth", "lfs-pointer"),
        *("not-regular-file", "schema-invalid"),
    }
)


# --- summing up ---


def _worst_answer(answers: Sequence[Answer], work: Work) -> Answer:
    """Refuted before undecided before proved; nothing to compare is proved for want of a base."""
    order = (Verdict.REFUTED, Verdict.UNDECIDED, Verdict.PROVED)
    if not answers:
        return Answer(
            Verdict.PROVED, work.reading.content, Verdict.PROVED, proof=("there is nothing at base to keep",)
        )
    chosen = min(answers, key=lambda each: order.index(each.verdict))
    remarks = _remarks(work)
    assumptions = {text for each in answers for text in each.assumptions} | remarks
    reason = None if chosen.reason is None else _mended(chosen.reason, remarks)
    return replace(chosen, assumptions=tuple(sorted(assumptions)), reason=reason)


def _mended(reason: str, remarks: set[str]) -> str:
    """A reason, and for each reference that it names what would make it readable."""
    lost = (text for text in sorted(remarks) if " cannot be read: " in text)
    named = [text for text in lost if text.partition(" cannot be read: ")[0].split(" ")[-1] in reason]
    return "; ".join((reason, *named))


def _remarks(work: Work) -> set[str]:
    """What is to be said of the resources of both sides; what holds for one of them names it."""
    sides = (("base", {*work.base.remarks}), ("head", {*work.head.remarks}))
    both = sides[0][1] & sides[1][1]
    return both | {f"at {name}: {text}" for name, said in sides for text in said - both}


def _golden(work: Work, half: Half, at_base: bool) -> Golden:
    masked = work.base_masked if at_base else work.head_masked
    documents = masked.documents

    def revisions(paths: Mapping[str, str]) -> dict[str, SchemaRevision]:
        there = {key: path for key, path in paths.items() if path in documents}
        return {key: work.revision(path, at_base=at_base) for key, path in there.items()}

    manifest: Manifest | None = None
    path = work.contract.manifest
    if path is not None and path in documents:
        manifest = registries(documents[path], work.contract.manifest_rules)
    return Golden(
        schemas=revisions({each.path: each.path for each in work.contract.schemas}),
        strict=revisions({each.path: each.strict for each in work.contract.schemas if each.strict}),
        fixtures={path: documents[path] for path in half.fixtures if path in documents},
        rejects={path: documents[path] for path in half.rejects if path in documents},
        manifest=manifest,
        breaches=breaches(half.files.values, work.contract, (*half.fixtures, *half.rejects)),
        raw=half.files.object_ids,
    )
