"""What a place mentions, which documents are set aside there, and which names are withdrawn."""

from __future__ import annotations

import pytest

from govern.documents import exact
from govern.schema.engine.layers import Layers, may_match, takes_everything
from govern.schema.engine.places import Place, root
from govern.schema.engine.sameness import Sameness
from govern.schema.engine.withdrawal import ANY, withdrawn
from govern.schema.revision import SchemaRevision

TEXT, INTEGER = {"type": "string"}, {"type": "integer"}
LOST = {"$ref": "https://nowhere.invalid/a"}


def obj(**properties):
    return {"type": "object", "properties": properties}


def node(**fields):
    return {"$ref": "#/$defs/n", "$defs": {"n": obj(next={"$ref": "#/$defs/n"}, **fields)}}


def form(schema):
    return SchemaRevision(exact(schema)).compiled


def layers(schema):
    return Layers([form(schema).root])


def place(left, right) -> Place:
    return root(form(left).root, form(right).root)


# --- what applies where ---


def test_what_applies_is_laid_out_once_for_all_who_ask():
    schema = form({"properties": {"a": obj(x=TEXT), "b": {"$ref": "#/$defs/a"}}, "$defs": {"a": obj(x=TEXT)}})
    assert Layers.of([schema.root]) is Layers.of([schema.root])
    found = Layers.of([schema.root])
    assert found.named("a") is not found.named("b")
    again = Layers.of([schema.root, schema.root.keywords.members.properties["a"]])
    assert again.nodes == (schema.root, schema.root.keywords.members.properties["a"])


def test_places_with_the_same_schemas_are_one():
    here = place(node(v=TEXT), node(v=INTEGER))
    assert here.named("next") is here.named("next").named("next")


@pytest.mark.parametrize(
    ("schema", "asked"),
    [
        ({"properties": {"a": TEXT}, "additionalProperties": INTEGER}, [TEXT]),
        ({"additionalProperties": INTEGER}, [INTEGER]),
        ({"additionalProperties": False}, []),
        ({"patternProperties": {"^a": TEXT, "b": INTEGER}}, [TEXT]),
        ({"patternProperties": {"^b": TEXT}, "additionalProperties": INTEGER}, [INTEGER]),
        ({"properties": {"a": True}, "allOf": [{"properties": {"a": TEXT, "b": INTEGER}}]}, [TEXT]),
        ({"anyOf": [{"properties": {"a": INTEGER}}, {"patternProperties": {".": TEXT}}]}, [INTEGER, TEXT]),
        ({"properties": {"b": TEXT}, "unevaluatedProperties": INTEGER}, [INTEGER]),
    ],
)
def test_what_a_member_is_asked_to_meet(schema, asked):
    assert [each.raw for each in layers(schema).asked_of("a")] == asked


# --- mentions ---

