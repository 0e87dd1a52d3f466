"""A number of processes to an executor whose workers end with their parent.

Workers are forked where the caller has no other thread: they have every import at once, and whoever
calls the library needs no `if __name__ == "__main__"`. A fork copies only the thread that makes it,
and with it any lock another thread holds; so where there are others, workers are started afresh.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import warnings
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager

from govern.histories.judging import warmed
from govern.interrupts import held_back

_LOOKS = 1.0
"""Seconds between two looks at whether the parent is still there."""


@contextmanager
def workers(jobs: int) -> Iterator[Executor]:
    """An executor of so many processes. When what it is used for is left by an exception, they are ended at
    once: what they have not finished would be of no use to anybody."""
    forks = "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1
    context = multiprocessing.get_context("fork" if forks else "spawn")
    before = set(multiprocessing.active_children())
    executor = ProcessPoolExecutor(jobs, context, _begin, (os.getpid(),))
    try:
        with held_back():
            executor.submit(os.getpid)  # starts them all, before there is anything to be copied
        yield executor
    except BaseException:
        for process in set(multiprocessing.active_children()) - before:
            process.kill()
        executor.shutdown(wait=True, cancel_futures=True)
        raise
    executor.shutdown()


def _begin(parent: int) -> None:
    """The first thing that a worker does. Whoever is killed ends no children, so they look for themselves;
    by a timer and not a thread, for a worker forks."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears it too, and ends its workers
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, lambda *_: os._exit(1) if os.getppid() != parent else None)
        signal.setitimer(signal.ITIMER_REAL, _LOOKS, _LOOKS)
    warnings.simplefilter("ignore")  # of what strangers wrote, a pattern say; nobody reads them here
    warmed()
