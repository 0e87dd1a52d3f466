"""Each word of the language, on what keeps it, what breaks it and what it does not apply to."""

import itertools
import json
import random
from decimal import Decimal

import pytest

from govern.documents import exact
from govern.invariants import Checker, Vocabulary, changes, declared, flaws
from govern.invariants.free_text import Place
from govern.manifest import registries
from govern.model import Class, Compatibility, ManifestRules, Reading
from govern.schema.dialect import Draft

MANIFEST = {
    "limit": 5,
    "registries": {
        "R": ["A", {"code": "B", "aliases": ["b"]}, "C"],
        "T": {"tiers": {"hot": ["H"], "cold": ["K", "L"]}},
    },
}


def checker(rule, schema=True):
    document = exact({**MANIFEST, "invariants": {"it": rule}})
    vocabulary = Vocabulary(document, registries(document, ManifestRules()))
    assert flaws(document, vocabulary) == ()
    return Checker(declared(document, vocabulary), exact(schema))


def broken(rule, document, schema=True):
    return [each.pointer for each in checker(rule, schema).breaches(document)]


X, NO, YES = {"at": "/x"}, ["/x"], []
TABLE = [
    ({"registry": "R"}, [("A", YES), ("b", YES), (None, YES), ("a", NO), (1, NO), (True, NO), (["A"], YES)]),
    ({"registry": "T", "tier": "hot"}, [("H", YES), ("K", NO), ("unknown", YES), (None, YES)]),
    ({"order": "R"}, [(["A", "C"], YES), (["C", "A"], NO), (["C", "?", "A"], NO), (["b", "C"], YES),
                      ([], YES), (["A", "A"], YES), ("A", YES), ([1, None], YES)]),
    ({"equals": 1}, [(1, YES), (1.0, YES), (Decimal("1.0"), YES), (True, NO), ("1", NO), (None, NO)]),
    ({"equals": True}, [(True, YES), (1, NO), (False, NO)]),
    ({"equals": None}, [(None, YES), (0, NO), (False, NO), ("", NO)]),
    ({"equals": ["A", 1]}, [(["A", 1], YES), (["A", True], NO), (["A"], NO)]),
    ({"equals": {"value": {"a": 1}}}, [({"a": 1}, YES), ({"a": 1, "b": 2}, NO), ({"a": True}, NO)]),
    ({"equals": {"manifest": "/limit"}}, [(5, YES), (4, NO)]),
    ({"one_of": ["A", 1, None]}, [("A", YES), (1, YES), (None, YES), (True, NO), ("B", NO)]),
    ({"one_of": [{"registry": "T", "tier": "cold"}]}, [("K", YES), ("H", NO)]),
    ({"at_most": 5}, [(5, YES), (5.5, NO), (-1, YES), ("6", YES), (True, YES), (Decimal("5.01"), NO)]),
    ({"at_least": {"manifest": "/limit"}}, [(5, YES), (4, NO)]),
    ({"contains": ["A", 1]}, [(["A"], YES), ([1.0], YES), ([True], NO), ([], NO), ("A", YES)]),
    ({"empty": True}, [([], YES), ({}, YES), ("", YES), ([0], NO), ("a", NO), (0, YES), (None, YES)]),
    ({"empty": False}, [([], NO), ({"a": 1}, YES)]),
    ({"present": False}, [(None, NO), (0, NO)]),
    ({"not": {"equals": 1}}, [(1, NO), (True, YES), (2, YES)]),
    ({"not": {"at_most": 5}}, [(5, NO), (6, YES), ("6", YES)]),
]  # fmt: skip
CASES = [(rule, value, where) for rule, rows in TABLE for value, where in rows]


@pytest.mark.parametrize(("rule", "value", "where"), CASES)
def test_a_word_asks_what_it_says(rule, value, where):
    assert broken({**X, **rule}, {"x": value}) == where


