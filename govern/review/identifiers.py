"""A URI to the version in it, to what is left without it, and to the words by which a file claims it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from govern.model import JsonValue
from govern.schema.dialect import Draft
from govern.schema.resolve import Library

_SUFFIX = r"(?:-?(?:alpha|beta|dev|pre|rc|snapshot)[.-]?\d*)?"
_VERSION = re.compile(rf"(?<![0-9A-Za-z])v?\d+(?:[._-]\d+)*{_SUFFIX}(?![0-9A-Za-z])", re.IGNORECASE)


def versions(text: str) -> list[str]:
    """Everything in a part of a URI or path that looks like a version."""
    return [match[0] for match in _VERSION.finditer(text)]


def versioned(text: str) -> bool:
    """Whether a part of a URI or path looks like a version."""
    return _VERSION.search(text) is not None


def stem(uri: str) -> str:
    """An absolute URI with everything that looks like a version taken out, and the port with it, its
    scheme and host in small letters; equal for the versions of one document."""
    try:
        parts = urlsplit(uri.removesuffix("#"))
    except ValueError:
        return uri
    rest = parts.path + (f"?{parts.query}" if parts.query else "")
    return f"{parts.scheme}://{parts.hostname or ''}{_VERSION.sub('*', rest)}"


def known_as(value: JsonValue, uri: str) -> str | None:
    """The absolute URI by which a document found at `uri` names itself, None where it does not."""
    name = value.get("$id", value.get("id")) if isinstance(value, dict) else None
    if not isinstance(name, str) or name.startswith("#"):
        return None
    return Library({"$id": name}, Draft.D2020, uri=uri).root.base


def naming(uri: str) -> str:
    """A POSIX extended regular expression for text that gives a document this URI for its `$id`,
    whatever its host; `/` may be written as JSON allows. It matches too much rather than too little."""
    parts = urlsplit(uri)
    path = "".join(map(_escaped, parts.path + (f"?{parts.query}" if parts.query else "")))
    return rf"""id["']?[[:space:]]*:[[:space:]]*["']?[^"'[:space:]]*{path}"""


def _escaped(character: str) -> str:
    if character == "/":
        return r"\\?/"
    if character.isascii() and (character.isalnum() or character in "-_~%"):
        return character
    return f"[{character}]" if character in ".?+*$()|{}@:;,=&!'" else ".{1,12}"
