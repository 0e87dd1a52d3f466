"""Forms: one spelling of every dialect's keywords, so that equal meanings are proved equal and others not."""

from __future__ import annotations

from dataclasses import fields, is_dataclass

import pytest

from govern.documents import exact
from govern.model import Content, Reading, Verdict
from govern.schema.dialect import URI_OF_DRAFT, Draft
from govern.schema.engine.compiling import shareable
from govern.schema.engine.decision import Pair, decide, equivalent
from govern.schema.engine.form import Form, Schema
from govern.schema.engine.keywords import Keywords, Values, kind_of
from govern.schema.revision import SchemaRevision

TEXT, INTEGER = {"type": "string"}, {"type": "integer"}
D4, D7, D19 = (URI_OF_DRAFT[each] for each in (Draft.D4, Draft.D7, Draft.D2019))
EVERY = [each.value for each in Draft]
ALL_KINDS = ["array", "boolean", "null", "number", "object", "string"]


def form(schema, draft="2020-12", **options):
    return SchemaRevision(exact(schema), draft=draft, **options).compiled


def said(schema, draft="2020-12", **options):
    """What a schema says, by the names of `Keywords`; subschemas by their text."""
    return {name: told(value) for name, value in vars(form(schema, draft, **options).root.keywords).items()}


def told(value):
    if isinstance(value, Schema):
        return value.raw
    if isinstance(value, Values):
        return list(value.by_key.values())
    if isinstance(value, dict):
        return {name: told(each) for name, each in value.items()}
    if isinstance(value, tuple):
        return tuple(told(each) for each in value)
    if is_dataclass(value):
        return tuple(told(getattr(value, each.name)) for each in fields(value))
    return value


def equal_both_ways(one, other, *, formats=False):
    return equivalent(SchemaRevision(exact(one)), SchemaRevision(exact(other)), formats=formats)


def node(name, **fields):
    return {
        "$ref": "#/$defs/" + name,
        "$defs": {name: {"properties": {"next": {"$ref": "#/$defs/" + name}}, **fields}},
    }


# --- two spellings, one meaning ---

SAME = [
    ("annotations", {"title": "a", "description": "b", "$comment": "c", "examples": [1], **TEXT}, TEXT),
    ("unknown keywords", {"x-owner": "a", **TEXT}, TEXT),
    ("definitions that nobody refers to", {"$defs": {"a": INTEGER}, **TEXT}, TEXT),
    ("names of its own", {"$id": "https://example.com/a", "$anchor": "b", **TEXT}, TEXT),
    ("the order of keys", {"type": "string", "minLength": 1}, {"minLength": 1, "type": "string"}),
    ("the order of required", {"required": ["a", "b"]}, {"required": ["b", "a"]}),
    ("the order of types", {"type": ["string", "null"]}, {"type": ["null", "string"]}),
    ("one type in a list", {"type": ["string"]}, TEXT),
    ("every type", {"type": ALL_KINDS}, {}),
    ("types as branches", {"type": ["string", "null"]}, {"anyOf": [TEXT, {"type": "null"}]}),
    ("an integer is a number", {"type": ["number", "integer"]}, {"type": "number"}),
    ("const and enum", {"const": "A"}, {"enum": ["A"]}),
    ("numbers by value", {"enum": [1.0]}, {"enum": [1]}),
    ("the type beside values", {"type": "string", "enum": ["A", 1]}, {"enum": ["A"]}),
    ("the order of branches", {"anyOf": [TEXT, INTEGER]}, {"anyOf": [INTEGER, TEXT]}),
    ("branches of values", {"anyOf": [{"enum": ["A"]}, {"enum": ["B"]}]}, {"enum": ["B", "A"]}),
    ("one branch", {"oneOf": [TEXT]}, TEXT),
    ("branches that exclude each other", {"oneOf": [TEXT, INTEGER]}, {"anyOf": [TEXT, INTEGER]}),
    ("nested conjunctions", {"allOf": [{"allOf": [TEXT]}, {"minLength": 1}]},
     {"type": "string", "allOf": [{"minLength": 1}]}),
    ("not twice", {"not": {"not": TEXT}}, TEXT),
    ("bounds that bind nothing", {"minLength": 0, "minItems": 0}, {}),
    ("true", {"additionalProperties": True, "items": {}}, {}),
    ("false where it asks for nothing", {"uniqueItems": False}, {}),
    ("a condition without consequence", {"if": TEXT}, {}),
    ("a consequence without condition", {"then": TEXT}, {}),
    ("a reference and what it means", {"$ref": "#/$defs/t", "$defs": {"t": TEXT}}, TEXT),
    ("one definition by another", {"properties": {"b": TEXT}},
     {"properties": {"b": {"$ref": "#/$defs/u"}}, "$defs": {"u": {"$ref": "#/$defs/t"}, "t": TEXT}}),
    ("the name of a recursive definition", node("a"), node("b")),
    ("the name of a recursive definition of more",
     node("a", required=["next"]), node("b", required=["next"])),
    ("dependencies", {"$schema": D7, "dependencies": {"a": ["b"]}}, {"dependentRequired": {"a": ["b"]}}),
    ("tuples", {"$schema": D7, "items": [TEXT], "additionalItems": False},
     {"prefixItems": [TEXT], "items": False}),
    ("draft-04's strict bounds", {"$schema": D4, "minimum": 1, "exclusiveMinimum": True},
     {"exclusiveMinimum": 1}),
    ("draft-04's lax bounds", {"$schema": D4, "minimum": 1, "exclusiveMinimum": False}, {"minimum": 1}),
    ("what a draft does not know", {"$schema": D4, "const": 1}, {"$schema": D4}),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), [each[1:] for each in SAME], ids=[each[0] for each in SAME])
