"""A URI that no file of a tree has for its `$id` any more to the commit whose file had it.

Published schemas carry their version in a segment of their `$id`. Others go on referring to the
version they were written for when the tree has moved on; the history still holds it. A version that
was never committed, or only on a branch that left no trace in the history, cannot be found.

What is under review is not believed about the past: a change could put a forged version into one of
its commits and take it back in the next. So the history it starts from, and the tags, answer before
its own commits do, and these only for what that history never had.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from govern.documents import Document, Limits, equal, read, too_large
from govern.errors import RepositoryError
from govern.model import JsonValue
from govern.review.configured import GIT
from govern.review.history import Past
from govern.review.identifiers import known_as, naming, stem, versions
from govern.review.spoken import ENDINGS
from govern.schema.uris import TREE

MOST = 500
"""How many versions of its files are read, and how many tags looked at, for one URI."""

_RENAMES = 5
_UNSHALLOW = "run `git fetch --unshallow`, or check out with `fetch-depth: 0` (GitLab: `GIT_DEPTH: 0`)"


@dataclass(frozen=True, slots=True)
class Sighting:
    """What history says of a URI: the place `git:COMMIT:path` where it was last borne, None where it
    was not found, and what the report should say of that ("" for nothing). `sure`: everything that
    could have borne it was looked at."""

    place: str | None = None
    remark: str = ""
    sure: bool = True

    @property
    def commit(self) -> str | None:
        """The commit of the place."""
        return None if self.place is None else self.place.removeprefix(GIT).partition(":")[0]


@dataclass(slots=True)
class _Search:
    """One search under way. `after`: commits that this one comes from are left out ("": none are).
    `hits`: commit, path, document and tag of what bore the URI, best first; `seen`: blobs that were
    read. `lost`: a blob is not here. `spent`: the bound is reached."""

    uri: str
    after: str = ""
    seen: set[str] = field(default_factory=set)
    hits: list[_Hit] = field(default_factory=list)
    lost: bool = False
    spent: bool = False


@dataclass(frozen=True, slots=True)
class _Hit:
    commit: str
    path: str
    value: JsonValue
    tag: str


class Former:
    """Looks for URIs in the history of one side."""

    def __init__(self, past: Past, limits: Limits, most: int = MOST) -> None:
        self._past = past
        self._limits = limits
        self._most = most

    def sought(self, uri: str, owners: Sequence[str]) -> Sighting:
        """Where a URI was last the `$id` of one of some files of the tree, `owners`.

        The main line of history counts first, newest commit first, then what was merged into it,
        then tags. Where the history is cut off before the URI is found, it is not looked for
        elsewhere: what is hidden may be what it means. Raises RepositoryError as Past does.
        """
        search = _Search(uri)
        with _holes(search):
            self._along_both(search, owners)
            if not (search.hits or self._in_doubt(search)):
                self._at_tags(search, owners)
        return self._said(search, owners)

    def since(self, uri: str, owners: Sequence[str], before: Past) -> Sighting:
        """The same for the commits that are not of the history `before`, where that had the URI
        neither in `owners` nor at a tag. Nor do they answer if it stands as an `$id` in any other
        file of that history, whatever became of the file, or if nobody can tell."""
        search = _Search(uri, before.commit)
        with _holes(search):
            self._along_both(search, owners)
            if search.hits and before.ever_said(naming(uri), ENDINGS):
                why = "only commits under review give it to a file, and another file had it before them"
                return Sighting(None, f"{uri} cannot be read: {why}; map it in [resources]")
        if search.lost:
            search.hits.clear()
        return self._said(search, owners)

    def _said(self, search: _Search, owners: Sequence[str]) -> Sighting:
        if search.hits:
            return _found(search)
        return Sighting(None, self._missing(search, owners), not self._in_doubt(search))

    def _in_doubt(self, search: _Search) -> bool:
        """Whether not having been found says little."""
        return search.lost or search.spent or self._past.cut_off

    def _along_both(self, search: _Search, owners: Sequence[str]) -> None:
        self._along(search, owners, main_line=True)
        if not (search.hits or self._in_doubt(search)):
            self._along(search, owners, main_line=False)

    def _along(self, search: _Search, owners: Sequence[str], *, main_line: bool) -> None:
        """Read the versions of the files back to their beginnings, and on under their older names."""
        waiting = [(self._past.commit, tuple(owners))]
        for start, paths in waiting:
            commits = self._past.revisions(
                start, paths, self._most + 1, main_line=main_line, after=search.after
            )
            search.spent = search.spent or len(commits) > self._most
            for commit in commits[: self._most]:
                self._look(search, commit, paths)
            if search.hits or search.lost or search.spent or len(waiting) > _RENAMES:
                return
            waiting += self._renamed(search.uri, commits, paths)

    def _look(self, search: _Search, commit: str, paths: Sequence[str], tag: str = "") -> None:
        """Read what stands at some paths of a commit, unless that was read before."""
        for path in paths:
            blob = self._past.blob_id(commit, path)
            if blob is None or blob in search.seen or (search.lost and not search.hits):
                continue
            if len(search.seen) >= self._most:
                search.spent = True
                return
            search.seen.add(blob)
            data = self._past.read(blob)
            search.lost = search.lost or data is None
            value = self._bearing(search.uri, path, data or b"")
            if value is not None:
                search.hits.append(_Hit(commit, path, value, tag))

    def _bearing(self, uri: str, path: str, data: bytes) -> JsonValue:
        """The document if it bears the URI, else None."""
        told = all(each.encode() in data for each in versions(urlsplit(uri).path))
        value = self._value(path, data) if told or b"\\" in data else None
        return value if known_as(value, TREE + path) == uri else None

    def _value(self, path: str, data: bytes) -> JsonValue:
        if too_large(path, len(data), self._limits) is not None:
            return None
        document = read(path, data, limits=self._limits)
        return document.value if isinstance(document, Document) else None

    def _renamed(
        self, uri: str, commits: Sequence[str], paths: Sequence[str]
    ) -> list[tuple[str, tuple[str, ...]]]:
        """Where to read on: the parents of the commits with which files begin, and those of their
        files that were taken away at once and bore a version of the URI."""
        found = []
        for commit in commits:
            parent = self._past.parent(commit)
            begun = [path for path in paths if parent is not None and self._begins(path, parent, commit)]
            if parent is not None and begun:
                gone = [path for path in self._past.removed(commit) if path.endswith(ENDINGS)]
                named = tuple(path for path in gone[: self._most] if self._is_version(path, parent, uri))
                found += [(parent, named)] if named else []
        return found

    def _begins(self, path: str, parent: str, commit: str) -> bool:
        return self._past.blob_id(commit, path) is not None and self._past.blob_id(parent, path) is None

    def _is_version(self, path: str, commit: str, uri: str) -> bool:
        blob = self._past.blob_id(commit, path)
        data = self._past.read(blob) if blob is not None else None
        name = known_as(self._value(path, data or b""), TREE + path)
        return name is not None and stem(name) == stem(uri)

    def _at_tags(self, search: _Search, owners: Sequence[str]) -> None:
        """Look at tags, those first whose name holds the version."""
        named = versions(search.uri)
        tags = sorted(self._past.tags(), reverse=True)
        tags.sort(key=lambda tag: not any(version in tag[0] for version in named))
        search.spent = search.spent or len(tags) > self._most
        for name, commit in tags[: self._most]:
            self._look(search, commit, owners, name)

    def _missing(self, search: _Search, owners: Sequence[str]) -> str:
        files = " and ".join(owners)
        if search.lost:
            why = f"older versions of {files} are not in this partial clone; run `git fetch --refetch`"
        elif self._past.cut_off:
            why = f"the history of {files} is cut off in this shallow clone; {_UNSHALLOW}"
        elif search.spent:
            why = f"it is not among the last {self._most} versions of {files}; map it in [resources]"
        else:
            why = f"no commit or tag is known at which {files} had this $id; map it in [resources]"
        return f"{search.uri} cannot be read: {why}"


@contextmanager
def _holes(search: _Search) -> Iterator[None]:
    """Note where a part of the history is not here."""
    try:
        yield
    except RepositoryError as error:
        if any(problem.rule != "object-missing" for problem in error.problems):
            raise
        search.lost = True


def _found(search: _Search) -> Sighting:
    best = search.hits[0]
    if best.tag:
        remark = f"{search.uri} is {best.path} at the tag {best.tag} (commit {best.commit[:12]})"
    else:
        newest = "the newest with this $id" + (
            ", which only commits under review had" if search.after else ""
        )
        remark = f"{search.uri} is {best.path} as commit {best.commit[:12]} left it, {newest}"
    others = [hit for hit in search.hits if not equal(hit.value, best.value)]
    if others:
        listed = ", ".join(f"{hit.path} at {hit.commit[:12]}" for hit in others[:3])
        more = f" and {len(others) - 3} more" if len(others) > 3 else ""
        remark += f"; it has other content, too: {listed}{more}"
    if search.spent:
        remark += "; not every version was looked at"
    return Sighting(f"{GIT}{best.commit}:{best.path}", remark)
