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


class _Judge:
    """Answers for base with one edit, within the budget of the comparison."""

    def __init__(self, question: Question, backward: Answer, forward: Answer) -> None:
        self._question = question
        self._left = MOST_JUDGED
        self._cost = _size(question.base.schema) + _size(question.head.schema)
        self._nodes = NODES
        self._known: dict[tuple[Operation, ...], tuple[Answer, Answer]] = {}
        self._whole = (backward, forward)

    def __call__(self, operations: tuple[Operation, ...]) -> tuple[Answer, Answer]:
        base = self._question.base
        document = apply(base.schema, self._question.head.schema, operations)
        if equal(document, self._question.head.schema):
            return self._whole
        if self._left <= 0 or self._nodes <= 0:
            return self._spent()
        self._left -= 1
        self._nodes -= self._cost
        edited = SchemaRevision(
            document,
            draft=base.default_draft,
            resources={**self._question.head.resources, **base.resources},
            uri=base.uri,
        )
        if edited.draft is None or edited.faults:
            reason = "base with only this edit is not a valid schema"
            return (
                Answer(Verdict.UNDECIDED, self._question.reading.content, reason=reason),
                Answer(Verdict.UNDECIDED, self._question.reading.content, reason=reason),
            )
        reading, seeds = self._question.reading, self._question.seeds
        backward = decide(Pair(base, edited, reading, seeds, real=True))
        return backward, decide(Pair(edited, base, reading, seeds))

    def explains(self, operations: Sequence[Operation]) -> bool:
        """Whether base with some operations applied is head, and nothing outside the file differs."""
        base, head = self._question.base, self._question.head
        made = apply(base.schema, head.schema, combined(base.schema, operations))
        return equal(made, head.schema) and base.raw_resources == head.raw_resources

    def beyond(self, operations: tuple[Operation, ...]) -> Answer:
        """Head against base with some operations applied: what they do not explain."""
        base, head = self._question.base, self._question.head
        grown = apply(base.schema, head.schema, combined(base.schema, operations))
        edited = SchemaRevision(grown, draft=base.default_draft, resources=base.resources, uri=base.uri)
        if edited.draft is None or edited.faults:
            reason = "base with what was added is not a valid schema"
            return Answer(Verdict.UNDECIDED, self._question.reading.content, reason=reason)
        return decide(Pair(head, edited, self._question.reading, self._question.seeds))

    def _spent(self) -> tuple[Answer, Answer]:
        """Beyond the budget: what the whole proves in a direction is all that is known."""
        answer = Answer(
            Verdict.UNDECIDED,
            self._question.reading.content,
            reason="budget: too many changes to judge each alone",
        )
        return (answer, answer)


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


def _schema_findings(question: Question) -> tuple[Finding, ...]:
    """A schema that breaks its metaschema, or that no validator can build, is a finding."""
    found: list[Finding] = []
    head = question.head
    standing = bool(question.base.faults) and question.base.raw == head.raw
    level = FindingLevel.STANDING if standing else FindingLevel.BLOCKS
    found += [
        Finding(
            "schema-invalid",
            level,
            f"not a valid schema at {fault.pointer or 'the root'}: {fault.message}",
            "mend the schema so that its own metaschema accepts it",
            question.path,
            Place(fault.pointer),
        )
        for fault in head.faults
    ]
    if head.draft is None:
        same = question.base.declared == head.declared
        found.append(
            Finding(
                "dialect-unknown",
                FindingLevel.STANDING if same else FindingLevel.BLOCKS,
                f"`$schema` names {head.declared}, a dialect govern does not know",
                "use a draft from 4 to 2020-12, so that its meaning can be decided",
                question.path,
                Place("/$schema"),
            )
        )
    elif not head.faults and head.unusable:
        unchanged = question.base.raw == head.raw
        found.append(
            Finding(
                "schema-unusable",
                FindingLevel.STANDING if unchanged else FindingLevel.BLOCKS,
                f"{head.unusable} (a pattern or reference in it that neither can read)",
                "mend the pattern or reference: nobody can validate documents against this schema",
                question.path,
                Place(""),
            )
        )
    return tuple(found)


def _typos(question: Question) -> tuple[Finding, ...]:
    """Keywords newly added that the dialect does not know and that nearly are one it knows."""
    if question.head.draft is None:
        return ()
    known = keywords(question.head.draft)
    every = {name for draft in Draft for name in keywords(draft)}
    old = {(tokens[-1]) for tokens in _unknown(question.base)} if question.base.draft else set()
    found: list[Finding] = []
    for tokens in _unknown(question.head):
        name = tokens[-1]
        near = sorted(each for each in known if _within_two(name, each))
        if name in old or name in every or not near or name.startswith("x-") or len(name) < 4:
            continue
        found.append(
            Finding(
                "keyword-unknown",
                FindingLevel.BLOCKS,
                f"`{name}` is not a keyword of this dialect and checks nothing",
                f"write `{near[0]}`, or a name that cannot be mistaken for it",
                question.path,
                Place(pointer.join(tokens)),
            )
        )
    return tuple(found)


def _unknown(side: SchemaRevision) -> list[Path]:
    """Where a schema uses keywords that its dialect does not know."""
    if side.draft is None:
        return []
    from govern.schema.dialect import subschemas

    known = keywords(side.draft)
    found: list[Path] = []
    stack: list[tuple[Path, JsonValue]] = [((), side.schema)]
    while stack:
        tokens, schema = stack.pop()
        if not isinstance(schema, dict):
            continue
        found += [(*tokens, name) for name in schema if name not in known]
        stack += [((*tokens, *below), each) for below, each in subschemas(schema, side.draft)]
    return sorted(found)


def _within_two(a: str, b: str) -> bool:
    """Whether two letters or fewer turn one word into the other (Levenshtein distance)."""
    if abs(len(a) - len(b)) > 2 or a == b:
        return a == b
    row = list(range(len(b) + 1))
    for i, left in enumerate(a, 1):
        above, row[0] = row[0], i
        for j, right in enumerate(b, 1):
            above, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, above + (left != right))
    return row[-1] <= 2


def _size(value: JsonValue) -> int:
    count, stack = 0, [value]
    while stack:
        here = stack.pop()
        count += 1
        if isinstance(here, dict):
            stack.extend(here.values())
        elif isinstance(here, list):
            stack.extend(here)
    return count
