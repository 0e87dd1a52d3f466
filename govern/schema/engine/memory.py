"""Which questions were answered, and which are open: what rests on an assumption falls with it.

A question that comes back inside itself is assumed to be empty (see the solver). An answer that rests on
such an assumption holds only while the question it is about is open; once that is found empty, the
answer stands, and where it is not, the answer is forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeAlias

from govern.schema.engine.goals import Empty, Outcome, Unknown

DEEPEST = 60
"""How many questions may be open within each other."""

Key: TypeAlias = "tuple[frozenset[int], frozenset[int], object]"
"""Equal iff two goals are: the identities of the schemas, and the place."""


_UNANSWERED = Unknown("never answered")


@dataclass(slots=True)
class Question:
    """An open question; its answer is set before it is closed."""

    depth: int
    outcome: Outcome = _UNANSWERED


class Memory:
    """The answers of one solver."""

    def __init__(self) -> None:
        self._known: dict[Key, Outcome] = {}
        self._open: dict[Key, int] = {}
        self._provisional: list[dict[Key, Empty]] = []
        """For each open question, the answers found inside it that rest on it or on one around it."""

    @property
    def full(self) -> bool:
        """Whether no further question can be opened."""
        return len(self._open) > DEEPEST

    def known(self, key: Key) -> Outcome | None:
        """The answer to a question, for now or for good."""
        if key in self._known:
            return self._known[key]
        return next((held[key] for held in self._provisional if key in held), None)

    def depth(self, key: Key) -> int | None:
        """How deep a question stands among the open ones, None where it is not open."""
        return self._open.get(key)

    @contextmanager
    def opened(self, key: Key) -> Iterator[Question]:
        """Hold a question open while it is answered, then remember what may be remembered."""
        question = Question(len(self._open))
        self._open[key] = question.depth
        self._provisional.append({})
        answered = False
        try:
            yield question
            answered = True
        finally:
            del self._open[key]
            held = self._provisional.pop()
        if answered:
            question.outcome = self._closed(key, question, held)

    def _closed(self, key: Key, question: Question, held: dict[Key, Empty]) -> Outcome:
        outcome, depth = question.outcome, question.depth
        if not isinstance(outcome, Empty):
            if not isinstance(outcome, Unknown) or not outcome.reason.startswith("budget"):
                self._known[key] = outcome
            return outcome
        if outcome.depends >= depth:
            outcome = self._known[key] = Empty(outcome.why)
            self._known |= {each: Empty(found.why) for each, found in held.items() if found.depends >= depth}
            rest = {each: found for each, found in held.items() if found.depends < depth}
        else:
            # What rested on this question now rests on what its answer itself rests on.
            rest = {each: Empty(f.why, min(f.depends, outcome.depends)) for each, f in held.items()}
            rest[key] = outcome
        if self._provisional:
            self._provisional[-1].update(rest)
        return outcome
