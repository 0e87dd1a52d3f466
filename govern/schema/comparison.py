"""Two revisions of a schema to a Comparison: both answers, and every change with its class."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from govern import pointer
from govern.documents import equal
from govern.model import (
    LEVEL_OF_CLASS,
    Answer,
    Change,
    Class,
    Comparison,
    Finding,
    FindingLevel,
    JsonValue,
    Place,
    Reading,
    Verdict,
    worst,
)
from govern.schema.attribution import Whole, attribute, relevant
from govern.schema.combining import combined
from govern.schema.containment import Pair, confirmed, decide
from govern.schema.dialect import Draft, keywords
from govern.schema.editing import Edit, Operation, apply
from govern.schema.edits import edits
from govern.schema.engine.withdrawal import withdrawn
from govern.schema.reach import Path, reach
from govern.schema.revision import SchemaRevision

MOST_JUDGED = 60
"""How many edits of one schema are judged alone; beyond it they are undecided, for want of budget."""

NODES = 100_000
"""The step budget of one comparison, in nodes of the documents that its decisions read."""


@dataclass(frozen=True, slots=True)
class Question:
    """Two revisions of one schema file and the reading under which they are compared.

    `path` is the file as reports name it; `seeds` are documents that real people wrote for base.
    """

    base: SchemaRevision
    head: SchemaRevision
    reading: Reading
    path: str = ""
    seeds: tuple[JsonValue, ...] = ()


def compare(question: Question) -> Comparison:
    """Decide both directions of the whole, then judge each edit alone."""
    base, head = question.base, question.head
    findings = (*_schema_findings(question), *_typos(question))
    backward = decide(Pair(base, head, question.reading, question.seeds, real=True))
    forward = decide(Pair(head, base, question.reading, question.seeds))
    if base.draft is None or head.draft is None or base.faults or head.faults:
        return _unread(question, backward, forward, findings)
    found = edits(base.schema, head.schema, (base.draft, head.draft))
    whole = Whole(
        backward,
        forward,
        withdrawn(base.compiled, head.compiled),
        _places(base),
        _places(head),
    )
    judge = _Judge(question, backward, forward)
    changes = attribute(found, whole, question.reading, judge, path=question.path)
    changes = _outside(question, whole, changes, found)
    shown = [change.witness.document for change in changes if change.witness is not None]
    backward = confirmed(Pair(base, head, question.reading), backward, shown)
    forward = confirmed(Pair(head, base, question.reading), forward, shown)
    changes = tuple(replace(c, level_required=LEVEL_OF_CLASS[c.class_]) for c in changes)
    return Comparison(worst(c.class_ for c in changes), backward, forward, changes, (), findings)


def _unread(
    question: Question, backward: Answer, forward: Answer, findings: tuple[Finding, ...]
) -> Comparison:
    """A side that is no schema of a known dialect: one change, undecided unless the text is the same."""
    if backward.verdict is Verdict.PROVED and forward.verdict is Verdict.PROVED:
        return Comparison(Class.EDITORIAL, backward, forward, (), (), findings)
    change = Change(
        "",
        "schema-unreadable",
        Class.UNDECIDED,
        question.path,
        f"the two revisions could not be compared: {backward.reason or forward.reason}",
        Place(""),
        Place(""),
        ("",),
        level_required=LEVEL_OF_CLASS[Class.UNDECIDED],
        reason=backward.reason or forward.reason,
    )
    return Comparison(Class.UNDECIDED, backward, forward, (change,), (), findings)


def _outside(
    question: Question, whole: Whole, changes: tuple[Change, ...], found: tuple[Edit, ...]
) -> tuple[Change, ...]:
    """Where the file itself did not change but the verdicts did, a file it refers to has changed."""
    differs = Verdict.PROVED is not whole.backward.verdict or Verdict.PROVED is not whole.forward.verdict
    telling = [edit for edit in found if not edit.plain]
    if telling or not differs or any(c.rule == "changes-interact" for c in changes):
        return changes
    asked = [
        a
        for a, wanted in zip((whole.backward, whole.forward), relevant(question.reading), strict=True)
        if wanted
    ]
    refuted = [answer for answer in asked if answer.verdict is Verdict.REFUTED]
    undecided = [answer for answer in asked if answer.verdict is Verdict.UNDECIDED]
    class_ = Class.BREAKING if refuted else Class.UNDECIDED if undecided else Class.ADDITIVE
    witness = next((a.witness for a in (*refuted, whole.forward, whole.backward) if a.witness), None)
    referenced = question.base.raw_resources != question.head.raw_resources
    change = Change(
        "",
        "referenced-file-changed" if referenced else "changes-interact",
        class_,
        question.path,
        "a file this schema refers to changed what it accepts"
        if referenced
        else "what is accepted changed, and no edit that govern can name explains it",
        Place(""),
        Place(""),
        ("",),
        witness=witness,
        reason=undecided[0].reason if undecided else None,
    )
    return (*changes, change)


def _places(side: SchemaRevision) -> Mapping[Path, tuple[Path, ...]]:
    document = side.library.root.document
    return {tokens: paths for (uri, tokens), paths in reach(side.library).items() if uri == document}
