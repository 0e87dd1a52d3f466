"""Arguments to the command line that they name: typer, and the one command that is asked for."""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from typing import Annotated

import typer

from govern import __version__

HELP = (
    "What does this change to a contract break, and has its author done what it asks for?\n\n"
    "Exit status: 0 the gate is open, 1 it is closed, 2 govern could not do its work."
)
COMMANDS: Mapping[str, tuple[str, str]] = {
    "approve": ("approve", "HELP"),
    "bump": ("bump", "HELP"),
    "changelog": ("changelog", "HELP"),
    "check": ("check", "HELP"),
    "checklist": ("check", "CHECKLIST_HELP"),
    "compare": ("compare", "HELP"),
    "doctor": ("doctor", "HELP"),
    "drill": ("drill", "HELP"),
    "history": ("history", "HELP"),
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
