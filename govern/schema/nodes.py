"""A node of a form to what one of its keywords holds: a map, a list, a schema; empty where it holds none."""

from __future__ import annotations

from collections.abc import Mapping

from govern.model import JsonObject, JsonValue


def mapping(node: Mapping[str, JsonValue], keyword: str) -> JsonObject:
    """The object a keyword holds."""
    value = node.get(keyword)
    return value if isinstance(value, dict) else {}


def listing(node: Mapping[str, JsonValue], keyword: str) -> list[JsonValue]:
    """The list a keyword holds."""
    value = node.get(keyword)
    return value if isinstance(value, list) else []


def subschema(node: Mapping[str, JsonValue], keyword: str) -> list[JsonValue]:
    """The schema object a keyword holds, alone in a list; nothing for a boolean."""
    value = node.get(keyword)
    return [value] if isinstance(value, dict) else []
