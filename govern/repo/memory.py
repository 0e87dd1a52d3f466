"""A dictionary of bytes to a Tree: for the library, for tests, and for what came before the first commit."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from types import MappingProxyType

from govern.model import Entry, EntryKind


class MemoryTree:
    """The files of a mapping from path to bytes; all are regular files.

    Object ids are the SHA-256 of the bytes, so they are equal iff the bytes are, between two
    MemoryTrees; they never equal those of a repository.
    """

    __slots__ = ("_entries", "_files")

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = dict(files)
        self._entries = MappingProxyType({path: _entry(path, files[path]) for path in in_byte_order(files)})

    @property
    def entries(self) -> Mapping[str, Entry]:
        """Every path of the tree, in byte order."""
        return self._entries

    def read(self, path: str) -> bytes:
        """The bytes of a file. Raises KeyError where there is none."""
        return self._files[path]


class EmptyTree(MemoryTree):
    """The tree before the first commit: no files at all."""

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__({})


def path_bytes(path: str) -> bytes:
    """The bytes of a path: UTF-8, and those that are not UTF-8 as they were."""
    return path.encode("utf-8", "surrogateescape")


def in_byte_order(paths: Mapping[str, object]) -> list[str]:
    """Paths sorted by their bytes, as git sorts them."""
    return sorted(paths, key=path_bytes)


def _entry(path: str, content: bytes) -> Entry:
    return Entry(path, EntryKind.FILE, hashlib.sha256(content).hexdigest(), len(content))
