"""What one walk over two schemas found, to what it teaches the next."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from govern.model import JsonValue, Rename, RenameKind, Standing
from govern.pointer import ancestors
from govern.renames import things
from govern.renames.crowd import Two
from govern.renames.restoring import Within

MET = 64
"""Of a container in which more pairs of names could have become each other, nothing is learnt for others."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a walk starts from. `refs`: references to definitions whose rename is asserted, old text to new
    text; `likely`: to those that may be renamed as well; `moved`: places of the old schema that stand
    elsewhere in the new one; `together`: pairs of names of which the one goes where the other comes in more
    than one container; `within`: renames that stand in what may itself be renamed."""

    refs: Mapping[str, str] = field(default_factory=dict)
    likely: Mapping[str, str] = field(default_factory=dict)
    moved: Mapping[str, str] = field(default_factory=dict)
    together: frozenset[Two] = frozenset()
    within: Within = field(default_factory=Within)


class References:
    """The references of both schemas; collected when first asked for, which few revisions need."""

    def __init__(self, old: JsonValue, new: JsonValue) -> None:
        self._old, self._new = old, new

    @cached_property
    def _both(self) -> tuple[Mapping[str, str], Mapping[str, str]]:
        return things.references(self._old), things.references(self._new)

    def followed(self, known: Known) -> Mapping[str, str]:
        """The references that went from one text to another wherever they stand."""
        mine, theirs = self._both
        return things.followed(mine, theirs, known.moved)

    def says_the_same(self, one: Known, other: Known) -> bool:
        """Whether a walk finds the same, whichever of two it knows."""
        if one == other:
            return True
        said, more = ((each.refs, each.likely, each.together, each.within) for each in (one, other))
        return said == more and self.followed(one) == self.followed(other)


@dataclass(slots=True)
class Findings:
    """What a walk finds. `renames`; `aligned`, branches that stand elsewhere now; `met`, the containers in
    which a name went and another came; `sure`, by container of the new schema the renames with evidence of
    their own, new name to old."""

    renames: list[Rename] = field(default_factory=list)
    aligned: dict[str, str] = field(default_factory=dict)
    met: dict[Two, set[str]] = field(default_factory=dict)
    sure: dict[str, dict[str, str]] = field(default_factory=dict)

    def meet(self, container: str, gone: Sequence[str], come: Sequence[str]) -> None:
        """Notes which names went where which came."""
        if len(gone) * len(come) <= MET:
            for pair in itertools.product(gone, come):
                self.met.setdefault(pair, set()).add(container)

    def teaches(self) -> Known:
        """What the next walk may start from."""
        found = [each for each in self._best_last() if each.kind is RenameKind.DEFINITION]
        return Known(
            refs=_references(each for each in found if each.standing is not Standing.PROPOSED),
            likely=_references(found),
            moved=self._moved(),
            together=frozenset(pair for pair, containers in self.met.items() if len(containers) > 1),
            within=self._within(),
        )

    def _moved(self) -> dict[str, str]:
        """The places of the old schema that stand elsewhere in the new one, as far as was found."""
        moved = {**self.aligned, **{each.place: each.head_place for each in self._keyed()}}
        return moved if any(old != new for old, new in moved.items()) else {}

    def _within(self) -> Within:
        """The sure renames that stand in something renamed: what it was like before, they tell."""
        renamed = {each.head_place for each in self._keyed()}
        return Within(
            {
                container: names
                for container, names in self.sure.items()
                if not renamed.isdisjoint(ancestors(container))
            }
        )

    def _keyed(self) -> Iterator[Rename]:
        return (each for each in self._best_last() if each.kind.is_keyed)

    def _best_last(self) -> Iterator[Rename]:
        """What was found; of the candidates for one old name the best comes last, and so it holds."""
        return reversed(self.renames)


def _references(found: Iterator[Rename] | Sequence[Rename]) -> dict[str, str]:
    return {f"#{each.place}": f"#{each.head_place}" for each in found}
