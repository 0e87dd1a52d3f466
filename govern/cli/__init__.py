"""The command line: the only place with standard output, standard error and exit codes.

Importing this module imports next to nothing; each command imports what it needs.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from govern.cli.plain import plain


def main() -> None:
    """The `govern` command. Whatever happens, the exit status is 0, 1 or 2 and never 0 by accident."""
    if sys.stdout is None:
        _complain(OSError("standard output is closed"))
        _leave(2)
    try:
        _run(sys.argv[1:])
    except SystemExit as end:
        _flushed(end)
    except KeyboardInterrupt:
        _leave(130)
    except Exception as error:  # noqa: BLE001  # a bug must end in 2 with a report, never in a green check
        _complain(error)
        _leave(2)


def _run(arguments: Sequence[str]) -> None:
    """Do what is asked for, and end in SystemExit. The plain form of `govern validate`, which scripts start
    again and again, is read without the command line's library: importing that takes longer than judging."""
    wish = plain(arguments)
    if wish is None:
        from govern.cli.application import application

        application(arguments)()
    else:
        from govern.cli.judging import answered

        raise SystemExit(answered(wish))


def _flushed(end: SystemExit) -> None:
    """Flush before the end: output that cannot be written (a full disk, a closed pipe) is not a 0."""
    try:
        sys.stdout.flush()
    except OSError as error:
        _complain(error)
        _leave(2)
    raise end


def _complain(error: Exception) -> None:
    from govern.cli.output import report_problems, say_unexpected
    from govern.errors import GovernError, Problem

    if isinstance(error, GovernError):
        report_problems(error.problems)
    elif isinstance(error, OSError) and error.filename is None:
        report_problems(
            (Problem("output", f"output could not be written: {error}", "send it where it can go"),)
        )
    else:
        say_unexpected(error)


def _leave(status: int) -> None:
    """End at once, without the interpreter's own flush of a stream that is already broken."""
    try:
        if sys.stderr is not None:
            sys.stderr.flush()
    finally:
        os._exit(status)
