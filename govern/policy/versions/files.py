"""A file pattern and a path to yes or no: does the place or the coverage name this file?

The form is the configuration's: anchored at the root, `*`, `?` and `[...]` inside one segment, `**`
for any number of segments (at the end: at least one).
"""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase


def names(pattern: str, path: str) -> bool:
    """Whether a file pattern names a path. A path names itself, whatever characters it has."""
    return pattern == path or _matches(pattern.split("/"), path.split("/"))


def _matches(pattern: Sequence[str], segments: Sequence[str]) -> bool:
    """Table over (segments of the pattern, segments of the path): never exponential."""
    reached = {0}
    for index, each in enumerate(pattern):
        if each == "**":
            least = 1 if index == len(pattern) - 1 else 0
            reached = set(range(min(reached) + least, len(segments) + 1)) if reached else set()
        else:
            reached = {at + 1 for at in reached if at < len(segments) and fnmatchcase(segments[at], each)}
    return len(segments) in reached
