"""A bundle of ../shared/corpora to a clone, its commits, and the files of each."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUNDLES = ROOT.parent / "shared" / "corpora"
BUILD = ROOT / "build"


@dataclass(frozen=True, slots=True)
class Corpus:
    """A history: its name (of bundle, clone and configuration), how many commits are looked at (None:
    all), and expressions for its paths. Each expression has a group `name`: a document belongs to
    the schemas of its name. `resources` maps URI prefixes to folders of the tree.
    """

    name: str
    last: int | None
    schemas: re.Pattern[str]
    fixtures: re.Pattern[str]
    rejects: re.Pattern[str]
    resources: Mapping[str, str]
    published: str | None = None
    """A schema whose older revisions are referred to by their own `$id`."""

    @property
    def bundle(self) -> Path:
        """Where the history comes from."""
        return BUNDLES / f"{self.name}.bundle"

    @property
    def config(self) -> Path:
        """The operator's own configuration for it."""
        return ROOT / "tests" / "corpora" / f"{self.name}.toml"

    def schema_name(self, path: str) -> str | None:
        """The contract that a schema file is of."""
        found = self.schemas.fullmatch(path)
        return found["name"] if found else None

    def fixture_name(self, path: str) -> str | None:
        """The contract that a golden document is of."""
        found = self.fixtures.fullmatch(path)
        return (found["name"] or "OpenLineage") if found else None

    def governs(self, path: str) -> bool:
        """Whether the path is a schema or a document of any contract there might be."""
        return any(each.fullmatch(path) for each in (self.schemas, self.fixtures, self.rejects))


CORPORA = (
    Corpus(
        "schemastore",
        300,
        re.compile(r"src/schemas/json/(?P<name>[^/]+)\.json"),
        re.compile(r"src/test/(?P<name>[^/]+)/.+"),
        re.compile(r"src/negative_test/(?P<name>[^/]+)/.+"),
        {
            "https://json.schemastore.org/": "src/schemas/json/",
            "http://json.schemastore.org/": "src/schemas/json/",
            "https://www.schemastore.org/": "src/schemas/json/",
        },
    ),
    Corpus(
        "openlineage",
        None,
        re.compile(r"spec/(?:(?:registry/.+/)?facets/)?(?P<name>[^/]+)\.json"),
        re.compile(r"spec/tests/(?:(?P<name>[^/]+)/)?[^/]+\.json"),
        re.compile(r"(?!)(?P<name>)"),
        {},
        "spec/OpenLineage.json",
    ),
)


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit and its first parent (None: it has none). `changed` are paths with their blobs on
    either side, None where the path is not there."""

    id: str
    parent: str | None
    changed: Mapping[str, tuple[str | None, str | None]]


def clone(corpus: Corpus) -> Path:
    """The clone in build/corpora, made where it is not there yet. Needs no network."""
    folder = BUILD / "corpora" / corpus.name
    if not (folder / ".git").is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        command = ["git", "clone", "--quiet", "--no-checkout", str(corpus.bundle), str(folder)]
        subprocess.run(command, check=True)
    return folder


def commits(folder: Path, last: int | None) -> tuple[Commit, ...]:
    """The last commits of the main line, newest first."""
    limit = [f"-{last}"] if last is not None else []
    text = git(folder, "log", "--first-parent", *limit, "--format=%H %P").decode()
    rows = [line.split() for line in text.splitlines()]
    return tuple(Commit(row[0], row[1] if len(row) > 1 else None, {}) for row in rows)


def with_changes(folder: Path, commit: Commit) -> Commit:
    """The commit with the paths that it changes."""
    options = ["-r", "-z", "--no-renames", "--no-commit-id"]
    sides = ["--root", commit.id] if commit.parent is None else [commit.parent, commit.id]
    fields = git(folder, "diff-tree", *options, *sides).decode("utf-8", "surrogateescape").split("\0")
    changed: dict[str, tuple[str | None, str | None]] = {}
    for row, path in zip(fields[0::2], fields[1::2], strict=False):
        old, new = (None if set(each) == {"0"} else each for each in row.split()[2:4])
        changed[path] = (old, new)
    return Commit(commit.id, commit.parent, changed)


def blobs(folder: Path, commit: str | None) -> Mapping[str, str]:
    """Every path of a commit with its blob."""
    if commit is None:
        return {}
    rows = git(folder, "ls-tree", "-r", "-z", commit).decode("utf-8", "surrogateescape").split("\0")
    return {path: row.split()[2] for row, _, path in (each.partition("\t") for each in rows) if path}


@lru_cache(maxsize=4096)
def content(folder: Path, blob: str) -> bytes:
    """The bytes of a blob."""
    return git(folder, "cat-file", "blob", blob)


def mentioning(folder: Path, commit: str, words: Iterable[str]) -> tuple[str, ...]:
    """The JSON files of a commit that hold one of the words."""
    wanted = [part for word in sorted(words) for part in ("-e", word)]
    if not wanted:
        return ()
    command = ["git", "-C", str(folder), "grep", "-lzF", *wanted, commit, "--", "*.json"]
    found = subprocess.run(command, capture_output=True, check=False)
    names = found.stdout.decode("utf-8", "surrogateescape").split("\0")
    return tuple(name.removeprefix(f"{commit}:") for name in names if name)


@lru_cache(maxsize=1024)
def revisions(folder: Path, commit: str, path: str) -> tuple[str, ...]:
    """The blobs that a file was, up to a commit, newest first."""
    rows = git(folder, "log", "--first-parent", "--format=", "--raw", "--no-abbrev", commit, "--", path)
    return tuple(row.split()[3] for row in rows.decode().splitlines() if set(row.split()[3]) != {"0"})


def git(folder: Path, *arguments: str) -> bytes:
    """What git prints. Raises CalledProcessError where it fails."""
    return subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, check=True).stdout
