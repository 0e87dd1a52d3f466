"""Derivations are followed step by step by a checker that does not search, and are printed as a tree."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from derived import Derived, derived
from random_schemas import pair, refactored
from replay import DoesNotFollow, Replay
from replay_given import key_of

from govern.documents import exact
from govern.model import Content, Reading, Verdict
from govern.schema.engine.decision import Pair, decide
from govern.schema.engine.goals import Absent, Derivation, Goal, Rule
from govern.schema.engine.writing import MOST_LINES
from govern.schema.revision import SchemaRevision

RULES = Path(__file__).parents[1] / "rules"
FOLDERS = sorted(each.parent.name for each in RULES.glob("*/expect.json"))
TEXT, INTEGER, NUMBER = {"type": "string"}, {"type": "integer"}, {"type": "number"}
D7 = "http://json-schema.org/draft-07/schema#"
CHUNK = 25


def obj(*required, closed=False, **properties):
    schema = {"type": "object", "properties": properties}
    if required:
        schema["required"] = list(required)
    return {**schema, "additionalProperties": False} if closed else schema


def tree(**kids):
    return {"properties": {"kids": {"items": {"$ref": "#"}}, **kids}}


PROVED = {
    "an optional property of a type": (obj(a=INTEGER), obj(a=NUMBER)),
    "a bound": ({"minimum": 3, "type": "number"}, {"minimum": 2}),
    "an exclusive bound": ({"minimum": 3}, {"exclusiveMinimum": 2}),
    "a multiple": ({"type": "integer"}, {"multipleOf": 0.5}),
    "a lattice between bounds": (
        {"type": "integer", "minimum": 1, "maximum": 2},
        {"enum": [1, 2]},
    ),
    "a value more": (obj("k", k={"enum": ["A", "B"]}), obj("k", k={"enum": ["A", "B", "C"]})),
    "a value more in another order": ({"enum": ["A", 1]}, {"enum": [1, "B", "A"]}),
    "regrouped constants": (
        {"anyOf": [{"enum": ["A", "B"]}, {"enum": ["C"]}]},
        {"anyOf": [{"enum": ["A"]}, {"enum": ["B", "C"]}]},
    ),
    "fewer constants barred": ({"not": {"enum": ["A", "B"]}}, {"not": {"enum": ["A"]}}),
    "a member that stays": (obj(a=TEXT, b={"const": 1}), obj(a=TEXT, b={"enum": [1, 2]})),
    "a name required no more": (obj("a", a=TEXT), obj(a=TEXT)),
    "opened": (obj(a=TEXT, closed=True), obj(a=TEXT)),
    "lengths": ({"maxLength": 5}, {"maxLength": 10}),
    "patterns": ({"type": "string", "pattern": "^a$"}, {"pattern": "^ab?$"}),
    "in layers": ({"allOf": [obj(a=TEXT), obj(b=INTEGER)]}, {"allOf": [obj(a=TEXT, b=NUMBER)]}),
    "recursion": (tree(v=INTEGER), tree(v=NUMBER)),
    "a branch more": (
        {"oneOf": [{"type": "string"}, {"type": "integer"}]},
        {"oneOf": [{"type": "string"}, {"type": "number"}, {"type": "null"}]},
    ),
    "branches with a constant of their own": (
        {"oneOf": [obj("k", k={"const": "A"}), obj("k", k={"const": "B"})]},
        {"oneOf": [obj("k", k={"const": each}) for each in "ABCD"]},
    ),
    "a name that a pattern takes": (
        {"patternProperties": {"^x-": INTEGER}, "additionalProperties": False},
        {"patternProperties": {"^x": NUMBER}},
    ),
    "undeclared names": ({"additionalProperties": INTEGER}, {"additionalProperties": NUMBER}),
    "names of members": ({"propertyNames": {"enum": ["a", "b"]}}, {"propertyNames": {"maxLength": 1}}),
    "too many members": ({"maxProperties": 1, "type": "object"}, {"not": {"required": ["a", "b"]}}),
    "too few members": (
        {
            "minProperties": 2,
            "properties": {"a": {}, "b": {}},
            "additionalProperties": False,
            "type": "object",
        },
        {"required": ["a", "b"]},
    ),
    "too few names that are listed": (
        {"propertyNames": {"enum": ["a", 1]}, "minProperties": 2, "type": "object"},
        {"minProperties": 3},
    ),
    "items": ({"items": INTEGER}, {"items": NUMBER}),
    "items that two branches refuse": (
        {"type": "array", "items": {"enum": [1, "a"]}, "maxItems": 1},
        {"anyOf": [{"items": TEXT}, {"items": NUMBER}]},
    ),
    "an item that is refused beside one of which nobody can tell": (
        {
            "$schema": D7,
            "enum": [[1, 1]],
            "items": [{"$ref": "#/definitions/circle"}, TEXT],
            "definitions": {"circle": {"$ref": "#/definitions/circle"}},
        },
        {"maxItems": 1},
    ),
    "a branch that accepts beside one of which nobody can tell": (
        {"$schema": D7, "enum": [[1, "a"]]},
        {
            "$schema": D7,
            "anyOf": [{"items": {"$ref": "#/definitions/circle"}}, {"type": "array"}],
            "definitions": {"circle": {"$ref": "#/definitions/circle"}},
        },
    ),
    "a tuple": (
        {"$schema": D7, "items": [INTEGER, TEXT], "additionalItems": False},
        {"$schema": D7, "items": [NUMBER], "additionalItems": TEXT},
    ),
    "pigeons": (
        {"type": "array", "uniqueItems": True, "items": {"enum": [1, 2]}},
        {"maxItems": 2},
    ),
    "items that differ": ({"uniqueItems": True, "type": "array", "items": INTEGER}, {"uniqueItems": True}),
    "a match": ({"contains": {"const": 1}}, {"contains": {"enum": [1, 2]}}),
    "no match": ({"items": TEXT, "type": "array"}, {"not": {"contains": INTEGER}}),
    "a condition": (
        {"$schema": D7, "if": {"required": ["a"]}, "then": {"required": ["b", "c"]}},
        {"$schema": D7, "if": {"required": ["a"]}, "then": {"required": ["b"]}},
    ),
    "a dependency": (
        {"dependentRequired": {"a": ["b", "c"]}},
        {"dependentRequired": {"a": ["b"]}},
    ),
}
ASIDE = {
    "a property more": (obj(a=TEXT), obj(a=TEXT, b=INTEGER)),
    "a pattern more": (obj(a=TEXT), {**obj(a=TEXT), "patternProperties": {"^x-": INTEGER}}),
    "a property more, inside": (obj(a=obj(b=TEXT)), obj(a=obj(b=TEXT, c=INTEGER))),
}


def steps(node: Derivation) -> Iterator[Derivation]:
    """Every step of a tree, each once."""
    seen: dict[int, Derivation] = {}
    stack = [node]
    while stack:
        here = stack.pop()
        if id(here) not in seen:
            seen[id(here)] = here
            yield here
            stack += here.premises


def exchanged(node: Derivation, old: Derivation, new: Derivation) -> Derivation:
    """The tree with one step, wherever it stands, exchanged for another."""
    if node is old:
        return new
    below = tuple(exchanged(each, old, new) for each in node.premises)
    return node if all(map(lambda a, b: a is b, below, node.premises)) else replace(node, premises=below)


# --- derivations follow ---


@pytest.mark.parametrize("name", PROVED)
def test_a_derivation_of_a_plain_case_follows(name):
    found = derived(*PROVED[name])
    assert found is not None
    assert found.follow().steps > 0


@pytest.mark.parametrize("name", ASIDE)
def test_a_derivation_that_sets_documents_aside_follows_and_there_is_none_without(name):
    found = derived(*ASIDE[name], declared=True)
    assert found is not None
    found.follow()
    assert any(step.rule is Rule.ASIDE for step in steps(found.why)) or name == "a pattern more"
    assert derived(*ASIDE[name]) is None


@pytest.mark.parametrize("name", FOLDERS)
def test_the_derivations_of_a_folder_of_rules_follow(name):
    old, new = (json.loads((RULES / name / f"{side}.json").read_text("utf-8")) for side in ("old", "new"))
    resources = json.loads((RULES / name / "expect.json").read_text("utf-8")).get("resources", {})
    if not isinstance(old, dict) or not isinstance(new, dict):
        pytest.skip("no schema")
    more = resources.get("old", {}), resources.get("new", {})
    asked = ((old, new, more), (new, old, more[::-1]))
    for left, right, each in asked:
        for declared in (False, True):
            found = derived(left, right, declared=declared, resources=each)
            if found is not None:
                assert found.follow().steps > 0


@pytest.mark.parametrize("first", range(0, 300, CHUNK))
def test_the_derivations_of_random_pairs_follow(first):
    followed = 0
    for seed in range(first, first + CHUNK):
        _, left, right = pair(seed)
        for declared in (False, True):
            for a, b in ((left, right), (right, left)):
                found = derived(a, b, declared=declared)
                if found is not None:
                    found.follow()
                    followed += 1
    assert followed > CHUNK


@pytest.mark.parametrize("first", range(0, 100, CHUNK))
def test_the_derivations_of_refactored_schemas_follow(first):
    followed = 0
    for seed in range(first, first + CHUNK):
        draft, left, _ = pair(seed)
        _, right = refactored(random.Random(seed), left, draft)
        for a, b in ((left, right), (right, left)):
            found = derived(a, b)
            if found is not None:
                found.follow()
                followed += 1
    assert followed > CHUNK


# --- what does not follow is refused ---


def refused(found: Derived, why: Derivation) -> bool:
    try:
        found.follow(why, alone=True)
    except DoesNotFollow:
        return True
    return False


@pytest.mark.parametrize("name", PROVED)
def test_a_tree_without_one_of_its_premises_is_refused(name):
    found = derived(*PROVED[name])
    idle = []
    for step in steps(found.why):
        for index in range(len(step.premises)):
            rest = (*step.premises[:index], *step.premises[index + 1 :])
            if not refused(found, exchanged(found.why, step, replace(step, premises=rest))):
                idle.append((step.rule.name, step.about, step.premises[index].about))
    assert idle == []


@pytest.mark.parametrize("name", PROVED)
def test_sameness_of_schemas_that_differ_is_refused(name):
    found = derived(*PROVED[name])
    tried = 0
    for step in steps(found.why):
        if step.rule in (Rule.SAME, Rule.NOTHING) or not step.goal.accept or not step.goal.refuse:
            continue
        for rule in (Rule.SAME, Rule.MEANING):
            wrong = Derivation(rule, step.goal, (step.goal.accept[0], step.goal.refuse[0]))
            assert refused(found, exchanged(found.why, step, wrong)), step
            tried += 1
    assert tried


@pytest.mark.parametrize("name", PROVED)
def test_a_goal_that_nothing_proves_is_not_rested_on(name):
    found = derived(*PROVED[name])
    wholes = [
        step for step in steps(found.why) if isinstance(step.goal, Goal) and step.rule is not Rule.SMALLER
    ]
    for step in wholes:
        others = {key_of(each.goal) for each in wholes if each is not step}
        if key_of(step.goal) not in others:
            wrong = Derivation(Rule.SMALLER, step.goal)
            assert refused(found, exchanged(found.why, step, wrong)), step


LEAVES = [rule for rule in Rule if rule not in (Rule.SMALLER, Rule.WAYS, Rule.KINDS, Rule.WAY, Rule.SAME)]


@pytest.mark.parametrize("name", PROVED)
def test_another_rule_about_the_same_is_refused(name):
    """Every step closed by every other rule, with all its premises and what it is about."""
    found = derived(*PROVED[name])
    for step in steps(found.why):
        for rule in LEAVES:
            if rule is step.rule or {rule, step.rule} in _ALIKE:
                continue
            wrong = exchanged(found.why, step, replace(step, rule=rule))
            assert refused(found, wrong), f"{step.rule.name} as {rule.name}"


_ALIKE = ({Rule.RANGE, Rule.LATTICE}, {Rule.SAME, Rule.MEANING})
"""What no bound leaves is left by no lattice either; what is the same means the same."""


WRONG: dict[str, tuple[str, Rule, Callable[[Derivation], Derivation]]] = {
    "another name": ("an optional property of a type", Rule.MEMBER, lambda s: replace(s, about=("b",))),
    "another name of what must be there": ("a value more", Rule.MEMBER, lambda s: replace(s, about=("b",))),
    "a member that stays, forgotten": ("a member that stays", Rule.KEPT, lambda s: replace(s, about=("b",))),
    "a way left out for a member that does not stay": (
        "a member that stays",
        Rule.WAYS,
        lambda s: replace(s, premises=(replace(s.premises[-1], about=("a", "b")),)),
    ),
    "another index": ("items", Rule.ITEM, lambda s: replace(s, about=("1",))),
    "another kind": ("a bound", Rule.RANGE, lambda s: replace(s, goal=replace(s.goal, kind="string"))),
    "facts that nobody gave": (
        "a bound",
        Rule.RANGE,
        lambda s: replace(s, goal=replace(s.goal, facts=(*s.goal.facts, Absent("a")))),
    ),
    "a way that adds nothing its schema asks for": (
        "a bound",
        Rule.WAY,
        lambda s: replace(s, way=replace(s.way, facts=(Absent("a"),))),
    ),
    "a way that accepts more than its branch": (
        "regrouped constants",
        Rule.WAY,
        lambda s: replace(s, way=replace(s.way, accept=s.way.accept + s.goal.refuse)),
    ),
    "a list that does not speak": (
        "a value more",
        Rule.LISTED,
        lambda s: replace(s, about=s.goal.refuse),
    ),
    "more accepted than is asked": (
        "a value more",
        Rule.LISTED,
        lambda s: replace(s, goal=replace(s.goal, accept=s.goal.accept + s.goal.refuse)),
    ),
    "less refused than is told by types": (
        "a branch more",
        Rule.KIND,
        lambda s: replace(s, about=s.goal.refuse[:1]),
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_step_that_is_wrong_in_one_thing_is_refused(name):
    case, rule, spoil = WRONG[name]
    found = derived(*PROVED[case])
    found.follow(alone=True)
    step = next(each for each in steps(found.why) if each.rule is rule)
    assert refused(found, exchanged(found.why, step, spoil(step)))


def test_a_derivation_of_another_goal_is_refused():
    found, other = derived(*PROVED["a bound"]), derived(*PROVED["lengths"])
    assert refused(found, other.why)


def test_documents_are_not_set_aside_where_the_goal_counts_them():
    found = derived(*ASIDE["a property more"], declared=True)
    literal = replace(found.goal, place=None)
    with pytest.raises(DoesNotFollow):
        Replay().prove(found.why, literal)


# --- a derivation as text ---


def test_a_derivation_reads_as_a_tree_of_rules_with_their_places():
    shown = derived(
        obj("a", a={"enum": ["x"]}, b={"minimum": 3, "type": "number"}),
        obj(a={"enum": ["x", "y"]}, b={"minimum": 1}),
    )
    assert shown.lines() == (
        "no way is left for right to refuse an object",
        '  way properties a: no member of that name fits: "a"',
        "    every listed value fails: left /properties/a",
        '  way properties b: no member of that name fits: "b"',
        "    no way is left for right /properties/b to refuse a number",
        "      way minimum: no number within the bounds",
    )


def test_types_that_are_settled_alike_share_a_line():
    shown = derived(*PROVED["regrouped constants"]).lines()
    assert shown[:2] == (
        "by type",
        "  a number, a string, an object or an array: no way is left through anyOf of left",
    )


def test_siblings_that_end_likewise_are_folded_and_counted():
    def many(*most):
        return {f"p{i:02}": obj(a={"enum": [*most]}) for i in range(100)}

    shown = derived(obj(**many("x")), obj(**many("x", "y"))).lines()
    assert shown[-1] == "  … and 97 more members that end likewise"
    assert len(shown) == 14


def test_members_that_are_the_same_on_both_sides_are_counted():
    many = {f"p{i:02}": obj(a=TEXT) for i in range(100)}
    assert derived(obj(**many, x={"const": 1}), obj(**many, x={"enum": [1, 2]})).lines() == (
        "no way is left for right to refuse an object",
        '  way properties x: no member of that name fits: "x"',
        "    every listed value fails: left /properties/x",
        '  the same is asked on both sides of 100 members: "p00", "p01", "p02" and 97 more',
    )


def test_four_siblings_are_not_folded():
    few = [{f"p{i}": {"enum": [*most]} for i in range(4)} for most in ("x", "xy")]
    shown = derived(obj(**few[0]), obj(**few[1])).lines()
    assert not any("more" in line for line in shown)


def test_a_long_derivation_is_cut_off_and_says_how_much_is_missing():
    def level(depth, leaf):
        inner = leaf if depth == 0 else level(depth - 1, leaf)
        return obj(**{f"{name}{depth}": {"minLength": 1, **inner} for name in "abcd"})

    found = derived(level(3, INTEGER), level(3, NUMBER))
    shown = found.lines()
    assert len(shown) == MOST_LINES
    assert shown[-1].startswith("… and ")
    assert shown[-1].endswith(" more steps")
    assert shown == found.lines()


def test_a_schema_of_another_file_is_named_with_it():
    left = {"$ref": "common.json#/definitions/a"}
    common = "https://tree.invalid/common.json"
    sides = tuple({common: {"definitions": {"a": {"enum": values}}}} for values in ([1], [1, 2]))
    shown = derived(left, left, resources=sides)
    assert shown.lines() == ("every listed value fails: left common.json#/definitions/a",)


def test_the_answer_shows_its_derivation():
    sides = [SchemaRevision(exact(each)) for each in PROVED["a bound"]]
    answer = decide(Pair(*sides, Reading(content=Content.LITERAL)))
    assert answer.verdict is Verdict.PROVED
    assert answer.proof == (
        "no way is left for right to refuse a number",
        "  way minimum: no number within the bounds",
    )


def test_every_rule_has_words_of_its_own():
    assert len({rule.value for rule in Rule}) == len(Rule)
