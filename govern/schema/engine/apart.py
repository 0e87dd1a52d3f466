"""Two schemas to whether no value can be accepted by both, seen at a glance: by type, or by a constant."""

from __future__ import annotations

from govern.schema.engine.form import Schema

_DEEPEST = 6


class Apart:
    """Remembers, for each schema, which values it lists where."""

    def __init__(self) -> None:
        self._listed: dict[int, tuple[Schema, frozenset[bytes] | None]] = {}
        self._constants: dict[int, tuple[Schema, dict[str, frozenset[bytes]]]] = {}

    def by(self, one: Schema, two: Schema, kind: str) -> str | None:
        """What sets two schemas apart for values of a kind: the name of a member that both require and
        list other values of, or the empty text where they list other values themselves; None where
        nothing does at a glance."""
        mine, theirs = self._values(one), self._values(two)
        if mine is not None and theirs is not None and mine.isdisjoint(theirs):
            return ""
        if kind == "object":
            first, second = self._members(one), self._members(two)
            for name, values in first.items():
                if name in second and values.isdisjoint(second[name]):
                    return name
        return None

    def _values(self, schema: Schema) -> frozenset[bytes] | None:
        """The values that a schema lists, as canonical text."""
        if id(schema) not in self._listed:
            found = None
            for here in _parts(schema):
                if here.keywords.enum is not None:
                    keys = frozenset(here.keywords.enum.by_key)
                    found = keys if found is None else found & keys
            self._listed[id(schema)] = (schema, found)
        return self._listed[id(schema)][1]

    def _members(self, schema: Schema) -> dict[str, frozenset[bytes]]:
        """The values listed for members that an object must have."""
        if id(schema) not in self._constants:
            parts = _parts(schema)
            required = {name for each in parts for name in each.keywords.required}
            found: dict[str, frozenset[bytes]] = {}
            for each in parts:
                members = each.keywords.members
                for name in sorted(required) if members is not None else ():
                    own = members.properties.get(name) if members is not None else None
                    values = self._values(own) if own is not None else None
                    if values is not None:
                        found[name] = found[name] & values if name in found else values
            self._constants[id(schema)] = (schema, found)
        return self._constants[id(schema)][1]


def _parts(schema: Schema) -> list[Schema]:
    """A schema, and what it conjoins."""
    found: list[Schema] = []
    layer = [schema]
    for _ in range(_DEEPEST):
        found += layer
        layer = [inner for each in layer for inner in each.keywords.all_of]
    return found
