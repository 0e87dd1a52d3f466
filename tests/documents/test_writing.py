"""Values are made exact, written exactly, and are equal where JSON says so."""

from __future__ import annotations

import json
from collections import OrderedDict
from decimal import Decimal
from enum import IntEnum, StrEnum

import pytest

from govern.documents import Document, Limits, canonical, dumps, equal, exact, read
from govern.errors import UsageError


class Mode(StrEnum):
    LIVE = "live"


class Port(IntEnum):
    HTTP = 80


@pytest.mark.parametrize(
    ("given", "made"),
    [
        (0.1, Decimal("0.1")),
        (1.0, 1),
        (-0.0, 0),
        (1e22, 10**22),
        (5e-324, Decimal("5e-324")),
        (Decimal("1.50"), Decimal("1.5")),
        (Decimal("1E+2"), 100),
        (Decimal("0E+999999999"), 0),
        ((1, [2.5, True]), [1, [Decimal("2.5"), True]]),
        (OrderedDict(b=1, a=(None,)), {"b": 1, "a": [None]}),
        (Mode.LIVE, "live"),
        ({Mode.LIVE: Port.HTTP}, {"live": 80}),
        (2**1023, 2**1023),
    ],
)
def test_a_python_value_becomes_an_exact_json_value_of_plain_types(given: object, made: object) -> None:
    result = exact(given)
    assert result == made
    assert kinds(result) == kinds(made)


def kinds(value: object) -> object:
    if isinstance(value, dict):
        return type(value), [(type(key), kinds(member)) for key, member in value.items()]
    if isinstance(value, list):
        return type(value), [kinds(item) for item in value]
    return type(value)


@pytest.mark.parametrize(
    ("given", "place"),
    [
        (float("nan"), "#"),
        ({"a": [0, float("inf")]}, "#/a/1"),
        ({"a": {1: 2}}, "#/a"),
        ({None: 2}, "#"),
        ({"a/b": {1, 2}}, "#/a~1b"),
        ([b"bytes"], "#/0"),
        ([object()], "#/0"),
        ([1j], "#/0"),
        ([Decimal("NaN")], "#/0"),
        ([Decimal("sNaN")], "#/0"),
        ([Decimal("-Infinity")], "#/0"),
        ([Decimal("1e-999999999")], "#/0"),
        ([Decimal("1e999999999")], "#/0"),
        ([Decimal("1e400")], "#/0"),
        ([Decimal("0." + "1" * 1001)], "#/0"),
        ([2**1025], "#/0"),
        ([10**5000], "#/0"),
        (["\ud800"], "#/0"),
        ({"\ud800": 1}, "#/\ufffd"),
    ],
)
def test_what_no_json_file_can_say_is_an_error_with_its_pointer(given: object, place: str) -> None:
    with pytest.raises(UsageError) as caught:
        exact(given)
    (problem,) = caught.value.problems
    assert (problem.rule, problem.place) == ("value-not-json", place)
    assert problem.remedy


def test_a_value_that_contains_itself_is_an_error_and_a_shared_one_is_not() -> None:
    cycle: dict[str, object] = {}
    cycle["a"] = [cycle]
    with pytest.raises(UsageError, match="contains itself"):
        exact(cycle)
    shared = {"x": 1}
    assert exact([shared, shared]) == [{"x": 1}, {"x": 1}]


def test_values_nested_too_deep_or_expanding_without_end_are_errors() -> None:
    nested: list[object] = []
    for _ in range(63):
        nested = [nested]
    assert isinstance(exact(nested), list)
    with pytest.raises(UsageError, match="deeper than 64"):
        exact([nested])
    doubling: list[object] = []
    for _ in range(60):
        doubling = [doubling, doubling]
    with pytest.raises(UsageError, match="more values"):
        exact(doubling, limits=Limits(max_bytes=10_000))


SAME = [
    ("1", "1.0"),
    ("1", "1e0"),
    ("100", "1E+2"),
    ("0.1", "0.10"),
    ("0", "-0.0"),
    ("0.0000001", "1e-7"),
    ('{"a": 1, "b": 2}', '{"b": 2.0, "a": 1}'),
    ('"\\u00e9"', '"\u00e9"'),
    ("[]", "[ ]"),
]
DIFFERENT = [
    ("1", "true"),
    ("0", "false"),
    ("0", "null"),
    ("[1]", "[true]"),
    ('{"a": 1}', '{"a": true}'),
    ("1", '"1"'),
    ("9007199254740992", "9007199254740993"),
    ("0.1", "0.10000000000000000001"),
    ("[]", "{}"),
    ("[1, 2]", "[2, 1]"),
    ("[1]", "[1, 1]"),
    ('{"a": 1}', '{"b": 1}'),
    ('{"a": null}', "{}"),
    ('"a"', '"A"'),
    ("[[], []]", "[[[]]]"),
    ("null", "false"),
]


def value(text: str) -> object:
    document = read("a.json", text.encode())
    assert isinstance(document, Document)
    return document.value


@pytest.mark.parametrize(("a", "b"), SAME)
def test_equal_values_have_equal_canonical_bytes(a: str, b: str) -> None:
    left, right = value(a), value(b)
    assert equal(left, right)  # type: ignore[arg-type]
    assert equal(right, left)  # type: ignore[arg-type]
    assert canonical(left) == canonical(right)  # type: ignore[arg-type]


@pytest.mark.parametrize(("a", "b"), DIFFERENT)
def test_different_values_have_different_canonical_bytes(a: str, b: str) -> None:
    left, right = value(a), value(b)
    assert not equal(left, right)  # type: ignore[arg-type]
    assert not equal(right, left)  # type: ignore[arg-type]
    assert canonical(left) != canonical(right)  # type: ignore[arg-type]


def test_canonical_text_is_sorted_by_code_point_plain_and_utf_8() -> None:
    given = exact({"b": [1.0, 0.5, 1e-7], "\U0001f600": 1, "\uffff": None, "a\n": True, "": {}, "B": []})
    assert canonical(given) == (
        '{"":{},"B":[],"a\\n":true,"b":[1,0.5,0.0000001],"\uffff":null,"\U0001f600":1}'.encode()
    )


def test_floats_and_decimals_of_one_number_are_equal() -> None:
    assert equal(0.1, Decimal("0.10"))
    assert canonical(0.1) == canonical(Decimal("0.1")) == b"0.1"
    assert not equal(0.1, Decimal("0.1000000000000000055511151231257827"))
    assert canonical(10.0) == b"10"


def test_canonical_text_of_a_huge_exponent_is_refused_rather_than_written_out() -> None:
    with pytest.raises(UsageError):
        canonical([Decimal("1e-999999999")])
    assert len(canonical(Decimal("1e-400"))) == 402


@pytest.mark.parametrize("indent", [None, 2])
def test_written_text_is_what_the_standard_library_writes(indent: int | None) -> None:
    given = {"a": [1, True, None, {"b": []}, {}, [[]]], "\u00e9\u2028": '\n"\\\x7f', "": {"x": "y"}}
    assert dumps(given, indent) == json.dumps(given, indent=indent, ensure_ascii=False)


def test_written_numbers_keep_every_digit() -> None:
    text = "[0.10000000000000000001, 9007199254740993, 1E-400, 0.10]"
    assert dumps(value(text)) == text  # type: ignore[arg-type]
    assert dumps([0.1, 2.0]) == "[0.1, 2]"
    with pytest.raises(UsageError):
        dumps(float("nan"))
