"""Pairs on which a proof or a mild class was, or could easily be, wrong; each with a near-miss where
the milder answer is right."""

from __future__ import annotations

import pytest

from govern.model import Class, Compatibility, Content, Format, Reading, Verdict
from govern.schema.comparison import Question, compare
from govern.schema.containment import Pair, decide
from govern.schema.dialect import URI_OF_DRAFT, Draft
from govern.schema.engine.places import root
from govern.schema.revision import SchemaRevision

D7, D2019, D2020 = (URI_OF_DRAFT[each] for each in (Draft.D7, Draft.D2019, Draft.D2020))
TEXT, WHOLE = {"type": "string"}, {"type": "integer"}
META = "https://json-schema.org/draft/2020-12/meta/"
CORE = ("core", "applicator", "unevaluated", "validation", "meta-data", "format-annotation", "content")
NEIGHBOUR = "https://tree.invalid/other.json"


def referring(reference, definition, *, draft=D2020, root=None, place="$defs"):
    """A schema with a member that refers to a definition."""
    head = {"$schema": draft, **({"$id": root} if root else {})}
    return {**head, "properties": {"p": {"$ref": reference}}, place: {"a": definition}}


def verdict(left, right, content=Content.DECLARED):
    sides = [each if isinstance(each, SchemaRevision) else SchemaRevision(each) for each in (left, right)]
    return decide(Pair(sides[0], sides[1], Reading(content=content))).verdict


SPELLINGS = {
    "urn": ("#/$defs/a", None, "urn:x:root"),
    "a scheme nobody registered": ("c.json", "c.json", "foo://host/a/b.json"),
    "case of the host": ("http://e.example/x", "http://E.example/x", None),
    "needless escape": ("http://e.example/~x", "http://e.example/%7Ex", None),
    "default port": ("http://e.example:80/x", "http://e.example/x", None),
    "dots in the path": ("http://e.example/x", "http://e.example/a/../x", None),
}


@pytest.mark.parametrize(("reference", "name", "root"), SPELLINGS.values(), ids=SPELLINGS.keys())
def test_a_reference_is_read_however_its_uri_is_spelled(reference, name, root):
    old, new = (
        referring(reference, {**({"$id": name} if name else {}), **kind}, root=root) for kind in (TEXT, WHOLE)
    )
    assert verdict(old, new) is Verdict.REFUTED
    assert verdict(old, {**old, "title": "other words"}) is Verdict.PROVED


def two(keyword, first, second):
    reference = "#n" if keyword == "$anchor" else "n"
    definitions = {"a": {keyword: "n", **first}, "b": {keyword: "n", **second}}
    return {"$schema": D2020, "properties": {"p": {"$ref": reference}}, "$defs": definitions}


@pytest.mark.parametrize("keyword", ["$anchor", "$id"])
@pytest.mark.parametrize("changed", [0, 1])
def test_a_name_that_two_places_claim_proves_nothing(keyword, changed):
    kinds = [TEXT, WHOLE]
    others = [*kinds]
    others[changed] = {"type": "null"}
    assert verdict(two(keyword, *kinds), two(keyword, *others)) is not Verdict.PROVED


@pytest.mark.parametrize(
    ("reference", "held", "place", "draft"),
    [("#n", "$anchor", "definitions", D7), ("#n", "$anchor", "x-parts", D2020)],
)
def test_a_reference_that_leads_nowhere_in_a_document_at_hand_is_no_assumption(reference, held, place, draft):
    old, new = (referring(reference, {held: "n", **kind}, draft=draft, place=place) for kind in (TEXT, WHOLE))
    assert verdict(old, new) is Verdict.UNDECIDED


def test_what_cannot_be_read_at_all_is_the_same_on_both_sides():
    old = referring("http://nowhere.example/x", {})
    assert verdict(old, {**old, "$defs": {"a": TEXT}}) is Verdict.PROVED
    assert verdict(old, referring("http://nowhere.example/y", {})) is Verdict.UNDECIDED


def test_dynamic_references_of_a_neighbour_are_not_forgotten():
    root = {"$schema": D2020, "$ref": "other.json"}

    def side(kind):
        definitions = {"x": {"$dynamicAnchor": "m", **kind}}
        other = {"$schema": D2020, "$defs": definitions, "properties": {"c": {"$dynamicRef": "#m"}}}
        return SchemaRevision(root, resources={NEIGHBOUR: other})

    assert verdict(side(TEXT), side(WHOLE)) is not Verdict.PROVED
    assert verdict(side(TEXT), side(TEXT)) is Verdict.PROVED


