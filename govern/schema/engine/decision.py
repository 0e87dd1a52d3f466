"""Two sides to the answer of one direction: does the right accept everything the left accepts?

`proved` rests on a derivation; `refuted` on a document that real validators confirm on both original
schemas; everything else is `undecided`, with the reason.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TypeAlias

from govern.documents import same_text
from govern.model import Answer, Content, Format, JsonObject, JsonValue, Reading, Verdict, Witness
from govern.schema.engine.budget import STEPS, SpentError
from govern.schema.engine.evaluation import Evaluator
from govern.schema.engine.form import Schema
from govern.schema.engine.goals import Derivation, Empty, Goal, Member, Outcome, Rule, Unknown
from govern.schema.engine.places import Place, root
from govern.schema.engine.sameness import Sameness
from govern.schema.engine.shrinking import shrink
from govern.schema.engine.solver import Solver
from govern.schema.engine.writing import lines
from govern.schema.resolve import Node, walk
from govern.schema.revision import SchemaRevision

_FRAMES = 20_000
"""How deep Python may nest while a question is answered: schemas nest, and documents in them."""

EMPTIED = "every document of the accepting side is one that is set aside: the literal reading decides"

_REFERENCES = ("$ref", "$dynamicRef", "$recursiveRef")

Tokens: TypeAlias = "tuple[str, ...]"


@dataclass(frozen=True, slots=True)
class Pair:
    """One direction of one comparison. `seeds` are documents worth trying first; `real`: they are
    golden documents of the left, so that one which the right refuses counts under either reading.
    `steps`: how many states are looked at before the question is given up. `told`: what proves the
    answer is written out, and what it rests on. `worded`: a witness carries what validators say of it.
    """

    left: SchemaRevision
    right: SchemaRevision
    reading: Reading
    seeds: tuple[JsonValue, ...] = ()
    real: bool = False
    steps: int = STEPS
    told: bool = True
    worded: bool = True

    @property
    def formats(self) -> bool:
        """Whether `format` is content."""
        return self.reading.format is Format.ASSERTED


@dataclass(frozen=True, slots=True)
class _Found:
    """What one reading says, before it is put into words."""

    verdict: Verdict
    derivation: Derivation | None = None
    answer: Answer | None = None
    reason: str = ""


def decide(pair: Pair) -> Answer:
    """The answer to S(left) ⊆ S(right) under the pair's reading."""
    blocked = _blocked(pair)
    if blocked is not None:
        return blocked
    return _Decision(pair).answer()


def equivalent(one: SchemaRevision, other: SchemaRevision, *, formats: bool) -> bool:
    """Whether two revisions are proved to accept the same documents."""
    reading = Reading(content=Content.LITERAL, format=Format.ASSERTED if formats else Format.OPAQUE)
    pairs = (Pair(a, b, reading, told=False, worded=False) for a, b in ((one, other), (other, one)))
    answers = map(decide, pairs)
    return all(answer.verdict is Verdict.PROVED for answer in answers)


def proved_at(pair: Pair, left: Tokens, right: Tokens) -> bool:
    """Whether what stands at a place of the left is proved to accept nothing but what a place of the
    right accepts, read literally. False where it is not, and where nothing stands there."""
    if _blocked(pair) is not None:
        return False
    sides = ((pair.left, left), (pair.right, right))
    nodes = [walk(side.library.root, tokens) for side, tokens in sides]
    if nodes[0] is None or nodes[1] is None:
        return False
    goal = Goal((pair.left.compiled.schema(nodes[0]),), (pair.right.compiled.schema(nodes[1]),))
    return _Decision(pair).proves(goal)


def proved_empty(pair: Pair, left: Tokens) -> bool:
    """Whether what stands at a place of the left is proved to accept nothing at all, read literally."""
    node = walk(pair.left.library.root, left) if _blocked(pair) is None else None
    return node is not None and _Decision(pair).proves(Goal((pair.left.compiled.schema(node),), ()))


def object_with(
    revision: SchemaRevision, place: Tokens, name: str, values: tuple[JsonValue, ...], steps: int
) -> JsonObject | None:
    """An object with a member of some name (of one of `values`, where there are any) that the schema at a
    place certainly accepts; None where none was made in so many steps."""
    readable = revision.draft is not None and not revision.faults
    node = walk(revision.library.root, place) if readable else None
    if node is None:
        return None
    raw: JsonObject = {"type": "object", "required": [name]}
    if values:
        raw["properties"] = {name: {"enum": [*values]}}
    form = revision.compiled
    asking = Schema(form, Node(node.document, ("", repr(raw)), raw, node.base, node.draft))
    found = _Decision(Pair(revision, revision, Reading(content=Content.LITERAL), steps=steps)).made(
        Goal((form.schema(node), asking), ())
    )
    return found if isinstance(found, dict) else None


