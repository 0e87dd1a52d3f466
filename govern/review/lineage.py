"""The schema files of one comparison after another to their revisions: head of the one may be base of the
next, with all that was found out of it."""

from __future__ import annotations

from govern.schema.revision import SchemaRevision

GENERATIONS = 8
"""So many revisions may each have something in common with the one before: all live as long as the last."""


class Lineage:
    """The last revision of each schema file of the contract that was asked for last."""

    def __init__(self) -> None:
        self._contract = ""
        self._last: dict[str, SchemaRevision] = {}

    def pair(
        self, contract: str, path: str, base: SchemaRevision, head: SchemaRevision
    ) -> tuple[SchemaRevision, SchemaRevision]:
        """Base and head of a file of a contract, with what they have in common, and with what is known of
        base. What they answer is what they would have answered alone."""
        if contract != self._contract:
            self._contract, self._last = contract, {}
        last = self._last.pop(path, None)
        if last is not None and last.generation < GENERATIONS and last.stands_for(base):
            base = last
        head = self._last[path] = head.beside(base)
        return base, head
