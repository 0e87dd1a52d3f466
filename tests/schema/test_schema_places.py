"""What a place mentions, which documents are left aside there, and which names are withdrawn."""

import pytest

from govern.schema.dialect import Draft
from govern.schema.places import ANY, Layers, Place, restriction, set_aside, walk, withdrawn
from govern.schema.places import root as root_place
from govern.schema.revision import SchemaRevision
from govern.schema.validators import Validators

TEXT, INTEGER = {"type": "string"}, {"type": "integer"}


def obj(**properties):
    return {"type": "object", "properties": properties}


def form(schema):
    return SchemaRevision(schema).form(formats=False)


def layers(schema):
    found = form(schema)
    return Layers([found.schema], found.definitions)


MENTIONS = [
    ("properties", obj(a=TEXT), {"a"}, (), False),
    ("required", {"required": ["a"]}, {"a"}, (), False),
    ("dependentRequired", {"dependentRequired": {"a": ["b"]}}, {"a", "b"}, (), False),
    ("dependentSchemas", {"dependentSchemas": {"a": obj(b=TEXT)}}, {"a", "b"}, (), False),
    ("a finite propertyNames", {"propertyNames": {"enum": ["a"]}}, {"a"}, (), False),
    ("any other propertyNames", {"propertyNames": {"pattern": "^a"}}, set(), (), False),
    ("patterns", {"patternProperties": {"^x-": TEXT}}, set(), ("^x-",), False),
    ("a schema for the rest", {"additionalProperties": TEXT}, set(), (), True),
    ("a closed rest", {"additionalProperties": False, **obj(a=TEXT)}, {"a"}, (), False),
    ("allOf", {"allOf": [obj(a=TEXT), obj(b=TEXT)]}, {"a", "b"}, (), False),
    ("anyOf and oneOf", {"anyOf": [obj(a=TEXT), TEXT], "oneOf": [obj(b=TEXT), TEXT]}, {"a", "b"}, (), False),
    ("conditions", {"if": obj(a=TEXT), "then": obj(b=TEXT), "else": obj(c=TEXT)}, {"a", "b", "c"}, (), False),
    ("references", {"$ref": "#/$defs/o", "$defs": {"o": obj(a=TEXT)}}, {"a"}, (), False),
    ("not below", obj(a=obj(b=TEXT)), {"a"}, (), False),
    ("not under not", {"not": obj(a=TEXT), **obj(b=TEXT)}, {"b"}, (), False),
]  # fmt: skip


@pytest.mark.parametrize(
    ("schema", "names", "patterns", "everything"),
    [each[1:] for each in MENTIONS],
    ids=[each[0] for each in MENTIONS],
)
def test_a_place_mentions_what_any_layer_mentions(schema, names, patterns, everything):
    found = layers(schema).mention()
    assert (found.names, found.patterns, found.everything) == (names, patterns, everything)


def test_an_object_that_mentions_nothing_is_silent_and_one_that_has_a_pattern_is_not():
    assert layers({"type": "object"}).mention().silent
    assert not layers({"patternProperties": {"^x-": True}}).mention().silent
    assert layers({"patternProperties": {"^x-": TEXT}}).mention().has("x-a")
    assert not layers({"patternProperties": {"^x-": TEXT}}).mention().has("a")


ASIDE = [
    ("a new property", obj(a=TEXT), obj(a=TEXT, b=INTEGER), {"b"}, ()),
    ("nothing new", obj(a=TEXT), obj(a=INTEGER), set(), ()),
    ("a name less", obj(a=TEXT, b=TEXT), obj(a=TEXT), set(), ()),
    ("a name mentioned elsewhere", {**obj(a=TEXT), "required": ["b"]}, obj(a=TEXT, b=INTEGER), set(), ()),
    ("a name a pattern took", {**obj(a=TEXT), "patternProperties": {"^b": TEXT}}, obj(a=TEXT, b=INTEGER),
     set(), ()),
    ("a map mentions every name", {"type": "object"}, obj(b=INTEGER), set(), ()),
    ("so does a schema for the rest", {**obj(a=TEXT), "additionalProperties": TEXT}, obj(a=TEXT, b=INTEGER),
     set(), ()),
    ("closing sets nothing aside", obj(a=TEXT), {**obj(a=TEXT), "additionalProperties": False}, set(), ()),
    ("nor does a rule for the rest", obj(a=TEXT), {**obj(a=TEXT), "additionalProperties": TEXT}, set(), ()),
    ("a new pattern", obj(a=TEXT), {**obj(a=TEXT), "patternProperties": {"^x-": INTEGER}}, set(), ("^x-",)),
    ("a pattern for everything is closing", obj(a=TEXT), {**obj(a=TEXT), "patternProperties": {"": INTEGER}},
     set(), ()),
    ("another spelling of everything", obj(a=TEXT), {**obj(a=TEXT), "patternProperties": {".*": False}},
     set(), ()),
]  # fmt: skip


