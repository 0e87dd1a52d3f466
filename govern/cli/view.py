"""`govern view`: one document to what its owner must see at a glance."""

from __future__ import annotations

from typing import Annotated

import typer

from govern.cli.options import AnswerDeadline, CaFile, Url

HELP = """Show what the owner of a system must see of a document, in five seconds.

It shows what the document says, and computes nothing: a document that breaks its contract, or says a code
that no registry holds, is shown as STATE_UNHEALTHY_STATUS_SCHEMA, and none of its own words are. What is
shown, `[contracts.NAME.view]` in govern.toml says.

\b
Examples:
  govern view fixtures/status/market_data_stale.json
  govern view --url http://127.0.0.1:8080/api/v1/status
  govern view status.json --html status.html        one self-contained page, for a wall or a phone

Exit status: 0 the document is believed, 1 it is not (or there is none), 2 govern could not do its work.
"""

Name = Annotated[str | None, typer.Argument(metavar="[FILE]", help="A file, or - for standard input.")]
Contract = Annotated[str | None, typer.Option(metavar="NAME", help="A contract of govern.toml with a view.")]
Html = Annotated[str | None, typer.Option(metavar="FILE", help="Write a page, - for standard output.")]


def view(
    name: Name = None,
    url: Url = None,
    contract: Contract = None,
    html: Html = None,
    deadline: AnswerDeadline = 10.0,
    ca_file: CaFile = None,
) -> None:
    """See HELP."""
    from govern.cli.output import is_terminal, write
    from govern.cli.viewing import seen
    from govern.errors import Problem, UsageError
    from govern.render.view_html import page
    from govern.render.view_text import lines

    if (name is None) == (url is None):
        remedy = "name a file (or - for standard input), or give --url URL"
        raise UsageError(Problem("usage", "there must be a file or a URL, and not both", remedy, "view"))
    title, found = seen(name, url, contract, seconds=deadline, ca_file=ca_file)
    if html is None:
        typer.echo("\n".join(lines(found, colour=is_terminal())))
    else:
        write(page(found, title), html)
    raise typer.Exit(0 if found.healthy else 1)
