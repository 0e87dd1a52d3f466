"""The installed script, run in a scratch repository with an environment of the test's own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import IO, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1] / "review"))

from scratch import Scratch  # the scratch repositories of the review's tests

SCRIPT = str(Path(sys.executable).parent / "govern")

Stream = int | IO[bytes]


class Done(NamedTuple):
    """How a command ended: its exit status and what it wrote."""

    status: int
    out: str
    err: str


class Console:
    """Somebody at a terminal of the repository; nothing of this environment is theirs but PATH."""

    def __init__(self, scratch: Scratch) -> None:
        self.scratch = scratch

    def __call__(
        self, *arguments: str, below: str = "", stdout: Stream | None = None, **given: str | None
    ) -> Done:
        """Run `govern` with some arguments; `given` are environment variables (None: not set)."""
        return self.run([SCRIPT, *arguments], below=below, stdout=stdout, **given)

    def run(
        self, words: list[str], *, below: str = "", stdout: Stream | None = None, **given: str | None
    ) -> Done:
        """Run any program here."""
        environment: dict[str, str | None] = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.scratch.root.parent),
            **given,
        }
        done = subprocess.run(
            words,
            cwd=self.scratch.root / below,
            env={name: value for name, value in environment.items() if value is not None},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if stdout is None else stdout,
            stderr=subprocess.PIPE,
            check=False,
        )
        return Done(done.returncode, (done.stdout or b"").decode(), done.stderr.decode())
