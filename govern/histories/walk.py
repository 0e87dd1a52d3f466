"""A line of commits and an inventory to the tasks of a history: who changed what, and what that decides.

Each commit costs what it changed. A contract is touched by a commit that changed a file it owns, or
one that its schemas reach; the rest of the tree is never looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from govern.contracts import Config, Contract
from govern.documents import Limits
from govern.histories.inventory import Known
from govern.histories.task import Side, Task, bare
from govern.histories.trees import Standing, tokens
from govern.histories.views import View
from govern.model import Entry, Tree
from govern.repo import Repository, Step
from govern.review.entries import listed
from govern.review.reading import Reader
from govern.review.references import Resources
from govern.review.spoken import ENDINGS, Texts
from govern.review.work import owned

Before = Callable[[Contract, str], tuple[tuple[str, Side], ...]]
"""The releases of a contract that were made before a commit."""


@dataclass(frozen=True, slots=True)
class Touched:
    """A commit of the line that changed a contract, and what decides what is said of that."""

    name: str
    step: Step
    task: Task


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A contract that a commit may have changed, with the paths of its documents. `sure`: it changed a file
    that the contract owns."""

    contract: Contract
    fixtures: tuple[str, ...]
    rejects: tuple[str, ...]
    sure: bool


class Walk:
    """Follows a line of commits from the files of the first one's parent (`commit`, "" for none)."""

    def __init__(
        self,
        repository: Repository,
        config: Config,
        known: Mapping[str, Known],
        files: Mapping[str, Entry],
        commit: str,
        before: Before,
    ) -> None:
        self._repository = repository
        self._config = config
        self._known = known
        self._before = before
        self._limits = Limits(config.max_bytes, config.max_depth)
        self._texts = Texts()
        self._base = Standing(repository, files, commit, self._texts, self._limits)
        self._head = Standing(repository, files, commit, self._texts, self._limits)
        self._owners: dict[str, list[str]] = {}
        for name, each in known.items():
            for path in owned(each.contract):
                self._owners.setdefault(path, []).append(name)
        self._lists = tuple(each for each in known.values() if each.contract.entries is not None)
        view = self.view(self._head)
        self._wanted = {name: view.wanted(each.contract) for name, each in known.items()}

    @property
    def files(self) -> Mapping[str, Entry]:
        """What stands at the commit that the walk has come to."""
        return self._head.entries

    def touched(self, steps: Sequence[Step]) -> Iterator[Touched]:
        """Each contract that each commit changed, by name within a commit. Raises RepositoryError."""
        for step in steps:
            self._head.step(step)
            yield from self._by(step)
            self._base.step(step)

    def view(self, tree: Standing, before: View | None = None) -> View:
        """One side of a commit."""
        reader = Reader(tree, self._limits)
        earlier = None if before is None else before.resources
        resources = Resources(reader, self._config, self._published, self._texts, earlier, tree.claims)
        return View(reader, resources, self._texts, self._config)

    def _published(self, revision: str) -> Tree:
        return self._repository.snapshot(self._repository.resolve(revision))

    def _by(self, step: Step) -> Iterator[Touched]:
        changed = frozenset(each.path for each in step.edits)
        base = self.view(self._base)
        head = self.view(self._head, base)
        found = self._candidates(changed, base, head)
        sides = {name: self._sides(each, base, head) for name, each in found.items()}
        added = _added(sides)
        for name in sorted(found):
            contract = found[name].contract
            before, after = sides[name]
            self._wanted[name] = head.wanted(contract)
            if not found[name].sure and _ids(before) == _ids(after):
                continue
            moved = {entry.object_id for entry in before.entries} - {e.object_id for e in after.entries}
            yield Touched(
                name,
                step,
                Task(
                    bare(contract),
                    before,
                    after,
                    self._limits,
                    self._before(contract, step.parent),
                    tuple((each, added[each]) for each in sorted(moved & added.keys())),
                ),
            )

    def _sides(self, each: _Candidate, base: View, head: View) -> tuple[Side, Side]:
        before, after = (view.side(each.contract, each.fixtures, each.rejects) for view in (base, head))
        return before, after

    def _candidates(self, changed: frozenset[str], base: View, head: View) -> dict[str, _Candidate]:
        sure = {name for path in changed for name in self._owners.get(path, ())}
        ends = self._ends(changed, base, head)
        names = sure | {name for name, wanted in self._wanted.items() if not wanted.isdisjoint(ends)}
        found: dict[str, _Candidate] = {}
        for name in names & self._known.keys():
            known = self._known[name]
            contract = known.at(self._there(known.contract))
            if contract is not None:
                found[name] = _Candidate(contract, known.fixtures, known.rejects, name in sure)
        return {**found, **self._listed(changed, ends, base, head)}

    def _there(self, contract: Contract) -> frozenset[str]:
        """The paths of a contract that are there on either side."""
        sides = (self._base.entries, self._head.entries)
        return frozenset(path for path in owned(contract) if any(path in each for each in sides))

    def _ends(self, changed: frozenset[str], base: View, head: View) -> set[str]:
        """The ends of references that may lead to a file that changed."""
        found: set[str] = set()
        for path in changed:
            for view in (base, head):
                if path.endswith(ENDINGS) and path in view.tree.entries:
                    found |= tokens(path, self._texts.of(view.reader, path))
        return found

    def _listed(
        self, changed: frozenset[str], ends: set[str], base: View, head: View
    ) -> dict[str, _Candidate]:
        """The contracts that entries of manifests are, and that the commit may have changed."""
        found: dict[str, _Candidate] = {}
        for parent in self._lists:
            path = parent.contract.manifest
            for each in listed(parent.contract, base.value(path), head.value(path)):
                paths = {*owned(each)}
                if each.name in self._known or any(path in self._owners for path in paths):
                    continue
                wanted = self._wanted.get(each.name)
                sure = not paths.isdisjoint(changed)
                if sure or wanted is None or not wanted.isdisjoint(ends):
                    golden = _selected(each.fixtures, base, head)
                    found[each.name] = _Candidate(each, golden, (), sure)
        return found


def _selected(globs: tuple[str, ...], *views: View) -> tuple[str, ...]:
    from govern.configuration import select

    return tuple(select(globs, {path for view in views for path in view.tree.entries})) if globs else ()


def _added(sides: Mapping[str, tuple[Side, Side]]) -> dict[str, str]:
    """Object id to path of the files that only the heads have."""
    found: dict[str, str] = {}
    for before, after in sides.values():
        there = {each.path for each in before.entries}
        documents = {*after.fixtures, *after.rejects}
        found |= {e.object_id: e.path for e in after.entries if e.path not in there | documents}
    return found


def _ids(side: Side) -> list[tuple[str, str, str]]:
    return [(each.schema, each.uri, each.entry.object_id) for each in side.reached]
