"""Whatever the bytes, reading gives a document or findings; whatever the value, it survives the trip."""

from __future__ import annotations

import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govern import pointer as pointers
from govern.documents import Document, canonical, dumps, equal, exact, read
from govern.documents.json_grammar import GrammarError, walk

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(10**40), 10**40)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
)
KEYS = st.text(st.characters(exclude_categories=["Cs"]), max_size=6) | st.sampled_from(
    ["", "0", "~", "/", "a"]
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)
LAYOUTS = st.sampled_from([None, 0, 1, 4, "\t"])
JSON = b'{"a": [1, -2.5e3, null, true, "x\\n\\ud83d\\ude00\\u00e9"], "b/~": {}, "": [[]], "\xc3\xa9": 0.1}'
YAML = (
    b'%YAML 1.2\n---\n# top\na: &x 1\nb: [1, {c: "d\\u00e9\\x41"}]\n? e\n: |+\n  text\n\n  more\n'
    b"f: >-\n  folded\n- <<: *x\n'g': !!str 'it''s'\nh: 0x1F\ni: .inf\n...\n"
)
PIECES = [
    *(bytes([byte]) for byte in b"\"'\\[]{}:,\n\t -?|>%&*!#@`~<.0123456789aeEuUx+\r\x00\xff\x85"),
    *(b"---", b"...", b"<<", b"!!", b"!<", b"\xc2\x85", b"\xe2\x80\xa8", b"\xef\xbb\xbf", b"1e400", b"0x"),
    *(b"\\ud800", b"\\U99999999", b"%YAML 9.9", b"%TAG", b"|9", b">+-", b"%ff", b"NaN", b"//", b"/*"),
]


def pointers_of(value: object, tokens: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    below: list[tuple[str | int, object]] = []
    if isinstance(value, dict):
        below = list(value.items())
    elif isinstance(value, list):
        below = list(enumerate(value))
    return [tokens, *(each for token, inner in below for each in pointers_of(inner, (*tokens, token)))]


def check_places(document: Document, text: str, decoder: json.JSONDecoder) -> None:
    lines = text.split("\n")
    for tokens in pointers_of(document.value):
        place = document.place(pointers.join(tokens))
        assert place.line is not None
        assert place.column is not None
        rest = "\n".join([lines[place.line - 1][place.column - 1 :], *lines[place.line :]])
        here, _ = decoder.raw_decode(rest)
        is_member = bool(tokens) and isinstance(tokens[-1], str)
        expected = tokens[-1] if is_member else pointers.get(document.value, tokens)
        assert equal(exact(here), expected)  # type: ignore[arg-type]


@given(VALUES, LAYOUTS, st.booleans())
@settings(max_examples=200, deadline=None)
def test_a_written_value_reads_back_and_every_pointer_finds_it(
    value: object, layout: str | int | None, ascii_only: bool
) -> None:
    text = json.dumps(value, indent=layout, ensure_ascii=ascii_only)
    document = read("a.json", text.encode())
    assert isinstance(document, Document)
    assert equal(document.value, exact(value))
    # Lines end at carriage returns too, but inside a JSON text those are always escaped.
    check_places(document, text, json.JSONDecoder())


@given(VALUES)
@settings(max_examples=200, deadline=None)
def test_canonical_and_written_text_read_back_as_the_same_value(value: object) -> None:
    made = exact(value)
    for data in (canonical(made), dumps(made).encode(), dumps(made, 2).encode()):
        document = read("a.json", data)
        assert isinstance(document, Document)
        assert equal(document.value, made)
        assert canonical(document.value) == canonical(made)


@given(VALUES, VALUES)
@settings(max_examples=200, deadline=None)
def test_values_are_equal_exactly_where_their_canonical_bytes_are(a: object, b: object) -> None:
    left, right = exact(a), exact(b)
    assert equal(left, right) == (canonical(left) == canonical(right))


@given(VALUES, LAYOUTS.filter(lambda layout: layout != "\t"))
@settings(max_examples=150, deadline=None)
def test_json_read_as_yaml_is_the_same_value(value: object, layout: int | None) -> None:
    text = json.dumps(value, indent=layout)
    document = read("a.yaml", text.encode())
    assert isinstance(document, Document), document
    assert equal(document.value, exact(value))


@given(st.binary(max_size=60), st.sampled_from(["a.json", "a.yaml"]))
@settings(max_examples=300, deadline=None)
def test_no_bytes_make_reading_raise(data: bytes, path: str) -> None:
    result = read(path, data)
    assert isinstance(result, Document) or result


@pytest.mark.parametrize(
    ("path", "seed"), [("a.json", JSON), ("a.yaml", YAML), ("a.yaml", JSON), ("a.json", YAML)]
)
def test_no_truncation_and_no_mutation_makes_reading_raise(path: str, seed: bytes) -> None:
    chance = random.Random(1)
    broken = [seed[:length] for length in range(len(seed))]
    for _ in range(1500):
        data = bytearray(seed)
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(data) + 1)
            data[at : at + chance.choice([0, 0, 1, 4])] = chance.choice(PIECES)
        broken.append(bytes(data))
    for data in broken:
        result = read(path, data)
        if isinstance(result, Document):
            result.place("/a/0/x")
            assert canonical(result.value)
        else:
            assert all(found.message and found.remedy and found.path == path for found in result)


def test_every_proper_prefix_of_an_object_is_a_syntax_or_encoding_finding() -> None:
    for length in range(len(JSON)):
        result = read("a.json", JSON[:length])
        assert isinstance(result, tuple), JSON[:length]
        assert result[0].rule in {"json-syntax", "json-encoding"}


def test_the_grammar_with_places_takes_what_the_standard_library_takes() -> None:
    chance = random.Random(2)
    text = JSON.decode()
    pieces = [*'"\\[]{}:,\n -+.0123eEnu/', "null", "NaN", "Infinity", "-", "\\u00e9", "\t", "\u00a0"]
    for _ in range(4000):
        letters = list(text)
        for _ in range(chance.randint(1, 3)):
            at = chance.randrange(len(letters))
            letters[at : at + chance.choice([0, 1, 2])] = chance.choice(pieces)
        changed = "".join(letters)
        assert grammar_takes(changed) == library_takes(changed), changed


def grammar_takes(text: str) -> bool:
    try:
        return bool(list(walk(text)))
    except GrammarError:
        return False


def library_takes(text: str) -> bool:
    try:
        json.loads(text)
    except json.JSONDecodeError:
        return False
    return True
