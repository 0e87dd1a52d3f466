"""What is the same on both sides without being read: equal text that leads to equal text, no other."""

from __future__ import annotations

import pytest

from govern.documents import exact
from govern.schema.dialect import URI_OF_DRAFT, Draft
from govern.schema.engine.sameness import Sameness
from govern.schema.revision import SchemaRevision

TEXT, INTEGER = {"type": "string"}, {"type": "integer"}
NOWHERE = "https://nowhere.invalid/a"
AT = "https://example.com/"
D7 = URI_OF_DRAFT[Draft.D7]


def form(schema, draft="2020-12", **options):
    return SchemaRevision(exact(schema), draft=draft, **options).compiled


def below(compiled, *names):
    """The schema under some `properties`."""
    here = compiled.root
    for name in names:
        here = here.keywords.members.properties[name]
    return here


def same(one, other):
    """Whether two schemas are the same, asked both ways round and by two that know nothing yet."""
    sameness = Sameness()
    found = sameness.same(one, other)
    assert sameness.same(other, one) is found
    assert Sameness().same(other, one) is found
    return found


def defined(reference, **definitions):
    return {"properties": {"a": {"$ref": reference}}, "$defs": definitions}


CHAIN = {"$ref": "#/$defs/u"}

TEXTS = [
    ("nothing", {}, {}, True),
    ("text for text", {"enum": [1, None, "x"]}, {"enum": [1, None, "x"]}, True),
    ("numbers by value", {"enum": [1.0]}, {"enum": [1]}, True),
    ("true and one", {"enum": [True]}, {"enum": [1]}, False),
    ("false and zero", {"const": False}, {"const": 0}, False),
    ("true and one, as a bound", {"minLength": True}, {"minLength": 1}, False),
    ("one and its text", {"const": 1}, {"const": "1"}, False),
    ("null and its text", {"const": None}, {"const": "None"}, False),
    ("annotations that differ", {"title": "a"}, {"title": "b"}, True),
    ("an annotation more", {"title": "a", "minLength": 1}, {"minLength": 1}, True),
    ("a property with an annotation's name", {"properties": {"title": TEXT}},
     {"properties": {"title": INTEGER}}, False),
    ("a definition with an annotation's name", {"properties": {"a": {"$ref": "#/$defs/title"}},
     "$defs": {"title": TEXT}}, {"properties": {"a": {"$ref": "#/$defs/title"}}, "$defs": {"title": INTEGER}},
     False),
    ("a value with an annotation's name in it", {"const": {"title": "a"}}, {"const": {"title": "b"}}, False),
    ("values with an annotation's name in them", {"enum": [{"title": 1}]}, {"enum": [{}]}, False),
    ("a name that depends, with an annotation's name", {"dependentRequired": {"title": ["a"]}},
     {"dependentRequired": {"title": ["b"]}}, False),
    ("a reference into an annotation", {"properties": {"a": {"$ref": "#/$defs/t/default"}},
     "$defs": {"t": {"default": TEXT}}}, {"properties": {"a": {"$ref": "#/$defs/t/default"}},
     "$defs": {"t": {"default": INTEGER}}}, False),
    ("what it refers to", defined("#/$defs/t", t=TEXT), defined("#/$defs/t", t=TEXT), True),
    ("what it refers to differs", defined("#/$defs/t", t=TEXT), defined("#/$defs/t", t=INTEGER), False),
    ("what that refers to", defined("#/$defs/t", t=CHAIN, u=TEXT),
     defined("#/$defs/t", t=CHAIN, u=TEXT), True),
    ("what that refers to differs", defined("#/$defs/t", t=CHAIN, u=TEXT),
     defined("#/$defs/t", t=CHAIN, u=INTEGER), False),
    ("what nobody refers to differs", defined("#/$defs/t", t=TEXT, u=TEXT),
     defined("#/$defs/t", t=TEXT, u=INTEGER), True),
    ("a value that looks like a reference", {"properties": {"a": {"const": {"$ref": "#/$defs/t"}}},
     "$defs": {"t": TEXT}}, {"properties": {"a": {"const": {"$ref": "#/$defs/t"}}}, "$defs": {"t": INTEGER}},
     True),
    ("a property called $ref", {"properties": {"a": {"properties": {"$ref": {"$ref": "#/$defs/t"}}}},
     "$defs": {"t": TEXT}}, {"properties": {"a": {"properties": {"$ref": {"$ref": "#/$defs/t"}}}},
     "$defs": {"t": INTEGER}}, False),
    ("a recursive one", defined("#/$defs/t", t={"items": {"$ref": "#/$defs/t"}}),
     defined("#/$defs/t", t={"items": {"$ref": "#/$defs/t"}}), True),
    ("a recursive one that differs further on",
     defined("#/$defs/t", t={"items": {"$ref": "#/$defs/t"}, "contains": CHAIN}, u=TEXT),
     defined("#/$defs/t", t={"items": {"$ref": "#/$defs/t"}, "contains": CHAIN}, u=INTEGER), False),
]  # fmt: skip


