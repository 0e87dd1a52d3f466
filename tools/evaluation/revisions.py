"""The first-parent history of a corpus to its revisions: each schema file modified, with the siblings
and the golden documents of its own commit.

The tree is followed from commit to commit through one `git log --raw`, so that nothing is checked out.
"""

from __future__ import annotations

import json
import random
import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urldefrag, urljoin

from evaluation.documents import UnreadableError
from evaluation.histories import Corpus, content, git

if TYPE_CHECKING:
    from govern.model import JsonValue

TREE = "https://tree.invalid/"
"""Where a file of the tree lives as a URI, against which relative references are read."""
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_REFERENCE = re.compile(rb'"\$ref"\s*:\s*"([^"#\\][^"\\]*)"')
_GONE = "0" * 40
_REFERENCE_HIDES = ("draft-04", "draft-06", "draft-07")


@dataclass(frozen=True, slots=True)
class Sibling:
    """A schema of the same commit that is referred to: under which URI, its path and its blob."""

    uri: str
    path: str
    blob: str


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a revision: the blob, and the closure of what it refers to, by URI."""

    blob: str
    siblings: tuple[Sibling, ...]


@dataclass(frozen=True, slots=True)
class Revision:
    """A commit that modifies a schema file. `documents` are (path, blob) of the JSON documents kept
    for the schema, to be accepted or refused, at either side of the commit."""

    commit: str
    name: str
    path: str
    base: Side
    head: Side
    documents: tuple[tuple[str, str], ...]

    @property
    def id(self) -> str:
        """What names it in rows and reports: `0123456789ab:tsconfig`."""
        return f"{self.commit[:12]}:{self.name}"

    @property
    def uri(self) -> str:
        """Where the file was found."""
        return TREE + self.path


def revisions(corpus: Corpus, folder: Path) -> tuple[Revision, ...]:
    """Every revision of every schema, oldest first, files of a commit by path."""
    trees, found = _Trees(corpus, folder), list[Revision]()
    for commit, changes in _commits(folder):
        modified = [path for path, (old, new) in sorted(changes.items()) if _GONE not in (old, new)]
        schemas = [path for path in modified if corpus.schema_name(path) is not None]
        before = {path: (trees.side(path), trees.documents(path)) for path in schemas}
        trees.step(changes)
        for path in schemas:
            side, documents = before[path]
            kept = tuple(sorted({*documents, *trees.documents(path)}))
            name = corpus.schema_name(path) or path
            found.append(Revision(commit, name, path, side, trees.side(path), kept))
    trees.blobs.close()
    return tuple(found)


def sampled(found: tuple[Revision, ...], size: int | None, seed: int) -> tuple[Revision, ...]:
    """That many of them at random, in their order; all where `size` is None."""
    if size is None or size >= len(found):
        return found
    chosen = sorted(random.Random(seed).sample(range(len(found)), size))
    return tuple(found[index] for index in chosen)


def text(folder: Path, blob: str) -> bytes:
    """The bytes of a blob without a byte order mark, which says nothing about the schema."""
    return content(folder, blob).removeprefix(_BYTE_ORDER_MARK)


def parsed(folder: Path, path: str, blob: str) -> JsonValue:
    """The exact JSON value of a blob, as govern reads it. Raises UnreadableError."""
    return exact_value(path, text(folder, blob))


def exact_value(path: str, data: bytes) -> JsonValue:
    """The exact JSON value of a text, as govern reads it. Raises UnreadableError."""
    from govern.documents import Document, Limits, read

    found = read(path, data, limits=Limits(max_bytes=50_000_000, max_depth=200))
    if isinstance(found, Document):
        return found.value
    raise UnreadableError(f"{path}: {found[0].rule}")


def identifier(root: object) -> str:
    """The identifier of a whole schema, against which its references are read; empty where it has
    none. Draft-04 spells it `id`, and up to draft-07 a `$ref` beside it hides it."""
    if not isinstance(root, dict):
        return ""
    draft = str(root.get("$schema"))
    if "$ref" in root and any(each in draft for each in _REFERENCE_HIDES):
        return ""
    own = root.get("id" if "draft-04" in draft else "$id")
    return own if isinstance(own, str) else ""


@dataclass(slots=True)
class _Trees:
    """The files of the commit last stepped to: path to blob, and golden documents by name."""

    corpus: Corpus
    folder: Path
    files: dict[str, str] = field(default_factory=dict)
    golden: dict[str, dict[str, str]] = field(default_factory=dict)
    blobs: Blobs = field(init=False)

    def __post_init__(self) -> None:
        self.blobs = Blobs(self.folder)

    def step(self, changes: Mapping[str, tuple[str, str]]) -> None:
        for path, (_, new) in changes.items():
            match = self.corpus.fixtures.fullmatch(path) or self.corpus.rejects.fullmatch(path)
            files = self.files if match is None else self.golden.setdefault(match["name"] or "", {})
            if new == _GONE:
                files.pop(path, None)
            else:
                files[path] = new

    def documents(self, path: str) -> tuple[tuple[str, str], ...]:
        kept = self.golden.get(self.corpus.schema_name(path) or "", {})
        return tuple((each, blob) for each, blob in kept.items() if each.endswith(".json"))

    def side(self, path: str) -> Side:
        """The closure of what the file refers to. A document is read against its own `$id`."""
        own = self.files[path]
        found: dict[str, Sibling] = {}
        todo = [Sibling(TREE + path, path, own)]
        while todo:
            here = todo.pop()
            names, own_uri = self.blobs.links(here.blob)
            base = urljoin(here.uri, own_uri)
            for name in names:
                target = urldefrag(urljoin(base, name)).url
                file = self._file(target)
                if file is None or target in (base, TREE + path) or target in found:
                    continue
                found[target] = Sibling(target, file, self.files[file])
                todo.append(found[target])
        return Side(own, tuple(found[uri] for uri in sorted(found)))

    def _file(self, uri: str) -> str | None:
        for prefix, folder in {**self.corpus.resources, TREE: ""}.items():
            if uri.startswith(prefix):
                path = folder + unquote(uri.removeprefix(prefix))
                return next((each for each in (path, path + ".json") if each in self.files), None)
        return None


class Blobs:
    """The objects of a clone through one process, for when thousands are read in a row."""

    def __init__(self, folder: Path) -> None:
        self._process = subprocess.Popen(
            ["git", "-C", str(folder), "cat-file", "--batch"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self.links = lru_cache(maxsize=None)(self._links)

    def read(self, blob: str) -> bytes:
        """The bytes of a blob."""
        asked, told = self._process.stdin, self._process.stdout
        if asked is None or told is None:
            raise RuntimeError("the pipes of git are closed")
        asked.write(blob.encode() + b"\n")
        asked.flush()
        size = int(told.readline().split()[2])
        found = told.read(size)
        told.read(1)
        return found

    def close(self) -> None:
        """End the process."""
        self._process.communicate()

    def _links(self, blob: str) -> tuple[tuple[str, ...], str]:
        """The references of a schema that leave it, and its own identifier (empty: none)."""
        data = self.read(blob)
        names = tuple(sorted({each.decode("utf-8", "replace") for each in _REFERENCE.findall(data)}))
        if not names:
            return (), ""
        try:
            root = json.loads(data.removeprefix(_BYTE_ORDER_MARK))
        except ValueError:
            return names, ""
        return names, identifier(root)


def _commits(folder: Path) -> Iterator[tuple[str, Mapping[str, tuple[str, str]]]]:
    """Each commit of the main line with the paths it changes, as (blob before, blob after)."""
    options = ["--first-parent", "-m", "--root", "--reverse", "--raw", "--no-abbrev", "--no-renames"]
    log = git(folder, "-c", "core.quotePath=off", "log", *options, "--format=@%H", "HEAD")
    for commit, *rows in _blocks(log):
        changes: dict[str, tuple[str, str]] = {}
        for row in rows:
            meta, _, path = row.partition("\t")
            _, _, old, new, _ = meta.split()
            changes[path] = (old, new)
        yield commit, changes


def _blocks(log: bytes) -> Iterator[list[str]]:
    block: list[str] = []
    for line in log.decode("utf-8", "surrogateescape").splitlines():
        if line.startswith("@"):
            if block:
                yield block
            block = [line[1:]]
        elif line.startswith(":"):
            block.append(line)
    if block:
        yield block
