"""Computations to their results, or to why there are none: run apart, with deadlines and a memory cap.

What strangers send can make a validator or a pattern run for hours, or a library crash. The work is
done in a forked child that is killed when its time is up; the parent never hangs. Computations share a
child until one fails, for a child costs as much as many a computation does. Where the platform cannot
fork, the work is done in place, without a deadline.
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
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from govern.interrupts import held_back

Result = TypeVar("Result")

MEMORY = 4 * 1024**3
"""Address space of a child, in bytes."""

_SELDOM = 50_000
"""Objects made between two collections in a child: it lives for seconds, and its memory is capped."""

_LENGTH = 8
"""Bytes of the number that says how long a message of a child is."""

_FORKING = threading.Lock()
_DONE, _SPENT, _BUG = "done", "spent", "bug"
_WANT = {MemoryError: "memory", RecursionError: "stack"}


class ChildError(RuntimeError):
    """A bug that showed itself in a child; its text is the child's own traceback."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a computation gave no result, in words."""

    reason: str


@dataclass(frozen=True, slots=True)
class Allowance:
    """What one computation may take: `seconds` of wall clock at the most; or, where there is `patience`, so
    many seconds of processor time, rounded up, and `patience` of wall clock: how busy the machine is then
    decides nothing."""

    seconds: float
    patience: float | None = None

    @property
    def wall(self) -> float:
        """Seconds of wall clock."""
        return self.seconds if self.patience is None else self.patience

    @property
    def spent(self) -> int:
        """Whole seconds of processor time."""
        return math.ceil(self.seconds) + (self.patience is None)


def isolated(work: Callable[[], Result], allowance: Allowance) -> Result | Failure:
    """The result of `work`, or why there is none within the allowance.

    The result must be picklable. Running out of time, memory or stack is a failure; any other
    exception of the child is raised here as a ChildError, so that a bug is reported as one and never
    taken for a verdict.
    """
    (found,) = each_isolated([work], allowance)
    if isinstance(found, ChildError):
        raise found
    return found


def each_isolated(
    works: Sequence[Callable[[], Result]], allowance: Allowance
) -> Iterator[Result | Failure | ChildError]:
    """What `isolated` says of each computation, in their order; a bug is the error that it would raise. What
    fails in a child that has done other work is done again in one of its own: what it is alone counts."""
    if not hasattr(os, "fork"):
        yield from (each() for each in works)
        return
    left = [*works]
    while left:
        child = _Child(left, allowance)
        try:
            for number in range(len(left)):
                found = child.told()
                failed = isinstance(found, Failure)
                if not (failed and number):
                    yield found
                    del left[0]
                if failed:
                    break
        finally:
            child.end()


class _Child(Generic[Result]):
    """A child that does some work in its order, and tells each result when it has it."""

    def __init__(self, works: Sequence[Callable[[], Result]], allowance: Allowance) -> None:
        self._allowance = allowance
        self._status: int | None = None
        self._id = 0
        with _FORKING:  # no other child may be made in between: it would hold the pipe open for ever
            self._reader, writer = os.pipe()
            try:
                with held_back():
                    self._id = os.fork()
                    if self._id == 0:
                        _live(works, self._reader, writer, allowance.spent)
            except KeyboardInterrupt:
                if self._id:  # it was held back: the child is there
                    self.end()
                raise
            finally:
                os.close(writer)

    def told(self) -> Result | Failure | ChildError:
        """The next result, waited for."""
        deadline = time.monotonic() + self._allowance.wall
        length = self._read(_LENGTH, deadline)
        data = length if isinstance(length, Failure) else self._read(int.from_bytes(length, "big"), deadline)
        if isinstance(data, Failure):
            return data
        outcome, value = pickle.loads(data)  # noqa: S301  # written by our own child, through our own pipe
        if outcome == _BUG:
            return ChildError(value)
        found: Result | Failure = Failure(value) if outcome == _SPENT else value
        return found

    def end(self) -> None:
        """See to it that the child is no more."""
        os.close(self._reader)
        if self._status is None:
            os.kill(self._id, signal.SIGKILL)
            os.waitpid(self._id, 0)

    def _read(self, size: int, deadline: float) -> bytes | Failure:
        found = bytearray()
        while len(found) < size:
            left = deadline - time.monotonic()
            if not select.select([self._reader], [], [], max(left, 0))[0]:
                return Failure(f"it was not done after {self._allowance.wall:g} s")
            chunk = os.read(self._reader, min(size - len(found), 1 << 20))
            if not chunk:
                return self._ended()
            found += chunk
        return bytes(found)

    def _ended(self) -> Failure:
        """Why a child ended before it told all."""
        status = self._status = os.waitpid(self._id, 0)[1]
        if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU:
            return Failure(f"it was not done after {self._allowance.seconds:g} s of processor time")
        return Failure("it used too much memory or crashed")


def _live(works: Sequence[Callable[[], object]], reader: int, writer: int, spent: int) -> None:
    """The child's whole life. It ends here, whatever happens; an interrupt is the parent's to hear."""
    try:
        os.close(reader)
        gc.freeze()  # what the parent made stays where it is: no page of it is copied for a count
        gc.set_threshold(_SELDOM)
        _cap_memory()
        for work in works:
            _cap_time(spent)
            data = _result(work)
            view = memoryview(len(data).to_bytes(_LENGTH, "big") + data)
            while view:
                view = view[os.write(writer, view) :]
    finally:
        os._exit(0)


def _result(work: Callable[[], object]) -> bytes:
    try:
        return pickle.dumps((_DONE, work()))
    except (MemoryError, RecursionError) as error:
        return pickle.dumps((_SPENT, f"it ran out of {_WANT[type(error)]}"))
    except Exception:  # noqa: BLE001  # whatever it is, the parent must hear of it
        return pickle.dumps((_BUG, traceback.format_exc()))


def _cap_memory() -> None:
    import resource

    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    limit = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))


def _cap_time(seconds: int) -> None:
    """Cap what the child may go on to take on the processor: should the parent be killed first, nobody
    else would end a child that hangs."""
    import resource

    until = math.ceil(time.process_time()) + seconds
    most = resource.getrlimit(resource.RLIMIT_CPU)[1]
    if most == resource.RLIM_INFINITY or until < most:
        resource.setrlimit(resource.RLIMIT_CPU, (until, most))
