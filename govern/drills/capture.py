"""A system that is asked again and again to what a drill observed: when it was safe, and what it said.

Nothing here knows of a clock or a network: both are given.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from govern import pointer
from govern.documents import equal
from govern.drills.difference import Difference, differences, further
from govern.drills.listed import Drill
from govern.model import JsonValue

NOT_MEASURED = "not measured"
NEVER = "it never said what was expected"
ALREADY = "it was safe when watching began"


class Answer(NamedTuple):
    """What was said at one moment: a document (`said` empty), or why there was none."""

    document: JsonValue
    said: str = ""


class Moment(NamedTuple):
    """An answer, and the seconds from the start until it was there."""

    seconds: float
    answer: Answer


@dataclass(frozen=True, slots=True)
class Watching:
    """How a system is watched: `every` so many seconds, for at most `patience`, and for `after` more once it
    is safe. `clock` gives seconds, `sleep` waits for some."""

    clock: Callable[[], float]
    sleep: Callable[[float], None]
    every: float = 0.2
    patience: float = 60.0
    after: float = 0.0


@dataclass(frozen=True, slots=True)
class Expected:
    """What a drill must reproduce: the fixture, the places that may differ, and (where the contract has a
    view) the place of the headline that says that the system is safe."""

    drill: Drill
    document: JsonValue
    volatile: tuple[str, ...] = ()
    headline: str | None = None

    def safe(self, document: JsonValue) -> bool:
        """Whether a document has the expected headline; without one, whether it is the expected document."""
        if self.headline is None:
            return not differences(self.document, document, self.volatile)
        return _same_at(self.headline, self.document, document)


@dataclass(frozen=True, slots=True)
class Observed:
    """What came of a drill. `document` is the first that said all that was expected, else the last; `safe`
    the seconds until the expected headline (for good: where it is lost again, time goes on), None where it
    was not measured, and `why` not; `lost` the seconds at which a system that had said all that was expected
    no longer was safe. `sequence` is every answer that said something else than the one before it. `errors`
    are the document's own."""

    document: JsonValue
    errors: tuple[str, ...]
    differences: tuple[Difference, ...]
    further: tuple[str, ...] = ()
    safe: float | None = None
    why: str = ""
    lost: float | None = None
    sequence: tuple[Moment, ...] = field(default=())

    def red(self, limit: float | None) -> tuple[str, ...]:
        """Why the drill failed; nothing where it did not."""
        found = []
        if self.errors:
            found.append(f"the document breaks its contract in {_count(self.errors, 'place')}")
        if self.differences:
            found.append(f"the document differs from the fixture in {_count(self.differences, 'place')}")
        if limit is not None and self.safe is not None and self.safe > limit:
            found.append(f"it took {self.safe:.2f} s to be safe, and {limit:g} s are allowed")
        if limit is not None and self.why == ALREADY:
            found.append(f"{ALREADY}, so nothing went wrong and no time was taken")
        if self.lost is not None:
            found.append(f"it was safe, and no longer so after {self.lost:.2f} s")
        return tuple(found)


Judge = Callable[[JsonValue], Sequence[str]]
"""A document to what is wrong with it."""


def of_document(expected: Expected, document: JsonValue, judge: Judge) -> Observed:
    """A document that was captured by other means: how long it took, nobody measured."""
    return _observed(expected, document, judge, None, "it was captured as a file", ())


def watch(expected: Expected, ask: Callable[[], Answer], judge: Judge, watching: Watching) -> Observed:
    """Ask until the document is the expected one, or patience ends. Time counts from the first question."""
    start = watching.clock()
    sequence: list[Moment] = []
    safe: float | None = None
    why = NEVER
    lost: float | None = None
    last: JsonValue = None
    found = False
    end = watching.patience
    while True:
        answer = ask()
        seconds = watching.clock() - start
        first = not sequence
        if first or not _same(sequence[-1].answer, answer):
            sequence.append(Moment(seconds, answer))
        is_safe = not answer.said and expected.safe(answer.document)
        if found:
            lost = seconds if not is_safe and lost is None else lost
        elif not is_safe:
            safe, why = None, NEVER
        elif safe is None:
            safe, why = seconds, ALREADY if first else ""
        if not answer.said and not found:
            last = answer.document
            if not differences(expected.document, answer.document, expected.volatile):
                found = True
                end = min(end, seconds + watching.after)
        if watching.clock() - start + watching.every > end:
            break
        watching.sleep(watching.every)
    measured = None if why else safe
    if last is None:
        errors: Judge = lambda _: (f"it gave no document: {sequence[-1].answer.said}",)  # noqa: E731
        return _observed(expected, None, errors, None, "it gave no document", tuple(sequence))
    return replace(_observed(expected, last, judge, measured, why, tuple(sequence)), lost=lost)


def _observed(
    expected: Expected,
    document: JsonValue,
    judge: Judge,
    safe: float | None,
    why: str,
    sequence: tuple[Moment, ...],
) -> Observed:
    return Observed(
        document,
        tuple(judge(document)),
        differences(expected.document, document, expected.volatile),
        further(expected.document, document),
        safe,
        why,
        sequence=sequence,
    )


def _same(one: Answer, other: Answer) -> bool:
    return one.said == other.said and equal(one.document, other.document)


def _same_at(place: str, one: JsonValue, other: JsonValue) -> bool:
    found = [pointer.get(each, place) for each in (one, other)]
    if pointer.MISSING in found:
        return False
    return equal(found[0], found[1])  # type: ignore[arg-type]  # MISSING is excluded above


def _count(items: Sequence[object], name: str) -> str:
    return f"{len(items)} {name}{'' if len(items) == 1 else 's'}"
