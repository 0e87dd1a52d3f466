"""What a search for older versions asks of the history that a tree comes from. No behaviour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from govern.model import Tree


class Past(Protocol):
    """The history of one side, as `govern.repo.past` knows it."""

    @property
    def commit(self) -> str:
        """The full id of the commit that the side comes from."""
        ...

    @property
    def cut_off(self) -> bool:
        """Whether a part of the history is not here."""
        ...

    def revisions(
        self, start: str, paths: Sequence[str], most: int, *, main_line: bool = True, after: str = ""
    ) -> tuple[str, ...]:
        """The commits that changed one of some paths, newest first; those that `after` comes from
        are left out."""
        ...

    def ever_said(self, pattern: str, endings: Sequence[str]) -> bool:
        """Whether any file of this history, with a name that ends so, had text that matches a pattern."""
        ...

    def blob_id(self, commit: str, path: str) -> str | None:
        """The id of the file at a path of a commit."""
        ...

    def read(self, blob_id: str) -> bytes | None:
        """The bytes of a file, None where they are not here."""
        ...

    def parent(self, commit: str) -> str | None:
        """The first parent of a commit."""
        ...

    def removed(self, commit: str) -> tuple[str, ...]:
        """The files that a commit took away from its first parent."""
        ...

    def tree(self, commit: str) -> Tree:
        """The tree of a commit."""
        ...

    def tags(self) -> tuple[tuple[str, str], ...]:
        """Every tag and its commit."""
        ...


@runtime_checkable
class Dated(Protocol):
    """A tree that knows what it comes from."""

    @property
    def past(self) -> Past | None:
        """The history of its commit, or of the commit that it would follow."""
        ...
