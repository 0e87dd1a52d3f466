"""A commit to its tree of bytes: `ls-tree` says what there is, object ids say what is in it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from govern.errors import RepositoryError
from govern.model import Entry, EntryKind
from govern.repo.command import GitRunner
from govern.repo.faults import fault, legible, object_missing
from govern.repo.listing import SIZE_UNKNOWN, Row, first_mismatch, list_tree
from govern.repo.memory import in_byte_order
from govern.repo.objects import ObjectStore
from govern.repo.past import Past


class Snapshot:
    """The files of one commit, or of the index. Blobs are read when asked for.

    `past` is the history that the files come from.
    """

    __slots__ = ("_entries", "_store", "past")

    def __init__(self, entries: Mapping[str, Entry], store: ObjectStore, past: Past | None = None) -> None:
        self.past = past
        self._entries = MappingProxyType({path: entries[path] for path in in_byte_order(entries)})
        self._store = store

    @property
    def entries(self) -> Mapping[str, Entry]:
        """Every path of the tree, in byte order; undecodable bytes are lone surrogates."""
        return self._entries

    def read(self, path: str) -> bytes:
        """The bytes of a regular file, as they are in the object: no filter, no encoding, no link.

        Raises KeyError where there is no such path, RepositoryError where it is not a regular file
        (`entry-not-a-file`) or its object cannot be had (`object-missing`, `object-corrupt`,
        `object-too-large`, `timeout`).
        """
        entry = self._entries[path]
        require_file(entry)
        return self._store.blob(entry.object_id, legible(path))


def require_file(entry: Entry) -> None:
    """Raise RepositoryError (`entry-not-a-file`) where an entry has no bytes of its own to read."""
    if not entry.kind.is_file:
        raise fault(
            "entry-not-a-file",
            f"{legible(entry.path)} is a {entry.kind.value}, which has no content to read",
            "put a regular file in its place",
        )


def take_snapshot(runner: GitRunner, store: ObjectStore, commit: str, past: Past | None = None) -> Snapshot:
    """The tree of a commit (full id), with its past.

    Raises RepositoryError: `tree-duplicate` where a name stands twice in one tree (git's commands
    disagree about which one counts), `tree-malformed`, `object-missing`, `timeout`, `git`.
    """
    found = store.commit(commit)
    if found is None:
        raise object_missing(commit, "the commit")
    listing = list_tree(runner, found.tree)
    entries = _entries(listing, commit)
    mismatch = first_mismatch(store, found.tree, listing)
    if mismatch is not None:
        raise _malformed(mismatch, "other content than was listed, or a name with a slash in it", commit)
    return Snapshot(entries, store, past)


def _entries(listing: tuple[Row, ...], commit: str) -> dict[str, Entry]:
    """The files of a listing; trees in it are only there to be checked."""
    seen: set[str] = set()
    entries: dict[str, Entry] = {}
    for row in listing:
        if row.path in seen:
            raise _duplicate(row.path, commit)
        if row.path.rpartition("/")[2] in ("", ".", ".."):
            raise _malformed(row.path, "a name that no folder can hold", commit)
        seen.add(row.path)
        if row.is_tree:
            continue
        kind = entry_kind(row.mode)
        if kind is None:
            raise _malformed(row.path, f"the mode {row.mode:06o}", commit)
        entries[row.path] = Entry(row.path, kind, row.object_id, max(row.size, _least_size(kind)))
    return entries


def entry_kind(mode: int) -> EntryKind | None:
    """A mode of git's to the kind of entry; None for a mode that git does not write."""
    match mode & 0o170000:
        case 0o100000:
            return EntryKind.EXECUTABLE if mode & 0o111 else EntryKind.FILE
        case 0o120000:
            return EntryKind.SYMLINK
        case 0o160000:
            return EntryKind.SUBMODULE
        case _:
            return None


def _least_size(kind: EntryKind) -> int:
    return 0 if kind is EntryKind.SUBMODULE else SIZE_UNKNOWN


def _duplicate(path: str, commit: str) -> RepositoryError:
    return fault(
        "tree-duplicate",
        f"the tree of commit {commit} holds {legible(path)} twice: checked out it differs from what is read",
        "rewrite the commit with git's ordinary commands; `git fsck` shows where it comes from",
    )


def _malformed(path: str, what: str, commit: str) -> RepositoryError:
    return fault(
        "tree-malformed",
        f"the tree of commit {commit} holds {legible(path) or 'at its top'} with {what}",
        "rewrite the commit with git's ordinary commands; `git fsck` shows where it comes from",
    )
