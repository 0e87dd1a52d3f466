"""TOML text that a TOML reader has accepted, to the line and column of every key and list item.

The standard reader gives values without positions. This walks the same text once more and notes
where each name begins; it decides nothing, so text it does not understand costs positions only:
whoever asks then gets the place of the nearest table around it.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Mapping
from contextlib import suppress
from typing import TypeAlias

KeyPath: TypeAlias = tuple[str | int, ...]
"""Where a value stands: names of keys, and positions (from 0) in lists."""

_SPACE = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"""(?:"{0,2})' r"|'''.*?'''(?:'{0,2})" r'|"(?:[^"\\\n]|\\.)*"' r"|'[^'\n]*'",
    re.DOTALL,
)
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_BARE_VALUE = re.compile(r"[^,\]}#\n]+")


class Positions:
    """Where the names of one text stand. Lines and columns count from 1, columns in characters."""

    def __init__(self, offsets: Mapping[KeyPath, int], line_starts: list[int]) -> None:
        self._offsets = offsets
        self._line_starts = line_starts

    def known(self, path: KeyPath) -> bool:
        """Whether the place of exactly this path was found."""
        return path in self._offsets

    def line_column(self, path: KeyPath) -> tuple[int, int]:
        """The place of the value's name or, where it has none, of the nearest value around it."""
        here = path
        while here and here not in self._offsets:
            here = here[:-1]
        offset = self._offsets.get(here, 0)
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1


def positions(text: str) -> Positions:
    """The positions in a text that `tomllib` accepts."""
    text = text.replace("\r\n", "\n")
    line_starts = [0, *(match.end() for match in re.finditer("\n", text))]
    walk = _Walk(text)
    with suppress(_LostError, RecursionError):  # the places noted so far lead to the nearest table
        walk.document()
    return Positions(walk.offsets, line_starts)


class _LostError(Exception):
    """The walk met text it does not understand; what it noted so far stands."""


class _Walk:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.offsets: dict[KeyPath, int] = {}
        self.tables_in_list: dict[KeyPath, int] = {}

    def document(self) -> None:
        table: KeyPath = ()
        self.space()
        while self.at < len(self.text):
            table = self.header() if self.text[self.at] == "[" else self.pair(table)
            self.space()

    def header(self) -> KeyPath:
        """`[a.b]` or `[[a.b]]` to the path of the table that the next lines fill."""
        repeated = self.text.startswith("[[", self.at)
        self.at += 2 if repeated else 1
        names = self.key()
        self.expect("]]" if repeated else "]")
        path: KeyPath = ()
        for position, (name, offset) in enumerate(names):
            path = (*path, name)
            last = position == len(names) - 1
            if last and not repeated:
                self.offsets[path] = offset  # a table's own header rather than an earlier mention
            self.offsets.setdefault(path, offset)
            if last and repeated:
                self.tables_in_list[path] = self.tables_in_list.get(path, -1) + 1
            if path in self.tables_in_list:
                path = (*path, self.tables_in_list[path])
                self.offsets.setdefault(path, offset)
        return path

    def pair(self, table: KeyPath) -> KeyPath:
        """`a.b = value`, its places noted; gives the table back."""
        path = table
        for name, offset in self.key():
            path = (*path, name)
            self.offsets.setdefault(path, offset)
        self.expect("=")
        self.space()
        self.value(path)
        return table

    def key(self) -> list[tuple[str, int]]:
        names: list[tuple[str, int]] = []
        while True:
            self.space()
            start = self.at
            if match := _BARE_KEY.match(self.text, self.at):
                names.append((match[0], start))
            elif match := _STRING.match(self.text, self.at):
                names.append((_unquoted(match[0]), start))
            else:
                raise _LostError
            self.at = match.end()
            self.space()
            if not self.text.startswith(".", self.at):
                return names
            self.at += 1

    def value(self, path: KeyPath) -> None:
        """Steps over one value, noting what stands inside it."""
        opening = self.text[self.at : self.at + 1]
        if opening == "[":
            self.members(path, "]")
        elif opening == "{":
            self.members(path, "}")
        else:
            match = _STRING.match(self.text, self.at) or _BARE_VALUE.match(self.text, self.at)
            if match is None:
                raise _LostError
            self.at = match.end()

    def members(self, path: KeyPath, closing: str) -> None:
        self.at += 1
        position = 0
        self.space()
        while not self.text.startswith(closing, self.at):
            if closing == "]":
                self.offsets.setdefault((*path, position), self.at)
                self.value((*path, position))
            else:
                self.pair(path)
            position += 1
            self.space()
            if self.text.startswith(",", self.at):
                self.at += 1
            elif not self.text.startswith(closing, self.at):
                raise _LostError
            self.space()
        self.at += 1

    def space(self) -> None:
        match = _SPACE.match(self.text, self.at)
        self.at = match.end() if match else self.at

    def expect(self, token: str) -> None:
        self.space()
        if not self.text.startswith(token, self.at):
            raise _LostError
        self.at += len(token)


def _unquoted(key: str) -> str:
    return next(iter(tomllib.loads(f"{key} = 0")))
