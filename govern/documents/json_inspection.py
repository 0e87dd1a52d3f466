"""JSON text that parses to what is wrong with it nevertheless, each thing with its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from govern import pointer as pointers
from govern.documents import number
from govern.documents.document import Source, has_surrogate, shown
from govern.documents.fault import MOST, interoperable_note
from govern.documents.json_grammar import Event, Kind, decoded, walk
from govern.model import Finding

_CONSTANTS = ("NaN", "Infinity", "-Infinity")
_NUMBER_STARTS = "-0123456789"
_NUMBER_REMEDY = "Write a number that a double-precision reader can hold, or a string."


def faults_of(source: Source) -> tuple[Finding, ...]:
    """Keys that stand twice, numbers beyond bounds and halves of surrogate pairs, in text order.

    Raises GrammarError where the text does not parse.
    """
    trail = _Trail()
    faults: list[Finding] = []
    for event in walk(source.text):
        trail.take(event)
        for rule, message, remedy in _wrong(event, trail):
            faults.append(source.fault(rule, pointers.join(trail.tokens), event.start, message, remedy))
        if len(faults) >= MOST:
            break
    return tuple(faults[:MOST])


def notes_of(source: Source, count: int) -> tuple[Finding, ...]:
    """The note about `count` numbers that not every reader sees exactly: where the first one stands."""
    if not count:
        return ()
    trail = _Trail()
    for event in walk(source.text):
        trail.take(event)
        if _is_number(event) and not number.interoperable(event.raw):
            pointer = pointers.join(trail.tokens)
            return (interoperable_note(source, pointer, event.start, event.raw, count),)
    return ()


@dataclass(slots=True)
class _Trail:
    """The tokens that lead to the event just taken; `repeated`: it is a key its object already has."""

    tokens: list[str | int] = field(default_factory=list)
    keys: list[set[str]] = field(default_factory=list)
    repeated: bool = False

    def take(self, event: Event) -> None:
        self.repeated = False
        if event.kind is Kind.CLOSE:
            self.tokens.pop()
            self.keys.pop()
        elif event.kind is Kind.KEY:
            key = decoded(event.raw)
            self.tokens[-1] = key
            self.repeated = key in self.keys[-1]
            self.keys[-1].add(key)
        elif self.tokens and isinstance(self.tokens[-1], int):
            self.tokens[-1] += 1
        if event.kind is Kind.OPEN:
            self.tokens.append(-1 if event.raw == "[" else "")
            self.keys.append(set())


def _is_number(event: Event) -> bool:
    return event.kind is Kind.SCALAR and event.raw[0] in _NUMBER_STARTS and event.raw not in _CONSTANTS


def _wrong(event: Event, trail: _Trail) -> Iterator[tuple[str, str, str]]:
    """Rule, message and remedy of everything wrong with one event."""
    if event.raw[0] == '"':
        if trail.repeated:
            message = f"the key {shown(event.raw)} stands twice in one object"
            yield "json-duplicate-key", message, "Keep one of the two members."
        if "\\" in event.raw and has_surrogate(decoded(event.raw)):
            message = f"half a surrogate pair stands alone in {shown(event.raw)}"
            yield "json-surrogate", message, "Write both halves of the pair, or the character."
    elif event.raw in _CONSTANTS:
        yield "json-number", f"`{event.raw}` is no JSON number", _NUMBER_REMEDY
    elif _is_number(event) and (problem := number.fault(event.raw)) is not None:
        yield "json-number", f"the number `{shown(event.raw)}` {problem}", _NUMBER_REMEDY
