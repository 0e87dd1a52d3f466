"""The bytes of a JSON or YAML file to the texts by which it refers and is referred to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote, urldefrag

from govern.documents import Document
from govern.model import JsonValue
from govern.review.reading import Reader
from govern.schema.dialect import Draft
from govern.schema.resolve import references
from govern.schema.uris import TREE

ENDINGS = (".json", ".yaml", ".yml")
"""How the names of files end that may hold schemas."""

_VALUE = rb"""["']?\s*:\s*(?:"([^"]*)"|'([^']*)'|([^\s"',}\]]+))"""
_REFERENCE = re.compile(rb"\$(?:ref|dynamicRef|recursiveRef)" + _VALUE)
_IDENTIFIER = re.compile(rb"id(?=" + _VALUE + rb")")
_NAMED = re.compile(rb"(?<![\w$-])\$?\Z")
"""What stands before `id` where that is a key of its own: looked at last, for words are searched fast."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """`references`: what a file asks for, places in itself left out. `identifiers`: what it may call
    itself or a part of itself; some of them are mere values."""

    references: frozenset[str]
    identifiers: frozenset[str]


class Texts:
    """The texts of files, each read once, however many trees share it."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, bool], Spoken] = {}
        self.asked: dict[tuple[str, str, str], tuple[tuple[str, str], ...]] = {}
        """Object id, dialect and URI of a file to what its schemas ask for: absolute URI and reference."""

    def of(self, reader: Reader, path: str) -> Spoken:
        """The texts of a file of a tree. Read off its bytes, for there may be thousands; parsed where
        an escape could hide one from such a look."""
        key = (reader.tree.entries[path].object_id, path.endswith(".json"))
        if key not in self._known:
            self._known[key] = _spoken(reader, path)
        return self._known[key]


def spoken_by(value: JsonValue) -> Spoken:
    """The texts of a document that is parsed already."""
    said = frozenset(reference for _, reference in references(value, Draft.D2020, TREE))
    return Spoken(said, frozenset(_identifiers(value)))


def last(uri: str) -> str:
    """The last segment of a path or URI, its fragment aside."""
    return unquote(urldefrag(uri).url.rstrip("/").rsplit("/", 1)[-1])


def _spoken(reader: Reader, path: str) -> Spoken:
    data = reader.bytes(path)
    if any(mark in data for mark in (b"\\u", b"\\x", b"\\U")):
        document = reader.document(path)
        return spoken_by(document.value if isinstance(document, Document) else None)
    said = _texts(_REFERENCE.finditer(data))
    keys = (
        each
        for each in _IDENTIFIER.finditer(data)
        if _NAMED.search(data, max(each.start() - 2, 0), each.start())
    )
    return Spoken(frozenset(each for each in said if not each.startswith("#")), frozenset(_texts(keys)))


def _texts(matches: Iterable[re.Match[bytes]]) -> set[str]:
    """The texts that some matches captured, with the one escape that needs no parsing undone."""
    found = (b"".join(filter(None, each.groups())).replace(b"\\/", b"/") for each in matches)
    return {each.decode("utf-8", "replace") for each in found}


def _identifiers(value: JsonValue) -> Iterable[str]:
    stack = [value]
    while stack:
        here = stack.pop()
        if isinstance(here, list):
            stack += here
        elif isinstance(here, dict):
            yield from (text for key in ("$id", "id") if isinstance(text := here.get(key), str))
            stack += here.values()
