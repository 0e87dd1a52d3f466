"""The files of one revision, as every step reads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class EntryKind(StrEnum):
    """What stands at a path of a tree."""

    FILE = "file"
    EXECUTABLE = "executable"
    SYMLINK = "symlink"
    SUBMODULE = "submodule"

    @property
    def is_file(self) -> bool:
        """Whether it has bytes of its own: a link names another path, a submodule a commit elsewhere."""
        return self in (EntryKind.FILE, EntryKind.EXECUTABLE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One path of a tree. `object_id` is equal iff the bytes are; `size` is in bytes."""

    path: str
    kind: EntryKind
    object_id: str
    size: int


class Tree(Protocol):
    """The files of one revision. Pure data to every step above: a commit, the index, the work
    tree or a dictionary in a test."""

    @property
    def entries(self) -> Mapping[str, Entry]:
        """Every path of the tree, in byte order."""
        ...

    def read(self, path: str) -> bytes:
        """The bytes of a regular file. Raises RepositoryError where they cannot be had, KeyError
        where the tree has no such path."""
        ...
