"""A place in a document to the figure, or the value, that prose says of it."""

from __future__ import annotations

from govern.documents import dumps
from govern.generated.marks import Mark
from govern.generated.sources import MarkError, Sources, at
from govern.generated.tables import escaped
from govern.model import JsonValue


def count(sources: Sources, mark: Mark, _: str) -> str:
    """`count at=file#/pointer`: how many items a list has there, or members an object."""
    value = _value(sources, mark)
    if not isinstance(value, (list, dict)):
        raise MarkError(f"{mark.options['at']} is no list and no object", "name one that has a count")
    return str(len(value))


def value(sources: Sources, mark: Mark, _: str) -> str:
    """`value at=file#/pointer`: the text or number that stands there."""
    found = _value(sources, mark)
    if isinstance(found, (list, dict)):
        raise MarkError(f"{mark.options['at']} is no single value", "name a text, a number or a truth")
    return escaped(found if isinstance(found, str) else dumps(found))


def _value(sources: Sources, mark: Mark) -> JsonValue:
    if "at" not in mark.options:
        raise MarkError("nothing says what is meant", "add at=FILE#/POINTER to the mark")
    return at(sources, mark.options["at"])