MENTIONS = [
    ("properties", obj(a=TEXT), {"a"}, (), False),
    ("required", {"required": ["a"]}, {"a"}, (), False),
    ("dependentRequired", {"dependentRequired": {"a": ["b"]}}, {"a", "b"}, (), False),
    ("dependentSchemas", {"dependentSchemas": {"a": obj(b=TEXT)}}, {"a", "b"}, (), False),
    ("a finite propertyNames", {"propertyNames": {"enum": ["a"]}}, {"a"}, (), False),
    ("a propertyNames of branches", {"propertyNames": {"anyOf": [{"const": "a"}, {"const": "b"}]}},
     {"a", "b"}, (), False),
    ("a propertyNames that is listed elsewhere",
     {"propertyNames": {"$ref": "#/$defs/n"}, "$defs": {"n": {"enum": ["a", 1]}}}, {"a"}, (), False),
    ("a propertyNames of layers", {"propertyNames": {"allOf": [{"enum": ["a", "b"]}, {"enum": ["b", "c"]}]}},
     {"b"}, (), False),
    ("a propertyNames that takes none of the names it lists",
     {"propertyNames": {"enum": ["a", None], "type": "null"}}, set(), (), False),
    ("a propertyNames with an open branch", {"propertyNames": {"anyOf": [{"const": "a"}, {"minLength": 3}]}},
     set(), (), False),
    ("any other propertyNames", {"propertyNames": {"pattern": "^a"}}, set(), (), False),
    ("patterns", {"patternProperties": {"^x-": TEXT}}, set(), ("^x-",), False),
    ("a schema for the rest", {"additionalProperties": TEXT}, set(), (), True),
    ("a closed rest", {"additionalProperties": False, **obj(a=TEXT)}, {"a"}, (), False),
    ("an open rest", {"additionalProperties": True, **obj(a=TEXT)}, {"a"}, (), False),
    ("an empty schema for the rest", {"additionalProperties": {}, **obj(a=TEXT)}, {"a"}, (), False),
    ("a rest of items that may be anything", {"additionalProperties": {"items": True}, **obj(a=TEXT)},
     {"a"}, (), False),
    ("a rest of branches one of which takes everything",
     {"additionalProperties": {"anyOf": [TEXT, {"additionalProperties": {}}]}}, set(), (), False),
    ("a rest that refers to what takes everything",
     {"additionalProperties": {"$ref": "#/$defs/o"}, "$defs": {"o": {"title": "o"}}}, set(), (), False),
    ("a rest of items of a type", {"additionalProperties": {"items": TEXT}}, set(), (), True),
    ("a rest with a tuple", {"additionalProperties": {"prefixItems": [True]}}, set(), (), True),
    ("a rest that names a member", {"additionalProperties": {"properties": {"b": True}}}, set(), (), True),
    ("a rest that leads back to itself",
     {"additionalProperties": {"$ref": "#/$defs/o"}, "$defs": {"o": {"$ref": "#/$defs/o"}}}, set(), (), True),
    ("a rest with a condition that asks for nothing",
     {"additionalProperties": {"if": TEXT, "then": True}}, set(), (), False),
    ("a rest with a condition", {"additionalProperties": {"if": TEXT, "then": False}}, set(), (), True),
    ("a schema for what is not evaluated", {"unevaluatedProperties": TEXT}, set(), (), True),
    ("nothing that is not evaluated", {"unevaluatedProperties": False, **obj(a=TEXT)}, {"a"}, (), False),
    ("allOf", {"allOf": [obj(a=TEXT), obj(b=TEXT)]}, {"a", "b"}, (), False),
    ("anyOf and oneOf", {"anyOf": [obj(a=TEXT), TEXT], "oneOf": [obj(b=TEXT), TEXT]}, {"a", "b"}, (), False),
    ("conditions", {"if": obj(a=TEXT), "then": obj(b=TEXT), "else": obj(c=TEXT)}, {"a", "b", "c"}, (), False),
    ("references", {"$ref": "#/$defs/o", "$defs": {"o": obj(a=TEXT)}}, {"a"}, (), False),
    ("references that lead back", {"$ref": "#/$defs/o", "$defs": {"o": {"anyOf": [{"$ref": "#/$defs/o"}],
     **obj(a=TEXT)}}}, {"a"}, (), False),
    ("not below", obj(a=obj(b=TEXT)), {"a"}, (), False),
    ("not under not", {"not": obj(a=TEXT), **obj(b=TEXT)}, {"b"}, (), False),
    ("nothing in a definition nobody refers to", {"$defs": {"o": obj(a=TEXT)}}, set(), (), False),
]  # fmt: skip


@pytest.mark.parametrize(
    ("schema", "names", "patterns", "everything"),
    [each[1:] for each in MENTIONS],
    ids=[each[0] for each in MENTIONS],
)
def test_a_place_mentions_what_any_layer_mentions(schema, names, patterns, everything):
    found = layers(schema).mention
    assert (found.names, found.patterns, found.everything) == (names, patterns, everything)


def test_an_object_that_mentions_nothing_is_silent_and_one_that_has_a_pattern_is_not():
    assert layers({"type": "object"}).mention.silent
    assert not layers({"patternProperties": {"^x-": True}}).mention.silent
    assert not layers({"additionalProperties": TEXT}).mention.silent