def test_two_ways_to_say_the_same_are_proved_equal_both_ways(one, other):
    assert equal_both_ways(one, other)
    assert equal_both_ways(other, one)


APART = [
    ("a type", TEXT, INTEGER),
    ("an integer and a number", INTEGER, {"type": "number"}),
    ("true and one", {"enum": [True]}, {"enum": [1]}),
    ("allOf and anyOf", {"allOf": [TEXT, {"minLength": 1}]}, {"anyOf": [TEXT, {"minLength": 1}]}),
    ("branches that overlap", {"oneOf": [TEXT, {"minLength": 1}]}, {"anyOf": [TEXT, {"minLength": 1}]}),
    ("twice in oneOf", {"oneOf": [TEXT, TEXT]}, {"oneOf": [TEXT]}),
    ("twice and thrice in oneOf", {"oneOf": [TEXT, INTEGER, INTEGER]}, {"oneOf": [TEXT, INTEGER]}),
    ("not and itself", {"not": TEXT}, TEXT),
    ("one item and two", {"prefixItems": [TEXT]}, {"prefixItems": [TEXT, TEXT]}),
    ("the order of a tuple", {"prefixItems": [TEXT, INTEGER]}, {"prefixItems": [INTEGER, TEXT]}),
    ("closed and open", {"additionalProperties": False}, {}),
    ("a bound that binds", {"minLength": 1}, {}),
    ("then and else", {"if": TEXT, "then": {"minLength": 1}}, {"if": TEXT, "else": {"minimum": 1}}),
    ("which name", {"properties": {"a": TEXT}}, {"properties": {"b": TEXT}}),
    ("a recursive definition's body", node("a"), node("a", required=["next"])),
    ("siblings of a reference", {"$ref": "#/$defs/t", "minLength": 1, "$defs": {"t": TEXT}},
     {"$ref": "#/$defs/t", "$defs": {"t": TEXT}}),
    ("$comment as a property", {"properties": {"$comment": TEXT}}, {}),
    ("default as a property", {"properties": {"default": TEXT}}, {"properties": {"title": TEXT}}),
    ("draft-04's strict bounds and its lax ones", {"$schema": D4, "minimum": 1, "exclusiveMinimum": True},
     {"$schema": D4, "minimum": 1}),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), [each[1:] for each in APART], ids=[each[0] for each in APART])
