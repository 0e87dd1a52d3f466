"""A folder and a ref to the diagnosis of the wiring that is there."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from govern.cli.own import own_bytes
from govern.configuration import load
from govern.contracts import CONFIG_FILE, Config
from govern.doctor import Diagnosis, Platform, examine, platform
from govern.documents import Limits
from govern.model import Tree
from govern.repo import WORKTREE, open_repository


def diagnosed(folder: str, ref: str | None, dump: str | None, environment: Mapping[str, str]) -> Diagnosis:
    """What is wrong with the wiring of the work tree around a folder, or of a commit. `dump` is the file with
    what the platform said. Raises GovernError where that cannot be told (exit status 2)."""
    said = None if dump is None else _platform(dump)
    with open_repository(folder, environment) as repository:
        tree = repository.tree(WORKTREE if ref is None else repository.resolve(ref))
        config = _configuration(tree)
        return examine(
            tree,
            protected=config.protected,
            git=repository.git_version(),
            platform=said,
            signers=None if config.approvals is None else config.approvals.signers,
        )


def _platform(name: str) -> Platform:
    return platform(name, own_bytes(Path(name), name, Limits().max_bytes + 1))


def _configuration(tree: Tree) -> Config:
    """Its govern.toml, an empty one where there is none. Raises ConfigurationError where it has mistakes."""
    entry = tree.entries.get(CONFIG_FILE)
    if entry is None or not entry.kind.is_file:
        return Config()
    return load(tree.read(CONFIG_FILE), path=CONFIG_FILE, origin=CONFIG_FILE)
