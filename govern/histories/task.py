"""A contract on two sides to what decides what is said of them: plain values, for any process to work on.

Equal tasks have equal answers, whatever commits they come from: so an answer is kept by its task's key.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

from govern.contracts import Contract, DrillRules
from govern.documents import Limits
from govern.errors import Problem
from govern.model import Entry, Judged


@dataclass(frozen=True, slots=True)
class Reached:
    """A file that a schema of the contract refers to: under which URI, at which place (a path of the tree,
    or `git:COMMIT:path`), and the file there."""

    schema: str
    uri: str
    place: str
    entry: Entry


@dataclass(frozen=True, slots=True)
class Side:
    """The files of a contract at one commit: its own, golden documents that it keeps, and what they reach.
    `remarks` is what is to be said of where that was found, or why it was not."""

    entries: tuple[Entry, ...] = ()
    fixtures: tuple[str, ...] = ()
    rejects: tuple[str, ...] = ()
    reached: tuple[Reached, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def files(self) -> tuple[Entry, ...]:
        """Every file whose bytes count."""
        return (*self.entries, *(each.entry for each in self.reached))


@dataclass(frozen=True, slots=True)
class Task:
    """A contract from one side to another. `releases` are those made before, by name of their tags, where the
    contract is measured from them. `moved` are object ids and paths of the schema files that the commit added
    anywhere: a file that is gone may stand there now."""

    contract: Contract
    base: Side
    head: Side
    limits: Limits
    releases: tuple[tuple[str, Side], ...] = ()
    moved: tuple[tuple[str, str], ...] = ()

    @property
    def key(self) -> str:
        """What is equal iff the tasks are: they are frozen values of texts, numbers and tuples, which are
        written alike iff they are alike."""
        return hashlib.sha256(repr(self).encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def status(self) -> str:
        """`added`, `removed` or `changed`."""
        before, after = (self._there(side) for side in (self.base, self.head))
        return "changed" if before == after else "added" if after else "removed"

    def _there(self, side: Side) -> bool:
        named = {each.path for each in self.contract.schemas} | {self.contract.manifest}
        return any(each.path in named for each in side.entries)

    @property
    def sides(self) -> tuple[Side, ...]:
        """Both sides and the releases."""
        return (self.base, self.head, *(side for _, side in self.releases))


@dataclass(frozen=True, slots=True)
class Batch:
    """Tasks to do in one go, in any process that can read the repository: its folder, the environment for git
    (as `open_repository` takes it), and the seconds that one task may take."""

    folder: str
    environment: Mapping[str, str]
    seconds: float
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class Unread:
    """Why the repository could not be read: an error as a value, which any process can hand on."""

    problems: tuple[Problem, ...]


Answers = tuple[Judged, ...] | Unread


def bare(contract: Contract) -> Contract:
    """A contract without what no comparison depends on, so that a change of that computes nothing anew."""
    return replace(
        contract,
        docs=(),
        generated=(),
        drills=(),
        drill=DrillRules(),
        view=None,
        changelog=None,
        approvals={},
        discovered=False,
    )
