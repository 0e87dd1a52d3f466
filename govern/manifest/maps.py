"""A section of a manifest to the renames it maps, as in OpenTelemetry's schema files (format 1.1.0)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from govern.model import JsonValue
from govern.pointer import split

_MAP = re.compile(r"renames|rename_map|attribute_map|rename_\w+")
"""Keys of objects from old names to new ones."""
_WHERE = re.compile(r"apply_to_\w+")
"""Keys of what a map applies to."""


def renames_in(pointer: str, value: JsonValue) -> Iterator[tuple[str, str]]:
    """Every old name with the new one, in the maps of a section and of whatever it holds."""
    stack = [(_last(pointer), value)]
    while stack:
        key, here = stack.pop()
        if isinstance(here, dict):
            if _MAP.fullmatch(key):
                yield from ((old, new) for old, new in here.items() if isinstance(new, str))
            stack += here.items()
        elif isinstance(here, list):
            stack += ((key, each) for each in here)


def only_renames(pointer: str, value: JsonValue) -> bool:
    """Whether a section holds maps of renames and nothing else: it tells of names, and asks for nothing."""
    return _only(_last(pointer), value)


def _only(key: str, value: JsonValue) -> bool:
    if _WHERE.fullmatch(key):
        return True
    if isinstance(value, list):
        return bool(value) and all(_only(key, each) for each in value)
    if not isinstance(value, dict) or not value:
        return False
    if _MAP.fullmatch(key) and all(isinstance(each, str) for each in value.values()):
        return True
    return all(_only(name, each) for name, each in value.items())


def _last(pointer: str) -> str:
    return (split(pointer) or ("",))[-1]
