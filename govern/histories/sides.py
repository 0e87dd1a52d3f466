"""A side of a task and the bytes of its files to the half of a review that it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from govern.documents import Document
from govern.histories.task import Reached, Side, Task
from govern.model import Entry, JsonValue
from govern.review.reading import Known, Reader
from govern.review.work import Half


class Bytes:
    """A tree of some entries, whose bytes are at hand by object id."""

    __slots__ = ("_data", "_entries")

    def __init__(self, entries: Sequence[Entry], data: Mapping[str, bytes]) -> None:
        self._entries = MappingProxyType({each.path: each for each in entries})
        self._data = data

    @property
    def entries(self) -> Mapping[str, Entry]:
        """Every path, in the order in which they were given."""
        return self._entries

    def read(self, path: str) -> bytes:
        """The bytes of a file. Raises KeyError where there is none."""
        return self._data[self._entries[path].object_id]


def half_of(side: Side, data: Mapping[str, bytes], task: Task, known: Known) -> Half:
    """The half of a review that a side of a task is. Never raises on what the files hold."""
    reader = Reader(Bytes(side.entries, data), task.limits, known)
    files = reader.files(each.path for each in side.entries)
    schemas = {path for each in task.contract.schemas for path in (each.path, each.strict) if path}
    by_schema = {path: [each for each in side.reached if each.schema == path] for path in sorted(schemas)}
    there = {path: reached for path, reached in by_schema.items() if path in files.documents}
    return Half(
        files,
        side.fixtures,
        side.rejects,
        {path: _values(reached, data, task, known) for path, reached in there.items()},
        {path: {each.uri: each.entry.object_id for each in reached} for path, reached in there.items()},
        {path: {each.uri: each.place for each in reached} for path, reached in there.items()},
        side.remarks,
    )


def _values(
    reached: Sequence[Reached], data: Mapping[str, bytes], task: Task, known: Known
) -> dict[str, JsonValue]:
    """The values of reached files by URI; those that cannot be read are left unreadable."""
    found: dict[str, JsonValue] = {}
    for each in reached:
        reader = Reader(Bytes((each.entry,), data), task.limits, known)
        document = reader.document(each.entry.path)
        if isinstance(document, Document):
            found[each.uri] = document.value
    return found
