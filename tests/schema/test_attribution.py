"""The sum agrees with the whole: the classes of changes, and the verdicts of the revision they make up."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from random_schemas import pair

from govern import pointer
from govern.comparing import compare_schemas
from govern.documents import exact
from govern.model import (
    Answer,
    Change,
    Class,
    Comparison,
    Compatibility,
    EffectKind,
    Growth,
    JsonValue,
    Reading,
    Standing,
    Verdict,
)
from govern.schema.alignment import in_order
from govern.schema.comparison import Question, compare
from govern.schema.dialect import Draft
from govern.schema.edits import edits
from govern.schema.judging import SPENT
from govern.schema.revision import SchemaRevision

SEEDS = range(1, 241)
MODES = (Compatibility.FULL, Compatibility.BACKWARD, Compatibility.FORWARD)
SEVERE = {Class.BREAKING, Class.UNDECIDED}
TEXT, WHOLE, FLAG = {"type": "string"}, {"type": "integer"}, {"type": "boolean"}


def compared(old: object, new: object, reading: Reading | None = None) -> Comparison:
    """The comparison of two schemas as they are read from text."""
    return compare(Question(SchemaRevision(exact(old)), SchemaRevision(exact(new)), reading or Reading()))


def objects(**properties: object) -> dict[str, object]:
    return {"type": "object", "properties": properties}


# --- every random pair, in every mode ---


@pytest.mark.parametrize("seed", SEEDS)
def test_the_changes_of_a_random_revision_agree_with_the_verdicts_of_the_whole(seed: int) -> None:
    _, old, new = pair(seed)
    reading = Reading(compatibility=MODES[seed % 3])
    found = compared(old, new, reading)
    assert [*_disagreements(found, reading)] == []
    assert [*_misplaced(found, exact(old), exact(new))] == []


def _disagreements(found: Comparison, reading: Reading) -> Iterator[str]:
    """What the changes say and the verdicts of the whole do not, or the other way round."""
    classes = {change.class_ for change in found.changes}
    grows = any(change.growth for change in found.changes)
    asked = [*_asked(found, reading)]
    counted = [answer for answer in asked if not (grows and answer is found.forward)]
    verdicts = {answer.verdict for answer in asked}
    if any(answer.verdict is Verdict.REFUTED for answer in counted) and Class.BREAKING not in classes:
        yield "the whole is refuted and no change is breaking"
    if any(answer.verdict is Verdict.UNDECIDED for answer in counted) and not classes & SEVERE:
        yield "the whole is undecided and every change is milder"
    if verdicts == {Verdict.PROVED} and any(
        change.class_ in SEVERE and not _withdraws(change) for change in found.changes
    ):
        yield "the whole is proved and a change is not"
    same = all(
        (answer.verdict, answer.other_reading) == (Verdict.PROVED, Verdict.PROVED)
        for answer in (found.backward, found.forward)
    )
    if not same and classes <= {Class.EDITORIAL}:
        yield "the whole accepts other documents and every change is editorial"
    for change in found.changes:
        if change.class_ is Class.BREAKING and not _withdraws(change) and not change.certified_by:
            yield f"{change.rule} is breaking and shows no witness"


def _asked(found: Comparison, reading: Reading) -> Iterator[Answer]:
    if reading.compatibility is not Compatibility.FORWARD:
        yield found.backward
    if reading.compatibility is not Compatibility.BACKWARD:
        yield found.forward


def _withdraws(change: Change) -> bool:
    """Whether two declarations are the evidence of a change."""
    return change.effect.kind is EffectKind.NAME_REMOVED


def _misplaced(found: Comparison, old: JsonValue, new: JsonValue) -> Iterator[str]:
    """Changes told twice, or told of places that are not there."""
    told = [(c.rule, c.base, c.head, repr((c.before, c.after, c.effect.name))) for c in found.changes]
    yield from (f"{each} is told twice" for each in set(told) if told.count(each) > 1)
    for change in found.changes:
        for place, document in ((change.base, old), (change.head, new)):
            if place is None or pointer.get(document, place.pointer) is pointer.MISSING:
                yield f"{change.rule} stands at {place}, where nothing is"


# --- what cancels, what grows ---


def test_what_cancels_in_one_direction_does_not_break_in_it() -> None:
    old = {"anyOf": [{"enum": ["A", "B"]}, {"enum": ["C"]}]}
    moved = {"anyOf": [{"enum": ["A"]}, {"enum": ["B", "C", "D"]}]}
    found, near = compared(old, moved), compared(old, {"anyOf": [{"enum": ["A"]}, {"enum": ["C", "D"]}]})
    assert (found.class_, found.backward.verdict, found.forward.verdict) == (
        Class.ADDITIVE,
        Verdict.PROVED,
        Verdict.REFUTED,
    )
    assert "enum-value-removed" not in {change.rule for change in found.changes}
    assert {c.rule: c.class_ for c in near.changes}["enum-value-removed"] is Class.BREAKING


def test_growth_beside_what_is_no_growth_forgives_only_itself() -> None:
    old, new = {"type": "string", "enum": ["A"]}, {"type": "string", "enum": ["A", "B"]}
    assert compared(old, new).class_ is Class.ADDITIVE
    assert compared(old, new, Reading(growth=Growth.BREAKING)).class_ is Class.BREAKING
    wider = compared(objects(k=old, n=TEXT), objects(k=new, n={"type": ["string", "null"]}))
    assert wider.class_ is Class.BREAKING


def test_a_constant_beside_listed_values_is_a_change_of_its_own() -> None:
    listed = {"enum": ["A", "B"]}
    assert [change.rule for change in compared(listed, {**listed, "const": "A"}).changes] == ["const-added"]
    assert [change.rule for change in compared({"const": "A"}, {"enum": ["A"]}).changes] == []


# --- names ---


def test_a_name_below_one_that_is_gone_is_not_told_beside_it() -> None:
    inner = objects(o=objects(a=TEXT, b=TEXT), k=TEXT)
    whole, part = compared(inner, objects(k=TEXT)), compared(inner, objects(k=TEXT, o=objects(a=TEXT)))
    assert [(c.rule, c.class_, c.before is not None) for c in whole.changes] == [
        ("property-removed", Class.BREAKING, True)
    ]
    assert [c.base.pointer for c in part.changes if c.base] == ["/properties/o/properties/b"]


def test_a_name_that_a_branch_took_with_it_is_told_once_where_it_was_declared() -> None:
    use = {"$ref": "#/$defs/t"}

    def schema(*branches: object) -> dict[str, object]:
        return {**objects(x=use, y=use), "$defs": {"t": {"anyOf": [*branches, objects(k=TEXT)]}}}

    found = compared(schema(objects(n=TEXT)), schema())
    (gone,) = (change for change in found.changes if change.rule == "property-withdrawn")
    assert gone.base is not None
    assert gone.base.pointer == "/$defs/t/anyOf/0/properties/n"


def test_what_no_root_reaches_declares_nothing() -> None:
    def schema(definition: object, **more: object) -> dict[str, object]:
        return {**objects(**more), "$defs": {"t": definition}}

    unused = compared(schema(objects(a=TEXT)), schema(objects(b=TEXT)))
    used = compared(
        schema(objects(a=TEXT), x={"$ref": "#/$defs/t"}), schema(objects(b=TEXT), x={"$ref": "#/$defs/t"})
    )
    assert (unused.class_, used.class_) == (Class.EDITORIAL, Class.BREAKING)


# --- definitions by another name ---


def _with_definition(name: str, **more: object) -> dict[str, object]:
    use = {"$ref": f"#/$defs/{name}"}
    definition = {**objects(next=use, size={"type": "integer", **more})}
    return {**objects(a=use, b={"type": "array", "items": use}), "$defs": {name: definition}}


def test_a_definition_renamed_with_every_reference_following_is_editorial() -> None:
    found = compared(_with_definition("Node"), _with_definition("TreeNode"))
    (change,) = found.changes
    assert (change.rule, change.class_) == ("definition-renamed", Class.EDITORIAL)
    assert (change.base.pointer, change.head.pointer) == ("/$defs/Node", "/$defs/TreeNode")
    assert (change.before, change.after) == ("Node", "TreeNode")


def test_references_under_keywords_that_the_dialect_does_not_know_follow_a_renamed_definition() -> None:
    def named(name: str) -> dict[str, object]:
        refers = {"$ref": f"#/$defs/{name}"}
        beside = {"x-like": [{"of": refers}]}
        return {"properties": {"a": refers}, "$defs": {name: {"type": "string"}, f"{name}Beside": beside}}

    found = compared(named("Node"), named("Leaf"))
    assert {(change.rule, change.class_) for change in found.changes} == {
        ("definition-renamed", Class.EDITORIAL)
    }
    assert len(found.changes) == 2


def test_a_change_inside_a_renamed_definition_is_the_only_other_change() -> None:
    found = compared(_with_definition("Node"), _with_definition("TreeNode", minimum=1))
    assert sorted((c.rule, c.class_) for c in found.changes) == [
        ("definition-renamed", Class.EDITORIAL),
        ("minimum-added", Class.BREAKING),
    ]
    inner = next(change for change in found.changes if change.rule == "minimum-added")
    assert inner.base.pointer == "/$defs/Node/properties/size"
    assert inner.head.pointer == "/$defs/TreeNode/properties/size/minimum"


def test_a_renamed_definition_stays_an_asserted_rename_that_claims_nothing() -> None:
    old, new = (SchemaRevision(exact(_with_definition(name))) for name in ("Node", "TreeNode"))
    found = compare_schemas(Question(old, new, Reading()))
    assert [(each.from_, each.to, each.standing) for each in found.renames] == [
        ("Node", "TreeNode", Standing.ASSERTED)
    ]
    assert found.class_ is Class.EDITORIAL
    assert [change.claimed_by for change in found.changes] == [None]


def test_a_renamed_property_claims_the_loss_and_the_gain() -> None:
    thing = {"type": "string", "description": "how it is painted", "pattern": "^#"}
    old, new = (SchemaRevision(exact(objects(**{name: thing}))) for name in ("colour", "color"))
    changes = {each.rule: each for each in compare_schemas(Question(old, new, Reading())).changes}
    claimed = {rule for rule, each in changes.items() if each.claimed_by == changes["property-renamed"].id}
    assert claimed == {"property-added", "property-removed"}


def test_a_reference_that_did_not_follow_is_no_renaming() -> None:
    new = _with_definition("TreeNode")
    new["properties"] = {"a": {"$ref": "#/$defs/Node"}}
    found = compared(_with_definition("Node"), {**new, "$defs": {**new["$defs"], "Node": TEXT}})
    assert "definition-renamed" not in {change.rule for change in found.changes}


def test_definitions_that_move_to_another_keyword_are_renamed() -> None:
    def schema(keyword: str) -> dict[str, object]:
        return {**objects(a={"$ref": f"#/{keyword}/t"}), keyword: {"t": {"type": "string", "minLength": 2}}}

    found = compared(schema("definitions"), schema("$defs"))
    assert [(change.rule, change.class_) for change in found.changes] == [
        ("definition-renamed", Class.EDITORIAL)
    ]


# --- tuples ---


@pytest.mark.parametrize(
    ("old", "new", "pairs"),
    [
        ([TEXT], [WHOLE, TEXT], [(None, 0), (0, 1)]),
        ([TEXT], [TEXT, WHOLE], [(0, 0), (None, 1)]),
        ([TEXT], [WHOLE], [(0, 0)]),
        ([TEXT], [WHOLE, FLAG], [(0, 0), (None, 1)]),
        ([TEXT, TEXT], [TEXT, TEXT, TEXT], [(0, 0), (1, 1), (None, 2)]),
        ([TEXT, WHOLE, FLAG], [TEXT, FLAG], [(0, 0), (1, None), (2, 1)]),
        ([TEXT, WHOLE, TEXT], [WHOLE, TEXT], [(0, None), (1, 0), (2, 1)]),
        ([TEXT, WHOLE], [FLAG, WHOLE], [(0, 0), (1, 1)]),
        ([TEXT, WHOLE], [WHOLE, TEXT], [(0, None), (1, 0), (None, 1)]),
        ([{"title": "t", **TEXT}], [FLAG, {"title": "t", **WHOLE}], [(None, 0), (0, 1)]),
        ([], [TEXT], [(None, 0)]),
        ([TEXT], [], [(0, None)]),
    ],
)
def test_items_of_a_tuple_are_paired_in_order_by_what_they_are(
    old: list[JsonValue], new: list[JsonValue], pairs: list[tuple[int | None, int | None]]
) -> None:
    assert sorted(in_order(old, new), key=repr) == sorted(pairs, key=repr)


@pytest.mark.parametrize(("keyword", "draft"), [("prefixItems", Draft.D2020), ("items", Draft.D7)])
@pytest.mark.parametrize("at", [0, 1, 2])
def test_an_item_inserted_into_a_tuple_is_one_change_wherever_it_is_put(
    keyword: str, draft: Draft, at: int
) -> None:
    old = [TEXT, WHOLE]
    new = [*old[:at], FLAG, *old[at:]]
    (edit,) = edits({keyword: old}, {keyword: new}, (draft, draft))
    (operation,) = edit.operations
    assert (edit.rule, edit.before, edit.after) == ("tuple-length-changed", 2, 3)
    assert (operation.at, operation.value) == ((keyword,), new)


def test_an_item_that_changed_beside_one_that_came_keeps_its_place_in_both_files() -> None:
    old = {"prefixItems": [{"title": "t", "type": "string", "maxLength": 9}]}
    new = {"prefixItems": [FLAG, {"title": "t", "type": "string", "maxLength": 7}]}
    changed, came = edits(old, new, (Draft.D2020, Draft.D2020))
    assert (changed.base, changed.head) == (
        ("prefixItems", "0", "maxLength"),
        ("prefixItems", "1", "maxLength"),
    )
    assert came.operations[0].value == [FLAG, old["prefixItems"][0]]


# --- budgets ---


def test_more_changes_than_can_be_judged_leave_the_verdicts_of_the_whole() -> None:
    old = objects(**{f"p{each}": {"maxLength": 9} for each in range(70)})
    new = objects(**{f"p{each}": {"maxLength": 8} for each in range(70)})
    found = compared(old, new)
    spent = [change for change in found.changes if change.reason == SPENT]
    assert (len(found.changes), len(spent)) == (70, 10)
    assert (found.class_, found.backward.verdict) == (Class.BREAKING, Verdict.REFUTED)
    few = compared(old, {**new, "properties": {**old["properties"], "p1": {"maxLength": 8}}})
    assert [change.reason for change in few.changes] == [None]
