"""A goal to its answer: a value that meets it, the proof that none does, or why nobody can tell.

One loop decides everything. A smallest value is built that fits what is known so far; if it meets the
goal, that is the answer. If not, what it fails (a schema that should refuse it and does not, a choice
that none of whose branches accepts it) is taken apart into ways, and each way is gone (lazily, as
satisfiability solvers do: counterexample-guided refinement). Where no way is left, the goal is empty.

A goal that comes back inside itself, about a smaller value, is taken to be empty meanwhile: a smallest
value that meets it cannot hold a smaller one that does (infinite descent). What rests on such an
assumption is forgotten when the assumption falls.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from govern.model import JsonValue
from govern.schema.engine import arrays, objects, scalars
from govern.schema.engine.apart import Apart
from govern.schema.engine.circular import Circular
from govern.schema.engine.compiling import shareable
from govern.schema.engine.evaluation import Evaluator
from govern.schema.engine.flattening import READABLE, flatten, kinds, says_nothing
from govern.schema.engine.form import Schema
from govern.schema.engine.goals import (
    NEVER,
    Absent,
    At,
    Derivation,
    Empty,
    Goal,
    Is,
    Member,
    Outcome,
    Present,
    Rule,
    Some,
    State,
    Unknown,
    Unlike,
    Way,
)
from govern.schema.engine.keywords import kind_of
from govern.schema.engine.meaning import Meaning
from govern.schema.engine.memory import Key, Memory
from govern.schema.engine.sameness import Sameness
from govern.schema.engine.ways import Refusing, Ways, choices, fails, surely
from govern.schema.resolve import Node

STEPS = 60_000
"""What one question may cost, about half a second: a state costs ten, a goal that is looked up one."""

_FEW = 3
"""A `oneOf` of more branches is refused in more ways than it has branches."""

_COMPARISONS = 4
"""So many schemas are compared for one step."""

_MOST_WEIGHED = 12
"""Of so many schemas that should refuse a value, the one with the fewest ways is looked for."""


@dataclass(slots=True)
class _Weighed:
    """A schema to be taken apart (at a choice of its own: `keyword`), with the ways that are left, what
    was not modelled, the members that are no way, and the premises for those ways that are barred;
    `looked_into`: nothing bars those that are left."""

    schema: Schema
    left: list[Way]
    missing: str = ""
    keyword: str = ""
    looked_into: bool = False
    kept: Sequence[str] = ()
    premises: list[Derivation] = field(default_factory=list)
    depends: int = NEVER

    def closed(self, state: State) -> Empty:
        """No way is left."""
        kept = (Derivation(Rule.KEPT, state, tuple(self.kept)),) if self.kept else ()
        why = Derivation(Rule.WAYS, state, (self.schema, self.keyword), (*self.premises, *kept))
        return Empty(why, self.depends)


class SpentError(Exception):
    """The steps are spent."""


class Solver:
    """Answers goals about the schemas of two forms. `formats`: whether `format` and `content*` count (as
    opaque words); where they do not, `met_format` says whether one was passed over."""

    def __init__(self, sameness: Sameness, *, formats: bool, steps: int = STEPS) -> None:
        self.sameness = sameness
        self.formats = formats
        self.steps = steps
        self.met_format = False
        self._compared = sameness.compared
        self._evaluator = Evaluator(formats=formats)
        self._circular = Circular()
        self._meaning = Meaning(sameness, self._circular)
        self._apart = Apart()
        self._memory = Memory()
        self._listings: dict[str, Schema] = {}
        self._form: Schema | None = None
        self._builders: Mapping[str, Callable[[State], Outcome]] = {
            "object": lambda state: objects.build(state, self),
            "array": lambda state: arrays.build(state, self),
            "string": scalars.string,
            "number": scalars.number,
            "boolean": _given,
            "null": _given,
        }

    def solve(self, goal: Goal) -> Outcome:
        """The answer to a goal. Raises SpentError where the steps end before."""
        self._form = self._form or next(iter((*goal.accept, *goal.refuse)), None)
        for refusing in goal.refuse:
            for accepting in goal.accept:
                if self.sameness.same(accepting, refusing):
                    return Empty(Derivation(Rule.SAME, goal, (accepting, refusing)))
        place = goal.place
        if place is not None and (place.idle or place.same(self.sameness)):
            goal = replace(goal, place=None)
        self._step(1)
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
        return self._evaluator.accepts(schema, value)

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
        loop = self._circular.reason((*goal.accept, *goal.refuse))
        if loop:
            return Unknown(loop)
        flat = flatten(goal.accept, goal.refuse)
        accept, refuse = flat
        for each in refuse:
            if says_nothing(each):
                return Empty(Derivation(Rule.NOTHING, goal, (each,)))
        listed = [each for each in accept if each.keywords.enum is not None]
        if listed:
            return self._among(goal, min(listed, key=lambda each: len(each.keywords.enum or ())))
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

    def _among(self, goal: Goal, listing: Schema) -> Outcome:
        """One of the values that a schema lists."""
        values = listing.keywords.enum.by_key.values() if listing.keywords.enum is not None else ()
        return self._first(goal, listing, sorted(values, key=lambda each: READABLE.index(kind_of(each))))

    def _first(self, goal: Goal | State, listing: Schema, values: Iterable[JsonValue]) -> Outcome:
        """The first of all values there can be that certainly meets the goal."""
        unknown = False
        for value in values:
            fits = self._fits(goal, value)
            if fits:
                return Member(value)
            unknown = unknown or fits is None
        if unknown:
            return Unknown(_opaque(goal))
        return Empty(Derivation(Rule.LISTED, goal, (listing,)))

    def _fits(self, goal: Goal | State, value: JsonValue) -> bool | None:
        """Whether a value meets the schemas of a goal and counts; None where nobody can tell."""
        if goal.place is not None and not goal.place.counts(value):
            return False
        said = [self.accepts(each, value) for each in goal.accept]
        said += [_not(self.accepts(each, value)) for each in goal.refuse]
        if not self.formats and self._opaquely is not None:
            self.met_format = self.met_format or any(
                self._opaquely.accepts(each, value) is None for each in goal.refuse
            )
        return False if False in said else None if None in said else True

    @cached_property
    def _opaquely(self) -> Evaluator | None:
        """An evaluator to whom formats are opaque, where there may be any."""
        form = self._form.form if self._form is not None else None
        if form is None or not form.library.mentions("format", "contentEncoding", "contentMediaType"):
            return None
        return Evaluator(formats=True)

    def _kind(self, state: State) -> Outcome:
        """The values of one kind."""
        if state.kind not in ("null", "boolean"):
            return self._search(state)
        premises: list[Derivation] = []
        doubtful: Member | Unknown | None = None
        for value in (None,) if state.kind == "null" else (True, False):
            fits = self._fits(state, value)
            if fits is False:
                continue
            outcome = Member(value) if fits else self._search(replace(state, facts=(Is(value),)))
            if isinstance(outcome, Member) and outcome.certain:
                return outcome
            if isinstance(outcome, Empty):
                premises.append(outcome.why)
            else:
                doubtful = outcome
        return doubtful or Empty(Derivation(Rule.EVERY, state, (), tuple(premises)))

    def _search(self, state: State) -> Outcome:
        """The loop: build, look at what fails, take that apart."""
        self._step(10 + len(state.accept) * len(state.refuse) // 32)
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

    def _failed(self, state: State, candidate: Member | None) -> _Weighed | None:
        """A choice that the candidate certainly fails, not taken apart yet."""
        for schema in state.accept:
            for choice in choices(schema):
                if (id(schema), choice.keyword) in state.used:
                    continue
                if candidate is None or fails(schema, choice, candidate.value, self.accepts):
                    return _Weighed(schema, [*choice.ways], keyword=choice.keyword)
        return None

    def _doubted(self, state: State, candidate: Member) -> Outcome:
        """What nobody can tell of a value may hang on a choice: take apart the first that it does not
        certainly meet."""
        for schema in state.accept:
            for choice in choices(schema):
                open_ = (id(schema), choice.keyword) not in state.used
                if open_ and not surely(choice, candidate.value, self.accepts):
                    outcome = self._gone(state, _Weighed(schema, [*choice.ways], keyword=choice.keyword))
                    return candidate if isinstance(outcome, Unknown) else outcome
        return candidate

    def _closed(self, state: State) -> Empty | None:
        for refusing in state.refuse:
            for accepting in state.accept:
                if self.sameness.same(accepting, refusing):
                    return Empty(Derivation(Rule.SAME, state, (accepting, refusing)))
        barred = {fact.word for fact in state.facts if isinstance(fact, Unlike)}
        for accepting in state.accept if barred else ():
            if any(word in barred and shareable(word) for word in _words(accepting)):
                return Empty(Derivation(Rule.WORD, state, (accepting,)))
        return None

    def _unrefused(self, state: State, candidate: Member | None) -> list[Schema]:
        """The schemas that should refuse the candidate and may not, and were not taken apart yet."""
        return [
            each
            for each in state.refuse
            if (id(each), "") not in state.used
            and (candidate is None or self.accepts(each, candidate.value) is not False)
        ]

    def _refused(self, state: State, refusing: list[Schema]) -> Outcome:
        """Take apart the schema with the fewest ways to refuse."""
        finder = Refusing(state, self.sameness, self.formats, self._met, self.accepts)
        best: _Weighed | None = None
        for schema in refusing[:_MOST_WEIGHED]:
            ways = finder.ways(schema)
            if ways.missing:
                for accepting in state.accept:
                    if self._meaning.same(accepting, schema):
                        return Empty(Derivation(Rule.MEANING, state, (accepting, schema)))
            if len(refusing) == 1:
                best = _Weighed(schema, ways.found, ways.missing, kept=ways.kept)
                break
            weighed = self._weighed(state, schema, ways, None if best is None else len(best.left))
            if weighed is not None and not weighed.left and not weighed.missing:
                return weighed.closed(state)
            best = weighed or best
        if best is None:
            return Unknown("nothing to take apart")
        outcome = self._gone(state, best)
        return Unknown(best.missing) if isinstance(outcome, Empty) and best.missing else outcome

    def _weighed(self, state: State, schema: Schema, ways: Ways, most: int | None) -> _Weighed | None:
        """The ways of a schema that no fact of theirs bars; None where they are not fewer than `most`."""
        found = _Weighed(schema, [], ways.missing, looked_into=True, kept=ways.kept)
        for way in ways.found:
            barred = self._barred(state, way)
            if barred is None:
                found.left.append(way)
                if most is not None and len(found.left) >= most:
                    return None
            else:
                found.premises.append(_by(state, schema, way, barred.why))
                found.depends = min(found.depends, barred.depends)
        return found

    def _barred(self, state: State, way: Way) -> Empty | None:
        """Why a way cannot be gone, where one of its facts alone says so."""
        self._step(1)
        if len(way.accept) == 2:
            name = self._apart.by(*way.accept, state.kind)
            if name is not None:
                return Empty(Derivation(Rule.APART, state, (*way.accept, name)))
        for fact in way.facts:
            if isinstance(fact, Absent):
                if any(fact.name in each.keywords.required for each in state.accept):
                    return Empty(Derivation(Rule.ABSENT, state, (fact.name,)))
                continue
            if isinstance(fact, Present):
                found: Outcome = objects.present(state, fact, self)
            elif isinstance(fact, Some):
                chosen = objects.some(state, fact, self)
                found = chosen if isinstance(chosen, Empty) else Unknown("")
            elif isinstance(fact, At):
                found = arrays.item(state, fact, self)
            else:
                continue
            if isinstance(found, Empty):
                return found
        return None

    def _gone(self, state: State, choice: _Weighed) -> Outcome:
        """Each way in turn, until one leads to a value."""
        schema = choice.schema
        unknown: Member | Unknown | None = None
        for way in choice.left:
            barred = None if choice.looked_into else self._barred(state, way)
            outcome = self._way(state, way, schema, choice.keyword) if barred is None else barred
            if isinstance(outcome, Member) and outcome.certain:
                return outcome
            if not isinstance(outcome, Empty):
                if not isinstance(unknown, Member):
                    unknown = outcome if unknown is None or isinstance(outcome, Member) else unknown
                continue
            choice.premises.append(_by(state, schema, way, outcome.why))
            choice.depends = min(choice.depends, outcome.depends)
        return unknown or choice.closed(state)

    def _way(self, state: State, way: Way, schema: Schema, keyword: str) -> Outcome:
        self._step(1 + (len(state.accept) + len(state.refuse)) // 32)
        added = state.with_way(way, schema, keyword)
        accept, refuse = flatten(added.accept, added.refuse)
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
                return self._listed(replace(added, accept=accept, refuse=refuse), listed[0])
        return self._search(replace(added, accept=accept, refuse=refuse))

    def _listed(self, state: State, listing: Schema) -> Outcome:
        """A way that leaves listed values only. Facts are weaker than the schemas they come from, so
        the values are held to the schemas alone."""
        values = listing.keywords.enum.by_key.values() if listing.keywords.enum is not None else ()
        return self._first(state, listing, (each for each in values if kind_of(each) == state.kind))

    def _checked(self, state: State, candidate: Member) -> Outcome:
        """The candidate, once more held to everything."""
        fits = self._fits(state, candidate.value)
        if fits is False:
            return Unknown("no value could be made that fits everything at once")
        if candidate.certain and fits:
            return candidate
        return Member(candidate.value, doubt=candidate.doubt or _opaque(state))

    def _step(self, cost: int) -> None:
        """Pay for work, that of comparing schemas included."""
        self.steps -= cost + (self.sameness.compared - self._compared) // _COMPARISONS
        self._compared += (self.sameness.compared - self._compared) // _COMPARISONS * _COMPARISONS
        if self.steps <= 0:
            raise SpentError

    def _met(self) -> None:
        self.met_format = True


def _given(state: State) -> Outcome:
    return next(Member(fact.value) for fact in state.facts if isinstance(fact, Is))


def _pairs(schema: Schema) -> bool:
    """Whether there are more ways to refuse than branches: then what else fails is looked at first."""
    return len(schema.keywords.one_of or ()) > _FEW


def _by(state: State, schema: Schema, way: Way, why: Derivation) -> Derivation:
    return Derivation(Rule.WAY, state, (schema, way.word), (why,), way)


def _not(said: bool | None) -> bool | None:
    return None if said is None else not said


def _words(schema: Schema) -> list[str]:
    """What a schema asks for that only a word stands for."""
    here = schema.keywords
    found = [*here.opaque]
    found += [f"format {here.format}"] if here.format is not None else []
    return found + ([f"content {here.content}"] if here.content is not None else [])


def _opaque(goal: Goal | State) -> str:
    facts = goal.facts if isinstance(goal, State) else ()
    words = sorted(
        {word for each in (*goal.accept, *goal.refuse) for word in each.keywords.opaque}
        | {fact.word for fact in facts if isinstance(fact, Unlike)}
    )
    return words[0] if words else "whether a value is accepted cannot be told"