@pytest.mark.parametrize("rule", [row[0] for row in TABLE])
def test_what_is_missing_breaks_nothing(rule):
    assert broken({**X, **rule}, {}) == []
    assert broken({**X, **rule}, []) == []


def test_only_present_asks_for_what_is_missing():
    assert broken({**X, "present": True}, {}) == ["/x"]
    assert broken({**X, "present": True}, {"x": None}) == []


FIELDS = [
    ({"equals": {"field": "/y"}}, {"x": 1, "y": 2}, NO),
    ({"equals": {"field": "/y"}}, {"x": 1}, YES),
    ({"at_most": {"field": "/y"}}, {"x": 2, "y": 1}, NO),
    ({"at_most": {"field": "/y"}}, {"x": 2, "y": "1"}, YES),
    ({"one_of": [{"field": "/l/0"}]}, {"x": "A", "l": ["B", "A"]}, NO),
    ({"one_of": [{"field": "/l/1"}]}, {"x": "A", "l": ["B", "A"]}, YES),
    ({"one_of": [{"field": "/l/0"}]}, {"x": "A", "l": []}, NO),
    ({"contains": [{"field": "/y"}]}, {"x": ["A"], "y": "A"}, YES),
    ({"registry": "T", "tier_of": "/y"}, {"x": "K", "y": "hot"}, NO),
    ({"registry": "T", "tier_of": "/y"}, {"x": "K", "y": "cold"}, YES),
    ({"registry": "T", "tier_of": "/y"}, {"x": "K", "y": "nowhere"}, NO),
    ({"registry": "T", "tier_of": "/y"}, {"x": "K"}, YES),
    ({"derived": {"at": "/l", "contains": ["A"]}}, {"x": True, "l": ["A"]}, YES),
    ({"derived": {"at": "/l", "contains": ["A"]}}, {"x": False, "l": ["A"]}, NO),
    ({"derived": {"at": "/l", "contains": ["A"]}}, {"x": True}, NO),
    ({"derived": {"at": "/l", "contains": ["A"]}}, {"x": "true"}, YES),
    ({"holds": {"any": [{"at": "/y", "equals": 1}, {"at": "/z", "empty": True}]}}, {"x": 0, "y": 2}, NO),
    ({"holds": {"any": [{"at": "/y", "equals": 1}, {"at": "/z", "empty": True}]}}, {"x": 0, "z": []}, YES),
    ({"holds": {"all": [{"at": "/y", "equals": 1}, {"at": "/z", "empty": True}]}}, {"x": 0, "y": 1}, NO),
    ({"holds": {"not": {"at": "/y", "present": True}}}, {"x": 0, "y": 1}, NO),
    ({"holds": {"at": "/l/*", "registry": "R"}}, {"x": 0, "l": ["A", "?"]}, NO),
    ({"holds": {"at": "/l/*", "registry": "R"}}, {"x": 0, "l": []}, YES),
    ({"when": {"at": "/y", "equals": 1}, "equals": 0}, {"x": 1, "y": 1}, NO),
    ({"when": {"at": "/y", "equals": 1}, "equals": 0}, {"x": 1, "y": 2}, YES),
    ({"when": {"at": "/y", "equals": 1}, "equals": 0}, {"x": 1}, YES),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "document", "where"), FIELDS)
def test_a_word_looks_at_other_fields(rule, document, where):
    assert broken({**X, **rule}, document) == where


PLACES = [
    ("/a/*", {"a": ["A", "?"]}, ["/a/1"]),
    ("/a/*", {"a": {"m": "?", "n/o~": "?"}}, ["/a/m", "/a/n~1o~0"]),
    ("/*/c", {"u": {"c": "?"}, "v": {"c": "A"}, "w": 1}, ["/u/c"]),
    ("/a/*/b/*", {"a": [{"b": ["A"]}, {"b": ["?", "A", "?"]}]}, ["/a/1/b/0", "/a/1/b/2"]),
    ("/a/0", {"a": ["?"]}, ["/a/0"]),
    ("/a/0", {"a": {"0": "?"}}, ["/a/0"]),
    ("/a/01", {"a": ["?", "?"]}, []),
    ("/n~1o", {"n/o": "?"}, ["/n~1o"]),
    ("", "?", [""]),
]


