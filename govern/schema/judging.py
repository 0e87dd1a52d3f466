"""Base with one edit to its two answers against base, within what one comparison may cost."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from govern.documents import equal
from govern.model import Answer, JsonValue, Reading, Verdict
from govern.schema.combining import combined
from govern.schema.containment import Pair, decide
from govern.schema.editing import Operation, apply
from govern.schema.revision import SchemaRevision

MOST_JUDGED = 60
"""How many edits of one schema are judged alone; beyond it they are undecided, for want of budget."""

BUDGET = 100_000
"""What all edits of one comparison may cost, in nodes of the documents read and steps of questions that
were given up: a count, so that results do not hang on how busy the machine is."""

STEPS = 6_000
"""The steps of one question about one edit: it differs in one place only."""

SPENT = "budget: too many changes to judge each alone"


class EditJudge:
    """Judges the edits between two revisions, each alone. `whole`: the backward and the forward answer to the
    whole. `worded`: witnesses carry what validators say of them."""

    def __init__(
        self,
        base: SchemaRevision,
        head: SchemaRevision,
        reading: Reading,
        seeds: tuple[JsonValue, ...],
        whole: tuple[Answer, Answer],
        *,
        worded: bool = True,
    ) -> None:
        self._base, self._head = base, head
        self._reading, self._seeds = reading, seeds
        self._whole = whole
        self._worded = worded
        self._judged = 0
        self._left = BUDGET

    def __call__(self, operations: tuple[Operation, ...]) -> tuple[Answer, Answer]:
        """Base with some operations applied, against base: the backward and the forward answer."""
        document = apply(self._base.schema, self._head.schema, operations)
        if equal(document, self._head.schema):
            return self._whole
        if self._judged >= MOST_JUDGED or self._left <= 0:
            answer = Answer(Verdict.UNDECIDED, self._reading.content, reason=SPENT)
            return answer, answer
        self._judged += 1
        self._left -= self._cost
        edited = self._base.edited(document, {**self._head.resources, **self._base.resources})
        if edited.draft is None or edited.faults:
            reason = "base with only this edit is not a valid schema"
            answer = Answer(Verdict.UNDECIDED, self._reading.content, reason=reason)
            return answer, answer
        backward = self._asked(self._base, edited, real=True)
        return backward, self._asked(edited, self._base)

    @cached_property
    def _cost(self) -> int:
        return _size(self._base.schema) + _size(self._head.schema)

    def explains(self, operations: Sequence[Operation]) -> bool:
        """Whether base with some operations applied is head, and nothing outside the file differs."""
        made = apply(self._base.schema, self._head.schema, combined(self._base.schema, operations))
        return equal(made, self._head.schema) and self._base.raw_resources == self._head.raw_resources

    def beyond(self, operations: tuple[Operation, ...]) -> Answer:
        """Head against base with some operations applied: what they do not explain."""
        base, head = self._base, self._head
        grown = apply(base.schema, head.schema, combined(base.schema, operations))
        edited = base.edited(grown)
        if edited.draft is None or edited.faults:
            reason = "base with what was added is not a valid schema"
            return Answer(Verdict.UNDECIDED, self._reading.content, reason=reason)
        return decide(Pair(head, edited, self._reading, self._seeds, worded=self._worded))

    def _asked(self, left: SchemaRevision, right: SchemaRevision, *, real: bool = False) -> Answer:
        pair = Pair(left, right, self._reading, self._seeds, real, STEPS, told=False, worded=self._worded)
        answer = decide(pair)
        if answer.reason is not None and answer.reason.startswith("budget"):
            self._left -= STEPS
        return answer


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