@pytest.mark.parametrize(
    ("left", "right", "expected"), [each[1:] for each in TEXTS], ids=[each[0] for each in TEXTS]
)
def test_schemas_are_the_same_where_their_text_and_all_it_leads_to_is(left, right, expected):
    if "$defs" in left:
        assert same(below(form(left), "a"), below(form(right), "a")) is expected
    else:
        assert same(form(left).root, form(right).root) is expected


@pytest.mark.parametrize("keyword", ["allOf", "prefixItems", "not", "contains", "then", "dependentSchemas"])
def test_references_are_followed_from_wherever_a_subschema_may_stand(keyword):
    held = {"$ref": "#/$defs/t"}
    shape = {"allOf": [held], "prefixItems": [held], "dependentSchemas": {"k": held}}.get(keyword, held)

    def one(target):
        return below(form({"properties": {"a": {keyword: shape}}, "$defs": {"t": target}}), "a")

    assert same(one(TEXT), one(TEXT))
    assert not same(one(TEXT), one(INTEGER))


def test_what_stands_beside_a_reference_is_followed_only_by_a_draft_that_reads_it():
    def one(target, draft):
        held = {"$ref": "#/definitions/t", "items": {"$ref": "#/definitions/u"}}
        schema = {"properties": {"a": held}, "definitions": {"t": TEXT, "u": target}}
        return below(form(schema, draft), "a")

    assert same(one(TEXT, "7"), one(INTEGER, "7"))
    assert not same(one(TEXT, "2019-09"), one(INTEGER, "2019-09"))


# --- dialects and bases ---


@pytest.mark.parametrize(("draft", "expected"), [("7", True), ("6", False), ("2019-09", False)])
def test_equal_text_under_another_draft_is_not_the_same(draft, expected):
    schema = {"if": TEXT, "then": False}
    assert same(form(schema, "7").root, form(schema, draft).root) is expected


def test_equal_text_that_leads_into_another_draft_is_not_the_same():
    resources = {AT + "new": TEXT}
    old = {AT + "new": {"$schema": D7, **TEXT}}
    refers = {"$ref": AT + "new"}
    assert same(form(refers, resources=resources).root, form(refers, resources=resources).root)
    assert not same(form(refers, resources=resources).root, form(refers, resources=old).root)


RELATIVE = {"properties": {"a": {"$ref": "t"}, "b": TEXT}}


def test_equal_text_under_two_bases_is_the_same_only_where_it_leads_to_the_same():
    def one(base, **targets):
        return form(RELATIVE, uri=AT + base, resources={AT + name: each for name, each in targets.items()})

    def under(folder, target):
        return form(RELATIVE, uri=f"{AT}{folder}/root", resources={f"{AT}{folder}/t": target})

    left, right, third = under("v1", TEXT), under("v2", TEXT), under("v2", INTEGER)
    assert same(below(left, "a"), below(right, "a"))
    assert not same(below(left, "a"), below(third, "a"))
    assert same(below(left, "b"), below(third, "b"))
    assert same(one("root", t=TEXT).root, one("other", t=TEXT).root)