@pytest.mark.parametrize(("at", "document", "where"), PLACES)
def test_a_place_is_every_place_that_it_says(at, document, where):
    assert broken({"at": at, "registry": "R"}, document) == where


FREE = [
    (True, {"a": "x"}, ["/a"]),
    ({"properties": {"a": {"enum": ["x"]}}}, {"a": "x", "b": "y"}, ["/b"]),
    ({"properties": {"a": {"type": "string"}}}, {"a": "x"}, ["/a"]),
    ({"properties": {"a": {"type": "integer"}}}, {"a": "x"}, []),
    ({"additionalProperties": {"pattern": "."}}, {"a": "x", "b": "y"}, []),
    ({"patternProperties": {"^a": {"format": "date"}}}, {"ab": "x", "b": "y"}, ["/b"]),
    ({"items": {"const": "x"}}, ["x", "x"], []),
    ({"prefixItems": [{"const": "x"}]}, ["x", "y"], ["/1"]),
    ({"properties": {"a": {"$ref": "#/$defs/c"}}, "$defs": {"c": {"enum": ["x"]}}}, {"a": "x"}, []),
    ({"properties": {"a": {"$ref": "other.json"}}}, {"a": "x"}, ["/a"]),
    ({"properties": {"a": {"anyOf": [{"enum": ["x"]}, {"const": "y"}]}}}, {"a": "x"}, []),
    ({"properties": {"a": {"anyOf": [{"enum": ["x"]}, {"type": "string"}]}}}, {"a": "x"}, ["/a"]),
    ({"properties": {"a": {"anyOf": [{"enum": ["x"]}, {"type": "null"}]}}}, {"a": "x"}, []),
    ({"anyOf": [{"properties": {"a": {"const": "x"}}}, {}]}, {"a": "x"}, ["/a"]),
    ({"if": {}, "then": {"properties": {"a": {"const": "x"}}}}, {"a": "x"}, ["/a"]),
    ({"if": {}, "then": {"items": {"const": "x"}}, "else": {"items": {"const": "y"}}}, ["x"], []),
    ({"allOf": [{"properties": {"a": {}}}, {"properties": {"a": {"const": "x"}}}]}, {"a": "x"}, []),
    ({"$ref": "#"}, {"a": "x"}, ["/a"]),
    (True, {"named": "x", "deep": {"named": {"below": ["x"]}}}, []),
]  # fmt: skip


@pytest.mark.parametrize(("schema", "document", "where"), FREE)
def test_a_text_is_free_where_nothing_binds_it(schema, document, where):
    rule = {"no_free_text": {"except": ["/named", "/*/named"]}}
    assert broken(rule, document, schema) == where


DRAFTS = [
    ("7", {"$defs": {"s": {}}, "properties": {"a": {"$ref": "#/$defs/s", "enum": ["x"]}}}, ["/a"]),
    ("2019-09", {"$defs": {"s": {}}, "properties": {"a": {"$ref": "#/$defs/s", "enum": ["x"]}}}, []),
    ("4", {"properties": {"a": {"const": "x"}}}, ["/a"]),
    ("6", {"properties": {"a": {"if": True, "then": {"enum": ["x"]}, "else": {"enum": ["x"]}}}}, ["/a"]),
    ("2020-12", {"$defs": {"s": {"enum": ["x"]}},
                 "properties": {"a": {"$id": "http://e.x/x", "$ref": "#/$defs/s"}}}, ["/a"]),
    ("2020-12", {"$defs": {"a b": {}, "a%20b": {"enum": ["x"]}},
                 "properties": {"a": {"$ref": "#/$defs/a%20b"}}}, ["/a"]),
    ("2020-12", {"oneOf": [{"$ref": "#/$defs/o"}, {"type": "null"}],
                 "$defs": {"o": {"properties": {"a": {"enum": ["x"]}}}}}, []),
]  # fmt: skip


