"""One contract at base and head to its ContractReview. A pure function of files already read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from govern.comparing import compare_manifests, compare_schemas, growth_notes
from govern.contracts import Contract, SchemaFile
from govern.documents import Document
from govern.identity import identified
from govern.manifest import Manifest, registries
from govern.model import (
    LEVEL_OF_CLASS,
    Answer,
    Approval,
    Change,
    Class,
    Compatibility,
    ContractReview,
    Finding,
    FindingLevel,
    JsonValue,
    Level,
    Place,
    Reading,
    Rename,
    Verdict,
    VersionReview,
    worst,
)
from govern.policy.fixtures import Golden
from govern.policy.fixtures import judge as judge_fixtures
from govern.policy.versions import Masking, masking, unconfigured, unmask
from govern.policy.versions import judge as judge_versions
from govern.review.reading import Files
from govern.review.references import uri_of
from govern.review.spelling import misleading
from govern.schema.attribution import relevant
from govern.schema.comparison import Question
from govern.schema.revision import SchemaRevision

Taken = Callable[[str, str], str | None]


@dataclass(frozen=True, slots=True)
class Half:
    """A contract's files at one revision. `fixtures` and `rejects` are the paths its globs select;
    `reached` are, by schema path, the values of files it refers to, by URI; `reached_ids` their
    object ids."""

    files: Files
    fixtures: tuple[str, ...] = ()
    rejects: tuple[str, ...] = ()
    reached: Mapping[str, Mapping[str, JsonValue]] = field(default_factory=dict)
    reached_ids: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    reached_paths: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Work:
    """What the steps of one contract share."""

    contract: Contract
    base: Half
    head: Half
    base_masked: Masking
    head_masked: Masking

    @property
    def reading(self) -> Reading:
        """What counts as breaking for the contract."""
        return self.contract.reading

    def revision(self, path: str, *, at_base: bool) -> SchemaRevision:
        """A schema file at base or at head, its version places masked."""
        half, masked = (self.base, self.base_masked) if at_base else (self.head, self.head_masked)
        return SchemaRevision(
            masked.documents[path],
            draft=self.reading.draft,
            resources=half.reached.get(path, {}),
            uri=uri_of(path),
        )


@dataclass(frozen=True, slots=True)
class _Found:
    """What comparing the files of a contract gave."""

    changes: tuple[Change, ...] = ()
    renames: tuple[Rename, ...] = ()
    findings: tuple[Finding, ...] = ()
    backward: tuple[Answer, ...] = ()
    forward: tuple[Answer, ...] = ()


def governed(contract: Contract, half: Half) -> tuple[str, ...]:
    """Every path of a contract at one revision, whether it is there or not."""
    named = [path for each in contract.schemas for path in (each.path, each.strict) if path]
    named += [contract.manifest] if contract.manifest else []
    return tuple(sorted({*named, *half.fixtures, *half.rejects}))


def review_contract(
    contract: Contract, base: Half, head: Half, *, taken: Taken | None = None
) -> ContractReview:
    """Compare, then ask what the changes owe: versions, fixtures, approvals. Never raises on what
    the files hold."""
    work = _Work(
        contract,
        base,
        head,
        masking(base.files.values, contract.versions, contract),
        masking(head.files.values, contract.versions, contract),
    )
    found = _compared(work)
    changes = tuple(_placed(change, work) for change in _echoed(identified(found.changes)))
    versions, version_findings = judge_versions(
        contract,
        base.files.values if _present(work, base) else None,
        head.files.values,
        changes,
        taken=taken,
        revision_advised=any(a.other_reading is Verdict.REFUTED for a in found.backward),
    )
    fixtures, fixture_findings, _ = judge_fixtures(
        contract, _golden(work, base, True), _golden(work, head, False), changes
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
    ]
    return ContractReview(
        contract.name,
        worst(change.class_ for change in changes if change.claimed_by is None),
        _worst_answer(found.backward, work),
        _worst_answer(found.forward, work),
        changes,
        found.renames,
        versions,
        fixtures,
        tuple(_located(each, work) for each in _softened(findings, contract)),
        _approvals(contract, changes),
        contract.reading.compatibility,
        governed(contract, head),
        contract.docs,
        contract.drills,
        contract.changelog,
        _status(work),
    )


def _echoed(changes: tuple[Change, ...]) -> tuple[Change, ...]:
    """A code renamed in the manifest explains the same value going and coming in a schema's
    vocabulary: the two are claimed by the rename."""
    renames = {(each.before, each.after): each for each in changes if each.rule == "code-renamed"}
    claims: dict[str, str] = {}
    for (old, new), rename in renames.items():
        gone, come = (
            [c for c in changes if c.rule == rule and c.effect.name == name and c.claimed_by is None]
            for rule, name in (("enum-value-removed", old), ("enum-value-added", new))
        )
        for lost in gone:
            gained = [c for c in come if (c.path, c.effect.places) == (lost.path, lost.effect.places)]
            claims.update({each.id: rename.id for each in (lost, *gained) if gained})
    return tuple(replace(each, claimed_by=claims.get(each.id, each.claimed_by)) for each in changes)


# --- comparing the files ---


def _compared(work: _Work) -> _Found:
    parts = [_schema(work, each) for each in work.contract.schemas]
    manifest = _manifest(work)
    whole = _whole(work)
    verdicts = parts or [manifest]
    return _Found(
        tuple(c for part in (*parts, manifest) for c in part.changes) + whole.changes,
        tuple(r for part in (*parts, manifest) for r in part.renames),
        tuple(f for part in (*parts, manifest, whole) for f in part.findings),
        tuple(a for part in verdicts for a in part.backward),
        tuple(a for part in verdicts for a in part.forward),
    )


def _schema(work: _Work, file: SchemaFile) -> _Found:
    path = file.path
    there = (path in work.base.files.object_ids, path in work.head.files.object_ids)
    if not any(there):
        return _Found()
    if not all(there):
        return _schema_added(work, path) if there[1] else _schema_removed(work, path)
    if _same(work, path):
        answer = Answer(Verdict.PROVED, work.reading.content, Verdict.PROVED, proof=("the same file",))
        return _Found(backward=(answer,), forward=(answer,))
    if path not in work.base_masked.documents or path not in work.head_masked.documents:
        return _unreadable(work, path)
    seeds = tuple(
        work.base_masked.documents[p] for p in work.base.fixtures if p in work.base_masked.documents
    )
    question = Question(
        work.revision(path, at_base=True), work.revision(path, at_base=False), work.reading, path, seeds
    )
    comparison = compare_schemas(question)
    changes = tuple(_shared(change, work, path) for change in comparison.changes)
    return _Found(
        tuple(_spoken(change, question, work) for change in changes),
        comparison.renames,
        comparison.findings,
        (_with_version(comparison.backward, work.base_masked),),
        (_with_version(comparison.forward, work.head_masked),),
    )


def _same(work: _Work, path: str) -> bool:
    base, head = work.base, work.head
    if base.files.object_ids[path] != head.files.object_ids[path]:
        return False
    return base.reached_ids.get(path, {}) == head.reached_ids.get(path, {})


def _schema_added(work: _Work, path: str) -> _Found:
    if path not in work.head_masked.documents:
        return _unreadable(work, path)
    head = work.revision(path, at_base=False)
    usable = compare_schemas(Question(head, head, work.reading, path)).findings
    levels = tuple(
        replace(f, level=FindingLevel.BLOCKS) if f.level is FindingLevel.STANDING else f for f in usable
    )
    return _Found(
        (_file_change("schema-file-added", Class.ADDITIVE, path, f"schema `{path}` was added"),), (), levels
    )


def _schema_removed(work: _Work, path: str) -> _Found:
    gone = Answer(
        Verdict.UNDECIDED, work.reading.content, reason=f"{path} is gone: nothing is left to compare with"
    )
    change = _file_change("schema-file-removed", Class.BREAKING, path, f"schema `{path}` was removed")
    return _Found((change,), backward=(gone,), forward=(gone,))


def _unreadable(work: _Work, path: str) -> _Found:
    """A side that cannot be read makes its contract undecided; the fault itself is found elsewhere."""
    sides = [
        name for name, half in (("base", work.base), ("head", work.head)) if path not in half.files.documents
    ]
    reason = f"{path} cannot be read at {' and '.join(sides)}"
    answer = Answer(Verdict.UNDECIDED, work.reading.content, reason=reason)
    change = replace(_file_change("schema-unreadable", Class.UNDECIDED, path, reason), reason=reason)
    return _Found((change,), backward=(answer,), forward=(answer,))


def _file_change(rule: str, class_: Class, path: str, message: str) -> Change:
    return Change("", rule, class_, path, message, level_required=LEVEL_OF_CLASS[class_])


def _manifest(work: _Work) -> _Found:
    path = work.contract.manifest
    if path is None:
        return _Found()
    base_there, head_there = (path in half.files.object_ids for half in (work.base, work.head))
    if not base_there and not head_there:
        return _Found()
    if base_there and not head_there:
        return _Found(
            (_file_change("manifest-removed", Class.BREAKING, path, f"manifest `{path}` was removed"),)
        )
    if base_there and work.base.files.object_ids[path] == work.head.files.object_ids[path]:
        return _manifest_unchanged(work, path)
    if path not in work.head_masked.documents:
        return _unreadable(work, path)
    if not base_there:
        new = work.head_masked.documents[path]
        pair = compare_manifests(
            new, new, path=path, reading=work.reading, rules=work.contract.manifest_rules
        )
        added = _file_change("manifest-added", Class.ADDITIVE, path, f"manifest `{path}` was added")
        return _Found((added,), (), pair.comparison.findings)
    if path not in work.base_masked.documents:
        return _unreadable(work, path)
    pair = compare_manifests(
        work.base_masked.documents[path],
        work.head_masked.documents[path],
        path=path,
        reading=work.reading,
        rules=work.contract.manifest_rules,
    )
    found = pair.comparison
    return _Found(found.changes, found.renames, found.findings, (found.backward,), (found.forward,))


def _manifest_unchanged(work: _Work, path: str) -> _Found:
    """What is wrong with it is as old as base."""
    answer = Answer(Verdict.PROVED, work.reading.content, Verdict.PROVED, proof=("the same file",))
    if path not in work.head_masked.documents:
        return _Found(backward=(answer,), forward=(answer,))
    same = work.head_masked.documents[path]
    rules = work.contract.manifest_rules
    pair = compare_manifests(same, same, path=path, reading=work.reading, rules=rules)
    findings = tuple(replace(each, level=FindingLevel.STANDING) for each in pair.comparison.findings)
    return _Found(findings=findings, backward=(answer,), forward=(answer,))


def _whole(work: _Work) -> _Found:
    """The contract as such: gone, or there for the first time."""
    status = _status(work)
    if status != "removed":
        return _Found()
    name = work.contract.name
    return _Found(
        findings=(
            Finding(
                "contract-removed",
                FindingLevel.BLOCKS,
                f"contract `{name}` is gone: none of its schemas and manifests is left",
                "keep the files, or have the removal accepted by an exception in the target's configuration",
                next(iter(governed(work.contract, work.base)), ""),
            ),
        )
    )


def _shared(change: Change, work: _Work, path: str) -> Change:
    """A change that comes from a referenced file names that file."""
    if change.rule != "referenced-file-changed":
        return change
    base, head = work.base.reached_ids.get(path, {}), work.head.reached_ids.get(path, {})
    files = {**work.base.reached_paths.get(path, {}), **work.head.reached_paths.get(path, {})}
    changed = sorted({files[uri] for uri in files if base.get(uri) != head.get(uri)})
    if not changed:
        return change
    listed: list[JsonValue] = [*changed]
    message = (
        f"`{path}` refers to {' and '.join(f'`{each}`' for each in changed)}, which changed what it accepts"
    )
    return replace(change, id="", message=message, path=changed[0], before=None, after=listed)


# --- words and places ---


def _spoken(change: Change, question: Question, work: _Work) -> Change:
    """A shown witness carries the version of the side that accepts it."""
    if change.witness is None:
        return change
    document = change.witness.document
    by_base = question.base.quick(document, formats=False) is True
    masked = work.base_masked if by_base else work.head_masked
    return replace(change, witness=replace(change.witness, document=unmask(document, masked)))


def _with_version(answer: Answer, masked: Masking) -> Answer:
    if answer.witness is None:
        return answer
    return replace(answer, witness=replace(answer.witness, document=unmask(answer.witness.document, masked)))


def _placed(change: Change, work: _Work) -> Change:
    return replace(
        change,
        base=_line(change.base, work.base.files.documents.get(change.path)),
        head=_line(change.head, work.head.files.documents.get(change.path)),
    )


def _located(finding: Finding, work: _Work) -> Finding:
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


def _of_old(finding: Finding, work: _Work) -> Finding:
    """What rests on a file that is as unreadable at base, byte for byte, is an old fault."""
    base, head = work.base.files, work.head.files
    concerned = [finding.path, *(work.head.fixtures if finding.rule == "no-fixtures" else ())]
    broken = [path for path in concerned if head.faults.get(path)]
    old = broken and all(base.object_ids.get(path) == head.object_ids[path] for path in broken)
    return replace(finding, level=FindingLevel.STANDING) if old else finding


def _unmeasured(
    versions: Sequence[VersionReview], work: _Work, changes: Sequence[Change]
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


def _faults(work: _Work) -> Sequence[Finding]:
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


def _present(work: _Work, half: Half) -> bool:
    """Whether any schema or manifest of the contract is there at a revision."""
    named = [each.path for each in work.contract.schemas]
    named += [work.contract.manifest] if work.contract.manifest else []
    return any(path in half.files.object_ids for path in named)


def _status(work: _Work) -> str:
    before, after = _present(work, work.base), _present(work, work.head)
    if before != after:
        return "added" if after else "removed"
    same = work.base.files.object_ids == work.head.files.object_ids
    return "unchanged" if same and work.base.reached_ids == work.head.reached_ids else "changed"


def _worst_answer(answers: Sequence[Answer], work: _Work) -> Answer:
    """Refuted before undecided before proved; nothing to compare is proved for want of a base."""
    order = (Verdict.REFUTED, Verdict.UNDECIDED, Verdict.PROVED)
    if not answers:
        return Answer(
            Verdict.PROVED, work.reading.content, Verdict.PROVED, proof=("there is nothing at base to keep",)
        )
    chosen = min(answers, key=lambda each: order.index(each.verdict))
    assumptions = tuple(sorted({text for each in answers for text in each.assumptions}))
    return replace(chosen, assumptions=assumptions)


def _golden(work: _Work, half: Half, at_base: bool) -> Golden:
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
        raw=half.files.object_ids,
    )


def _approvals(contract: Contract, changes: Sequence[Change]) -> tuple[Approval, ...]:
    """Who must approve: the most that any class among the changes asks for."""
    asked = sorted(
        {change.class_ for change in changes if change.claimed_by is None}, key=lambda each: each.rank
    )
    rows: dict[str, Approval] = {}
    for class_ in asked:
        rule = contract.approvals.get(class_)
        if rule is None or rule.needed == 0:
            continue
        for role in rule.roles or ("reviewer",):
            if role not in rows or rows[role].needed < rule.needed:
                rows[role] = Approval(role, rule.needed, f"a change is {class_.value}")
    return tuple(rows[role] for role in sorted(rows))
