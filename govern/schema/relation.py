"""A place of one revision and a place of another to which of them accepts more."""

from __future__ import annotations

from enum import StrEnum

from govern import pointer
from govern.model import JsonObject, JsonValue, Reading
from govern.schema.containment import Pair, object_with, proved_at, proved_empty
from govern.schema.dialect import Draft
from govern.schema.revision import SchemaRevision
from govern.schema.wording import Wordings

MOST_ASKED = 40
"""How many pairs of places of two revisions are told."""

STEPS = 4_000
"""The steps of one question about one place."""


_EMPTY: tuple[JsonValue, ...] = (True, False, {}, {"not": {}}, {"not": True})
_TRIVIAL = frozenset(Wordings().of(each, Draft.D2020) for each in _EMPTY)
"""What accepts everything, or nothing, says nothing of what it came from."""


class Relation(StrEnum):
    """What stands at a place of head, against what stands at a place of base. Each but the last is
    proved."""

    SAME = "the same"
    WIDER = "wider"
    NARROWER = "narrower"
    OTHER = "another"


class Relations:
    """Tells of places of two revisions, each pair once."""

    def __init__(self, base: SchemaRevision, head: SchemaRevision, reading: Reading) -> None:
        literally = Reading(format=reading.format)
        self._wider = Pair(base, head, literally, steps=STEPS)
        self._narrower = Pair(head, base, literally, steps=STEPS)
        self._told: dict[tuple[str, str], Relation] = {}

    def __call__(self, old: str, new: str) -> Relation:
        """The relation of the schema at a pointer into base to that at a pointer into head."""
        if (old, new) not in self._told:
            if len(self._told) >= MOST_ASKED:
                return Relation.OTHER
            self._told[old, new] = self._tell(pointer.split(old), pointer.split(new))
        return self._told[old, new]

    def shown(self, old: str, new: str, was: str, now: str) -> tuple[JsonObject, JsonObject] | None:
        """An object with a member `was`, which the schema at a pointer into base accepts, and one with the
        same value under `now`, which that at a pointer into head accepts; None where they were not made."""
        before = object_with(self._wider.left, pointer.split(old), was, (), STEPS)
        if before is None:
            return None
        after = object_with(self._wider.right, pointer.split(new), now, (before[was],), STEPS)
        return None if after is None else (before, after)

    def _tell(self, old: tuple[str, ...], new: tuple[str, ...]) -> Relation:
        if self._is_trivial(new):
            return Relation.OTHER
        wider, narrower = proved_at(self._wider, old, new), proved_at(self._narrower, new, old)
        if wider and narrower:
            return Relation.SAME
        if wider and not proved_empty(self._wider, old):
            return Relation.WIDER
        if narrower and not proved_empty(self._narrower, new):
            return Relation.NARROWER
        return Relation.OTHER  # nothing is narrower than anything, and says nothing of what it came from

    def _is_trivial(self, place: tuple[str, ...]) -> bool:
        head = self._wider.right
        found = pointer.get(head.schema, place)
        wording = head.compiled.wordings.of
        return found is pointer.MISSING or wording(found, head.draft or Draft.D2020) in _TRIVIAL  # type: ignore[arg-type]
