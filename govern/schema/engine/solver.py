"""A goal to its answer: a value that meets it, the proof that none does, or why nobody can tell.

A goal is laid out into states, one for each kind of value, which are searched; goals about the values
inside a value come back here. One that comes back inside itself, about a smaller value, is taken to be
empty meanwhile: a smallest value that meets it cannot hold a smaller one that does (infinite descent).
What rests on such an assumption is forgotten when the assumption falls.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from govern.model import JsonValue
from govern.schema.engine import circular
from govern.schema.engine.budget import STEPS, Budget, SpentError
from govern.schema.engine.fitting import Fitting
from govern.schema.engine.flattening import READABLE, flatten, kinds, says_nothing
from govern.schema.engine.form import Schema
from govern.schema.engine.goals import (
    NEVER,
    Derivation,
    Empty,
    Goal,
    Is,
    Member,
    Outcome,
    Rule,
    State,
    Unknown,
)
from govern.schema.engine.meaning import Meaning
from govern.schema.engine.memory import Key, Memory
from govern.schema.engine.sameness import Sameness
from govern.schema.engine.search import Search
from govern.schema.resolve import Node


class Solver:
    """Answers goals about the schemas of two forms. `formats`: whether `format` and `content*` count (as
    opaque words). `steps`: what all its answers together may cost."""

    def __init__(self, sameness: Sameness, *, formats: bool, steps: int = STEPS) -> None:
        self._sameness = sameness
        self._budget = Budget(sameness, steps)
        self._fitting = Fitting(formats=formats)
        self._meaning = Meaning(sameness)
        self._memory = Memory()
        self._search = Search(self, sameness, self._meaning, self._fitting, self._budget)
        self._listings: dict[str, Schema] = {}
        self._form: Schema | None = None

    @property
    def met_format(self) -> bool:
        """Whether a format was passed over that does not count."""
        return self._fitting.met_format

    def solve(self, goal: Goal) -> Outcome:
        """The answer to a goal. Raises SpentError where the steps end before."""
        self._form = self._form or next(iter((*goal.accept, *goal.refuse)), None)
        for refusing in goal.refuse:
            for accepting in goal.accept:
                if self._sameness.same(accepting, refusing):
                    return Empty(Derivation(Rule.SAME, goal, (accepting, refusing)))
        place = goal.place
        if place is not None and (place.idle or place.same(self._sameness)):
            goal = replace(goal, place=None)
        self._budget.pay(1)
        key = self._key(goal)
        known = self._memory.known(key)
        if known is not None:
            return known
        depth = self._memory.depth(key)
        if depth is not None:
            return Empty(Derivation(Rule.SMALLER, goal), depth)
        if self._memory.full:
            return Unknown("budget: schemas are nested too deeply")
        return self._opened(goal, key)

    def accepts(self, schema: Schema, value: JsonValue) -> bool | None:
        """Whether a schema accepts a value; None where nobody can tell."""
        return self._fitting.accepts(schema, value)

    def listing(self, values: Sequence[JsonValue]) -> Schema:
        """A schema that accepts just these values."""
        return self._made({"enum": [*values]})

    def strings(self) -> Schema:
        """A schema that accepts every string."""
        return self._made({"type": "string"})

    def _made(self, raw: dict[str, JsonValue]) -> Schema:
        text = repr(raw)
        if text not in self._listings:
            form = self._form
            if form is None:
                raise SpentError("no schema to begin with")
            node = form.form.library.root
            held = Node(node.document, ("", text), raw, node.base, node.draft)
            self._listings[text] = Schema(form.form, held)
        return self._listings[text]

    # --- open questions ---

    def _key(self, goal: Goal) -> Key:
        place = goal.place.key if goal.place is not None else None
        return (frozenset(map(id, goal.accept)), frozenset(map(id, goal.refuse)), place)

    def _opened(self, goal: Goal, key: Key) -> Outcome:
        with self._memory.opened(key) as question:
            outcome = self._goal(goal)
            if not isinstance(outcome, Empty) and not (isinstance(outcome, Member) and outcome.certain):
                outcome = self._meant(goal) or outcome
            question.outcome = outcome
        return question.outcome

    def _meant(self, goal: Goal) -> Empty | None:
        """What could not be told of a goal whose schemas mean the same in other words."""
        for refusing in goal.refuse:
            for accepting in goal.accept:
                if self._meaning.same(accepting, refusing):
                    return Empty(Derivation(Rule.MEANING, goal, (accepting, refusing)))
        return None

    # --- one goal ---

    def _goal(self, goal: Goal) -> Outcome:
        loop = circular.reason((*goal.accept, *goal.refuse))
        if loop:
            return Unknown(loop)
        flat = flatten(goal.accept, goal.refuse)
        accept, refuse = flat
        for each in refuse:
            if says_nothing(each):
                return Empty(Derivation(Rule.NOTHING, goal, (each,)))
        listed = [each for each in accept if each.keywords.enum is not None]
        if listed:
            shortest = min(listed, key=lambda each: len(each.keywords.enum or ()))
            return self._fitting.first(goal, flat, shortest, READABLE)
        premises: list[Derivation] = []
        depends = NEVER
        unknown: Member | Unknown | None = None
        for kind in kinds(accept, refuse):
            outcome = self._kind(State(kind, accept, refuse, goal.place))
            if isinstance(outcome, Member) and outcome.certain:
                return outcome
            if isinstance(outcome, Empty):
                premises.append(outcome.why)
                depends = min(depends, outcome.depends)
            elif not isinstance(unknown, Member):
                unknown = outcome if unknown is None or isinstance(outcome, Member) else unknown
        if unknown is not None:
            return unknown
        return Empty(Derivation(Rule.KINDS, goal, (), tuple(premises)), depends)

    def _kind(self, state: State) -> Outcome:
        """The values of one kind."""
        if state.kind not in ("null", "boolean"):
            return self._search.search(state)
        premises: list[Derivation] = []
        depends = NEVER
        doubtful: Member | Unknown | None = None
        for value in (None,) if state.kind == "null" else (True, False):
            fits = self._fitting.fits(state, value)
            if fits is False:
                continue
            outcome = Member(value) if fits else self._search.search(replace(state, facts=(Is(value),)))
            if isinstance(outcome, Member) and outcome.certain:
                return outcome
            if isinstance(outcome, Empty):
                premises.append(outcome.why)
                depends = min(depends, outcome.depends)
            else:
                doubtful = outcome
        return doubtful or Empty(Derivation(Rule.EVERY, state, (), tuple(premises)), depends)