def test_two_meanings_are_told_apart_by_a_document(one, other):
    sides = SchemaRevision(exact(one)), SchemaRevision(exact(other))
    literal = Reading(content=Content.LITERAL)
    found = {decide(Pair(*pair, literal)).verdict for pair in (sides, sides[::-1])}
    assert Verdict.REFUTED in found
    assert not equal_both_ways(one, other)


def test_up_to_draft_07_a_reference_hides_what_stands_beside_it():
    schema = {"$ref": "#/definitions/t", "minLength": 1, "definitions": {"t": TEXT}}
    assert equal_both_ways({"$schema": D7, **schema}, TEXT)
    assert not equal_both_ways({"$schema": D19, **schema}, TEXT)


def test_format_is_content_only_where_it_is_asserted():
    one, other = {"format": "date"}, {"format": "time"}
    assert equal_both_ways(one, other)
    assert not equal_both_ways(one, other, formats=True)
    assert equal_both_ways(one, {"format": "date", "title": "a day"}, formats=True)


# --- keywords, per draft ---


def known_since(*drafts):
    return [each for each in EVERY if each in drafts]


FROM_6 = known_since("6", "7", "2019-09", "2020-12")
FROM_7 = FROM_6[1:]
FROM_2019 = FROM_7[1:]
TO_7, TO_2019 = EVERY[:3], EVERY[:4]
ONE = exact({"minLength": 1})

