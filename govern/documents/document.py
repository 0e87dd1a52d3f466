"""A text and the offsets of what it says to a Document that knows where everything stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field

from govern import pointer as pointers
from govern.model import Finding, FindingLevel, JsonValue, Place

_LINE_BREAK = re.compile(r"\r\n?|\n")
_SURROGATE = re.compile("[\ud800-\udfff]")
DEEPEST = 200
"""Nesting beyond which nothing is read, whatever a configuration allows: steps that follow the
shape of a document recurse, and must not meet the interpreter's own limit."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one file may ask for: bytes, and levels of nesting (`[[1]]` has two)."""

    max_bytes: int = 5_000_000
    max_depth: int = 64

    @property
    def depth(self) -> int:
        """The levels that are read: `max_depth`, but never more than `DEEPEST`."""
        return min(self.max_depth, DEEPEST)


DEFAULT_LIMITS = Limits()


@dataclass(slots=True)
class Spot:
    """Where one value stands, as an offset in code points: of its key in an object, else its own.

    `children` are those of an object by key, those of an array in order, None for other values.
    A tree rather than a table of pointers, since a long key over many items would fill memory.
    """

    offset: int
    children: dict[str, Spot] | list[Spot] | None = None

    def child(self, token: str) -> Spot | None:
        """The spot one step below, or None where there is none."""
        if isinstance(self.children, dict):
            return self.children.get(token)
        if isinstance(self.children, list):
            return self.children[int(token)] if _is_index(token, len(self.children)) else None
        return None


def _is_index(token: str, length: int) -> bool:
    short = len(token) <= len(str(length))
    return short and token.isascii() and token.isdigit() and str(int(token)) == token and int(token) < length


class Source:
    """The text of one file, able to say the line and column of an offset.

    Lines end at `\\n`, `\\r\\n` or `\\r`; lines and columns count from 1, columns in code points.
    """

    __slots__ = ("_starts", "path", "text")

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self._starts: list[int] | None = None

    def place(self, pointer: str, offset: int) -> Place:
        """A pointer together with the line and column of an offset."""
        if self._starts is None:
            self._starts = [0, *(found.end() for found in _LINE_BREAK.finditer(self.text))]
        line = bisect_right(self._starts, offset)
        return Place(printable(pointer), line, offset - self._starts[line - 1] + 1)

    def fault(self, rule: str, pointer: str, offset: int, message: str, remedy: str) -> Finding:
        """A finding that blocks, at an offset of this text."""
        return Finding(
            rule, FindingLevel.BLOCKS, printable(message), remedy, self.path, self.place(pointer, offset)
        )


class Positions:
    """The places of one document, worked out when first asked for. Without a source it knows none."""

    __slots__ = ("_find", "_root", "_source")

    def __init__(self, source: Source | None = None, find: Callable[[str], Spot] | None = None) -> None:
        self._source = source
        self._find = find
        self._root: Spot | None = None

    @property
    def text(self) -> str:
        """See `Document.text`."""
        return "" if self._source is None else self._source.text

    def place(self, pointer: str) -> Place:
        """See `Document.place`."""
        if self._source is None or self._find is None:
            return Place(pointer)
        if self._root is None:
            self._root = self._find(self._source.text)
        spot = self._root
        for token in pointer.split("/")[1:]:
            below = spot.child(pointers.unescape(token))
            if below is None:
                break
            spot = below
        return self._source.place(pointer, spot.offset)


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """One file as a JSON value: `int` for integral numbers, `Decimal` for all others.

    `notes` are findings of level note about it. Compared by identity: use `equal` on values.
    """

    path: str
    value: JsonValue
    notes: tuple[Finding, ...] = ()
    positions: Positions = field(default_factory=Positions, repr=False)

    @property
    def text(self) -> str:
        """The text that it was read from; empty for a value from a caller of the library."""
        return self.positions.text

    def place(self, pointer: str) -> Place:
        """Where the value at a JSON Pointer stands: line and column, from 1, in code points.

        A member of an object stands where its key does, an item of an array where it begins. Where
        the pointer leads nowhere, the position is that of the nearest value above that exists.
        Without a text (a value from a caller of the library) line and column are None.
        """
        return self.positions.place(pointer)


def printable(text: str) -> str:
    """The text with lone surrogates replaced by U+FFFD, since nothing could write them."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def has_surrogate(text: str) -> bool:
    """Does the text hold a code point that no UTF-8 can carry?"""
    return not text.isascii() and _SURROGATE.search(text) is not None


def shown(text: str, most: int = 60) -> str:
    """Text of a file as a message quotes it: one line, cut after `most` characters."""
    cut = text if len(text) <= most else text[:most] + "…"
    return "".join(letter if letter.isprintable() else f"\\u{ord(letter):04x}" for letter in cut)
