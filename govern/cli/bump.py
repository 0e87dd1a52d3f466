"""`govern bump`: what a contract's changes ask for, to the new version in every place that carries it."""

from __future__ import annotations

from typing import Annotated

import typer

HELP = """Write the version that a contract's changes ask for into every place that carries it.

Measured from the merge base with the target branch, or from --base: a ref, or last-release. Only the bytes
of the version change: in the manifest, in constants of schemas, in golden documents, in `$id`s and in what
uses them inside the contract. Nothing is written without --write.

\b
Examples:
  govern bump status                    what would be written, and why
  govern bump status --write
  govern bump status --base last-release --write
  govern bump status --to 7.0 --write   a version of your own, at least as large as is asked for

Exit status: 0 the versions are right, or were made so; 1 they are not yet (without --write), or cannot be;
2 govern could not do its work.
"""

Name = Annotated[str, typer.Argument(metavar="CONTRACT", help="A contract of govern.toml.")]
To = Annotated[str | None, typer.Option("--to", metavar="VERSION", help="The version to write.")]
Field = Annotated[
    str | None,
    typer.Option("--field", metavar="PLACE", help="The field that --to is for; left out: the first."),
]
Base = Annotated[str | None, typer.Option("--base", metavar="REF", help="What to measure from.")]
Write = Annotated[bool, typer.Option("--write", help="Write the files.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Write nothing, show the difference.")]
Seconds = Annotated[float, typer.Option("--deadline", min=0.1, max=86_400, help="Seconds for the contract.")]


def bump(
    name: Name,
    to: To = None,
    field: Field = None,
    base: Base = None,
    write: Write = False,
    dry_run: DryRun = False,
    deadline: Seconds = 60.0,
) -> None:
    """See HELP."""
    import os

    from govern.cli.bumping import Asked, answered
    from govern.errors import Problem, UsageError

    if write and dry_run:
        raise UsageError(Problem("usage", "--write and --dry-run are two wishes", "give one", "--write"))
    if field is not None and to is None:
        raise UsageError(Problem("usage", "--field says what --to is for", "give --to VERSION", "--field"))
    asked = Asked(name, to, field, base, write, deadline)
    lines, good = answered(asked, os.getcwd(), os.environ)
    typer.echo("\n".join(lines))
    raise typer.Exit(0 if good else 1)
