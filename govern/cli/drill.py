"""`govern drill`: what a system says when something goes wrong, captured, kept and signed off."""

from __future__ import annotations

from typing import Annotated

import typer

HELP = "Capture what a system says while something goes wrong, and tell which drills are good."

RUN_HELP = """Capture one drill: ask the system, compare with the fixture, and keep the evidence.

Start it at the moment at which the fault is injected: time counts from the first question. What may differ
from the fixture, `[contracts.NAME.drill] volatile` in govern.toml says.

\b
Examples:
  govern drill run stale-market-data --url http://127.0.0.1:8080/api/v1/status --by ann
  govern drill run partial-fill --file captured.json --notes "venue double 3.2"

Exit status: 0 the drill is green, 1 it is red (the evidence is kept all the same), 2 nothing was captured.
"""

REPORT_HELP = """The sign-off: every drill with its last evidence, and whether that is worth anything.

\b
Examples:
  govern drill report
  govern drill report --format markdown > sign-off.md

Exit status: 0 every drill is green, 1 one is missing, red, damaged or stale (run against another version of
the contract, another fixture, or before the drill was changed), 2 govern could not do its work.
"""

app = typer.Typer(help=HELP, no_args_is_help=True, rich_markup_mode=None)

Name = Annotated[str, typer.Argument(metavar="NAME", help="A drill, as `govern drill report` names it.")]
Contract = Annotated[str | None, typer.Option(metavar="NAME", help="A contract of govern.toml with drills.")]
Url = Annotated[str | None, typer.Option(metavar="URL", help="The endpoint of the running system.")]
File = Annotated[str | None, typer.Option(metavar="FILE", help="A document captured by other means.")]
By = Annotated[str, typer.Option(metavar="WHO", help="Who runs the drill.")]
Notes = Annotated[str, typer.Option(metavar="TEXT", help="What else is to be known of the run.")]
Evidence = Annotated[
    str | None, typer.Option(metavar="FOLDER", help="Where evidence is kept, from the repository's root.")
]
Every = Annotated[float, typer.Option(min=0.01, max=3600, metavar="SECONDS", help="How often to ask.")]
Patience = Annotated[
    float, typer.Option(min=0.1, max=86_400, metavar="SECONDS", help="When to give up waiting.")
]
After = Annotated[
    float,
    typer.Option(min=0, max=86_400, metavar="SECONDS", help="Go on for so long once it is as expected."),
]
FormatName = Annotated[str, typer.Option("--format", "-f", help="text, markdown or json")]


@app.command("run", help=RUN_HELP)
def run(
    name: Name,
    url: Url = None,
    file: File = None,
    contract: Contract = None,
    by: By = "",
    notes: Notes = "",
    evidence: Evidence = None,
    every: Every = 0.2,
    patience: Patience = 60.0,
    after: After = 0.0,
) -> None:
    """See RUN_HELP."""
    import os

    from govern.cli.drilling import Asked, captured
    from govern.cli.place import opened
    from govern.errors import Problem, UsageError
    from govern.render.drills import outcome

    if (url is None) == (file is None):
        remedy = "give --url URL, or --file FILE"
        raise UsageError(Problem("usage", "there must be a URL or a file, and not both", remedy, "drill run"))
    asked = Asked(name, url, file, by, notes, evidence, every, patience, after)
    with opened(os.getcwd(), os.environ, () if contract is None else (contract,)) as place:
        found = captured(place, asked)
    typer.echo(outcome(*found))
    raise typer.Exit(1 if found[1].red(found[0].limit) else 0)


@app.command("report", help=REPORT_HELP)
def report(contract: Contract = None, evidence: Evidence = None, format_: FormatName = "text") -> None:
    """See REPORT_HELP."""
    import os

    from govern.cli.drilling import signed
    from govern.cli.place import opened
    from govern.drills import State
    from govern.errors import Problem, UsageError
    from govern.render.drills import FORMATS

    if format_ not in FORMATS:
        remedy = f"choose one of {', '.join(FORMATS)}"
        raise UsageError(Problem("usage", f"{format_!r} is no format", remedy, "--format"))
    with opened(os.getcwd(), os.environ, () if contract is None else (contract,)) as place:
        found, version, name = signed(place, evidence)
    typer.echo(FORMATS[format_](name, version, found))
    raise typer.Exit(0 if all(each.state is State.GREEN for each in found) else 1)
