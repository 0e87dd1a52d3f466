"""Two forms to the instance places they share, and to what is set aside there.

A *place* is a set of instance locations that the same schemas of both sides can apply to. The
places of a pair are the states of a finite automaton, so recursion needs no unrolling.
Source of the words map and set aside: the definitions' content model (section 2).
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property
from typing import TypeAlias

from govern.model import JsonValue
from govern.schema.engine.form import Schema
from govern.schema.engine.layers import Layers, may_match, takes_everything
from govern.schema.engine.sameness import Sameness

_Sides: TypeAlias = "tuple[Layers, Layers]"


class Place:
    """One state: the layers of both sides. `key` is equal iff the same schemas apply."""

    def __init__(self, left: Layers, right: Layers, known: dict[_Sides, Place] | None = None) -> None:
        self.left = left
        self.right = right
        self.key = (left.key, right.key)
        self._known = {} if known is None else known
        self._below: dict[str | int | None, Place] = {}

    @cached_property
    def idle(self) -> bool:
        """Whether one side applies nothing here, so that nothing is set aside here or below."""
        return not self.left.nodes or not self.right.nodes

    @cached_property
    def forbidden(self) -> tuple[frozenset[str], tuple[str, ...]]:
        """The names, and the patterns of names, that put a document aside where it carries them here:
        those the left does not mention and the right does. A map mentions every name."""
        left, right = self.left.mention, self.right.mention
        if left.everything or left.silent:
            return frozenset(), ()
        names = frozenset(name for name in right.names if not left.has(name))
        patterns = tuple(p for p in right.patterns if p not in left.patterns and not takes_everything(p))
        return names, patterns

    def puts_aside(self, name: str) -> bool:
        """Whether a document that carries a name here is set aside."""
        left, right = self.left.mention, self.right.mention
        if left.silent or left.has(name):
            return False
        return name in right.names or any(
            may_match(p, name) for p in right.patterns if not takes_everything(p)
        )

    def named(self, name: str) -> Place:
        """The place of the member of that name."""
        if name not in self._below:
            self._below[name] = self._of(self.left.named(name), self.right.named(name))
        return self._below[name]

    def of_lot(self, inside: Collection[str]) -> Place:
        """The place of members that neither side names, and that just these patterns match."""
        return self._of(self.left.of_lot(inside), self.right.of_lot(inside))

    @cached_property
    def undeclared(self) -> Place:
        """The place of members that neither side names."""
        return self._of(self.left.undeclared, self.right.undeclared)

    def item(self, index: int | None) -> Place:
        """The place of the item at an index, None: behind every tuple."""
        if index not in self._below:
            self._below[index] = self._of(self.left.item(index), self.right.item(index))
        return self._below[index]

    def _of(self, left: Layers, right: Layers) -> Place:
        """The place of some layers, made once for all places that are found from one."""
        found = self._known.get((left, right))
        if found is None:
            found = self._known[left, right] = Place(left, right, self._known)
        return found

    @cached_property
    def tuple_length(self) -> int:
        """How many leading items have subschemas of their own, on either side."""
        return max(self.left.tuple_length, self.right.tuple_length)

    def counts(self, value: JsonValue) -> bool:
        """Whether a value here, and everything in it, is free of names that put it aside."""
        if isinstance(value, dict):
            return not any(self.puts_aside(name) for name in value) and all(
                self.named(name).counts(each)
                for name, each in value.items()
                if isinstance(each, (dict, list))
            )
        if isinstance(value, list):
            return all(
                self.item(index).counts(each)
                for index, each in enumerate(value)
                if isinstance(each, (dict, list))
            )
        return True

    def same(self, sameness: Sameness) -> bool:
        """Whether the same schemas apply on both sides, so that nothing below is set aside."""
        left, right = self.left.nodes, self.right.nodes
        return len(left) == len(right) and all(map(sameness.same, left, right))


def root(left: Schema, right: Schema) -> Place:
    """The place of whole documents."""
    return Place(Layers.of([left]), Layers.of([right]))
