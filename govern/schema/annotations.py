"""A schema object to an annotation in force there: its own, else that of what it refers to."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote

from govern import pointer
from govern.documents import canonical
from govern.model import JsonObject, JsonValue
from govern.schema.dialect import Draft


@dataclass(frozen=True, slots=True)
class Sides:
    """Two revisions of one document, whole, and their dialects."""

    base: JsonValue
    head: JsonValue
    drafts: tuple[Draft, Draft]

    def in_force(self, keyword: str, base: JsonObject, head: JsonObject) -> InForce:
        """What an annotation is at a pair of schema objects. References are looked through where they
        differ: else what they lead to is looked at where it stands."""
        if base.get("$ref") == head.get("$ref"):
            return InForce(_own(base, keyword), _own(head, keyword))
        return InForce(_in_force(self.base, base, keyword), _in_force(self.head, head, keyword))


@dataclass(frozen=True, slots=True)
class InForce:
    """The value of an annotation on both sides, as a list of one, or of none where there is none."""

    base: list[JsonValue]
    head: list[JsonValue]

    @property
    def changed(self) -> bool:
        """Whether it is another value."""
        return canonical(self.base) != canonical(self.head)


def _own(schema: JsonObject, keyword: str) -> list[JsonValue]:
    return [schema[keyword]] if keyword in schema else []


def _in_force(document: JsonValue, schema: JsonObject, keyword: str) -> list[JsonValue]:
    here: object = schema
    met: set[int] = set()
    while isinstance(here, dict) and id(here) not in met:
        met.add(id(here))
        if keyword in here:
            return [here[keyword]]
        reference = here.get("$ref")
        if not isinstance(reference, str) or not reference.startswith("#"):
            return []
        fragment = unquote(reference[1:])
        if fragment and not fragment.startswith("/"):
            return []  # an anchor: what it names is not looked for
        here = pointer.get(document, pointer.split(fragment))
    return []
