"""`govern history`: a repository to every revision of its contracts, with its class and its bump."""

from __future__ import annotations

from typing import Annotated

import typer

HELP = """List every revision of every contract: what it broke, the bump it had, and the bump it needed.

Walks the main line of commits, compares each contract with what it was before, and says which revisions and
which releases (tags) are mislabelled. What is computed is kept: a run that was interrupted goes on where it
stopped. All of it is judged by the configuration of the last commit.

\b
Examples:
  govern history                                     a table, oldest revision first
  govern history --mislabelled                       only what is mislabelled; 1 if anything is
  govern history --from v1.0.0 --contract orders     one contract, since a release
  govern history --html history.html                 a timeline to click through
  govern history --sqlite history.sqlite             a file to query, which also keeps what is computed

Exit status: 0 the history is told, 1 something is mislabelled (only with --mislabelled), 2 govern could not
do its work, or failed over a revision.
"""

Contracts = Annotated[
    list[str] | None,
    typer.Option("--contract", metavar="NAME", help="This contract only (may be repeated)."),
]
After = Annotated[
    str | None, typer.Option("--from", metavar="REF", help="Begin after this commit [default: the first one]")
]
Last = Annotated[str, typer.Option("--to", metavar="REF", help="End with this commit.")]
ConfigOption = Annotated[
    str | None,
    typer.Option("--config", metavar="FILE", help="Your own govern.toml, in place of the last one."),
]
Formats = Annotated[
    list[str] | None,
    typer.Option(
        "--format", "-f", metavar="FORMAT[=FILE]", help="text, json or html; several at once, as in check."
    ),
]
Sqlite = Annotated[str | None, typer.Option(metavar="FILE", help="Write tables to query; goes on from them.")]
Html = Annotated[str | None, typer.Option(metavar="FILE", help="Write a page, - for standard output.")]
Mislabelled = Annotated[
    bool, typer.Option("--mislabelled", help="Only what is mislabelled; 1 if there is any.")
]
Jobs = Annotated[
    int | None, typer.Option(min=1, metavar="N", help="Processes at a time [default: one a core]")
]
Seconds = Annotated[
    float, typer.Option("--deadline", min=0.1, help="Seconds of a processor that one revision may take.")
]
Fresh = Annotated[bool, typer.Option("--fresh", help="Compute everything anew.")]


def history(
    contract: Contracts = None,
    from_: After = None,
    to: Last = "HEAD",
    config: ConfigOption = None,
    format_: Formats = None,
    sqlite: Sqlite = None,
    html: Html = None,
    mislabelled: Mislabelled = False,
    jobs: Jobs = None,
    deadline: Seconds = 10.0,
    fresh: Fresh = False,
) -> None:
    """See HELP."""
    import os

    from govern.cli.recounting import Request, recounted, told

    request = Request(tuple(contract or ()), from_ or "", to, config, sqlite, jobs, deadline, fresh)
    sinks = told(format_, html, sqlite)
    raise typer.Exit(recounted(request, sinks, os.getcwd(), os.environ, mislabelled=mislabelled))