@pytest.mark.parametrize(
    ("schema", "name", "spoken_of"),
    [
        (obj(a=TEXT), "a", True),
        (obj(a=TEXT), "b", False),
        ({"patternProperties": {"^x-": TEXT}}, "x-a", True),
        ({"patternProperties": {"^x-": TEXT}}, "a", False),
        ({"patternProperties": {"(": TEXT}}, "a", True),
        ({"additionalProperties": TEXT}, "a", True),
        ({"additionalProperties": False}, "a", False),
    ],
)
def test_a_name_is_spoken_of_literally_by_pattern_or_with_all_others(schema, name, spoken_of):
    assert layers(schema).mention.has(name) is spoken_of


@pytest.mark.parametrize(
    ("pattern", "everything"),
    [("", True), (".*", True), ("^", True), ("[^]*", True), ("^.+$", False), ("^x-", False), ("a|", True)],
)
def test_a_pattern_takes_everything_if_names_of_no_common_shape_match_it(pattern, everything):
    assert takes_everything(pattern) is everything


def test_a_pattern_that_nobody_can_read_may_match():
    assert may_match("(", "a")
    assert not may_match("b", "a")


# --- which schemas apply where ---


def texts(found):
    return [each.raw for each in found.nodes]


def test_a_member_is_spoken_of_by_its_name_its_patterns_and_otherwise_by_the_rest():
    a, b, c = ({"title": each} for each in "abc")
    found = layers({"properties": {"xa": a}, "patternProperties": {"^x": b}, "additionalProperties": c})
    assert texts(found.named("xa")) == [a, b]
    assert texts(found.named("xb")) == [b]
    assert texts(found.named("y")) == [c]
    assert texts(found.undeclared) == [b, c]


def test_each_layer_has_a_rest_of_its_own():
    a, c = ({"title": each} for each in "ac")
    found = layers({"allOf": [obj(a=a), {"additionalProperties": c}]})
    assert texts(found.named("a")) == [a, c]


def test_an_item_is_spoken_of_at_its_index_and_behind_the_tuple_by_the_rest():
    a, b, c = ({"title": each} for each in "abc")
    found = layers({"prefixItems": [a], "items": b, "contains": c})
    assert (texts(found.item(0)), texts(found.item(1)), texts(found.item(None))) == ([a, c], [b, c], [b, c])
    assert (found.tuple_length, layers({"items": b}).tuple_length) == (1, 0)


def test_a_boolean_applies_nothing():
    assert texts(layers(obj(a=True, b=False)).named("a")) == []
    assert texts(layers(obj(a=True, b=TEXT)).named("b")) == [TEXT]


# --- what is set aside ---

ASIDE = [
    ("a new property", obj(a=TEXT), obj(a=TEXT, b=INTEGER), {"b"}, ()),
    ("a new obligation", obj(a=TEXT), {**obj(a=TEXT), "required": ["b"]}, {"b"}, ()),
    ("nothing new", obj(a=TEXT), obj(a=INTEGER), set(), ()),
    ("a name less", obj(a=TEXT, b=TEXT), obj(a=TEXT), set(), ()),
    ("a name mentioned elsewhere", {**obj(a=TEXT), "required": ["b"]}, obj(a=TEXT, b=INTEGER), set(), ()),
    ("a name mentioned in another layer", {"allOf": [obj(a=TEXT), obj(b=TEXT)]}, obj(a=TEXT, b=INTEGER),
     set(), ()),
    ("a name a pattern took", {**obj(a=TEXT), "patternProperties": {"^b": TEXT}}, obj(a=TEXT, b=INTEGER),
     set(), ()),
    ("a name another pattern took", {**obj(a=TEXT), "patternProperties": {"^c": TEXT}},
     obj(a=TEXT, b=INTEGER), {"b"}, ()),
    ("a map mentions every name", {"type": "object"}, obj(b=INTEGER), set(), ()),
    ("so does a schema for the rest", {**obj(a=TEXT), "additionalProperties": TEXT}, obj(a=TEXT, b=INTEGER),
     set(), ()),
    ("closing sets nothing aside", obj(a=TEXT), {**obj(a=TEXT), "additionalProperties": False}, set(), ()),
    ("nor does a rule for the rest", obj(a=TEXT), {**obj(a=TEXT), "additionalProperties": TEXT}, set(), ()),
    ("a new pattern", obj(a=TEXT), {**obj(a=TEXT), "patternProperties": {"^x-": INTEGER}}, set(), ("^x-",)),
    ("a pattern that was there", {**obj(a=TEXT), "patternProperties": {"^x-": TEXT}},
     {**obj(a=TEXT), "patternProperties": {"^x-": INTEGER}}, set(), ()),
    ("a pattern for everything is closing", obj(a=TEXT), {**obj(a=TEXT), "patternProperties": {"": INTEGER}},
     set(), ()),
    ("another spelling of everything", obj(a=TEXT), {**obj(a=TEXT), "patternProperties": {".*": False}},
     set(), ()),
]  # fmt: skip


