"""`govern init`: what was discovered, written down as a govern.toml."""

from __future__ import annotations

from typing import Annotated

import typer

HELP = """Write a govern.toml for what govern discovers in this repository.

\b
Examples:
  govern init            write govern.toml (an existing one is kept)
  govern init --print    show it instead
"""


def init(
    show: Annotated[bool, typer.Option("--print", help="Write to standard output, touch nothing.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace a govern.toml that is there.")] = False,
) -> None:
    """See HELP."""
    import os
    from pathlib import Path

    from govern.cli.output import write
    from govern.configuration import discover, render_toml
    from govern.errors import ConfigurationError, Problem, UsageError
    from govern.repo import open_repository
    from govern.review import CONFIG_FILE

    repository = open_repository(os.getcwd(), os.environ)
    try:
        config = discover(repository.worktree())
    finally:
        repository.close()
    if not config.contracts:
        remedy = "name a schema *.schema.json, or give it a `$schema`; a manifest needs a contract_version"
        raise ConfigurationError(Problem("no-contracts", "no schema or manifest was found", remedy))
    path = Path(repository.location.top or os.getcwd(), CONFIG_FILE)
    if not show and path.exists() and not force:
        remedy = "look at what would be written with --print, or replace it with --force"
        raise UsageError(Problem("file-exists", "there is one already", remedy, CONFIG_FILE))
    write(render_toml(config), None if show else str(path))
    if not show:
        typer.echo(f"{CONFIG_FILE}: {len(config.contracts)} contracts. Look it through, then: govern check")
