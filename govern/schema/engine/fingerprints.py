"""Schemas to digests of what they say and of all that it leads to: what has one digest is the same.

What leads to nothing that leads back is digested from its ends up. What does is digested as one cluster
(a strongly connected component: Tarjan, Depth-first search and linear graph algorithms, 1972), its
members told apart by their places. The converse does not hold: what has two digests may yet be the
same, at other places.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from govern.schema.digest import digest, encoded

if TYPE_CHECKING:
    from govern.schema.engine.form import Schema


@dataclass(slots=True)
class _Visit:
    """A schema that is being walked through: its number, the least number met that it leads back to, its
    position among those not yet digested, and where it leads that was not looked at."""

    schema: Schema
    number: int
    least: int
    position: int
    rest: Iterator[Schema]


class Fingerprints:
    """The digests of the schemas of one form; None where words do not tell all there is: where parts
    have bases of their own, where a reference leads nowhere, and for all that leads to such a place."""

    def __init__(self) -> None:
        self._known: dict[Schema, bytes | None] = {}

    def of(self, schema: Schema) -> bytes | None:
        """The digest of a schema. Each schema that it leads to is digested once."""
        if schema not in self._known:
            if schema.references:
                self._walk(schema)
            else:
                self._known[schema] = self._own(schema, {})
        return self._known[schema]

    def _walk(self, start: Schema) -> None:
        visits: dict[Schema, _Visit] = {}
        open_: list[Schema] = []
        """What was met and is not digested yet."""
        stack = [_met(start, visits, open_)]
        while stack:
            here = stack[-1]
            following = next(here.rest, None)
            if following is None:
                stack.pop()
                if stack:
                    stack[-1].least = min(stack[-1].least, here.least)
                if here.least == here.number:
                    self._digest(open_[here.position :])
                    del open_[here.position :]
            elif following in visits and following not in self._known:
                here.least = min(here.least, visits[following].number)
            elif following not in self._known:
                stack.append(_met(following, visits, open_))

    def _digest(self, members: Sequence[Schema]) -> None:
        """Digest a cluster: schemas each of which leads to all the others, or one that is none."""
        circular = len(members) > 1 or any(each.target is members[0] for each in members[0].references)
        places = {each: _place(each) for each in members} if circular else {}
        own = [self._own(each, places) for each in members]
        told = [each for each in own if each is not None]
        if len(told) < len(own):
            self._known.update(dict.fromkeys(members))
        elif circular:
            cluster = digest((b"cluster", *sorted(told)))
            self._known.update({each: digest((b"member", place, cluster)) for each, place in places.items()})
        else:
            self._known[members[0]] = told[0]

    def _own(self, schema: Schema, places: Mapping[Schema, bytes]) -> bytes | None:
        """The digest of what a schema says, with those of what it leads to; what is of its own cluster is
        named by its place."""
        if schema.moved:
            return None
        told = [b"schema", schema.node.draft.encode(), schema.wording]
        told += [places[schema]] if places else []
        for each in schema.references:
            known = None if each.target is None else places.get(each.target) or self._known[each.target]
            if known is None:
                return None
            told += [encoded(each.text), known]
        return digest(told)


def _met(schema: Schema, visits: dict[Schema, _Visit], open_: list[Schema]) -> _Visit:
    leads = [each.target for each in schema.references if each.target is not None]
    found = visits[schema] = _Visit(schema, len(visits), len(visits), len(open_), iter(leads))
    open_.append(schema)
    return found


def _place(schema: Schema) -> bytes:
    return digest((b"place", *map(encoded, (schema.node.document, *schema.node.pointer))))
