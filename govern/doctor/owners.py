"""The text of a CODEOWNERS file to whoever owns a path, as the platform reads it.

Sources: GitHub, "About code owners" (syntax, and its exceptions to gitignore); GitLab, "Code Owners syntax
and error handling". The last line that matches decides; one without owners leaves the path to nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from govern.configuration import matches

GITHUB = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS")
GITLAB = ("CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS")
"""Where each platform looks; the first file that is there counts."""

_OWNER = re.compile(r"@[\w.-]+(?:/[\w./-]+)?|[^\s@]+@[^\s@]+\.[^\s@]+")
_SECTION = re.compile(r"(\^?)\[[^\]]+\](?:\[(\d+)\])?\s*(.*)")
_SPACE = re.compile(r"(?<!\\)\s+")


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
            if _covers(entry.pattern, path):
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
        said = line.strip()
        if said and not said.startswith("#"):
            words = [word.replace("\\ ", " ") for word in _SPACE.split(said)]
            end = next((at for at, word in enumerate(words) if word.startswith("#")), len(words))
            yield number, words[:end]


def _refused(words: list[str]) -> str:
    if words[0].startswith(("!", "\\#")) or "[" in words[0]:
        return "its pattern uses what GitHub does not know here (`!`, `[ ]` or an escaped `#`)"
    odd = next((word for word in words[1:] if not _OWNER.fullmatch(word)), None)
    return "" if odd is None else f"`{odd}` is no owner (@user, @organisation/team or an e-mail address)"


def _covers(pattern: str, path: str) -> bool:
    """A pattern without a slash before its end matches in every folder; what matches a folder matches all
    below it, but `folder/*` only what lies in it."""
    anchored = "/" in pattern.rstrip("/")
    inner = pattern.strip("/")
    shallow = anchored and inner.rpartition("/")[2] == "*"
    for glob in (inner,) if anchored else (inner, f"**/{inner}"):
        if not pattern.endswith("/") and matches(glob, path):
            return True
        if not shallow and matches(f"{glob}/**", path):
            return True
    return False
