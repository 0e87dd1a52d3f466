"""The tags of a repository to the releases of each contract, in the order in which one came from another."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from govern.contracts import Config, Contract
from govern.documents import Limits
from govern.histories.inventory import Known
from govern.histories.task import Side, Task, bare
from govern.histories.views import View
from govern.model import Moment, Tree
from govern.policy.versions.verdicts import BY_MERGE
from govern.repo import Repository
from govern.review.reading import Reader
from govern.review.references import Resources
from govern.review.releases import asks_for_releases, is_release
from govern.review.spoken import Texts
from govern.review.work import owned


@dataclass(frozen=True, slots=True)
class Released:
    """A release of a contract, the one before it, and what decides what is said of the step."""

    name: str
    base_tag: str
    base: str
    head_tag: str
    moment: Moment
    task: Task


@dataclass(frozen=True, slots=True)
class _Tag:
    name: str
    moment: Moment


class Releases:
    """The releases of contracts: tags that name them, wherever they stand. `line` are the commits of the line
    that is walked, oldest first."""

    def __init__(
        self, repository: Repository, config: Config, known: Mapping[str, Known], line: Sequence[str]
    ) -> None:
        self._repository = repository
        self._config = config
        self._known = known
        self._limits = Limits(config.max_bytes, config.max_depth)
        self._texts = Texts()
        self._places = {commit: place for place, commit in enumerate(line)}
        self._views: dict[str, View] = {}
        self._sides: dict[tuple[str, str], Side | None] = {}
        self.alone = sum(not each.gone for each in known.values()) == 1

    def before(self, contract: Contract, commit: str) -> tuple[tuple[str, Side], ...]:
        """The releases that a commit (full id, "" for none) comes from, each content once, by name of their
        tags; none where nothing about the contract is measured from them."""
        if not commit or not asks_for_releases(contract):
            return ()
        found: dict[Side, str] = {}
        for tag in sorted(self._of(contract), key=lambda each: each.name):
            side = self._side(contract, tag)
            if side is not None and self._comes_from(commit, tag.moment.commit):
                found.setdefault(side, tag.name)
        return tuple((name, side) for side, name in found.items())

    def steps(self, after: str) -> list[Released]:
        """Every step from one release of a contract to the next, by contract, oldest first; without those
        that the commit `after` ("" for none) comes from."""
        found: list[Released] = []
        for name, known in self._known.items():
            earlier: list[_Tag] = []
            for tag in self._of(known.contract):
                if self._side(known.contract, tag) is None:
                    continue
                old = after and self._repository.is_ancestor(tag.moment.commit, after)
                if earlier and not old:
                    found.append(self._step(name, self._previous(tag, earlier), tag))
                earlier.append(tag)
        return found

    def _step(self, name: str, base: _Tag, head: _Tag) -> Released:
        known = self._known[name]
        trees = [self._view(each).tree for each in (base, head)]
        there = frozenset(path for path in owned(known.contract) if any(path in t.entries for t in trees))
        contract = known.at(there) or known.contract
        fields = contract.versions
        merged = fields and tuple(replace(each, released_by=BY_MERGE) for each in fields)
        contract = replace(contract, versions=merged)
        sides = [self._view(each).side(contract, known.fixtures, known.rejects) for each in (base, head)]
        task = Task(bare(contract), sides[0], sides[1], self._limits)
        return Released(name, base.name, base.moment.commit, head.name, head.moment, task)

    def _previous(self, tag: _Tag, earlier: Sequence[_Tag]) -> _Tag:
        """The last release that a release comes from; where it comes from none of them (tags beside the
        line), the last one before it."""
        commit = tag.moment.commit
        there = (each for each in reversed(earlier) if self._comes_from(commit, each.moment.commit))
        return next(there, earlier[-1])

    def _comes_from(self, commit: str, older: str) -> bool:
        places = self._places.get(commit), self._places.get(older)
        if places[0] is not None and places[1] is not None:
            return places[1] <= places[0]
        return self._repository.is_ancestor(older, commit)

    def _of(self, contract: Contract) -> list[_Tag]:
        return [each for each in self._tags if is_release(contract, each.name, alone=self.alone)]

    @cached_property
    def _tags(self) -> tuple[_Tag, ...]:
        """The tags that name a release of any contract, in the order in which their commits were made."""
        contracts = [each.contract for each in self._known.values()]
        tags = [
            (name, commit)
            for name, commit in self._repository.tags()
            if any(is_release(each, name, alone=self.alone) for each in contracts)
        ]
        commits = sorted({commit for _, commit in tags})
        order = {each.commit: (n, each) for n, each in enumerate(self._repository.ancestry(commits))}
        found = sorted(tags, key=lambda each: (order[each[1]][0], each[0]))
        return tuple(_Tag(name, order[commit][1]) for name, commit in found)

    def _side(self, contract: Contract, tag: _Tag) -> Side | None:
        """The contract's files at a tag, None where it has none there."""
        key = (contract.name, tag.moment.commit)
        if key not in self._sides:
            view = self._view(tag)
            known = self._known.get(contract.name)
            there = any(path in view.tree.entries for path in owned(contract))
            golden = (known.fixtures, known.rejects) if known is not None else ((), ())
            self._sides[key] = view.side(contract, *golden) if there else None
        return self._sides[key]

    def _view(self, tag: _Tag) -> View:
        commit = tag.moment.commit
        if commit not in self._views:
            reader = Reader(self._repository.snapshot(commit), self._limits)
            resources = Resources(reader, self._config, self._published, self._texts)
            self._views[commit] = View(reader, resources, self._texts, self._config)
        return self._views[commit]

    @property
    def _published(self) -> Callable[[str], Tree]:
        return lambda revision: self._repository.snapshot(self._repository.resolve(revision))