def confirmed(pair: Pair, answer: Answer, documents: Iterable[JsonValue]) -> Answer:
    """An undecided answer, or the refutation that one of some documents makes."""
    if answer.verdict is not Verdict.UNDECIDED or _blocked(pair) is not None:
        return answer
    decision = _Decision(pair)
    for document in documents:
        found = decision.tried(document)
        if found is not None:
            return replace(found, assumptions=(*answer.assumptions, *found.assumptions))
    return answer


class _Decision:
    def __init__(self, pair: Pair) -> None:
        self._pair = pair
        self._sameness = Sameness()
        self._left, self._right = pair.left.compiled.root, pair.right.compiled.root
        self._place = root(self._left, self._right)
        self._solver = Solver(self._sameness, formats=pair.formats, steps=pair.steps)

    def answer(self) -> Answer:
        """What the pair's reading says, and what the other would."""
        pair = self._pair
        for seed in pair.seeds if pair.real else ():
            found = self.tried(seed, always=True)
            if found is not None:
                return replace(found, other_reading=Verdict.REFUTED, assumptions=self._assumptions(found))
        literal = self._asked(None)
        if literal.verdict is Verdict.PROVED or self._counts(literal):
            declared = literal
        else:
            declared = self._declared(literal)
        mine, other = (declared, literal) if pair.reading.content is Content.DECLARED else (literal, declared)
        return self._worded(mine, other)

    def tried(self, document: JsonValue, *, always: bool = False) -> Answer | None:
        """The refutation that a document makes, None where it makes none that counts."""
        pair = self._pair
        literal = pair.reading.content is Content.LITERAL
        if not (always or literal or self._place.counts(document)):
            return None
        if self._solver.accepts(self._right, document) is True:
            return None
        if self._solver.accepts(self._left, document) is False:
            return None
        return certified(pair, document)

    def proves(self, goal: Goal) -> bool:
        """Whether a goal is proved to have no value."""
        return isinstance(self._solved(goal), Empty) and not self._misread()

    def made(self, goal: Goal) -> JsonValue:
        """A value that certainly fits a goal, null where none was made."""
        outcome = self._solved(goal)
        return outcome.value if isinstance(outcome, Member) and outcome.certain else None

    # --- one reading ---

    def _asked(self, place: Place | None) -> _Found:
        goal = Goal((self._left,), (self._right,), place)
        outcome = self._solved(goal)
        untold = isinstance(outcome, Unknown) or (isinstance(outcome, Member) and not outcome.certain)
        if untold and self._sameness.same_documents(self._left.form, self._right.form):
            outcome = Empty(Derivation(Rule.SAME, goal, (self._left, self._right)))
        if isinstance(outcome, Empty):
            lost = self._misread()
            if lost:
                return _Found(Verdict.UNDECIDED, reason=lost)
            return _Found(Verdict.PROVED, outcome.why)
        if isinstance(outcome, Unknown):
            return _Found(Verdict.UNDECIDED, reason=outcome.reason)
        return self._shown(outcome, place)

    def _solved(self, goal: Goal) -> Outcome:
        try:
            with nested():
                return self._solver.solve(goal)
        except SpentError:
            return Unknown("budget: too many cases to look at")
        except (RecursionError, OverflowError):
            return Unknown("budget: schemas or numbers are nested or large beyond measure")

    def _shown(self, found: Member, place: Place | None) -> _Found:
        """A document that the engine found, certified."""
        accepts = self._solver.accepts

        def still(document: JsonValue) -> bool:
            return (
                accepts(self._left, document) is True
                and accepts(self._right, document) is False
                and (place is None or place.counts(document))
            )

        document = shrink(found.value, still) if found.certain else found.value
        answer = certified(self._pair, document)
        if answer is None and document is not found.value:
            answer = certified(self._pair, found.value)
        if answer is not None:
            return _Found(Verdict.REFUTED, answer=answer)
        sides = (self._pair.left, self._pair.right)
        if any(side.recurrence.overgrown for side in sides):
            reason = "budget: branches and references multiply beyond what validators can be asked"
        else:
            reason = found.doubt or "validators disagree on the document that was found"
        return _Found(Verdict.UNDECIDED, reason=reason)

    def _counts(self, found: _Found) -> bool:
        """Whether a refutation under the literal reading is one under the declared reading as well."""
        witness = found.answer.witness if found.answer is not None else None
        return witness is not None and self._place.counts(witness.document)

    def _declared(self, literal: _Found) -> _Found:
        found = self._asked(self._place)
        if found.verdict is not Verdict.PROVED:
            return found
        left = self._solved(Goal((self._left,), (), self._place))
        if isinstance(left, Member) and left.certain:
            return found
        if not isinstance(left, Empty):
            reason = "every document the left accepts may be one that is set aside"
            return _Found(Verdict.UNDECIDED, reason=reason)
        if literal.answer is None:
            return literal
        note = (*literal.answer.assumptions, EMPTIED)
        return replace(literal, answer=replace(literal.answer, assumptions=note))

    def _misread(self) -> str:
        """A real validator reads references that govern cannot: then nothing is known of them."""
        for side in (self._pair.left, self._pair.right):
            lost = side.compiled.unreadable | self._sameness.assumed
            if lost and side.misread:
                return f"unreadable reference: {min(lost)}"
        return ""

    # --- words ---

    def _worded(self, mine: _Found, other: _Found) -> Answer:
        pair = self._pair
        content = pair.reading.content
        if mine.answer is not None:
            answer = replace(mine.answer, reading=content, other_reading=other.verdict)
            return replace(answer, assumptions=self._assumptions(answer))
        if mine.derivation is None:
            answer = _undecided(pair, mine.reason)
            return replace(answer, other_reading=other.verdict, assumptions=self._assumptions(answer))
        answer = Answer(
            Verdict.PROVED,
            content,
            other_reading=other.verdict,
            proof=lines(mine.derivation, pair.left.compiled, pair.right.compiled) if pair.told else (),
            other_witness=other.answer.witness if other.answer is not None else None,
        )
        if not pair.told:
            return answer
        notes = (*self._assumptions(answer), *self._format_note(other.verdict is Verdict.PROVED))
        return replace(answer, assumptions=notes)

    def _assumptions(self, answer: Answer) -> tuple[str, ...]:
        own = {*self._pair.left.assumptions, *self._pair.right.assumptions}
        lost = sorted(self._pair.left.compiled.unreadable & self._pair.right.compiled.unreadable)
        lost = sorted({*lost, *self._sameness.assumed})
        same = tuple(f"{uri} means the same on both sides (it cannot be read)" for uri in lost)
        return (*sorted(own), *same, *answer.assumptions)

    def _format_note(self, literal: bool) -> tuple[str, ...]:
        """Says so where a proof might not survive `format` being asserted."""
        if self._pair.formats or not self._solver.met_format:
            return ()
        solver = Solver(self._sameness, formats=True, steps=self._pair.steps)
        goal = Goal((self._left,), (self._right,), None if literal else self._place)
        try:
            if isinstance(solver.solve(goal), Empty):
                return ()
        except (SpentError, RecursionError, OverflowError):
            pass
        return ("holds where format and content keywords are not asserted; not proved where they are",)


