"""The sources of one contract to the texts of its files with every generated part made anew.

Schemas come first, since documents may speak of them. Nothing outside the parts changes, and a part that
says the same in other spacing (a formatter has been there) is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from govern.contracts import Contract
from govern.documents import Document, read
from govern.documents.editing import with_strings
from govern.generated.enums import Bound, bound, difference
from govern.generated.marks import BEGIN, END, MARKDOWN, Part, parts
from govern.generated.sources import MarkError, Sources
from govern.generated.words import written

_RULE_OF_A_TABLE = re.compile(r":?-{3,}:?")


@dataclass(frozen=True, slots=True)
class Said:
    """Something to be said of a generated part: where its mark stands (`line` from 1, or a `pointer` into a
    schema), what, and what to do. `mark` is what was asked for there."""

    path: str
    message: str
    remedy: str
    line: int | None = None
    pointer: str = ""
    mark: str = ""


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
    for path in schemas_of(sources.contract):
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


def schemas_of(contract: Contract) -> Iterator[str]:
    """The schemas of a contract and their strict twins."""
    for each in contract.schemas:
        yield each.path
        if each.strict is not None:
            yield each.strict


def _document(sources: Sources, path: str, stale: list[Said], flaws: list[Said]) -> str:
    text = sources.texts[path]
    found, unreadable = parts(path, text)
    flaws += [Said(path, each.message, each.remedy, each.line) for each in unreadable]
    out: list[str] = []
    at = 0
    for part in found:
        old = text[part.start : part.stop]
        try:
            new = _placed(part, written(sources, part.mark, path, old), path, text)
        except MarkError as fault:
            flaws.append(Said(path, fault.message, fault.remedy, part.line, mark=str(part.mark)))
            continue
        if _plain(old) == _plain(new):
            continue
        message = f"what `{part.mark.word}` generates here is out of date: {_first(old, new)}"
        stale.append(Said(path, message, REMEDY, part.line, mark=str(part.mark)))
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
    if path.lower().endswith(MARKDOWN):
        content = f"\n\n{content}\n\n"
    else:
        lines = (f"{part.margin}{line}" if line else "" for line in content.split("\n"))
        content = "\n" + "\n".join(lines) + "\n"
    return content.replace("\n", "\r\n") if "\r\n" in text else content


def _plain(text: str) -> list[str]:
    """A text without what a formatter may change: spaces, empty lines, the width of a table's columns."""
    lines = (" ".join(_RULE_OF_A_TABLE.sub("---", line).split()) for line in text.splitlines())
    return [line for line in lines if line]


def _first(old: str, new: str) -> str:
    """The first line in which two texts differ."""
    had, has = _plain(old), _plain(new)
    at = next((i for i, (a, b) in enumerate(zip(had, has, strict=False)) if a != b), min(len(had), len(has)))
    if at >= len(has):
        return f'"{_cut(had[at])}" should not stand there'
    if at >= len(had):
        return f'it lacks "{_cut(has[at])}"'
    return f'"{_cut(had[at])}" should be "{_cut(has[at])}"'


def _cut(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"
