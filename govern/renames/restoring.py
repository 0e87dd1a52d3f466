"""A part of a schema to the same part with the old names of renames within it put back."""

from __future__ import annotations

from collections.abc import Mapping

from govern.model import JsonObject, JsonValue
from govern.pointer import escape

Within = Mapping[str, Mapping[str, str]]
"""Containers, as pointers into head (a container of keys, or an `enum`), to new names and the old ones."""

_LISTS, _KEYED = ("required",), ("dependentRequired", "dependentSchemas", "dependencies")
"""What says the names of properties again beside them, as a list and as an object."""


def restored(value: JsonValue, at: str, renamed: Within) -> JsonValue:
    """The value at a pointer with old names put back, also where they are said again beside the
    container; the value itself where nothing in it was renamed."""
    if not any(container.startswith(f"{at}/") for container in renamed):
        return value
    if isinstance(value, list):
        return [restored(part, f"{at}/{index}", renamed) for index, part in enumerate(value)]
    if not isinstance(value, dict):
        return value
    names = renamed.get(f"{at}/properties", {})
    return {
        key: _again(key, _part(part, f"{at}/{escape(key)}", renamed), names) for key, part in value.items()
    }


def _part(value: JsonValue, at: str, renamed: Within) -> JsonValue:
    names = renamed.get(at, {})
    if names and isinstance(value, list):
        return [names.get(each, each) if isinstance(each, str) else each for each in value]
    inside = restored(value, at, renamed)
    return _keyed(inside, names) if isinstance(inside, dict) else inside


def _again(keyword: str, value: JsonValue, names: Mapping[str, str]) -> JsonValue:
    """What a keyword says of the properties beside it, with their old names."""
    if not names:
        return value
    if keyword in _LISTS and isinstance(value, list):
        return [names.get(each, each) if isinstance(each, str) else each for each in value]
    if keyword in _KEYED and isinstance(value, dict):
        return {names.get(key, key): _again("required", part, names) for key, part in value.items()}
    return value


def _keyed(value: JsonObject, names: Mapping[str, str]) -> JsonObject:
    return {names.get(key, key): part for key, part in value.items()} if names else value
