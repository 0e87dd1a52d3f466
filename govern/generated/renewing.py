"""The sources of one contract to the texts of its files with every generated part made anew.

Schemas come first, since documents may speak of them. Nothing outside the parts changes, and a part that
says the same in other spacing (a formatter has been there) is left as it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from govern.documents import Document, read
from govern.documents.editing import with_strings
from govern.generated.enums import Bound, bound, difference
from govern.generated.marks import BEGIN, CHANGELOG, END, Part, is_prose, parts
from govern.generated.sources import MarkError, Sources
from govern.generated.words import CONTRACT, written
from govern.policy.versions.places import schema_paths

_RULE_OF_A_TABLE = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\|?|\|[ \t]*:?-+:?[ \t]*\|")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})[ \t]*(.*)")
_BULLET = re.compile(r"^[-*+][ \t]+")
_CELL = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True, slots=True)
class Said:
    """Something to be said of a generated part: where its mark stands (`line` from 1, or a `pointer` into a
    schema), what, and what to do. `mark` is what was asked for there, `old` what stood there."""

    path: str
    message: str
    remedy: str
    line: int | None = None
    pointer: str = ""
    mark: str = ""
    old: str = ""


@dataclass(frozen=True, slots=True)
class Renewed:
    """`texts`: those that change, as they should be. `stale`: the parts that said something else. `flaws`:
    marks that cannot be read or written; what stands there is left as it is."""

    texts: dict[str, str]
    stale: tuple[Said, ...]
    flaws: tuple[Said, ...]


REMEDY = "run `govern sync`"


def renewed(sources: Sources) -> Renewed:
    """Every generated part of a contract, made anew. Never raises on what files hold."""
    texts: dict[str, str] = {}
    stale: list[Said] = []
    flaws: list[Said] = []
    values = dict(sources.values)
    for path in schema_paths(sources.contract):
        if path not in values or path not in sources.texts:
            continue
        text = sources.texts[path]
        for each in bound(sources, values[path]):
            if isinstance(each, Bound):
                if not each.stale:
                    continue
                try:
                    text = with_strings(path, text, each.pointer, each.wanted)
                    stale.append(Said(path, f"this enum {difference(each)}", REMEDY, pointer=each.pointer))
                except ValueError as error:
                    message = f"this enum {difference(each)}, and cannot be rewritten: {error}"
                    flaws.append(Said(path, message, "write it by hand", pointer=each.pointer))
            else:
                at, fault = each
                flaws.append(Said(path, fault.message, fault.remedy, pointer=at))
        if text != sources.texts[path]:
            texts[path] = text
            fresh = read(path, text.encode())
            values[path] = fresh.value if isinstance(fresh, Document) else values[path]
    now = replace(sources, values=values, texts={**sources.texts, **texts})
    for path in sorted(sources.marked):
        text = _document(now, path, stale, flaws)
        if text != sources.texts[path]:
            texts[path] = text
    return Renewed(texts, tuple(stale), tuple(flaws))


def _document(sources: Sources, path: str, stale: list[Said], flaws: list[Said]) -> str:
    text = sources.texts[path]
    found, unreadable = parts(path, text)
    flaws += [Said(path, each.message, each.remedy, each.line) for each in unreadable]
    out: list[str] = []
    at = 0
    for part in found:
        if part.mark.options.get(CONTRACT, sources.contract.name) != sources.contract.name:
            continue  # it is another contract's
        if part.mark.word == CHANGELOG:
            continue
        old = text[part.start : part.stop]
        try:
            new = _placed(part, written(sources, part.mark, path, old), path, text)
        except MarkError as fault:
            flaws.append(Said(path, fault.message, fault.remedy, part.line, "", str(part.mark), old))
            continue
        plain = _plain if is_prose(path) else _lines
        if plain(old) == plain(new):
            continue
        message = f"what `{part.mark.word}` generates here is out of date: {_first(plain(old), plain(new))}"
        stale.append(Said(path, message, REMEDY, part.line, "", str(part.mark), old))
        out += [text[at : part.start], new]
        at = part.stop
    return "".join((*out, text[at:]))


def _placed(part: Part, content: str, path: str, text: str) -> str:
    """What stands between the marks, with the line breaks and the margin that are due there."""
    if BEGIN in content or END in content:
        raise MarkError("what it would write holds a mark itself", "reword what it is made from")
    if part.inline:
        if "\n" in content:
            raise MarkError(
                "more than one line would stand in a line", "put the two marks on lines of their own"
            )
        return content
    if is_prose(path):
        content = f"\n\n{content}\n\n"
    else:
        lines = (f"{part.margin}{line}" if line else "" for line in content.split("\n"))
        content = "\n" + "\n".join(lines) + "\n"
    content = content.replace("\r\n", "\n")
    return content.replace("\n", "\r\n") if "\r\n" in text else content


def _lines(text: str) -> list[str]:
    """The lines of code: all but what ends them counts."""
    return [line.rstrip() for line in text.splitlines()]


def _plain(text: str) -> list[str]:
    """A Markdown text without what a formatter may change: empty lines, the marks of lists, the width of a
    table's columns. What stands in fenced code stays as it is."""
    found: list[str] = []
    fence = ""
    for line in text.splitlines():
        opening = _FENCE.match(line)
        if fence:
            found.append(line.rstrip())
            fence = "" if opening is not None and opening[1].startswith(fence) and not opening[2] else fence
        elif opening is not None:
            fence = opening[1]
            found.append(line.strip())
        elif _RULE_OF_A_TABLE.fullmatch(line.strip()):
            found.append("|".join("---" for _ in line.strip().strip("|").split("|")))
        elif line.strip():
            cells = _CELL.split(_BULLET.sub("- ", line.strip()).strip("|"))
            found.append("|".join(cell.strip() for cell in cells))
    return found


def _first(had: list[str], has: list[str]) -> str:
    """The first line in which two texts differ."""
    at = next((i for i, (a, b) in enumerate(zip(had, has, strict=False)) if a != b), min(len(had), len(has)))
    if at >= len(has):
        return f'"{_cut(had[at])}" should not stand there'
    if at >= len(had):
        return f'it lacks "{_cut(has[at])}"'
    return f'"{_cut(had[at])}" should be "{_cut(has[at])}"'


def _cut(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"
