"""What is wrong with a file is a finding with its rule, its place and a remedy; the near-miss reads."""

from __future__ import annotations

from decimal import Decimal

import pytest

from govern.documents import Document, Limits, equal, read, too_large
from govern.model import Finding, FindingLevel
from govern.rules.documents import RULES


def findings(path: str, data: bytes, limits: Limits | None = None) -> tuple[Finding, ...]:
    result = read(path, data, limits=limits or Limits())
    assert isinstance(result, tuple), f"{path} reads as {result}"
    return result


def document(path: str, data: bytes, limits: Limits | None = None) -> Document:
    result = read(path, data, limits=limits or Limits())
    assert isinstance(result, Document), f"{path}: {result}"
    return result


JSON_FAULTS = [
    # data, rule, pointer, line, column
    (b"\xef\xbb\xbf{}", "json-encoding", "", 1, 1),
    ("{}".encode("utf-16"), "json-encoding", "", 1, 1),
    ('{"a": 1}'.encode("utf-16-le"), "json-encoding", "", 1, 1),
    ('{"a": 1}'.encode("utf-16-be"), "json-encoding", "", 1, 1),
    ('{"a": 1}'.encode("utf-32-be"), "json-encoding", "", 1, 1),
    (b'{\n "\xc3\xa9": "\xff"}', "json-encoding", "", 2, 8),
    (b'"\xed\xa0\x80"', "json-encoding", "", 1, 2),
    (b'{"a": 1,\n  "a": 2}', "json-duplicate-key", "/a", 2, 3),
    (b'{"a": 1, "\\u0061": 1}', "json-duplicate-key", "/a", 1, 10),
    (b'[{"x": {"a/b": 1, "a/b": 1}}]', "json-duplicate-key", "/0/x/a~1b", 1, 19),
    (b'{"a": NaN}', "json-number", "/a", 1, 7),
    (b"[0,\n -Infinity]", "json-number", "/1", 2, 2),
    (b"Infinity", "json-number", "", 1, 1),
    (b'{"maximum": 1e400}', "json-number", "/maximum", 1, 13),
    (b"[1e309]", "json-number", "/0", 1, 2),
    (b"[-1.8e308]", "json-number", "/0", 1, 2),
    (b"[" + b"7" * 5000 + b"]", "json-number", "/0", 1, 2),
    (b"[" + b"7" * 310 + b"]", "json-number", "/0", 1, 2),
    (b"[0." + b"0" * 1000 + b"1]", "json-number", "/0", 1, 2),
    (b"[1e-999999999]", "json-number", "/0", 1, 2),
    (b"[0e999999999999999999999]", "json-number", "/0", 1, 2),
    (b'["\\ud800"]', "json-surrogate", "/0", 1, 2),
    (b'["\\udc00\\ud800"]', "json-surrogate", "/0", 1, 2),
    (b'["\\ud83d\\\\\\ude00"]', "json-surrogate", "/0", 1, 2),
    (b'["\\\\ud83d\\ude00"]', "json-surrogate", "/0", 1, 2),
    (b'{"\\udfff": 1}', "json-surrogate", "/\ufffd", 1, 2),
    (b"", "json-syntax", "", 1, 1),
    (b" \n\t", "json-syntax", "", 1, 1),
    (b'{"a": 1,\n "b": 2,\n}', "json-syntax", "", 2, 8),
    (b"[1, 2,]", "json-syntax", "", 1, 6),
    (b"{\n  // why\n}", "json-syntax", "", 2, 3),
    (b"[1] /* end */", "json-syntax", "", 1, 5),
    (b'{"a": 1 "b": 2}', "json-syntax", "", 1, 9),
    (b"['a']", "json-syntax", "", 1, 2),
    (b"[01]", "json-syntax", "", 1, 3),
    (b"[+1]", "json-syntax", "", 1, 2),
    (b"{} {}", "json-syntax", "", 1, 4),
    (b'["a\nb"]', "json-syntax", "", 1, 4),
    (b'["a\\qb"]', "json-syntax", "", 1, 4),
    (b'["ab', "json-syntax", "", 1, 2),
    (b"[1", "json-syntax", "", 1, 3),
    (b"[1}", "json-syntax", "", 1, 3),
    ("[\u00a01]".encode(), "json-syntax", "", 1, 2),
    (b"[True]", "json-syntax", "", 1, 2),
    (b"[" * 65 + b"]" * 65, "limit-depth", "", 1, 65),
    (b'{"]]]": "[[[",\n "a": ' + b'{"a":' * 64 + b"1" + b"}" * 65, "limit-depth", "", 2, 6 + 63 * 5 + 1),
    (b"[" * 100_000, "limit-depth", "", 1, 65),
    (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n", "lfs-pointer", "", 1, 1),
]

JSON_NEAR_MISSES = [
    (b'"\xef\xbb\xbf"', "\ufeff"),
    (b'"\xf4\x8f\xbf\xbf"', "\U0010ffff"),
    (b'[{"a": 1}, {"a": 1}, {"A": 1}]', [{"a": 1}, {"a": 1}, {"A": 1}]),
    (b'{"a": {"a": 1}}', {"a": {"a": 1}}),
    (b'"NaN"', "NaN"),
    (b"[1.7976931348623157e308]", [int(Decimal("1.7976931348623157e308"))]),
    (b"[" + b"7" * 308 + b"]", [int("7" * 308)]),
    (b"[1e-400]", [Decimal("1e-400")]),
    (b"[0." + b"0" * 900 + b"1]", [Decimal("1e-901")]),
    (b'["\\ud83d\\ude00", "\\\\ud800"]', ["\U0001f600", "\\ud800"]),
    (b'["// no comment", "[1,]"]', ["// no comment", "[1,]"]),
    (b"[" * 64 + b"]" * 64, None),
    (b'["' + b"[" * 100 + b'", "\\"' + b"[" * 100 + b'\\\\"]', ["[" * 100, '"' + "[" * 100 + "\\"]),
    (b'"version https://git-lfs"', "version https://git-lfs"),
    (b"[1.0, 1e2, -0, -0.0, 1.50, 100e-2]", [1, 100, 0, 0, Decimal("1.5"), 1]),
    (b" \r\n\t null ", None),
]

YAML_FAULTS = [
    (b"\xef\xbb\xbfa: 1", "yaml-encoding", "", 1, 1),
    ("a: 1".encode("utf-16"), "yaml-encoding", "", 1, 1),
    (b"a: \xff", "yaml-encoding", "", 1, 4),
    (b"a: 1\nb: &x 2\n", "yaml-alias", "/b", 2, 4),
    (b"a: 1\nb: [0, *x]\n", "yaml-alias", "/b/1", 2, 8),
    (b"*x : 1\n", "yaml-alias", "/", 1, 1),
    (b"a:\n  <<: {b: 1}\n", "yaml-alias", "/a/<<", 2, 3),
    (b"a: !!str 1\n", "yaml-tag", "/a", 1, 4),
    (b"a: ! 1\n", "yaml-tag", "/a", 1, 4),
    (b"!local\na: 1\n", "yaml-tag", "", 1, 1),
    (b"- !!python/object/apply:os.system [ls]\n", "yaml-tag", "/0", 1, 3),
    (b"a: 1\nb: 2\n'a': 3\n", "yaml-duplicate-key", "/a", 3, 1),
    (b"a: {404: x}\n", "yaml-key", "/a/404", 1, 5),
    (b"true: x\n", "yaml-key", "/true", 1, 1),
    (b"~: x\n", "yaml-key", "/~0", 1, 1),
    (b"1.5: x\n", "yaml-key", "/1.5", 1, 1),
    (b"a: 1\n? [b]\n: c\n", "yaml-key", "/", 2, 3),
    (b"a: .nan\n", "yaml-number", "/a", 1, 4),
    (b"- -.inf\n", "yaml-number", "/0", 1, 3),
    (b"- 1e400\n", "yaml-number", "/0", 1, 3),
    (b"- 1e-999999999\n", "yaml-number", "/0", 1, 3),
    (b"- " + b"7" * 5000, "yaml-number", "/0", 1, 3),
    (b"- 0x" + b"F" * 900, "yaml-number", "/0", 1, 3),
    (b"- 0x" + b"F" * 5000, "yaml-number", "/0", 1, 3),
    (b'- "\\ud800"\n', "yaml-surrogate", "/0", 1, 3),
    (b"a: 1\n---\nb: 2\n", "yaml-syntax", "", 2, 1),
    (b"%YAML 1.1\n---\na: no\n", "yaml-syntax", "", 2, 1),
    (b"", "yaml-syntax", "", 1, 1),
    (b"# nothing\n", "yaml-syntax", "", 1, 1),
    (b"a: [1,\nb: 2\n", "yaml-syntax", "/a/1", 3, 1),
    (b"a: 1\n\tb: 2\n", "yaml-syntax", "/a", 2, 1),
    (b"a: \x01\n", "yaml-syntax", "", 1, 4),
    (b'a: "\\U99999999"\n', "yaml-syntax", "/a", 1, 1),
    (b"[" * 65 + b"]" * 65, "limit-depth", "", 1, 65),
    (b"[" * 100_000, "limit-depth", "", 1, 65),
    (b"- " * 100_000, "limit-depth", "", 1, 129),
    (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n", "lfs-pointer", "", 1, 1),
]

YAML_NEAR_MISSES = [
    (b"- no\n- on\n- yes\n- No\n- y\n- tRUE\n", ["no", "on", "yes", "No", "y", "tRUE"]),
    (b"- true\n- True\n- TRUE\n- false\n- 'true'\n", [True, True, True, False, "true"]),
    (b"- ~\n- null\n- Null\n- NULL\n-\n- ''\n- nULL\n", [None, None, None, None, None, "", "nULL"]),
    (b"- 1.10\n- 1.0\n- 1e3\n- .5\n- 5.\n- +12\n- -.5e-1\n", None),
    (b"- 0o17\n- 0x1F\n- 017\n- 0O17\n- 1_000\n- 0b1\n", [15, 31, 17, "0O17", "1_000", "0b1"]),
    (
        b"- 2024-01-01\n- 2024-01-01T00:00:00Z\n- 12:30:45\n",
        ["2024-01-01", "2024-01-01T00:00:00Z", "12:30:45"],
    ),
    (b"- nan\n- .Nan\n- inf\n- +.nan\n", ["nan", ".Nan", "inf", "+.nan"]),
    (b"- '&x'\n- '*x'\n- '!!str'\n- a&b\n", ["&x", "*x", "!!str", "a&b"]),
    (b"'<<': {b: 1}\n", {"<<": {"b": 1}}),
    (b"'404': x\n\"~\": y\nno: z\n", {"404": "x", "~": "y", "no": "z"}),
    (b'- "\\ud83d\\ude00"\n', ["\U0001f600"]),
    (b"%YAML 1.2\n---\na: 1\n...\n", {"a": 1}),
    (b"---\n", None),
    (b"a: |\n  x\n  y\nb: >-\n  x\n  y\n", {"a": "x\ny\n", "b": "x y"}),
    (b"[" * 64 + b"]" * 64, None),
    ("k: a\u2028b\n".encode(), {"k": "a\u2028b"}),
]


@pytest.mark.parametrize(("data", "rule", "pointer", "line", "column"), JSON_FAULTS)
def test_a_fault_in_json_is_named_at_its_place(
    data: bytes, rule: str, pointer: str, line: int, column: int
) -> None:
    check_fault("a.json", data, rule, pointer, line, column)


@pytest.mark.parametrize(("data", "rule", "pointer", "line", "column"), YAML_FAULTS)
def test_a_fault_in_yaml_is_named_at_its_place(
    data: bytes, rule: str, pointer: str, line: int, column: int
) -> None:
    check_fault("a.yaml", data, rule, pointer, line, column)


def check_fault(path: str, data: bytes, rule: str, pointer: str, line: int, column: int) -> None:
    found = findings(path, data)[0]
    assert found.place is not None
    assert (found.rule, found.place.pointer, found.place.line, found.place.column) == (
        rule,
        pointer,
        line,
        column,
    )
    assert found.level is FindingLevel.BLOCKS
    assert found.path == path
    assert found.message
    assert found.remedy


@pytest.mark.parametrize(("data", "value"), JSON_NEAR_MISSES)
def test_what_only_looks_like_a_fault_in_json_reads(data: bytes, value: object) -> None:
    read_value = document("a.json", data).value
    assert value is None or equal(read_value, value)  # type: ignore[arg-type]


@pytest.mark.parametrize(("data", "value"), YAML_NEAR_MISSES)
def test_what_only_looks_like_a_fault_in_yaml_reads(data: bytes, value: object) -> None:
    read_value = document("a.yml", data).value
    assert value is None or equal(read_value, value)  # type: ignore[arg-type]


def test_yaml_numbers_are_exact() -> None:
    value = document("a.yaml", b"- 1.10\n- 1.0\n- 1e3\n- .5\n- 5.\n- +12\n- -.5e-1\n").value
    assert value == [Decimal("1.1"), 1, 1000, Decimal("0.5"), 5, 12, Decimal("-0.05")]
    assert [type(each) for each in value] == [Decimal, int, int, Decimal, int, int, Decimal]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("data", "words", "remedy"),
    [
        (b"", "the file is empty", "Write a JSON value"),
        (b"[1,]", "trailing comma before `]`", "Delete the trailing comma"),
        (b'{"a":1,}', "trailing comma before `}`", "Delete the trailing comma"),
        (b"[1 // x\n]", "comment", "Delete the comment"),
        (b"# x\n[]", "comment", "Delete the comment"),
        (b'{"a" 1}', "expected `:`, found `1`", "Write `:` here"),
        (b'{"a": }', "expected a value, found `}`", "Write a value here"),
        (b"{a: 1}", "expected a key in double quotes or `}`, found `a`", "Write a key in double quotes"),
        (b"[1 2]", "expected `,` or `]`, found `2`", "Put a comma"),
        (b'{"a": [1, 2', "the file ends where `,` or `]` was expected", "Complete the file"),
        (b"[1.]", "a number is not written like this", "no leading zero"),
        (b"['a']", "single quote", "double quotes"),
        (b'["a\tb"]', "U+0009", "escape"),
        (b"{} 1", "expected the end of the file, found `1`", "one JSON value"),
    ],
)
def test_a_syntax_finding_says_what_was_expected_and_what_to_do(data: bytes, words: str, remedy: str) -> None:
    (found,) = findings("a.json", data)
    assert words in found.message
    assert remedy in found.remedy


def test_every_repeated_key_is_reported_up_to_twenty() -> None:
    data = b'{"a": 1, "a": 2, "b": 3, "b": 4, "a": 5}'
    places = [found.place for found in findings("a.json", data)]
    assert [(place.pointer, place.column) for place in places if place] == [
        ("/a", 10),
        ("/b", 26),
        ("/a", 34),
    ]
    many = b"{" + b", ".join([b'"k": 0'] * 40) + b"}"
    assert len(findings("a.json", many)) == 20
    assert len(findings("a.yaml", many)) == 20


@pytest.mark.parametrize("path", ["a.json", "a.yaml", "a.YML", "a.schema", "noending"])
def test_a_file_over_the_size_limit_is_refused_by_its_size_alone(path: str) -> None:
    limits = Limits(max_bytes=10)
    (found,) = findings(path, b"[" + b" " * 10, limits)
    assert found.rule == "limit-size"
    assert "11 bytes" in found.message
    assert too_large(path, 11, limits) == found
    assert too_large(path, 10, limits) is None
    assert document(path, b'["abcdef"]', limits).value == ["abcdef"]


def test_the_depth_limit_can_be_raised_but_never_beyond_what_recursion_bears() -> None:
    nested = b"[" * 100 + b"]" * 100
    for path in ("a.json", "a.yaml"):
        assert document(path, nested, Limits(max_depth=100)).value
        assert findings(path, nested, Limits(max_depth=99))[0].rule == "limit-depth"
        deep = b"[" * 5000 + b"]" * 5000
        assert findings(path, deep, Limits(max_depth=1_000_000))[0].rule == "limit-depth"


def test_the_ending_of_the_path_decides_the_format() -> None:
    assert document("a/b.YAML", b"a: no").value == {"a": "no"}
    assert findings("a.yaml.json", b"a: no")[0].rule == "json-syntax"
    assert document("a.schema", b'{"a": 1}').value == {"a": 1}


@pytest.mark.parametrize(
    ("path", "data", "pointer", "column", "words"),
    [
        ("a.json", b"[1, 9007199254740993]", "/1", 5, "`9007199254740993` exactly"),
        ("a.json", b"[0.10000000000000000001]", "/0", 2, "exactly"),
        ("a.json", b'{"a": [1e-400]}', "/a/0", 8, "`1e-400` exactly"),
        ("a.json", b"[-9007199254740994, 18446744073709551616, 0.1]", "/0", 2, "and 1 more in this file"),
        ("a.yaml", b"a: 9007199254740993", "/a", 4, "exactly"),
        ("a.yaml", b"- 0x20000000000001", "/0", 3, "`0x20000000000001` exactly"),
    ],
)
def test_a_number_that_doubles_do_not_hold_is_noted_once(
    path: str, data: bytes, pointer: str, column: int, words: str
) -> None:
    (note,) = document(path, data).notes
    assert (note.rule, note.level, note.path) == ("number-not-interoperable", FindingLevel.NOTE, path)
    assert note.place is not None
    assert (note.place.pointer, note.place.line, note.place.column) == (pointer, 1, column)
    assert words in note.message


@pytest.mark.parametrize(
    "data", [b"[9007199254740992, -9007199254740992]", b"[0.1, 1e300, 5e-324, 0.30000000000000004]"]
)
def test_a_number_that_doubles_hold_is_not_noted(data: bytes) -> None:
    assert document("a.json", data).notes == ()
    assert document("a.yaml", data).notes == ()


def test_a_finding_never_carries_half_a_surrogate() -> None:
    for path in ("a.json", "a.yaml"):
        for found in findings(path, b'{"\\ud800": ["\\udc00"], "\\ud800": 1}'):
            assert found.place is not None
            (found.message + found.place.pointer).encode()


def test_the_catalogue_has_a_row_for_every_rule_that_is_emitted_and_no_other() -> None:
    emitted = {rule for _, rule, *_ in [*JSON_FAULTS, *YAML_FAULTS]}
    elsewhere = {"limit-size", "number-not-interoperable", "value-not-json"}
    assert {rule.id for rule in RULES} == emitted | elsewhere
    assert len(RULES) == len({rule.id for rule in RULES})
