"""A commit to what stood at a path before it: older blobs, along the first parents and beside them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import cached_property

from govern.model import Tree
from govern.repo.command import GitRunner
from govern.repo.faults import git_failed, git_garbled, legible, object_corrupt, object_missing
from govern.repo.memory import path_bytes
from govern.repo.objects import ObjectStore, is_object_id

_HOLE = ("promisor", "transport", "ould not read", "unable to read", "bad object", "bad tree", "missing")

_PLAIN = (
    *("--format=%H", "--no-show-signature", "--full-history", "-m", "--no-renames"),
    *("--no-textconv", "--no-ext-diff"),
)
"""Options of `git log`: every commit, merges against each parent, files as they are."""


class Past:
    """The history that one commit comes from. Nothing is asked of git before a question is put.

    `find_commit` gives the full id of the commit, `edge` the commits at the edge of a shallow clone,
    `tags` every tag with its commit, `snapshot` the tree of a commit.
    """

    def __init__(
        self,
        runner: GitRunner,
        store: ObjectStore,
        find_commit: Callable[[], str],
        edge: Callable[[], Collection[str]],
        tags: Callable[[], tuple[tuple[str, str], ...]],
        snapshot: Callable[[str], Tree],
    ) -> None:
        self._runner = runner
        self._store = store
        self._find_commit = find_commit
        self._edge = edge
        self._tags = tags
        self._snapshot = snapshot
        self._blob_ids: dict[tuple[str, str], str | None] = {}

    @cached_property
    def commit(self) -> str:
        """The full id of the commit itself."""
        return self._find_commit()

    @cached_property
    def cut_off(self) -> bool:
        """Whether a shallow clone has left out a part of this history."""
        edge = frozenset(self._edge())
        return bool(edge) and not edge.isdisjoint(self._listed("rev-list", self.commit, "--"))

    def revisions(
        self, start: str, paths: Sequence[str], most: int, *, main_line: bool = True, after: str = ""
    ) -> tuple[str, ...]:
        """The commits, from `start` (full id) back, that changed one of some paths, newest first,
        `most` at the most; without those that the commit `after` (full id, "" for none) comes from.

        `main_line`: along the first parents, where a merge counts as one commit. Otherwise every
        line of history that the content of the paths comes from (rev-list's own simplification);
        of parallel lines whole ones follow each other. Raises RepositoryError: `object-missing`
        where a partial clone lacks trees, `git`, `timeout`.
        """
        order = "--first-parent" if main_line else "--topo-order"
        without = (f"^{after}",) if after else ()
        return self._listed("rev-list", order, f"--max-count={most}", start, *without, "--", *paths)

    def ever_said(self, pattern: str, endings: Sequence[str]) -> bool:
        """Whether any file of this history, whatever became of it, had text that matches a pattern
        (a POSIX extended regular expression, case aside); only files whose names end so are read.

        Raises RepositoryError: `object-missing` where a partial clone lacks files, `git`, `timeout`.
        """
        runner = self._runner.with_variable("GIT_LITERAL_PATHSPECS", "0")
        what = ("--pickaxe-regex", "--regexp-ignore-case", f"-S{pattern}")
        where = (f":(glob)**/*{ending}" for ending in endings)
        return bool(_asked(runner, self.commit, "log", "-1", *_PLAIN, *what, self.commit, "--", *where))

    def blob_id(self, commit: str, path: str) -> str | None:
        """The id of the regular file at a path of a commit, None where there is none. Raises
        RepositoryError as `ObjectStore.tree`."""
        found = self._store.commit(commit)
        if found is None:
            raise object_missing(commit, "a commit of the history")
        return self._below(found.tree, path)

    def read(self, blob_id: str) -> bytes | None:
        """The bytes of a blob, None where a partial clone has left it out. They are not remembered:
        most of what a search reads is never asked for again."""
        return self._store.glance(blob_id, "a file of the history")

    def parent(self, commit: str) -> str | None:
        """The first parent of a commit, None where it has none, or none that is here."""
        found = self._store.commit(commit)
        above = found.parents[0] if found is not None and found.parents else None
        return above if above is not None and self._store.commit(above) is not None else None

    def removed(self, commit: str) -> tuple[str, ...]:
        """The paths of files that the first parent of a commit had and the commit has not; () where
        the parent is not here. Raises RepositoryError as `revisions`."""
        above = self.parent(commit)
        if above is None:
            return ()
        options = ("-r", "-z", "--no-renames", "--diff-filter=D", "--name-only")
        output = self._asked("diff-tree", *options, above, commit)
        return tuple(path.decode("utf-8", "surrogateescape") for path in output.split(b"\0")[:-1])

    def tree(self, commit: str) -> Tree:
        """The whole tree of a commit (full id)."""
        return self._snapshot(commit)

    def tags(self) -> tuple[tuple[str, str], ...]:
        """Every tag that stands for a commit, and the commit's id; reachable or not."""
        return self._tags()

    def _below(self, tree: str, path: str) -> str | None:
        key = (tree, path)
        if key not in self._blob_ids:
            name, slash, rest = path.partition("/")
            raw = self._store.tree(tree, "a folder of the history")
            try:
                entry = _entry(raw, path_bytes(name), len(tree) // 2)
            except ValueError:
                raise object_corrupt(tree, "a folder of the history", "a row breaks off") from None
            found = None
            if entry is not None and entry[0] & 0o170000 == (0o040000 if slash else 0o100000):
                found = self._below(entry[1], rest) if slash else entry[1]
            self._blob_ids[key] = found
        return self._blob_ids[key]

    def _listed(self, *arguments: str) -> tuple[str, ...]:
        found = tuple(self._asked(*arguments).decode("ascii", "replace").split())
        if not all(is_object_id(each) for each in found):
            raise git_garbled(arguments[0], "a line that is no commit id")
        return found

    def _asked(self, *arguments: str) -> bytes:
        return _asked(self._runner, self.commit, *arguments)


def _asked(runner: GitRunner, commit: str, *arguments: str) -> bytes:
    outcome = runner.run(*arguments)
    if outcome.status != 0 and any(word in outcome.complaint for word in _HOLE):
        raise object_missing(commit, f"the history ({legible(outcome.complaint)}) of the commit")
    if outcome.status != 0:
        raise git_failed(arguments, outcome.status, outcome.complaint)
    return outcome.output


def _entry(raw: bytes, name: bytes, width: int) -> tuple[int, str] | None:
    """The mode and object id under a name in a tree object, whose ids are `width` bytes long. Raises
    ValueError where a row breaks off."""
    start = 0
    while start < len(raw):
        space = raw.index(b" ", start)
        end = raw.index(b"\0", space)
        if raw[space + 1 : end] == name:
            return int(raw[start:space], 8), raw[end + 1 : end + 1 + width].hex()
        start = end + 1 + width
    return None
