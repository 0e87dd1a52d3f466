"""A state for arrays to an array that fits it, or to why there is none."""

from __future__ import annotations

from dataclasses import dataclass, field

from govern.documents import canonical
from govern.model import JsonValue
from govern.schema.engine.form import Schema
from govern.schema.engine.goals import (
    NEVER,
    At,
    Derivation,
    Empty,
    Every,
    Goal,
    Member,
    Outcome,
    Rule,
    Schemas,
    State,
    Twice,
    Unknown,
)
from govern.schema.engine.keywords import Contains
from govern.schema.engine.objects import Asking, bounds, larger

_MOST_ITEMS = 200
_ANY = 1 << 20
"""An index behind every tuple."""


def items(accept: Schemas, index: int) -> Schemas:
    """What the schemas ask of the item at an index."""
    found: list[Schema] = []
    for each in accept:
        for held in (each.keywords.items, each.keywords.other_items):
            if held is not None and index < len(held.prefix):
                found.append(held.prefix[index])
            elif held is not None and held.rest is not None:
                found.append(held.rest)
    return tuple(found)


def longest(state: State) -> int:
    """The first index that no schema and no fact of the state tells from later ones, whatever branches
    are taken: an item behind it may as well stand there."""
    length = state.place.tuple_length if state.place is not None else 0
    for fact in state.facts:
        if isinstance(fact, At):
            length = max(length, fact.index + 1)
        elif isinstance(fact, Twice):
            length = max(length, fact.second + 1)
    seen: set[int] = set()
    stack = [*state.accept, *state.refuse]
    while stack:
        schema = stack.pop()
        if id(schema) in seen:
            continue
        seen.add(id(schema))
        here = schema.keywords
        for held in (here.items, here.other_items):
            length = max(length, len(held.prefix) if held is not None else 0)
        stack += here.in_place()
    return length


@dataclass(slots=True)
class _Wanted:
    """What the items must be beside what their index asks for."""

    accept: dict[int, Schemas] = field(default_factory=dict)
    refuse: dict[int, Schemas] = field(default_factory=dict)
    every: Schemas = ()


def build(state: State, ask: Asking) -> Outcome:
    """An array with the items that it needs, and no more than it takes to be none of those listed."""
    return larger(state, lambda each: _smallest(each, ask))


def _smallest(state: State, ask: Asking) -> Outcome:
    """An array with the items that it needs, and no more."""
    least, most = bounds(state)
    wanted = _Wanted()
    for fact in state.facts:
        if isinstance(fact, At):
            wanted.accept[fact.index] = wanted.accept.get(fact.index, ()) + fact.accept
            wanted.refuse[fact.index] = wanted.refuse.get(fact.index, ()) + fact.refuse
            least = max(least, fact.index + 1)
        elif isinstance(fact, Twice):
            least = max(least, fact.second + 1)
        elif isinstance(fact, Every):
            wanted.every += (fact.refuse,)
    if most is not None and least > most:
        return Empty(Derivation(Rule.LONG, state))
    if least > _MOST_ITEMS:
        return Unknown("budget: an array of so many items is not made")
    too_few = _pigeonhole(state, least)
    if too_few is not None:
        return too_few
    made = _made(state, least, wanted, ask)
    if not isinstance(made, Member) or not isinstance(made.value, list):
        return made
    return _containing(state, made.value, most, made.doubt, ask)


def item(state: State, fact: At, ask: Asking) -> Outcome:
    """The item at that index: its value, or why there is none."""
    place = state.place.item(fact.index) if state.place is not None else None
    every = tuple(each.refuse for each in state.facts if isinstance(each, Every))
    found = ask.solve(Goal(items(state.accept, fact.index) + fact.accept, fact.refuse + every, place))
    if isinstance(found, Empty):
        return Empty(Derivation(Rule.ITEM, state, (str(fact.index),), (found.why,)), found.depends)
    return found


