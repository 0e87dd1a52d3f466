"""JSON text to the events of its grammar (RFC 8259), or to the first place where it breaks it.

Slower than the standard library's scanner and used only where positions are asked for: the same
grammar, without recursion, in time linear in the text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from govern.documents.document import Spot, shown


class Kind(StrEnum):
    """What an event of the grammar is."""

    OPEN = "open"
    CLOSE = "close"
    KEY = "key"
    SCALAR = "scalar"


class Event(NamedTuple):
    """One step through a text: its kind, its offset in code points, and the text of the token."""

    kind: Kind
    start: int
    raw: str


class GrammarError(Exception):
    """The text is not JSON: where, in which words, and what to do about it."""

    def __init__(self, offset: int, message: str, remedy: str) -> None:
        super().__init__(message)
        self.offset = offset
        self.message = message
        self.remedy = remedy


class _State(StrEnum):
    """What may come next: the words are those of the message."""

    VALUE = "a value"
    ITEM = "a value or `]`"
    FIRST_KEY = "a key in double quotes or `}`"
    KEY = "a key in double quotes"
    COLON = "`:`"
    AFTER = "after a value"


_STRING_START = r'"(?:[^"\\\x00-\x1f]++|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*+'
# Possessive throughout: a plain `(a+|b)*` would try every way of cutting an unclosed string.
_TOKEN = re.compile(
    r"[ \t\n\r]*+(?:"
    rf'(?P<string>{_STRING_START}")'
    r"|(?P<number>-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?(?:[eE][+-]?[0-9]++)?)"
    r"|(?P<word>true|false|null|NaN|-?Infinity)"
    r"|(?P<open>[\[{])|(?P<close>[\]}])|(?P<comma>,)|(?P<colon>:)"
    r"|(?P<end>\Z)|(?P<other>[^ \t\n\r]))"
)
_UNCLOSED = re.compile(_STRING_START)
_DIGITS = "-0123456789"
_WORD = re.compile(r'"[^"\n]{0,40}+"?|[-+.\w]+|.', re.DOTALL)
_SCALARS = frozenset({"string", "number", "word"})
_CLOSED_BY = {"[": "]", "{": "}"}
_AFTER_IN = {"[": "`,` or `]`", "{": "`,` or `}`"}
# Tuples: looking a member of an enum up in a set hashes it in Python, once for every token.
_MAY_CLOSE = (_State.AFTER, _State.ITEM, _State.FIRST_KEY)
_MAY_BEGIN = (_State.VALUE, _State.ITEM)
_MAY_NAME = (_State.KEY, _State.FIRST_KEY)


def walk(text: str) -> Iterator[Event]:
    """The events of a JSON text, in order. Takes NaN and Infinity as scalars, as the standard
    library does; whoever reads the events refuses them. Raises GrammarError at the first mistake."""
    stack: list[str] = []
    state = _State.VALUE
    at = previous = 0
    while found := _TOKEN.match(text, at):
        group = found.lastgroup or ""
        start, at = found.span(group)
        raw = text[start:at]
        if group in _SCALARS and state in _MAY_BEGIN:
            yield Event(Kind.SCALAR, start, raw)
            state = _State.AFTER
        elif group == "string" and state in _MAY_NAME:
            yield Event(Kind.KEY, start, raw)
            state = _State.COLON
        elif group == "colon" and state is _State.COLON:
            state = _State.VALUE
        elif group == "comma" and state is _State.AFTER and stack:
            state = _State.VALUE if stack[-1] == "[" else _State.KEY
        elif group == "open" and state in _MAY_BEGIN:
            yield Event(Kind.OPEN, start, raw)
            stack.append(raw)
            state = _State.ITEM if raw == "[" else _State.FIRST_KEY
        elif group == "close" and stack and raw == _CLOSED_BY[stack[-1]] and state in _MAY_CLOSE:
            yield Event(Kind.CLOSE, start, raw)
            stack.pop()
            state = _State.AFTER
        elif group == "end" and state is _State.AFTER and not stack:
            return
        else:
            raise _mistake(text, _expected(state, stack), start, previous)
        previous = start


def decoded(raw: str) -> str:
    """The text that a JSON string token says."""
    return raw[1:-1] if "\\" not in raw else str(json.loads(raw))


def spots(text: str) -> Spot:
    """The position of every value of a JSON text. Raises GrammarError where it is not JSON."""
    root = Spot(0)
    above: list[Spot] = []
    key, key_at = "", 0
    for event in walk(text):
        if event.kind is Kind.KEY:
            key, key_at = decoded(event.raw), event.start
            continue
        if event.kind is Kind.CLOSE:
            above.pop()
            continue
        spot = Spot(event.start)
        if event.kind is Kind.OPEN:
            spot.children = [] if event.raw == "[" else {}
        around = above[-1].children if above else None
        if isinstance(around, dict):
            spot.offset = key_at
            around[key] = spot
        elif isinstance(around, list):
            around.append(spot)
        else:
            root = spot
        if event.kind is Kind.OPEN:
            above.append(spot)
    return root


_NUMBER_FORM = "Write numbers like -12, 0.5 or 1e9: no leading zero or plus, digits on both sides of a point."


def _expected(state: _State, stack: list[str]) -> str:
    if state is not _State.AFTER:
        return state.value
    return _AFTER_IN[stack[-1]] if stack else "the end of the file"


def _mistake(text: str, expected: str, start: int, previous: int) -> GrammarError:
    """The words for what stands at `start`; `previous` is where the token before it began."""
    here = text[start : start + 2]
    if not here:
        return _early_end(text, expected, start)
    if here in {"//", "/*"} or here[0] == "#":
        return GrammarError(start, "there is a comment, and JSON has none", "Delete the comment.")
    if here[0] in "]}" and text[previous] == ",":
        return GrammarError(
            previous, f"there is a trailing comma before `{here[0]}`", "Delete the trailing comma."
        )
    if here[0] == "'":
        return GrammarError(
            start, f"expected {expected}, found a single quote", "Write strings and keys in double quotes."
        )
    glued = text[previous] in _DIGITS and text[start - 1] in _DIGITS and here[0] not in '"[]{}:'
    if here[0] in "+-." or glued:
        return GrammarError(start, f"a number is not written like this: `{_word(text, start)}`", _NUMBER_FORM)
    if here[0] == '"' and (problem := _string_problem(text, start)) is not None:
        return problem
    return GrammarError(start, f"expected {expected}, found `{_word(text, start)}`", _remedy(expected))


def _early_end(text: str, expected: str, start: int) -> GrammarError:
    if not text.strip(" \t\n\r"):
        return GrammarError(0, "the file is empty", "Write a JSON value into it, or delete the file.")
    return GrammarError(
        start, f"the file ends where {expected} was expected", "Complete the file: its end may be missing."
    )


def _string_problem(text: str, start: int) -> GrammarError | None:
    found = _UNCLOSED.match(text, start)
    stop = found.end() if found else start
    letter = text[stop : stop + 1]
    if letter == '"':
        return None
    if not letter:
        return GrammarError(start, "this string is not closed", 'End the string with `"`.')
    if letter == "\\":
        sequence = shown(text[stop : stop + 6].partition('"')[0])
        return GrammarError(
            stop,
            f"`{sequence}` begins no JSON escape",
            'Write a backslash as `\\\\`; escapes are `\\"`, `\\\\`, `\\/`, `\\b`, `\\f`, `\\n`, `\\r`, `\\t`'
            " and `\\u` with four hex digits.",
        )
    return GrammarError(
        stop,
        f"a string holds the raw control character U+{ord(letter):04X}",
        "Write it as an escape, such as `\\n` or `\\t`, or close the string before it.",
    )


def _word(text: str, start: int) -> str:
    found = _WORD.match(text, start)
    return shown(found[0]) if found else ""


def _remedy(expected: str) -> str:
    if expected == "the end of the file":
        return "Keep one JSON value in the file."
    if "," in expected:
        return "Put a comma between the two, or close what stands before."
    return f"Write {expected} here."