def certified(pair: Pair, document: JsonValue) -> Answer | None:
    """The refutation a document makes where a validator confirms both halves and none contradicts."""
    left = pair.left.judge(document, formats=pair.formats)
    if left.refused_by or not left.accepted_by:
        return None
    right = pair.right.judge(document, formats=pair.formats)
    confirmed_by = tuple(sorted(set(left.accepted_by) & set(right.refused_by)))
    if not confirmed_by or right.accepted_by:
        return None
    note: tuple[str, ...] = ()
    if pair.told and not pair.formats and not _holds_with_formats(pair, document):
        note = ("holds where format and content keywords are not asserted",)
    words = pair.right.words(document, confirmed_by, formats=pair.formats) if pair.worded else ()
    return Answer(
        Verdict.REFUTED,
        pair.reading.content,
        witness=Witness(document, words),
        certified_by=confirmed_by,
        assumptions=note,
    )


def _holds_with_formats(pair: Pair, document: JsonValue) -> bool:
    opaque = Evaluator(formats=True)
    left, right = pair.left.compiled.root, pair.right.compiled.root
    if opaque.accepts(left, document) is True and opaque.accepts(right, document) is False:
        return True
    return (
        pair.left.judge(document, formats=True).accepts is True
        and pair.right.judge(document, formats=True).accepts is False
    )


def _blocked(pair: Pair) -> Answer | None:
    """The answer where a side cannot be read as a schema at all, None where both can."""
    if _same_files(pair):
        same = pair.left.draft == pair.right.draft
        if not same:
            return None
        return Answer(
            Verdict.PROVED,
            pair.reading.content,
            other_reading=Verdict.PROVED,
            assumptions=tuple(sorted({*pair.left.assumptions, *pair.right.assumptions})),
            proof=("the same document",),
        )
    for side, name in ((pair.left, "left"), (pair.right, "right")):
        if side.draft is None:
            return _undecided(pair, f"the dialect {side.declared} is not one govern knows")
        if side.faults:
            fault = side.faults[0]
            return _undecided(
                pair, f"the {name} side is not a valid schema: {fault.pointer or '/'}: {fault.message}"
            )
    return None


def _same_files(pair: Pair) -> bool:
    """Whether both sides are the same text with the same resources, found where references in it
    lead to the same ones."""
    left, right = pair.left, pair.right
    readable = left.draft is not None and right.draft is not None and not (left.faults or right.faults)
    if readable and not same_text(left.schema, right.schema):
        return False  # the order of keys aside, the solver sees as much, and writes nothing out
    if left.raw != right.raw or left.raw_resources != right.raw_resources:
        return False
    return pair.left.uri == pair.right.uri or not pair.left.library.mentions(*_REFERENCES)


def _undecided(pair: Pair, reason: str) -> Answer:
    return Answer(
        Verdict.UNDECIDED, pair.reading.content, reason=reason or "no proof and no witness was found"
    )


@contextmanager
def nested() -> Iterator[None]:
    """Room on Python's stack for schemas and documents that nest."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, _FRAMES))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)
