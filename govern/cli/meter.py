"""How much of long work is done, to a bar at a terminal, and to a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from typing import TextIO

from govern.escape import terminal

WIDTH = 28
"""Characters of the bar."""

SOON, SELDOM = 0.1, 10.0
"""Seconds between two states of a bar, and between two lines."""


class Meter:
    """Told (done, count, name) as work goes on; writes to standard error."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._bar = self._stream is not None and self._stream.isatty()
        self._last = time.monotonic()
        self._drawn = False

    def __call__(self, done: int, count: int, name: str) -> None:
        """Show how much is done, unless that was shown just now."""
        now = time.monotonic()
        if self._stream is None or now - self._last < (SOON if self._bar else SELDOM):
            return
        self._last = now
        share = done / count if count else 0.0
        told = f"{done:,}/{count:,} {share:4.0%} {terminal(name)[:40]}"
        if self._bar:
            full = int(share * WIDTH)
            self._stream.write(f"\r\033[Kgovern: [{'#' * full}{'.' * (WIDTH - full)}] {told}")
            self._drawn = True
        else:
            self._stream.write(f"govern: {told}\n")
        self._stream.flush()

    def end(self) -> None:
        """Take the bar away."""
        if self._drawn and self._stream is not None:
            self._stream.write("\r\033[K")
            self._stream.flush()
            self._drawn = False
