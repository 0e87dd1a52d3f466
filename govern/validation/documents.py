"""Files, globs, JSON Lines and standard input to documents, one by one: only the one at hand is held."""

from __future__ import annotations

import os
import sys
from glob import glob, has_magic
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from govern.documents import Limits, read
from govern.errors import Problem, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from govern.documents import Document
    from govern.model import Finding

LINES = (".jsonl", ".ndjson")
STDIN = "-"
LIMITS = Limits()


class Given(NamedTuple):
    """The bytes of one document, not read yet. `line`: where it begins in a file of many. `path`: tells by
    its ending how it is written."""

    name: str
    line: int | None
    data: bytes
    path: str

    def read(self) -> Document | tuple[Finding, ...]:
        """The document, or what is wrong with its text."""
        return read(self.path, self.data, limits=LIMITS)


def paths(named: Sequence[str]) -> tuple[str, ...]:
    """The files that names and globs (`**` for any folders) stand for, each once, as they were named.

    Raises UsageError for a name that no file has and a glob that fits none: nothing was looked at then.
    """
    found: dict[str, None] = {}
    problems: list[Problem] = []
    for name in named:
        some = [name] if name == STDIN or os.path.exists(name) else _fitting(name)
        if not some:
            what = "no file fits it" if has_magic(name) else "there is no such file"
            problems.append(Problem("file-unreadable", what, "name a file that is there", name))
        found.update(dict.fromkeys(some))
    if problems:
        raise UsageError(*problems)
    return tuple(found)


def _fitting(name: str) -> list[str]:
    if not has_magic(name):
        return []
    return sorted(each for each in glob(name, recursive=True) if os.path.isfile(each))


def documents(named: Iterable[str], *, lines: bool = False) -> Iterator[Given]:
    """The documents of files. `lines`: each line of every file is one; else so it is of `.jsonl`, `.ndjson`.

    Raises UsageError for a file that cannot be read, or has no document in it.
    """
    for name in named:
        if lines or name.lower().endswith(LINES):
            yield from _of_lines(name)
        else:
            yield whole(name)


def whole(name: str) -> Given:
    """The one document that a file is, whatever its name ends in. Raises UsageError as `documents`."""
    return Given(name, None, _bytes(name), name)


def _bytes(name: str) -> bytes:
    if name == STDIN:
        return sys.stdin.buffer.read(LIMITS.max_bytes + 1)
    try:
        with Path(name).open("rb") as stream:
            return stream.read(LIMITS.max_bytes + 1)
    except OSError as error:
        raise _unreadable(name, error) from error


def _of_lines(name: str) -> Iterator[Given]:
    count = 0
    try:
        with sys.stdin.buffer if name == STDIN else Path(name).open("rb") as stream:
            for number, line in enumerate(iter(lambda: stream.readline(LIMITS.max_bytes + 2), b""), start=1):
                if not line.isspace():
                    count += 1
                    yield Given(name, number, line, "line.json")
    except OSError as error:
        raise _unreadable(name, error) from error
    if not count:
        remedy = "give a file with a document on each line"
        raise UsageError(Problem("file-unreadable", "there is no document in it", remedy, name))


def _unreadable(name: str, error: OSError) -> UsageError:
    said = f"it cannot be read: {error.strerror or error}"
    return UsageError(Problem("file-unreadable", said, "name a file that can be read", name))
