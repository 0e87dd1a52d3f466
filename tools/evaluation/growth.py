"""A synthetic schema at two sizes, round the same edit, to how the time of an answer grows.

The time beyond what is linear by nature is the whole less (1) building both validators of both
sides and checking each against its metaschema, and (2) one pass that gives each side its form and
fingerprints, both timed alone on fresh values. Where an answer does without a validator, more is
subtracted than was spent, so the rest is a lower bound; the parts are printed beside it.
"""

from __future__ import annotations

import copy
import json
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from govern.model import Answer
    from govern.schema.revision import SchemaRevision

DRAFT = "https://json-schema.org/draft/2020-12/schema"
FACTOR = 10
ALL_BAR = 12.0
BEYOND_BAR = 1.5
_TIMER_NOISE = 0.0002
"""Seconds below which a difference of medians says nothing."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Seconds of one edit at one size, medians. `answers` are the verdicts; `steps` is None while
    the engine does not say how many it took."""

    size: int
    text_bytes: int
    parsing: float
    validators: float
    fingerprints: float
    deciding: float
    answers: tuple[str, str]
    steps: int | None

    @property
    def beyond(self) -> float:
        """What is left of deciding without validators and fingerprints."""
        return self.deciding - self.validators - self.fingerprints


def schema(size: int) -> dict[str, Any]:
    """An object of that many properties, each by reference to a closed object with a definition of
    its own, which refer to one another three deep."""
    names = [f"part{index}" for index in range(size)]
    definitions: dict[str, Any] = {}
    for index, name in enumerate(names):
        inner = (
            {"inner": {"$ref": f"#/$defs/{names[index + 1]}"}} if index % 3 < 2 and index + 1 < size else {}
        )
        definitions[name] = {
            "description": f"Part {index} of the whole.",
            "type": "object",
            "properties": {
                "name": {"type": "string", "maxLength": 20 + index % 7},
                "kind": {"enum": ["small", "large", f"special-{index}"]},
                "weight": {"type": "integer", "minimum": index % 5},
                "tags": {"type": "array", "items": {"type": "string", "pattern": "^[a-z][a-z0-9-]*$"}},
                **inner,
            },
            "required": ["name"],
            "additionalProperties": False,
        }
    refer = {name: {"$ref": f"#/$defs/{name}"} for name in names}
    return {"$schema": DRAFT, "type": "object", "properties": refer, "$defs": definitions}


def property_added(old: dict[str, Any]) -> dict[str, Any]:
    """The schema with one optional property more in the definition in the middle."""
    new = copy.deepcopy(old)
    _middle(new)["properties"]["extra"] = {"type": "boolean"}
    return new


def length_changed(old: dict[str, Any]) -> dict[str, Any]:
    """The schema with a smaller `maxLength` in the definition in the middle."""
    new = copy.deepcopy(old)
    _middle(new)["properties"]["name"]["maxLength"] -= 5
    return new


EDITS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "an optional property added": property_added,
    "maxLength lowered": length_changed,
}


def lines(size: int, runs: int) -> Iterator[str]:
    """The figures as text, a block for each edit."""
    for name, edit in EDITS.items():
        small, large = (measured(each, edit, runs) for each in (size, size * FACTOR))
        yield f"{name}: {small.size} and {large.size} properties, {runs} runs, medians"
        yield from map(_line, (small, large))
        yield f"  all in all {_times(large.deciding, small.deciding)}  (bar {ALL_BAR:.1f}x)"
        beyond = _times(large.beyond, small.beyond)
        yield f"  beyond validators and fingerprints {beyond}  (bar {BEYOND_BAR:.1f}x)"


def measured(size: int, edit: Callable[[dict[str, Any]], dict[str, Any]], runs: int) -> Parts:
    """The parts of one edit at one size, after one run that warms up."""
    old = schema(size)
    texts = [json.dumps(each).encode() for each in (old, edit(old))]
    rows = [_once(texts) for _ in range(runs + 1)][1:]
    parsing, validators, fingerprints, deciding = (
        statistics.median(row[0][index] for row in rows) for index in range(4)
    )
    answers = rows[-1][1]
    return Parts(
        size,
        len(texts[0]),
        parsing,
        validators,
        fingerprints,
        deciding,
        (answers[0].verdict.value, answers[1].verdict.value),
        _steps(answers),
    )


def _once(texts: list[bytes]) -> tuple[tuple[float, float, float, float], list[Answer]]:
    from govern.documents import Document, read

    def values() -> list[Document]:
        return [each for each in (read("schema.json", text) for text in texts) if isinstance(each, Document)]

    from govern.schema.revision import SchemaRevision

    parsing, _ = _timed(values)
    sides = [SchemaRevision(each.value) for each in values()]
    validators, _ = _timed(lambda: [_validators(each) for each in sides])
    sides = [SchemaRevision(each.value) for each in values()]
    fingerprints, _ = _timed(lambda: [_fingerprints(each) for each in sides])
    fresh = values()
    deciding, answers = _timed(lambda: _decided(*(SchemaRevision(each.value) for each in fresh)))
    return (parsing, validators, fingerprints, deciding), answers


def _decided(base: SchemaRevision, head: SchemaRevision) -> list[Answer]:
    from govern.model import Reading
    from govern.schema.containment import Pair, decide

    return [decide(Pair(base, head, Reading())), decide(Pair(head, base, Reading()))]


def _validators(side: SchemaRevision) -> object:
    """Build both real validators, and check the schema against its metaschema."""
    from govern.schema.dialect import Draft
    from govern.schema.validators import Validators, metaschema_refusals

    Validators(side.schema, Draft.D2020).judge({})
    return metaschema_refusals(side.schema, Draft.D2020)


def _fingerprints(side: SchemaRevision) -> object:
    """The engine's own linear pass over one side: the one place that names it. An engine that has
    none to be called alone is given one pass over the text."""
    from govern.documents import canonical

    form = getattr(side, "form", None)
    return form(formats=False).fingerprint if form is not None else canonical(side.schema)


def _steps(answers: list[Answer]) -> int | None:
    """How many steps the answers took, once the engine says so."""
    told = [getattr(each, "steps", None) for each in answers]
    return sum(each for each in told if each is not None) if any(each is not None for each in told) else None


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    made = work()
    return time.perf_counter() - start, made


def _middle(whole: dict[str, Any]) -> Any:
    names = list(whole["$defs"])
    return whole["$defs"][names[len(names) // 2]]


def _line(parts: Parts) -> str:
    seconds = {
        "deciding": parts.deciding,
        "validators": parts.validators,
        "fingerprints": parts.fingerprints,
        "beyond": parts.beyond,
        "(parsing)": parts.parsing,
    }
    spent = "  ".join(f"{name} {_ms(each)}" for name, each in seconds.items())
    steps = "not told" if parts.steps is None else parts.steps
    return f"  {parts.text_bytes:>8} bytes  {spent}  steps {steps}  {', '.join(parts.answers)}"


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:8.2f} ms"


def _times(large: float, small: float) -> str:
    return f"{large / small:5.2f}x" if small > _TIMER_NOISE else "cannot be told: the smaller is within noise"
