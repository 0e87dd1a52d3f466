"""A folder and a ref to the diagnosis of the wiring that is there."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from govern.configuration import load
from govern.doctor import CONFIG, Diagnosis, Platform, SignersReader, examine, platform
from govern.documents import Limits
from govern.errors import Problem, UsageError
from govern.model import EntryKind, Tree
from govern.repo import WORKTREE, open_repository

SIGNERS: SignersReader | None = None
"""Who reads the signers file: None as long as nothing in govern does."""


def diagnosed(folder: str, ref: str | None, dump: str | None, environment: Mapping[str, str]) -> Diagnosis:
    """What is wrong with the wiring of the work tree around a folder, or of a commit. `dump` is the file with
    what the platform said. Raises GovernError where that cannot be told (exit status 2)."""
    said = None if dump is None else _platform(dump)
    with open_repository(folder, environment) as repository:
        tree = repository.tree(WORKTREE if ref is None else repository.resolve(ref))
        return examine(
            tree,
            protected=_protected(tree),
            git=repository.git_version(),
            platform=said,
            signers=SIGNERS,
        )


def _platform(name: str) -> Platform:
    limit = Limits().max_bytes
    try:
        with Path(name).open("rb") as file:
            return platform(name, file.read(limit + 1))
    except OSError as error:
        problem = Problem(
            "file-unreadable", f"it cannot be read: {error.strerror}", "name a file that is there", name
        )
        raise UsageError(problem) from error


def _protected(tree: Tree) -> tuple[str, ...]:
    """The paths whose change govern reports. Raises ConfigurationError where govern.toml has mistakes."""
    entry = tree.entries.get(CONFIG)
    if entry is None or entry.kind not in (EntryKind.FILE, EntryKind.EXECUTABLE):
        return ()
    return load(tree.read(CONFIG), path=CONFIG, origin=CONFIG).protected
