"""Object ids to objects: bytes read from one running `git cat-file --batch`, checked against their id."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from govern.errors import RepositoryError
from govern.repo.command import GitRunner, terminate
from govern.repo.faults import fault, git_garbled, legible, object_corrupt, object_missing, timed_out
from govern.repo.watch import Watch

LARGEST = 256 * 1024 * 1024
"""Bytes of the largest object that is read at all (limits on documents are far below)."""

_ID = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


def is_object_id(text: str) -> bool:
    """Whether the text is a full, lower-case object id (SHA-1 or SHA-256)."""
    return _ID.fullmatch(text) is not None


def hash_object(kind: str, content: bytes, algorithm: str) -> str:
    """The id of an object: `kind` is `blob`, `tree` or `commit`, `algorithm` `sha1` or `sha256`."""
    digest = hashlib.new(algorithm, usedforsecurity=False)
    digest.update(f"{kind} {len(content)}\0".encode("ascii"))
    digest.update(content)
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Commit:
    """What a commit says: its tree, and its parents whether or not they are in the repository."""

    tree: str
    parents: tuple[str, ...]


class ObjectStore:
    """Reads objects by id only (a path could smuggle in a second request). Remembers what it read.

    Replace refs, grafts and the shallow file change nothing here: a commit's parents are its own.
    """

    def __init__(self, runner: GitRunner, algorithm: str) -> None:
        self.algorithm = algorithm
        self._runner = runner
        self._watch: Watch | None = None
        self._blobs: dict[str, bytes] = {}
        self._commits: dict[str, Commit | None] = {}

    def blob(self, object_id: str, what: str) -> bytes:
        """The bytes of a blob. `what` names it in errors.

        Raises RepositoryError: `object-missing`, `object-corrupt`, `timeout`, `git`.
        """
        if object_id not in self._blobs:
            content = self._read(object_id, "blob", what)
            if content is None:
                raise object_missing(object_id, what)
            self._blobs[object_id] = content
        return self._blobs[object_id]

    def glance(self, object_id: str, what: str) -> bytes | None:
        """The bytes of a blob, not remembered; None where the repository does not hold it. Raises as
        `blob`, but for that."""
        if object_id in self._blobs:
            return self._blobs[object_id]
        try:
            return self._read(object_id, "blob", what)
        except RepositoryError as error:
            if all(problem.rule == "object-missing" for problem in error.problems):
                return None
            raise

    def tree(self, object_id: str, what: str) -> bytes:
        """The bytes of a tree object. Raises as `blob`."""
        content = self._read(object_id, "tree", what)
        if content is None:
            raise object_missing(object_id, what)
        return content

    def commit(self, object_id: str) -> Commit | None:
        """A commit, or None where the repository does not hold it. Raises as `blob`, but for that."""
        if object_id not in self._commits:
            content = self._read(object_id, "commit", "the commit")
            self._commits[object_id] = None if content is None else _commit(content)
        return self._commits[object_id]

    def close(self) -> None:
        """End the process behind; the next read starts another."""
        if self._watch is not None:
            self._watch.close()
            self._watch = None

    def __del__(self) -> None:
        self.close()

    def _read(self, object_id: str, kind: str, what: str) -> bytes | None:
        if not is_object_id(object_id):
            raise object_corrupt(object_id, what, "this is no object id")
        if self._watch is None:
            process = self._runner.start("cat-file", "--batch", takes_input=True)
            self._watch = Watch(process, self._runner.timeout)
        content = self._exchange(self._watch, object_id, kind, what)
        if content is not None and hash_object(kind, content, self.algorithm) != object_id:
            raise object_corrupt(object_id, what, "its content does not have this id")
        return content

    def _exchange(self, watch: Watch, object_id: str, kind: str, what: str) -> bytes | None:
        process = watch.process
        try:
            with watch.limited():
                process.stdin.write(object_id.encode("ascii") + b"\n")
                process.stdin.flush()
                found, size = _header(process.stdout.readline(256), object_id)
                if found == "missing":
                    return None
                if size > LARGEST:
                    raise _too_large(object_id, what, size)
                content: bytes = process.stdout.read(size + 1)
            if len(content) != size + 1:
                raise EOFError
        except RepositoryError:
            self.close()  # what it says next would be taken for the answer to the next question
            raise
        except (OSError, EOFError):
            raise self._broken(watch, object_id, what) from None
        if found != kind:
            raise object_corrupt(object_id, what, f"it is a {found}, not a {kind}")
        return content[:-1]

    def _broken(self, watch: Watch, object_id: str, what: str) -> RepositoryError:
        """Why git stopped answering; the process is given up."""
        terminate(watch.process)
        complaint = watch.process.stderr.read(10_000).decode("utf-8", "replace")
        self.close()
        if watch.expired:
            return timed_out("cat-file", watch.timeout)
        if "promisor" in complaint or "transport" in complaint:
            return object_missing(object_id, what)
        return object_corrupt(object_id, what, complaint or "git ended without a word")


def _header(line: bytes, object_id: str) -> tuple[str, int]:
    """`<id> <kind> <size>` or `<id> missing`, to the kind and the size."""
    if not line.endswith(b"\n"):
        raise EOFError
    words = line.decode("utf-8", "replace").split()
    if words == [object_id, "missing"]:
        return "missing", 0
    if len(words) == 3 and words[0] == object_id and words[2].isascii() and words[2].isdigit():
        return words[1], int(words[2])
    raise git_garbled("cat-file", legible(line.decode("utf-8", "replace")))


def _too_large(object_id: str, what: str, size: int) -> RepositoryError:
    return fault(
        "object-too-large",
        f"{what} (object {object_id}) has {size} bytes; at most {LARGEST} are read",
        "take the file out of the contract, or make it smaller",
    )


def _commit(content: bytes) -> Commit:
    head = content.split(b"\n\n", 1)[0].split(b"\n")
    fields = [line.split(b" ", 1) for line in head]
    named = [(pair[0], pair[1].decode("ascii", "replace")) for pair in fields if len(pair) == 2]
    tree = next((value for key, value in named if key == b"tree"), "")
    return Commit(tree, tuple(value for key, value in named if key == b"parent"))
