"""Each word of the language, on what keeps it, what breaks it and what it does not apply to."""

import itertools
import json
import random
from decimal import Decimal

import pytest

from govern.documents import exact
from govern.invariants import Checker, Vocabulary, changes, declared, flaws
from govern.manifest import registries
from govern.model import Class, Compatibility, ManifestRules, Reading

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
