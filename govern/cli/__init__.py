"""The command line: the only place with standard output, standard error and exit codes.

Importing this module imports typer and little else; each command imports what it needs.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Mapping, Sequence
from typing import Annotated

import typer

from govern import __version__

HELP = (
    "What does this change to a contract break, and has its author done what it asks for?\n\n"
    "Exit status: 0 the gate is open, 1 it is closed, 2 govern could not do its work."
)
COMMANDS: Mapping[str, tuple[str, str]] = {
    "bump": ("bump", "HELP"),
    "check": ("check", "HELP"),
    "checklist": ("check", "CHECKLIST_HELP"),
    "compare": ("compare", "HELP"),
    "drill": ("drill", "HELP"),
    "init": ("init", "HELP"),
    "rules": ("rules", "HELP"),
    "sync": ("sync", "HELP"),
    "validate": ("validate", "HELP"),
    "view": ("view", "HELP"),
}
"""Every command to the module here that has its function, under its name, and to the name of its help; one
that has commands of its own has an `app`."""


def application(arguments: Sequence[str]) -> typer.Typer:
    """The command line for some arguments: the command that they name, or all where they name none."""
    app = typer.Typer(
        name="govern",
        help=HELP,
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_root)
    named = next((each for each in arguments if not each.startswith("-")), "")
    for name in [named] if named in COMMANDS else COMMANDS:
        file, text = COMMANDS[name]
        module = importlib.import_module(f"govern.cli.{file}")
        if hasattr(module, "app"):
            app.add_typer(module.app, name=name)
        else:
            app.command(name, help=getattr(module, text))(getattr(module, name))
    return app


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"govern {__version__}")
        raise typer.Exit


def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which govern this is.")
    ] = False,
) -> None:
    del version


def main() -> None:
    """The `govern` command. Whatever happens, the exit status is 0, 1 or 2 and never 0 by accident."""
    if sys.stdout is None:
        _complain(OSError("standard output is closed"))
        _leave(2)
    try:
        application(sys.argv[1:])()
    except SystemExit as end:
        _flushed(end)
    except KeyboardInterrupt:
        _leave(130)
    except Exception as error:  # noqa: BLE001  # a bug must end in 2 with a report, never in a green check
        _complain(error)
        _leave(2)


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
