"""The table of resources to the mistakes in its URIs and in what they lead to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from govern.configuration.forms import fault_of
from govern.configuration.shape import Mistake
from govern.configuration.toml_text import dotted, string
from govern.model import JsonObject

VERSION = "{version}"
"""What stands in the URI of a resource, and in its target, for the version of a published revision."""

_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^#\s]+")
_REVISION = re.compile(r"[^\s:~^?*\[\\-][^\s:~^?*\[\\]*")


def mistakes(table: JsonObject) -> Iterator[Mistake]:
    """Every mistake of the table that its shape does not show."""
    for uri, value in table.items():
        where = ("resources", uri)
        if not _URI.fullmatch(uri):
            message = f"{string(uri)} is not a whole URI without a fragment"
            yield Mistake(where, "config-value", message, 'for example "https://example.com/schemas/"')
        if not isinstance(value, str) or not value:
            continue
        if uri.endswith("/") != value.endswith("/"):
            message = f"`{dotted(where)}`: a prefix of URIs (ending in /) belongs to a folder (ending in /)"
            remedy = "end both with a slash, or neither"
            yield Mistake(where, "config-value", message, remedy)
        if fault := _pattern_fault(uri, value) or _target_fault(value):
            yield Mistake(where, "config-path", f"`{dotted(where)}`: {string(value)} {fault[0]}", fault[1])


def _pattern_fault(uri: str, target: str) -> tuple[str, str] | None:
    """A version in a URI names a tag, and a tag with a version in it needs one to name."""
    if VERSION not in uri:
        remedy = f"put {VERSION} into both, or into neither"
        return (f"holds {VERSION}, but its URI does not", remedy) if VERSION in target else None
    if uri.count(VERSION) > 1:
        return f"belongs to a URI that holds {VERSION} twice", "let it stand once"
    revision, mark, _ = target.removeprefix("git:").partition(":")
    if target.startswith("git:") and mark and VERSION in revision:
        return None
    remedy = f'write {VERSION} in the tag, for example "git:v{VERSION}:schemas/order.json"'
    return f"names no tag with {VERSION}, as its URI does", remedy


def _target_fault(target: str) -> tuple[str, str] | None:
    path = target = target.replace(VERSION, "version") if target.startswith("git:") else target
    if target.startswith("git:"):
        revision, mark, path = target.removeprefix("git:").partition(":")
        if not mark or not _REVISION.fullmatch(revision):
            return (
                "names no revision and path",
                'write "git:REVISION:path", for example "git:v1.0.0:schemas/"',
            )
    fault = fault_of("path", path.removesuffix("/"))
    return (
        (fault.message, fault.remedy) if fault else None if path.strip("/") else ("names no file", "name one")
    )