SPOKEN = [
    ("one type", {"type": "string"}, EVERY, {"kinds": frozenset({"string"})}),
    ("an integer", {"type": "integer"}, EVERY, {"kinds": frozenset({"number"}), "integral": True}),
    ("an integer beside a number", {"type": ["integer", "number"]}, EVERY, {"kinds": frozenset({"number"})}),
    ("an integer beside text", {"type": ["integer", "string"]}, EVERY,
     {"kinds": frozenset({"number", "string"}), "integral": True}),
    ("values", {"enum": ["A", None]}, EVERY, {"enum": ["A", None]}),
    ("values that the type takes", {"type": "integer", "enum": [1, 1.5, "A"]}, EVERY,
     {"kinds": frozenset({"number"}), "integral": True, "enum": [1]}),
    ("one value", {"const": 1}, FROM_6, {"enum": [1]}),
    ("one value of several", {"const": 1, "enum": [1, 2]}, FROM_6, {"enum": [1]}),
    ("true is not one", {"const": True, "enum": [1]}, FROM_6, {"enum": []}),
    ("bounds", {"minimum": 1, "maximum": 2}, EVERY, {"minimum": 1, "maximum": 2}),
    ("a strict bound as a flag", {"minimum": 1, "exclusiveMinimum": True}, ["4"], {"above": 1}),
    ("a strict bound as a number", {"maximum": 3, "exclusiveMaximum": 2}, FROM_6, {"maximum": 3, "below": 2}),
    ("multiples", {"multipleOf": 2}, EVERY, {"multiple": 2}),
    ("lengths", {"minLength": 1, "maxLength": 2, "pattern": "a"}, EVERY,
     {"least_length": 1, "most_length": 2, "pattern": "a"}),
    ("numbers of members", {"minProperties": 1, "maxProperties": 2}, EVERY,
     {"least_members": 1, "most_members": 2}),
    ("required names", {"required": ["b", "a"]}, EVERY, {"required": ("a", "b")}),
    ("members", {"properties": {"a": ONE}, "patternProperties": {"b": ONE}, "additionalProperties": False},
     EVERY, {"members": ({"a": ONE}, {"b": ONE}, False)}),
    ("names of members", {"propertyNames": ONE}, FROM_6, {"names": ONE}),
    ("dependencies", {"dependencies": {"a": ["c", "b"], "d": ONE}}, TO_7,
     {"dependent_required": {"a": ("b", "c")}, "dependent_schemas": {"d": ONE}}),
    ("names that depend", {"dependentRequired": {"a": ["b"]}}, FROM_2019,
     {"dependent_required": {"a": ("b",)}}),
    ("schemas that depend", {"dependentSchemas": {"a": ONE}}, FROM_2019, {"dependent_schemas": {"a": ONE}}),
    ("items", {"items": ONE}, EVERY, {"items": ((), ONE)}),
    ("a tuple, as it was written", {"items": [ONE], "additionalItems": False}, TO_2019,
     {"items": ((ONE,), False)}),
    ("a tuple, as it is written", {"prefixItems": [ONE], "items": False}, ["2020-12"],
     {"items": ((ONE,), False)}),
    ("items that differ", {"uniqueItems": True, "minItems": 1, "maxItems": 2}, EVERY,
     {"unique": True, "least_items": 1, "most_items": 2}),
    ("an item of a kind", {"contains": ONE}, ["6", "7", "2019-09"], {"contains": (ONE, 1, None, False)}),
    ("an item of a kind, which is evaluated", {"contains": ONE}, ["2020-12"],
     {"contains": (ONE, 1, None, True)}),
    ("so many items of a kind", {"contains": ONE, "minContains": 2, "maxContains": 3}, ["2019-09"],
     {"contains": (ONE, 2, 3, False)}),
    ("branches", {"allOf": [ONE], "anyOf": [ONE], "oneOf": [ONE], "not": ONE}, EVERY,
     {"all_of": (ONE,), "any_of": (ONE,), "one_of": (ONE,), "negated": ONE}),
    ("a condition", {"if": ONE, "then": False}, FROM_7, {"condition": (ONE, False, None)}),
    ("a format", {"format": "email"}, EVERY, {"format": "email"}),
    ("content", {"contentMediaType": "a/b"}, ["7"], {"content": '{"contentMediaType":"a/b"} (asserted)'}),
    ("content since", {"contentMediaType": "a/b"}, FROM_2019,
     {"content": '{"contentMediaType":"a/b"} (annotation)'}),
    ("unevaluated members", {"properties": {"a": ONE}, "unevaluatedProperties": False}, FROM_2019,
     {"members": ({"a": ONE}, {}, None), "other_members": ({"a": True}, {}, False)}),
    ("unevaluated items", {"unevaluatedItems": False}, FROM_2019, {"other_items": ((), False)}),
    ("unevaluated members beside a branch", {"anyOf": [ONE], "unevaluatedProperties": False}, FROM_2019,
     {"any_of": (ONE,), "unevaluated_members": False}),
    ("nothing", {"title": "a", "minLength": 0, "uniqueItems": False, "propertyNames": True}, EVERY, {}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("schema", "draft", "expected"),
    [(each[1], draft, each[3]) for each in SPOKEN for draft in each[2]],
    ids=[f"{each[0]}, draft {draft}" for each in SPOKEN for draft in each[2]],
)
def test_every_draft_s_keywords_are_told_in_one_spelling(schema, draft, expected):
    assert said(schema, draft) == expected


UNHEARD = [
    ({"const": 1}, ["4"]),
    ({"contains": ONE}, ["4"]),
    ({"propertyNames": ONE}, ["4"]),
    ({"if": ONE, "then": ONE}, ["4", "6"]),
    ({"contentMediaType": "a/b"}, ["4", "6"]),
    ({"dependentRequired": {"a": ["b"]}}, TO_7),
    ({"dependentSchemas": {"a": ONE}}, TO_7),
    ({"unevaluatedProperties": False, "unevaluatedItems": False}, TO_7),
    ({"prefixItems": [ONE]}, TO_2019),
    ({"additionalItems": False}, ["2020-12"]),
    ({"$dynamicRef": "#/$defs/t", "$defs": {"t": ONE}}, TO_2019),
    ({"$recursiveRef": "#"}, [*TO_7, "2020-12"]),
]


@pytest.mark.parametrize("draft", FROM_2019)
def test_of_what_is_no_keyword_any_more_and_applied_by_some_nothing_is_known(draft):
    (word,) = said({"dependencies": {"a": ["b"]}}, draft)["opaque"]
    assert word.startswith("validators differ on dependencies")


@pytest.mark.parametrize(("schema", "draft"), [(each[0], draft) for each in UNHEARD for draft in each[1]])
def test_what_a_draft_does_not_know_says_nothing(schema, draft):
    assert said(schema, draft) == {}


def test_fewer_matches_are_asked_of_contains_only_by_a_draft_that_knows_how():
    schema = {"contains": ONE, "minContains": 0}
    assert (said(schema, "7")["contains"][1], said(schema, "2019-09")["contains"][1]) == (1, 0)


@pytest.mark.parametrize(
    ("draft", "name", "told"),
    [
        ("4", "email", "email"),
        ("4", "date", "date of draft 4"),
        ("7", "date", "date"),
        ("7", "uuid", "uuid of draft 7"),
        ("2019-09", "uuid", "uuid"),
        ("2020-12", "colour", None),
    ],
)
def test_a_format_that_a_draft_does_not_know_yet_is_another_one(draft, name, told):
    assert said({"format": name}, draft).get("format") == told


@pytest.mark.parametrize(
    ("value", "kind"),
    [(None, "null"), (True, "boolean"), (1, "number"), ("1", "string"), ([], "array"), ({}, "object")],
)
def test_a_value_has_one_kind(value, kind):
    assert kind_of(value) == kind


def test_the_values_of_an_enum_are_told_apart_as_json_tells_them():
    values = Values(exact([1, 1.0, "1", None, {"a": 1, "b": 2}]))
    assert len(values) == 4
    assert exact(1.0) in values
    assert {"b": 2, "a": 1} in values
    assert True not in values
    assert 2 not in values


# --- references, and what is opaque ---


def test_a_reference_applies_its_target_to_the_instance():
    schema = form({"$ref": "#/$defs/t", "$defs": {"t": TEXT}}).root
    (target,) = schema.keywords.all_of
    assert (target.raw, target.pointer) == (TEXT, ("$defs", "t"))


def test_one_place_is_one_schema_however_it_is_reached():
    schema = form(
        {"properties": {"a": {"$ref": "#/$defs/t"}, "b": {"$ref": "#/$defs/t"}}, "$defs": {"t": TEXT}}
    )
    a, b = schema.root.keywords.members.properties.values()
    assert a is not b
    assert a.keywords.all_of[0] is b.keywords.all_of[0]


def test_a_form_reaches_every_schema_once_also_where_they_lead_back():
    schema = form({**node("n"), "items": False, "not": INTEGER, "title": {"type": "string"}})
    found = sorted(str(each.pointer) for each in schema.reached())
    pointers = [(), ("$defs", "n"), ("$defs", "n", "properties", "next"), ("items",), ("not",)]
    assert found == sorted(map(str, pointers))


def test_a_reference_that_cannot_be_read_is_named_and_kept_apart_from_every_other():
    one, other, again = (form({"$ref": f"https://example.com/{name}.json"}) for name in "aba")
    words = [each.root.keywords.opaque for each in (one, other, again)]
    assert one.unreadable == {"https://example.com/a.json#"}
    assert words[0] == words[2] != words[1]


def test_a_reference_into_another_file_is_compared_by_what_that_file_says():
    at = "https://example.com/t.json"
    refers = {"$ref": at}
    assert equivalent(SchemaRevision(refers, resources={at: TEXT}), SchemaRevision(TEXT), formats=False)
    assert not equivalent(
        SchemaRevision(refers, resources={at: INTEGER}), SchemaRevision(TEXT), formats=False
    )
    assert form(refers, resources={at: TEXT}).unreadable == set()


LOST = {"$ref": "https://nowhere.invalid/a"}

OPAQUE = [
    ("a reference out of reach", LOST, ["unreadable reference: https://nowhere.invalid/a#"]),
    ("an anchor that is nowhere", {"$ref": "#a", "$defs": {"t": {"$anchor": "b"}}},
     ["a reference leads nowhere"]),
    ("an anchor that is there", {"$ref": "#b", "$defs": {"t": {"$anchor": "b"}}}, []),
    ("a dynamic anchor twice",
     {"$dynamicRef": "#t", "$defs": {"a": {"$dynamicAnchor": "t"}, "b": {"$id": "b", "$dynamicAnchor": "t"}}},
     ["depends on where it is reached from: $dynamicRef #t"]),
    ("a dynamic anchor once", {"$dynamicRef": "#t", "$defs": {"t": {"$dynamicAnchor": "t"}}}, []),
    ("a dynamic reference to a place", {"$dynamicRef": "#/$defs/t", "$defs": {"t": TEXT}}, []),
]  # fmt: skip


@pytest.mark.parametrize(("schema", "words"), [each[1:] for each in OPAQUE], ids=[each[0] for each in OPAQUE])
def test_what_is_not_modelled_is_an_opaque_word(schema, words):
    found = form(schema).root.keywords.opaque
    assert [told.startswith(word) for told, word in zip(found, words, strict=True)] == [True] * len(words)


def test_an_opaque_word_about_what_hangs_on_the_way_there_is_never_shared():
    inner = {"a": {"$id": "a", "$recursiveAnchor": True}}
    (word,) = form(
        {"$recursiveRef": "#", "$recursiveAnchor": True, "$defs": inner}, "2019-09"
    ).root.keywords.opaque
    assert not shareable(word)
    (lost,) = form({"$ref": "https://nowhere.example/x"}).root.keywords.opaque
    assert shareable(lost)


def test_a_boolean_is_one_schema_as_long_as_its_form_lives():
    held = form({"properties": {"a": True, "b": False}})
    nodes = [each.node for each in held.root.keywords.members.properties.values()]
    assert all(held.schema(node) is held.schema(node) for node in nodes)


def test_the_digest_of_everything_tells_any_two_documents_apart():
    at = "https://example.com/t.json"
    digests = [
        form({"title": "a"}).whole,
        form({"title": "b"}).whole,
        form({"title": "a"}, resources={at: TEXT}).whole,
        form({"title": "a"}, resources={at: INTEGER}).whole,
    ]
    assert len(set(digests)) == 4
    assert form({"title": "a"}).whole == digests[0]


@pytest.mark.parametrize("draft", EVERY)
@pytest.mark.parametrize(
    "broken",
    [
        {"properties": 5}, {"required": "a"}, {"enum": {}}, {"allOf": {}}, {"items": 5}, {"type": 5},
        {"$ref": 5}, {"$defs": 1}, {"patternProperties": [1]}, {"not": []}, {"anyOf": 5},
        {"if": 5, "then": {}}, {"minimum": "1"}, {"minLength": True},
    ],
)  # fmt: skip
def test_a_malformed_keyword_says_nothing(draft, broken):
    assert said(broken, draft) == {}


@pytest.mark.parametrize("broken", [5, "a", None, ["a"]])
def test_what_is_no_schema_is_opaque(broken):
    (inner,) = form({"allOf": [broken]}).root.keywords.all_of
    assert inner.keywords.opaque[0].startswith("not a schema: /allOf/0 ")


@pytest.mark.parametrize(
    ("schema", "reason"),
    [
        ({"items": {"$ref": "#gone"}}, "a reference leads nowhere: https://tree.invalid/#gone"),
        (
            {"items": {"dependencies": {"a": {"$ref": "#"}}}},
            'validators differ on dependencies: {"a":{"$ref":"#"}}',
        ),
        ({"items": {"$ref": "#/maxItems"}, "maxItems": 8}, "not a schema: /maxItems"),
    ],
)
def test_what_is_told_by_the_whole_document_is_said_without_its_digest(schema, reason):
    old, new = (SchemaRevision(exact(each)) for each in (schema, {**schema, "maxItems": 9}))
    assert reason in {decide(Pair(*pair, Reading())).reason for pair in ((old, new), (new, old))}
    (word,) = (word for each in old.compiled.reached() for word in each.keywords.opaque)
    assert word.startswith(reason)
    assert len(word) >= len(reason) + 64


def test_true_says_nothing_and_false_takes_no_kind():
    assert vars(Form(SchemaRevision(True).library).root.keywords) == vars(Keywords())
    assert said(False) == {"kinds": frozenset()}
