"""A computation to its result, or to why there is none: run apart, with a deadline and a memory cap.

What strangers send can make a validator or a pattern run for hours, or a library crash. The work is
done in a forked child that is killed when its time is up; the parent never hangs. Where the
platform cannot fork, it is done in place, without a deadline.
"""

from __future__ import annotations

import gc
import math
import os
import pickle
import select
import signal
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

Result = TypeVar("Result")

MEMORY = 4 * 1024**3
"""Address space of a child, in bytes."""

_SELDOM = 200_000
"""Objects made between two collections in a child: it lives for seconds, and its memory is capped."""

_FORKING = threading.Lock()
_DONE, _SPENT, _BUG = "done", "spent", "bug"
_WANT = {MemoryError: "memory", RecursionError: "stack"}


class ChildError(RuntimeError):
    """A bug that showed itself in a child; its text is the child's own traceback."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a computation gave no result, in words."""

    reason: str


def isolated(
    work: Callable[[], Result], seconds: float, *, patience: float | None = None
) -> Result | Failure:
    """The result of `work`, or why there is none after `seconds` of wall clock at the most; or, where there
    is `patience`, after so many seconds of processor time, rounded up, and `patience` of wall clock: how
    busy the machine is then decides nothing.

    The result must be picklable. Running out of time, memory or stack is a failure; any other
    exception of the child is raised here as a ChildError, so that a bug is reported as one and never
    taken for a verdict.
    """
    if not hasattr(os, "fork"):
        return work()
    child, reader = _forked(work, math.ceil(seconds) + (patience is None))
    ended = False
    try:
        data = _collect(reader, seconds if patience is None else patience)
        ended = not isinstance(data, Failure)
    finally:
        os.close(reader)
        if not ended:
            os.kill(child, signal.SIGKILL)
        status = os.waitpid(child, 0)[1]
    if isinstance(data, Failure):
        return data
    if not data:
        if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU:
            return Failure(f"it was not done after {seconds:g} s of processor time")
        return Failure("it used too much memory or crashed")
    outcome, value = pickle.loads(data)  # noqa: S301  # written by our own child, through our own pipe
    if outcome == _BUG:
        raise ChildError(value)
    return Failure(value) if outcome == _SPENT else value


def _forked(work: Callable[[], object], spent: int) -> tuple[int, int]:
    """A child that works, and the pipe by which it tells. No other child may be made in between: it would
    hold the pipe open when this one has ended."""
    with _FORKING:
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reader)
            _run(work, writer, spent)
        os.close(writer)
    return child, reader


def _run(work: Callable[[], object], writer: int, spent: int) -> None:
    """The child's whole life. It ends here, whatever happens."""
    try:
        _limit(spent)
        gc.freeze()  # what the parent made stays where it is: no page of it is copied for a count
        gc.set_threshold(_SELDOM)
        try:
            data = pickle.dumps((_DONE, work()))
        except (MemoryError, RecursionError) as error:
            data = pickle.dumps((_SPENT, f"it ran out of {_WANT[type(error)]}"))
        except Exception:  # noqa: BLE001  # whatever it is, the parent must hear of it
            data = pickle.dumps((_BUG, traceback.format_exc()))
        view = memoryview(data)
        while view:
            view = view[os.write(writer, view) :]
    finally:
        os._exit(0)


def _limit(spent: int) -> None:
    """Cap the child's memory, and its seconds on the processor: should the parent be killed first, nobody
    else would end a child that hangs."""
    import resource

    most = resource.getrlimit(resource.RLIMIT_CPU)[1]
    if most == resource.RLIM_INFINITY or spent < most:
        resource.setrlimit(resource.RLIMIT_CPU, (spent, most))
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    limit = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))


def _collect(reader: int, seconds: float) -> bytes | Failure:
    chunks: list[bytes] = []
    deadline = time.monotonic() + seconds
    while True:
        left = deadline - time.monotonic()
        ready = select.select([reader], [], [], max(left, 0))[0]
        if not ready:
            return Failure(f"it was not done after {seconds:g} s")
        chunk = os.read(reader, 1 << 20)
        if not chunk:
            return b"".join(chunks)
        chunks.append(chunk)
