"""What happened between two revisions: one edit a name or rule, each of which base can take alone."""

import pytest

from govern.documents import equal
from govern.model import Reading
from govern.schema.alignment import align, identity
from govern.schema.comparison import Question, compare
from govern.schema.dialect import Draft
from govern.schema.editing import apply
from govern.schema.edits import edits
from govern.schema.revision import SchemaRevision

TEXT, INTEGER = {"type": "string"}, {"type": "integer"}
NOW = (Draft.D2020, Draft.D2020)


def obj(*required, **properties):
    found = {"type": "object", "properties": properties}
    return {**found, "required": list(required)} if required else found


def rules(old, new, drafts=NOW):
    return sorted(edit.rule for edit in edits(old, new, drafts))


A, B, C = ({"const": each} for each in "ABC")
KINDS = [obj("k", k={"const": each}, a=TEXT) for each in "ABC"]

TABLE = [
    ("the same", obj(a=TEXT), obj(a=TEXT), []),
    ("keys in another order", {"type": "string", "minLength": 1}, {"minLength": 1, "type": "string"}, []),
    ("required in another order", {"required": ["a", "b"]}, {"required": ["b", "a"]}, []),
    ("values in another order", {"enum": ["A", "B"]}, {"enum": ["B", "A"]}, []),
    ("const as enum", {"const": "A"}, {"enum": ["A"]}, []),
    ("numbers by value", {"enum": [1]}, {"const": 1}, []),
    ("types in another order", {"type": ["string", "null"]}, {"type": ["null", "string"]}, []),
    ("a property", obj(a=TEXT), obj(a=TEXT, b=TEXT), ["property-added"]),
    ("a property with its duty", obj(a=TEXT), obj("b", a=TEXT, b=TEXT), ["required-property-added"]),
    ("a property that others must have", obj("b", a=TEXT), obj("b", a=TEXT, b=TEXT), ["property-added"]),
    ("a property gone", obj(a=TEXT, b=TEXT), obj(a=TEXT), ["property-removed"]),
    ("a property gone with its duty", obj("b", b=TEXT), obj(), ["required-property-removed"]),
    ("a property gone, its duty kept", obj("b", b=TEXT), {**obj(), "required": ["b"]}, ["property-removed"]),
    ("a duty", obj(a=TEXT), obj("a", a=TEXT), ["property-became-required"]),
    ("a duty less", obj("a", a=TEXT), obj(a=TEXT), ["property-became-optional"]),
    ("a duty for a name that is not declared", obj(), obj("a"), ["required-name-added"]),
    ("the same less", obj("a"), obj(), ["required-name-removed"]),
    ("two names", obj(a=TEXT, b=TEXT), obj(a=TEXT, c=TEXT), ["property-added", "property-removed"]),
    ("a property below", obj(o=obj(a=TEXT)), obj(o=obj(a=INTEGER)), ["type-changed"]),
    ("a property whose schema is a boolean", obj(a=TEXT), obj(a=False), ["subschema-replaced"]),
    ("a value", {"enum": ["A"]}, {"enum": ["A", "B"]}, ["enum-value-added"]),
    ("values", {"enum": ["A", "B"]}, {"enum": ["C"]},
     ["enum-value-added", "enum-value-removed", "enum-value-removed"]),
    ("a const that became values", {"const": "A"}, {"enum": ["A", "B"]}, ["enum-value-added"]),
    ("a const", {"const": "A"}, {"const": "B"}, ["const-changed"]),
    ("a const is gone", {"const": "A"}, {}, ["const-removed"]),
    ("values are listed", {}, {"enum": ["A"]}, ["enum-added"]),
    ("true is not one", {"enum": [1]}, {"enum": [True]}, ["enum-value-added", "enum-value-removed"]),
    ("a branch in front", {"oneOf": [A, B]}, {"oneOf": [C, A, B]}, ["branch-added"]),
    ("a branch from the middle", {"anyOf": [A, B, C]}, {"anyOf": [A, C]}, ["branch-removed"]),
    ("branches in another order", {"anyOf": [A, B, C]}, {"anyOf": [C, A, B]}, []),
    ("a branch changed and moved", {"anyOf": KINDS}, {"anyOf": [*KINDS[1:], obj("k", k=A, a=INTEGER)]},
     ["type-changed"]),
    ("all branches gone", {"anyOf": [A]}, {}, ["any-of-removed"]),
    ("a pattern", {}, {"patternProperties": {"^a": TEXT}}, ["pattern-property-added"]),
    ("below a pattern", {"patternProperties": {"^a": TEXT}}, {"patternProperties": {"^a": INTEGER}},
     ["type-changed"]),
    ("a definition", {}, {"$defs": {"t": TEXT}}, ["definition-added"]),
    ("in a definition", {"$defs": {"t": TEXT}}, {"$defs": {"t": INTEGER}}, ["type-changed"]),
    ("definitions that became $defs", {"definitions": {"t": TEXT}}, {"$defs": {"t": TEXT}},
     ["definition-added", "definition-removed"]),
    ("names that one asks for", {"dependentRequired": {"a": ["b"]}}, {"dependentRequired": {"a": ["c"]}},
     ["dependency-changed"]),
    ("closing", obj(a=TEXT), {**obj(a=TEXT), "additionalProperties": False}, ["object-closed"]),
    ("saying that it is open", obj(a=TEXT), {**obj(a=TEXT), "additionalProperties": True}, []),
    ("opening", {"additionalProperties": False}, {}, ["object-opened"]),
    ("a rule for the rest", {}, {"additionalProperties": TEXT}, ["undeclared-names-changed"]),
    ("another rule for the rest", {"additionalProperties": TEXT}, {"additionalProperties": INTEGER},
     ["type-changed"]),
    ("a tuple", {"prefixItems": [TEXT]}, {"prefixItems": [TEXT, TEXT]}, ["tuple-length-changed"]),
    ("an item of a tuple", {"prefixItems": [TEXT]}, {"prefixItems": [INTEGER]}, ["type-changed"]),
    ("items", {"items": TEXT}, {"items": INTEGER}, ["type-changed"]),
    ("texts", {"title": "a", "description": "b"}, {"title": "c"}, ["annotation-changed"]),
    ("a default", {"default": 1}, {"default": 2}, ["default-changed"]),
    ("a default by value", {"default": 1}, {"default": 1.0}, []),
    ("deprecated", {}, {"deprecated": True}, ["deprecated-added"]),
    ("deprecated: false says nothing", {}, {"deprecated": False}, []),
    ("a property called deprecated", obj(), obj(deprecated=TEXT), ["property-added"]),
    ("a property called title", obj(title=TEXT), obj(title=INTEGER), ["type-changed"]),
    ("an identifier", {"$id": "https://a.example/"}, {"$id": "https://b.example/"}, ["identifier-changed"]),
    ("an unknown keyword", {"x-a": 1}, {"x-a": 2}, ["unknown-keyword-changed"]),
    ("a keyword each way", {"minLength": 1, "maxLength": 2}, {"maxLength": 3, "pattern": "a"},
     ["max-length-changed", "min-length-removed", "pattern-added"]),
    ("a condition", {"if": TEXT, "then": {"minLength": 1}}, {"if": TEXT, "then": {"minLength": 2}},
     ["min-length-changed"]),
    ("a reference", {"$ref": "#/$defs/a"}, {"$ref": "#/$defs/b"}, ["ref-changed"]),
    ("a boolean for a schema", True, TEXT, ["subschema-replaced"]),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "found"), [e[1:] for e in TABLE], ids=[e[0] for e in TABLE])
