"""Goals and ways to what is known of a value, for the replay of derivations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from math import ceil, floor

from govern.schema.engine.form import Schema
from govern.schema.engine.goals import (
    Absent,
    At,
    Derivation,
    Every,
    Fact,
    Goal,
    Present,
    Schemas,
    Size,
    Twice,
    Way,
)
from govern.schema.engine.keywords import Members
from govern.schema.engine.places import Place
from govern.schema.validators import pattern_matches

Key = tuple[frozenset[int], frozenset[int], object]
_SIZES = {"string": "length", "array": "items", "object": "members"}


class DoesNotFollow(Exception):
    """A step that does not follow from its premises."""

    def __init__(self, node: Derivation, why: str) -> None:
        super().__init__(f"{node.rule.name} {node.about}: {why} ({node.goal})")
        self.node = node


def goal_of(node: Derivation) -> Goal:
    """The goal of a step that is about a whole value. Raises DoesNotFollow."""
    if not isinstance(node.goal, Goal):
        raise DoesNotFollow(node, "it is not about a whole value")
    return node.goal


def key_of(goal: Goal) -> Key:
    """What makes two goals one."""
    place = goal.place.key if goal.place is not None else None
    return frozenset(map(id, goal.accept)), frozenset(map(id, goal.refuse)), place


@dataclass(frozen=True)
class Given:
    """What is known of a value: what accepts and refuses it (all that follows by `allOf`, references,
    `not` and refused `anyOf` alone included), facts, and the place at which it counts."""

    accept: Mapping[int, Schema]
    refuse: Mapping[int, Schema]
    place: Place | None
    kind: str | None = None
    facts: tuple[Fact, ...] = ()

    @classmethod
    def of(cls, accept: Iterable[Schema], refuse: Iterable[Schema], place: Place | None) -> Given:
        """What a goal says."""
        yes: dict[int, Schema] = {}
        no: dict[int, Schema] = {}
        stack = [*((each, True) for each in accept), *((each, False) for each in refuse)]
        while stack:
            schema, accepting = stack.pop()
            held = yes if accepting else no
            if id(schema) in held:
                continue
            held[id(schema)] = schema
            here = schema.keywords
            if accepting:
                stack += [(each, True) for each in here.all_of]
            elif {*vars(here)} == {"all_of"} and len(here.all_of) == 1:
                stack.append((here.all_of[0], False))
            elif {*vars(here)} == {"any_of"}:
                stack += [(each, False) for each in here.any_of or ()]
            if here.negated is not None and (accepting or {*vars(here)} == {"negated"}):
                stack.append((here.negated, not accepting))
        return cls(yes, no, place)

    def plus(self, way: Way) -> Given:
        """What is known once a way is gone."""
        more = Given.of(
            (*self.accept.values(), *way.accept), (*self.refuse.values(), *way.refuse), self.place
        )
        return replace(more, kind=self.kind, facts=self.facts + way.facts)

    def families(self) -> list[Members]:
        """The member keywords that must hold."""
        found = [(each.keywords.members, each.keywords.other_members) for each in self.accept.values()]
        return [family for both in found for family in both if family is not None]

    def needs(self, name: str) -> bool:
        """Whether there must be a member of that name."""
        asked = any(name in each.keywords.required for each in self.accept.values())
        return asked or any(isinstance(fact, Present) and fact.name == name for fact in self.facts)

    def lacks(self, name: str) -> bool:
        """Whether there must be no member of that name."""
        return Absent(name) in self.facts

    def names(self) -> set[str]:
        """Every name that somebody speaks of."""
        found = {name for family in self.families() for name in family.properties}
        found |= {name for each in self.accept.values() for name in each.keywords.required}
        found |= {fact.name for fact in self.facts if isinstance(fact, (Present, Absent))}
        if self.place is not None:
            found |= self.place.left.mention.names | self.place.right.mention.names
        return found

    def member(self, name: str, refuse: Schemas = ()) -> Given:
        """What is known of the member of that name."""
        accept: list[Schema] = []
        for family in self.families():
            said = {pattern: pattern_matches(pattern, name) for pattern in family.patterns}
            accept += [family.properties[name]] if name in family.properties else []
            accept += [schema for pattern, schema in family.patterns.items() if said[pattern]]
            if name not in family.properties and not ({True, None} & {*said.values()}):
                accept += [family.rest] if family.rest is not None else []
        facts = [fact for fact in self.facts if isinstance(fact, Present) and fact.name == name]
        accept += [each for fact in facts for each in fact.accept]
        more = [each for fact in facts for each in fact.refuse]
        return Given.of(accept, (*more, *refuse), self.place.named(name) if self.place else None)

    def others(self, inside: Iterable[str], outside: Iterable[str], refuse: Schemas) -> Given:
        """What is known of a member whose name nobody speaks of, every pattern of `inside` matches, and
        none of `outside` does."""
        accept: list[Schema] = []
        for family in self.families():
            accept += [schema for pattern, schema in family.patterns.items() if pattern in inside]
            if family.rest is not None and all(pattern in outside for pattern in family.patterns):
                accept.append(family.rest)
        place, told = self.place, {*inside, *outside}
        if place is not None:
            spoken = {*place.left.mention.patterns, *place.right.mention.patterns}
            place = place.of_lot(tuple(inside)) if spoken <= told else None
        return Given.of(accept, refuse, place)

    def tuples(self) -> int:
        """The first index that no accepting schema and not the place tells from later ones."""
        held = [x for e in self.accept.values() for x in (e.keywords.items, e.keywords.other_items)]
        lengths = [len(items.prefix) for items in held if items is not None]
        return max([*lengths, self.place.tuple_length if self.place is not None else 0], default=0)

    def last(self) -> int:
        """The first index that nothing at all tells from later ones, whatever branches are taken."""
        length = self.tuples()
        seen: set[int] = set()
        stack = [*self.accept.values(), *self.refuse.values()]
        while stack:
            schema = stack.pop()
            if id(schema) not in seen:
                seen.add(id(schema))
                stack += schema.keywords.in_place()
                for items in (schema.keywords.items, schema.keywords.other_items):
                    length = max(length, len(items.prefix) if items is not None else 0)
        at = [fact.index + 1 for fact in self.facts if isinstance(fact, At)]
        return max([length, *at, *(fact.second + 1 for fact in self.facts if isinstance(fact, Twice))])

    def item(self, index: int, accept: Schemas = ()) -> Given:
        """What is known of the item at an index."""
        alike = {index}
        for fact in self.facts * 3:
            if isinstance(fact, Twice) and alike & {fact.first, fact.second}:
                alike |= {fact.first, fact.second}
        found = [*accept]
        for schema in self.accept.values():
            for items in (schema.keywords.items, schema.keywords.other_items):
                for at in alike if items is not None else ():
                    rest = items.prefix[at] if at < len(items.prefix) else items.rest
                    found += [rest] if rest is not None else []
        facts = [fact for fact in self.facts if isinstance(fact, At) and fact.index in alike]
        refuse = [each for fact in facts for each in fact.refuse]
        refuse += [fact.refuse for fact in self.facts if isinstance(fact, Every)]
        found += [each for fact in facts for each in fact.accept]
        return Given.of(found, refuse, self.place.item(index) if self.place is not None else None)

    def bounds(self) -> tuple[int, int | None]:
        """The least and the most members, items or characters."""
        noun = _SIZES[self.kind or ""]
        low = [getattr(each.keywords, f"least_{noun}") for each in self.accept.values()]
        high = [getattr(each.keywords, f"most_{noun}") for each in self.accept.values()]
        sizes = [fact for fact in self.facts if isinstance(fact, Size)]
        least = max([0, *(ceil(each) for each in low if each is not None), *(fact.least for fact in sizes)])
        tops = [floor(each) for each in high if each is not None]
        tops += [fact.most for fact in sizes if fact.most is not None]
        return least, min(tops, default=None)

    def least_items(self) -> int:
        """How many items there must be."""
        at = [fact.index + 1 for fact in self.facts if isinstance(fact, At)]
        twins = [fact.second + 1 for fact in self.facts if isinstance(fact, Twice)]
        held = [each.keywords.contains for each in self.accept.values()]
        return max([self.bounds()[0], *at, *twins, *(each.least for each in held if each is not None)])
