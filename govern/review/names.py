"""The files of a tree to the URIs by which they name themselves, and back."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from govern.documents import Document
from govern.review.identifiers import known_as, stem, versioned
from govern.review.reading import Reader
from govern.review.spoken import ENDINGS, Texts
from govern.schema.uris import TREE


class Names:
    """The names of a tree's files. Nothing is read before it is asked for; then every file is."""

    def __init__(self, reader: Reader, texts: Texts) -> None:
        self._reader = reader
        self._texts = texts

    def bearers(self, uri: str) -> tuple[str, ...]:
        """The files whose own root `$id` is the URI."""
        paths = {*self._claims.get(_spelled(uri), ()), *self._near(uri)}
        return tuple(path for path in sorted(paths) if self._name(path) == uri)

    def versions(self, uri: str) -> tuple[str, ...]:
        """The files whose own root `$id` is the URI but for what looks like a version."""
        names = ((path, self._name(path)) for path in self._near(uri))
        return tuple(path for path, name in names if name is not None and stem(name) == stem(uri))

    def _near(self, uri: str) -> list[str]:
        """The files in which a version of the URI is named, somewhere."""
        return [] if uri.startswith(TREE) or not versioned(uri) else self._stems.get(stem(uri), [])

    def _name(self, path: str) -> str | None:
        document = self._reader.document(path)
        return known_as(document.value, TREE + path) if isinstance(document, Document) else None

    @cached_property
    def _claims(self) -> Mapping[str, list[str]]:
        """URI to the files that may carry it as an `$id`, read off their bytes."""
        found: dict[str, list[str]] = {}
        for path in self._reader.tree.entries:
            if path.endswith(ENDINGS):
                for uri in sorted(
                    {_spelled(text) for text in self._texts.of(self._reader, path).identifiers}
                ):
                    found.setdefault(uri, []).append(path)
        return found

    @cached_property
    def _stems(self) -> Mapping[str, list[str]]:
        """What is left of an `$id` without its version, to the files that may carry it."""
        found: dict[str, list[str]] = {}
        for uri, paths in self._claims.items():
            if ":" in uri and versioned(uri):
                found.setdefault(stem(uri), []).extend(paths)
        return {each: sorted(set(paths)) for each, paths in found.items()}


def _spelled(uri: str) -> str:
    """A URI without an empty fragment, its scheme and host in small letters."""
    before, mark, rest = uri.rstrip("#").partition("://")
    host, slash, path = rest.partition("/")
    return f"{before}{mark}{host}".lower() + slash + path if mark else before
