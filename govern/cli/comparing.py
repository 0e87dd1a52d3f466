"""Two files on disk to a Comparison, with the files beside them that they refer to."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from govern.comparing import compare_manifests, compare_schemas
from govern.contracts import Config
from govern.documents import Document, Limits
from govern.errors import Problem, UsageError
from govern.library import reading_of
from govern.model import Comparison, Entry, EntryKind, JsonValue, ManifestRules, Place, Reading
from govern.review.isolation import Allowance, Failure, isolated
from govern.review.reading import Reader
from govern.review.references import Resources
from govern.schema.comparison import Question
from govern.schema.revision import SchemaRevision
from govern.schema.uris import uri_of

KINDS = ("schema", "manifest")


def compared(
    old: str,
    new: str,
    kind: str | None,
    compatibility: str,
    content: str,
    growth: str,
    withdrawn: str,
    draft: str | None,
    seconds: float,
) -> Comparison:
    """The comparison of two files. Raises UsageError where a file cannot be read as JSON or YAML, or
    an option is none of its choices (exit status 2: the files were named on the command line), and
    where the comparison is not done after `seconds`."""
    reading = reading_of(compatibility, content, growth, withdrawn, draft)
    if kind is not None and kind not in KINDS:
        raise UsageError(
            Problem("usage", f"--kind is {kind!r}", f"choose one of {', '.join(KINDS)}", "--kind")
        )
    sides = [_Side(path) for path in (old, new)]
    if (kind or _kind_of(sides[1].document.value)) == "manifest":
        values = [side.document.value for side in sides]
        pair = compare_manifests(*values, path=new, reading=reading, rules=ManifestRules())
        return _placed(pair.comparison, sides)
    question = Question(sides[0].revision(reading), sides[1].revision(reading), reading, new)
    found = isolated(lambda: compare_schemas(question), Allowance(seconds))
    if isinstance(found, Failure):
        remedy = "raise --deadline, or compare smaller parts"
        raise UsageError(Problem("limit-time", f"the comparison was given up: {found.reason}", remedy, new))
    return _placed(found, sides)


class _Side:
    """One file, read, with what it refers to."""

    def __init__(self, path: str) -> None:
        full = Path(path).resolve()
        self._tree = Folder(full.parent)
        self._reader = Reader(self._tree, Limits())
        self._name = str(full).lstrip("/")
        if self._name not in self._tree.entries:
            raise UsageError(
                Problem("file-unreadable", "there is no such regular file", "name a file that is there", path)
            )
        found = self._reader.document(self._name)
        if not isinstance(found, Document):
            raise UsageError(
                *(_problem(each.rule, each.message, each.remedy, path, each.place) for each in found)
            )
        self.document = found

    def revision(self, reading: Reading) -> SchemaRevision:
        """The file as a schema."""
        resources = Resources(self._reader, Config())
        reached = resources.documents(resources.reached(self._name))
        return SchemaRevision(
            self.document.value, draft=reading.draft, resources=reached, uri=uri_of(self._name)
        )


class Folder:
    """The file system as a Tree: any file can be named, and those of one folder are listed."""

    def __init__(self, folder: Path) -> None:
        self.entries: Mapping[str, Entry] = _Files(folder)

    def read(self, path: str) -> bytes:
        """The bytes of a file. Raises UsageError where it cannot be read."""
        try:
            return Path("/", path).read_bytes()
        except OSError as error:
            problem = Problem(
                "file-unreadable", f"it cannot be read: {error.strerror}", "mend its permissions", path
            )
            raise UsageError(problem) from error


class _Files(Mapping[str, Entry]):
    """Paths without their leading slash to entries, looked up when asked."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __getitem__(self, path: str) -> Entry:
        full = Path("/", path)
        if not full.is_file():
            raise KeyError(path)
        identity = hashlib.sha256(str(full.resolve()).encode("utf-8", "surrogateescape")).hexdigest()
        return Entry(path, EntryKind.FILE, identity, full.stat().st_size)

    def __iter__(self) -> Iterator[str]:
        for each in sorted(os.listdir(self._folder)):
            full = self._folder / each
            if full.is_file():
                yield str(full).lstrip("/")

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _kind_of(value: JsonValue) -> str:
    """A manifest carries a version and says nothing a schema would; anything else is a schema."""
    if not isinstance(value, dict):
        return "schema"
    versioned = "contract_version" in value or "schema_version" in value or "registries" in value
    speaks = {
        "$schema",
        "type",
        "properties",
        "$defs",
        "definitions",
        "allOf",
        "anyOf",
        "oneOf",
        "$ref",
        "enum",
    }
    return "manifest" if versioned and not speaks & set(value) else "schema"


def _placed(found: Comparison, sides: list[_Side]) -> Comparison:
    changes = tuple(
        replace(
            change,
            base=sides[0].document.place(change.base.pointer) if change.base else None,
            head=sides[1].document.place(change.head.pointer) if change.head else None,
        )
        for change in found.changes
    )
    findings = tuple(
        replace(each, place=sides[1].document.place(each.place.pointer)) if each.place else each
        for each in found.findings
    )
    return replace(found, changes=changes, findings=findings)


def _problem(rule: str, message: str, remedy: str, path: str, place: Place | None) -> Problem:
    where = f"{path}:{place.line}:{place.column}" if place is not None and place.line is not None else path
    return Problem(rule, message, remedy, where)
