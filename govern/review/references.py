"""A schema file of a tree to the other files it refers to: by path, by `$id`, by configuration."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from urllib.parse import unquote, urldefrag, urljoin

from govern.contracts import Config
from govern.documents import Document
from govern.model import JsonValue
from govern.review.reading import Reader
from govern.schema.resolve import TREE

_VALUE = rb"""["']?\s*:\s*(?:"([^"]*)"|'([^']*)'|([^\s"',}\]]+))"""
_REFERENCE = re.compile(rb"\$(?:ref|dynamicRef|recursiveRef)" + _VALUE)
_IDENTIFIER = re.compile(rb"(?<![\w$-])\$?id" + _VALUE)
_ENDINGS = (".json", ".yaml", ".yml")


def uri_of(path: str) -> str:
    """The URI by which a file of the tree is known to a schema."""
    return TREE + path


class Resources:
    """What the schemas of one tree may refer to."""

    def __init__(self, reader: Reader, config: Config) -> None:
        self._reader = reader
        self._config = config

    def reached(self, path: str) -> Mapping[str, str]:
        """URI to path of every file of the tree that a schema file reaches, itself left out.

        References are resolved against the file's own `$id` and, failing that, against its path: a
        URI is found as a configured resource, as the `$id` of a file of the tree, or as a path.
        """
        found: dict[str, str] = {}
        queue = [path]
        seen = {path}
        for here in queue:
            for uri, target in self._direct(here):
                found.setdefault(uri, target)
                if target not in seen:
                    seen.add(target)
                    queue.append(target)
        return {uri: target for uri, target in sorted(found.items()) if uri != uri_of(path)}

    def documents(self, reached: Mapping[str, str]) -> Mapping[str, JsonValue]:
        """The values of reached files, by URI; those that cannot be read are left unreadable."""
        found: dict[str, JsonValue] = {}
        for uri, path in reached.items():
            document = self._reader.document(path)
            if isinstance(document, Document):
                found[uri] = document.value
        return found

    def _direct(self, path: str) -> Iterable[tuple[str, str]]:
        document = self._reader.document(path)
        if not isinstance(document, Document):
            return
        for base, reference in _references(document.value, uri_of(path)):
            uri = urldefrag(_join(base, reference)).url
            target = self._find(uri, path, reference)
            if target is not None and target in self._reader.tree.entries:
                yield uri, target

    def _find(self, uri: str, path: str, reference: str) -> str | None:
        entries = self._reader.tree.entries
        if uri.startswith(TREE):
            return unquote(uri.removeprefix(TREE))
        configured = self._configured(uri)
        if configured is not None:
            return configured
        known = self._identifiers.get(uri.rstrip("#"))
        if known is not None:
            return known
        bare = urldefrag(reference).url
        if bare and "://" not in bare:
            beside = unquote(urljoin(uri_of(path), bare)).removeprefix(TREE)
            return beside if beside in entries else None
        return None

    def _configured(self, uri: str) -> str | None:
        resources = self._config.resources
        for prefix in sorted(resources, key=len, reverse=True):
            place = resources[prefix]
            if uri == prefix.rstrip("#"):
                return place
            if prefix.endswith("/") and uri.startswith(prefix):
                return place.rstrip("/") + "/" + uri.removeprefix(prefix)
        return None

    @cached_property
    def _identifiers(self) -> Mapping[str, str]:
        """`$id` to path, over every JSON file of the tree that has one at its root."""
        found: dict[str, str] = {}
        for path in self._reader.tree.entries:
            if not path.endswith(_ENDINGS):
                continue
            data = self._reader.bytes(path)
            if b"$id" not in data and b'"id"' not in data:
                continue
            document = self._reader.document(path)
            if not isinstance(document, Document) or not isinstance(document.value, dict):
                continue
            identifier = document.value.get("$id", document.value.get("id"))
            if isinstance(identifier, str) and "://" in identifier:
                found.setdefault(identifier.rstrip("#"), path)
        return found


def affected(readers: Iterable[Reader], changed: frozenset[str], config: Config) -> frozenset[str]:
    """The changed paths, and every JSON or YAML file of the trees that may reach one of them.

    It may name too many and never too few: a reference to a file ends in the last segment of its
    path, of its `$id`, or of the URI that the configuration maps to it.
    """
    names: dict[str, set[str]] = {}
    said: dict[str, set[str]] = {}
    for reader in readers:
        for path in reader.tree.entries:
            if path.endswith(_ENDINGS):
                references, identifiers = _spoken(reader, path)
                said.setdefault(path, set()).update(references)
                names.setdefault(path, {_last(path)}).update(identifiers)
    for uri, place in config.resources.items():
        names.setdefault(place, {_last(place)}).add(_last(uri))
    reached = set(changed)
    frontier = set(changed)
    while frontier:
        wanted = {name for path in frontier for name in names.get(path, {_last(path)})}
        frontier = {path for path, references in said.items() if references & wanted} - reached
        reached |= frontier
    return frozenset(reached)


def _spoken(reader: Reader, path: str) -> tuple[set[str], set[str]]:
    """The last segments of every reference and of every identifier in a file. Read off its bytes,
    for there may be thousands; parsed where an escape could hide one from such a look."""
    data = reader.bytes(path)
    if b"\\u" in data or b"\\x" in data or b"\\U" in data:
        document = reader.document(path)
        value = document.value if isinstance(document, Document) else None
        references = {_last(reference) for _, reference in _references(value, "")}
        return references, {_last(text) for text in _identifiers(value)}
    return _segments(_REFERENCE, data), _segments(_IDENTIFIER, data)


def _segments(pattern: re.Pattern[bytes], data: bytes) -> set[str]:
    matches = (b"".join(groups).replace(b"\\/", b"/") for groups in pattern.findall(data))
    return {_last(match.decode("utf-8", "replace")) for match in matches} - {""}


def _last(uri: str) -> str:
    """The last segment of a path or URI, its fragment aside."""
    return unquote(urldefrag(uri).url.rstrip("/").rsplit("/", 1)[-1])


def _identifiers(value: JsonValue) -> Iterable[str]:
    stack = [value]
    while stack:
        here = stack.pop()
        if isinstance(here, list):
            stack += here
        elif isinstance(here, dict):
            yield from (text for key in ("$id", "id") if isinstance(text := here.get(key), str))
            stack += here.values()


def _references(value: JsonValue, base: str) -> Iterable[tuple[str, str]]:
    """Every reference of a document with the base it is read against."""
    stack: list[tuple[JsonValue, str]] = [(value, base)]
    while stack:
        here, base = stack.pop()
        if isinstance(here, list):
            stack += [(each, base) for each in here]
        if not isinstance(here, dict):
            continue
        for keyword in ("$id", "id"):
            own = here.get(keyword)
            if isinstance(own, str) and not own.startswith("#"):
                base = _join(base, own)
        for keyword in ("$ref", "$dynamicRef", "$recursiveRef"):
            reference = here.get(keyword)
            if isinstance(reference, str) and not reference.startswith("#"):
                yield base, reference
        stack += [(each, base) for each in here.values()]


def _join(base: str, reference: str) -> str:
    try:
        return urljoin(base, reference)
    except ValueError:
        return reference
