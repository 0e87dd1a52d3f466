"""A repository to the history of its contracts: every revision with its class, the bump it had and needed.

    line of commits → inventory of contracts → tasks → answers → history

A task is plain values, so it can be worked on anywhere; equal tasks have equal answers, so what is in
a store is never computed again. Each revision says what `govern check` says of its commit under the
configuration of the last one: changes, class, answers and versions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass

from govern.configuration import discover, load
from govern.contracts import CONFIG_FILE, Config
from govern.errors import Problem, RepositoryError
from govern.histories.engine import engine
from govern.histories.inventory import Inventory, chosen, inventory, regular
from govern.histories.labels import labelled
from govern.histories.releases import Released, Releases
from govern.histories.running import Run
from govern.histories.store import Store
from govern.histories.walk import Touched, Walk
from govern.histories.workers import workers
from govern.model import Entry, History, Judged, Moment, ReleaseStep, Revision, Tree
from govern.repo import NO_COMMIT, Repository, Step, needed, open_repository, require_same
from govern.review.setting import Progress, config_text

SECONDS = 10.0
"""The default deadline of one revision."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What of a history is asked for.

    `base`: the commit after which the list begins ("" for all), `head`: its last commit, both as
    `Repository.resolve` takes them. `only`: names of contracts, all where there are none. `seconds`: what
    one revision may take. `jobs`: processes to start where no executor is given. `config`: the operator's
    own configuration, in the place of head's.
    """

    base: str = ""
    head: str = "HEAD"
    only: tuple[str, ...] = ()
    seconds: float = SECONDS
    jobs: int = 1
    config: Config | None = None


def history(
    folder: str,
    environment: Mapping[str, str],
    asked: Asked,
    *,
    store: Store | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> History:
    """The history of the contracts of the repository around a folder.

    `environment` is what git gets, as `open_repository` takes it. `store` keeps answers between runs. An
    `executor` that is given is used and left open. `progress` is told how much is done, of how much that
    is known of, and what.

    Raises RepositoryError where the line of commits cannot be read to its end, or is empty,
    ConfigurationError where there is no contract, UsageError where `only` names none.
    """
    kept = store or Store(None, engine())
    tell = progress or (lambda *_: None)
    with _executor(executor, asked.jobs) as pool, open_repository(folder, environment) as repository:
        run = Run(pool, kept, folder, needed(environment), asked.seconds, tell)
        return _Making(repository, asked, run, tell).made()


@contextmanager
def _executor(given: Executor | None, jobs: int) -> Iterator[Executor]:
    if given is not None:
        yield given
        return
    with workers(jobs) as made:
        yield made


class _Making:
    """One history under way."""

    def __init__(self, repository: Repository, asked: Asked, run: Run, tell: Progress) -> None:
        self._repository = repository
        self._asked = asked
        self._run = run
        self._tell = tell
        self._head = repository.resolve(asked.head)
        self._after = repository.resolve(asked.base) if asked.base else ""
        self._steps = repository.line(self._head, self._after)
        if not self._steps:
            raise _empty(asked)
        first = self._steps[0].parent
        self._first = first or NO_COMMIT
        self._files: Mapping[str, Entry] = repository.tree(self._first).entries
        self._tree: Tree = repository.snapshot(self._head)

    def made(self) -> History:
        """Walk, have everything answered, and put it in order."""
        found = self._inventory()
        known = chosen(self._asked.only, found.known)
        line = [self._first, *(step.commit for step in self._steps)]
        releases = Releases(self._repository, found.config, known, line)
        walk = Walk(self._repository, found.config, known, self._files, self._first, releases.before)
        touched = [(each, self._run.add(each.task)) for each in self._walked(walk)]
        require_same(walk.files, self._tree.entries, self._head)
        released = [(each, self._run.add(each.task)) for each in releases.steps(self._after)]
        answers = self._run.end()
        revisions = tuple(_revision(each, answers[key]) for each, key in touched if self._wanted(each.name))
        steps = [(each, _step(each, answers[key])) for each, key in released]
        last = self._steps[-1]
        names = {*known, *(each.contract for each in revisions)}
        return History(
            self._repository.url(),
            self._after,
            Moment(last.commit, last.date, last.subject),
            found.config.origin,
            tuple(sorted(name for name in names if self._wanted(name))),
            tuple(sorted(name for name, each in known.items() if each.gone and self._wanted(name))),
            revisions,
            tuple(
                labelled(step, known[each.name].contract, alone=releases.alone)
                for each, step in steps
                if self._wanted(each.name)
            ),
            (*found.notes, *_failed(revisions)),
        )

    def _wanted(self, name: str) -> bool:
        return not self._asked.only or name in self._asked.only

    def _walked(self, walk: Walk) -> Iterator[Touched]:
        count = len(self._steps)
        for number, step in enumerate(self._steps):
            self._tell(number, count, f"reading {step.date[:10]}")
            yield from walk.touched((step,))

    def _inventory(self) -> Inventory:
        ever = dict(self._files)
        formerly: list[Entry] = []
        for step in self._steps:
            for edit in step.edits:
                entry = edit.after or edit.before
                if entry is not None:
                    ever[edit.path] = entry
                if edit.path == CONFIG_FILE and edit.before is not None and regular(edit.before):
                    formerly.append(edit.before)
        formerly.reverse()
        return inventory(self._config(), self._tree.entries, ever, tuple(dict.fromkeys(formerly)), self._read)

    def _config(self) -> Config:
        if self._asked.config is not None:
            return self._asked.config
        text = config_text(self._tree)
        if text is None:
            return discover(self._tree)
        return load(text, path=CONFIG_FILE, origin=f"{CONFIG_FILE} of the last commit")

    def _read(self, entry: Entry) -> bytes:
        return self._repository.glance(entry.object_id, entry.path)


def _revision(touched: Touched, judged: Judged) -> Revision:
    step: Step = touched.step
    return Revision(touched.name, Moment(step.commit, step.date, step.subject), step.parent, judged)


def _step(released: Released, judged: Judged) -> ReleaseStep:
    return ReleaseStep(
        released.name, released.base_tag, released.base, released.head_tag, released.moment, judged
    )


def _failed(revisions: tuple[Revision, ...]) -> Iterator[str]:
    """The revisions with which govern itself failed: they are undecided, and somebody should report it."""
    broken = [each for each in revisions if each.judged.broken]
    if broken:
        named = ", ".join(f"{each.contract} at {each.moment.commit[:12]}" for each in broken[:5])
        yield f"{len(broken)} revisions are undecided because govern itself failed over them ({named}): a bug"


def _empty(asked: Asked) -> RepositoryError:
    where = f"between {asked.base} and {asked.head}" if asked.base else f"before {asked.head}"
    return RepositoryError(
        Problem(
            "history-empty",
            f"there is no commit {where}: nothing was compared",
            "name a commit that comes before the last one: --from REF, --to REF",
            "--from",
        )
    )


__all__ = ["SECONDS", "Asked", "Store", "engine", "history"]
