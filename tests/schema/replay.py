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
from functools import partial

from replay_given import DoesNotFollow, Given, Key, goal_of, key_of
from replay_items import equal, item, long, pigeonhole, unmatched
from replay_judge import Judge
from replay_members import few, full, named, needed
from replay_reading import alternatives, aside
from replay_sameness import alike, same
from replay_scalars import in_range, lattice, strings
from replay_ways import gone, refusals

from govern.schema.engine.compiling import shareable
from govern.schema.engine.form import Schema
from govern.schema.engine.goals import (
    Derivation,
    Goal,
    Is,
    Rule,
    State,
    Unlike,
    Way,
)
from govern.schema.engine.keywords import KINDS

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
        self.judge = Judge()
        self._followed: dict[int, Derivation] = {}
        self._proved: set[Key] = set()
        self._rested: list[Derivation] = []
        self._closing: Mapping[Rule, Callable[[Derivation, Given], None]] = {
            Rule.SAME: self._same,
            Rule.MEANING: self._meaning,
            Rule.APART: self._apart,
            Rule.NOTHING: self._nothing,
            Rule.WORD: self._word,
            Rule.KIND: self._other_kind,
            Rule.LISTED: self._listed,
            Rule.EVERY: self._every,
            Rule.WAYS: self._ways,
            **dict.fromkeys((Rule.ABSENT, Rule.ASIDE, Rule.NAME, Rule.MEMBER), partial(needed, self)),
            Rule.NAMES: partial(named, self),
            Rule.FULL: partial(full, self),
            Rule.FEW: partial(few, self),
            Rule.LONG: partial(long, self),
            Rule.ITEM: partial(item, self),
            Rule.EQUAL: partial(equal, self),
            Rule.PIGEONHOLE: partial(pigeonhole, self),
            Rule.UNMATCHED: partial(unmatched, self),
            Rule.RANGE: in_range,
            Rule.LATTICE: lattice,
            Rule.STRINGS: strings,
        }

    def prove(self, node: Derivation, goal: Goal) -> None:
        """Follow a derivation of a goal. Raises DoesNotFollow."""
        self.below(node, Given.of(goal.accept, goal.refuse, goal.place))
        while self._rested:
            resting = self._rested.pop()
            goal = goal_of(resting)
            if key_of(goal) in self._proved:
                continue
            found = self._elsewhere.get(key_of(goal))
            if found is None or found.rule is Rule.SMALLER:
                raise DoesNotFollow(resting, "it rests on a goal that nothing proves")
            self.below(found, Given.of(goal.accept, goal.refuse, goal.place))
            if key_of(goal_of(found)) != key_of(goal):
                raise DoesNotFollow(found, "it proves another goal than the one rested on")

    # --- goals and states ---

    def below(self, node: Derivation, given: Given) -> None:
        """A goal of its own: a value of which no more is asked than is given; followed once."""
        goal = goal_of(node)
        self.asks(node, given)
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

    def asks(self, node: Derivation, given: Given) -> None:
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
        self.asks(node, given)
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
        return aside(given.place, value) or any(
            any(says(each, value) is False for each in given.accept.values())
            or any(says(each, value) is True for each in given.refuse.values())
            for says in (self.judge.says, self.judge.other)
        )

    # --- rules about any value ---

    def _same(self, node: Derivation, given: Given) -> None:
        if not same(self._about(node, given.accept), self._about(node, given.refuse, 1)):
            raise DoesNotFollow(node, "they are not the same")

    def _meaning(self, node: Derivation, given: Given) -> None:
        if not alike(self._about(node, given.accept), self._about(node, given.refuse, 1)):
            raise DoesNotFollow(node, "they do not mean the same by construction")

    def _apart(self, node: Derivation, given: Given) -> None:
        """Whatever the one lists, of the value or of a member that must be there, is barred by either."""
        one, two = self._about(node, given.accept), self._about(node, given.accept, 1)
        both = Given.of((one, two), (), None)
        name = str(node.about[2]) if len(node.about) == 3 else ""
        wholes = [both] if name == "" else []
        wholes += [both.member(name)] if given.kind == "object" and both.needs(name) else []
        for whole in wholes:
            lists = (each.keywords.enum for each in whole.accept.values())
            for listed in lists:
                if listed is not None and all(self._bar(node, whole, v) for v in listed.by_key.values()):
                    return
        raise DoesNotFollow(node, "a value may be accepted by both")

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
                refusals(node, self._about(node, given.refuse), given, ways, self.judge)
            else:
                for each in alternatives(self._about(node, given.accept), str(keyword)):
                    gone(node, each, ways)
        except ValueError as missing:
            raise DoesNotFollow(node, f"there are ways that nobody can list: {missing}") from missing
        for each in (each for each in node.premises if each.rule is not Rule.KEPT):
            if each.rule is not Rule.WAY or each.way is None or len(each.premises) != 1:
                raise DoesNotFollow(each, "a way that is none")
            self.asks(each, given)
            self._closes(each.premises[0], given.plus(each.way))
