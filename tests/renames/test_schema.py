import json
from pathlib import Path

import pytest

from govern.documents import exact
from govern.model import Reading, Standing
from govern.renames import Name, match, schema_renames
from govern.schema.relation import Relations
from govern.schema.revision import SchemaRevision


def found(old, new):
    return [
        (each.kind.value, each.container, each.from_, each.to, each.standing.value)
        for each in schema_renames(old, new, path="s.json")
    ]


def obj(**properties):
    return {"type": "object", "properties": properties}


TEXT = {"type": "string", "description": "What to paint it with"}
RICH = {"type": "array", "items": {"type": "string"}, "maxItems": 4, "uniqueItems": True}

TABLE = [
    ("nothing", obj(a=TEXT), obj(a=TEXT), []),
    ("a property", obj(colour=TEXT), obj(color=TEXT),
     [("property", "/properties", "colour", "color", "asserted")]),
    ("a property, its description edited", obj(colour=TEXT), obj(color={"type": "string"}),
     [("property", "/properties", "colour", "color", "asserted")]),
    ("another default is another thing", obj(colour=TEXT | {"default": 1}), obj(color=TEXT | {"default": 2}),
     [("property", "/properties", "colour", "color", "proposed")]),
    ("a property called description is no annotation",
     obj(p1x=obj(description={"type": "string"})), obj(p1x=obj(descriptions={"type": "string"})),
     [("property", "/properties/p1x/properties", "description", "descriptions", "asserted")]),
    ("a value", {"enum": ["OpenDelimeter", "b"]}, {"enum": ["OpenDelimiter", "b"]},
     [("enum_value", "/enum", "OpenDelimeter", "OpenDelimiter", "asserted")]),
    ("a value that is another one", {"enum": ["release", "b"]}, {"enum": ["mod", "b"]}, []),
    ("a value of const branches", {"oneOf": [{"const": "hr_dark"}, {"const": "b"}]},
     {"oneOf": [{"const": "b"}, {"const": "hrdark"}]},
     [("enum_value", "/oneOf#const", "hr_dark", "hrdark", "asserted")]),
    ("const branches that only move", {"oneOf": [{"const": "a"}, {"enum": ["b"]}, {"const": "c"}]},
     {"oneOf": [{"const": "c"}, {"const": "a"}, {"const": "b"}]}, []),
    ("a definition and what refers to it",
     {"$defs": {"QuoteStyle": RICH}, "properties": {"quote-style": {"$ref": "#/$defs/QuoteStyle"}}},
     {"$defs": {"StringQuoteStyle": RICH},
      "properties": {"quote_style": {"$ref": "#/$defs/StringQuoteStyle"}},
     },
     [("definition", "/$defs", "QuoteStyle", "StringQuoteStyle", "asserted"),
      ("property", "/properties", "quote-style", "quote_style", "asserted")]),
    ("a definition that refers to itself",
     {"$defs": {"Node": obj(next={"$ref": "#/$defs/Node"}, name=TEXT)}},
     {"$defs": {"TreeNode": obj(next={"$ref": "#/$defs/TreeNode"}, name=TEXT)}},
     [("definition", "/$defs", "Node", "TreeNode", "asserted")]),
    ("definitions that became $defs", {"definitions": {"colour": RICH}}, {"$defs": {"color": RICH}},
     [("definition", "/definitions", "colour", "color", "asserted")]),
    ("a pattern that widened", {"patternProperties": {"^[a-z]+$": TEXT}},
     {"patternProperties": {"^[A-Z]+$": {"type": "string"}}},
     [("pattern_property", "/patternProperties", "^[a-z]+$", "^[A-Z]+$", "proposed")]),
    ("below a branch that moved",
     {"oneOf": [obj(kind={"const": "A"}, colour=TEXT), obj(kind={"const": "B"}, size=TEXT)]},
     {"oneOf": [obj(kind={"const": "B"}, size=TEXT), obj(kind={"const": "A"}, color=TEXT)]},
     [("property", "/oneOf/0/properties", "colour", "color", "asserted")]),
    ("branches that only shifted",
     {"oneOf": [obj(source=TEXT), obj(path=TEXT, pattern=TEXT)]},
     {"oneOf": [obj(path=TEXT, pattern=TEXT), obj(source=TEXT)]}, []),
    ("a move to another container",
     obj(inner=obj(kind=TEXT), limit=RICH), obj(inner=obj(kind=TEXT, limit=RICH)), []),
    ("old kept and deprecated", obj(colour=TEXT), obj(colour=TEXT | {"deprecated": True}, color=TEXT),
     [("property", "/properties", "colour", "color", "asserted")]),
    ("declared", obj(a={"type": "string"}), obj(zz={"type": "string", "x-renamed-from": "a"}),
     [("property", "/properties", "a", "zz", "declared")]),
    ("declared, and another thing", obj(a={"type": "string"}), obj(zz={"type": "null", "x-aliases": ["a"]}),
     [("property", "/properties", "a", "zz", "proposed")]),
    ("declared, but the old name is in use",
     obj(a={"type": "string"}), obj(a={"type": "string"}, zz={"type": "string", "x-renamed-from": "a"}), []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "expected"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_each_kind_of_rename_is_found_in_its_container(old, new, expected):
    assert found(old, new) == expected


@pytest.mark.parametrize("schema", [row[1] for row in TABLE] + [row[2] for row in TABLE])
def test_a_schema_compared_with_itself_has_no_renames(schema):
    assert found(schema, json.loads(json.dumps(schema))) == []


SPACES = {"type": "integer", "minimum": 0, "maximum": 255}
WIDTHS = [
    obj(equalWidth={"$ref": "#/$defs/EqualWidth"}),
    obj(equalsSignWidth={"$ref": "#/$defs/EqualsSignWidth"}),
]


def test_a_definition_and_the_property_that_leads_to_it_are_renamed_at_once():
    old = {"$defs": {"EqualWidth": SPACES, "Other": SPACES}, **WIDTHS[0]}
    new = {"$defs": {"EqualsSignWidth": SPACES, "Other": SPACES}, **WIDTHS[1]}
    assert found(old, new)[:1] == [("definition", "/$defs", "EqualWidth", "EqualsSignWidth", "asserted")]
    del new["properties"]
    assert found(old, new) == [("definition", "/$defs", "EqualWidth", "EqualsSignWidth", "proposed")]


GROWN = [
    ("wider", {"type": "boolean"}, {"type": ["boolean", "null"]}, "asserted"),
    ("narrower", {"type": "string"}, {"type": "string", "pattern": "^[0-9a-f]{8}$"}, "asserted"),
    ("the same in other words", {"type": ["null", "string"]},
     {"anyOf": [{"type": "null"}, {"type": "string"}]}, "asserted"),
    ("another", {"type": "string"}, {"type": "integer"}, "proposed"),
    ("another default", {"type": "string", "default": "a"}, {"type": "string", "default": "b"}, "asserted"),
    ("nothing at all", {"type": "string"}, {"not": {}}, "proposed"),
    ("nothing, in more words", {"type": "object", "properties": {"a": {"type": "string"}}},
     {"type": "object", "properties": {"b": {"type": "string"}}, "required": ["a"],
      "additionalProperties": False}, "proposed"),
    ("a list of it", {"type": "string"}, {"type": "array", "items": {"type": "string"}}, "proposed"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "standing"), [row[1:] for row in GROWN], ids=[row[0] for row in GROWN]
)
def test_what_the_engine_proves_of_the_things_decides(old, new, standing):
    text = {"description": "Where to look for it"}
    sides = [
        SchemaRevision(exact(obj(**{name: each | text}))) for name, each in (("isHome", old), ("home", new))
    ]
    relation = Relations(*sides, Reading())
    (rename,) = schema_renames(*(each.schema for each in sides), path="s.json", relation=relation)
    assert (rename.from_, rename.to, rename.standing.value) == ("isHome", "home", standing)
    assert not rename.kept  # what is not said in the same words may say something that no document tells


def test_the_container_at_head_is_told_where_its_parent_moved():
    row = next(row for row in TABLE if row[0] == "below a branch that moved")
    (rename,) = schema_renames(row[1], row[2], path="s.json")
    assert (rename.container, rename.head_container) == ("/oneOf/0/properties", "/oneOf/1/properties")


def test_an_old_name_that_head_still_declares_is_marked():
    kept = obj(colour=TEXT | {"deprecated": True}, color=TEXT)
    (rename,) = schema_renames(obj(colour=TEXT), kept, path="s.json")
    assert rename.old_still_declared
    (rename,) = schema_renames(obj(colour=TEXT), obj(color=TEXT), path="s.json")
    assert not rename.old_still_declared


def test_below_a_parent_that_is_only_proposed_nothing_is_asserted():
    old = obj(home_address=obj(colour=TEXT, size=RICH, zip=TEXT))
    new = obj(home_addresses=obj(color=TEXT, size=RICH, zip={"type": "integer"}))
    inner = [row for row in found(old, new) if row[2] == "colour"]
    assert inner == [("property", "/properties/home_address/properties", "colour", "color", "proposed")]


def test_a_parent_and_the_names_within_it_are_renamed_together():
    inner, outer = obj(cert_file=TEXT, mode={"enum": ["a_b"]}), obj(certFile=TEXT, mode={"enum": ["aB"]})
    old = obj(server_config=obj(host_name=TEXT, tls_options=inner) | {"required": ["host_name"]})
    new = obj(serverConfig=obj(hostName=TEXT, tlsOptions=outer) | {"required": ["hostName"]})
    assert {(row[2], row[3], row[4]) for row in found(old, new)} == {
        ("server_config", "serverConfig", "asserted"),
        ("host_name", "hostName", "asserted"),
        ("tls_options", "tlsOptions", "asserted"),
        ("cert_file", "certFile", "asserted"),
        ("a_b", "aB", "asserted"),
    }
    (parent,) = [each for each in schema_renames(old, new, path="s.json") if each.from_ == "server_config"]
    assert not parent.kept


def test_a_parent_whose_names_within_went_elsewhere_is_only_proposed():
    old = obj(server_config=obj(host_name=TEXT, port={"type": "integer"}))
    new = obj(serverConfig=obj(hostName=TEXT))
    assert {row[4] for row in found(old, new)} == {"proposed"}


def test_an_old_name_within_that_is_still_there_is_not_put_back():
    old = obj(server_config=obj(host_name=TEXT, port={"type": "integer"}))
    kept = obj(host_name=TEXT | {"deprecated": True}, hostName=TEXT, port={"type": "integer"})
    rows = [row for row in found(old, obj(serverConfig=kept)) if row[2] == "server_config"]
    assert [row[4] for row in rows] == ["proposed"]


def test_names_that_went_where_others_came_more_than_once_are_proposed():
    def lists(name):
        ref = {"items": {"required": ["provider"]}}
        return obj(one=obj(**{name: ref}), two=obj(**{name: ref}, other={"type": "boolean"}))

    assert [(row[1], row[4]) for row in found(lists("packages"), lists("libraries"))] == [
        ("/properties/one/properties", "proposed"),
        ("/properties/two/properties", "proposed"),
    ]
    once = lists("libraries") | {"properties": lists("libraries")["properties"] | {"two": True}}
    assert found(lists("packages"), once) == []


@pytest.mark.parametrize(
    "odd",
    [
        None, True, 5, [], {"properties": 5}, {"properties": {"a": 5}}, {"enum": 5}, {"enum": [1, None, {}]},
        {"oneOf": 5}, {"oneOf": [5, None]}, {"$defs": []}, {"items": [5]}, {"properties": {"a": {"$ref": 5}}},
        {"oneOf": [{"const": {}}, {"enum": []}]}, {"properties": {"a": {"aliases": 5}}},
    ],
)  # fmt: skip
def test_odd_schemas_never_crash(odd):
    good = {
        "properties": {"a": TEXT},
        "enum": ["x"],
        "oneOf": [{"const": "a"}],
        "$defs": {"a": RICH},
        "items": {},
    }
    assert found(odd, good) == []
    assert found(good, odd) == []
    assert found(odd, odd) == []


CASES = Path(__file__).parents[2].parent / "shared" / "corpora" / "renames" / "cases.jsonl"


@pytest.mark.skipif(not CASES.exists(), reason="the labelled histories are not beside this checkout")
def test_no_pair_of_names_of_the_labelled_non_renames_is_asserted_by_its_names_alone():
    wrong = []
    for line in CASES.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        if case["kind"] != "schema":
            continue  # the names of a registry come with attributes that tell them apart
        renames = {(each["from"], each["to"]) for each in case["renames"]}
        for group in case["non_renames"]:
            old, new = ([Name(name) for name in group[side]] for side in ("removed", "added"))
            pairs = [(each.removed.name, each.added.name) for each in match(old, new) if is_asserted(each)]
            wrong += [(case["id"], *pair) for pair in pairs if pair not in renames]
    assert wrong == []


def is_asserted(found):
    return found.standing is Standing.ASSERTED
