"""An endpoint, asked once, several times or again and again, to what its answers come to."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NamedTuple

from govern.cli.judging import told
from govern.cli.saying import say
from govern.documents import Document, equal
from govern.render.validation import text
from govern.validation.documents import Given
from govern.validation.error import Error
from govern.validation.fetch import BadAnswer, FetchError, fetch
from govern.validation.outcome import Fault, Outcome, judged, outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govern.model import JsonValue
    from govern.validation.compiled import Validator

TAG = "URL"
"""Of an answer that is no document."""


class Asking(NamedTuple):
    """What to ask: `seconds` for one whole answer, `samples` in a row, again every `watch` seconds."""

    url: str
    seconds: float
    ca_file: str | None
    samples: int
    watch: float | None


def asked(asking: Asking, validator: Validator, format_: str, *, quiet: bool) -> int:
    """Ask, and say what came of it: 0 or 1, the exit status. With `watch` it ends only when interrupted, and
    an endpoint that does not answer is told of like anything else. Raises FetchError else."""
    if asking.watch is None:
        return told(_answers(asking, validator), format_, quiet=quiet)
    return _watched(asking, validator, quiet=quiet)


def _answers(asking: Asking, validator: Validator) -> Iterator[Outcome]:
    """One outcome for each sample. One that says something else than the first did has a fault of its own;
    numbers are measured, and may differ."""
    first: JsonValue = None
    for number in range(asking.samples):
        given = _given(asking)
        if isinstance(given, Outcome):
            yield given
            continue
        document = given.read()
        found = judged(validator, given, document)
        said = _measured(document.value) if isinstance(document, Document) else None
        if number and not equal(first, said):
            where = ", ".join(_differing(first, said)) or "the whole answer"
            unstable = Error(TAG, "", "url-unstable", f"this answer differs from the first in {where}")
            found = found._replace(faults=(*found.faults, Fault(unstable)))
        first = first if number else said
        yield found


def _measured(value: JsonValue) -> JsonValue:
    """A value with every number as 0."""
    if isinstance(value, dict):
        return {name: _measured(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_measured(part) for part in value]
    return value if value is None or isinstance(value, (bool, str)) else 0


def _differing(one: JsonValue, other: JsonValue) -> list[str]:
    """The members in which two answers differ."""
    if not isinstance(one, dict) or not isinstance(other, dict):
        return []
    names = sorted(one.keys() | other.keys())
    return [
        f"/{name}" for name in names if not (name in one and name in other and equal(one[name], other[name]))
    ]


def _given(asking: Asking) -> Given | Outcome:
    data = fetch(asking.url, seconds=asking.seconds, ca_file=asking.ca_file)
    if isinstance(data, BadAnswer):
        return Outcome(asking.url, None, (Fault(Error(TAG, "", data.rule, data.message)),))
    return Given(asking.url, None, data, "answer.json")


def _watched(asking: Asking, validator: Validator, *, quiet: bool) -> int:
    """Ask until interrupted; say only what changes. The exit status is that of the last answer."""
    before: tuple[str, ...] | None = None
    status = 0
    try:
        while True:
            try:
                found = _given(asking)
                judged = found if isinstance(found, Outcome) else outcome(validator, found)
            except FetchError as error:
                said = "; ".join(each.message for each in error.problems)
                judged = Outcome(asking.url, None, (Fault(Error(TAG, "", error.problems[0].rule, said)),))
            lines = tuple(text(judged)) or (f"{asking.url}: good",)
            status = 1 if judged.faults else 0
            if lines != before and not quiet:
                stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
                say(f"{stamp} {line}" for line in lines)
            before = lines
            time.sleep(asking.watch or 0.0)
    except KeyboardInterrupt:
        return status
