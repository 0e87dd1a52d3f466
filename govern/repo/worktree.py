"""The work tree to a Tree: for people who ask before they commit. No link is followed."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import BinaryIO

from govern.errors import RepositoryError
from govern.model import Entry, EntryKind
from govern.repo.command import GitRunner
from govern.repo.faults import fault, git_garbled, legible
from govern.repo.index import Indexed, indexed_entry, object_sizes, read_index
from govern.repo.memory import in_byte_order, path_bytes
from govern.repo.objects import ObjectStore, hash_object
from govern.repo.past import Past
from govern.repo.snapshot import Snapshot, require_file

_CHUNK = 1 << 20
_OPEN = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def take_worktree(runner: GitRunner, store: ObjectStore, top: str, past: Past | None = None) -> WorkTree:
    """The files of the work tree: those of the index that are still there, those that a sparse
    checkout leaves out, and new ones that are not ignored. `past` is that of the commit checked
    out. Raises as `read_index`."""
    rows = read_index(runner)
    left_out = {row.path: row for row in rows if row.absent and not os.path.lexists(_in(top, row.path))}
    sizes = object_sizes(runner, [row.object_id for row in left_out.values()])
    output = runner.ask("ls-files", "--others", "--exclude-standard", "-z")
    if output and not output.endswith(b"\0"):
        raise git_garbled("ls-files", "a list that breaks off")
    new = (raw.decode("utf-8", "surrogateescape") for raw in output.split(b"\0")[:-1])
    kinds = {row.path: row for row in rows if row.path not in left_out}
    files = _present(top, {**{path.rstrip("/"): None for path in new}, **kinds})
    indexed = Snapshot({path: indexed_entry(row, sizes) for path, row in left_out.items()}, store)
    return WorkTree(top, files, indexed, store.algorithm, past)


class WorkTree:
    """The files of a work tree. They are hashed when asked for, as git hashes the bytes as they lie
    there, so that an id equals that of the base tree iff the bytes do."""

    __slots__ = ("_entries", "_indexed", "_top", "past")

    def __init__(
        self,
        top: str,
        files: Mapping[str, tuple[EntryKind, str]],
        indexed: Snapshot,
        algorithm: str,
        past: Past | None = None,
    ) -> None:
        self.past = past
        self._top = top
        self._indexed = indexed
        self._entries = _Entries(top, files, indexed.entries, algorithm)

    @property
    def entries(self) -> Mapping[str, Entry]:
        """Every path, in byte order. An entry may raise RepositoryError (`worktree-unreadable`)."""
        return self._entries

    def read(self, path: str) -> bytes:
        """The bytes of a regular file.

        Raises KeyError where there is no such path; RepositoryError: `entry-not-a-file`,
        `worktree-unreadable`, and `worktree-changed` where the file is not what it was.
        """
        if path in self._indexed.entries:
            return self._indexed.read(path)
        entry = self._entries[path]
        require_file(entry)
        with _opened(self._top, path) as file:
            content = file.read()
        if self._entries.hash_bytes(content) != entry.object_id:
            raise _changed(path)
        return content


class _Entries(Mapping[str, Entry]):
    """The entries of a work tree, each made when it is first asked for."""

    def __init__(
        self,
        top: str,
        files: Mapping[str, tuple[EntryKind, str]],
        indexed: Mapping[str, Entry],
        algorithm: str,
    ) -> None:
        self._top = top
        self._files = files
        self._algorithm = algorithm
        self._known = dict(indexed)
        self._paths = dict.fromkeys(in_byte_order({**files, **indexed}))

    def __getitem__(self, path: str) -> Entry:
        if path not in self._known:
            self._known[path] = self._make(path, *self._files[path])
        return self._known[path]

    def __contains__(self, path: object) -> bool:
        return path in self._paths

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)

    def hash_bytes(self, content: bytes) -> str:
        """The id that git gives a file with these bytes."""
        return hash_object("blob", content, self._algorithm)

    def _make(self, path: str, kind: EntryKind, object_id: str) -> Entry:
        match kind:
            case EntryKind.SUBMODULE:
                return Entry(path, kind, object_id, 0)
            case EntryKind.SYMLINK:
                target = _link(self._top, path)
                return Entry(path, kind, self.hash_bytes(target), len(target))
            case _:
                return self._hash_file(path, kind)

    def _hash_file(self, path: str, kind: EntryKind) -> Entry:
        digest = hashlib.new(self._algorithm, usedforsecurity=False)
        with _opened(self._top, path) as file:
            size = os.fstat(file.fileno()).st_size
            digest.update(f"blob {size}\0".encode("ascii"))
            read = 0
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
                read += len(chunk)
        if read != size:
            raise _changed(path)
        return Entry(path, kind, digest.hexdigest(), size)


def _present(top: str, paths: Mapping[str, Indexed | None]) -> dict[str, tuple[EntryKind, str]]:
    """The kind and, for submodules, the id of every path that is there without following a link."""
    folders: dict[str, bool] = {"": True}
    found: dict[str, tuple[EntryKind, str]] = {}
    for path, row in paths.items():
        if not _real_folder(top, path.rpartition("/")[0], folders):
            continue
        try:
            mode = os.lstat(_in(top, path)).st_mode
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError as error:
            raise _unreadable(path, error) from error
        kind = _kind(mode, row)
        if kind is not None:
            found[path] = (kind, row.object_id if row and kind is EntryKind.SUBMODULE else "")
    return found


def _kind(mode: int, row: Indexed | None) -> EntryKind | None:
    """What a path of the work tree is; None for devices, pipes and folders in place of a file."""
    if stat.S_ISLNK(mode):
        return EntryKind.SYMLINK
    if stat.S_ISREG(mode):
        return EntryKind.EXECUTABLE if mode & stat.S_IXUSR else EntryKind.FILE
    if stat.S_ISDIR(mode) and (row is None or row.kind is EntryKind.SUBMODULE):
        return EntryKind.SUBMODULE
    return None


def _real_folder(top: str, folder: str, known: dict[str, bool]) -> bool:
    if folder not in known:
        above = _real_folder(top, folder.rpartition("/")[0], known)
        try:
            known[folder] = above and stat.S_ISDIR(os.lstat(_in(top, folder)).st_mode)
        except OSError:
            known[folder] = False
    return known[folder]


def _in(top: str, path: str) -> bytes:
    return os.path.join(os.fsencode(top), path_bytes(path))


def _link(top: str, path: str) -> bytes:
    try:
        return os.readlink(_in(top, path))
    except OSError as error:
        raise _unreadable(path, error) from error


@contextmanager
def _opened(top: str, path: str) -> Iterator[BinaryIO]:
    """A regular file, opened without following a link or waiting for a pipe."""
    try:
        if not _real_folder(top, path.rpartition("/")[0], {"": True}):
            raise _changed(path)
        with os.fdopen(os.open(_in(top, path), _OPEN), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise _changed(path)
            yield file
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: str, error: OSError) -> RepositoryError:
    return fault(
        "worktree-unreadable",
        f"{legible(path)} in the work tree cannot be read: {error.strerror}",
        "make the file readable, or name a commit with --head",
    )


def _changed(path: str) -> RepositoryError:
    return fault(
        "worktree-changed",
        f"{legible(path)} in the work tree changed while govern read it",
        "run govern again when nothing writes to the work tree",
    )
