"""The signers file of a tree to its faults, by whoever reads such files. Nothing of it is read here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from govern.model import EntryKind, Finding, FindingLevel, Tree

FILE = ".govern/allowed_signers"
_FILES = (EntryKind.FILE, EntryKind.EXECUTABLE)


class SignersReader(Protocol):
    """Reads the bytes of a signers file (ssh-keygen(1), ALLOWED SIGNERS) to what is wrong with it."""

    def __call__(self, path: str, data: bytes) -> tuple[Finding, ...]:
        """Every fault, in the order of the file; none means that each of its lines counts."""
        ...


def signers_faults(tree: Tree, read: SignersReader) -> Iterator[Finding]:
    """The faults of the signers file, if there is one; what is no regular file is a fault itself."""
    entry = tree.entries.get(FILE)
    if entry is None:
        return
    if entry.kind in _FILES:
        yield from read(FILE, tree.read(FILE))
    else:
        message = f"it is a {entry.kind.value}, and says nothing of who may sign"
        yield Finding(
            "wiring-illegible", FindingLevel.BLOCKS, message, "put a regular file in its place", FILE
        )
