"""`govern rules`: the catalogue that the engine runs, for people."""

from __future__ import annotations

from typing import Annotated

import typer

HELP = """List every rule govern can name, or explain one.

\b
Examples:
  govern rules                     every rule, one line each
  govern rules property-removed    what it promises, why it matters, what to do
"""


def rules(rule: Annotated[str | None, typer.Argument(metavar="[RULE]", help="A rule's id.")] = None) -> None:
    """See HELP."""
    from govern.errors import Problem, UsageError
    from govern.rules import CATALOGUE

    if rule is None:
        width = max(len(each) for each in CATALOGUE)
        for each in sorted(CATALOGUE.values(), key=lambda one: (one.kind.value, one.id)):
            typer.echo(f"{each.kind.value:<8} {each.id:<{width}}  {each.summary}")
        return
    found = CATALOGUE.get(rule)
    if found is None:
        import difflib

        near = difflib.get_close_matches(rule, CATALOGUE, n=3)
        remedy = f"did you mean {' or '.join(near)}?" if near else "`govern rules` lists them all"
        raise UsageError(Problem("rule-unknown", f"there is no rule {rule!r}", remedy))
    typer.echo(f"{found.id} ({found.kind.value})\n\n{found.summary}\n\nWhy: {found.why}\nDo:  {found.remedy}")
    typer.echo(f"See: {found.reference}")
