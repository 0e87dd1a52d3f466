"""`govern compare`: two files to what changed between them, without git."""

from __future__ import annotations

from typing import Annotated

import typer

from govern.cli.options import SECONDS, Deadline, Explain, Formats

HELP = """Compare two files: a JSON Schema or a manifest of codes, before and after.

\b
Examples:
  govern compare old.schema.json new.schema.json
  govern compare v1.json v2.json --compatibility backward --format json
  govern compare codes-old.yaml codes-new.yaml --kind manifest
  govern compare v1.json v2.json --emit-migration migration.json

Exit status: 0 nothing breaks in the mode asked for, 1 a change is breaking, undecided or a rename,
2 govern could not do its work.
"""


def compare(
    old: Annotated[str, typer.Argument(metavar="OLD", help="The file as it was.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The file as it is.")],
    compatibility: Annotated[
        str, typer.Option(help="backward, forward, full or none: whose documents and readers must survive.")
    ] = "full",
    kind: Annotated[
        str | None, typer.Option(metavar="schema|manifest", help="What the files are [default: seen]")
    ] = None,
    content: Annotated[str, typer.Option(help="declared or literal: which documents count.")] = "declared",
    growth: Annotated[
        str, typer.Option(help="additive or breaking: what extending a vocabulary is.")
    ] = "additive",
    withdrawn: Annotated[str, typer.Option(help="breaking or note: a name no longer declared.")] = "breaking",
    draft: Annotated[str | None, typer.Option(help="The dialect of schemas that state none.")] = None,
    emit_migration: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Write the table of renames, old to new, as JSON (- for stdout)."),
    ] = None,
    deadline: Deadline = SECONDS,
    format_: Formats = None,
    explain: Explain = False,
    everything: Annotated[bool, typer.Option("--all", help="Show every change, explained ones too.")] = False,
) -> None:
    """See HELP."""
    from govern.cli.comparing import compared
    from govern.cli.options import sinks
    from govern.cli.output import is_terminal, write
    from govern.model import Class
    from govern.render import RenderOptions, render_comparison, render_migration

    wanted = sinks(format_, "text")
    found = compared(old, new, kind, compatibility, content, growth, withdrawn, draft, deadline)
    for sink in wanted:
        options = RenderOptions(
            explain=explain, colour=sink.file is None and is_terminal(), everything=everything
        )
        text = render_comparison(found, old_name=old, new_name=new, options=options, format_name=sink.format)
        write(text, sink.file)
    if emit_migration is not None:
        write(render_migration(found, old_name=old, new_name=new), emit_migration)
    raise typer.Exit(1 if found.class_ in (Class.BREAKING, Class.UNDECIDED, Class.RENAME) else 0)
