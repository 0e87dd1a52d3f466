"""Options that commands share, and what their values mean."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Annotated

import typer

Formats = Annotated[
    list[str] | None,
    typer.Option(
        "--format",
        "-f",
        metavar="FORMAT[=FILE]",
        help="text, json or markdown; several at once: --format text --format json=out.json",
    ),
]
Explain = Annotated[bool, typer.Option("--explain", help="Say why each change matters and what proves it.")]
Everything = Annotated[
    bool, typer.Option("--all", help="Look into unchanged contracts too; old faults count.")
]

Deadline = Annotated[
    float, typer.Option(min=0.1, help="Seconds that one contract may take before it is given up.")
]

Url = Annotated[str | None, typer.Option(metavar="URL", help="Ask this endpoint instead.")]
AnswerDeadline = Annotated[
    float, typer.Option("--deadline", min=0.1, max=86_400, help="Seconds for one whole answer.")
]
CaFile = Annotated[
    str | None, typer.Option("--ca-file", metavar="FILE", help="Whoever signs the endpoint's certificate.")
]

SECONDS = 5.0
"""The default deadline of one contract: well beyond what real ones take, and what steps count ends before."""


@dataclass(frozen=True, slots=True)
class Sink:
    """One report that was asked for: its format, and its file (None: standard output)."""

    format: str
    file: str | None


def sinks(
    given: Sequence[str] | None, default: str, known: Collection[str] | None = None
) -> tuple[Sink, ...]:
    """What `--format` asked for, of the formats that are `known` (None: those of a review). Raises UsageError
    for an unknown format, two reports for one place."""
    from govern.errors import Problem, UsageError
    from govern.render import FORMATS

    formats = FORMATS if known is None else known
    found: list[Sink] = []
    for text in given or [default]:
        name, _, file = text.partition("=")
        if name not in formats or (file == "" and "=" in text):
            remedy = f"write FORMAT or FORMAT=FILE with one of {', '.join(formats)}"
            raise UsageError(Problem("usage", f"{text!r} is no report govern can write", remedy, "--format"))
        found.append(Sink(name, file or None))
    places = [each.file or "-" for each in found]
    twice = next((place for place in places if places.count(place) > 1), None)
    if twice is not None:
        where = "standard output" if twice == "-" else twice
        remedy = "give each report a place of its own: --format text --format json=out.json"
        raise UsageError(Problem("usage", f"two reports would go to {where}", remedy, "--format"))
    return tuple(found)