@pytest.mark.parametrize(("draft", "schema", "where"), DRAFTS)
def test_only_what_the_draft_knows_binds_a_text(draft, schema, where):
    place = Place.of(exact(schema), Draft(draft))
    assert [at for at, _ in place.free({"a": "x"})] == where


@pytest.mark.parametrize(
    ("pattern", "name"), [("^a$", "a\n"), (r"^\d$", "\u0663"), (r"^(a|a)*$", "a" * 40 + "b")]
)
def test_a_name_matches_a_pattern_as_the_validator_has_it(pattern, name):
    place = Place.of({"patternProperties": {pattern: {"enum": ["x"]}}}, Draft.D2020)
    assert len(place.free({name: "x"})) == 1


def test_a_schema_that_leads_to_itself_is_looked_through_once():
    branches = [
        {"type": "object", "properties": {"op": {"enum": [each]}, "arg": {"$ref": "#/$defs/e"}}}
        for each in "abc"
    ]
    schema = {"$ref": "#/$defs/e", "$defs": {"e": {"anyOf": [{"enum": ["v"], "type": "string"}, *branches]}}}
    document = "v"
    for _ in range(60):
        document = {"op": "a", "arg": document}
    assert Place.of(schema, Draft.D2020).free(document) == []
    twice = {"anyOf": [{"$ref": "#"}, {"$ref": "#"}], "items": {"anyOf": [{"$ref": "#"}, {"$ref": "#"}]}}
    nested = "free"
    for _ in range(60):
        nested = [nested]
    assert len(Place.of(twice, Draft.D2020).free(nested)) == 1


UNBOUND = [{"tier": "hot"}, {"tier_of": "/y"}, {"when": {"at": "/y", "equals": 1}}]


@pytest.mark.parametrize("more", UNBOUND)
def test_a_rule_that_does_not_always_hold_a_text_to_a_registry_does_not_bind_it(more):
    rules = {"it": {"at": "/x", "registry": "T", **more}, "free": {"no_free_text": {}}}
    document = exact({**MANIFEST, "invariants": rules})
    vocabulary = Vocabulary(document, registries(document, ManifestRules()))
    assert [each.name for each in Checker(declared(document, vocabulary)).breaches({"x": "words"})] == [
        "free"
    ]


ITEMS = [
    ({"at": "/i/*/id", "present": True}, {"i": [{}, {"id": 1}]}, ["/i/0/id"]),
    ({"at": "/i/*/id", "present": True}, {}, []),
    ({"at": "/x", "not": {"present": False}}, {}, ["/x"]),
    ({"at": "/x", "holds": {"at": "/i/*/s", "present": True}}, {"x": 0, "i": [{}]}, NO),
    ({"at": "/x", "holds": {"at": "/i/*/s", "equals": 1}}, {"x": 0, "i": "text"}, NO),
    ({"at": "/x", "holds": {"at": "/i/*/s", "equals": 1}}, {"x": 0}, NO),
    ({"at": "/x", "holds": {"at": "/i/*/s", "equals": 1}}, {"x": 0, "i": [{"s": 1}, {}]}, NO),
    ({"at": "/x", "holds": {"at": "/i/*/s", "equals": 1}}, {"x": 0, "i": [{"s": 1}]}, YES),
    ({"at": "/x", "equals": [{"registry": "NONE"}]}, {"x": 1}, NO),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "document", "where"), ITEMS)
def test_what_is_missing_below_a_star_is_missing(rule, document, where):
    assert broken(rule, document) == where


def test_words_that_were_good_once_are_not_good_beside_others():
    held = checker({"at": "/x", "when": {"at": "/y", "equals": True}, "registry": "R"})
    good, bad = {"x": "A", "y": True}, {"x": "?", "y": True}
    for documents in (
        [good, bad],
        [{"x": "?", "y": 1}, bad],
        [{"x": "?", "y": False}, bad],
        [{"x": ["?"]}, bad],
    ):
        assert [len(held.breaches(each)) for each in documents] == [0, 1]


