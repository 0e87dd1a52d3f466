"""Two JSON values to what differs between them: the door of deepdiff."""

from __future__ import annotations

from collections.abc import Hashable

from govern.model import JsonValue
from govern.pointer import join

LISTED = 20
"""So many differing places are named in a message; the rest are counted."""


def identity(value: JsonValue) -> Hashable:
    """A key that two JSON values share iff they are one value: true is not 1, key order is nothing."""
    if isinstance(value, dict):
        return ("object", frozenset((key, identity(part)) for key, part in value.items()))
    if isinstance(value, list):
        return ("array", tuple(identity(part) for part in value))
    return (isinstance(value, bool), value)


def differing(old: JsonValue, new: JsonValue) -> tuple[str, ...]:
    """What differs, as sorted `pointer verb` phrases (`/a/0 changed`), at most `LISTED` and a count.

    Whether anything differs is for `identity` to say; this only lists it.
    """
    from deepdiff import DeepDiff  # imported when needed: it costs a tenth of a second

    found = DeepDiff(old, new, view="tree", verbose_level=1, ignore_order=False)
    phrases = set()
    for kind, levels in found.items():
        verb = "added" if kind.endswith("_added") else "removed" if kind.endswith("_removed") else "changed"
        for level in levels:
            tokens = level.path(output_format="list") or []
            phrases.add(f"{join(tokens) or 'the whole value'} {verb}")
    listed = sorted(phrases)
    rest = len(listed) - LISTED
    return (*listed[:LISTED], *([f"and {rest} more"] if rest > 0 else []))