@pytest.mark.parametrize(
    ("left", "right", "names", "patterns"),
    [each[1:] for each in ASIDE],
    ids=[each[0] for each in ASIDE],
)
def test_documents_are_left_aside_for_names_that_only_the_right_mentions(left, right, names, patterns):
    assert set_aside(Place(layers(left), layers(right), ())) == (names, patterns)


RESTRICTED = [
    (obj(a=TEXT), obj(a=TEXT, b=INTEGER), [{}, {"a": "x"}, {"z": 1}, [], "x"], [{"b": 1}, {"a": 1, "b": 1}]),
    (obj(o=obj(a=TEXT)), obj(o=obj(a=TEXT, b=TEXT)), [{"o": {}}, {"b": 1}], [{"o": {"b": 1}}]),
    ({"items": obj(a=TEXT)}, {"items": obj(a=TEXT, b=TEXT)}, [[], [{"a": "x"}], {"b": 1}], [[{}, {"b": 1}]]),
    ({"prefixItems": [obj(a=TEXT)]}, {"prefixItems": [obj(a=TEXT, b=TEXT)]}, [[{}], [{}, {"b": 1}]],
     [[{"b": 1}]]),
    ({"additionalProperties": obj(a=TEXT)}, {"additionalProperties": obj(a=TEXT, b=TEXT)}, [{"b": {}}],
     [{"k": {"b": 1}}]),
    (obj(a=TEXT), {**obj(a=TEXT), "patternProperties": {"^x-": INTEGER}}, [{"a": 1}, {"y": 1}], [{"x-a": 1}]),
    (
        {"$ref": "#/$defs/n", "$defs": {"n": obj(next={"$ref": "#/$defs/n"})}},
        {"$ref": "#/$defs/n", "$defs": {"n": obj(next={"$ref": "#/$defs/n"}, v=TEXT)}},
        [{"next": {"next": {}}}],
        [{"v": 1}, {"next": {"next": {"v": 1}}}],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("left", "right", "counting", "aside"), RESTRICTED)
def test_the_restriction_refuses_exactly_the_documents_left_aside(left, right, counting, aside):
    validators = Validators(restriction(root_place(form(left), form(right))), Draft.D2020)
    assert [validators.judge(each).accepts for each in counting] == [True] * len(counting)
    assert [validators.judge(each).accepts for each in aside] == [False] * len(aside)


def test_where_nothing_is_left_aside_there_is_no_restriction():
    assert restriction(root_place(form(obj(a=TEXT)), form(obj(a=INTEGER)))) is None


WITHDRAWN = [
    ("a property", obj(a=TEXT, b=TEXT), obj(a=TEXT), [((), "b")]),
    ("one below", obj(o=obj(a=TEXT, b=TEXT)), obj(o=obj(a=TEXT)), [(("o",), "b")]),
    ("moved to a definition", obj(a=TEXT), {"$ref": "#/$defs/o", "$defs": {"o": obj(a=TEXT)}}, []),
    ("moved to a branch", obj(a=TEXT, b=TEXT), {"allOf": [obj(a=TEXT), obj(b=TEXT)]}, []),
    ("taken by a pattern", obj(a=TEXT, b=TEXT), {**obj(a=TEXT), "patternProperties": {"^b$": TEXT}}, []),
    ("still required", obj(a=TEXT, b=TEXT), {**obj(a=TEXT), "required": ["b"]}, []),
    ("taken by a rule for the rest", obj(a=TEXT, b=TEXT), {**obj(a=TEXT), "additionalProperties": TEXT}, []),
    ("only forbidden before", obj(a=TEXT, b=False), obj(a=TEXT), []),
    ("with its parent", obj(o=obj(b=TEXT)), obj(p=TEXT), [((), "o"), (("o",), "b")]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("base", "head", "names"), [each[1:] for each in WITHDRAWN], ids=[each[0] for each in WITHDRAWN]
)
def test_a_name_is_withdrawn_where_base_declares_it_and_head_mentions_it_no_more(base, head, names):
    assert sorted(withdrawn(form(base), form(head))) == names


def test_the_places_of_a_recursive_schema_are_finite():
    schema = form({"$ref": "#/$defs/n", "$defs": {"n": obj(next={"$ref": "#/$defs/n"}, all={"items": TEXT})}})
    paths = [place.path for place, _ in walk(root_place(schema, schema))]
    assert paths == [(), ("all",), ("next",), ("all", ANY)]
