"""A page of a changelog to which changes people have said something about, and what is no answer.

A heading that holds the fingerprint of a change (its first twelve digits, or more) speaks of it, and so
does one with a comment right below that holds it; what stands below, down to the next heading that is no
smaller or speaks of a change itself, is the answer. One heading may speak of many changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from govern.generated.marks import CHANGELOG, parts
from govern.model import Record, RecordedChange
from govern.release.record import needs_words

PAGE = "page.md"
"""What a page is called where its marks are read: Markdown."""
SHORT = 12
"""So many digits of a fingerprint name a change on a page."""
_FINGERPRINT = re.compile(rf"(?<![0-9a-f])[0-9a-f]{{{SHORT},64}}(?![0-9a-f])")
_NO_ANSWER = re.compile(r"(?:todo|tbd|tba|fixme|xxx|wip|n/?a|none|nothing|\W|_|\d)*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A change of which nobody has said what to do. `asked`: a heading speaks of it, with nothing below;
    `line` is that of the heading (from 1)."""

    change: RecordedChange
    asked: bool
    line: int | None = None


@dataclass(frozen=True, slots=True)
class _Speech:
    """A heading outside of the derived part: the fingerprints in it, its line (from 0), and whether words
    stand below it."""

    line: int
    fingerprints: tuple[str, ...]
    answered: bool


def unanswered(text: str, record: Record) -> tuple[Unanswered, ...]:
    """The changes of a record that ask for words and have none."""
    speeches = list(_speeches(text))
    found: list[Unanswered] = []
    for change in record.changes:
        if not needs_words(change):
            continue
        own = [each for each in speeches if any(change.id.startswith(f) for f in each.fingerprints)]
        if not any(each.answered for each in own):
            found.append(Unanswered(change, bool(own), own[0].line + 1 if own else None))
    return tuple(found)


def unmatched(text: str, record: Record) -> tuple[tuple[int, str], ...]:
    """Lines (from 1) and fingerprints of headings that speak of no change of a record."""
    ids = [each.id for each in record.changes]
    return tuple(
        (each.line + 1, fingerprint)
        for each in _speeches(text)
        for fingerprint in each.fingerprints
        if not any(id_.startswith(fingerprint) for id_ in ids)
    )


def _speeches(text: str) -> Iterator[_Speech]:
    from govern.documents.markdown import outline

    seen = outline(text)
    derived = _derived_lines(text)
    heads = [each for each in sorted(seen.headings) if each[0] not in derived]
    comments = [(text.count("\n", 0, each.start), each.said) for each in seen.comments]
    stops = [*(line for line, _, _ in heads[1:]), len(text)]
    about: dict[int, tuple[str, ...]] = {}
    for (line, _, title), stop in zip(heads, stops, strict=True):
        said = [title, *(said for at, said in comments if line < at < stop and at not in derived)]
        about[line] = tuple(each for part in said for each in _FINGERPRINT.findall(part))
    titles = {line for line, _, _ in seen.headings}
    for line, level, _ in heads:
        if not about[line]:
            continue
        ends = [at for at, size, _ in heads if at > line and (size <= level or about[at])]
        end = min((*ends, *(at for at in derived if at > line)), default=len(text))
        words = [said for at, said in seen.prose if line < at < end and at not in titles]
        code = any(line < at < end for at in seen.code)
        yield _Speech(line, about[line], code or any(not _NO_ANSWER.fullmatch(each) for each in words))


def _derived_lines(text: str) -> frozenset[int]:
    """The lines (from 0) of what is derived: no answer stands there."""
    found, _ = parts(PAGE, text)
    lines: set[int] = set()
    for each in found:
        if each.mark.word == CHANGELOG:
            lines.update(range(text.count("\n", 0, each.start), text.count("\n", 0, each.stop) + 1))
    return frozenset(lines)
