"""Tasks to answers: from the store where it has them, else from an executor, batch by batch.

Any executor does: its tasks are one function and plain values. A batch is done in one process and is a
transaction of the store. Tasks of one contract wait for each other, for they share files; whoever waits
does not wait long, so that all processes have something to do from the first second to the last.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass, field

from govern.errors import RepositoryError
from govern.histories.judging import judged
from govern.histories.store import Store
from govern.histories.task import Answers, Batch, Task, Unread
from govern.model import Judged

FEWEST, MOST = 8, 64
"""Tasks of one batch: each costs a process, so that few are dear; many are lost together when a run is
killed, and leave other processes idle at its end."""

SHARES = 32
"""Into so many batches tasks are dealt out, where that makes neither too few nor too many of a batch."""

WEIGHT = 4_000_000
"""Bytes of files after which a batch is closed."""


@dataclass(slots=True)
class _Waiting:
    """Tasks with their keys that are to be one batch, and the bytes of their files."""

    tasks: list[tuple[str, Task]] = field(default_factory=list)
    weight: int = 0

    def add(self, key: str, task: Task) -> None:
        """Have one more wait."""
        self.tasks.append((key, task))
        self.weight += sum(each.size for side in task.sides for each in side.entries)

    def enough(self, among: int) -> bool:
        """Whether they are a batch, where so many tasks are to be dealt out."""
        share = min(max(among // SHARES, FEWEST), MOST)
        return len(self.tasks) >= share or self.weight >= WEIGHT


@dataclass(slots=True)
class Run:
    """What is under way. `finished` is told how many tasks are answered, of how many, and whose was last."""

    executor: Executor
    store: Store
    folder: str
    environment: Mapping[str, str]
    seconds: float
    finished: Callable[[int, int, str], None]
    answers: dict[str, Judged] = field(default_factory=dict)
    computed: int = 0
    _waiting: dict[str, _Waiting] = field(default_factory=dict)
    _asked: set[str] = field(default_factory=set)
    _running: dict[Future[Answers], list[tuple[str, Task]]] = field(default_factory=dict)

    def add(self, task: Task) -> str:
        """Have a task answered some time; its key."""
        key = task.key
        if key in self._asked:
            return key
        self._asked.add(key)
        known = self.store.get(key, self.seconds)
        if known is not None:
            self.answers[key] = known
            return key
        name = task.contract.name
        waiting = self._waiting.setdefault(name, _Waiting())
        waiting.add(key, task)
        if waiting.enough(len(self._asked)):
            self._submit(self._waiting.pop(name))
            self._take(0)
        return key

    def end(self) -> Mapping[str, Judged]:
        """Wait for every answer. Raises RepositoryError where the repository could not be read."""
        waiting = sorted(self._waiting.values(), key=lambda each: -each.weight)  # what is heavy comes first
        left = [task for each in waiting for task in each.tasks]
        batch = _Waiting()
        for number, task in enumerate(left):
            batch.add(*task)
            if batch.enough(len(left) - number):
                self._submit(batch)
                batch = _Waiting()
        self._submit(batch)
        self._waiting.clear()
        while self._running:
            self._take(None)
        return self.answers

    def _submit(self, waiting: _Waiting) -> None:
        if waiting.tasks:
            tasks = tuple(task for _, task in waiting.tasks)
            batch = Batch(self.folder, self.environment, self.seconds, tasks)
            self._running[self.executor.submit(judged, batch)] = waiting.tasks

    def _take(self, seconds: float | None) -> None:
        """Keep what is done; wait for something to be, for so long (None: until it is)."""
        done, _ = wait(self._running, timeout=seconds, return_when=FIRST_COMPLETED)
        for future in done:
            asked = self._running.pop(future)
            found = future.result()
            if isinstance(found, Unread):
                raise RepositoryError(*found.problems)
            told = [(key, answer) for (key, _), answer in zip(asked, found, strict=True)]
            self.store.put(told)
            self.answers.update(told)
            self.computed += len(told)
            self.finished(len(self.answers), len(self._asked), asked[-1][1].contract.name)
