"""Tasks to rows, over processes that can be killed: a task that hangs costs its time and no more."""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from multiprocessing.connection import Connection

Work = Callable[[object], dict[str, object]]


class _Worker:
    """One process that does one task after another, started again where it died or was killed."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._start()

    def ask(self, task: object, seconds: float) -> dict[str, object] | str:
        """The row of a task, or why there is none."""
        self._pipe.send(task)
        try:
            if self._pipe.poll(seconds):
                row: dict[str, object] = self._pipe.recv()
                return row
            reason = f"not done after {seconds:g} s"
        except EOFError:
            reason = "the process died"
        self.stop()
        self._start()
        return reason

    def stop(self) -> None:
        """Kill it."""
        self._process.kill()
        self._process.join()
        self._pipe.close()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(self._work, theirs), daemon=False)
        self._process.start()
        theirs.close()


def _serve(work: Work, pipe: Connection) -> None:
    while True:
        try:
            task = pipe.recv()
        except (EOFError, KeyboardInterrupt):
            return
        pipe.send(work(task))


def answers(
    work: Work, tasks: Sequence[object], processes: int, seconds: float
) -> Iterator[tuple[int, dict[str, object] | str]]:
    """(position, row) of every task as they come; a text where there is no row."""
    mine = threading.local()
    workers: list[_Worker] = []

    def do(task: object) -> dict[str, object] | str:
        if not hasattr(mine, "worker"):
            mine.worker = _Worker(work)
            workers.append(mine.worker)
        answer: dict[str, object] | str = mine.worker.ask(task, seconds)
        return answer

    executor = ThreadPoolExecutor(processes)
    try:
        futures = {executor.submit(do, task): position for position, task in enumerate(tasks)}
        for future in as_completed(futures):
            yield futures[future], future.result()
    finally:
        executor.shutdown(wait=False, cancel_futures=True)
        for worker in workers:
            worker.stop()
