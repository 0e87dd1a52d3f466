"""`govern check` and `govern checklist`: a pull request to its verdict, report and exit status."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from govern.cli.options import SECONDS, Deadline, Everything, Explain, Formats

if TYPE_CHECKING:
    from govern.cli.checking import Request

HELP = """Check what a change does to the contracts of this repository.

Compares head with its merge base on the target branch: what broke, was added or renamed; whether
versions were bumped and fixtures updated to match; who must approve.

\b
Examples:
  govern check                                   this branch against its target
  govern check --base origin/main --head HEAD    the same, spelled out
  govern check --head WORKTREE                   what is not committed yet
  govern check --format text --format markdown=checklist.md

Exit status: 0 the gate is open, 1 it is closed, 2 govern could not do its work.
"""
CHECKLIST_HELP = """Write the approval checklist of a change, as a pull-request comment in Markdown.

\b
Example:
  govern checklist --base origin/main > checklist.md

The same review as `govern check`, with the same exit status.
"""

Base = Annotated[
    str | None,
    typer.Option(
        metavar="REF|last-release",
        help="The target branch, tag or commit [default: what CI says, else origin's default]",
    ),
]
Head = Annotated[str, typer.Option(metavar="REF|WORKTREE|STAGED", help="What to check.")]
ConfigOption = Annotated[
    str | None,
    typer.Option("--config", metavar="FILE", help="Your own govern.toml, in place of the target's."),
]
ContractOption = Annotated[
    list[str] | None,
    typer.Option("--contract", metavar="NAME", help="Look at this contract only (may be repeated)."),
]
AuthorOption = Annotated[
    str | None,
    typer.Option("--pr-author", metavar="LOGIN", help="Who made the change [default: what CI says]."),
]


def check(
    base: Base = None,
    head: Head = "HEAD",
    config: ConfigOption = None,
    contract: ContractOption = None,
    author: AuthorOption = None,
    format_: Formats = None,
    explain: Explain = False,
    everything: Everything = False,
    deadline: Deadline = SECONDS,
) -> None:
    """See HELP."""
    from govern.cli.checking import Request

    request = Request(base, head, config, tuple(contract or ()), everything, deadline, author)
    _check("text", request, format_, explain)


def checklist(
    base: Base = None,
    head: Head = "HEAD",
    config: ConfigOption = None,
    contract: ContractOption = None,
    author: AuthorOption = None,
    explain: Explain = False,
    everything: Everything = False,
    deadline: Deadline = SECONDS,
) -> None:
    """See CHECKLIST_HELP."""
    from govern.cli.checking import Request

    request = Request(base, head, config, tuple(contract or ()), everything, deadline, author)
    _check("markdown", request, None, explain)


def _check(default: str, request: Request, formats: list[str] | None, explain: bool) -> None:
    import os

    from govern.cli.checking import run
    from govern.cli.options import sinks
    from govern.cli.output import is_terminal, write
    from govern.model import Gate
    from govern.render import RenderOptions, render

    wanted = sinks(formats, default)
    review = run(request, os.getcwd(), os.environ)
    for sink in wanted:
        colour = sink.file is None and is_terminal()
        options = RenderOptions(explain=explain, colour=colour, everything=request.everything)
        write(render(review, options, format_name=sink.format), sink.file)
    raise typer.Exit(0 if review.gate is Gate.OPEN else 1)