def _made(state: State, length: int, wanted: _Wanted, ask: Asking) -> Outcome:
    unique = any(each.keywords.unique for each in state.accept)
    twins = {fact.second: fact.first for fact in state.facts if isinstance(fact, Twice)}
    held: list[JsonValue] = []
    doubt = ""
    for index in range(length):
        if index in twins:
            continue
        accept, refuse = wanted.accept.get(index, ()), wanted.refuse.get(index, ())
        for second, first in twins.items():
            if first == index:
                accept += items(state.accept, second) + wanted.accept.get(second, ())
                refuse += wanted.refuse.get(second, ())
        found = item(state, At(index, accept, refuse), ask)
        if unique and isinstance(found, Member) and any(_equal(found.value, each) for each in held):
            others = (*refuse, ask.listing([*held]))
            found = item(state, At(index, accept, others), ask)
            if isinstance(found, Empty):
                return Unknown("no array of different items was found")
        if not isinstance(found, Member):
            return found
        held.append(found.value)
        doubt = doubt or found.doubt
    for second in sorted(twins):
        held.insert(second, held[twins[second]])
    if unique and twins:
        return Empty(Derivation(Rule.EQUAL, state))
    return Member(held, doubt)


def _pigeonhole(state: State, length: int) -> Empty | None:
    """More items than there are different values that every one of them must be among."""
    if length < 2 or not any(each.keywords.unique for each in state.accept):
        return None
    shared = [
        each
        for each in items(state.accept, _ANY)
        if all(each in items(state.accept, index) for index in range(length))
    ]
    sizes = [_size(each) for each in shared]
    known = [size for size in sizes if size is not None]
    if known and min(known) < length:
        return Empty(Derivation(Rule.PIGEONHOLE, state, (shared[sizes.index(min(known))],)))
    return None


def _size(schema: Schema) -> int | None:
    """How many values a schema accepts at most, None where nobody counts."""
    here = schema.keywords
    if here.enum is not None:
        return len(here.enum)
    inner = [size for each in here.all_of if (size := _size_once(each)) is not None]
    if here.kinds is not None and here.kinds <= {"null", "boolean"}:
        inner.append(("null" in here.kinds) + 2 * ("boolean" in here.kinds))
    return min(inner, default=None)


def _size_once(schema: Schema) -> int | None:
    return len(schema.keywords.enum) if schema.keywords.enum is not None else None


def _containing(
    state: State,
    held: list[JsonValue],
    most: int | None,
    doubt: str,
    ask: Asking,
) -> Outcome:
    """The array with the matches that each `contains` asks for, added at its end."""
    for each in state.accept:
        contains = each.keywords.contains
        if contains is None or contains.least == 0:
            continue
        missing = contains.least - sum(ask.accepts(contains.schema, value) is True for value in held)
        for _ in range(missing):
            found = _one_more(state, contains, held, ask)
            if not isinstance(found, Member):
                return found
            held = [*held, found.value]
            doubt = doubt or found.doubt
            if len(held) > _MOST_ITEMS:
                return Unknown("budget: an array of so many items is not made")
    wanting = any(each.keywords.contains and each.keywords.contains.least > 0 for each in state.accept)
    if most == 0 and wanting:
        return Empty(Derivation(Rule.LONG, state))
    if most is not None and len(held) > most:
        return Unknown("no array with the matches that contains asks for was found")
    return Member(held, doubt)


def _one_more(state: State, contains: Contains, held: list[JsonValue], ask: Asking) -> Outcome:
    """An item at the end that matches; Empty only where no index can hold a match."""
    different: Schemas = ()
    if held and any(each.keywords.unique for each in state.accept):
        different = (ask.listing([*held]),)
    found = item(state, At(len(held), (contains.schema,), different), ask)
    if isinstance(found, Member):
        return found
    premises: list[Derivation] = []
    depends = NEVER
    for index in range(longest(state) + 1):
        said = item(state, At(index, (contains.schema,)), ask)
        if not isinstance(said, Empty):
            return Unknown("no array with the matches that contains asks for was found")
        premises.append(said.why)
        depends = min(depends, said.depends)
    return Empty(Derivation(Rule.UNMATCHED, state, (contains.schema,), tuple(premises)), depends)


def _equal(a: JsonValue, b: JsonValue) -> bool:
    return canonical(a) == canonical(b)