@pytest.mark.parametrize(
    ("left", "right", "names", "patterns"), [each[1:] for each in ASIDE], ids=[each[0] for each in ASIDE]
)
def test_documents_are_set_aside_for_names_that_only_the_right_mentions(left, right, names, patterns):
    here = place(left, right)
    assert here.forbidden == (names, patterns)
    assert {name for name in ("a", "b", "z") if here.puts_aside(name)} == names
    assert here.puts_aside("x-a") is ("^x-" in patterns)


COUNTING = [
    (obj(a=TEXT), obj(a=TEXT, b=INTEGER), [{}, {"a": "x"}, {"z": 1}, [], "x"], [{"b": 1}, {"a": 1, "b": 1}]),
    (obj(o=obj(a=TEXT)), obj(o=obj(a=TEXT, b=TEXT)), [{"o": {}}, {"b": 1}], [{"o": {"b": 1}}]),
    ({"items": obj(a=TEXT)}, {"items": obj(a=TEXT, b=TEXT)}, [[], [{"a": "x"}], {"b": 1}], [[{}, {"b": 1}]]),
    ({"prefixItems": [obj(a=TEXT)]}, {"prefixItems": [obj(a=TEXT, b=TEXT)]}, [[{}], [{}, {"b": 1}]],
     [[{"b": 1}]]),
    ({"additionalProperties": obj(a=TEXT)}, {"additionalProperties": obj(a=TEXT, b=TEXT)}, [{"b": {}}],
     [{"k": {"b": 1}}]),
    (obj(a=TEXT), {**obj(a=TEXT), "patternProperties": {"^x-": INTEGER}}, [{"a": 1}, {"y": 1}], [{"x-a": 1}]),
    (node(), node(v=TEXT), [{"next": {"next": {}}}, {"w": 1}], [{"v": 1}, {"next": {"next": {"v": 1}}}]),
    ({"anyOf": [obj(a=TEXT), obj(b=TEXT)]}, obj(a=TEXT, c=TEXT), [{"a": 1, "b": 1}], [{"c": 1}]),
]  # fmt: skip


@pytest.mark.parametrize(("left", "right", "counting", "aside"), COUNTING)
def test_the_documents_that_count_are_those_that_are_not_set_aside(left, right, counting, aside):
    here = place(left, right)
    assert [here.counts(each) for each in counting] == [True] * len(counting)
    assert [here.counts(each) for each in aside] == [False] * len(aside)


def test_a_place_is_idle_where_one_side_applies_nothing():
    here = place(obj(a=TEXT), obj(a=TEXT, b=obj(c=TEXT)))
    assert here.named("b").idle
    assert not here.named("a").idle


def test_the_places_of_a_recursive_pair_are_finite():
    here = place(node(), node(v=TEXT))
    assert here.named("next").key == here.named("next").named("next").key
    assert here.named("next").key != here.named("v").key