def test_a_part_with_a_base_of_its_own_leads_where_that_base_says():
    part = {"$id": "inner/", "$ref": "t"}
    schema = {"properties": {"a": {"items": part}}}

    def one(target, beside):
        resources = {AT + "v/inner/t": target, AT + "v/t": beside}
        return below(form(schema, uri=AT + "v/root", resources=resources), "a")

    assert same(one(TEXT, TEXT), one(TEXT, INTEGER))
    assert not same(one(TEXT, TEXT), one(INTEGER, TEXT))


def test_equal_parts_of_one_document_have_the_bases_of_their_places():
    part = {"items": {"$id": "inner", "$ref": "t"}}
    schema = {"properties": {"a": part, "b": {"$id": "v/", "properties": {"c": part}}}}
    resources = {AT + "t": TEXT, AT + "v/t": INTEGER}
    compiled = form(schema, uri=AT + "root", resources=resources)
    assert not same(below(compiled, "a"), below(compiled, "b", "c"))
    alike = form(schema, uri=AT + "root", resources={AT + "t": TEXT, AT + "v/t": TEXT})
    assert same(below(alike, "a"), below(alike, "b", "c"))


# --- what hangs on the way there ---


def dynamic(target, *, reference="$dynamicRef", **beside):
    """A schema whose `a` holds a dynamic reference to an anchor in `$defs`; more stands beside these."""
    anchor = {"$dynamicAnchor": "t"} if reference == "$dynamicRef" else {"$recursiveAnchor": True}
    value = "#t" if reference == "$dynamicRef" else "#"
    return {
        "properties": {"a": {"items": {reference: value}}},
        "$defs": {"t": {**anchor, **target}},
        **beside,
    }


def test_a_dynamic_reference_is_the_same_only_where_every_anchor_is():
    another = dynamic({"$id": "b"})["$defs"]["t"]
    one, again = (below(form(dynamic(TEXT)), "a") for _ in range(2))
    assert same(one, again)
    assert not same(one, below(form(dynamic(INTEGER)), "a"))
    assert not same(one, below(form(dynamic(TEXT, not_=another)), "a"))


def test_a_recursive_reference_leads_to_the_root_where_that_has_no_anchor():
    one, other = (
        below(form(dynamic(each, reference="$recursiveRef"), "2019-09"), "a") for each in (TEXT, INTEGER)
    )
    assert same(one, other)


def test_what_hangs_on_the_way_there_is_not_even_the_same_as_itself():
    schema = dynamic(TEXT)
    schema["$defs"]["u"] = {"$id": "u", "$dynamicAnchor": "t"}
    found = below(form(schema), "a")
    assert not same(found, found)


def test_a_dynamic_reference_behind_a_reference_is_found():
    def one(target):
        schema = dynamic(target)
        schema["properties"]["b"] = {"$ref": "#/properties/a"}
        return below(form(schema), "b")

    assert same(one(TEXT), one(TEXT))
    assert not same(one(TEXT), one(INTEGER))


def test_a_dynamic_reference_in_a_part_that_names_itself_is_found():
    def one(target):
        schema = dynamic(target)
        schema["properties"]["a"]["items"]["$id"] = AT + "part"
        schema["properties"]["a"]["items"]["$dynamicRef"] = AT + "root#t"
        return below(form(schema, uri=AT + "root"), "a")

    assert same(one(TEXT), one(TEXT))
    assert not same(one(TEXT), one(INTEGER))


# --- references that lead nowhere ---


