"""A pair of schemas to the derivation that proves it, to be followed step by step."""

from __future__ import annotations

from replay import Replay
from replay_given import key_of

from govern.documents import exact
from govern.schema.engine.budget import SpentError
from govern.schema.engine.decision import nested
from govern.schema.engine.goals import Derivation, Empty, Goal
from govern.schema.engine.places import root
from govern.schema.engine.sameness import Sameness
from govern.schema.engine.solver import Solver
from govern.schema.engine.writing import lines
from govern.schema.revision import SchemaRevision


class Derived:
    """A derivation with the goal it proves, and what else was proved on the way to it."""

    def __init__(self, why: Derivation, goal: Goal, elsewhere: dict, sides: tuple) -> None:
        self.why, self.goal, self.elsewhere, self.sides = why, goal, elsewhere, sides

    def follow(self, why: Derivation | None = None, *, alone: bool = False) -> Replay:
        """Follow the derivation, or another one of the same goal (`alone`: resting on nothing else).
        Raises DoesNotFollow."""
        replay = Replay({} if alone else self.elsewhere)
        with nested():
            replay.prove(why or self.why, self.goal)
        return replay

    def lines(self) -> tuple[str, ...]:
        """The derivation as it is printed."""
        return lines(self.why, *(each.compiled for each in self.sides))


def derived(left, right, *, declared=False, resources=({}, {})) -> Derived | None:
    """What proves that the right accepts all that the left does; None where nothing does, or where a side
    is no valid schema, of which nothing is claimed."""
    sides = tuple(
        SchemaRevision(exact(each), resources=exact(more))
        for each, more in zip((left, right), resources, strict=True)
    )
    roots = sides[0].compiled.root, sides[1].compiled.root
    solver = Solver(Sameness(), formats=False)
    goal = Goal((roots[0],), (roots[1],), root(*roots) if declared else None)
    try:
        with nested():
            outcome = solver.solve(goal)
    except SpentError:
        return None
    if not isinstance(outcome, Empty) or any(each.faults for each in sides):
        return None
    found = [each for each in solver._memory._known.values() if isinstance(each, Empty)]
    elsewhere = {key_of(each.why.goal): each.why for each in found if isinstance(each.why.goal, Goal)}
    return Derived(outcome.why, goal, elsewhere, sides)
