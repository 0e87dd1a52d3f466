"""`govern changelog`: what changed since the version before, to the entry of the new one."""

from __future__ import annotations

from typing import Annotated

import typer

from govern.cli.options import SECONDS, Deadline

HELP = """Write what a version changed into the changelogs of its contracts.

For each contract whose version moved: a record for programs (VERSION.json), a page for people (VERSION.md)
and a line of the index. What people write on a page is kept byte for byte; they are asked what to do now for
every change that breaks or renames. Measured from the merge base with the target branch, or from the last
release where versions are released by tags.

\b
Examples:
  govern changelog                              write the entries of what is in the work tree
  govern changelog --check                      write nothing, say what is missing or out of date
  govern changelog --diff                       show what would be written
  govern changelog --from v1.2.0 --to v1.3.0    write the entry of a version that is out already
  govern changelog --from nothing --to v1.0.0   write the entry of the first version
  govern changelog --format github=notes.md     the body of a release; or changesets, towncrier, scriv

Exit status: 0 the entries are written (or, with --check, right), 1 something is missing, 2 govern could not
do its work.
"""

From = Annotated[str | None, typer.Option("--from", metavar="REF|nothing", help="What to measure from.")]
To = Annotated[
    str | None,
    typer.Option(
        "--to", metavar="REF|WORKTREE", help="What to tell of [default: WORKTREE; HEAD where CI is set]."
    ),
]
Contracts = Annotated[
    list[str] | None, typer.Option("--contract", metavar="NAME", help="Only this contract; may be repeated.")
]
Config = Annotated[
    str | None,
    typer.Option("--config", metavar="FILE", help="Your own govern.toml, in place of the target's."),
]
Check = Annotated[bool, typer.Option("--check", help="Write nothing; say what is missing or out of date.")]
Diff = Annotated[bool, typer.Option("--diff", help="Write nothing; show what would change.")]
Formats = Annotated[
    list[str] | None,
    typer.Option(
        "--format",
        "-f",
        metavar="FORM[=FILE]",
        help="Write no entry but a fragment: changesets, towncrier, scriv or github.",
    ),
]


def changelog(
    from_: From = None,
    to: To = None,
    contract: Contracts = None,
    check: Check = False,
    diff: Diff = False,
    format_: Formats = None,
    config: Config = None,
    deadline: Deadline = SECONDS,
) -> None:
    """See HELP."""
    import os

    from govern.cli.recording import Asked, answered, emitted
    from govern.errors import Problem, UsageError

    if sum((check, diff, bool(format_))) > 1:
        problem = Problem("usage", "--check, --diff and --format are three wishes", "give one", "--check")
        raise UsageError(problem)
    asked = Asked(from_, to, tuple(contract or ()), config, check, diff, deadline)
    if format_:
        emitted(asked, tuple(format_), os.getcwd(), os.environ)
        raise typer.Exit(0)
    lines, good = answered(asked, os.getcwd(), os.environ)
    typer.echo("\n".join(lines))
    raise typer.Exit(0 if good else 1)