def test_every_edit_has_one_name(old, new, found):
    assert rules(old, new) == found


@pytest.mark.parametrize(("old", "new", "found"), [e[1:] for e in TABLE], ids=[e[0] for e in TABLE])
def test_a_revision_without_edits_of_substance_is_undone_by_none(old, new, found):
    assert rules(old, old) == []
    assert rules(new, new) == []
    assert bool(rules(new, old)) is bool(found)


@pytest.mark.parametrize(("old", "new", "found"), [e[1:] for e in TABLE], ids=[e[0] for e in TABLE])
def test_the_operations_of_a_lone_edit_make_base_what_head_is(old, new, found):
    listed = edits(old, new, NOW)
    if len(listed) == 1:
        made = apply(old, new, listed[0].operations)
        assert _tidy(made) == _tidy(new)


def _tidy(value):
    """What two spellings of one schema share: `const` as `enum`, lists without order, no empty maps."""
    if isinstance(value, list):
        return sorted((_tidy(each) for each in value), key=repr)
    if not isinstance(value, dict):
        return value
    out = {k: _tidy(v) for k, v in value.items() if v not in ({}, []) or k not in ("properties", "required")}
    if "const" in out:
        out["enum"] = [out.pop("const")]
    return dict(sorted(out.items()))


def test_up_to_draft_07_a_reference_put_beside_other_keywords_replaces_the_schema():
    old, new = obj(a=TEXT), obj(a={"$ref": "#/definitions/t", "type": "string"})
    assert rules(old, new, (Draft.D7, Draft.D7)) == ["subschema-replaced"]
    assert rules(old, new) == ["ref-added"]


