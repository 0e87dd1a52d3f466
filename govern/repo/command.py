"""A git command to its output: an exact environment, no input, a time limit. The one door to git.

Of GitPython only its starter and its guard of processes are used. `Git.execute` adds the whole
inherited environment to the one it is given, and importing `git` runs `git version` from PATH
without a time limit; neither may happen on input from strangers.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from govern.repo.executable import OPTIONS
from govern.repo.faults import fault, git_failed, timed_out

if TYPE_CHECKING:
    from git.cmd import Git

TIMEOUT = 60.0
"""Seconds that one git command may take."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a git command ended: exit status, standard output, standard error."""

    status: int
    output: bytes
    complaint: str


@dataclass(frozen=True, slots=True)
class GitRunner:
    """Runs git: `executable` is absolute, `environment` is all that git sees, `timeout` is in seconds.

    `where` are the options that say which repository: `-C folder`, or `--git-dir=…`.
    """

    executable: str
    environment: Mapping[str, str]
    where: tuple[str, ...] = ()
    timeout: float = TIMEOUT

    def at(self, *where: str) -> GitRunner:
        """The same git for another repository."""
        return replace(self, where=where)

    def with_variable(self, name: str, value: str) -> GitRunner:
        """The same git with one more variable."""
        return replace(self, environment={**self.environment, name: value})

    def run(self, *arguments: str, given: bytes | None = None) -> Outcome:
        """Run one command to its end. Raises RepositoryError (`timeout`, `git`)."""
        process = self.start(*arguments, takes_input=given is not None)
        try:
            output, complaint = process.communicate(input=given, timeout=self.timeout)
        except subprocess.TimeoutExpired:
            end(process)
            raise timed_out(arguments[0], self.timeout) from None
        return Outcome(process.returncode, output, complaint.decode("utf-8", "replace"))

    def ask(self, *arguments: str, given: bytes | None = None) -> bytes:
        """The output of a command that must succeed. Raises RepositoryError (`timeout`, `git`)."""
        outcome = self.run(*arguments, given=given)
        if outcome.status != 0:
            raise git_failed(arguments, outcome.status, outcome.complaint)
        return outcome.output

    def start(self, *arguments: str, takes_input: bool) -> Git.AutoInterrupt:
        """Start a command and leave it running; it ends with the object that is returned."""
        starter, guard = _gitpython()
        command = [self.executable, *OPTIONS, *self.where, *arguments]
        try:
            process = starter(
                command,
                env=dict(self.environment),
                cwd=os.path.abspath(os.sep),  # git is told where to work, and must find nothing here
                stdin=subprocess.PIPE if takes_input else subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,  # so that children can be ended with it
            )
        except (OSError, ValueError) as error:
            raise fault(
                "git",
                f"{self.executable} could not be started: {error}",
                "check that the `git` on PATH is the real one and may be executed",
            ) from error
        return guard(process, command)


def end(process: Git.AutoInterrupt) -> None:
    """End a process and all that it has started, without waiting for what they hold open."""
    running = process.proc
    if running is None:
        return
    terminate(process)
    running.wait()
    for stream in (running.stdin, running.stdout, running.stderr):
        if stream is not None:
            with contextlib.suppress(OSError):
                stream.close()


def terminate(process: Git.AutoInterrupt) -> None:
    """Kill a process and all that it has started; its streams stay open to be read to their end."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()


def _gitpython() -> tuple[Callable[..., subprocess.Popen[bytes]], type[Git.AutoInterrupt]]:
    with _quiet_import():
        from git.cmd import Git, safer_popen
    return safer_popen, Git.AutoInterrupt


@contextlib.contextmanager
def _quiet_import() -> Iterator[None]:
    """While GitPython is imported for the first time, show it a git that cannot be run.

    It would otherwise run whatever `git` the process's PATH finds, without a time limit, and
    refuse to be imported where there is none.
    """
    if "git" in sys.modules:
        yield
        return
    shown = {"GIT_PYTHON_GIT_EXECUTABLE": os.devnull, "GIT_PYTHON_REFRESH": "quiet"}
    before = {name: os.environ.get(name) for name in shown}
    os.environ.update(shown)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
