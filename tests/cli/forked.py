"""The command in a process of its own that need not import it again: forked from the one that tests.

The entry point, the arguments, the folder, the environment, the streams and the exit status are those of the
installed script; only Python's own start is left out. What depends on that start is for `Console`.
"""

from __future__ import annotations

import os
import sys
import tempfile
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

from console import Console, Done

import govern.cli
import govern.cli.application
import govern.cli.approving
import govern.cli.recording  # imported before the fork, and not after it each time


class Forked(Console):
    """Somebody at a terminal who starts the command again and again."""

    def __call__(self, *arguments: str, below: str = "", stdout: object = None, **given: str | None) -> Done:
        """Run `govern` with some arguments; `given` are environment variables (None: not set)."""
        assert stdout is None, "where output goes elsewhere, start the script"
        usual: dict[str, str | None] = {"PATH": os.environ["PATH"], "HOME": str(self.scratch.root.parent)}
        environment = {name: value for name, value in {**usual, **given}.items() if value is not None}
        return forked(arguments, self.scratch.root / below, environment)


def forked(words: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Done:
    """Run `govern` with some arguments in a folder, with an environment and no input."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = os.fork()
        if child == 0:
            _become(words, folder, environment, (out.fileno(), err.fileno()))
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        said = []
        for stream in (out, err):
            stream.seek(0)
            said.append(stream.read().decode())
    return Done(status, *said)


def _become(
    words: Sequence[str], folder: Path, environment: Mapping[str, str], streams: tuple[int, int]
) -> NoReturn:
    """Be the command, to the end of this process."""
    status = 70
    try:
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(environment)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(streams[0], 1)
        os.dup2(streams[1], 2)
        sys.stdin, sys.stdout, sys.stderr = (open(n, mode) for n, mode in enumerate("rww"))  # noqa: SIM115
        sys.argv = ["govern", *words]
        try:
            govern.cli.main()
            status = 0
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else int(end.code is not None)
        sys.stdout.flush()
        sys.stderr.flush()
    except BaseException:  # noqa: BLE001  # whatever it is, no test may go on in the child
        os.write(2, traceback.format_exc().encode())
    finally:
        os._exit(status)
