"""How tasks are dealt out: each once, in batches that share files, and enough of them for every process."""

from __future__ import annotations

from concurrent.futures import Executor, Future
from dataclasses import dataclass
from types import SimpleNamespace

import pytest

from govern.histories.running import FEWEST, MOST, WEIGHT, Run
from govern.histories.store import Store
from govern.model import Class, Compatibility, Judged, Level, Verdict

JUDGED = Judged(
    "changed", Class.ADDITIVE, Compatibility.FULL, Verdict.PROVED, Verdict.REFUTED, Level.MINOR, None, (), ()
)


@dataclass(frozen=True)
class FakeTask:
    """What a run asks of a task: its key, whose it is, and the sizes of its files."""

    key: str
    name: str
    size: int = 100

    @property
    def contract(self):
        return SimpleNamespace(name=self.name)

    @property
    def sides(self):
        return (SimpleNamespace(entries=(SimpleNamespace(size=self.size),)),)


class Recording(Executor):
    """Answers at once, and remembers the batches."""

    def __init__(self) -> None:
        self.batches: list[tuple[FakeTask, ...]] = []

    def submit(self, _, batch):
        self.batches.append(batch.tasks)
        future: Future = Future()
        future.set_result(tuple(JUDGED for _ in batch.tasks))
        return future


def dealt(tasks):
    executor = Recording()
    run = Run(executor, Store(None, "e"), "folder", {}, 1.0, lambda *_: None)
    for each in tasks:
        run.add(each)
    answers = run.end()
    assert sorted(answers) == sorted({each.key for each in tasks})
    assert run.computed == len(answers)
    handed = [each.key for batch in executor.batches for each in batch]
    assert sorted(handed) == sorted(answers), "each is handed out once"
    return executor.batches


@pytest.mark.parametrize("contracts", [1, 3, 40])
@pytest.mark.parametrize("count", [1, FEWEST, 60, 500, 5000])
def test_each_is_dealt_out_once_in_batches_of_some(contracts, count):
    batches = dealt([FakeTask(str(each), f"c{each % contracts}") for each in range(count)])
    assert max(map(len, batches)) <= MOST
    assert sum(len(batch) < FEWEST for batch in batches) <= contracts


def test_a_short_history_of_one_contract_keeps_several_processes_busy():
    assert len(dealt([FakeTask(str(each), "a") for each in range(60)])) >= 60 // FEWEST


def test_a_long_history_is_dealt_out_in_large_batches_and_ends_in_small_ones():
    batches = dealt([FakeTask(f"{each}/{of}", f"c{of}") for each in range(6) for of in range(500)])
    assert max(map(len, batches)) == MOST
    assert len(batches[-2]) <= FEWEST + 1


def test_large_files_close_a_batch():
    batches = dealt([FakeTask(str(each), "a", WEIGHT // 2) for each in range(10)])
    assert [len(batch) for batch in batches] == [2] * 5


def test_what_is_asked_for_twice_is_done_once():
    assert sum(map(len, dealt([FakeTask("k", "a"), FakeTask("k", "a")]))) == 1
