"""What was asked of documents, to what is said of each, and the exit status.

No command line is imported here: one document is judged in about the time that importing one takes.
"""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from govern.cli.saying import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from govern.validation.compiled import Validator
    from govern.validation.documents import Given
    from govern.validation.outcome import Outcome

FEW = 100
"""So many documents are not worth starting another process for."""


class Wish(NamedTuple):
    """Everything that `govern validate` can be asked, with what it does unasked."""

    names: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    url: str | None = None
    contract: str | None = None
    schema: str | None = None
    manifest: str | None = None
    strict: bool = False
    quiet: bool = False
    format_: str = "text"
    lines: bool = False
    watch: float | None = None
    samples: int = 1
    deadline: float = 10.0
    ca_file: str | None = None


def answered(wish: Wish) -> int:
    """Judge, and say what came of it: 0 or 1, the exit status. Raises GovernError where nothing can be
    judged."""
    from govern.cli.validating import Asked, validator
    from govern.errors import Problem, UsageError
    from govern.render.validation import FORMATS
    from govern.validation.documents import STDIN, documents, paths
    from govern.validation.outcome import outcome

    named = [*wish.files, *wish.names]
    if bool(named) == bool(wish.url):
        remedy = "name files (or - for standard input), or give --url URL"
        raise UsageError(Problem("usage", "there must be files or a URL, and not both", remedy, "validate"))
    if wish.format_ not in FORMATS:
        remedy = f"choose one of {', '.join(FORMATS)}"
        raise UsageError(Problem("usage", f"{wish.format_!r} is no format", remedy, "--format"))
    if wish.url is None and (wish.watch is not None or wish.samples > 1):
        raise UsageError(Problem("usage", "only a URL is asked again", "give --url URL", "--watch"))
    held = validator(Asked(wish.contract, wish.schema, wish.manifest, wish.strict))
    if wish.url is not None:
        from govern.cli.asking import Asking, asked

        asking = Asking(wish.url, wish.deadline, wish.ca_file, wish.samples, wish.watch)
        return asked(asking, held, wish.format_, quiet=wish.quiet)
    given = documents(paths(named), lines=wish.lines)
    if STDIN in named:  # someone may be writing to it
        return told((outcome(held, each) for each in given), wish.format_, quiet=wish.quiet)
    return told_of_many(held, given, wish.format_, quiet=wish.quiet)


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
                say(chosen.each(each))
    if chosen.end is not None and not quiet:
        say(chosen.end(Totals(count, failed)))
    return 1 if failed or not count else 0
