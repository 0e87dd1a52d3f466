"""The files of a tree to the URIs by which they name themselves, and back."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from govern.documents import Document
from govern.review.identifiers import known_as, stem, versioned
from govern.review.reading import Reader
from govern.review.spoken import ENDINGS, Texts
from govern.schema.uris import TREE


class Claims:
    """Which files may carry which `$id`, read off their bytes; kept as files come and go."""

    def __init__(self) -> None:
        self._uris: dict[str, frozenset[str]] = {}
        self._paths: dict[str, set[str]] = {}
        self._stems: dict[str, set[str]] = {}

    def put(self, path: str, identifiers: Iterable[str]) -> None:
        """A file and what it may call itself, whatever it was called before."""
        self.drop(path)
        self._uris[path] = frozenset(_spelled(text) for text in identifiers)
        for uri in self._uris[path]:
            self._paths.setdefault(uri, set()).add(path)
            if _has_version(uri):
                self._stems.setdefault(stem(uri), set()).add(path)

    def drop(self, path: str) -> None:
        """A file is gone."""
        for uri in self._uris.pop(path, frozenset()):
            self._paths[uri].discard(path)
            if _has_version(uri):
                self._stems[stem(uri)].discard(path)

    def of(self, uri: str) -> set[str]:
        """The files that may carry a URI as an `$id`."""
        return self._paths.get(_spelled(uri), set())

    def near(self, uri: str) -> list[str]:
        """The files that may carry a URI but for its version, sorted."""
        return sorted(self._stems.get(stem(uri), ()))


class Names:
    """The names of a tree's files. Nothing is read before it is asked for; then every file is, unless
    `claims` are those of the tree already."""

    def __init__(self, reader: Reader, texts: Texts, claims: Claims | None = None) -> None:
        self._reader = reader
        self._texts = texts
        self._given = claims

    def bearers(self, uri: str) -> tuple[str, ...]:
        """The files whose own root `$id` is the URI."""
        paths = {*self._claims.of(uri), *self._near(uri)}
        return tuple(path for path in sorted(paths) if self._name(path) == uri)

    def versions(self, uri: str) -> tuple[str, ...]:
        """The files whose own root `$id` is the URI but for what looks like a version."""
        names = ((path, self._name(path)) for path in self._near(uri))
        return tuple(path for path, name in names if name is not None and stem(name) == stem(uri))

    def _near(self, uri: str) -> list[str]:
        """The files in which a version of the URI is named, somewhere."""
        return [] if uri.startswith(TREE) or not versioned(uri) else self._claims.near(uri)

    def _name(self, path: str) -> str | None:
        document = self._reader.document(path)
        return known_as(document.value, TREE + path) if isinstance(document, Document) else None

    @cached_property
    def _claims(self) -> Claims:
        if self._given is not None:
            return self._given
        found = Claims()
        for path in self._reader.tree.entries:
            if path.endswith(ENDINGS):
                found.put(path, self._texts.of(self._reader, path).identifiers)
        return found


def _has_version(uri: str) -> bool:
    return ":" in uri and versioned(uri)


def _spelled(uri: str) -> str:
    """A URI without an empty fragment, its scheme and host in small letters."""
    before, mark, rest = uri.rstrip("#").partition("://")
    host, slash, path = rest.partition("/")
    return f"{before}{mark}{host}".lower() + slash + path if mark else before
