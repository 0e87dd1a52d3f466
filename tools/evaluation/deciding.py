"""A revision to what the containment engine says of it in both directions, and how long it takes."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from evaluation.documents import UnreadableError
from evaluation.revisions import Revision, Side, parsed

if TYPE_CHECKING:
    from govern.model import Answer, JsonValue
    from govern.schema.revision import SchemaRevision

OPTIONS = "default reading, no seeds"
"""What the answers depend on besides govern's source."""
_SHOWN = 2000
"""Longest witness, in bytes of its canonical text, that a row keeps."""


def decided(folder: Path, revision: Revision) -> dict[str, object]:
    """`bytes`, and of each direction its verdict and its times; `unreadable` where a file is no
    document, `error` where the engine raises. Both directions share the two sides, which are built
    within the time of the first.
    """
    from govern.documents import canonical

    try:
        values = tuple(side_values(folder, revision, side) for side in (revision.base, revision.head))
    except UnreadableError as error:
        return {"unreadable": str(error)}
    row: dict[str, object] = {"bytes": [len(canonical(schema)) for schema, _ in values]}
    start = _now()
    try:
        warm_up()
        gc.collect()
        start = _now()
        base, head = (side_of(revision, *each) for each in values)
        for direction, left, right in (("backward", base, head), ("forward", head, base)):
            answer = _answer(left, right)
            end = _now()
            row[direction] = {**_said(answer), "seconds": end[0] - start[0], "cpu": end[1] - start[1]}
            start = _now()
    except Exception as error:  # noqa: BLE001  # whatever the engine raises is what this looks for
        row["error"] = _words(error)
        row["spent"] = _now()[0] - start[0]
    return row


def sides(folder: Path, revision: Revision) -> tuple[SchemaRevision, SchemaRevision]:
    """Both sides, fresh. Raises UnreadableError."""
    base, head = (
        side_of(revision, *side_values(folder, revision, side)) for side in (revision.base, revision.head)
    )
    return base, head


def side_values(folder: Path, revision: Revision, side: Side) -> tuple[JsonValue, dict[str, JsonValue]]:
    """The value of one side's schema and of what it refers to, by URI. A sibling that cannot be read
    is not served. Raises UnreadableError for the schema itself."""
    return parsed(folder, revision.path, side.blob), dict(_siblings(folder, side))


def side_of(revision: Revision, schema: JsonValue, resources: dict[str, JsonValue]) -> SchemaRevision:
    """One side as the engine takes it."""
    from govern.schema.revision import SchemaRevision

    return SchemaRevision(schema, resources=resources, uri=revision.uri)


@cache
def warm_up() -> None:
    """Load what the engine and both validators load at their first use, so that no pair pays for it."""
    from govern.schema.revision import SchemaRevision

    closed: dict[str, JsonValue] = {
        "type": "object",
        "properties": {"a": {"pattern": "^a+$"}},
        "additionalProperties": False,
    }
    one, other = SchemaRevision(closed), SchemaRevision({**closed, "maxProperties": 0})
    _answer(one, other)
    _answer(other, one)
    one.judge({}, formats=False)


def _answer(left: SchemaRevision, right: SchemaRevision) -> Answer:
    from govern.model import Reading
    from govern.schema.containment import Pair, decide

    return decide(Pair(left, right, Reading()))


def _siblings(folder: Path, side: Side) -> Iterator[tuple[str, JsonValue]]:
    for each in side.siblings:
        try:
            yield each.uri, parsed(folder, each.path, each.blob)
        except UnreadableError:
            continue


def _said(answer: Answer) -> dict[str, object]:
    from govern.documents import canonical

    row: dict[str, object] = {
        "verdict": answer.verdict.value,
        "other_reading": answer.other_reading.value if answer.other_reading is not None else None,
        "reason": answer.reason or "",
        "certified_by": list(answer.certified_by),
    }
    if answer.witness is not None:
        text = canonical(answer.witness.document)
        row["witness_bytes"] = len(text)
        if len(text) <= _SHOWN:
            row["witness"] = text.decode("utf-8", "backslashreplace")
    return row


def _now() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def _words(error: BaseException) -> str:
    """The kind of an exception, where it was raised, and its first words."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = f"{Path(place.tb_frame.f_code.co_filename).name}:{place.tb_lineno}" if place is not None else ""
    return f"{type(error).__name__} at {where}: {str(error)[:200]}"
