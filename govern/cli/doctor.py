"""`govern doctor`: a repository to what is wrong with the way its gate is wired up, and how to mend it."""

from __future__ import annotations

from typing import Annotated

import typer

HELP = """Look into how this repository runs and protects the gate, and say how to mend what undermines it.

Reads workflows (GitHub), .gitlab-ci.yml, bitbucket-pipelines.yml, CODEOWNERS and govern.toml; asks nobody and
changes nothing. What platforms keep as settings is not visible from files, and is listed as such; --platform
takes what GitHub says of a branch.

\b
Examples:
  govern doctor
  govern doctor --ref origin/main               a commit in place of the work tree
  gh api --paginate 'repos/{owner}/{repo}/rules/branches/main' > rules.json
  govern doctor --platform rules.json
  govern doctor --format json ../other-repository

Exit status: 0 nothing that is visible undermines the gate, 1 something does, 2 govern could not look.
"""

Folder = Annotated[str, typer.Argument(metavar="[PATH]", help="A folder of the repository.")]
Ref = Annotated[str | None, typer.Option("--ref", metavar="REF", help="Look into this commit.")]
PlatformFile = Annotated[
    str | None,
    typer.Option(
        "--platform", metavar="FILE", help="The rules or the protection of the target branch (JSON)."
    ),
]
FormatName = Annotated[str, typer.Option("--format", "-f", metavar="FORMAT", help="text or json")]


def doctor(
    folder: Folder = ".", ref: Ref = None, platform: PlatformFile = None, format_: FormatName = "text"
) -> None:
    """See HELP."""
    import os

    from govern.cli.doctoring import diagnosed
    from govern.cli.output import is_terminal, write
    from govern.errors import Problem, UsageError
    from govern.render import RenderOptions
    from govern.render.doctor import FORMATS

    if format_ not in FORMATS:
        remedy = f"give one of {', '.join(FORMATS)}"
        raise UsageError(Problem("usage", f"there is no format {format_!r}", remedy, "--format"))
    found = diagnosed(folder, ref, platform, os.environ)
    write(FORMATS[format_](found, RenderOptions(colour=is_terminal())), None)
    raise typer.Exit(0 if found.sound else 1)