def test_many_values_at_once_are_one_edit():
    few, many = [f"v{index}" for index in range(40)], [f"v{index}" for index in range(41)]
    assert rules({"enum": ["a"]}, {"enum": ["a", *few]}) == ["enum-value-added"] * 40
    assert rules({"enum": ["a"]}, {"enum": ["a", *many]}) == ["enum-value-added"]


def test_an_edit_says_where_it_stands_on_either_side():
    (edit,) = edits({"anyOf": [A, obj("k", k=B)]}, {"anyOf": [obj("k", k=B, n=TEXT), A]}, NOW)
    assert edit.base == ("anyOf", "1")
    assert edit.head == ("anyOf", "0", "properties", "n")
    assert edit.identity == ("anyOf", 'k="B"', "properties", "n")


def test_an_added_obligation_can_be_taken_apart_from_the_declaration():
    (edit,) = edits(obj(a=TEXT), obj("b", a=TEXT, b=TEXT), NOW)
    assert apply(obj(a=TEXT), {}, edit.without_duty) == obj(a=TEXT, b=TEXT)
    assert apply(obj(a=TEXT), {}, edit.operations) == obj("b", a=TEXT, b=TEXT)


def test_applying_an_edit_brings_the_definitions_it_may_need_and_leaves_base_alone():
    old, new = obj(a=TEXT), {**obj(a={"$ref": "#/$defs/t"}), "$defs": {"t": TEXT}}
    before = repr(old)
    edit = next(each for each in edits(old, new, NOW) if each.rule == "ref-added")
    assert apply(old, new, edit.operations)["$defs"] == {"t": TEXT}
    assert repr(old) == before


def test_an_edit_in_a_shared_definition_is_one_change_with_every_place_it_reaches():
    def schema(kind):
        use = {"$ref": "#/$defs/t"}
        return {**obj(a=use, b={"type": "array", "items": use}), "$defs": {"t": {"type": kind}}}

    question = Question(SchemaRevision(schema("string")), SchemaRevision(schema("integer")), Reading())
    (change,) = compare(question).changes
    assert (change.rule, change.places) == ("type-changed", ("/a", "/b/*"))
    assert change.base.pointer == "/$defs/t/type"


@pytest.mark.parametrize("broken", [5, None, [], "x", False])
def test_what_is_no_object_replaces_or_is_replaced_as_a_whole(broken):
    whole = obj("a", a=TEXT)
    for old, new in ((whole, broken), (broken, whole)):
        (edit,) = edits(old, new, NOW)
        assert edit.rule == "subschema-replaced"
        assert equal(apply(old, new, edit.operations), new)


@pytest.mark.parametrize(
    "broken",
    [
        {"properties": 5}, {"properties": {"a": 5}}, {"required": 5}, {"required": [5]}, {"enum": 5},
        {"allOf": [5]}, {"$defs": []}, {"patternProperties": {"^": []}}, {"items": 5}, {"prefixItems": 5},
        {"additionalProperties": 5}, {"dependencies": {"a": 5}}, {"$ref": 5}, {"type": {}}, {"allOf": 5},
    ],
)  # fmt: skip
def test_edits_of_malformed_keywords_can_be_taken_and_taken_back(broken):
    whole = {**obj("a", a=TEXT), **dict.fromkeys(("items",), TEXT), "allOf": [A], "enum": ["A"]}
    for old, new in ((whole, broken), (broken, whole)):
        found = edits(old, new, NOW)
        assert found
        for edit in found:
            assert not equal(apply(old, new, edit.operations), old)


# --- alignment ---


