"""Two revisions of a schema to a Comparison: both answers, and every change with its class."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from govern import pointer
from govern.model import (
    LEVEL_OF_CLASS,
    Answer,
    Change,
    Class,
    Comparison,
    Finding,
    Format,
    JsonValue,
    Place,
    Reading,
    Verdict,
    worst,
)
from govern.schema.attribution import attribute
from govern.schema.containment import Pair, confirmed, decide, equivalent
from govern.schema.definition_names import renamed_definitions, with_names
from govern.schema.dialect import Draft
from govern.schema.editing import Edit
from govern.schema.edits import edits
from govern.schema.judging import EditJudge
from govern.schema.reach import Path
from govern.schema.revision import SchemaRevision
from govern.schema.schema_findings import schema_findings
from govern.schema.whole import Setting, Whole, relevant


@dataclass(frozen=True, slots=True)
class Question:
    """Two revisions of one schema file and the reading under which they are compared.

    `path` is the file as reports name it; `seeds` are documents that real people wrote for base. `told`:
    what proves the answers is written out, what validators say of witnesses, and what else is to be noted.
    """

    base: SchemaRevision
    head: SchemaRevision
    reading: Reading
    path: str = ""
    seeds: tuple[JsonValue, ...] = ()
    told: bool = True


def compare(question: Question) -> Comparison:
    """Decide both directions of the whole, then judge each edit alone."""
    base, head = question.base, question.head
    told = question.told
    findings = schema_findings(base, head, question.path) if told else ()
    there = Pair(base, head, question.reading, question.seeds, real=True, told=told, worded=told)
    back = replace(there, left=head, right=base, real=False)
    backward, forward = decide(there), decide(back)
    if base.draft is None or head.draft is None or base.faults or head.faults:
        return _unread(question, backward, forward, findings)
    named, names = _named_as_head(question, (base.draft, head.draft))
    found = edits(named.schema, head.schema, (base.draft, head.draft))
    whole = Whole(backward, forward, base, named, head)
    judge = EditJudge(named, head, question.reading, question.seeds, (backward, forward), worded=told)
    changes = attribute(found, Setting(whole, question.reading, judge, question.path))
    changes = _outside(question, whole, changes, found)
    changes = (*_renamed(question, whole, names), *(_in_base(change, names) for change in changes))
    shown = [change.witness.document for change in changes if change.witness is not None]
    backward, forward = confirmed(there, backward, shown), confirmed(back, forward, shown)
    changes = tuple(replace(c, level_required=LEVEL_OF_CLASS[c.class_]) for c in changes)
    return Comparison(worst(c.class_ for c in changes), backward, forward, changes, (), findings)


def _named_as_head(
    question: Question, drafts: tuple[Draft, Draft]
) -> tuple[SchemaRevision, Mapping[Path, Path]]:
    """Base with its definitions named as head names them, and the names; base itself where that is not
    proved to accept the same documents."""
    base, head = question.base, question.head
    names = renamed_definitions(base.schema, head.schema, drafts)
    if not names:
        return base, {}
    named = base.edited(with_names(base.schema, head.schema, names, drafts))
    formats = question.reading.format is Format.ASSERTED
    if named.faults or not equivalent(base, named, formats=formats):
        return base, {}
    return named, names


def _renamed(question: Question, whole: Whole, names: Mapping[Path, Path]) -> tuple[Change, ...]:
    """Definitions that only go by another name: no document tells (the definitions, section 4)."""
    return tuple(
        Change(
            "",
            "definition-renamed",
            Class.EDITORIAL,
            question.path,
            f"definition `{old[1]}` is now `{new[1]}`, and every reference follows",
            Place(pointer.join(old)),
            Place(pointer.join(new)),
            tuple(pointer.join(each) for each in whole.base_places.get(new, ())),
            old[1],
            new[1],
            identity=pointer.join(old),
        )
        for old, new in names.items()
    )


def _in_base(change: Change, names: Mapping[Path, Path]) -> Change:
    """A change with its place in base as base itself names its definitions."""
    if change.base is None or not names:
        return change
    tokens = pointer.split(change.base.pointer)
    old = next((old for old, new in names.items() if tokens[:2] == new), None)
    return change if old is None else replace(change, base=Place(pointer.join((*old, *tokens[2:]))))


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
    shown = next((a for a in (*refuted, whole.forward, whole.backward) if a.witness is not None), None)
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
        witness=shown.witness if shown is not None else None,
        certified_by=shown.certified_by if shown is not None else (),
        reason=undecided[0].reason if undecided else None,
    )
    return (*changes, change)
