"""A state to its answer: a value that fits it, the proof that none does, or why nobody can tell.

A smallest value is built that fits what is known so far. What it fails (a schema that should refuse it
and does not, a choice none of whose branches accepts it) is taken apart into ways, and each is gone
(lazily, as satisfiability solvers do: counterexample-guided refinement). Where no way is left, there is
no value.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from govern.schema.engine import arrays, objects, scalars
from govern.schema.engine.budget import Budget
from govern.schema.engine.choices import choices, fails, surely
from govern.schema.engine.compiling import shareable
from govern.schema.engine.fitting import Fitting, opaque_word, words
from govern.schema.engine.flattening import flatten, says_nothing
from govern.schema.engine.form import Schema
from govern.schema.engine.goals import (
    Derivation,
    Empty,
    Is,
    Member,
    Outcome,
    Rule,
    State,
    Unknown,
    Unlike,
    Way,
)
from govern.schema.engine.meaning import Meaning
from govern.schema.engine.objects import Asking
from govern.schema.engine.sameness import Sameness
from govern.schema.engine.ways import Refusing
from govern.schema.engine.weighing import Scales, Weighed, by

_FEW = 3
"""A `oneOf` of more branches is refused in more ways than it has branches."""

_MOST_WEIGHED = 12
"""Of so many schemas that should refuse a value, the one with the fewest ways is looked for."""


class Search:
    """Answers states. `ask`: what goals about values inside a value are asked of."""

    def __init__(
        self, ask: Asking, sameness: Sameness, meaning: Meaning, fitting: Fitting, budget: Budget
    ) -> None:
        self._sameness = sameness
        self._meaning = meaning
        self._fitting = fitting
        self._budget = budget
        self._scales = Scales(ask, budget)
        self._choices = cache(lambda schema, kind: tuple(choices(schema, kind)))
        self._builders: Mapping[str, Callable[[State], Outcome]] = {
            "object": lambda state: objects.build(state, ask),
            "array": lambda state: arrays.build(state, ask),
            "string": scalars.string,
            "number": scalars.number,
            "boolean": _given,
            "null": _given,
        }

    def search(self, state: State) -> Outcome:
        """The loop: build, look at what fails, take that apart."""
        self._budget.pay(10 + len(state.accept) * len(state.refuse) // 32)
        closed = self._closed(state)
        if closed is not None:
            return closed
        built = self._builders[state.kind](state)
        if isinstance(built, Empty):
            return built
        candidate = built if isinstance(built, Member) else None
        refusing = self._unrefused(state, candidate)
        if refusing and not any(_pairs(each) for each in refusing):
            return self._refused(state, refusing)
        failed = self._failed(state, candidate)
        if failed is not None:
            return self._gone(state, failed)
        if refusing:
            return self._refused(state, refusing)
        if candidate is None:
            return built
        checked = self._checked(state, candidate)
        if isinstance(checked, Member) and checked.doubt:
            return self._doubted(state, checked)
        return checked

    def _failed(self, state: State, candidate: Member | None) -> Weighed | None:
        """A choice that the candidate certainly fails, not taken apart yet."""
        for schema in state.accept:
            for choice in self._choices(schema, state.kind):
                if (id(schema), choice.keyword) in state.used:
                    continue
                if candidate is None or fails(schema, choice, candidate.value, self._fitting.accepts):
                    return Weighed(schema, [*choice.ways], keyword=choice.keyword)
        return None

    def _doubted(self, state: State, candidate: Member) -> Outcome:
        """What nobody can tell of a value may hang on a choice: take apart the first that it does not
        certainly meet."""
        for schema in state.accept:
            for choice in self._choices(schema, state.kind):
                open_ = (id(schema), choice.keyword) not in state.used
                if open_ and not surely(choice, candidate.value, self._fitting.accepts):
                    outcome = self._gone(state, Weighed(schema, [*choice.ways], keyword=choice.keyword))
                    return candidate if isinstance(outcome, Unknown) else outcome
        return candidate

    def _closed(self, state: State) -> Empty | None:
        some, others = state.unlike
        for number, refusing in enumerate(state.refuse):
            for accepting in state.accept[some:] if number < others else state.accept:
                if self._sameness.same(accepting, refusing):
                    return Empty(Derivation(Rule.SAME, state, (accepting, refusing)))
        barred = {fact.word for fact in state.facts if isinstance(fact, Unlike)}
        for accepting in state.accept if barred else ():
            if any(word in barred and shareable(word) for word in words(accepting)):
                return Empty(Derivation(Rule.WORD, state, (accepting,)))
        return None

    def _unrefused(self, state: State, candidate: Member | None) -> list[Schema]:
        """The schemas that should refuse the candidate and may not, and were not taken apart yet."""
        return [
            each
            for each in state.refuse
            if (id(each), "") not in state.used
            and (candidate is None or self._fitting.accepts(each, candidate.value) is not False)
        ]

    def _refused(self, state: State, refusing: list[Schema]) -> Outcome:
        """Take apart the schema with the fewest ways to refuse."""
        finder = Refusing(
            state, self._sameness, self._fitting.formats, self._fitting.met, self._fitting.accepts
        )
        best: Weighed | None = None
        for schema in refusing[:_MOST_WEIGHED]:
            ways = finder.ways(schema)
            if ways.missing:
                for accepting in state.accept:
                    if self._meaning.same(accepting, schema):
                        return Empty(Derivation(Rule.MEANING, state, (accepting, schema)))
            if len(refusing) == 1:
                best = Weighed(schema, ways.found, ways.missing, kept=ways.kept)
                break
            weighed = self._scales.weighed(state, schema, ways, None if best is None else len(best.left))
            if weighed is not None and not weighed.left and not weighed.missing:
                return weighed.closed(state)
            best = weighed or best
        if best is None:
            return Unknown("nothing to take apart")
        outcome = self._gone(state, best)
        return Unknown(best.missing) if isinstance(outcome, Empty) and best.missing else outcome

    def _gone(self, state: State, choice: Weighed) -> Outcome:
        """Each way in turn, until one leads to a value."""
        schema = choice.schema
        unknown: Member | Unknown | None = None
        for way in choice.left:
            barred = None if choice.looked_into else self._scales.barred(state, way)
            outcome = self._way(state, way, schema, choice.keyword) if barred is None else barred
            if isinstance(outcome, Member) and outcome.certain:
                return outcome
            if not isinstance(outcome, Empty):
                if not isinstance(unknown, Member):
                    unknown = outcome if unknown is None or isinstance(outcome, Member) else unknown
                continue
            choice.premises.append(by(state, schema, way, outcome.why))
            choice.depends = min(choice.depends, outcome.depends)
        return unknown or choice.closed(state)

    def _way(self, state: State, way: Way, schema: Schema, keyword: str) -> Outcome:
        self._budget.pay(1 + (len(state.accept) + len(state.refuse)) // 32)
        added = state.with_way(way, schema, keyword)
        if not (way.accept or way.refuse):
            return self.search(added)
        accept, refuse = flatten(way.accept, way.refuse, (state.accept, state.refuse))
        for each in accept:
            taken = each.keywords.kinds
            if taken is not None and state.kind not in taken:
                return Empty(Derivation(Rule.KIND, added, (each,)))
        for each in refuse:
            if says_nothing(each):
                return Empty(Derivation(Rule.NOTHING, added, (each,)))
        if len(accept) > len(state.accept):
            listed = [each for each in accept if each.keywords.enum is not None]
            if listed:
                return self._listed(added.laid_out(accept, refuse), listed[0])
        return self.search(added.laid_out(accept, refuse))

    def _listed(self, state: State, listing: Schema) -> Outcome:
        """A way that leaves listed values only. Facts are weaker than the schemas they come from, so
        the values are held to the schemas alone."""
        return self._fitting.first(state, (state.accept, state.refuse), listing, (state.kind,))

    def _checked(self, state: State, candidate: Member) -> Outcome:
        """The candidate, once more held to everything."""
        fits = self._fitting.fits(state, candidate.value)
        if fits is False:
            return Unknown("no value could be made that fits everything at once")
        if candidate.certain and fits:
            return candidate
        return Member(candidate.value, doubt=candidate.doubt or opaque_word(state))


def _given(state: State) -> Outcome:
    return next(Member(fact.value) for fact in state.facts if isinstance(fact, Is))


def _pairs(schema: Schema) -> bool:
    """Whether there are more ways to refuse than branches: then what else fails is looked at first."""
    return len(schema.keywords.one_of or ()) > _FEW
