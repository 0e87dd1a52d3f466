"""Reports to where they were asked for, problems to standard error: whole, escaped, or not at all."""

from __future__ import annotations

import os
import sys
import tempfile
import traceback
from collections.abc import Sequence
from pathlib import Path

from govern.errors import OutputError, Problem
from govern.escape import terminal


def write(text: str, file: str | None) -> None:
    """Write a report to a file (whole or not at all), or to standard output for None or `-`.

    Raises OutputError where it cannot be written: a report that was asked for and is not there must
    never look like a green check.
    """
    data = text.encode("utf-8", "backslashreplace")
    try:
        if file is None or file == "-":
            _to_stdout(data)
        else:
            _to_file(data, Path(file))
    except (OSError, ValueError) as error:
        place = file or "standard output"
        raise OutputError(
            Problem(
                "output",
                f"the report could not be written: {error}",
                "name a place that can be written",
                place,
            )
        ) from error


def is_terminal() -> bool:
    """Whether standard output is a terminal that wants colour (https://no-color.org)."""
    return sys.stdout is not None and sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def progress(done: int, count: int, name: str) -> None:
    """One line on standard error, over the one before; only at a terminal, and only for long work."""
    if count < 3 or sys.stderr is None or not sys.stderr.isatty():
        return
    end = "\r" if done + 1 < count else "\r\033[K"
    sys.stderr.write(f"\r\033[Kgovern: {done + 1}/{count} {terminal(name)[:60]}{end}")
    sys.stderr.flush()


def report_problems(problems: Sequence[Problem]) -> None:
    """Each problem with its place and remedy, for a person."""
    for problem in problems:
        where = f"{problem.place}: " if problem.place else ""
        _complain(f"govern: {where}{problem.message} [{problem.rule}]\n  → {problem.remedy}\n")


def say_unexpected(error: Exception) -> None:
    """A bug: what to report, and that nothing was decided."""
    trace = "".join(traceback.format_exception(error))
    _complain(
        "govern: an unexpected error; nothing was decided [bug]\n"
        "  → please report it with what follows\n" + trace
    )


def _complain(text: str) -> None:
    if sys.stderr is None:
        return
    shown = "\n".join(terminal(line) for line in text.split("\n"))
    try:
        sys.stderr.buffer.write(shown.encode("utf-8", "backslashreplace"))
        sys.stderr.flush()
    except (OSError, ValueError):
        return  # there is nobody to tell; the exit status still says it


def _to_stdout(data: bytes) -> None:
    if sys.stdout is None:
        raise ValueError("standard output is closed")
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.flush()


def _to_file(data: bytes, path: Path) -> None:
    if path.exists() and not path.is_file():
        path.write_bytes(data)
        return
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
