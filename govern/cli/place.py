"""A folder to the work tree around it: its files, its configuration, and the contracts asked for."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from govern.configuration import discover, expand, load
from govern.contracts import Config, Contract
from govern.documents import Limits
from govern.errors import ConfigurationError, Problem
from govern.model import Tree
from govern.repo import open_repository
from govern.review import CONFIG_FILE
from govern.review.reading import Reader


@dataclass(frozen=True, slots=True)
class Place:
    """A work tree: where its root is, its files, its configuration, and the contracts asked for."""

    top: str
    tree: Tree
    config: Config
    only: tuple[str, ...]

    @property
    def contracts(self) -> tuple[Contract, ...]:
        """The contracts asked for. Raises ConfigurationError where there is none of a name."""
        found = {each.name: each for each in expand(self.config, self.tree.entries)}
        for name in self.only:
            if name not in found:
                near = difflib.get_close_matches(name, list(found), 1)
                meant = f"did you mean {near[0]}? " if near else ""
                remedy = f"{meant}there are: {', '.join(found) or 'none'}"
                message = f"there is no contract `{name}`"
                raise ConfigurationError(Problem("contract-unknown", message, remedy, "--contract"))
        return tuple(each for each in found.values() if not self.only or each.name in self.only)

    @property
    def reader(self) -> Reader:
        """A reader of its files, within the limits of the configuration."""
        return Reader(self.tree, Limits(self.config.max_bytes, self.config.max_depth))


@contextmanager
def opened(folder: str, environment: Mapping[str, str], only: tuple[str, ...]) -> Iterator[Place]:
    """The work tree around a folder. Raises GovernError where there is none, or no contract in it."""
    with open_repository(folder, environment) as repository:
        tree = repository.worktree()
        entry = tree.entries.get(CONFIG_FILE)
        config = (
            discover(tree)
            if entry is None
            else load(tree.read(CONFIG_FILE), path=CONFIG_FILE, origin=CONFIG_FILE)
        )
        if not config.contracts:
            remedy = "name your manifests and schemas in govern.toml: `govern init` writes one"
            raise ConfigurationError(Problem("no-contracts", "no contract was found", remedy, CONFIG_FILE))
        yield Place(repository.location.top or folder, tree, config, only)
