"""The files of the commit that a walk has come to, with the names that they go by, kept as it goes on."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from govern.documents import Limits
from govern.model import Entry
from govern.repo import Repository, Step, stepped
from govern.repo.past import Past
from govern.review.identifiers import stem, versioned
from govern.review.names import Claims
from govern.review.reading import Reader
from govern.review.spoken import ENDINGS, Spoken, Texts, last


class Standing:
    """A tree that follows a line of commits. `past` is the history of the commit that it stands at."""

    def __init__(
        self,
        repository: Repository,
        files: Mapping[str, Entry],
        commit: str,
        texts: Texts,
        limits: Limits,
    ) -> None:
        self._repository = repository
        self._files = dict(files)
        self._texts = texts
        self._limits = limits
        self._commit = commit
        self.claims = Claims()
        for path in self._files:
            self._claim(path)

    @property
    def entries(self) -> Mapping[str, Entry]:
        """Every path, as it is now: whoever keeps the mapping sees it change with the next step."""
        return MappingProxyType(self._files)

    @property
    def past(self) -> Past | None:
        """The history that the files come from, None before the first commit."""
        return self._repository.past(self._commit) if self._commit else None

    def read(self, path: str) -> bytes:
        """The bytes of a file, not remembered. Raises RepositoryError where they cannot be had."""
        return self._repository.glance(self._files[path].object_id, path)

    def step(self, step: Step) -> None:
        """Go on to the commit of a step."""
        stepped(self._files, step)
        self._commit = step.commit
        for edit in step.edits:
            self._claim(edit.path)

    def _claim(self, path: str) -> None:
        if not path.endswith(ENDINGS):
            return
        if path in self._files:
            self.claims.put(path, self._texts.of(Reader(self, self._limits), path).identifiers)
        else:
            self.claims.drop(path)


def tokens(path: str, said: Spoken | None) -> set[str]:
    """The ends of all references that may lead to a file: of its path, and of what it may call itself."""
    names = said.identifiers if said is not None else frozenset()
    return {last(path)} | {token for name in names for token in ends(name)}


def ends(uri: str) -> set[str]:
    """What two spellings of one reference have in common: the last segment; and all of it but the version."""
    return ({last(uri)} - {""}) | ({stem(uri)} if ":" in uri and versioned(uri) else set())
