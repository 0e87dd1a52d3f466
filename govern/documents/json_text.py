"""JSON text to a Document, or to findings: strict, exact, as fast as the standard library's scanner.

The scanner parses; hooks only raise flags. Where a flag is up, a second, slower pass says where.
"""

from __future__ import annotations

import json
import re
import threading
from array import array
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from typing import TYPE_CHECKING

from govern.documents import number
from govern.documents.document import Document, Positions, Source
from govern.documents.fault import depth_fault

if TYPE_CHECKING:
    from govern.documents.document import Spot
    from govern.model import Finding, JsonValue

_LONE_ESCAPE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB]..)\\u[dD][c-fC-F]", re.DOTALL
)
_BRACKETS = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[{]|[\]}]', re.DOTALL)
_NOT_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_STEPS = bytes.maketrans(b"[{]}", array("b", [1, 1, -1, -1]).tobytes())
_SHORT = 15
_LONG = b"0" * (_SHORT + 1)
_AS_ZERO = bytes(ord("0") if chr(each).isascii() and chr(each).isdigit() else ord(" ") for each in range(256))
"""So many digits in a row, each as 0, may be a number that Python's own reading leaves to be judged."""


def read_json(source: Source, data: bytes, depth: int) -> Document | tuple[Finding, ...]:
    """The document of a strict JSON text (RFC 8259) of at most `depth` levels, or what is wrong.

    `data` are the UTF-8 bytes of the source's text.
    """
    if data.count(b"[") + data.count(b"{") > depth and deepest(data) > depth:
        return (depth_fault(source, _too_deep_at(source.text, depth), depth),)
    flags = _Flags()
    decoder = _DECODERS[_LONG in data.translate(_AS_ZERO)]
    outer, _flags.now = _flags.now, flags
    try:
        value = decoder.decode(source.text)
    except json.JSONDecodeError as error:
        return (_syntax(source, error.pos),)
    except RecursionError:  # the caller's own stack is almost spent
        return (depth_fault(source, 0, depth),)
    finally:
        _flags.now = outer
    if flags.suspect or _has_lone_escape(source.text):
        from govern.documents.json_inspection import faults_of

        faults = faults_of(source)
        if not faults and flags.suspect:  # the two passes disagree: never take the benefit of it
            faults = (_syntax(source, 0),)
        if faults:
            return faults
    return Document(source.path, value, _notes(source, flags.noted), Positions(source, _spots))


def _notes(source: Source, count: int) -> tuple[Finding, ...]:
    if not count:
        return ()
    from govern.documents.json_inspection import notes_of

    return notes_of(source, count)


def _spots(text: str) -> Spot:
    """Where everything stands: most documents are never asked."""
    from govern.documents.json_grammar import spots

    return spots(text)


def deepest(data: bytes) -> int:
    """Levels of nesting of a JSON text, in linear time and without recursion.

    Text up to its first mistake is measured exactly; what follows a mistake is never parsed.
    """
    outside = b"".join(data.replace(b"\\\\", b"").replace(b'\\"', b"").split(b'"')[::2])
    steps = array("b", outside.translate(_STEPS, _NOT_BRACKETS))
    return max(accumulate(steps), default=0)


def _too_deep_at(text: str, depth: int) -> int:
    level = 0
    for found in _BRACKETS.finditer(text):
        if found[0] in "[{":
            level += 1
            if level > depth:
                return found.start()
        elif found[0] in "]}":
            level -= 1
    return 0


def _has_lone_escape(text: str) -> bool:
    """Does some string escape half a surrogate pair? An escaped backslash begins no other escape."""
    return "\\u" in text and _LONE_ESCAPE.search(text.replace("\\\\", "  ")) is not None


@dataclass(slots=True)
class _Flags:
    """What the scanner's hooks have met: something to refuse, or a number to make a note of."""

    suspect: bool = False
    noted: int = 0


class _OfThread(threading.local):
    """The flags of the text at hand: decoders are made once, and their hooks know no text."""

    now = _Flags()


_flags = _OfThread()


def _members(pairs: list[tuple[str, JsonValue]]) -> dict[str, JsonValue]:
    found = dict(pairs)
    if len(found) != len(pairs):
        _flags.now.suspect = True
    return found


def _integer(literal: str) -> int | Decimal:
    return int(literal) if len(literal) <= _SHORT else _fraction(literal)


def _fraction(literal: str) -> int | Decimal:
    if len(literal) <= _SHORT and "e" not in literal and "E" not in literal:
        return number.settled(Decimal(literal))  # nothing can be wrong with it
    if number.fault(literal) is not None:
        _flags.now.suspect = True
        return 0
    if not number.interoperable(literal):
        _flags.now.noted += 1
    return number.value(literal)


def _constant(_: str) -> None:
    _flags.now.suspect = True


_DECODERS = tuple(
    json.JSONDecoder(
        object_pairs_hook=_members, parse_int=whole, parse_float=_fraction, parse_constant=_constant
    )
    for whole in (None, _integer)
)
"""Of texts with short integers only, and of others."""


def _syntax(source: Source, fallback: int) -> Finding:
    """The first mistake of a text that the scanner refused; `fallback` is where the scanner saw it."""
    from govern.documents.json_grammar import GrammarError, walk

    try:
        for _ in walk(source.text):
            pass
    except GrammarError as error:
        message, remedy = f"this is not JSON: {error.message}", error.remedy
        return source.fault("json-syntax", "", error.offset, message, remedy)
    return source.fault("json-syntax", "", fallback, "this is not JSON", "Check the file with a JSON parser.")