def test_unreadable_references_with_one_uri_are_the_same_and_are_listed():
    left, right = form({"$ref": NOWHERE + "#/x"}), form({"$ref": NOWHERE + "#/x"})
    sameness = Sameness()
    assert sameness.assumed == set()
    assert sameness.same(left.root, right.root)
    assert sameness.assumed == {NOWHERE + "#/x"}


def test_what_is_not_the_same_in_the_end_assumes_nothing():
    def one(target):
        schema = {"properties": {"a": {"allOf": [{"$ref": NOWHERE}, {"$ref": "#/$defs/t"}]}}}
        return below(form({**schema, "$defs": {"t": target}}), "a")

    sameness = Sameness()
    assert not sameness.same(one(TEXT), one(INTEGER))
    assert sameness.assumed == set()


LOST = [
    ("one URI, spelled alike", NOWHERE, NOWHERE, True),
    ("another URI", NOWHERE, NOWHERE + "b", False),
    ("another fragment", NOWHERE + "#/a", NOWHERE + "#/b", False),
]


@pytest.mark.parametrize(("one", "other", "expected"), [each[1:] for each in LOST], ids=[e[0] for e in LOST])
def test_references_that_lead_nowhere_are_the_same_by_their_uri(one, other, expected):
    assert same(form({"$ref": one}).root, form({"$ref": other}).root) is expected


def test_a_relative_reference_that_leads_nowhere_asks_for_what_its_base_says():
    one, again, other = (form(RELATIVE, uri=f"{AT}{folder}/root") for folder in ("v1", "v1", "v2"))
    sameness = Sameness()
    assert sameness.same(below(one, "a"), below(again, "a"))
    assert sameness.assumed == {AT + "v1/t#"}
    assert not same(below(one, "a"), below(other, "a"))


def test_a_reference_that_only_one_side_can_read_is_not_the_same():
    refers = {"$ref": NOWHERE}
    assert not same(form(refers).root, form(refers, resources={NOWHERE: {}}).root)


def test_an_anchor_missing_from_a_document_at_hand_is_the_same_only_where_nothing_differs():
    # The document is there; what another reader finds under the name may be anywhere in it.
    def one(target):
        return below(form({"properties": {"a": {"$ref": "#gone"}}, "$defs": {"t": target}}), "a")

    assert same(one(TEXT), one(TEXT))
    assert not same(one(TEXT), one(INTEGER))


@pytest.mark.parametrize("held", ["a\tb", "ab"])
def test_a_reference_with_control_characters_is_the_same_only_where_nothing_differs(held):
    # Some readers of URIs drop them, some keep them: what is found is anybody's guess.
    def one(target):
        return below(form({"properties": {"a": {"$ref": "#/x/a\tb"}}, "x": {held: target}}), "a")

    assert same(one(TEXT), one(TEXT))
    assert not same(one(TEXT), one(INTEGER))


# --- what is remembered ---


def test_booleans_are_the_same_as_themselves_only():
    schema = {"properties": {"a": True, "b": False, "c": {}}}
    left, right = form(schema), form(schema)
    found = [[same(below(left, x), below(right, y)) for y in "abc"] for x in "abc"]
    assert found == [[True, False, False], [False, True, False], [False, False, True]]


def test_what_was_found_the_same_says_nothing_of_what_failed_beside_it():
    # `a` leads to `t`, which is the same, and to `u`, which is not.
    def one(target):
        return form(
            {
                "properties": {
                    "a": {"allOf": [{"$ref": "#/$defs/t"}, {"$ref": "#/$defs/u"}]},
                    "b": {"$ref": "#/$defs/t"},
                    "c": {"$ref": "#/$defs/u"},
                },
                "$defs": {"t": {"items": {"$ref": "#/$defs/t"}}, "u": target},
            }
        )

    left, right = one(TEXT), one(INTEGER)
    sameness = Sameness()
    for _ in range(2):
        found = [sameness.same(below(left, name), below(right, name)) for name in "abc"]
        assert found == [False, True, False]
