"""The text of a CODEOWNERS file to whoever owns a path, as the platform reads it.

Sources: GitHub, "About code owners" (syntax, and its exceptions to gitignore); GitLab, "Code Owners syntax
and error handling". The last line that matches decides; one without owners leaves the path to nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from govern.approvals.owners import globs_of, words_of
from govern.configuration import matches

_OWNER = re.compile(r"@[\w.-]+(?:/[\w./-]+)?|[^\s@]+@[^\s@]+\.[^\s@]+")
_SECTION = re.compile(r"(\^?)\[[^\]]+\](?:\[(\d+)\])?\s*(.*)")


@dataclass(frozen=True, slots=True)
class Entry:
    """A line: its number (from 1), its pattern and owners. `binding`: false in an optional section."""

    line: int
    pattern: str
    owners: tuple[str, ...]
    section: str = ""
    binding: bool = True


@dataclass(frozen=True, slots=True)
class Owners:
    """A file of owners. `ignored`: the numbers of lines that the platform skips, each with the reason."""

    path: str
    entries: tuple[Entry, ...]
    ignored: tuple[tuple[int, str], ...]

    def of(self, path: str) -> tuple[str, ...]:
        """Who must approve a change of a path: the owners of the last line of each section that matches."""
        found: dict[str, Entry] = {}
        for entry in self.entries:
            if any(matches(glob, path) for glob in globs_of(entry.pattern)):
                found[entry.section] = entry
        return tuple(owner for entry in found.values() if entry.binding for owner in entry.owners)


def github(path: str, text: str) -> Owners:
    """Owners as GitHub reads them: a line with `!`, `[` or an odd owner is skipped."""
    entries, ignored = [], []
    for number, words in _lines(text):
        reason = _refused(words)
        if reason:
            ignored.append((number, reason))
        else:
            entries.append(Entry(number, words[0], tuple(words[1:])))
    return Owners(path, tuple(entries), tuple(ignored))


def gitlab(path: str, text: str) -> Owners:
    """Owners as GitLab reads them: in sections, some of them optional, with owners of their own."""
    entries: list[Entry] = []
    section, binding = "", True
    usual: tuple[str, ...] = ()
    for number, words in _lines(text):
        if heading := _SECTION.fullmatch(" ".join(words)):
            section = heading[0].partition("]")[0].lower()
            binding = not heading[1] and heading[2] != "0"
            usual = tuple(heading[3].split())
        elif not words[0].startswith("!"):
            named = tuple(word for word in words[1:] if _OWNER.fullmatch(word))
            entries.append(Entry(number, words[0], named or usual, section, binding))
    return Owners(path, tuple(entries), ())


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(text.splitlines(), 1):
        words = words_of(line)
        if words:
            yield number, words


def _refused(words: list[str]) -> str:
    if words[0].startswith(("!", "\\#")) or "[" in words[0]:
        return "its pattern uses what GitHub does not know here (`!`, `[ ]` or an escaped `#`)"
    odd = next((word for word in words[1:] if not _OWNER.fullmatch(word)), None)
    return "" if odd is None else f"`{odd}` is no owner (@user, @organisation/team or an e-mail address)"
