"""Attribute files of two trees to what they newly hide from a reviewer's eyes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from govern.configuration import matches
from govern.model import Finding, FindingLevel, Place
from govern.review.reading import Reader

_HIDING = re.compile(r"(?:-diff|binary|linguist-(?:generated|vendored)(?:=(?!false$).*)?)")
_MACRO = "[attr]"


@dataclass(frozen=True, slots=True)
class _Line:
    file: str
    number: int
    pattern: str
    attributes: tuple[str, ...]

    def hides(self, macros: frozenset[str]) -> bool:
        """Whether one of the attributes, or a macro, keeps a diff from being seen."""
        return any(_HIDING.fullmatch(each) or each in macros for each in self.attributes)


def attribute_files(reader: Reader) -> tuple[str, ...]:
    """The attribute files of a tree."""
    return tuple(path for path in reader.tree.entries if path.rsplit("/", 1)[-1] == ".gitattributes")


def hidden(base: Reader, head: Reader, governed: Iterable[str]) -> tuple[Finding, ...]:
    """A finding for each attribute line that hides governed paths at head and did not at base
    (gitattributes(5): `diff`, macro attributes; the platforms' linguist attributes)."""
    paths = tuple(governed)
    before = {(line.file, line.pattern) for line in _hiding(base)}
    found: list[Finding] = []
    for line in _hiding(head):
        covered = [path for path in paths if _covers(line, path)]
        if covered and (line.file, line.pattern) not in before:
            found.append(
                Finding(
                    "review-hidden-by-attributes",
                    FindingLevel.BLOCKS,
                    f"`{line.pattern}` hides the diff of {len(covered)} governed paths, {covered[0]} first",
                    "take the line out: changes to a contract are to be seen",
                    line.file,
                    Place("", line.number, 1),
                )
            )
    return tuple(found)


def _hiding(reader: Reader) -> Iterator[_Line]:
    lines = [line for file in attribute_files(reader) for line in _lines(reader, file)]
    macros: frozenset[str] = frozenset()
    while True:
        named = frozenset(
            line.pattern.removeprefix(_MACRO)
            for line in lines
            if line.pattern.startswith(_MACRO) and line.hides(macros)
        )
        if named == macros:
            break
        macros = named
    for line in lines:
        if not line.pattern.startswith(_MACRO) and line.hides(macros):
            yield line


def _lines(reader: Reader, file: str) -> Iterator[_Line]:
    for number, text in enumerate(reader.bytes(file).decode("utf-8", "replace").splitlines(), 1):
        words = text.split()
        if words and not words[0].startswith("#"):
            yield _Line(file, number, words[0], tuple(words[1:]))


def _covers(line: _Line, path: str) -> bool:
    folder = line.file.removesuffix(".gitattributes")
    if not path.startswith(folder):
        return False
    inner = path.removeprefix(folder)
    if "/" not in line.pattern.strip("/"):
        return matches(line.pattern.strip("/"), inner.rsplit("/", 1)[-1])
    return matches(line.pattern.lstrip("/"), inner)
