"""A state for objects to an object that fits it, or to why there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from math import ceil, floor
from typing import Protocol

from govern.documents import canonical
from govern.model import JsonValue
from govern.schema.engine.cells import (
    Lot,
    children,
    guaranteed,
    lots,
    mentioned,
    name_in,
    name_of_lot,
    place_of_lot,
)
from govern.schema.engine.form import Schema
from govern.schema.engine.goals import (
    NEVER,
    Absent,
    Derivation,
    Empty,
    Goal,
    Member,
    Other,
    Outcome,
    Present,
    Rule,
    Schemas,
    Size,
    Some,
    State,
    Unknown,
)
from govern.schema.languages import Empty as NoString
from govern.schema.validators import pattern_matches

_MOST_MEMBERS = 200
_MOST_LARGER = 5


class Asking(Protocol):
    """What values inside a value are asked of."""

    def solve(self, goal: Goal) -> Outcome:
        """The answer to a goal about a value inside."""
        ...

    def accepts(self, schema: Schema, value: JsonValue) -> bool | None:
        """Whether a schema accepts a value."""
        ...

    def listing(self, values: Sequence[JsonValue]) -> Schema:
        """A schema that accepts just these values."""
        ...

    def strings(self) -> Schema:
        """A schema that accepts every string."""
        ...


@dataclass(slots=True)
class _Wanted:
    """What the members that an object needs must be, by name."""

    accept: dict[str, Schemas] = field(default_factory=dict)
    refuse: dict[str, Schemas] = field(default_factory=dict)

    def add(self, name: str, accept: Schemas = (), refuse: Schemas = ()) -> None:
        self.accept[name] = self.accept.get(name, ()) + accept
        self.refuse[name] = self.refuse.get(name, ()) + refuse


def build(state: State, ask: Asking) -> Outcome:
    """An object with the members that it needs, and no more than it takes to be none of those listed."""
    return larger(state, lambda each: _smallest(each, ask))


def larger(state: State, build_one: Callable[[State], Outcome]) -> Outcome:
    """What is built, with one part more as long as it is a value that the facts bar."""
    barred = {
        key
        for fact in state.facts
        if isinstance(fact, Other) and fact.than.keywords.enum is not None
        for key in fact.than.keywords.enum.by_key
    }
    outcome = build_one(state)
    for _ in range(_MOST_LARGER if barred else 0):
        if not isinstance(outcome, Member) or canonical(outcome.value) not in barred:
            return outcome
        length = len(outcome.value) if isinstance(outcome.value, (dict, list)) else 0
        outcome = build_one(replace(state, facts=(*state.facts, Size(length + 1))))
        if isinstance(outcome, Empty):
            return Unknown("no value other than those listed was made")
    return outcome


def _smallest(state: State, ask: Asking) -> Outcome:
    """An object with the members that it needs, and no more."""
    wanted = _Wanted()
    for each in state.accept:
        for name in each.keywords.required:
            wanted.add(name)
    for fact in state.facts:
        if isinstance(fact, Present):
            wanted.add(fact.name, fact.accept, fact.refuse)
    sure = set(wanted.accept)
    for fact in state.facts:
        if isinstance(fact, Some):
            chosen = some(state, fact, ask, taken=frozenset(wanted.accept))
            if not isinstance(chosen, Present):
                return chosen
            wanted.add(chosen.name, chosen.accept, chosen.refuse)
            sure.discard(chosen.name)  # what fails at this name may hold at another
    return _built(state, wanted, sure, ask)


def _built(state: State, wanted: _Wanted, sure: set[str], ask: Asking) -> Outcome:
    """The object with the members that are wanted, of which it cannot lack the `sure` ones."""
    value: dict[str, JsonValue] = {}
    doubt = ""
    for name in sorted(wanted.accept):
        found = present(state, Present(name, wanted.accept[name], wanted.refuse[name]), ask)
        if isinstance(found, Empty) and name not in sure:
            return Unknown("a member that one of many names may have was not found")
        if not isinstance(found, Member):
            return found
        value[name], doubt = found.value, doubt or found.doubt
    filled = _filled(state, value, len(sure), ask)
    return Member(filled.value, doubt or filled.doubt) if isinstance(filled, Member) else filled


def present(state: State, fact: Present, ask: Asking) -> Outcome:
    """The member of that name: its value, or why there is none."""
    if any(isinstance(each, Absent) and each.name == fact.name for each in state.facts):
        return Empty(Derivation(Rule.ABSENT, state, (fact.name,)))
    if state.place is not None and state.place.puts_aside(fact.name):
        return Empty(Derivation(Rule.ASIDE, state, (fact.name,)))
    for each in state.accept:
        names = each.keywords.names
        if names is not None and ask.accepts(names, fact.name) is False:
            return Empty(Derivation(Rule.NAME, state, (fact.name,)))
    accept, certain = children(state.accept, fact.name)
    place = state.place.named(fact.name) if state.place is not None else None
    found = ask.solve(Goal(accept + fact.accept, fact.refuse, place))
    if isinstance(found, Empty):
        return Empty(Derivation(Rule.MEMBER, state, (fact.name,), (found.why,)), found.depends)
    if isinstance(found, Member) and not certain:
        return Member(found.value, found.doubt or "a pattern of names could not be read")
    return found


def some(
    state: State, fact: Some, ask: Asking, taken: frozenset[str] = frozenset()
) -> Present | Empty | Unknown:
    """A member of one of many names, not of those taken where it can be; Empty where no name can have it."""
    premises: list[Derivation] = []
    depends = NEVER
    unknown: Unknown | None = None
    names = mentioned(state)
    for name in names:
        if name in fact.but or not _fits(name, fact, ask):
            continue
        option = Present(name, refuse=fact.refuse)
        found = present(state, option, ask)
        if isinstance(found, Member):
            return option
        if isinstance(found, Empty):
            premises.append(found.why)
            depends = min(depends, found.depends)
        else:
            unknown = found
    but = fact.but | frozenset(names)
    for option_or_not in _generic(state, fact, but, taken, ask):
        if isinstance(option_or_not, Present):
            return option_or_not
        if isinstance(option_or_not, Empty):
            premises.append(option_or_not.why)
            depends = min(depends, option_or_not.depends)
        else:
            unknown = option_or_not
    if unknown is not None:
        return unknown
    return Empty(Derivation(Rule.NAMES, state, (), tuple(premises)), depends)


def _fits(name: str, fact: Some, ask: Asking) -> bool:
    return (
        all(pattern_matches(each, name) is not False for each in fact.inside)
        and not any(pattern_matches(each, name) is True for each in fact.outside)
        and (fact.unlike is None or ask.accepts(fact.unlike, name) is not True)
    )


def _generic(
    state: State, fact: Some, but: frozenset[str], taken: frozenset[str], ask: Asking
) -> Iterator[Present | Empty | Unknown]:
    """The names that nobody mentions, which all ask for the same."""
    cell = Lot(fact.inside, fact.outside)
    if isinstance(name_in(cell, but), NoString):
        return
    accept = guaranteed(state.accept, cell)
    found = ask.solve(Goal(accept, fact.refuse, place_of_lot(state, cell)))
    if isinstance(found, Empty):
        yield Empty(Derivation(Rule.OTHERS, state, (), (found.why,)), found.depends)
        return
    name = _name(state, fact, cell, but | taken, ask)
    if not isinstance(name, str):
        yield name
        return
    option = Present(name, refuse=fact.refuse)
    made = present(state, option, ask)
    if isinstance(made, Member):
        yield option
    else:
        yield made if isinstance(made, Unknown) else Unknown("one name of many was tried, in vain")


def _name(state: State, fact: Some, cell: Lot, but: frozenset[str], ask: Asking) -> str | Empty | Unknown:
    """A name of the lot that every `propertyNames` accepts."""
    limits = tuple(each.keywords.names for each in state.accept if each.keywords.names is not None)
    patterns = tuple(each.keywords.pattern for each in limits if each.keywords.pattern is not None)
    name = name_of_lot(Lot((*cell.inside, *patterns), cell.outside), but)
    if (
        name is not None
        and all(ask.accepts(each, name) is True for each in limits)
        and _fits(name, fact, ask)
    ):
        return name
    if limits or fact.unlike is not None:
        refuse: Schemas = (ask.listing(sorted(but)),) if but else ()
        refuse += (fact.unlike,) if fact.unlike is not None else ()
        found = ask.solve(Goal((*limits, ask.strings()), refuse))
        if isinstance(found, Empty) and not but - fact.but:
            return Empty(Derivation(Rule.UNNAMED, state, (), (found.why,)), found.depends)
        if isinstance(found, Member) and isinstance(found.value, str) and _fits(found.value, fact, ask):
            return found.value
    return Unknown("no name could be found that the patterns of names ask for")


# --- how many members ---


def _filled(state: State, value: dict[str, JsonValue], sure: int, ask: Asking) -> Outcome:
    """The object with as many members as are asked for; `sure`: how many of its members it cannot lack."""
    least, most = bounds(state)
    if any(isinstance(fact, Some) for fact in state.facts):
        sure = max(sure, 1)
    if most is not None and (sure > most or least > most):
        return Empty(Derivation(Rule.FULL, state))
    if most is not None and len(value) > most:
        return Unknown("two members that might share one name were given two")
    if least > _MOST_MEMBERS:
        return Unknown("budget: an object of so many members is not made")
    filling = _Filling(state, ask, value)
    for name in mentioned(state) if len(value) < least else ():
        if name not in value and len(value) < least:
            filling.add(Present(name))
    while len(value) < least:
        before = len(value)
        filling.add_another()
        if len(value) == before:
            return filling.too_few()
    return Member(value, filling.doubt)


@dataclass(slots=True)
class _Filling:
    """An object to which members are added until there are enough."""

    state: State
    ask: Asking
    value: dict[str, JsonValue]
    doubt: str = ""
    unknown: bool = False
    barred: list[Empty] = field(default_factory=list)

    def add(self, option: Present) -> bool:
        """Add a member where there can be one."""
        found = present(self.state, option, self.ask)
        if isinstance(found, Member):
            self.value[option.name], self.doubt = found.value, self.doubt or found.doubt
            return True
        if isinstance(found, Empty):
            self.barred.append(found)
        else:
            self.unknown = True
        return False

    def add_another(self) -> None:
        """Add a member of a name that nobody mentions, where there can be one."""
        but = frozenset({*self.value, *mentioned(self.state)})
        for lot in lots(self.state, but, (), ()):
            option = some(self.state, Some(lot.inside, lot.outside, but), self.ask)
            if isinstance(option, Present):
                if self.add(option):
                    return
            elif isinstance(option, Empty):
                self.barred.append(option)
            else:
                self.unknown = True

    def too_few(self) -> Outcome:
        """Why there are no more."""
        if self.unknown:
            return Unknown("no object of so many members was made")
        why = Derivation(Rule.FEW, self.state, (), tuple(each.why for each in self.barred))
        return Empty(why, min((each.depends for each in self.barred), default=NEVER))


def bounds(state: State) -> tuple[int, int | None]:
    """The least and the most members, items or code points that the state allows."""
    noun = {"object": "members", "array": "items", "string": "length"}[state.kind]
    least, most = 0, None
    for each in state.accept:
        low = getattr(each.keywords, f"least_{noun}")
        high = getattr(each.keywords, f"most_{noun}")
        least = max(least, ceil(low)) if low is not None else least
        most = _smaller(most, floor(high)) if high is not None else most
    for fact in state.facts:
        if isinstance(fact, Size):
            least = max(least, fact.least)
            most = _smaller(most, fact.most) if fact.most is not None else most
    return least, most


def _smaller(a: int | None, b: int) -> int:
    return b if a is None else min(a, b)
