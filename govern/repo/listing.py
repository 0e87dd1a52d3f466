"""What `ls-tree` prints to rows, and the proof that the rows are the whole tree and nothing else.

Every tree object's id is computed anew from the rows below it. A list that breaks off, a name with
a slash in it or an answer about another tree cannot pass, so "nothing is there" is never an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from govern.errors import RepositoryError
from govern.repo.command import GitRunner, Outcome
from govern.repo.faults import git_failed, git_garbled, legible, object_corrupt, object_missing
from govern.repo.memory import path_bytes
from govern.repo.objects import ObjectStore, hash_object, is_object_id

SIZE_UNKNOWN = -1
"""The size of an entry whose object is not in the repository (partial clones)."""

_LEFT_OUT = ("promisor", "not a tree object", "missing", "bad object", "unable to read", "ould not read")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list: a file, a link, a submodule or a folder."""

    mode: int
    object_id: str
    size: int
    path: str

    @property
    def is_tree(self) -> bool:
        """Whether it is a folder."""
        return self.mode & 0o170000 == 0o040000


def list_tree(runner: GitRunner, tree: str) -> tuple[Row, ...]:
    """Every row of a tree (full id), folders before what is in them.

    Raises RepositoryError: `object-missing`, `git`, `timeout`.
    """
    options = ("ls-tree", "-r", "-t", "-z", "--full-tree")
    outcome = runner.run(*options, "-l", tree)
    if outcome.status != 0:
        # Asking for sizes fails where blobs are left out; what exists is known all the same.
        outcome = runner.run(*options, tree)
    if outcome.status != 0:
        raise _failed(tree, outcome)
    return tuple(_rows(outcome.output))


def _failed(tree: str, outcome: Outcome) -> RepositoryError:
    said = outcome.complaint
    if "corrupt" in said:
        return object_corrupt(tree, "the tree of the commit", said)
    if any(word in said for word in _LEFT_OUT):
        return object_missing(tree, f"the tree of the commit, or one in it ({legible(said)}),")
    return git_failed(("ls-tree",), outcome.status, said)


def _rows(output: bytes) -> Iterator[Row]:
    if output and not output.endswith(b"\0"):
        raise git_garbled("ls-tree", "a list that breaks off")
    for record in output.split(b"\0")[:-1]:
        head, tab, path = record.partition(b"\t")
        words = head.decode("ascii", "replace").split()
        if not tab or len(words) not in (4, 3) or not is_object_id(words[2]) or not _is_octal(words[0]):
            raise git_garbled("ls-tree", legible(head.decode("ascii", "replace")))
        size = int(words[3]) if len(words) == 4 and words[3].isdigit() else SIZE_UNKNOWN
        yield Row(int(words[0], 8), words[2], size, path.decode("utf-8", "surrogateescape"))


def _is_octal(text: str) -> bool:
    return bool(text) and set(text) <= set("01234567")


def first_mismatch(store: ObjectStore, tree: str, rows: Iterable[Row]) -> str | None:
    """The path of the first folder ("" for the top) whose rows are not what its tree object holds;
    None where all is as the ids say. Raises RepositoryError as `ObjectStore.tree`."""
    below: dict[str, list[Row]] = {"": []}
    folders = {"": tree}
    for row in rows:
        if row.is_tree:
            folders[row.path] = row.object_id
            below.setdefault(row.path, [])
        below.setdefault(row.path.rpartition("/")[0], []).append(row)
    for path, children in below.items():
        if path not in folders:
            return path
        content = b"".join(_raw(row) for row in children)
        if hash_object("tree", content, store.algorithm) != folders[path] and not _same_names(
            store.tree(folders[path], legible(path) or "the tree"), children
        ):
            return path
    return None


def _raw(row: Row) -> bytes:
    return b"%o %s\0%s" % (row.mode, _name(row), bytes.fromhex(row.object_id))


def _name(row: Row) -> bytes:
    return path_bytes(row.path.rpartition("/")[2])


def _same_names(raw: bytes, children: list[Row]) -> bool:
    """Old trees spell modes in ways that git no longer prints; names and ids must agree all the same."""
    for row in children:
        mode, space, rest = raw.partition(b" ")
        expected = _name(row) + b"\0" + bytes.fromhex(row.object_id)
        if not space or not mode.isdigit() or not rest.startswith(expected):
            return False
        raw = rest[len(expected) :]
    return not raw
