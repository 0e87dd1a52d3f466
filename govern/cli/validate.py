"""`govern validate`: documents to what is wrong with each, by the rules of one contract."""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from govern.validation.compiled import Validator
    from govern.validation.documents import Given
    from govern.validation.outcome import Outcome

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
Url = Annotated[str | None, typer.Option(metavar="URL", help="Ask this endpoint instead.")]
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
Seconds = Annotated[
    float, typer.Option("--deadline", min=0.1, max=86_400, help="Seconds for one whole answer.")
]
FEW = 100
"""So many documents are not worth starting another process for."""
CaFile = Annotated[
    str | None, typer.Option("--ca-file", metavar="FILE", help="Whoever signs the endpoint's certificate.")
]


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
    deadline: Seconds = 10.0,
    ca_file: CaFile = None,
) -> None:
    """See HELP."""
    from govern.cli.validating import Asked, validator
    from govern.errors import Problem, UsageError
    from govern.render.validation import FORMATS
    from govern.validation.documents import STDIN, documents, paths
    from govern.validation.outcome import outcome

    named = [*(file or ()), *(names or ())]
    if bool(named) == bool(url):
        remedy = "name files (or - for standard input), or give --url URL"
        raise UsageError(Problem("usage", "there must be files or a URL, and not both", remedy, "validate"))
    if format_ not in FORMATS:
        remedy = f"choose one of {', '.join(FORMATS)}"
        raise UsageError(Problem("usage", f"{format_!r} is no format", remedy, "--format"))
    if url is None and (watch is not None or samples > 1):
        raise UsageError(Problem("usage", "only a URL is asked again", "give --url URL", "--watch"))
    held = validator(Asked(contract, schema, manifest, strict))
    if url is not None:
        from govern.cli.asking import Asking, asked

        asking = Asking(url, deadline, ca_file, samples, watch)
        raise typer.Exit(asked(asking, held, format_, quiet=quiet))
    given = documents(paths(named), lines=lines)
    if STDIN in named:  # someone may be writing to it
        raise typer.Exit(told((outcome(held, each) for each in given), format_, quiet=quiet))
    raise typer.Exit(told_of_many(held, given, format_, quiet=quiet))


def told(outcomes: Iterable[Outcome], format_: str, *, quiet: bool) -> int:
    """Say what came of documents, each as it comes where the format allows it: 0 or 1, the exit status."""
    return _told(((1, [each] if each.faults else []) for each in outcomes), format_, quiet=quiet)


def told_of_many(validator: Validator, given: Iterator[Given], format_: str, *, quiet: bool) -> int:
    """The same for documents that are there already."""
    some = list(islice(given, FEW + 1))
    if len(some) <= FEW:
        from govern.validation.outcome import outcome

        return told((outcome(validator, each) for each in some), format_, quiet=quiet)
    from govern.validation.many import judged

    return _told(judged(validator, chain(some, given)), format_, quiet=quiet)


def _told(judged: Iterable[tuple[int, list[Outcome]]], format_: str, *, quiet: bool) -> int:
    from govern.render.validation import FORMATS, Totals

    count = 0
    failed: list[Outcome] = []
    chosen = FORMATS[format_]
    for number, bad in judged:
        count += number
        failed += bad
        if chosen.each is not None and not quiet:
            for each in bad:
                _say(chosen.each(each))
    if chosen.end is not None and not quiet:
        _say(chosen.end(Totals(count, failed)))
    return 1 if failed or not count else 0


def _say(lines: Iterable[str]) -> None:
    typer.echo("\n".join(lines))
