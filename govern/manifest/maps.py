"""A section of a manifest to the renames it maps, as in OpenTelemetry's schema files (format 1.1.0)."""

from __future__ import annotations

from collections.abc import Iterator

from govern.model import JsonValue
from govern.pointer import split

_MAPS = frozenset(
    ("renames", "rename_map", "attribute_map", "name_map", "rename_metrics", "rename_events", "rename_codes")
)
"""Keys of objects from old names to new ones."""


def renames_in(pointer: str, value: JsonValue) -> Iterator[tuple[str, str]]:
    """Every old name with the new one, in the maps of a section and of whatever it holds."""
    stack = [(_last(pointer), value)]
    while stack:
        key, here = stack.pop()
        if isinstance(here, dict):
            if key in _MAPS:
                yield from ((old, new) for old, new in here.items() if isinstance(new, str))
            stack += here.items()
        elif isinstance(here, list):
            stack += ((key, each) for each in here)


def more_renames(pointer: str, old: JsonValue, new: JsonValue) -> tuple[tuple[str, str], ...] | None:
    """The renames that the maps of a section gained; None where it is no map of renames, or anything else
    came, went or changed in it."""
    before, after = dict(renames_in(pointer, old)), dict(renames_in(pointer, new))
    if not _grew(_last(pointer), old, new) or any(after.get(name) != to for name, to in before.items()):
        return None
    return tuple(sorted(after.items() - before.items()))


def _grew(key: str, old: JsonValue, new: JsonValue) -> bool:
    """Whether a value holds maps of renames alone, and the new one all of the old one."""
    if isinstance(new, list):
        items = old if isinstance(old, list) else []
        kept = len(items) <= len(new) and (old is None or isinstance(old, list))
        before = (items[at] if at < len(items) else None for at in range(len(new)))
        return kept and all(_grew(key, one, other) for one, other in zip(before, new, strict=True))
    if not isinstance(new, dict) or not (old is None or isinstance(old, dict)):
        return False
    members = old or {}
    if not members.keys() <= new.keys():
        return False
    if key in _MAPS and all(isinstance(each, str) for each in new.values()):
        return all(new[name] == to for name, to in members.items())
    return all(_grew(name, members.get(name), each) for name, each in new.items())


def _last(pointer: str) -> str:
    return (split(pointer) or ("",))[-1]
