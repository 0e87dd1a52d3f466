"""`govern validate`: documents to what is wrong with each, by the rules of one contract."""

from __future__ import annotations

from typing import Annotated

import typer

from govern.cli.options import AnswerDeadline, CaFile, Url

HELP = """Check documents against a contract: its schema, its manifest and the invariants that it declares.

\b
Examples:
  govern validate --contract status fixtures/status/*.json
  govern validate --contract status --strict --file status.json
  govern validate --schema S.json --manifest M.json --file status.json
  curl -s localhost:8080/status | govern validate --contract status -
  govern validate --contract status --url http://127.0.0.1:8080/api/v1/status --watch 5
  govern validate --contract status history.jsonl --format json

Exit status: 0 every document is good, 1 one is not, 2 nothing could be judged (a missing file, a bad
option, a server that does not answer).
"""

Names = Annotated[list[str] | None, typer.Argument(metavar="[FILE]...", help="Files, globs, or - for input.")]
File = Annotated[list[str] | None, typer.Option("--file", metavar="FILE", help="The same, by name.")]
Contract = Annotated[str | None, typer.Option(metavar="NAME", help="A contract of govern.toml.")]
Schema = Annotated[str | None, typer.Option(metavar="FILE", help="A schema, without any configuration.")]
Manifest = Annotated[str | None, typer.Option(metavar="FILE", help="The manifest beside --schema.")]
Strict = Annotated[bool, typer.Option("--strict", help="The contract's exact schema as well.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing; the exit status does.")]
FormatName = Annotated[str, typer.Option("--format", "-f", help="text, json, junit or github")]
Lines = Annotated[bool, typer.Option("--lines", help="Each line is a document, whatever the name.")]
Watch = Annotated[
    float | None,
    typer.Option(min=0.1, max=86_400, metavar="SECONDS", help="Ask again and again; say what changes."),
]
Samples = Annotated[int, typer.Option(min=1, metavar="N", help="Ask so often; answers must agree.")]


def validate(
    names: Names = None,
    file: File = None,
    url: Url = None,
    contract: Contract = None,
    schema: Schema = None,
    manifest: Manifest = None,
    strict: Strict = False,
    quiet: Quiet = False,
    format_: FormatName = "text",
    lines: Lines = False,
    watch: Watch = None,
    samples: Samples = 1,
    deadline: AnswerDeadline = 10.0,
    ca_file: CaFile = None,
) -> None:
    """See HELP."""
    from govern.cli.judging import Wish, answered

    wish = Wish(
        tuple(names or ()),
        tuple(file or ()),
        url,
        contract,
        schema,
        manifest,
        strict,
        quiet,
        format_,
        lines,
        watch,
        samples,
        deadline,
        ca_file,
    )
    raise typer.Exit(answered(wish))
