"""A schema file of a tree to the other files it refers to: by path, by `$id`, by configuration."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from urllib.parse import unquote, urldefrag, urljoin

from govern.contracts import Config
from govern.documents import Document
from govern.model import JsonValue, Tree
from govern.review.reading import Reader
from govern.schema.dialect import Draft
from govern.schema.resolve import TREE, references

_VALUE = rb"""["']?\s*:\s*(?:"([^"]*)"|'([^']*)'|([^\s"',}\]]+))"""
_REFERENCE = re.compile(rb"\$(?:ref|dynamicRef|recursiveRef)" + _VALUE)
_IDENTIFIER = re.compile(rb"(?<![\w$-])\$?id" + _VALUE)
_GIT = "git:"

Published = Callable[[str], Tree]
"""The tree of a revision named in the configuration. Raises RepositoryError where there is none."""

_ENDINGS = (".json", ".yaml", ".yml")


def uri_of(path: str) -> str:
    """The URI by which a file of the tree is known to a schema."""
    return TREE + path


class Resources:
    """What the schemas of one tree may refer to.

    `published` gives the tree of a revision, for configured resources of the form `git:REV:path`.
    """

    def __init__(self, reader: Reader, config: Config, published: Published | None = None) -> None:
        self._reader = reader
        self._config = config
        self._published = published
        self._readers: dict[str, Reader] = {}

    def reached(self, path: str, draft: str | None = None) -> Mapping[str, str]:
        """URI to place of every file that a schema file reaches, itself left out. A place is a path
        of the tree, or `git:REV:path`. `draft` is that of files that state none.

        References are resolved as the validators will resolve them; a URI is found as a configured
        resource, as the `$id` of a file of the tree, or as a path of it.
        """
        default = Draft(draft) if draft is not None else Draft.D2020
        found: dict[str, str] = {}
        queue = [(path, uri_of(path))]
        seen = {path}
        for here, known_as in queue:
            document = self._document(here)
            if document is None:
                continue
            for uri, reference in references(document.value, default, known_as):
                target = self._find(uri, path, reference)
                if target is not None and self._document(target) is not None:
                    found.setdefault(uri, target)
                    if target not in seen:
                        seen.add(target)
                        queue.append((target, uri))
        return {uri: target for uri, target in sorted(found.items()) if uri != uri_of(path)}

    def documents(self, reached: Mapping[str, str]) -> Mapping[str, JsonValue]:
        """The values of reached files, by URI; those that cannot be read are left unreadable."""
        read = {uri: self._document(place) for uri, place in reached.items()}
        return {uri: document.value for uri, document in read.items() if document is not None}

    def identities(self, reached: Mapping[str, str]) -> Mapping[str, str]:
        """What is equal iff the bytes of a reached file are, by URI."""
        entries = self._reader.tree.entries
        return {
            uri: entries[place].object_id if place in entries else place for uri, place in reached.items()
        }

    def _document(self, place: str) -> Document | None:
        reader, path = self._reader, place
        if place.startswith(_GIT):
            revision, _, path = place.removeprefix(_GIT).partition(":")
            if self._published is None:
                return None
            if revision not in self._readers:
                self._readers[revision] = Reader(self._published(revision), reader.limits)
            reader = self._readers[revision]
        if path not in reader.tree.entries:
            return None
        document = reader.document(path)
        return document if isinstance(document, Document) else None

    def _find(self, uri: str, path: str, reference: str) -> str | None:
        """The place of a URI: the first of those it may have at which there is a document."""
        bare = urldefrag(reference).url
        beside = None
        if bare and "://" not in bare:
            beside = unquote(urljoin(uri_of(path), bare)).removeprefix(TREE)
        for place in self._places(uri, beside):
            if self._document(place) is not None:
                return place
        return None

    def _places(self, uri: str, beside: str | None) -> Iterator[str]:
        if uri.startswith(TREE):
            yield unquote(uri.removeprefix(TREE))
        configured = self._configured(uri)
        if configured is not None:
            yield configured
        yield from (path for path in self._claims.get(uri, ()) if self._is_named(path, uri))
        if beside is not None:
            yield beside

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
    def _claims(self) -> Mapping[str, list[str]]:
        """URI to the files of the tree that may carry it as an `$id`, read off their bytes."""
        found: dict[str, list[str]] = {}
        for path in self._reader.tree.entries:
            if path.endswith(_ENDINGS):
                for uri in sorted(_texts(_IDENTIFIER, self._reader.bytes(path))):
                    found.setdefault(uri.rstrip("#"), []).append(path)
        return found

    def _is_named(self, path: str, uri: str) -> bool:
        """Whether a file's own root `$id` is the URI."""
        document = self._document(path)
        value = document.value if document is not None else None
        name = value.get("$id", value.get("id")) if isinstance(value, dict) else None
        return isinstance(name, str) and name.rstrip("#") == uri


def affected(readers: Iterable[Reader], changed: frozenset[str], config: Config) -> frozenset[str]:
    """The changed paths, and every JSON or YAML file of the trees that may reach one of them.

    It may name too many and never too few: a reference to a file ends in the last segment of its
    path, of its `$id`, or of the URI that the configuration maps to it.
    """
    names: dict[str, set[str]] = {}
    said: dict[str, set[str]] = {}
    known: dict[str, tuple[set[str], set[str]]] = {}
    for reader in readers:
        for path, entry in reader.tree.entries.items():
            if path.endswith(_ENDINGS):
                if entry.object_id not in known:
                    known[entry.object_id] = _spoken(reader, path)
                referred, identifiers = known[entry.object_id]
                said.setdefault(path, set()).update(referred)
                names.setdefault(path, {_last(path)}).update(identifiers)
    for uri, place in config.resources.items():
        names.setdefault(place, {_last(place)}).add(_last(uri))
    reached = set(changed)
    frontier = set(changed)
    while frontier:
        wanted = {name for path in frontier for name in names.get(path, {_last(path)})}
        frontier = {path for path, referred in said.items() if referred & wanted} - reached
        reached |= frontier
    return frozenset(reached)


def _spoken(reader: Reader, path: str) -> tuple[set[str], set[str]]:
    """The last segments of every reference and of every identifier in a file. Read off its bytes,
    for there may be thousands; parsed where an escape could hide one from such a look."""
    data = reader.bytes(path)
    if b"\\u" in data or b"\\x" in data or b"\\U" in data:
        document = reader.document(path)
        value = document.value if isinstance(document, Document) else None
        said = {_last(reference) for _, reference in references(value, Draft.D2020, TREE)}
        return said, {_last(text) for text in _identifiers(value)}
    return _segments(_REFERENCE, data), _segments(_IDENTIFIER, data)


def _segments(pattern: re.Pattern[bytes], data: bytes) -> set[str]:
    return {_last(text) for text in _texts(pattern, data)} - {""}


def _texts(pattern: re.Pattern[bytes], data: bytes) -> set[str]:
    """The texts a pattern captures, with the one escape that needs no parsing undone."""
    matches = (b"".join(groups).replace(b"\\/", b"/") for groups in pattern.findall(data))
    return {match.decode("utf-8", "replace") for match in matches}


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