def test_a_place_that_is_bound_to_a_registry_is_not_free():
    document = exact(
        {**MANIFEST, "invariants": {"a": {"at": "/l/*", "registry": "R"}, "b": {"no_free_text": {}}}}
    )
    vocabulary = Vocabulary(document, registries(document, ManifestRules()))
    found = Checker(declared(document, vocabulary)).breaches({"l": ["A", "?"], "m": "x"})
    assert [(each.name, each.pointer) for each in found] == [("a", "/l/1"), ("b", "/m")]


FLAWED = [
    {"it": {"at": "/x", "registry": "NONE"}},
    {"it": {"at": "/x", "order": "NONE"}},
    {"it": {"at": "/x", "registry": "T", "tier": "NONE"}},
    {"it": {"at": "/x", "equals": {"manifest": "/nowhere"}}},
    {"it": {"at": "/x", "one_of": [{"registry": "NONE"}]}},
    {"it": {"at": "/x", "when": {"all": [{"at": "/y", "registry": "NONE"}]}, "empty": True}},
    {"it": {"at": "/x", "equal": 1}},
    [],
]


@pytest.mark.parametrize("section", FLAWED)
def test_what_names_nothing_is_no_invariant(section):
    document = exact({**MANIFEST, "invariants": section})
    found = flaws(document, Vocabulary(document, registries(document, ManifestRules())))
    assert found
    assert all(each.pointer.startswith("/invariants") for each in found)


# --- changes: what is called looser or tighter is so for every document ---

GUARDS = [
    None, {"at": "/g", "equals": 1}, {"at": "/h", "equals": 1},
    {"all": [{"at": "/g", "equals": 1}, {"at": "/h", "equals": 1}]},
    {"any": [{"at": "/g", "equals": 1}, {"at": "/h", "equals": 1}]},
    {"any": [{"at": "/g", "equals": 1}]}, {"not": {"at": "/g", "equals": 1}},
]  # fmt: skip
ASKS = [
    {"at_most": 1}, {"at_most": 2}, {"at_least": 1}, {"at_least": 2}, {"equals": 1}, {"equals": 2},
    {"one_of": [1]}, {"one_of": [1, 2]}, {"one_of": [2, 3]}, {"not": {"at_most": 1}}, {"not": {"at_most": 2}},
    {"not": {"one_of": [1]}}, {"not": {"one_of": [1, 2]}},
]  # fmt: skip
RULES = [
    {"at": "/x", **ask, **({} if guard is None else {"when": guard})} for guard in GUARDS for ask in ASKS
]
DOCUMENTS = [{"x": x, "g": g, "h": h} for x, g, h in itertools.product((0, 1, 2, 3, "a"), (0, 1), (0, 1))]
FULL = Reading(compatibility=Compatibility.FULL)


def test_a_change_that_is_told_one_way_is_so_for_every_document():
    told = 0
    for old, new in random.Random(7).sample(list(itertools.product(RULES, RULES)), 4000):
        found = [*changes({"invariants": {"n": old}}, {"invariants": {"n": new}}, path="m", reading=FULL)]
        good = [[not broken_fast(rule, each) for each in DOCUMENTS] for rule in (old, new)]
        refused_now = any(was and not now for was, now in zip(*good, strict=True))
        taken_now = any(now and not was for was, now in zip(*good, strict=True))
        rules = {each.rule for each in found}
        if rules == {"invariant-loosened"}:
            assert not refused_now, (old, new)
        elif rules == {"invariant-tightened"}:
            assert not taken_now, (old, new)
        elif not rules:
            assert (refused_now, taken_now) == (False, False), (old, new)
        told += bool(rules & {"invariant-loosened", "invariant-tightened"})
    assert told > 100


CHECKERS = {}


