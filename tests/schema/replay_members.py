"""What is known of an object to whether no members can be as they must: rules about names and counts."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

from replay_given import DoesNotFollow, Given, goal_of
from replay_reading import all_aside, aside, no_text
from replay_ways import may_be

from govern.schema.engine.goals import Derivation, Rule, Schemas, Some
from govern.schema.languages import Found, member

if TYPE_CHECKING:
    from replay import Replay


def needed(replay: Replay, node: Derivation, given: Given) -> None:
    """A member that must be there cannot."""
    name = str(node.about[0]) if node.about else ""
    if not node.about or not given.needs(name):
        raise DoesNotFollow(node, f"nothing asks for a member {name!r}")
    _barred(replay, node, given, name)


def _barred(replay: Replay, node: Derivation, given: Given, name: str, refuse: Schemas = ()) -> None:
    """There can be no member of that name (that some schemas refuse)."""
    replay.asks(node, given)
    if node.about != (name,):
        raise DoesNotFollow(node, f"it is not about {name!r}")
    if node.rule is Rule.ABSENT:
        good = given.lacks(name)
    elif node.rule is Rule.ASIDE:
        good = aside(given.place, {name: 0})
    elif node.rule is Rule.NAME:
        held = [each.keywords.names for each in given.accept.values() if each.keywords.names is not None]
        good = any(replay.judge.says(each, name) is False for each in held)
    else:
        good = node.rule is Rule.MEMBER and len(node.premises) == 1
        if good:
            replay.below(node.premises[0], given.member(name, refuse))
    if not good:
        raise DoesNotFollow(node, "nothing bars the member")


def named(replay: Replay, node: Derivation, given: Given) -> None:
    """Some member of many names must be there and cannot."""
    last: DoesNotFollow = DoesNotFollow(node, "nothing asks for one of many names")
    for fact in given.facts:
        if isinstance(fact, Some):
            try:
                return _no_name(replay, node, given, fact)
            except DoesNotFollow as failed:
                last = failed
    raise last


def _no_name(replay: Replay, node: Derivation, given: Given, some: Some) -> None:
    own = {str(each.about[0]): each for each in node.premises if each.about}
    general = [each for each in node.premises if not each.about]
    names = given.names() | {*own} | some.but
    for name in names:
        if may_be(some, name, replay.judge):
            if name not in own:
                raise DoesNotFollow(node, f"no premise for the name {name!r}")
            _barred(replay, own[name], given, name, some.refuse)
    if no_text(some.inside, some.outside, frozenset(names)):
        return None
    for each in general:
        replay.asks(each, given)
        if each.rule is Rule.OTHERS and len(each.premises) == 1:
            return replay.below(each.premises[0], given.others(some.inside, some.outside, some.refuse))
        if each.rule is Rule.UNNAMED and len(each.premises) == 1:
            return _unnamed(replay, each, given, some, names)
    raise DoesNotFollow(node, "no premise for the names that nobody speaks of")


def _unnamed(replay: Replay, node: Derivation, given: Given, some: Some, names: set[str]) -> None:
    """No string is a name that is meant: synthetic schemas say which are strings, and which barred."""
    goal = goal_of(node.premises[0])
    limits = [each.keywords.names for each in given.accept.values() if each.keywords.names is not None]
    made = [each for each in goal.accept if each.raw == {"type": "string"}]
    barred = [each for each in _lists(node) if names.issuperset(each.raw["enum"])]
    refuse = [*barred, *([some.unlike] if some.unlike is not None else [])]
    replay.below(node.premises[0], Given.of([*limits, *made], refuse, None))


def _lists(node: Derivation) -> list[Any]:
    """The schemas that a premise about a name refuses and that list nothing but strings."""
    refused = [(each, each.raw) for each in goal_of(node.premises[0]).refuse]
    lists = [(each, raw["enum"]) for each, raw in refused if isinstance(raw, dict) and {*raw} == {"enum"}]
    return [each for each, values in lists if all(isinstance(value, str) for value in values)]


def full(replay: Replay, node: Derivation, given: Given) -> None:
    """More members must be there than may be."""
    least, most = given.bounds()
    needed = sum(given.needs(name) for name in given.names())
    some = any(isinstance(fact, Some) for fact in given.facts)
    if most is None or max(least, needed, some) <= most:
        raise DoesNotFollow(node, "there is room")


def few(replay: Replay, node: Derivation, given: Given) -> None:
    """The names that are not barred, and the others, counted, are fewer than must be there."""
    least, _ = given.bounds()
    others = [each for held in node.premises if held.rule is Rule.NAMES for each in held.premises]
    unnamed = [each for each in others if each.rule is Rule.UNNAMED and len(each.premises) == 1]
    made = [name for each in unnamed for listed in _lists(each) for name in listed.raw["enum"]]
    names = given.names() | {*made}  # counted one by one
    own = {str(each.about[0]): each for each in node.premises if each.about}
    for name, each in own.items():
        _barred(replay, each, given, name)
    possible = len(names - {*own})
    patterns = {pattern for family in given.families() for pattern in family.patterns}
    if given.place is not None:
        patterns |= {*given.place.left.mention.patterns, *given.place.right.mention.patterns}
    for signs in product((True, False), repeat=len(patterns)):
        inside = tuple(p for p, sign in zip(sorted(patterns), signs, strict=True) if sign)
        outside = tuple(p for p, sign in zip(sorted(patterns), signs, strict=True) if not sign)
        possible += _possible(replay, inside, outside, names, others, given, least)
    if possible >= least:
        raise DoesNotFollow(node, "there may be so many members")


def _possible(
    replay: Replay,
    inside: tuple[str, ...],
    outside: tuple[str, ...],
    names: set[str],
    others: list[Derivation],
    given: Given,
    most: int,
) -> int:
    """How many names, that the patterns mean and nobody speaks of, may be there; at most `most`."""
    if all_aside(given.place, inside, outside):
        return 0
    for each in others:
        if len(each.premises) != 1:
            continue
        try:
            if each.rule is Rule.OTHERS:
                replay.below(each.premises[0], given.others(inside, outside, ()))
            elif each.rule is Rule.UNNAMED:
                _unnamed(replay, each, given, Some(inside, outside, frozenset(names)), names)
            else:
                continue
        except DoesNotFollow:
            continue
        return 0
    found: set[str] = set()
    while len(found) < most:
        said = member(inside, outside, excluded=sorted(names | found))
        if not isinstance(said, Found):
            return len(found) if no_text(inside, outside, frozenset(names | found)) else most
        found.add(said.text)
    return most
