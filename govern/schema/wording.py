"""A schema to a digest of what it says: what has one digest says the same in the same words.

Annotations and orders that mean nothing are set aside. References stay text: where they lead is for
others to look at.
"""

from __future__ import annotations

from typing import TypeAlias

from govern.documents import canonical
from govern.model import JsonObject, JsonValue
from govern.schema.dialect import LEFT_BEHIND, Draft, Holds, keywords
from govern.schema.digest import digest, encoded
from govern.schema.referring import hidden

_ASIDE = frozenset(
    {"$id", "id", "$schema", "$anchor", "$dynamicAnchor", "$recursiveAnchor", "definitions", "$defs"}
)
_UNORDERED = frozenset({"required", "enum", "type"})
_MAPS = (Holds.MAP, Holds.MAP_OF_ONE_OR_NAMES)
_VALUE, _SCHEMA, _LIST, _MAP = b"v", b"s", b"l", b"m"
"""What a spelling is of, so that none of one sort is one of another."""

_Key: TypeAlias = "tuple[int, Draft, bool]"


class Wordings:
    """Digests of what schemas say: all but annotations, names of themselves, and definitions (what is
    referred to is looked at where it is). Each object is read once, by its identity: so keep it as it is."""

    def __init__(self) -> None:
        self._known: dict[_Key, tuple[JsonObject, bytes]] = {}

    def of(self, schema: JsonValue, draft: Draft, *, strictly: bool = False) -> bytes:
        """The digest of a schema. `strictly`: everything that a reference may lead into is said too, as it
        stands: all but texts and flags."""
        if not isinstance(schema, dict):
            return _VALUE + canonical(schema)
        key = (id(schema), draft, strictly)
        found = self._known.get(key)
        if found is None:  # with the object: an identity is only worth something while it lives
            told = _but_texts(schema, draft) if strictly else _telling(schema, draft)
            spelt = {name: self._keyword(name, value, draft, strictly) for name, value in told.items()}
            found = self._known[key] = (schema, _SCHEMA + _members(spelt))
        return found[1]

    def _keyword(self, name: str, value: JsonValue, draft: Draft, strictly: bool) -> bytes:
        known = keywords(draft).get(name)
        holds = known.holds if known is not None else None
        if isinstance(value, list):
            if name in _UNORDERED and not strictly:
                return _LIST + digest(sorted(map(canonical, value)))
            if holds is not None:
                return _LIST + digest([self.of(each, draft, strictly=strictly) for each in value])
        if not isinstance(value, dict) or holds is None:
            return _VALUE + canonical(value)
        if holds in _MAPS:
            return _MAP + _members(
                {key: self.of(each, draft, strictly=strictly) for key, each in value.items()}
            )
        return self.of(value, draft, strictly=strictly)


def _members(spelt: dict[str, bytes]) -> bytes:
    names = sorted(spelt)
    return digest(each for name in names for each in (encoded(name), spelt[name]))


def _but_texts(schema: JsonObject, draft: Draft) -> JsonObject:
    known = keywords(draft)
    return {
        name: value
        for name, value in schema.items()
        if name not in known or not known[name].annotation or not isinstance(value, (str, bool))
    }


def _telling(schema: JsonObject, draft: Draft) -> JsonObject:
    if hidden(schema, draft):
        return {"$ref": schema["$ref"]}
    known = keywords(draft)
    return {
        name: value
        for name, value in schema.items()
        if (name in known and name not in _ASIDE and not known[name].annotation) or name == LEFT_BEHIND
    }
