"""A synthetic schema at two sizes, round the same edit, to how the time of an answer grows.

What is linear by nature is everything that is done for one side alone, and remembered with it: its
form, its fingerprints, both its validators. The time beyond is that of the same question about the
same two sides asked anew: nothing that was found out about the pair is remembered.
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
    """Seconds of one edit at one size, medians: of reading the text, of deciding both directions, and of
    deciding them again for the same sides. `answers` are the verdicts."""

    size: int
    text_bytes: int
    parsing: float
    deciding: float
    beyond: float
    answers: tuple[str, str]


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
        yield f"  beyond what is done for one side alone {beyond}  (bar {BEYOND_BAR:.1f}x)"


def measured(size: int, edit: Callable[[dict[str, Any]], dict[str, Any]], runs: int) -> Parts:
    """The parts of one edit at one size, after one run that warms up."""
    old = schema(size)
    texts = [json.dumps(each).encode() for each in (old, edit(old))]
    rows = [_once(texts) for _ in range(runs + 1)][1:]
    parsing, deciding, beyond = (statistics.median(row[0][index] for row in rows) for index in range(3))
    backward, forward = rows[-1][1]
    answers = (backward.verdict.value, forward.verdict.value)
    return Parts(size, len(texts[0]), parsing, deciding, beyond, answers)


def _once(texts: list[bytes]) -> tuple[tuple[float, float, float], list[Answer]]:
    from govern.documents import Document, read
    from govern.schema.revision import SchemaRevision

    def sides() -> list[SchemaRevision]:
        found = (read("schema.json", text) for text in texts)
        return [SchemaRevision(each.value) for each in found if isinstance(each, Document)]

    parsing, (base, head) = _timed(sides)
    deciding, _ = _timed(lambda: _decided(base, head))
    beyond, answers = _timed(lambda: _decided(base, head))
    return (parsing, deciding, beyond), answers


def _decided(base: SchemaRevision, head: SchemaRevision) -> list[Answer]:
    from govern.model import Reading
    from govern.schema.containment import Pair, decide

    return [decide(Pair(base, head, Reading())), decide(Pair(head, base, Reading()))]


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    made = work()
    return time.perf_counter() - start, made


def _middle(whole: dict[str, Any]) -> Any:
    names = list(whole["$defs"])
    return whole["$defs"][names[len(names) // 2]]


def _line(parts: Parts) -> str:
    seconds = {
        "parsing": parts.parsing,
        "deciding": parts.deciding,
        "beyond": parts.beyond,
    }
    spent = "  ".join(f"{name} {_ms(each)}" for name, each in seconds.items())
    return f"  {parts.text_bytes:>8} bytes  {spent}  {', '.join(parts.answers)}"


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:8.2f} ms"


def _times(large: float, small: float) -> str:
    return f"{large / small:5.2f}x" if small > _TIMER_NOISE else "cannot be told: the smaller is within noise"