def test_the_metaschema_is_more_than_its_vocabularies_read_one_by_one():
    apart = {"$schema": D2020, "allOf": [{"$ref": META + name} for name in CORE]}
    assert verdict(apart, {"$schema": D2020, "$ref": D2020}) is not Verdict.PROVED


def test_a_file_that_moved_refers_to_other_files():
    resources = {"https://tree.invalid/a/o.json": TEXT, "https://tree.invalid/b/o.json": WHOLE}
    root = {"$schema": D2020, "$ref": "o.json"}
    old, new = (
        SchemaRevision(root, resources=resources, uri=f"https://tree.invalid/{folder}/s.json")
        for folder in "ab"
    )
    assert verdict(old, new) is Verdict.REFUTED


COUNTING = {
    "a later item of a tuple": (
        {"prefixItems": [True, {"properties": {"b": {}}}], "items": {"properties": {"a": {}}}},
        {"prefixItems": [True, {"properties": {"b": TEXT}}], "items": {"properties": {"a": {}, "b": {}}}},
        [0, {"b": 1}],
    ),
    "a member called like every other": (
        {"properties": {"*": {"properties": {"b": {}}}}, "additionalProperties": {"properties": {"a": {}}}},
        {
            "properties": {"*": {"properties": {"b": TEXT}}},
            "additionalProperties": {"properties": {"a": {}, "b": {}}},
        },
        {"*": {"b": 1}},
    ),
    "names listed behind a reference": (
        {"propertyNames": {"$ref": "#/$defs/n"}, "required": ["p"], "$defs": {"n": {"enum": ["p", "q"]}}},
        {"propertyNames": {"enum": ["p", "q"]}, "required": ["p"], "properties": {"q": WHOLE}},
        {"p": 1, "q": "x"},
    ),
    "a branch that takes everything and mentions a name": (
        {"anyOf": [True, {"required": ["q"]}], "properties": {"p": {}}},
        {"properties": {"p": {}, "q": WHOLE}},
        {"q": "x"},
    ),
    "a condition without consequences that mentions a name": (
        {"if": {"required": ["q"]}, "properties": {"p": {}}},
        {"properties": {"p": {}, "q": WHOLE}},
        {"q": "x"},
    ),
    "a name that only a branch mentions, with a schema for all others": (
        {
            "additionalProperties": {"properties": {"a": {}}},
            "anyOf": [{"properties": {"q": {"properties": {"x": {}}}}}, {"required": ["zzz"]}],
        },
        {"additionalProperties": {"properties": {"a": {}, "x": TEXT}}},
        {"q": {"x": 1}},
    ),
    "an item that only a branch speaks of": (
        {
            "items": {"properties": {"a": {}}},
            "anyOf": [{"prefixItems": [True, {"properties": {"x": {}}}]}, {"minItems": 7}],
        },
        {"items": {"properties": {"a": {}, "x": TEXT}}},
        [1, {"x": 1}],
    ),
}


@pytest.mark.parametrize(("left", "right", "document"), COUNTING.values(), ids=COUNTING.keys())
def test_a_document_that_counts_is_never_set_aside(left, right, document):
    sides = [SchemaRevision({"$schema": D2020, **each}) for each in (left, right)]
    assert [each.quick(document, formats=False) for each in sides] == [True, False]
    assert root(*(each.compiled.root for each in sides)).counts(document)
    assert decide(Pair(*sides, Reading())).verdict is not Verdict.PROVED


def test_what_stands_below_a_pattern_is_set_aside_as_anything_else_is():
    left = {"patternProperties": {"^k": {"properties": {"a": {}}}}}
    right = {"patternProperties": {"^k": {"properties": {"a": {}, "b": TEXT}}}}
    sides = [SchemaRevision({"$schema": D2020, **each}).compiled.root for each in (left, right)]
    assert not root(*sides).counts({"k": {"b": 1}})
    assert root(*sides).counts({"k": {"a": 1}, "z": {"b": 1}})