def broken_fast(rule, document):
    key = json.dumps(rule, sort_keys=True)
    if key not in CHECKERS:
        CHECKERS[key] = checker(rule)
    return bool(CHECKERS[key].breaches(document))


@pytest.mark.parametrize(
    ("mode", "tightened", "loosened"),
    [("backward", "breaking", "additive"), ("forward", "additive", "breaking"),
     ("full", "breaking", "breaking"), ("none", "breaking", "breaking"),
     ("full_transitive", "breaking", "breaking")],
)  # fmt: skip
def test_the_class_follows_the_mode(mode, tightened, loosened):
    one, none = {"invariants": {"n": RULES[0]}}, {}
    reading = Reading(compatibility=Compatibility(mode))
    (more,) = changes(none, one, path="m", reading=reading)
    (less,) = changes(one, none, path="m", reading=reading)
    assert (more.rule, more.class_, less.rule, less.class_) == (
        "invariant-tightened", Class(tightened), "invariant-loosened", Class(loosened)
    )  # fmt: skip


BOTH = [
    ("a registry that bound a text is asked for no more",
     {"f": {"no_free_text": {}}, "x": {"at": "/x", "registry": "R"}}, {"f": {"no_free_text": {}}},
     ["A"], ["A"]),
    ("an order that invariants ask for", {"x": {"at": "/x", "order": "R"}}, None, ["A", "B"], ["B", "A"]),
    ("a code that may not stand there", {"x": {"at": "/x", "not": {"registry": "R"}}}, None,
     ["A"], ["A", "C"]),
    ("a code that something follows from",
     {"x": {"at": "/x", "derived": {"at": "/l", "contains": [{"registry": "R"}]}}}, None, ["A"], ["A", "C"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "was", "now"), [row[1:] for row in BOTH], ids=[row[0] for row in BOTH]
)
def test_what_hangs_on_a_registry_changes_with_it(old, new, was, now):
    sides = [
        {"registries": {"R": was}, "invariants": old},
        {"registries": {"R": now}, "invariants": old if new is None else new},
    ]
    (found,) = changes(*sides, path="m", reading=Reading(compatibility=Compatibility.BACKWARD))
    assert (found.rule, found.class_) == ("invariant-changed", Class.BREAKING)


def test_a_code_more_is_no_change_of_what_lets_it_in():
    rules = {
        "l": {"at": "/l/*", "registry": "R"},
        "x": {"at": "/x", "derived": {"at": "/l", "contains": [{"registry": "R"}]}},
        "o": {"at": "/l", "order": "R"},
    }
    sides = [{"registries": {"R": codes}, "invariants": rules} for codes in (["A"], ["A", "C"])]
    assert [*changes(*sides, path="m", reading=FULL)] == []


def test_what_is_taken_from_the_manifest_is_part_of_a_rule_but_for_its_version():
    rules = {
        "x": {"at": "/x", "equals": {"manifest": "/limit"}},
        "v": {"at": "/v", "equals": {"manifest": "/contract_version"}},
    }
    sides = [
        {"contract_version": version, "limit": limit, "invariants": rules}
        for version, limit in ((1, 5), (2, 6))
    ]
    assert [each.effect.name for each in changes(*sides, path="m", reading=FULL)] == ["x"]


def test_a_rule_that_follows_a_renamed_code_is_a_rename():
    old, new = ({"at": "/x", "contains": [each], "when": {"at": "/m", "equals": each}} for each in "AZ")
    sides = [
        {"registries": {"R": [code]}, "invariants": {"n": said}} for code, said in (("A", old), ("Z", new))
    ]
    (found,) = changes(*sides, path="m", reading=FULL, renamed={"A": "Z"})
    assert (found.rule, found.class_) == ("invariant-renamed", Class.RENAME)
    (other,) = changes(*sides, path="m", reading=FULL, renamed={"A": "Y"})
    assert (other.rule, other.class_) == ("invariant-changed", Class.BREAKING)
