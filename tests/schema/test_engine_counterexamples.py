"""Pairs on which a proof was, or could easily be, wrong: each refuted by a document, beside a near-miss
that is proved. Named after the trap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from contradictions import Both

from govern.documents import exact
from govern.model import Answer, Content, Format, Reading, Verdict
from govern.schema.containment import Pair, decide
from govern.schema.dialect import URI_OF_DRAFT, Draft
from govern.schema.revision import SchemaRevision

TEXT, WHOLE, NUMBER = {"type": "string"}, {"type": "integer"}, {"type": "number"}
EITHER = {"type": ["string", "number"]}
NOTHING: dict[str, Any] = {"not": {}}


@dataclass(frozen=True, slots=True)
class Trap:
    """`document` is accepted by `left` and refused by `right`; `near` is a right side that accepts all
    that `near_left` (else `left`) accepts."""

    left: dict[str, Any]
    right: dict[str, Any]
    document: Any
    near: dict[str, Any]
    near_left: dict[str, Any] | None = None
    draft: Draft = Draft.D2020
    reason: str = ""

    def side(self, schema: dict[str, Any]) -> dict[str, Any]:
        """A side with its dialect, as documents are read."""
        found = exact({"$schema": URI_OF_DRAFT[self.draft], **schema})
        assert isinstance(found, dict)
        return found


def asked(left: Any, right: Any, content: Content, formats: Format = Format.OPAQUE) -> Answer:
    return decide(Pair(SchemaRevision(left), SchemaRevision(right), Reading(content=content, format=formats)))


# --- schemas that more than one trap is made of ---


def holding(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    """An object that must have a member."""
    return {"type": "object", "required": [name], "properties": {name: schema}}


def one_of_these(*names: str) -> dict[str, Any]:
    """An object with a member `t` that is one of some definitions besides."""
    return {"type": "object", "required": ["t"], "anyOf": [{"$ref": f"#/$defs/{each}"} for each in names]}


def rings(*outer: str, leaf: dict[str, Any]) -> dict[str, Any]:
    """Definitions that lead to each other in rings; only `leaf` leads out of them, through `o`."""
    out_of = one_of_these("m")
    return {
        "allOf": [{"$ref": f"#/$defs/{each}"} for each in outer],
        "$defs": {
            "o": holding("o", {**out_of, "anyOf": [*out_of["anyOf"], leaf]}),
            "m": holding("m", one_of_these("g", "k")),
            "g": holding("g", one_of_these("h", "o")),
            "h": holding("h", {"allOf": [{"$ref": "#/$defs/g"}]}),
            "k": holding("k", {"allOf": [{"$ref": "#/$defs/h"}]}),
        },
    }


LEAF = holding("n", {"const": 1})
INNER = {"t": 1, "n": 1}


def members(first: str, second: str) -> dict[str, Any]:
    """Members that refer to two definitions, in an order of their own."""
    return {"o": {"properties": {"p": {"$ref": f"#/$defs/{first}"}, "q": {"$ref": f"#/$defs/{second}"}}}}


MOVED = {"$id": "https://example.com/other"}

TRAPS = {
    "a member asked for is nothing to a list": Trap(
        {
            "allOf": [
                {"contains": {}, "patternProperties": {"^a$": False}},
                {"contains": {"allOf": [{"type": "boolean"}]}},
                {"required": ["a"], "items": [{}], "additionalItems": {"enum": []}},
                {"dependencies": {"a": []}},
            ]
        },
        {"contains": {"anyOf": [{"allOf": [{"type": "integer"}]}]}},
        [True],
        {"contains": {"anyOf": [{"allOf": [{"type": "boolean"}]}]}},
        draft=Draft.D6,
    ),
    "two bad items need not be one item": Trap(
        {"type": "array", "items": EITHER},
        {"anyOf": [{"items": TEXT}, {"items": NUMBER}]},
        [1, "a"],
        {"anyOf": [{"items": TEXT}, {"items": EITHER}]},
    ),
    "two bad items behind a tuple": Trap(
        {"type": "array", "prefixItems": [TEXT], "items": EITHER},
        {"anyOf": [{"prefixItems": [True], "items": TEXT}, {"prefixItems": [True], "items": NUMBER}]},
        ["a", "b", 1],
        {"anyOf": [{"prefixItems": [NUMBER], "items": TEXT}, {"prefixItems": [True], "items": EITHER}]},
    ),
    "a pair of equal items beside one that is bad": Trap(
        {"type": "array", "items": {"enum": [1, "a"]}},
        {"anyOf": [{"items": TEXT}, {"uniqueItems": True}, {"items": NUMBER}]},
        [1, 1, "a"],
        {"anyOf": [{"uniqueItems": True}, {"items": EITHER}]},
    ),
    "two bad members need not have one name": Trap(
        {"type": "object", "additionalProperties": EITHER},
        {"anyOf": [{"additionalProperties": TEXT}, {"additionalProperties": NUMBER}]},
        {"x": 1, "y": "a"},
        {"anyOf": [{"additionalProperties": TEXT}, {"additionalProperties": EITHER}]},
    ),
    "two bad members where there is but one": Trap(
        {"type": "object", "additionalProperties": EITHER, "maxProperties": 2},
        {"anyOf": [{"additionalProperties": TEXT}, {"additionalProperties": NUMBER}]},
        {"x": 1, "y": "a"},
        {"anyOf": [{"additionalProperties": EITHER}, {"maxProperties": 1}]},
    ),
    "what rests on an assumption that rests on another falls with both": Trap(
        rings("o", "k", leaf=LEAF),
        NOTHING,
        {"o": INNER, "k": {"h": {"g": {"t": 1, "o": INNER}}}},
        NOTHING,
        rings("o", "k", leaf={"$ref": "#/$defs/k"}),
    ),
    "a number of more digits than decimals usually keep": Trap(
        {"type": "number", "minimum": 1e-30, "maximum": 1e-30},
        NOTHING,
        1e-30,
        NOTHING,
        {"type": "integer", "minimum": 1e-30, "maximum": 1e-30},
    ),
    "references of definitions are not those of members": Trap(
        {
            "properties": {"a": {"$ref": "#/$defs/m"}},
            "$defs": {"m": TEXT, "q": {"$ref": "#/x/z"}},
            "x": {"z": WHOLE},
        },
        {
            "properties": {"a": {"$ref": "#/$defs/m"}},
            "$defs": {"m": WHOLE, "q": {"$ref": "#/a/b"}},
            "a": {"b": TEXT},
        },
        {"a": "x"},
        {
            "properties": {"a": {"$ref": "#/$defs/m"}},
            "$defs": {"m": TEXT, "q": {"$ref": "#/a/b"}},
            "a": {"b": NUMBER},
        },
    ),
    "references are read in one order, whatever else a document holds": Trap(
        {"properties": members("a", "z"), "$defs": {"a": TEXT, "z": WHOLE, "other": MOVED}},
        {"properties": members("a", "z"), "$defs": {"a": WHOLE, "z": TEXT}},
        {"o": {"p": "x"}},
        {"properties": members("a", "z"), "$defs": {"a": TEXT, "z": NUMBER}},
    ),
    "an annotation that a reference leads to is a schema": Trap(
        {"properties": {"e": {"$ref": "#/default"}}, "default": TEXT},
        {"properties": {"e": {"$ref": "#/default"}}, "default": WHOLE},
        {"e": "x"},
        {"properties": {"e": {"$ref": "#/default"}}, "default": {**TEXT, "title": "words"}},
    ),
    "anchors exchanged": Trap(
        {"$ref": "#a", "$defs": {"x": {"$anchor": "a", **TEXT}, "y": {"$anchor": "b", **WHOLE}}},
        {"$ref": "#a", "$defs": {"x": {"$anchor": "b", **TEXT}, "y": {"$anchor": "a", **WHOLE}}},
        "x",
        {"$ref": "#b", "$defs": {"x": {"$anchor": "b", **TEXT}, "y": {"$anchor": "a", **WHOLE}}},
    ),
    "as many values as items, no fewer": Trap(
        {"type": "array", "uniqueItems": True, "minItems": 3, "items": {"enum": [1, 2, 3]}},
        {"maxItems": 2},
        [1, 2, 3],
        {"maxItems": 2},
        {"type": "array", "uniqueItems": True, "minItems": 3, "items": {"enum": [1, 2, 1.0]}},
    ),
    "annotations of a branch that is not taken evaluate nothing": Trap(
        {"anyOf": [{"properties": {"a": {}}}], "additionalProperties": True},
        {"anyOf": [{"properties": {"a": {}}, "required": ["b"]}, {}], "unevaluatedProperties": False},
        {"a": 1},
        {"anyOf": [{"properties": {"a": {}}, "required": ["b"]}, {}], "unevaluatedItems": False},
        {"type": "object"},
    ),
}


@pytest.mark.parametrize(
    "trap",
    [
        pytest.param(
            trap, id=name, marks=pytest.mark.xfail(reason=trap.reason, strict=True) if trap.reason else ()
        )
        for name, trap in TRAPS.items()
    ],
)
@pytest.mark.parametrize("content", Content)
def test_a_document_that_refutes_is_never_proved_away(trap, content):
    left, right = trap.side(trap.left), trap.side(trap.right)
    document = exact(trap.document)
    assert Both(left).says(document, True)
    assert Both(right).says(document, False)
    assert asked(left, right, content).verdict is not Verdict.PROVED


@pytest.mark.parametrize("trap", [pytest.param(trap, id=name) for name, trap in TRAPS.items()])
def test_the_near_miss_is_proved(trap):
    left = trap.side(trap.left if trap.near_left is None else trap.near_left)
    assert asked(left, trap.side(trap.near), Content.LITERAL).verdict is Verdict.PROVED


NAMED, LED = {"a": ["b"]}, {"a": {"$ref": "#/$defs/t"}}
LEFT_BEHIND = [
    ({}, {"dependencies": NAMED}, Verdict.UNDECIDED),
    ({"dependencies": NAMED}, {}, Verdict.PROVED),
    ({"dependencies": NAMED}, {"title": "T", "dependencies": NAMED}, Verdict.PROVED),
    ({"dependencies": NAMED}, {"dependencies": {"a": ["b", "c"]}}, Verdict.UNDECIDED),
    ({"dependencies": LED, "$defs": {"t": {}}}, {"dependencies": LED, "$defs": {"t": WHOLE}},
     Verdict.UNDECIDED),
    ({"dependencies": LED, "$defs": {"t": {}}}, {"dependencies": LED, "$defs": {"t": {}}, "title": "T"},
     Verdict.PROVED),
]  # fmt: skip


@pytest.mark.parametrize("draft", [Draft.D2019, Draft.D2020])
@pytest.mark.parametrize(("old", "new", "verdict"), LEFT_BEHIND)
def test_nothing_is_guessed_of_what_only_some_validators_still_apply(old, new, verdict, draft):
    left, right = ({"$schema": URI_OF_DRAFT[draft], **schema} for schema in (old, new))
    assert asked(left, right, Content.LITERAL).verdict is verdict


HOSTS = {"format": "hostname"}
ENCODED = {"contentEncoding": "base64"}
WORDS = {
    "hostname of two standards": (Draft.D6, Draft.D7, HOSTS, False),
    "hostname of one standard": (Draft.D7, Draft.D2020, HOSTS, True),
    "content that one draft asserts": (Draft.D2019, Draft.D7, ENCODED, False),
    "content that both drafts only name": (Draft.D2019, Draft.D2020, ENCODED, True),
    "a date is a date": (Draft.D7, Draft.D2020, {"format": "date"}, True),
    "a date before a draft knew it": (Draft.D4, Draft.D2020, {"format": "date"}, False),
}


@pytest.mark.parametrize(("old", "new", "schema", "same"), WORDS.values(), ids=WORDS.keys())
def test_a_word_is_the_same_where_the_drafts_agree_on_it(old, new, schema, same):
    left, right = ({"$schema": URI_OF_DRAFT[draft], **schema} for draft in (old, new))
    answer = asked(left, right, Content.LITERAL, Format.ASSERTED)
    assert (answer.verdict is Verdict.PROVED) is same


def booleans(levels: int, last: bool) -> dict[str, Any]:
    """Definitions that refer to each other and to booleans, which all but one are true."""
    below = {f"d{i}": {"properties": {"a": {"$ref": f"#/$defs/d{i + 1}"}, "b": {"$ref": f"#/$defs/b{i}"},
                                      "c": {"$ref": "#/$defs/b0"}}} for i in range(levels)}  # fmt: skip
    plain = {f"b{i}": True for i in range(levels)}
    members = {
        name: {"properties": {"x": {"$ref": "#/$defs/d0"}, "y": {"$ref": "#/$defs/b1"}}} for name in "uv"
    }
    return {"$schema": URI_OF_DRAFT[Draft.D2020], "properties": members,
            "$defs": {**plain, **below, f"d{levels}": last}}  # fmt: skip


@pytest.mark.parametrize("levels", range(2, 9))
def test_a_boolean_far_away_is_not_taken_for_another(levels):
    old, new = booleans(levels, last=True), booleans(levels, last=False)
    assert asked(old, new, Content.LITERAL).verdict is Verdict.REFUTED
    assert asked(old, old | {"title": "words"}, Content.LITERAL).verdict is Verdict.PROVED


def test_a_boolean_is_one_schema_of_its_form_however_often_it_is_asked_for():
    form = SchemaRevision(booleans(2, last=True)).compiled
    node = form.library.resolve(form.root.node, "#/$defs/b0")
    assert node is not None
    assert form.schema(node) is form.schema(node)


def test_a_document_that_nobody_can_judge_does_not_show_that_some_count():
    """Every name is a UUID, which only the right mentions: all documents are set aside, so the literal
    reading decides, and a member that is no text refutes it."""
    draft = {"$schema": URI_OF_DRAFT[Draft.D2020]}
    names = {"type": "object", "minProperties": 1, "properties": {"a": False}}
    left = {**draft, **names, "propertyNames": {"format": "uuid"}}
    right = {**draft, "patternProperties": {"^.{36}$": TEXT}}
    assert asked(left, right, Content.DECLARED, Format.ASSERTED).verdict is not Verdict.PROVED
    near = {**draft, **names, "propertyNames": {"minLength": 1}}
    assert asked(near, right, Content.DECLARED, Format.ASSERTED).verdict is Verdict.PROVED


@pytest.mark.parametrize(
    "rest",
    [
        True,
        {},
        {"description": "words"},
    ],
)
def test_what_says_nothing_of_other_members_mentions_none(rest):
    draft = {"$schema": URI_OF_DRAFT[Draft.D2020], "additionalProperties": rest}
    left, right = ({**draft, "properties": each} for each in ({"a": {}}, {"a": {}, "b": WHOLE}))
    assert asked(left, right, Content.DECLARED).verdict is Verdict.PROVED
    assert asked(left, right, Content.LITERAL).verdict is Verdict.REFUTED


FEW = {
    "no member at all": ({"maxProperties": 0}, {"patternProperties": {"^a": {"const": 1}}}, Verdict.PROVED),
    "one member": ({"maxProperties": 1}, {"patternProperties": {"^a": {"const": 1}}}, Verdict.REFUTED),
    "names that a pattern asks for": (
        {"type": "object", "propertyNames": {"pattern": "c"}},
        {"type": "object", "patternProperties": {"^a": {"type": "null"}}},
        Verdict.REFUTED,
    ),
    "more members than names": (
        {"type": "object", "propertyNames": {"enum": ["a", "b"]}, "minProperties": 3},
        NOTHING,
        Verdict.PROVED,
    ),
    "as many members as names": (
        {"type": "object", "propertyNames": {"enum": ["a", "b"]}, "minProperties": 2},
        NOTHING,
        Verdict.REFUTED,
    ),
    "more members than anyone can make": ({"minProperties": 1e40}, {"minProperties": 3}, Verdict.PROVED),
    "a match in no item": (
        {"type": "array", "contains": TEXT, "maxItems": 0},
        NOTHING,
        Verdict.PROVED,
    ),
    "a match in one item": ({"type": "array", "contains": TEXT, "maxItems": 1}, NOTHING, Verdict.REFUTED),
    "just that object": (
        {"const": {"a": 1}},
        {"dependentSchemas": {"a": {"const": {"a": 1}}}},
        Verdict.PROVED,
    ),
}


def test_another_object_than_the_one_listed_is_found():
    draft = {"$schema": URI_OF_DRAFT[Draft.D2020]}
    right = {**draft, "dependentSchemas": {"a": {"const": {"a": 1}}}}
    assert asked(draft, right, Content.LITERAL).verdict is Verdict.REFUTED


@pytest.mark.parametrize(("left", "right", "verdict"), FEW.values(), ids=FEW.keys())
def test_a_question_of_few_members_and_items_is_decided(left, right, verdict):
    sides = [exact({"$schema": URI_OF_DRAFT[Draft.D2020], **each}) for each in (left, right)]
    assert asked(*sides, Content.LITERAL).verdict is verdict
