"""A tree and the paths of a contract to its documents, faults and digests at one revision."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from govern.documents import Document, Limits, read, too_large
from govern.model import Finding, JsonValue, Tree


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a contract at one revision.

    `documents`: those that could be read. `faults`: what is wrong with the others, by path.
    `object_ids`: of every file that is there, readable or not; equal iff the bytes are.
    """

    documents: Mapping[str, Document] = field(default_factory=dict)
    faults: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict)
    object_ids: Mapping[str, str] = field(default_factory=dict)

    @property
    def values(self) -> Mapping[str, JsonValue]:
        """The values of the documents, by path."""
        return {path: document.value for path, document in self.documents.items()}


Known = dict[tuple[str, str, Limits], Document | tuple[Finding, ...]]
"""What was read of any tree under some limits, by path and object id."""


class Reader:
    """Reads files of one tree, each once, however many contracts share it. `known`: what was read of other
    trees; it grows."""

    def __init__(self, tree: Tree, limits: Limits, known: Known | None = None) -> None:
        self.tree = tree
        self.limits = limits
        self._known: Known = {} if known is None else known
        self._read: dict[str, Document | tuple[Finding, ...]] = {}
        self._digests: dict[str, str] = {}

    def files(self, paths: Iterable[str]) -> Files:
        """The files among some paths that the tree has. Raises RepositoryError as `Tree.read`."""
        documents: dict[str, Document] = {}
        faults: dict[str, tuple[Finding, ...]] = {}
        object_ids: dict[str, str] = {}
        for path in sorted(set(paths)):
            entry = self.tree.entries.get(path)
            if entry is None:
                continue
            object_ids[path] = f"{entry.kind.value}:{entry.object_id}"
            found = self.document(path)
            if isinstance(found, Document):
                documents[path] = found
            else:
                faults[path] = found
        return Files(documents, faults, object_ids)

    def document(self, path: str) -> Document | tuple[Finding, ...]:
        """One file's document, or what is wrong with it; nothing is wrong with a path that is no
        regular file here, for that is a finding about the tree."""
        if path not in self._read:
            self._read[path] = self._document(path)
        return self._read[path]

    def bytes(self, path: str) -> bytes:
        """The raw bytes of a regular file within the size limit, else nothing."""
        entry = self.tree.entries.get(path)
        if entry is None or not entry.kind.is_file or too_large(path, entry.size, self.limits):
            return b""
        return self.tree.read(path)

    def sha256(self, path: str) -> str | None:
        """What stands at a path: SHA-256 of the raw bytes of a regular file, None where there is nothing.

        What is never read (a link, a submodule, a file beyond the limit) stands as `KIND:OBJECT-ID`.
        """
        entry = self.tree.entries.get(path)
        if entry is None:
            return None
        if not entry.kind.is_file or too_large(path, entry.size, self.limits):
            return f"{entry.kind.value}:{entry.object_id}"
        if path not in self._digests:
            self._digests[path] = hashlib.sha256(self.tree.read(path)).hexdigest()
        return self._digests[path]

    def text(self, path: str) -> str | None:
        """The text of a regular file within the size limit, line breaks as they are; None for other files,
        and for what is not UTF-8."""
        entry = self.tree.entries.get(path)
        if entry is None or not entry.kind.is_file or too_large(path, entry.size, self.limits):
            return None
        try:
            return self.tree.read(path).decode()
        except UnicodeDecodeError:
            return None

    def _document(self, path: str) -> Document | tuple[Finding, ...]:
        entry = self.tree.entries[path]
        if not entry.kind.is_file:
            return ()
        large = too_large(path, entry.size, self.limits)
        if large is not None:
            return (large,)
        key = (path, entry.object_id, self.limits)
        if key not in self._known:
            data = self.tree.read(path)
            self._digests[path] = hashlib.sha256(data).hexdigest()  # of what was read, should the file change
            self._known[key] = read(path, data, limits=self.limits)
        return self._known[key]