@pytest.mark.parametrize(
    ("old", "new", "pairs"),
    [
        ([A, B], [A, B], [(0, 0), (1, 1)]),
        ([A, B], [B, A], [(0, 1), (1, 0)]),
        ([A], [B, A], [(0, 1), (None, 0)]),
        ([A, B], [B], [(0, None), (1, 0)]),
        ([A, A], [A], [(0, 0), (1, None)]),
        (KINDS, [KINDS[2], obj("k", k={"const": "A"}, b=TEXT)], [(0, 1), (1, None), (2, 0)]),
        ([{"$ref": "#/a"}], [{"$ref": "#/b"}, {"$ref": "#/a", "title": "x"}], [(0, 1), (None, 0)]),
        ([{"title": "T", "type": "string"}], [INTEGER, {"title": "T", "type": "null"}], [(0, 1), (None, 0)]),
        ([obj(a=TEXT, b=TEXT)], [INTEGER, obj(a=TEXT, b=TEXT, c=TEXT)], [(0, 1), (None, 0)]),
        ([{"enum": [1, 2]}, TEXT], [TEXT, {"enum": [3, 4], "title": "T"}], [(0, 1), (1, 0)]),
        ([{"enum": [1, 2]}, {"enum": [5, 6]}], [{"enum": [3, 4]}], [(0, None), (1, None), (None, 0)]),
        ([], [A], [(None, 0)]),
        ([TEXT], [], [(0, None)]),
    ],
)
def test_branches_are_paired_by_what_they_are(old, new, pairs):
    assert list(align(old, new)) == pairs


@pytest.mark.parametrize(
    ("branch", "known_as"),
    [
        (A, '"A"'),
        ({"enum": ["A"]}, '"A"'),
        (obj(k=A, j=B), 'j="B",k="A"'),
        ({"$ref": "#/$defs/t"}, "#/$defs/t"),
        ({"title": "T", "type": "string"}, "T"),
        (TEXT, '{"type":"string"}'),
        (True, "true"),
    ],
)
def test_a_branch_is_known_by_its_constants_reference_title_or_text(branch, known_as):
    assert identity(branch) == known_as


ONE = {
    "$defs": {"t": {"default": 1}, "u": {"default": 2}, "v": {"deprecated": True}, "w": {"$ref": "#/$defs/t"}}
}
BEHIND = [
    ("what a reference brings as well", {"default": 1}, {"$ref": "#/$defs/t"},
     ["annotation-changed", "ref-added"]),
    ("what a reference brings after another", {"default": 1}, {"$ref": "#/$defs/w"},
     ["annotation-changed", "ref-added"]),
    ("what a reference brings otherwise", {"default": 1}, {"$ref": "#/$defs/u"},
     ["default-changed", "ref-added"]),
    ("another reference that brings another", {"$ref": "#/$defs/t"}, {"$ref": "#/$defs/u"},
     ["default-changed", "ref-changed"]),
    ("another reference that brings the same", {"$ref": "#/$defs/t"}, {"$ref": "#/$defs/w"}, ["ref-changed"]),
    ("null, which is a default", {}, {"default": None}, ["default-changed"]),
    ("its own before that of a reference", {"$ref": "#/$defs/u", "default": 1}, {"default": 1},
     ["ref-removed"]),
    ("a warning that a reference brings", {}, {"$ref": "#/$defs/v"}, ["deprecated-added", "ref-added"]),
    ("a reference that leads out of the file", {"default": 1}, {"$ref": "other.json"},
     ["default-changed", "ref-added"]),
    ("a reference to an anchor", {"default": 1}, {"$ref": "#t"}, ["default-changed", "ref-added"]),
    ("a reference that is no URI", {"default": 1}, {"$ref": "#%"}, ["default-changed", "ref-added"]),
    ("a reference to itself", {"default": 1}, {"$ref": "#/properties/a"}, ["default-changed", "ref-added"]),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "found"), [e[1:] for e in BEHIND], ids=[e[0] for e in BEHIND])
def test_an_annotation_in_force_is_that_of_what_is_referred_to_where_there_is_none(old, new, found):
    assert rules({**obj(a=old), **ONE}, {**obj(a=new), **ONE}) == found


@pytest.mark.parametrize(("target", "found"), [("t", []), ("u", ["default-changed"])])
def test_up_to_draft_07_a_default_is_never_silent_where_a_reference_replaces_a_schema(target, found):
    definitions = {"definitions": ONE["$defs"]}
    old, new = obj(a={"default": 1}), obj(a={"$ref": f"#/definitions/{target}"})
    assert rules({**old, **definitions}, {**new, **definitions}, (Draft.D7, Draft.D7)) == [
        *found,
        "subschema-replaced",
    ]
