"""A URI to the places that the configuration's `[resources]` gives it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from govern.configuration.resources import VERSION

GIT = "git:"
"""How a place of a revision begins: `git:REV:path`."""

_TAGS = "refs/tags/"
_FORM = r"([0-9A-Za-z][0-9A-Za-z._+-]*)"


def mapped(resources: Mapping[str, str], uri: str) -> str | None:
    """The place of a URI that is configured itself, or by the longest prefix that it has."""
    for prefix in sorted(resources, key=len, reverse=True):
        place = resources[prefix]
        if uri == prefix.rstrip("#"):
            return place
        if prefix.endswith("/") and uri.startswith(prefix):
            return place.rstrip("/") + "/" + uri.removeprefix(prefix)
    return None


def published(resources: Mapping[str, str], uri: str) -> Iterator[str]:
    """The places, tags filled in, that patterns with `{version}` give a URI, the longest pattern
    first. The tag is given as a full ref: a branch of the same name is no published version."""
    patterns = [each for each in resources if VERSION in each]
    for pattern in sorted(patterns, key=lambda each: (-len(each), each)):
        match = _expression(pattern).fullmatch(uri)
        if match is None:
            continue
        revision, _, path = resources[pattern].removeprefix(GIT).partition(":")
        full = revision if revision.startswith("refs/") else _TAGS + revision
        rest = match[2] if pattern.endswith("/") else ""
        yield f"{GIT}{full}:{path}".replace(VERSION, match[1]) + rest


def _expression(pattern: str) -> re.Pattern[str]:
    before, _, after = pattern.rstrip("#").partition(VERSION)
    rest = "(.+)" if pattern.endswith("/") else ""
    return re.compile(re.escape(before) + _FORM + re.escape(after) + rest)
