"""Patterns to strings that match them, found by trying; none where nothing simple does.

This is a guess at readable members of a language, checked against the real engine. It proves
nothing and never has to succeed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from govern.schema.validators import pattern_matches

_COMMON = (
    *("x", "a", "A", "1", "0", "ab", "abc", "ABC", "a1", "1.0", "1.0.0", "1-0-0", "a-b", "a_b", "a.b", "A_B"),
    *(
        "2026-01-01",
        "2026-01-01T00:00:00Z",
        "https://example.com",
        "http://example.com/",
        "a@b.c",
        "/a",
        "./a",
    ),
    *(
        "#/a",
        "${a}",
        "$a",
        "aa",
        "12",
        "123",
        "1234",
        "00000000",
        "deadbeef",
        "-",
        "_",
        ":",
        "a:b",
        "a/b",
        " ",
    ),
    *("12:00", "1s", "1m", "1h", "1MB", "10%", "#fff", "#ffffff", "en", "en-US", "127.0.0.1", "v1", "v1.0.0"),
    *("true", "a/b", "./a", "*", "0a", "x-a", ""),
)
_LITERAL = re.compile(r"\^?([A-Za-z0-9_/@: =-]+)\$?")
_ATOM = re.compile(
    r"(?P<set>\[(?P<negated>\^?)(?P<body>(?:\\.|[^\]\\])+)\])|(?P<escape>\\.)|(?P<dot>\.)|(?P<plain>[^\\\[\](){}*+?|^$.])"
)
_TIMES = re.compile(r"\{(\d+)(?:,\d*)?\}|([*+?])\??")
_CLASSES = {"d": "1", "w": "a", "s": " ", "S": "x", "D": "x", "W": "-", "t": "\t", "n": "\n"}


def strings(*patterns: str) -> Iterator[str]:
    """Strings that match at least one of the patterns, readable ones first."""
    for pattern in patterns:
        yield from _members(pattern)


@cache
def _members(pattern: str) -> tuple[str, ...]:
    guesses = [*_alternatives(pattern), *_COMMON]
    return tuple(dict.fromkeys(each for each in guesses if pattern_matches(pattern, each)))[:6]


def _alternatives(pattern: str) -> Iterator[str]:
    body = re.sub(r"\(\?:|\(\?<\w+>|\(", "(", pattern)
    for part in (body, *re.split(r"[|()]", body)):
        literal = _LITERAL.fullmatch(part)
        if literal:
            yield literal.group(1)
        built = _spelled(part)
        if built:
            yield built
    flat = re.sub(r"\(([^()|]*)(?:\|[^()]*)?\)", r"\1", body)
    built = _spelled(flat)
    if built:
        yield built


def _spelled(part: str) -> str:
    """One string of a pattern without groups: each atom once, or as often as its count asks."""
    text, position = "", 0
    while position < len(part):
        if part[position] in "^$()|":
            position += 1
            continue
        atom = _ATOM.match(part, position)
        if atom is None:
            return ""
        position = atom.end()
        character = _character(atom)
        times = _TIMES.match(part, position)
        if times:
            position = times.end()
        count = (
            int(times.group(1)) if times and times.group(1) else 0 if times and times.group(2) in "*?" else 1
        )
        text += character * min(count, 64)
    return text


def _character(atom: re.Match[str]) -> str:
    if atom["escape"]:
        return _CLASSES.get(atom["escape"][1], atom["escape"][1])
    if atom["dot"]:
        return "x"
    if atom["plain"]:
        return atom["plain"]
    body = atom["body"]
    for candidate in ("a", "A", "1", "x", "-", " ", "~"):
        try:
            inside = re.fullmatch(f"[{body}]", candidate) is not None
        except re.error:
            return body[0]
        if inside != bool(atom["negated"]):
            return candidate
    return body[-1]
