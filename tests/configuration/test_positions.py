"""Line and column of every key and list item, for every way TOML has of writing them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator

import pytest

from govern.configuration.positions import KeyPath, positions

TEXT = '''# a comment with [brackets] and = signs
a = 1 # another
"b.c" . 'd e' = [1, 2, # ]
  { x = "}", y.z = """a
]] "" """ }, [[3], 'it''], ]
date = 1979-05-27 07:32:00
literal = \'\'\'
[not.a.table]
\'\'\'
[t]
"quo\\"ted" = "a \\" # b"
u = { v = [], w = {} }
[[l]]
a = 1
[[l]]
a = 2
[l.q]
z = 3
[[l.w]]
k = 'x'
[deep.er]
one = 1
[deep]
two = 2
'''.replace("'it''", "'it'")


def _paths(value: object, path: KeyPath = ()) -> Iterator[KeyPath]:
    inner: list[tuple[str | int, object]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    for step, each in inner:
        yield (*path, step)
        yield from _paths(each, (*path, step))


@pytest.mark.parametrize("text", [TEXT, TEXT.replace("\n", "\r\n")])
def test_every_value_that_the_reader_finds_has_a_place_of_its_own(text: str) -> None:
    found = positions(text)
    assert [path for path in _paths(tomllib.loads(text)) if not found.known(path)] == []


@pytest.mark.parametrize("text", [TEXT, TEXT.replace("\n", "\r\n")])
@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("a",), (2, 1)),
        (("b.c",), (3, 1)),
        (("b.c", "d e"), (3, 9)),
        (("b.c", "d e", 1), (3, 21)),
        (("b.c", "d e", 2), (4, 3)),
        (("b.c", "d e", 2, "y", "z"), (4, 16)),
        (("b.c", "d e", 3, 1), (5, 20)),
        (("date",), (6, 1)),
        (("t",), (10, 2)),
        (("t", 'quo"ted'), (11, 1)),
        (("t", "u", "w"), (12, 15)),
        (("l", 0), (13, 3)),
        (("l", 1, "a"), (16, 1)),
        (("l", 1, "q"), (17, 4)),
        (("l", 1, "w", 0, "k"), (20, 1)),
        (("deep",), (23, 2)),
        (("deep", "er", "one"), (22, 1)),
    ],
)
def test_a_name_is_found_at_its_line_and_column(text: str, path: KeyPath, place: tuple[int, int]) -> None:
    assert positions(text).line_column(path) == place


def test_a_name_that_is_missing_has_the_place_of_the_table_around_it() -> None:
    assert positions(TEXT).line_column(("l", 1, "q", "absent", 3)) == (17, 4)
    assert positions(TEXT).line_column(("absent",)) == (1, 1)


@pytest.mark.parametrize("text", ["a = [1,, 2]\nb = 1", "[a\nb = 1", "= 1", "a = [" * 5000])
def test_text_that_is_no_toml_costs_places_only(text: str) -> None:
    assert positions(text).line_column(("b",)) == (1, 1)
