"""A derivation to nothing, where each of its steps follows; else to the step that does not.

No search: what a rule claims is worked out again from the keywords of the schemas and compared with
the premises that stand there. What a step may use is what its goal asks for and what the ways on the
path to it add (`Given`). Recursion: each goal inside a goal is about a strictly smaller value, so
the proofs of a set of goals may rest on one another (a smallest value that met one of them would hold
a smaller one); a goal that nobody proves may not be rested on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import product

from replay_given import DoesNotFollow, Given, Key, key_of
from replay_reading import Judge, all_aside, alternatives, aside, no_text
from replay_sameness import alike, same
from replay_scalars import in_range, lattice, strings
from replay_ways import gone, may_be, refusals

from govern.schema.engine.form import Schema, shareable
from govern.schema.engine.goals import (
    Derivation,
    Every,
    Goal,
    Is,
    Rule,
    Schemas,
    Some,
    State,
    Twice,
    Unlike,
    Way,
)
from govern.schema.engine.keywords import KINDS
from govern.schema.languages import Found, member

_SPEAKS_OF: Mapping[Rule, str] = {
    **dict.fromkeys(
        (Rule.ABSENT, Rule.ASIDE, Rule.NAME, Rule.MEMBER, Rule.NAMES, Rule.FULL, Rule.FEW), "object"
    ),
    **dict.fromkeys((Rule.LONG, Rule.ITEM, Rule.EQUAL, Rule.PIGEONHOLE, Rule.UNMATCHED), "array"),
    **dict.fromkeys((Rule.RANGE, Rule.LATTICE), "number"),
    Rule.STRINGS: "string",
}


class Replay:
    """Follows derivations. `elsewhere`: proofs of goals that they may rest on, by `key_of`; each is
    followed too. `steps`: how many steps were followed."""

    def __init__(self, elsewhere: Mapping[Key, Derivation] | None = None) -> None:
        self.steps = 0
        self._elsewhere = elsewhere or {}
        self._judge = Judge()
        self._followed: dict[int, Derivation] = {}
        self._proved: set[Key] = set()
        self._rested: list[Derivation] = []
        self._closing: Mapping[Rule, Callable[[Derivation, Given], None]] = {
            Rule.SAME: self._same,
            Rule.MEANING: self._meaning,
            Rule.NOTHING: self._nothing,
            Rule.WORD: self._word,
            Rule.KIND: self._other_kind,
            Rule.LISTED: self._listed,
            Rule.EVERY: self._every,
            Rule.WAYS: self._ways,
            **dict.fromkeys((Rule.ABSENT, Rule.ASIDE, Rule.NAME, Rule.MEMBER), self._needed),
            Rule.NAMES: self._names,
            Rule.FULL: self._full,
            Rule.FEW: self._few,
            Rule.LONG: self._long,
            Rule.ITEM: self._item,
            Rule.EQUAL: self._equal,
            Rule.PIGEONHOLE: self._pigeonhole,
            Rule.UNMATCHED: self._unmatched,
            Rule.RANGE: in_range,
            Rule.LATTICE: lattice,
            Rule.STRINGS: strings,
        }

    def prove(self, node: Derivation, goal: Goal) -> None:
        """Follow a derivation of a goal. Raises DoesNotFollow."""
        self._below(node, Given.of(goal.accept, goal.refuse, goal.place))
        while self._rested:
            resting = self._rested.pop()
            goal = self._goal_of(resting)
            if key_of(goal) in self._proved:
                continue
            found = self._elsewhere.get(key_of(goal))
            if found is None or found.rule is Rule.SMALLER:
                raise DoesNotFollow(resting, "it rests on a goal that nothing proves")
            self._below(found, Given.of(goal.accept, goal.refuse, goal.place))
            if key_of(self._goal_of(found)) != key_of(goal):
                raise DoesNotFollow(found, "it proves another goal than the one rested on")

    # --- goals and states ---

    def _goal_of(self, node: Derivation) -> Goal:
        if not isinstance(node.goal, Goal):
            raise DoesNotFollow(node, "it is not about a whole value")
        return node.goal

    def _below(self, node: Derivation, given: Given) -> None:
        """A goal of its own: a value of which no more is asked than is given; followed once."""
        goal = self._goal_of(node)
        self._asks(node, given)
        if id(node) in self._followed:
            return
        self.steps += 1
        if node.rule is Rule.SMALLER:
            self._rested.append(node)
        elif node.rule is Rule.KINDS:
            self._kinds(node, Given.of(goal.accept, goal.refuse, goal.place))
        else:
            self._closes(node, Given.of(goal.accept, goal.refuse, goal.place))
        self._followed[id(node)] = node
        if node.rule is not Rule.SMALLER:
            self._proved.add(key_of(goal))

    def _asks(self, node: Derivation, given: Given) -> None:
        """Whatever is given meets what the node's goal asks for."""
        goal = node.goal
        for asked, held in ((goal.accept, given.accept), (goal.refuse, given.refuse)):
            for each in asked:
                if id(each) not in held:
                    raise DoesNotFollow(node, f"it asks for more than is given: {each}")
        if goal.place is not None and (given.place is None or goal.place.key != given.place.key):
            raise DoesNotFollow(node, "it is about another place")
        if isinstance(goal, State) and (
            goal.kind != given.kind or any(fact not in given.facts for fact in goal.facts)
        ):
            raise DoesNotFollow(node, "it uses facts that are not given")

    def _closes(self, node: Derivation, given: Given) -> None:
        self.steps += 1
        self._asks(node, given)
        if node.rule not in self._closing or _SPEAKS_OF.get(node.rule, given.kind) != given.kind:
            raise DoesNotFollow(node, "this rule cannot stand here")
        self._closing[node.rule](node, given)

    def _kinds(self, node: Derivation, given: Given) -> None:
        taken = [each.keywords.kinds for each in given.accept.values() if each.keywords.kinds is not None]
        found = {each.goal.kind: each for each in node.premises if isinstance(each.goal, State)}
        for kind in KINDS:
            if all(kind in each for each in taken):
                if kind not in found:
                    raise DoesNotFollow(node, f"no premise about {kind}")
                self._closes(found[kind], replace(given, kind=kind))

    def _about(self, node: Derivation, held: Mapping[int, Schema], at: int = 0) -> Schema:
        about = node.about[at] if at < len(node.about) else ""
        if not isinstance(about, Schema) or id(about) not in held:
            raise DoesNotFollow(node, "it is about a schema that does not speak here")
        return about

    def _bar(self, node: Derivation, given: Given, value: object) -> bool:
        """Whether some schema, or the place, certainly bars a value."""
        says = self._judge.says
        return (
            any(says(each, value) is False for each in given.accept.values())
            or any(says(each, value) is True for each in given.refuse.values())
            or aside(given.place, value)
        )

    # --- rules about any value ---

    def _same(self, node: Derivation, given: Given) -> None:
        if not same(self._about(node, given.accept), self._about(node, given.refuse, 1)):
            raise DoesNotFollow(node, "they are not the same")

    def _meaning(self, node: Derivation, given: Given) -> None:
        if not alike(self._about(node, given.accept), self._about(node, given.refuse, 1)):
            raise DoesNotFollow(node, "they do not mean the same by construction")

    def _nothing(self, node: Derivation, given: Given) -> None:
        schema = self._about(node, given.refuse)
        if schema.raw is False or vars(schema.keywords):
            raise DoesNotFollow(node, "it says something")

    def _word(self, node: Derivation, given: Given) -> None:
        here = self._about(node, given.accept).keywords
        words = {*filter(shareable, here.opaque), f"format {here.format}", f"content {here.content}"}
        if not any(isinstance(fact, Unlike) and fact.word in words for fact in given.facts):
            raise DoesNotFollow(node, "nothing bars its word")

    def _other_kind(self, node: Derivation, given: Given) -> None:
        kinds = self._about(node, given.accept).keywords.kinds
        if kinds is None or given.kind in kinds or given.kind is None:
            raise DoesNotFollow(node, "it takes this type")

    def _listed(self, node: Derivation, given: Given) -> None:
        raw = self._about(node, given.accept).raw
        if not isinstance(raw, dict) or ("enum" not in raw and "const" not in raw):
            raise DoesNotFollow(node, "it lists no values")
        for value in raw["enum"] if "enum" in raw else [raw["const"]]:
            if not self._bar(node, given, value):
                raise DoesNotFollow(node, f"nothing bars {value!r}")

    def _every(self, node: Derivation, given: Given) -> None:
        if given.kind not in ("null", "boolean"):
            raise DoesNotFollow(node, "there are values without end")
        for value in (None,) if given.kind == "null" else (True, False):
            if self._bar(node, given, value):
                continue
            found = [each for each in node.premises if Is(value) in getattr(each.goal, "facts", ())]
            if not found:
                raise DoesNotFollow(node, f"nothing bars {value!r}")
            self._closes(found[0], given.plus(Way("is", facts=(Is(value),))))

    # --- ways ---

    def _ways(self, node: Derivation, given: Given) -> None:
        if len(node.about) != 2 or not isinstance(node.about[1], str):
            raise DoesNotFollow(node, "it is not about a schema and its keyword")
        keyword = node.about[1]
        ways = [each.way for each in node.premises if each.rule is Rule.WAY and each.way is not None]
        try:
            if keyword == "" and given.kind is not None:
                refusals(node, self._about(node, given.refuse), given, ways, self._judge)
            else:
                for each in alternatives(self._about(node, given.accept), str(keyword)):
                    gone(node, each, ways)
        except ValueError as missing:
            raise DoesNotFollow(node, f"there are ways that nobody can list: {missing}") from missing
        for each in node.premises:
            if each.rule is not Rule.WAY or each.way is None or len(each.premises) != 1:
                raise DoesNotFollow(each, "a way that is none")
            self._asks(each, given)
            self._closes(each.premises[0], given.plus(each.way))

    def _needed(self, node: Derivation, given: Given) -> None:
        """A member that must be there cannot."""
        name = str(node.about[0]) if node.about else ""
        if not node.about or not given.needs(name):
            raise DoesNotFollow(node, f"nothing asks for a member {name!r}")
        self._barred(node, given, name)

    def _barred(self, node: Derivation, given: Given, name: str, refuse: Schemas = ()) -> None:
        """There can be no member of that name (that some schemas refuse)."""
        self._asks(node, given)
        if node.about != (name,):
            raise DoesNotFollow(node, f"it is not about {name!r}")
        if node.rule is Rule.ABSENT:
            good = given.lacks(name)
        elif node.rule is Rule.ASIDE:
            good = aside(given.place, {name: 0})
        elif node.rule is Rule.NAME:
            held = [each.keywords.names for each in given.accept.values() if each.keywords.names is not None]
            good = any(self._judge.says(each, name) is False for each in held)
        else:
            good = node.rule is Rule.MEMBER and len(node.premises) == 1
            if good:
                self._below(node.premises[0], given.member(name, refuse))
        if not good:
            raise DoesNotFollow(node, "nothing bars the member")

    def _names(self, node: Derivation, given: Given) -> None:
        """Some member of many names must be there and cannot."""
        last: DoesNotFollow = DoesNotFollow(node, "nothing asks for one of many names")
        for fact in given.facts:
            if isinstance(fact, Some):
                try:
                    return self._no_name(node, given, fact)
                except DoesNotFollow as failed:
                    last = failed
        raise last

    def _no_name(self, node: Derivation, given: Given, some: Some) -> None:
        own = {str(each.about[0]): each for each in node.premises if each.about}
        general = [each for each in node.premises if not each.about]
        names = given.names() | {*own} | some.but
        for name in names:
            if may_be(some, name, self._judge):
                if name not in own:
                    raise DoesNotFollow(node, f"no premise for the name {name!r}")
                self._barred(own[name], given, name, some.refuse)
        if no_text(some.inside, some.outside, frozenset(names)):
            return None
        for each in general:
            self._asks(each, given)
            if each.rule is Rule.OTHERS and len(each.premises) == 1:
                return self._below(each.premises[0], given.others(some.inside, some.outside, some.refuse))
            if each.rule is Rule.UNNAMED and len(each.premises) == 1:
                return self._unnamed(each, given, some, names)
        raise DoesNotFollow(node, "no premise for the names that nobody speaks of")

    def _unnamed(self, node: Derivation, given: Given, some: Some, names: set[str]) -> None:
        """No string is a name that is meant: synthetic schemas say which are strings, and which barred."""
        goal = self._goal_of(node.premises[0])
        limits = [each.keywords.names for each in given.accept.values() if each.keywords.names is not None]
        made = [each for each in goal.accept if each.raw == {"type": "string"}]
        barred = [
            each
            for each in goal.refuse
            if isinstance(each.raw, dict) and {*each.raw} == {"enum"} and {*each.raw["enum"]} <= names
        ]
        refuse = [*barred, *([some.unlike] if some.unlike is not None else [])]
        self._below(node.premises[0], Given.of([*limits, *made], refuse, None))

    # --- how many ---

    def _full(self, node: Derivation, given: Given) -> None:
        least, most = given.bounds()
        needed = sum(given.needs(name) for name in given.names())
        if most is None or max(least, needed) <= most:
            raise DoesNotFollow(node, "there is room")

    def _few(self, node: Derivation, given: Given) -> None:
        """The names that are not barred, and the others, counted, are fewer than must be there."""
        least, _ = given.bounds()
        names = given.names()
        own = {str(each.about[0]): each for each in node.premises if each.about}
        for name, each in own.items():
            self._barred(each, given, name)
        others = [each for held in node.premises if held.rule is Rule.NAMES for each in held.premises]
        possible = len(names - {*own})
        patterns = {pattern for family in given.families() for pattern in family.patterns}
        if given.place is not None:
            patterns |= {*given.place.left.mention.patterns, *given.place.right.mention.patterns}
        for signs in product((True, False), repeat=len(patterns)):
            inside = tuple(p for p, sign in zip(sorted(patterns), signs, strict=True) if sign)
            outside = tuple(p for p, sign in zip(sorted(patterns), signs, strict=True) if not sign)
            possible += self._possible(inside, outside, names, others, given, least)
        if possible >= least:
            raise DoesNotFollow(node, "there may be so many members")

    def _possible(
        self,
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
            if each.rule is Rule.OTHERS and len(each.premises) == 1:
                try:
                    self._below(each.premises[0], given.others(inside, outside, ()))
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

    def _long(self, node: Derivation, given: Given) -> None:
        most = given.bounds()[1]
        if most is None or given.least_items() <= most:
            raise DoesNotFollow(node, "there is room")

    def _item(self, node: Derivation, given: Given) -> None:
        index = self._index(node)
        if index >= given.least_items() or len(node.premises) != 1:
            raise DoesNotFollow(node, "nothing asks for an item there")
        self._below(node.premises[0], given.item(index))

    def _index(self, node: Derivation) -> int:
        if len(node.about) != 1 or not str(node.about[0]).isdecimal():
            raise DoesNotFollow(node, "it is about no index")
        return int(str(node.about[0]))

    def _equal(self, node: Derivation, given: Given) -> None:
        unique = any(each.keywords.unique for each in given.accept.values())
        if not unique or not any(isinstance(fact, Twice) for fact in given.facts):
            raise DoesNotFollow(node, "nothing asks for items to be equal and to differ")

    def _pigeonhole(self, node: Derivation, given: Given) -> None:
        about = node.about[0] if node.about else None
        length = given.least_items()
        shared = isinstance(about, Schema) and all(
            id(about) in Given.of(given.item(index).accept.values(), (), None).accept
            for index in range(length)
        )
        unique = any(each.keywords.unique for each in given.accept.values())
        if not unique or not shared or not isinstance(about, Schema) or _count(about) >= length:
            raise DoesNotFollow(node, "there are values enough")

    def _unmatched(self, node: Derivation, given: Given) -> None:
        wanted = [each.keywords.contains for each in given.accept.values()]
        schema = node.about[0] if node.about else None
        if not any(each is not None and each.schema is schema and each.least > 0 for each in wanted):
            raise DoesNotFollow(node, "nothing asks for a match of it")
        found = {str(each.about[0]): each for each in node.premises if each.rule is Rule.ITEM}
        at = replace(given, facts=tuple(fact for fact in given.facts if isinstance(fact, Every)))
        for index in range(given.tuples() + 1):
            if str(index) not in found or len(found[str(index)].premises) != 1:
                raise DoesNotFollow(node, f"no premise for the index {index}")
            self._asks(found[str(index)], given)
            self._below(found[str(index)].premises[0], at.item(index, (schema,)))  # type: ignore[arg-type]


def _count(schema: Schema) -> int:
    """How many values a schema accepts at most."""
    raw = schema.raw
    if isinstance(raw, dict) and isinstance(raw.get("enum"), list):
        return len({repr(each) for each in raw["enum"]})
    if isinstance(raw, dict) and "const" in raw:
        return 1
    counts = [_count(each) for each in schema.keywords.all_of]
    if schema.keywords.kinds is not None and schema.keywords.kinds <= {"null", "boolean"}:
        counts.append(sum({"null": 1, "boolean": 2}[kind] for kind in schema.keywords.kinds))
    return min(counts, default=1 << 60)