CIRCLES = [
    {"$ref": "#"},
    {"not": {"$ref": "#"}},
    {"anyOf": [TEXT, {"$ref": "#"}]},
    {"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}},
]


@pytest.mark.parametrize("circle", CIRCLES)
def test_a_reference_that_leads_back_to_itself_proves_nothing_and_harms_nothing(circle):
    old = {"$schema": D2020, **circle}
    assert verdict(old, old) is Verdict.PROVED
    assert verdict({"$schema": D2020, "type": "null"}, {**old, "minLength": 3}) is not Verdict.PROVED


def test_recursion_with_unevaluated_members_ends_where_both_sides_take_everything():
    def side(kind):
        member = {"properties": {"a": {"unevaluatedProperties": {}, "allOf": [{"$ref": "#/$defs/d"}]}}}
        return {"$schema": D2020, "$ref": "#/$defs/d", "$defs": {"d": {"if": kind, "else": member}}}

    assert verdict(side(TEXT), side(WHOLE)) is Verdict.PROVED


def tower(levels, floor):
    """Each level asks the one below it twice, so that the levels multiply."""
    definitions = {
        f"d{level}": {
            "allOf": [
                {"$ref": f"#/$defs/d{level + 1}"},
                {"anyOf": [{"$ref": f"#/$defs/d{level + 1}"}, {"required": [f"k{level}"]}]},
            ]
        }
        for level in range(levels)
    }
    return {"$schema": D2020, "$ref": "#/$defs/d0", "$defs": {**definitions, f"d{levels}": floor}}


@pytest.mark.parametrize("levels", [18, 24, 50])
def test_a_tower_that_no_validator_could_climb_is_undecided_at_once(levels):
    answer = decide(
        Pair(SchemaRevision(tower(levels, TEXT)), SchemaRevision(tower(levels, WHOLE)), Reading())
    )
    assert answer.verdict is Verdict.UNDECIDED
    assert "multiply" in (answer.reason or "")


def test_a_low_tower_is_climbed():
    assert verdict(tower(3, TEXT), tower(3, WHOLE)) is Verdict.REFUTED


def formatted(draft, name):
    return SchemaRevision({"$schema": URI_OF_DRAFT[draft], "format": name})


@pytest.mark.parametrize(
    ("old", "name", "answer"),
    [
        (Draft.D7, "uuid", Verdict.REFUTED),
        (Draft.D4, "json-pointer", Verdict.UNDECIDED),
        (Draft.D7, "date", Verdict.PROVED),
        (Draft.D4, "colour-of-the-sky", Verdict.PROVED),
    ],
)
def test_a_format_is_content_only_where_its_draft_knows_it(old, name, answer):
    asserted = Reading(format=Format.ASSERTED)
    sides = formatted(old, name), formatted(Draft.D2020, name)
    assert decide(Pair(*sides, asserted)).verdict is answer
    assert decide(Pair(*sides, Reading())).verdict is Verdict.PROVED


# --- classes ---


def class_of(old, new, mode=Compatibility.FULL, beside=({}, {})):
    revisions = [
        SchemaRevision({"$schema": D2020, **schema}, resources=resources)
        for schema, resources in zip((old, new), beside, strict=True)
    ]
    return compare(Question(*revisions, Reading(compatibility=mode))).class_


def grown(keyword, listed):
    return {"properties": {"n": {"allOf": [keyword, {**keyword, "minimum": 0}]}, "k": {"enum": listed}}}


def test_growth_hides_nothing_that_breaks_beside_it():
    old, both = grown({"maximum": 5}, ["A"]), grown({"maximum": 10}, ["A", "B"])
    assert class_of(old, both, Compatibility.FORWARD) is Class.BREAKING
    assert class_of(old, both, Compatibility.FULL) is Class.BREAKING
    assert class_of(old, grown({"maximum": 5}, ["A", "B"]), Compatibility.FULL) is Class.ADDITIVE


def test_growth_hides_nothing_that_breaks_in_a_file_referred_to():
    old = {"properties": {"k": {"enum": ["A"]}, "o": {"$ref": "other.json"}}}
    new = {"properties": {"k": {"enum": ["A", "B"]}, "o": {"$ref": "other.json"}}}
    whole, any_number = {NEIGHBOUR: WHOLE}, {NEIGHBOUR: {"type": "number"}}
    assert class_of(old, new, Compatibility.FORWARD, (whole, any_number)) is Class.BREAKING
    assert class_of(old, new, Compatibility.FORWARD, (whole, whole)) is Class.ADDITIVE


def test_several_values_and_names_are_growth_together():
    old = {"properties": {"k": {"enum": ["A"]}}, "additionalProperties": False}
    new = {"properties": {"k": {"enum": ["A", "B", "C"]}, "m": {}, "n": {}}, "additionalProperties": False}
    assert class_of(old, new) is Class.ADDITIVE


def test_a_name_is_growth_only_where_no_other_name_was_taken():
    wider = {"type": ["integer", "string"]}
    open_map = {"properties": {"a": {}}, "additionalProperties": WHOLE}
    assert class_of(open_map, {**open_map, "properties": {"a": {}, "b": wider}}) is Class.BREAKING
    closed = {"properties": {"a": {}}, "additionalProperties": False}
    assert class_of(closed, {**closed, "properties": {"a": {}, "b": wider}}) is Class.ADDITIVE
    layered = {"allOf": [{"additionalProperties": False, "properties": {"a": {}, "b": {}}}]}
    shut = {**layered, "properties": {"a": {}}, "propertyNames": {"enum": ["a"]}}
    assert class_of(shut, {**shut, "properties": {"a": {}, "b": wider}}) is not Class.BREAKING


def test_a_branch_is_growth_only_by_a_constant_of_its_own():
    def kind(name, value):
        return {"properties": {name: {"const": value}}, "required": [name]}

    old = {"type": "object", "anyOf": [kind("k", "A")]}

    def joined(branch):
        return class_of(old, {**old, "anyOf": [kind("k", "A"), branch]})

    assert joined(kind("k", "B")) is Class.ADDITIVE
    assert joined({"properties": {"m=n": TEXT}, "required": ["m=n"]}) is Class.BREAKING
    assert joined(kind("m", "B")) is Class.BREAKING


def test_edits_that_do_nothing_alone_and_something_together_are_not_editorial():
    old = {"required": ["a"], "properties": {"b": {}}}
    new = {**old, "if": {"required": ["b"]}, "then": {"maxProperties": 2}}
    assert class_of(old, new, Compatibility.FORWARD) is Class.ADDITIVE
    assert class_of(old, new, Compatibility.BACKWARD) is Class.BREAKING
    assert class_of(old, {**old, "if": {"required": ["b"]}, "then": True}) is Class.EDITORIAL


def test_what_only_documents_set_aside_tell_apart_is_additive():
    old = {"properties": {"a": {}}}
    assert class_of(old, {**old, "patternProperties": {"^x-": TEXT}}) is Class.ADDITIVE
    assert class_of(old, {**old, "dependentRequired": {"q": ["p"]}}) is Class.ADDITIVE


def _own_name_again(kind):
    inner = {"$id": "one"}
    return {
        "$schema": D7,
        "$id": "http://k.example/one",
        "properties": {"a": {"$ref": "#/definitions/A"}},
        "definitions": {"A": {"type": kind}, "B": inner},
    }


def _index_with_a_zero(kind):
    return {"$schema": D2020, "properties": {"a": {"$ref": "#/x/01"}}, "x": [{}, {"type": kind}]}


def _pattern_in_a_default(letter):
    default = {"type": "string", "pattern": f"^({letter})\\1$"}
    return {"$schema": D7, "default": default, "properties": {"a": {"$ref": "#/default"}}}


def _name_in_a_value(kind):
    # Up to draft-07 `$defs` is no keyword, and what stands in it is a value: its `$id` names nothing.
    value = {"$id": "http://z.example/r", "y": {"$ref": "#/q"}}
    members = {"a": {"$ref": "#/$defs/k/y"}, "b": {}}
    return {"$schema": D7, "properties": members, "q": {"type": kind}, "$defs": {"k": value}}


READ_BY_OTHERS = [
    ("a document that names a part as itself", _own_name_again, "integer", "string", {"a": 1}),
    ("an index that begins with zero", _index_with_a_zero, "string", "boolean", {"a": "s"}),
    ("a default that is referred to", _pattern_in_a_default, "a", "b", {"a": "aa"}),
    ("a value that looks like a name", _name_in_a_value, "string", "boolean", {"a": "s"}),
]


@pytest.mark.parametrize(
    ("made", "old", "new", "document"), [e[1:] for e in READ_BY_OTHERS], ids=[e[0] for e in READ_BY_OTHERS]
)
def test_what_real_validators_read_otherwise_is_never_proved(made, old, new, document):
    resources = {"http://z.example/r": {"q": {"type": "integer"}}}
    one, other = (SchemaRevision(made(each), resources=resources) for each in (old, new))
    assert one.judge(document, formats=False).accepts is True
    assert other.judge(document, formats=False).accepts is False
    assert verdict(one, other) is not Verdict.PROVED
    again = SchemaRevision(made(old), resources=resources)
    assert verdict(SchemaRevision(made(old), resources=resources), again) is Verdict.PROVED
