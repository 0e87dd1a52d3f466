"""The files of a contract at base and head to their changes, renames and both answers."""

from __future__ import annotations

from dataclasses import dataclass, replace

from govern.comparing import compare_manifests, compare_schemas
from govern.contracts import SchemaFile
from govern.model import (
    LEVEL_OF_CLASS,
    Answer,
    Change,
    Class,
    Finding,
    FindingLevel,
    JsonValue,
    ManifestRules,
    Rename,
    Verdict,
)
from govern.policy.versions import SEGMENT_PLACEHOLDER, Masking, unmask
from govern.renames import Declared
from govern.review.work import Work, governed, status_of
from govern.schema.comparison import Question


@dataclass(frozen=True, slots=True)
class Found:
    """What comparing the files of a contract gave."""

    changes: tuple[Change, ...] = ()
    renames: tuple[Rename, ...] = ()
    findings: tuple[Finding, ...] = ()
    backward: tuple[Answer, ...] = ()
    forward: tuple[Answer, ...] = ()


def compared(work: Work) -> Found:
    """Every schema and the manifest, compared."""
    parts = [_schema(work, each) for each in work.contract.schemas]
    manifest = _manifest(work)
    whole = _whole(work)
    verdicts = parts or [manifest]
    return Found(
        tuple(c for part in (*parts, manifest) for c in part.changes) + whole.changes,
        tuple(r for part in (*parts, manifest) for r in part.renames),
        tuple(f for part in (*parts, manifest, whole) for f in part.findings),
        tuple(a for part in verdicts for a in part.backward),
        tuple(a for part in verdicts for a in part.forward),
    )


def _schema(work: Work, file: SchemaFile) -> Found:
    path = file.path
    there = (path in work.base.files.object_ids, path in work.head.files.object_ids)
    if not any(there):
        return Found()
    if not all(there):
        return _schema_added(work, path) if there[1] else _schema_removed(work, path)
    if _same(work, path):
        answer = Answer(Verdict.PROVED, work.reading.content, Verdict.PROVED, proof=("the same file",))
        return Found(backward=(answer,), forward=(answer,))
    if path not in work.base_masked.documents or path not in work.head_masked.documents:
        return _unreadable(work, path)
    seeds = tuple(
        work.base_masked.documents[p] for p in work.base.fixtures if p in work.base_masked.documents
    )
    base, head = (work.revision(path, at_base=each) for each in (True, False))
    base, head = work.lineage.pair(work.contract.name, path, base, head)
    question = Question(base, head, work.reading, path, seeds, work.told)
    comparison = compare_schemas(question, _declared(work, path))
    changes = tuple(_shared(change, work, path) for change in comparison.changes)
    return Found(
        tuple(_spoken(change, question, work) for change in changes),
        comparison.renames,
        comparison.findings,
        (_with_version(comparison.backward, work.base_masked),),
        (_with_version(comparison.forward, work.head_masked),),
    )


def _declared(work: Work, path: str) -> tuple[Declared, ...]:
    """The renames that the configuration declares of a file."""
    told = ((*each.at.partition("#"), each) for each in work.contract.renames)
    return tuple(
        Declared(container, each.from_, each.to) for file, _, container, each in told if file == path
    )


def _same(work: Work, path: str) -> bool:
    base, head = work.base, work.head
    if base.files.object_ids[path] != head.files.object_ids[path]:
        return False
    return base.reached_ids.get(path, {}) == head.reached_ids.get(path, {})


def _schema_added(work: Work, path: str) -> Found:
    if path not in work.head_masked.documents:
        return _unreadable(work, path)
    added = _file_change("schema-file-added", Class.ADDITIVE, path, f"schema `{path}` was added")
    if not work.told:
        return Found((added,))
    head = work.revision(path, at_base=False)
    usable = compare_schemas(Question(head, head, work.reading, path)).findings
    levels = tuple(
        replace(f, level=FindingLevel.BLOCKS) if f.level is FindingLevel.STANDING else f for f in usable
    )
    return Found((added,), (), levels)


def _schema_removed(work: Work, path: str) -> Found:
    gone = Answer(
        Verdict.UNDECIDED, work.reading.content, reason=f"{path} is gone: nothing is left to compare with"
    )
    change = _file_change("schema-file-removed", Class.BREAKING, path, f"schema `{path}` was removed")
    return Found((change,), backward=(gone,), forward=(gone,))


def _unreadable(work: Work, path: str) -> Found:
    """A side that cannot be read makes its contract undecided; the fault itself is found elsewhere."""
    sides = [
        name for name, half in (("base", work.base), ("head", work.head)) if path not in half.files.documents
    ]
    reason = f"{path} cannot be read at {' and '.join(sides)}"
    answer = Answer(Verdict.UNDECIDED, work.reading.content, reason=reason)
    change = replace(_file_change("schema-unreadable", Class.UNDECIDED, path, reason), reason=reason)
    return Found((change,), backward=(answer,), forward=(answer,))


def _file_change(rule: str, class_: Class, path: str, message: str) -> Change:
    return Change("", rule, class_, path, message, level_required=LEVEL_OF_CLASS[class_])


def _manifest(work: Work) -> Found:
    path = work.contract.manifest
    if path is None:
        return Found()
    base_there, head_there = (path in half.files.object_ids for half in (work.base, work.head))
    if not base_there and not head_there:
        return Found()
    if base_there and not head_there:
        return Found(
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
        return Found((added,), (), pair.comparison.findings)
    if path not in work.base_masked.documents:
        return _unreadable(work, path)
    pair = compare_manifests(
        work.base_masked.documents[path],
        work.head_masked.documents[path],
        path=path,
        reading=work.reading,
        rules=_rules(work),
        declared=_declared(work, path),
    )
    found = pair.comparison
    return Found(found.changes, found.renames, found.findings, (found.backward,), (found.forward,))


def _rules(work: Work) -> ManifestRules:
    """How the manifest is read: where its entries stand, which are contracts of their own."""
    entries = work.contract.entries
    rules = work.contract.manifest_rules
    return rules if entries is None else replace(rules, listing=(entries.at,))


def _manifest_unchanged(work: Work, path: str) -> Found:
    """What is wrong with it is as old as base."""
    answer = Answer(Verdict.PROVED, work.reading.content, Verdict.PROVED, proof=("the same file",))
    if path not in work.head_masked.documents:
        return Found(backward=(answer,), forward=(answer,))
    same = work.head_masked.documents[path]
    rules = work.contract.manifest_rules
    pair = compare_manifests(same, same, path=path, reading=work.reading, rules=rules)
    findings = tuple(replace(each, level=FindingLevel.STANDING) for each in pair.comparison.findings)
    return Found(findings=findings, backward=(answer,), forward=(answer,))


def _whole(work: Work) -> Found:
    """The contract as such: gone, or there for the first time."""
    status = status_of(work)
    if status != "removed":
        return Found()
    name = work.contract.name
    return Found(
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


def _shared(change: Change, work: Work, path: str) -> Change:
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


def _spoken(change: Change, question: Question, work: Work) -> Change:
    """A shown witness carries the version of the side that accepts it; no message a placeholder."""
    change = replace(change, message=change.message.replace(SEGMENT_PLACEHOLDER, "VERSION"))
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
