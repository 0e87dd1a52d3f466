"""A value to whether it meets a goal: the schemas that must accept and refuse it, and the place."""

from __future__ import annotations

from collections.abc import Iterable

from govern.model import JsonValue
from govern.schema.engine.evaluation import Evaluator
from govern.schema.engine.form import Schema
from govern.schema.engine.goals import Derivation, Empty, Goal, Member, Outcome, Rule, State, Unknown, Unlike


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
        said = [self.accepts(each, value) for each in goal.accept]
        said += [_not(self.accepts(each, value)) for each in goal.refuse]
        if not (self.formats or self.met_format):
            self.met_format = any(
                _speaks_of_formats(each) and self._opaquely.accepts(each, value) is None
                for each in goal.refuse
            )
        return False if False in said else None if None in said else True

    def first(self, goal: Goal | State, listing: Schema, values: Iterable[JsonValue]) -> Outcome:
        """The first of all values there can be that certainly meets the goal."""
        unknown = False
        for value in values:
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


def _speaks_of_formats(schema: Schema) -> bool:
    """Whether a format may be asserted anywhere in the documents of a schema."""
    return schema.form.library.mentions("format", "contentEncoding", "contentMediaType")


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
    return words[0] if words else "whether a value is accepted cannot be told"


def _not(said: bool | None) -> bool | None:
    return None if said is None else not said
