"""A running process and a time limit to its end: reads from it cannot wait for ever."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from govern.repo.command import end, terminate

if TYPE_CHECKING:
    from git.cmd import Git


class Watch:
    """Watches one process. A thread looks at the clock a few times in each time limit; starting a
    timer for every read would cost more than the reads do."""

    __slots__ = ("_deadline", "_stop", "expired", "process", "timeout")

    def __init__(self, process: Git.AutoInterrupt, timeout: float) -> None:
        self.process = process
        self.timeout = timeout
        self.expired = False
        self._deadline: float | None = None
        self._stop = threading.Event()
        threading.Thread(target=self._look, name="govern-watch", daemon=True).start()

    @contextmanager
    def limited(self) -> Iterator[None]:
        """Within: a time limit from now on. When it has passed, the process is killed and `expired` set."""
        self._deadline = time.monotonic() + self.timeout
        try:
            yield
        finally:
            self._deadline = None

    def close(self) -> None:
        """End the process and the watch."""
        self._stop.set()
        end(self.process)

    def _look(self) -> None:
        while not self._stop.wait(min(1.0, self.timeout / 4)):
            deadline = self._deadline
            if deadline is not None and time.monotonic() > deadline:
                self.expired = True
                terminate(self.process)
                return
