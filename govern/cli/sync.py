"""`govern sync`: manifests, schemas and fixtures to every generated part of the files around them."""

from __future__ import annotations

from typing import Annotated

import typer

HELP = """Write every generated part anew: enums in schemas, tables in Markdown, constants in code.

\b
What is generated stands between marks, and nothing else is touched:
  <!-- govern:begin codes registry=TradingMode -->   … <!-- govern:end -->   in Markdown
  # govern:begin enum registry=TradingMode           … # govern:end          in Python
  // govern:begin enum registry=TradingMode          … // govern:end         in TypeScript, Rust
  "$comment": "govern:enum registry=TradingMode"     beside the `enum` of a schema

\b
Examples:
  govern sync                       write what is out of date
  govern sync --diff                show what would be written
  govern sync --check               the drift guard: write nothing, say all that contradicts the manifest

Exit status: 0 all is in step, 1 something is not (or a mark cannot be read), 2 govern could not do its work.
"""

Contracts = Annotated[
    list[str] | None, typer.Option("--contract", metavar="NAME", help="Only this contract; may be repeated.")
]
Check = Annotated[bool, typer.Option("--check", help="Write nothing; say what has drifted.")]
Diff = Annotated[bool, typer.Option("--diff", help="Write nothing; show what would change.")]


def sync(contract: Contracts = None, check: Check = False, diff: Diff = False) -> None:
    """See HELP."""
    import os

    from govern.cli.place import opened
    from govern.cli.syncing import differences, guard, written
    from govern.errors import Problem, UsageError

    if check and diff:
        raise UsageError(Problem("usage", "--check and --diff are two questions", "ask one", "--check"))
    with opened(os.getcwd(), os.environ, tuple(contract or ())) as place:
        said, good = guard(place) if check else differences(place) if diff else written(place)
    typer.echo(said)
    raise typer.Exit(0 if good else 1)
