"""The names of a state to those that schemas mention, and to lots of others that nothing tells apart."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import permutations

from govern.schema.engine.form import Schema
from govern.schema.engine.goals import Absent, Present, Schemas, State
from govern.schema.engine.keywords import Members
from govern.schema.engine.places import Place
from govern.schema.languages import Empty, Found, Unknown, member, members
from govern.schema.validators import pattern_matches

MOST_LOTS = 16
_STEPS = 500
"""How far languages are searched for a name: a lot that may be empty is looked into all the same."""
_FRESH = ("z", "y", "x", "other", "extra", "zz")


@dataclass(frozen=True, slots=True)
class Lot:
    """Names that every pattern of `inside` matches and none of `outside` does."""

    inside: tuple[str, ...]
    outside: tuple[str, ...]


def families(accept: Iterable[Schema]) -> Iterator[Members]:
    """The member keywords of some schemas."""
    for each in accept:
        here = each.keywords
        if here.members is not None:
            yield here.members
        if here.other_members is not None:
            yield here.other_members


def children(accept: Iterable[Schema], name: str) -> tuple[Schemas, bool]:
    """What the schemas ask of the member of that name; and whether that is all (no pattern is unread)."""
    found: list[Schema] = []
    certain = True
    for family in families(accept):
        own = family.properties.get(name)
        taken = own is not None
        if own is not None:
            found.append(own)
        for pattern, schema in family.patterns.items():
            said = pattern_matches(pattern, name)
            if said:
                found.append(schema)
            certain = certain and said is not None
            taken = taken or said is not False
        if not taken and family.rest is not None:
            found.append(family.rest)
    return tuple(found), certain


def mentioned(state: State, *more: Members) -> dict[str, None]:
    """The names that a schema, a fact or the place of the state speaks of, and those of `more`."""
    names: dict[str, None] = {}
    for family in (*more, *families(state.accept)):
        names.update(dict.fromkeys(family.properties))
    for each in state.accept:
        names.update(dict.fromkeys(each.keywords.required))
    for fact in state.facts:
        if isinstance(fact, (Present, Absent)):
            names[fact.name] = None
    if state.place is not None:
        spoken = state.place.left.mention.names | state.place.right.mention.names
        names.update(dict.fromkeys(sorted(spoken)))
    return names


def lots(
    state: State, but: Collection[str], inside: tuple[str, ...], outside: tuple[str, ...]
) -> Iterator[Lot]:
    """The names but those in `but` that every pattern of `inside` matches and none of `outside`, in lots
    that no schema tells apart: each is cut in two by every pattern of the accepting schemas and of the
    place (by the first of them only, where they are many: lots may then be coarser)."""
    patterns: dict[str, None] = {}
    for family in families(state.accept):
        patterns.update(dict.fromkeys(family.patterns))
    if state.place is not None:
        patterns.update(dict.fromkeys(state.place.forbidden[1]))
        patterns.update(dict.fromkeys(state.place.left.mention.patterns))
    every = frozenset(but)
    cells = [Lot(inside, outside)]
    for pattern in patterns:
        if len(cells) * 2 > MOST_LOTS:
            break
        cells = [each for cell in cells for each in _cut(cell, pattern, every)]
    for cell in cells:
        if not _set_aside(state, cell) and not isinstance(name_in(cell, every), Empty):
            yield cell


def _cut(cell: Lot, pattern: str, but: frozenset[str]) -> Iterator[Lot]:
    """The part of a lot that a pattern matches, and the part that it does not; not what is empty."""
    if pattern in cell.inside or pattern in cell.outside:
        yield cell
        return
    for each in (
        Lot((*cell.inside, pattern), cell.outside),
        Lot(cell.inside, (*cell.outside, pattern)),
    ):
        if not isinstance(name_in(each, but), Empty):
            yield each


@lru_cache(maxsize=4096)
def name_in(cell: Lot, but: frozenset[str]) -> Found | Empty | Unknown:
    """A name of a lot, none of those in `but`. What is likely to fit is tried before languages are
    searched: a product of many patterns and names is costly."""
    for name in _readable(cell.inside):
        if (
            name not in but
            and all(pattern_matches(each, name) is True for each in cell.inside)
            and all(pattern_matches(each, name) is False for each in cell.outside)
        ):
            return Found(name)
    plain = member(cell.inside, cell.outside, steps=_STEPS)
    if isinstance(plain, Found) and plain.text in but:
        return member(cell.inside, cell.outside, excluded=but, steps=_STEPS)
    return plain


def _readable(inside: tuple[str, ...]) -> Iterator[str]:
    """Names that may fit: made up, or of one pattern, or of two after each other."""
    yield from _FRESH
    for pattern in inside[:3]:
        yield from _likely(pattern)
    for one, two in permutations(inside[:3], 2):
        yield from (a + b for a in _likely(one)[:2] for b in _likely(two)[:2])


@lru_cache(maxsize=1024)
def _likely(pattern: str) -> tuple[str, ...]:
    return tuple(members((pattern,), (), most_found=6))


def _set_aside(state: State, cell: Lot) -> bool:
    """Whether every name of a lot puts a document aside: the right takes it, and the left, which does
    not leave all names open, has no pattern for it."""
    if state.place is None or not any(each in cell.inside for each in state.place.forbidden[1]):
        return False
    return all(each in cell.outside for each in state.place.left.mention.patterns)


def guaranteed(accept: Schemas, cell: Lot) -> Schemas:
    """What the schemas ask of a member of any name of a lot, all of which nobody mentions."""
    found: list[Schema] = []
    for family in families(accept):
        found += [schema for pattern, schema in family.patterns.items() if pattern in cell.inside]
        if family.rest is not None and all(pattern in cell.outside for pattern in family.patterns):
            found.append(family.rest)
    return tuple(found)


def place_of_lot(state: State, cell: Lot) -> Place | None:
    """The place of a member of any name of a lot, all of which nobody mentions; None where it hangs on
    the name, for some pattern of the place tells names of the lot apart."""
    place = state.place
    known = {*cell.inside, *cell.outside}
    if place is None or not known.issuperset((*place.left.mention.patterns, *place.right.mention.patterns)):
        return None
    return place.of_lot(cell.inside)


def name_of_lot(cell: Lot, but: frozenset[str]) -> str | None:
    """A name of a lot that reads well, None where nobody can find one."""
    said = name_in(cell, but)
    return said.text if isinstance(said, Found) else None
