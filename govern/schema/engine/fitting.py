"""A value to whether it meets a goal: the schemas that must accept and refuse it, and the place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from govern.model import JsonValue
from govern.schema.engine.compiling import readable
from govern.schema.engine.evaluation import Evaluator
from govern.schema.engine.form import Schema
from govern.schema.engine.goals import (
    Derivation,
    Empty,
    Goal,
    Member,
    Outcome,
    Rule,
    Schemas,
    State,
    Unknown,
    Unlike,
)
from govern.schema.engine.keywords import kind_of

_LIST = frozenset({"enum", "kinds", "integral"})
"""What a list of values may say besides: it holds none of another type."""


class Fitting:
    """Holds values to the goals of one solver. `formats`: whether `format` and `content*` count (as opaque
    words); where they do not, `met_format` says whether one was passed over."""

    def __init__(self, *, formats: bool) -> None:
        self.formats = formats
        self.met_format = False
        self._evaluator = Evaluator(formats=formats)
        self._opaquely = Evaluator(formats=True)

    def accepts(self, schema: Schema, value: JsonValue) -> bool | None:
        """Whether a schema accepts a value; None where nobody can tell."""
        return self._evaluator.accepts(schema, value)

    def fits(self, goal: Goal | State, value: JsonValue) -> bool | None:
        """Whether a value meets the schemas of a goal and counts; None where nobody can tell."""
        if goal.place is not None and not goal.place.counts(value):
            return False
        known = True
        for schemas, refused in ((goal.accept, False), (goal.refuse, True)):
            for each in schemas:
                said = self.accepts(each, value)
                if said is refused:
                    self._passed((each,), value, refused)
                    return False
                known = known and said is not None
        self._passed(goal.refuse, value, False)
        return True if known else None

    def first(
        self, goal: Goal | State, flat: tuple[Schemas, Schemas], listing: Schema, kinds: Sequence[str]
    ) -> Outcome:
        """The first value that certainly meets the goal: of those that a schema lists, and no others can,
        of the first kind before others. `flat`: what must accept and refuse it, laid out."""
        unknown = False
        for value in _left(flat, listing, kinds):
            fits = self.fits(goal, value)
            if fits:
                return Member(value)
            unknown = unknown or fits is None
        if unknown:
            return Unknown(opaque_word(goal))
        return Empty(Derivation(Rule.LISTED, goal, (listing,)))

    def met(self) -> None:
        """Say that a format was passed over."""
        self.met_format = True

    def _passed(self, schemas: Iterable[Schema], value: JsonValue, said: bool) -> None:
        """Look whether some schemas say of a value what they say whatever its formats are."""
        if not (self.formats or self.met_format):
            self.met_format = any(
                each.form.speaks_of_formats and self._opaquely.accepts(each, value) is not said
                for each in schemas
            )


def _left(flat: tuple[Schemas, Schemas], listing: Schema, kinds: Sequence[str]) -> list[JsonValue]:
    """The values that a schema lists, by kind, without those that other lists settle: lists are long."""
    listed = {} if listing.keywords.enum is None else listing.keywords.enum.by_key
    accept, refuse = flat
    keys = set(listed)
    for each in accept:
        keys &= listed.keys() if each.keywords.enum is None else each.keywords.enum.by_key.keys()
    for each in refuse:
        if each.keywords.enum is not None and vars(each.keywords).keys() <= _LIST:
            keys -= each.keywords.enum.by_key.keys()
    left = [(kind_of(value), value) for key, value in listed.items() if key in keys]
    return [value for kind in kinds for own, value in left if own == kind]


def words(schema: Schema) -> list[str]:
    """What a schema asks for that only a word stands for."""
    here = schema.keywords
    found = [*here.opaque]
    found += [f"format {here.format}"] if here.format is not None else []
    return found + ([f"content {here.content}"] if here.content is not None else [])


def opaque_word(goal: Goal | State) -> str:
    """What keeps a goal from being told, in words."""
    facts = goal.facts if isinstance(goal, State) else ()
    words = sorted(
        {word for each in (*goal.accept, *goal.refuse) for word in each.keywords.opaque}
        | {fact.word for fact in facts if isinstance(fact, Unlike)}
    )
    return readable(words[0]) if words else "whether a value is accepted cannot be told"
