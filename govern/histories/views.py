"""One side of a commit and a contract to the side of a task: its files, and what its schemas reach there."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from govern.contracts import Config, Contract
from govern.documents import Document
from govern.histories.task import Reached, Side
from govern.histories.trees import ends
from govern.model import JsonValue, Tree
from govern.review.configured import mapped
from govern.review.reading import Reader
from govern.review.references import Resources
from govern.review.spoken import Texts, last
from govern.review.work import owned


@dataclass(frozen=True, slots=True)
class View:
    """One side of a commit: a reader of its tree, and what its schemas may refer to."""

    reader: Reader
    resources: Resources
    texts: Texts
    config: Config

    @property
    def tree(self) -> Tree:
        """The files."""
        return self.reader.tree

    def value(self, path: str | None) -> JsonValue:
        """What a file holds; null where it is not there or cannot be read."""
        found = self.reader.document(path) if path is not None and path in self.tree.entries else None
        return found.value if isinstance(found, Document) else None

    def side(self, contract: Contract, golden: Collection[str], rejects: Collection[str]) -> Side:
        """The files of a contract. `golden` and `rejects`: paths of documents that may be there."""
        entries = self.tree.entries
        own = {path for path in owned(contract) if path in entries}
        golden = tuple(path for path in golden if path in entries)
        rejects = tuple(path for path in rejects if path in entries)
        draft = contract.reading.draft
        schemas = [path for path in self._schemas(contract) if self._refers(path)]
        remarks = {each for path in schemas for each in self.resources.remarks(path, draft)}
        return Side(
            tuple(entries[path] for path in sorted({*own, *golden, *rejects})),
            golden,
            rejects,
            tuple(each for path in schemas for each in self._reached(path, draft)),
            tuple(sorted(remarks)),
        )

    def wanted(self, contract: Contract) -> frozenset[str]:
        """The ends of all that the schemas of a contract ask for, and of where the configuration leads
        that: whatever changes them, changes a file with such an end."""
        draft = contract.reading.draft
        found: set[str] = set()
        for path in self._schemas(contract):
            for uri in self.resources.wanted(path, draft) if self._refers(path) else ():
                found |= ends(uri)
                place = mapped(self.config.resources, uri)
                found |= {last(place)} if place is not None else set()
        return frozenset(found)

    def _schemas(self, contract: Contract) -> list[str]:
        named = (path for each in contract.schemas for path in (each.path, each.strict) if path)
        return [path for path in named if path in self.tree.entries]

    def _refers(self, path: str) -> bool:
        """Whether a schema refers to anything outside itself, and can be read."""
        said = self.texts.of(self.reader, path)
        return bool(said.references) and isinstance(self.reader.document(path), Document)

    def _reached(self, path: str, draft: str | None) -> Iterator[Reached]:
        for uri, place in self.resources.reached(path, draft).items():
            entry = self.resources.entry(place)
            if entry is not None:
                yield Reached(path, uri, place, entry)
