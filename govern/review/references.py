"""A schema file of a tree to the other files it refers to: by path, by `$id`, in other revisions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote, urldefrag, urljoin

from govern.contracts import Config
from govern.documents import Document
from govern.errors import RepositoryError
from govern.model import Entry, JsonValue, Tree
from govern.review.configured import GIT, mapped, published
from govern.review.former import Former, Sighting
from govern.review.history import Dated, Past
from govern.review.identifiers import known_as, versioned
from govern.review.names import Claims, Names
from govern.review.reading import Reader
from govern.review.spoken import ENDINGS, Spoken, Texts, spoken_by
from govern.schema.dialect import Draft
from govern.schema.resolve import references
from govern.schema.uris import TREE, uri_of

Published = Callable[[str], Tree]
"""The tree of a revision named in the configuration. Raises RepositoryError where there is none."""


@dataclass(frozen=True, slots=True)
class Foreign:
    """A document outside the tree that its files reach: the URI, the place `git:REV:path`, what it
    says, and the files of the tree whose older version it is."""

    uri: str
    place: str
    spoken: Spoken
    owners: tuple[str, ...]


class Resources:
    """What the schemas of one tree may refer to.

    `published` gives the tree of a revision, for configured resources of the form `git:REV:path`;
    `texts` may be shared with other trees. `before` are those of the tree that this one is a change
    of: their history is believed before this tree's own. `claims` are those of the tree, where the caller
    keeps them.
    """

    def __init__(
        self,
        reader: Reader,
        config: Config,
        published: Published | None = None,
        texts: Texts | None = None,
        before: Resources | None = None,
        claims: Claims | None = None,
    ) -> None:
        self._before = before
        self._reader = reader
        self._config = config
        self._published = published
        self._texts = Texts() if texts is None else texts
        self._names = Names(reader, self._texts, claims)
        self._readers: dict[str, Reader | None] = {}
        self._sightings: dict[str, Sighting] = {}
        self._walks: dict[tuple[str, Draft], tuple[dict[str, str], set[str]]] = {}

    def reached(self, path: str, draft: str | None = None) -> Mapping[str, str]:
        """URI to place of every file that a schema file reaches, itself left out. A place is a path
        of the tree, or `git:REV:path`. `draft` is that of files that state none.

        References are resolved as the validators will resolve them; a URI is found as a configured
        resource, as the `$id` of a file of the tree, as a path of it, or in what other revisions
        hold: by a configured pattern of tags, else as an `$id` that a file of the tree had before.
        """
        found, _ = self._walk(path, draft)
        return {uri: target for uri, target in sorted(found.items()) if uri != uri_of(path)}

    def namesakes(self, path: str) -> tuple[str, ...]:
        """The other files of the tree that bear the root `$id` of a schema file; none where it has none."""
        document = self._document(path) if path.endswith(ENDINGS) else None
        name = known_as(document.value, "") if document is not None else ""
        return tuple(each for each in self._names.bearers(name) if each != path) if name else ()

    def wanted(self, path: str, draft: str | None = None) -> frozenset[str]:
        """Every URI that a schema file asks for, and what it reaches asks for, be it there or not."""
        return frozenset(self._walk(path, draft)[1])

    def remarks(self, path: str, draft: str | None = None) -> tuple[str, ...]:
        """What is to be said of references that a schema file reaches and the history was asked
        about: where they were found, or why not."""
        _, wanted = self._walk(path, draft)
        said = (self._sightings[uri].remark for uri in sorted(wanted) if uri in self._sightings)
        return tuple(remark for remark in said if remark)

    def documents(self, reached: Mapping[str, str]) -> Mapping[str, JsonValue]:
        """The values of reached files, by URI; those that cannot be read are left unreadable."""
        read = {uri: self._document(place) for uri, place in reached.items()}
        return {uri: document.value for uri, document in read.items() if document is not None}

    def identities(self, reached: Mapping[str, str]) -> Mapping[str, str]:
        """What is equal iff the bytes of a reached file are, by URI."""
        return {uri: self._identity(place) for uri, place in reached.items()}

    def foreign(self) -> Iterator[Foreign]:
        """Every document outside the tree that files of it may reach, in whatever draft they are read."""
        seen: set[str] = set()
        for path in self._referring():
            for draft in (Draft.D4, Draft.D2020):
                found, _ = self._walk(path, draft.value)
                for uri, place in sorted(found.items()):
                    document = self._document(place) if place.startswith(GIT) else None
                    if document is not None and uri not in seen:
                        seen.add(uri)
                        yield Foreign(uri, place, spoken_by(document.value), self._names.versions(uri))

    def _referring(self) -> Iterator[str]:
        """The files of the tree that may refer to other revisions: they ask for what is configured
        to stand there, or what they ask for, or their own name, holds a version."""
        elsewhere = any(place.startswith(GIT) for place in self._config.resources.values())
        for path in self._reader.tree.entries:
            if path.endswith(ENDINGS):
                said = self._texts.of(self._reader, path)
                texts = said.references | said.identifiers if said.references else ()
                if texts and (elsewhere or any(versioned(text) for text in texts)):
                    yield path

    def _walk(self, path: str, draft: str | None) -> tuple[dict[str, str], set[str]]:
        """The places of the URIs that a file reaches and that are there, and every URI it asks for."""
        default = Draft(draft) if draft is not None else Draft.D2020
        if (path, default) not in self._walks:
            self._walks[path, default] = self._walked(path, default)
        return self._walks[path, default]

    def _walked(self, path: str, default: Draft) -> tuple[dict[str, str], set[str]]:
        found: dict[str, str] = {}
        wanted: set[str] = set()
        queue = [(path, uri_of(path))]
        seen = {path}
        for here, known in queue:
            document = self._document(here)
            if document is None:
                continue
            for uri, reference in self._asked(here, document, default, known):
                wanted.add(uri)
                target = self._find(uri, here, reference)
                if target is not None:
                    found.setdefault(uri, target)
                    if target not in seen:
                        seen.add(target)
                        queue.append((target, uri))
        return found, wanted

    def _asked(self, place: str, document: Document, draft: Draft, uri: str) -> tuple[tuple[str, str], ...]:
        """What a document known by a URI asks for. The same file, in whatever tree, asks for the same."""
        key = (self._identity(place), draft.value, uri)
        if key not in self._texts.asked:
            self._texts.asked[key] = tuple(references(document.value, draft, uri))
        return self._texts.asked[key]

    def _document(self, place: str) -> Document | None:
        reader, path = self._reader_of(place)
        if reader is None or path not in reader.tree.entries:
            return None
        document = reader.document(path)
        return document if isinstance(document, Document) else None

    def entry(self, place: str) -> Entry | None:
        """What stands at a place; None where nothing does."""
        reader, path = self._reader_of(place)
        return None if reader is None else reader.tree.entries.get(path)

    def _identity(self, place: str) -> str:
        found = self.entry(place)
        return place if found is None else found.object_id

    def _reader_of(self, place: str) -> tuple[Reader | None, str]:
        """The tree that a place is of, and the path in it."""
        if not place.startswith(GIT):
            return self._reader, place
        revision, _, path = place.removeprefix(GIT).partition(":")
        if revision not in self._readers:
            tree = self._tree(revision)
            self._readers[revision] = None if tree is None else Reader(tree, self._reader.limits)
        return self._readers[revision], path

    def _tree(self, revision: str) -> Tree | None:
        past = self.past
        if past is not None and any(s.commit == revision for s in self._sightings.values()):
            return past.tree(revision)
        return None if self._published is None else self._published(revision)

    def _find(self, uri: str, here: str, reference: str) -> str | None:
        """The place of a URI: the first of those it may have at which there is a document."""
        for place in self._places(uri, _beside(here, reference)):
            if self._document(place) is not None:
                return place
        if uri not in self._sightings:
            self._sightings[uri] = self._sought(uri)
        return self._sightings[uri].place

    def _places(self, uri: str, beside: str | None) -> Iterator[str]:
        if uri.startswith(TREE):
            yield unquote(uri.removeprefix(TREE))
        configured = mapped(self._config.resources, uri)
        if configured is not None:
            yield configured
        yield from self._names.bearers(uri)
        if beside is not None:
            yield beside

    # --- what other revisions hold ---

    @cached_property
    def past(self) -> Past | None:
        """The history that the tree comes from, None where it has none."""
        tree = self._reader.tree
        return tree.past if isinstance(tree, Dated) else None

    def _sought(self, uri: str) -> Sighting:
        """Where another revision holds a URI that nothing in the tree answers for."""
        absent: list[str] = []
        for place in published(self._config.resources, uri):
            if not self._is_tagged(place):
                absent.append(place)
            elif self._document(place) is not None:
                return Sighting(place)
        found = self.former(uri)
        return (
            found if found.place is not None or not absent else Sighting(None, _untagged(uri, absent, found))
        )

    def former(self, uri: str) -> Sighting:
        """What history says of a URI that a file of the tree has in another version: that of the tree
        before answers first, as it does there, then for the files of this tree, then this one's own."""
        owners = self._names.versions(uri)
        if not owners or self.past is None:
            return Sighting()
        limits = self._reader.limits
        earlier = None if self._before is None else self._before.past
        if self._before is None or earlier is None:
            return Former(self.past, limits).sought(uri, owners)
        known = self._before.former(uri)
        if known.place is None and known.sure:
            known = Former(earlier, limits).sought(uri, owners)
        if known.place is None and known.sure:
            known = Former(self.past, limits).since(uri, owners, earlier)
        return known

    def _is_tagged(self, place: str) -> bool:
        """Whether the tag of a place that a pattern gives is in this repository."""
        try:
            self._reader_of(place)
        except RepositoryError as error:
            if any(problem.rule not in ("ref-unknown", "ref-form") for problem in error.problems):
                raise
            return False
        return True


def _beside(here: str, reference: str) -> str | None:
    """The place a relative reference leads to from that of its file, at the same revision."""
    bare = urldefrag(reference).url
    if not bare or "://" in bare:
        return None
    mark, path = "", here
    if here.startswith(GIT):
        revision, _, path = here.removeprefix(GIT).partition(":")
        mark = f"{GIT}{revision}:"
    return mark + unquote(urljoin(uri_of(path), bare)).removeprefix(TREE)


def _untagged(uri: str, absent: list[str], found: Sighting) -> str:
    tags = " or ".join(place.removeprefix(GIT).partition(":")[0] for place in absent)
    also = f"; {found.remark}" if found.remark else ""
    return f"{uri} cannot be read: {tags} is not in this clone; run `git fetch --tags`{also}"
