"""A list of files, with what people say of each, to the same list of the files that there are."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from govern.configuration.globs import matches, select
from govern.generated.marks import Mark
from govern.generated.sources import MarkError, Sources
from govern.generated.tables import code_span

_ROW = re.compile(r"^(?P<lead>\| *|[-*] +)(?P<ticks>`+) ?(?P<name>.+?) ?(?<!`)(?P=ticks)(?!`)(?P<rest>.*)$")
_HEAD = ("| file | what it is |", "| --- | --- |")


def files(sources: Sources, mark: Mark, old: str) -> str:
    """`files of=GLOBS`: a row for each file that the globs select.

    A row that is there stays as it is, with the words that people put there; one for what is gone goes, and
    files that no row covers get one at the end. A row may stand for many files: a glob, or a folder that ends
    in a slash. `show=name` has rows of names without folders.
    """
    if "of" not in mark.options:
        raise MarkError("nothing says which files are listed", 'add of="GLOB, GLOB" to the mark')
    globs = tuple(each.strip() for each in mark.options["of"].split(",") if each.strip())
    found = select(globs, sources.paths)
    if not found:
        raise MarkError(f"no file matches {mark.options['of']}", "mend the globs of the mark")
    short = {"name": True, "path": False}.get(mark.options.get("show", "path"))
    if short is None:
        raise MarkError("`show` is `name` or `path`", "write one of the two, or leave it out")
    names = {path: PurePosixPath(path).name if short else path for path in found}
    covered: set[str] = set()
    kept: list[str] = []
    tail = ""
    rows = 0
    for line in old.strip().splitlines():
        row = _ROW.match(line)
        if row is None:
            kept.append(line)
            continue
        said = row["name"].replace("\\|", "|")
        of_row = {path for path, name in names.items() if _covers(said, name)}
        covered |= of_row
        if of_row:
            kept.append(line)
            rows += 1
            tail = row["lead"]
    listed = bool(tail) and not tail.startswith("|")
    if not rows and not any(_ROW.match(each) or each.startswith("|") for each in kept):
        kept += _HEAD
    for path in found:
        if path not in covered:
            name = code_span(names[path])
            kept.append(f"{tail}{name}: " if listed else f"| {name} |{_empty(kept)}")
    return "\n".join(each.rstrip() for each in kept)


def _covers(row: str, name: str) -> bool:
    """Whether a row's name is a file's, a folder that it is in, or a glob that it matches."""
    if row == name or (row.endswith("/") and name.startswith(row)):
        return True
    return matches(row, name)


def _empty(kept: list[str]) -> str:
    """As many empty cells as a row of the table has beside the first."""
    width = max((len(re.findall(r"(?<!\\)\|", line)) for line in kept if line.startswith("|")), default=3)
    return "  |" * (width - 2)
