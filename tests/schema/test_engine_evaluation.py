"""The engine's own evaluator held against the JSON Schema test suite, real validators, and its rules."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from random_schemas import documents, pair

from govern.documents import read
from govern.schema.engine.evaluation import Evaluator
from govern.schema.engine.form import Form
from govern.schema.revision import SchemaRevision

SUITE = Path(__file__).parents[2].parent / "shared" / "corpora" / "json-schema-test-suite"
DRAFTS = {
    "draft4": "4",
    "draft6": "6",
    "draft7": "7",
    "draft2019-09": "2019-09",
    "draft2020-12": "2020-12",
}
CHUNK = 25

LOST = {"$ref": "https://nowhere.invalid/schema"}
"""A schema that nobody can read."""
BAD = "("
"""A pattern that nobody can read."""


def root(schema, draft="2020-12", resources=None):
    return Form(SchemaRevision(schema, draft=draft, resources=resources).library).root


def said(schema, value, *, draft="2020-12", formats=False):
    return Evaluator(formats=formats).accepts(root(schema, draft), value)


# --- the test suite ---

OTHERWISE = {
    ("draft4", "optional/zeroTerminatedFloats.json"): {
        # Documents are values here: 1.0 is 1.
        "some languages do not distinguish between different types of numeric value"
    },
    ("draft7", "optional/content.json"): {
        # With formats off, nothing is said of contents; with formats on, nobody can tell.
        "validation of string-encoded content based on media type",
        "validation of binary string-encoding",
        "validation of binary-encoded media type documents",
    },
}
"""The groups of the suite, by folder and file, in which it wants another answer."""

LEFT_BEHIND = "optional/dependencies-compatibility.json"
"""Cases about `dependencies` after its time: one validator honours it still, the other does not."""

UNTOLD = {
    ("draft4", False): 0,
    ("draft6", False): 0,
    ("draft7", False): 0,
    ("draft2019-09", False): 0.028,
    ("draft2020-12", False): 0.029,
    ("draft4", True): 0,
    ("draft6", True): 0,
    ("draft7", True): 0.007,
    ("draft2019-09", True): 0.038,
    ("draft2020-12", True): 0.053,
}
"""The share of cases, by folder and whether formats may be asserted, of which the evaluator may say
that it cannot tell: recursive and dynamic references, vocabularies, formats and contents."""


def parsed(path):
    return read(str(path), path.read_bytes()).value


@cache
def remotes():
    folder = SUITE / "remotes"
    paths = sorted(folder.rglob("*.json"))
    return {f"http://localhost:1234/{each.relative_to(folder).as_posix()}": parsed(each) for each in paths}


def groups(folder):
    for path in sorted((SUITE / "tests" / folder).rglob("*.json")):
        name = path.relative_to(SUITE / "tests" / folder).as_posix()
        if not name.startswith("optional/format"):
            remote = "localhost:1234" in path.read_text()
            yield from ((name, remotes() if remote else {}, group) for group in parsed(path))


@pytest.mark.skipif(not SUITE.exists(), reason="the JSON Schema test suite is not at hand")
@pytest.mark.parametrize(("folder", "formats"), UNTOLD)
def test_the_suite_finds_no_wrong_answer(folder, formats):
    count, wrong = Counter(), set()
    for name, resources, group in groups(folder):
        revision = SchemaRevision(group["schema"], draft=DRAFTS[folder], resources=resources)
        known = revision.draft is not None  # else its own vocabularies rule, which govern does not read
        schema = Form(revision.library).root
        evaluator = Evaluator(formats=formats)
        for case in group["tests"]:
            answer = evaluator.accepts(schema, case["data"]) if known else None
            if name == LEFT_BEHIND:
                assert answer is None, case["description"]
                continue
            count[answer] += 1
            if answer is not None and answer is not case["valid"]:
                wrong.add((name, group["description"]))
    expected = {
        (name, group)
        for (where, name), listed in OTHERWISE.items()
        for group in listed
        if where == folder and not (formats and "content" in name)
    }
    assert wrong == expected
    assert count[None] <= UNTOLD[folder, formats] * count.total()


# --- random schemas ---


@pytest.mark.parametrize("first", range(1, 201, CHUNK))
def test_no_answer_contradicts_both_validators(first):
    count, wrong = Counter(), []
    for seed in range(first, first + CHUNK):
        _, *sides = pair(seed)
        tried = documents(*sides, seed=seed, least=60)[::2]
        for schema in sides:
            revision = SchemaRevision(schema)
            plain, opaque = Evaluator(formats=False), Evaluator(formats=True)
            top = Form(revision.library).root
            for document in tried:
                judged = revision.judge(document, formats=False)
                answer = plain.accepts(top, document)
                count[answer] += 1
                if opaque.accepts(top, document) not in (answer, None):
                    wrong.append((seed, schema, document, "formats"))
                if not judged.abstained and None not in (answer, judged.accepts):
                    count["compared"] += 1
                    if answer is not judged.accepts:
                        wrong.append((seed, schema, document, answer))
    assert not wrong, f"seeds {first} to {first + CHUNK - 1}: {wrong[:3]}"
    assert count["compared"] > 0.9 * (count[True] + count[False])
    assert count[None] < 0.05 * (count[True] + count[False])


# --- each rule ---

RULES = [
    ({"type": "integer"}, [1, -3, 10**30], [Decimal("1.5"), True, "1", None]),
    ({"type": ["number", "null"]}, [1, Decimal("1.5"), None], [False, "1", []]),
    (
        {"enum": [1, "a", [1, {"b": 2}], None]},
        [1, "a", [1, {"b": 2}], None],
        [True, "b", [True, {"b": 2}], {}],
    ),
    ({"const": Decimal("0.1")}, [Decimal("0.10")], [Decimal("0.11"), 0, "0.1"]),
    ({"enum": []}, [], [None, 1]),
    (
        {"minimum": 1, "maximum": 10**30},
        [1, 10**30, Decimal("1.5"), "0", None],
        [0, 10**30 + 1, Decimal("0.99999999999999999999999999999999999")],
    ),
    ({"exclusiveMinimum": 1, "exclusiveMaximum": 2}, [Decimal("1.5"), True], [1, 2]),
    ({"multipleOf": Decimal("0.01")}, [Decimal("19.99"), 3, 0, -1], [Decimal("19.995")]),
    ({"multipleOf": 3}, [3 * 10**40, True, "a"], [3 * 10**40 + 1, Decimal("4.5")]),
    ({"multipleOf": Decimal("1e-308")}, [Decimal("7e-308")], [Decimal("5e-309")]),
    ({"minLength": 2, "maxLength": 3}, ["ab", "😀😀😀", 1, [1]], ["a", "abcd", "😀"]),
    ({"pattern": "^a$"}, ["a", 1], ["b", "a\n"]),
    ({"minItems": 1, "maxItems": 2}, [[1], [1, 2], "", {}], [[], [1, 2, 3]]),
    (
        {"uniqueItems": True},
        [[1, True, "1", [1], {"a": 1}]],
        [[{"a": 1, "b": 2}, {"b": 2, "a": 1}], ["a", "a"]],
    ),
    ({"uniqueItems": False}, [[1, 1]], []),
    ({"minProperties": 1, "maxProperties": 2}, [{"a": 1}, []], [{}, {"a": 1, "b": 1, "c": 1}]),
    ({"required": ["a", "b"]}, [{"a": 1, "b": 1}, []], [{"a": 1}, {}]),
    ({"properties": {"a": {"type": "string"}}}, [{"a": "x"}, {"b": 1}, 1], [{"a": 1}]),
    (
        {
            "properties": {"ab": {"minimum": 0}},
            "patternProperties": {"^a": {"maximum": 9}, "b$": {"multipleOf": 2}},
            "additionalProperties": {"type": "null"},
        },
        [{"ab": 8}, {"a": 9}, {"b": 10}, {"z": None}],
        [{"ab": -2}, {"ab": 10}, {"ab": 7}, {"b": 3}, {"z": 1}],
    ),
    ({"additionalProperties": False}, [{}, []], [{"a": 1}]),
    ({"propertyNames": {"maxLength": 1}}, [{"a": "long"}, "long"], [{"ab": 1}]),
    ({"dependentRequired": {"a": ["b"]}}, [{"b": 1}, {"a": 1, "b": 1}, "a"], [{"a": 1}]),
    ({"dependentSchemas": {"a": {"maxProperties": 1}}}, [{"a": 1}, {"b": 1, "c": 1}], [{"a": 1, "b": 1}]),
    (
        {"prefixItems": [{"type": "string"}, True], "items": {"type": "null"}},
        [["a"], ["a", 1, None], []],
        [[1], ["a", 1, 2]],
    ),
    ({"items": False}, [[], {}], [[1]]),
    ({"contains": {"type": "null"}}, [[1, None], "a"], [[], [1]]),
    ({"contains": {"type": "null"}, "minContains": 0}, [[], [1], [None]], []),
    ({"contains": {"type": "null"}, "minContains": 0, "maxContains": 1}, [[], [1, None]], [[None, None]]),
    (
        {"contains": {"type": "null"}, "minContains": 2, "maxContains": 2},
        [[None, None, 1]],
        [[None], [None] * 3],
    ),
    ({"allOf": [{"minimum": 1}, {"maximum": 2}]}, [1, 2, "a"], [0, 3]),
    ({"anyOf": [{"minimum": 5}, {"maximum": 2}]}, [1, 6], [3]),
    ({"oneOf": [{"minimum": 2}, {"maximum": 5}]}, [1, 6], [3]),
    ({"not": {"minimum": 2}}, [1], [2, "a"]),
    ({"if": {"minimum": 2}, "then": {"multipleOf": 2}, "else": False}, [4, "a"][:1], [3, 1]),
    ({"if": {"minimum": 2}, "else": False}, [2], [1]),
    ({"then": False, "else": False}, [1, "a"], []),
    ({"$ref": "#/$defs/t", "maximum": 3, "$defs": {"t": {"minimum": 1}}}, [2], [0, 4]),
    (
        {"properties": {"next": {"$ref": "#"}}, "additionalProperties": False},
        [{"next": {"next": {}}}],
        [{"next": {"next": {"a": 1}}}],
    ),
    (True, [1, None, {}], []),
    (False, [], [1, None, {}]),
]


@pytest.mark.parametrize(("schema", "accepted", "refused"), RULES, ids=lambda each: str(each)[:50])
def test_a_rule_accepts_and_refuses(schema, accepted, refused):
    assert [said(schema, each) for each in accepted] == [True] * len(accepted)
    assert [said(schema, each) for each in refused] == [False] * len(refused)


OLD_RULES = [
    ("4", {"minimum": 1, "exclusiveMinimum": True}, [2], [1]),
    ("7", {"$ref": "#/definitions/t", "maximum": 3, "definitions": {"t": {"minimum": 1}}}, [9], [0]),
    ("7", {"items": [{"type": "string"}], "additionalItems": False}, [["a"], []], [[1], ["a", 1]]),
    (
        "7",
        {"dependencies": {"a": ["b"], "c": {"maxProperties": 1}}},
        [{"c": 1}, {"b": 1}],
        [{"a": 1}, {"c": 1, "d": 1}],
    ),
    ("7", {"contains": {"type": "null"}, "minContains": 0}, [[None]], [[]]),
    ("6", {"if": True, "then": False}, [1], []),
]


@pytest.mark.parametrize(("draft", "schema", "accepted", "refused"), OLD_RULES)
def test_a_rule_of_an_older_draft_accepts_and_refuses(draft, schema, accepted, refused):
    assert [said(schema, each, draft=draft) for each in accepted] == [True] * len(accepted)
    assert [said(schema, each, draft=draft) for each in refused] == [False] * len(refused)


# --- what nobody can tell ---

PATTERNS = {"patternProperties": {BAD: {"type": "string"}}}
DATED = {"format": "date"}
UNCERTAIN = [
    (LOST, 1, None),
    ({"allOf": [LOST, {"type": "string"}]}, 1, False),
    ({"allOf": [LOST, {"type": "string"}]}, "a", None),
    ({**LOST, "type": "string"}, 1, False),
    ({"anyOf": [LOST, {"type": "string"}]}, "a", True),
    ({"anyOf": [LOST, {"type": "string"}]}, 1, None),
    ({"oneOf": [LOST, True, True]}, 1, False),
    ({"oneOf": [True, LOST, True]}, 1, False),
    ({"oneOf": [LOST, True]}, 1, None),
    ({"oneOf": [LOST, False]}, 1, None),
    ({"not": LOST}, 1, None),
    ({"not": {"allOf": [LOST, False]}}, 1, True),
    ({"not": {"anyOf": [LOST, True]}}, 1, False),
    ({"if": LOST, "then": {"minimum": 1}, "else": {"type": "number"}}, 1, True),
    ({"if": LOST, "then": {"minimum": 1}, "else": {"type": "string"}}, 0, False),
    ({"if": LOST, "then": {"minimum": 1}, "else": {"type": "number"}}, 0, None),
    ({"if": LOST, "then": {"minimum": 1}}, 1, True),
    ({"if": LOST, "then": {"minimum": 1}}, 0, None),
    ({"if": LOST, "then": LOST, "else": True}, 0, None),
    ({"if": True, "then": LOST, "else": False}, 0, None),
    ({"if": True, "then": True, "else": LOST}, 0, True),
    ({"pattern": BAD}, "a", None),
    ({"pattern": BAD}, 1, True),
    (PATTERNS, {"a": "x"}, True),
    (PATTERNS, {"a": 1}, None),
    (PATTERNS, {}, True),
    ({**PATTERNS, "additionalProperties": False}, {"a": "x"}, None),
    ({**PATTERNS, "additionalProperties": True}, {"a": "x"}, True),
    ({**PATTERNS, "properties": {"a": True}, "additionalProperties": False}, {"a": "x"}, True),
    ({**PATTERNS, "properties": {"a": False}}, {"a": "x"}, False),
    ({"properties": {"a": LOST}}, {"a": 1}, None),
    ({"properties": {"a": LOST, "b": False}}, {"a": 1, "b": 1}, False),
    ({"properties": {"a": LOST}}, {"b": 1}, True),
    ({"propertyNames": LOST}, {}, True),
    ({"propertyNames": LOST}, {"a": 1}, None),
    ({"dependentSchemas": {"a": LOST}}, {"b": 1}, True),
    ({"dependentSchemas": {"a": LOST}}, {"a": 1}, None),
    ({"items": LOST}, [], True),
    ({"prefixItems": [LOST, False]}, [1], None),
    ({"prefixItems": [LOST, False]}, [1, 1], False),
    ({"contains": LOST}, [1], None),
    ({"contains": LOST}, [], False),
    ({"contains": {"anyOf": [LOST, {"const": 1}]}}, [2, 1], True),
    ({"contains": {"allOf": [LOST, {"const": 1}]}, "minContains": 2}, [2, 1], False),
    ({"contains": {"anyOf": [LOST, {"const": 1}]}, "maxContains": 1}, [1, 1, 2], False),
    ({"contains": {"anyOf": [LOST, {"const": 1}]}, "maxContains": 1}, [1, 2], None),
    ({"contains": {"allOf": [LOST, {"const": 1}]}, "minContains": 0, "maxContains": 1}, [1, 2], True),
    ({"enum": [[1]]}, [10**400], None),
    ({"enum": [1]}, 10**400, False),
    ({"uniqueItems": True}, [[10**400]], None),
    ({"multipleOf": 3}, Decimal("1E+100000"), None),
    ({"multipleOf": Decimal("1E-100000")}, 3, None),
    ({"maximum": 3}, Decimal("1E+100000"), False),
]


@pytest.mark.parametrize(("schema", "value", "expected"), UNCERTAIN)
def test_what_is_certain_stays_so_beside_what_is_not(schema, value, expected):
    assert said(schema, value) is expected


@pytest.mark.parametrize(
    ("schema", "value", "ignored", "opaque"),
    [
        (DATED, "x", True, None),
        (DATED, 1, True, True),
        ({"contentMediaType": "application/json"}, "x", True, None),
        ({"contentMediaType": "application/json"}, 1, True, True),
        ({**DATED, "maxLength": 1}, "xx", False, False),
        ({"not": DATED}, "x", False, None),
        ({"not": DATED}, 1, False, False),
        ({"format": "no-format-of-any-draft"}, "x", True, True),
    ],
)
def test_a_format_says_nothing_or_nobody_knows_what(schema, value, ignored, opaque):
    assert said(schema, value) is ignored
    assert said(schema, value, formats=True) is opaque


@pytest.mark.parametrize(
    ("schema", "value", "expected"),
    [
        ({"$ref": "#"}, 1, None),
        ({"not": {"$ref": "#"}}, 1, None),
        ({"allOf": [{"$ref": "#"}, {"type": "string"}]}, "a", None),
        ({"allOf": [{"$ref": "#"}, {"type": "string"}]}, 1, False),
        ({"anyOf": [{"$ref": "#"}, {"type": "string"}]}, "a", True),
        ({"anyOf": [{"$ref": "#"}, {"type": "string"}]}, 1, None),
        ({"if": {"$ref": "#"}, "then": {"minimum": 2}, "else": {"minimum": 3}}, 3, True),
        ({"dependentSchemas": {"a": {"$ref": "#"}}}, {"a": 1}, None),
        ({"dependentSchemas": {"a": {"$ref": "#"}}}, {"b": 1}, True),
        ({"items": {"$ref": "#"}}, [[[]], []], True),
        ({"items": {"$ref": "#"}, "type": "array"}, [[[1]], []], False),
        ({"allOf": [{"$ref": "#/$defs/t"}, {"$ref": "#/$defs/t"}], "$defs": {"t": {"minimum": 1}}}, 1, True),
    ],
)
def test_only_a_reference_that_comes_back_without_a_step_into_the_document_is_unknown(
    schema, value, expected
):
    assert said(schema, value) is expected


# --- what nothing else evaluates ---

REST = {"unevaluatedProperties": False}
TUPLE = {"unevaluatedItems": False}
A, B = {"properties": {"a": True}}, {"properties": {"b": True}}
UNEVALUATED = [
    ({**REST, **A}, {"a": 1}, True),
    ({**REST, **A}, {"a": 1, "b": 1}, False),
    ({**REST, "allOf": [A]}, {"a": 1}, True),
    ({**REST, "allOf": [A]}, {"b": 1}, False),
    ({**REST, "anyOf": [A, B]}, {"a": 1, "b": 1}, True),
    ({**REST, "anyOf": [A, {"not": B}]}, {"b": 1}, False),
    ({**REST, "anyOf": [{**A, "required": ["a"]}, {**B, "required": ["b"]}]}, {"a": 1}, True),
    ({**REST, "anyOf": [{**A, "required": ["b"]}, True]}, {"a": 1}, False),
    ({**REST, "oneOf": [{**A, "required": ["a"]}, {**B, "required": ["b"]}]}, {"a": 1}, True),
    ({**REST, "not": {"not": A}}, {"a": 1}, False),
    ({**REST, "if": {**A, "required": ["a"]}, "then": B}, {"a": 1, "b": 1}, True),
    ({**REST, "if": {**A, "required": ["a"]}, "then": B}, {"b": 1}, False),
    ({**REST, "if": {**A, "required": ["a"]}, "else": B}, {"b": 1}, True),
    ({**REST, "if": {**A, "required": ["a"]}, "else": B}, {"a": 1, "b": 1}, False),
    ({**REST, "dependentSchemas": {"a": A}}, {"a": 1}, True),
    ({**REST, "dependentSchemas": {"a": A}, **B}, {"b": 1}, True),
    ({**REST, "dependentSchemas": {"b": A}}, {"a": 1}, False),
    ({**REST, "patternProperties": {"^a": True}, "anyOf": [True]}, {"ab": 1}, True),
    ({**REST, "anyOf": [{"additionalProperties": True}]}, {"a": 1}, True),
    ({**REST, "anyOf": [{"unevaluatedProperties": True}]}, {"a": 1}, True),
    ({**REST, "anyOf": [{"unevaluatedProperties": {"type": "null"}}, B]}, {"a": 1}, False),
    ({"anyOf": [{**REST, **A}], **B}, {"a": 1, "b": 1}, False),
    ({"unevaluatedProperties": {"type": "null"}, "anyOf": [A]}, {"a": 1, "b": None}, True),
    ({"unevaluatedProperties": {"type": "null"}, "anyOf": [A]}, {"a": 1, "b": 1}, False),
    ({**REST, "anyOf": [A]}, [1], True),
    ({**TUPLE, "prefixItems": [True], "anyOf": [True]}, [1], True),
    ({**TUPLE, "prefixItems": [True], "anyOf": [True]}, [1, 2], False),
    (
        {**TUPLE, "anyOf": [{"prefixItems": [True, {"type": "null"}]}, {"prefixItems": [True]}]},
        [1, None],
        True,
    ),
    ({**TUPLE, "anyOf": [{"prefixItems": [True, {"type": "null"}]}, {"prefixItems": [True]}]}, [1, 2], False),
    ({**TUPLE, "anyOf": [{"items": {"type": "null"}}, True]}, [None], True),
    ({**TUPLE, "anyOf": [{"items": {"type": "null"}}, True]}, [1], False),
    ({**TUPLE, "contains": {"type": "null"}, "prefixItems": [True]}, [1, None], True),
    ({**TUPLE, "contains": {"type": "null"}, "prefixItems": [True]}, [1, None, 1], False),
    ({**TUPLE, "anyOf": [TUPLE | {"prefixItems": [True]}]}, [1], True),
    ({**TUPLE, "anyOf": [{"unevaluatedItems": True}]}, [1], True),
    # uncertain neighbours
    ({**REST, "anyOf": [{**LOST, **A}, True]}, {"a": 1}, None),
    ({**REST, "anyOf": [{**A, "minProperties": 0, "not": LOST}, True]}, {"a": 1}, None),
    ({**REST, "anyOf": [{**A, "not": LOST}, True]}, {"b": 1}, False),
    ({**REST, "anyOf": [{**A, "not": LOST}, A]}, {"a": 1}, True),
    ({"unevaluatedProperties": {"type": "number"}, "anyOf": [{**A, "not": LOST}, True]}, {"a": 1}, True),
    ({**REST, **LOST}, {"a": 1}, None),
    ({**REST, **LOST, "required": ["b"]}, {"a": 1}, False),
    ({**REST, "if": {"not": LOST}, "then": A, "else": B, **B}, {"a": 1}, None),
    ({**REST, "if": {"not": LOST}, "then": A, "else": B}, {"c": 1}, False),
    ({**REST, "anyOf": [True], "patternProperties": {BAD: True}}, {"a": 1}, None),
    ({**TUPLE, "contains": {"anyOf": [LOST, {"type": "null"}]}}, [None, None], True),
    ({**TUPLE, "contains": {"anyOf": [LOST, {"type": "null"}]}}, [None, 1], None),
    ({**TUPLE, "contains": {"allOf": [LOST, {"type": "null"}]}, "minContains": 0}, [1], False),
]


@pytest.mark.parametrize(("schema", "value", "expected"), UNEVALUATED)
def test_unevaluated_is_what_no_accepting_schema_applies_to(schema, value, expected):
    assert said(schema, value) is expected


@pytest.mark.parametrize(
    ("value", "expected"), [([None], None), ([1], False), ([None, 1], False), ([], False)]
)
@pytest.mark.parametrize("beside", [{}, {"anyOf": [True]}])
def test_2019_and_its_validators_differ_on_what_contains_evaluates(beside, value, expected):
    schema = {"contains": {"type": "null"}, **TUPLE, **beside}
    assert said(schema, value, draft="2019-09") is expected


# --- size ---


def tower(keyword, height, top):
    """Each level asks the next one twice."""
    levels = {f"{i}": {keyword: [{"$ref": f"#/$defs/{i + 1}"}] * 2} for i in range(height)}
    return {"$ref": "#/$defs/0", "$defs": {**levels, f"{height}": top}}


@pytest.mark.parametrize("keyword", ["allOf", "anyOf"])
def test_a_schema_that_doubles_is_asked_once_per_level(keyword):
    evaluator = Evaluator(formats=False, steps=1_000)
    schema = root(tower(keyword, 60, {"type": "string", **REST}))
    assert (evaluator.accepts(schema, "a"), evaluator.accepts(schema, 1)) == (True, False)
    assert not evaluator.spent


def test_steps_are_counted_afresh_for_each_document():
    evaluator = Evaluator(formats=False, steps=5)
    schema = root({"items": {"type": "string"}})
    assert evaluator.accepts(schema, ["a"] * 9) is None
    assert evaluator.spent
    assert evaluator.accepts(schema, ["a"] * 4) is True
    assert not evaluator.spent


def test_what_was_found_before_the_steps_were_spent_is_certain():
    evaluator = Evaluator(formats=False, steps=5)
    schema = root({"anyOf": [{"items": {"type": "string"}}, {"items": {"type": "null"}}], "maxItems": 9})
    assert evaluator.accepts(schema, ["a"] * 3) is True
    assert evaluator.accepts(schema, ["a"] * 10) is False
    assert evaluator.accepts(schema, [None] * 9) is None


def test_steps_end_the_search_for_what_is_evaluated():
    schema = root({"anyOf": [{"allOf": [{"$ref": "#/$defs/0"}]}], **REST, **tower("allOf", 40, A)})
    assert Evaluator(formats=False).accepts(schema, {"a": 1}) is True
    assert Evaluator(formats=False, steps=60).accepts(schema, {"a": 1}) is None


def nested(depth, innermost):
    value = innermost
    for _ in range(depth):
        value = {"a": value}
    return value


LINKED = {"type": "object", "properties": {"a": {"$ref": "#"}}, "additionalProperties": False}


def test_a_document_of_200_levels_is_judged_and_a_deeper_one_may_not_be():
    assert said(LINKED, nested(199, {})) is True
    assert said(LINKED, nested(199, {"b": 1})) is False
    assert said(LINKED, nested(5_000, {})) is None
    assert said({"allOf": [LINKED, {"required": ["z"]}]}, nested(5_000, {})) is False


LAYERED = {"anyOf": [{"type": "null"}, {**LINKED}]}
OPEN = {"properties": {"a": {"$ref": "#"}}, "anyOf": [True], **REST}


@pytest.mark.parametrize(
    ("schema", "depth", "expected"),
    [
        (LAYERED, 90, True),
        (LAYERED, 200, None),
        (LAYERED, 5_000, None),
        (OPEN, 200, True),
        (OPEN, 5_000, None),
        ({"enum": [nested(200, {})]}, 200, True),
        ({"enum": [nested(200, {})]}, 201, False),
        ({"enum": [{"a": 1}]}, 5_000, None),
    ],
)
def test_no_depth_of_a_document_is_an_error(schema, depth, expected):
    assert said(schema, nested(depth, {})) is expected


def test_one_evaluator_judges_any_number_of_schemas():
    evaluator = Evaluator(formats=False)
    string, boolean = root({"type": "string"}), root(False)
    assert [evaluator.accepts(each, "a") for each in (string, boolean, string)] == [True, False, True]
    assert [evaluator.accepts(string, each) for each in (1, True, None, [], {}, Decimal("1.5"))] == [
        False
    ] * 6
