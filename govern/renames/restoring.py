"""A part of a schema to the same part with the old names of renames within it put back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from govern.model import JsonObject, JsonValue
from govern.pointer import escape

_LISTS, _KEYED = ("required",), ("dependentRequired", "dependentSchemas", "dependencies")
"""What says the names of properties again beside them, as a list and as an object."""


@dataclass(frozen=True)
class Within:
    """Renames that stand in what may itself be renamed. `names`: of containers, as pointers into head (a
    container of keys, or an `enum`), the new names to the old ones."""

    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @cached_property
    def _above(self) -> frozenset[str]:
        return frozenset(above for container in self.names for above in ancestors(container))

    def restored(self, value: JsonValue, at: str) -> JsonValue:
        """The value at a pointer with old names put back, also where they are said again beside the
        container; the value itself where nothing in it was renamed."""
        if at not in self._above:
            return value
        if isinstance(value, list):
            return [self.restored(part, f"{at}/{index}") for index, part in enumerate(value)]
        if not isinstance(value, dict):
            return value
        names = self.names.get(f"{at}/properties", {})
        return {
            key: _again(key, self._part(part, f"{at}/{escape(key)}"), names) for key, part in value.items()
        }

    def _part(self, value: JsonValue, at: str) -> JsonValue:
        names = self.names.get(at, {})
        if names and isinstance(value, list):
            return _listed(value, names)
        inside = self.restored(value, at)
        return _keyed(inside, names) if isinstance(inside, dict) else inside


def ancestors(pointer: str) -> Iterator[str]:
    """The pointers of all that a pointer stands in, the nearest first."""
    while pointer:
        pointer = pointer.rpartition("/")[0]
        yield pointer


def _again(keyword: str, value: JsonValue, names: Mapping[str, str]) -> JsonValue:
    """What a keyword says of the properties beside it, with their old names."""
    if not names:
        return value
    if keyword in _LISTS and isinstance(value, list):
        return _listed(value, names)
    if keyword in _KEYED and isinstance(value, dict):
        return {names.get(key, key): _again("required", part, names) for key, part in value.items()}
    return value


def _listed(value: list[JsonValue], names: Mapping[str, str]) -> list[JsonValue]:
    return [names.get(each, each) if isinstance(each, str) else each for each in value]


def _keyed(value: JsonObject, names: Mapping[str, str]) -> JsonObject:
    return {names.get(key, key): part for key, part in value.items()} if names else value
