"""The premises about ways to whether they are all the ways there are."""

from __future__ import annotations

from replay_given import DoesNotFollow, Given
from replay_judge import Judge
from replay_reading import Names, all_aside, aside, failures, no_text
from replay_sameness import same

from govern.schema.engine.compiling import shareable
from govern.schema.engine.form import Schema
from govern.schema.engine.goals import (
    Absent,
    At,
    Derivation,
    NoMatch,
    Present,
    Rule,
    Some,
    Twice,
    Unlike,
    Way,
)
from govern.schema.validators import pattern_matches


def refusals(node: Derivation, schema: Schema, given: Given, ways: list[Way], judge: Judge) -> None:
    for each in failures(schema, given.kind or "", given.last()):
        if isinstance(each, Names):
            _named(node, each, given, ways, judge)
        elif not (_impossible(schema, each, given) or _kept(node, each, given)):
            inner = each.refuse[0] if each.word == "allOf" else None
            if inner is None or any(same(mine, inner) for mine in given.accept.values()):
                if inner is None:
                    gone(node, each, ways)
            elif not any(way.refuse == (inner,) for way in ways):
                refusals(node, inner, given, ways, judge)


def _impossible(schema: Schema, way: Way, given: Given) -> bool:
    """Whether what must accept bars a way at once: it asks for the same, or what refuses is `true`."""
    asked = {each.keywords.pattern for each in given.accept.values()}
    words = {word for each in given.accept.values() for word in each.keywords.opaque if shareable(word)}
    refuse = [*way.refuse, *(x for f in way.facts if isinstance(f, (Present, At)) for x in f.refuse)]
    if any(each.raw is True or each.raw == {} for each in refuse):
        return True
    for fact in way.facts:
        if (isinstance(fact, NoMatch) and fact.pattern in asked) or (
            isinstance(fact, Unlike) and fact.word in words
        ):
            return True
        if isinstance(fact, Twice) and any(each.keywords.unique for each in given.accept.values()):
            return True
        if isinstance(fact, (Present, Absent)) and way.word == "dependent":
            names = [each.name for each in way.facts if isinstance(each, (Present, Absent))]
            if len(names) == 2 and names[0] == names[1]:
                return True
    if way.word == "oneOf" and any(same(one, other) for one in way.accept for other in given.refuse.values()):
        return True
    return _same_already(schema, way, given)


def _kept(node: Derivation, way: Way, given: Given) -> bool:
    """Whether the step says that what must accept asks the same of the way's member, and it does."""
    told = {name for each in node.premises if each.rule is Rule.KEPT for name in each.about}
    return any(
        same(family.properties[fact.name], each)
        for fact in way.facts
        if isinstance(fact, Present) and fact.name in told
        for family in given.families()
        if fact.name in family.properties
        for each in fact.refuse
    )


def _same_already(schema: Schema, way: Way, given: Given) -> bool:
    """Whether what must accept has the same `if`, or the same `contains`, as what refuses."""
    for mine in (each.keywords for each in given.accept.values()):
        one, two = mine.condition, schema.keywords.condition
        if way.word in ("then", "else") and one is not None and two is not None:
            pairs = ((one.test, two.test), (one.then, two.then), (one.otherwise, two.otherwise))
            if all((a is b) if a is None or b is None else same(a, b) for a, b in pairs):
                return True
        has, wants = mine.contains, schema.keywords.contains
        if has is not None and wants is not None and same(has.schema, wants.schema):
            if way.word == "few matches" and has.least >= wants.least:
                return True
            if way.word == "many matches" and has.most is not None and has.most <= (wants.most or 0):
                return True
    return False


def gone(node: Derivation, wanted: Way, ways: list[Way]) -> None:
    """One of the ways adds no more than the wanted one does."""
    for way in ways:
        if (
            {*map(id, way.accept)} <= {*map(id, wanted.accept)}
            and {*map(id, way.refuse)} <= {*map(id, wanted.refuse)}
            and all(fact in wanted.facts for fact in way.facts)
        ):
            return
    raise DoesNotFollow(node, f"no premise for the way {wanted}")


# --- names ---


def _named(node: Derivation, wanted: Names, given: Given, ways: list[Way], judge: Judge) -> None:
    """Every name that is meant has a way, its own or that of a lot of names."""
    if any(each.raw is True or each.raw == {} for each in wanted.refuse):
        return
    if wanted.unlike is not None and any(
        each.keywords.names is not None and same(each.keywords.names, wanted.unlike)
        for each in given.accept.values()
    ):
        return
    ways = [way for way in ways if len(way.facts) == 1 and not way.accept and not way.refuse]
    own = {
        fact.name
        for way in ways
        for fact in way.facts
        if isinstance(fact, Present) and fact.refuse == wanted.refuse and not fact.accept
    }
    lots = [
        fact
        for way in ways
        for fact in way.facts
        if isinstance(fact, Some)
        if fact.refuse == wanted.refuse and fact.unlike in (None, wanted.unlike)
    ]
    names = own | given.names() | wanted.but | {name for lot in lots for name in lot.but}
    for name in names - own:
        meant = Some(wanted.inside, wanted.outside, wanted.but, (), wanted.unlike)
        if not may_be(meant, name, judge) or aside(given.place, {name: 0}):
            continue
        if not any(_surely(lot, name) for lot in lots):
            raise DoesNotFollow(node, f"no premise for the name {name!r}")
    _covered(node, wanted.inside, wanted.outside, frozenset(names), lots, given)


def may_be(some: Some, name: str, judge: Judge) -> bool:
    """Whether a name may be one of some."""
    return (
        name not in some.but
        and all(pattern_matches(each, name) is not False for each in some.inside)
        and not any(pattern_matches(each, name) is True for each in some.outside)
        and (some.unlike is None or judge.says(some.unlike, name) is not True)
    )


def _surely(lot: Some, name: str) -> bool:
    return (
        name not in lot.but
        and all(pattern_matches(each, name) is True for each in lot.inside)
        and all(pattern_matches(each, name) is False for each in lot.outside)
    )


def _covered(
    node: Derivation,
    inside: tuple[str, ...],
    outside: tuple[str, ...],
    names: frozenset[str],
    lots: list[Some],
    given: Given,
) -> None:
    """Every name but those given, that the patterns mean, is in a lot, or is set aside."""
    if {*inside} & {*outside} or no_text(inside, outside, names):
        return
    if any({*lot.inside} <= {*inside} and {*lot.outside} <= {*outside} for lot in lots):
        return
    if all_aside(given.place, inside, outside):
        return
    open_ = {pattern for lot in lots for pattern in (*lot.inside, *lot.outside)}
    if given.place is not None:
        open_ |= {*given.place.left.mention.patterns, *given.place.right.mention.patterns}
    open_ -= {*inside, *outside}
    if not open_:
        raise DoesNotFollow(node, f"no premise for names like {inside} and not {outside}")
    pattern = min(open_)
    _covered(node, (*inside, pattern), outside, names, lots, given)
    _covered(node, inside, (*outside, pattern), names, lots, given)