def test_a_place_is_the_same_on_both_sides_where_the_same_schemas_apply():
    here = place(obj(a=obj(b=TEXT), c=LOST), obj(a=obj(b=TEXT), c=LOST, d=INTEGER))
    sameness = Sameness()
    assert not here.same(sameness)
    assert here.named("a").same(sameness)
    assert here.named("c").same(sameness)
    assert not here.named("d").same(sameness)


# --- withdrawn names ---

WITHDRAWN = [
    ("a property", obj(a=TEXT, b=TEXT), obj(a=TEXT), [((), "b")]),
    ("nothing", obj(a=TEXT, b=TEXT), obj(a=TEXT, b=INTEGER), []),
    ("one below", obj(o=obj(a=TEXT, b=TEXT)), obj(o=obj(a=TEXT)), [(("o",), "b")]),
    ("one in an item", {"items": obj(a=TEXT, b=TEXT)}, {"items": obj(a=TEXT)}, [((ANY,), "b")]),
    ("one in a tuple", {"prefixItems": [TEXT, obj(a=TEXT, b=TEXT)]}, {"prefixItems": [TEXT, obj(a=TEXT)]},
     [(("1",), "b")]),
    ("one in a map", {"additionalProperties": obj(a=TEXT, b=TEXT)}, {"additionalProperties": obj(a=TEXT)},
     [((ANY,), "b")]),
    ("one on every level, said once", node(v=TEXT), node(), [((), "v")]),
    ("moved to a definition", obj(a=TEXT), {"$ref": "#/$defs/o", "$defs": {"o": obj(a=TEXT)}}, []),
    ("moved to a branch", obj(a=TEXT, b=TEXT), {"allOf": [obj(a=TEXT), obj(b=TEXT)]}, []),
    ("moved to a branch that need not hold", obj(a=TEXT, b=TEXT),
     {**obj(a=TEXT), "anyOf": [obj(b=TEXT), True]}, []),
    ("moved under not", obj(a=TEXT, b=TEXT), {**obj(a=TEXT), "not": obj(b=TEXT)}, [((), "b")]),
    ("taken by a pattern", obj(a=TEXT, b=TEXT), {**obj(a=TEXT), "patternProperties": {"^b$": TEXT}}, []),
    ("left by a pattern", obj(a=TEXT, b=TEXT), {**obj(a=TEXT), "patternProperties": {"^c$": TEXT}},
     [((), "b")]),
    ("still required", obj(a=TEXT, b=TEXT), {**obj(a=TEXT), "required": ["b"]}, []),
    ("only required before", {**obj(a=TEXT), "required": ["b"]}, obj(a=TEXT), []),
    ("taken by a rule for the rest", obj(a=TEXT, b=TEXT), {**obj(a=TEXT), "additionalProperties": TEXT}, []),
    ("only forbidden before", obj(a=TEXT, b=False), obj(a=TEXT), []),
    ("forbidden in one layer only", {"allOf": [obj(a=TEXT, b=False), obj(b=TEXT)]}, obj(a=TEXT), [((), "b")]),
    ("forbidden by another word", obj(a=TEXT, b={"not": {}}), obj(a=TEXT), [((), "b")]),
    ("with its parent", obj(o=obj(b=TEXT)), obj(p=TEXT), [((), "o"), (("o",), "b")]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("base", "head", "names"), [each[1:] for each in WITHDRAWN], ids=[each[0] for each in WITHDRAWN]
)
def test_a_name_is_withdrawn_where_base_declares_it_and_head_mentions_it_no_more(base, head, names):
    assert sorted(withdrawn(form(base), form(head))) == names


def test_names_are_withdrawn_from_the_outside_in_and_by_name():
    base = obj(o=obj(z=TEXT, b=TEXT), d=TEXT, c=TEXT)
    assert withdrawn(form(base), form(obj(o=obj(y=TEXT)))) == (
        ((), "c"),
        ((), "d"),
        (("o",), "b"),
        (("o",), "z"),
    )
