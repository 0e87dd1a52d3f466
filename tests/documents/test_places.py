"""A document says where everything stands: the key of a member, the item of an array."""

from __future__ import annotations

import pytest

from govern.documents import Document, read
from govern.model import Place

JSON = b'\n{\n  "a": [1, {"b~/": null}],\r\n  "\xc3\xa9\xf0\x9f\x98\x80": "x", "c": {},\r  "d": 0\n}\n'
YAML = b"# first\na:\n  - 1\n  - b~/: null\n\xc3\xa9: {c: [x, y]}\ne:\nf: |\n  text\n"


def document(path: str, data: bytes) -> Document:
    result = read(path, data)
    assert isinstance(result, Document)
    return result


@pytest.mark.parametrize(
    ("pointer", "line", "column"),
    [
        ("", 2, 1),
        ("/a", 3, 3),
        ("/a/0", 3, 9),
        ("/a/1", 3, 12),
        ("/a/1/b~0~1", 3, 13),
        ("/\u00e9\U0001f600", 4, 3),
        ("/c", 4, 14),
        ("/d", 5, 3),
        ("/d/x", 5, 3),
        ("/a/2", 3, 3),
        ("/a/-", 3, 3),
        ("/a/00", 3, 3),
        ("/a/\u0661", 3, 3),
        ("/a/" + "9" * 5000, 3, 3),
        ("/a/1/zzz/yyy", 3, 12),
        ("/missing", 2, 1),
        ("no pointer", 2, 1),
    ],
)
def test_a_pointer_into_json_has_a_line_and_a_column(pointer: str, line: int, column: int) -> None:
    assert document("a.json", JSON).place(pointer) == Place(pointer, line, column)


@pytest.mark.parametrize(
    ("pointer", "line", "column"),
    [
        ("", 2, 1),
        ("/a", 2, 1),
        ("/a/0", 3, 5),
        ("/a/1", 4, 5),
        ("/a/1/b~0~1", 4, 5),
        ("/\u00e9", 5, 1),
        ("/\u00e9/c", 5, 5),
        ("/\u00e9/c/1", 5, 12),
        ("/e", 6, 1),
        ("/f", 7, 1),
        ("/f/0", 7, 1),
        ("/missing/x", 2, 1),
    ],
)
def test_a_pointer_into_yaml_has_a_line_and_a_column(pointer: str, line: int, column: int) -> None:
    assert document("a.yaml", YAML).place(pointer) == Place(pointer, line, column)


def test_a_document_without_a_text_has_no_lines() -> None:
    assert Document("given", {"a": 1}).place("/a") == Place("/a", None, None)


def test_a_long_key_over_many_items_takes_no_more_memory_than_the_text() -> None:
    key = "k" * 100_000
    text = '{"' + key + '": [' + "1, " * 50_000 + "1]}"
    assert document("a.json", text.encode()).place(f"/{key}/50000").column == len(text) - 2
