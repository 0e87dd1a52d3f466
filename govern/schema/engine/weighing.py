"""A schema that must refuse a value, or a choice that must accept it, to the ways that are left of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from govern.schema.engine import arrays, objects
from govern.schema.engine.apart import Apart
from govern.schema.engine.budget import Budget
from govern.schema.engine.form import Schema
from govern.schema.engine.goals import (
    NEVER,
    Absent,
    At,
    Derivation,
    Empty,
    Outcome,
    Present,
    Rule,
    Some,
    State,
    Unknown,
    Way,
)
from govern.schema.engine.objects import Asking
from govern.schema.engine.ways import Ways


@dataclass(slots=True)
class Weighed:
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


class Scales:
    """Looks at ways without going them: one of whose facts alone cannot be is no way."""

    def __init__(self, ask: Asking, budget: Budget) -> None:
        self._ask = ask
        self._budget = budget
        self._apart = Apart()

    def weighed(self, state: State, schema: Schema, ways: Ways, most: int | None) -> Weighed | None:
        """The ways of a schema that no fact of theirs bars; None where they are not fewer than `most`."""
        found = Weighed(schema, [], ways.missing, looked_into=True, kept=ways.kept)
        for way in ways.found:
            barred = self.barred(state, way)
            if barred is None:
                found.left.append(way)
                if most is not None and len(found.left) >= most:
                    return None
            else:
                found.premises.append(by(state, schema, way, barred.why))
                found.depends = min(found.depends, barred.depends)
        return found

    def barred(self, state: State, way: Way) -> Empty | None:
        """Why a way cannot be gone, where one of its facts alone says so."""
        self._budget.pay(1)
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
                found: Outcome = objects.present(state, fact, self._ask)
            elif isinstance(fact, Some):
                chosen = objects.some(state, fact, self._ask)
                found = chosen if isinstance(chosen, Empty) else Unknown("")
            elif isinstance(fact, At):
                found = arrays.item(state, fact, self._ask)
            else:
                continue
            if isinstance(found, Empty):
                return found
        return None


def by(state: State, schema: Schema, way: Way, why: Derivation) -> Derivation:
    """The step that a way of a schema is closed, and why."""
    return Derivation(Rule.WAY, state, (schema, way.word), (why,), way)
