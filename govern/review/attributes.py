"""Attribute files of two trees to what they newly hide from a reviewer's eyes."""

from __future__ import annotations

import re
from collections.abc import Iterable

from govern.configuration import matches
from govern.model import Finding, FindingLevel, Place
from govern.review.reading import Reader

_HIDING = re.compile(
    r"(?:^|\s)(?:-diff|binary|linguist-generated(?:=true)?|linguist-vendored(?:=true)?)(?=\s|$)"
)


def hidden(base: Reader, head: Reader, governed: Iterable[str]) -> tuple[Finding, ...]:
    """A finding for each line of a `.gitattributes` that only head has and that makes a governed
    path's diff invisible or collapsed (gitattributes(5), `diff`; the platforms' linguist rules)."""
    paths = tuple(governed)
    found: list[Finding] = []
    for file in sorted(path for path in head.tree.entries if path.rsplit("/", 1)[-1] == ".gitattributes"):
        old = set(_lines(base, file))
        folder = file.removesuffix(".gitattributes")
        for number, line in enumerate(_lines(head, file), 1):
            pattern = line.split(maxsplit=1)[0] if line.split() else "#"
            if line in old or pattern.startswith("#") or not _HIDING.search(line):
                continue
            covered = [path for path in paths if _covers(pattern, folder, path)]
            if covered:
                found.append(
                    Finding(
                        "review-hidden-by-attributes",
                        FindingLevel.BLOCKS,
                        f"`{pattern}` hides the diff of {len(covered)} governed paths, {covered[0]} first",
                        "take the line out: changes to a contract are to be seen",
                        file,
                        Place("", number, 1),
                    )
                )
    return tuple(found)


def _lines(reader: Reader, file: str) -> list[str]:
    return reader.bytes(file).decode("utf-8", "replace").splitlines()


def _covers(pattern: str, folder: str, path: str) -> bool:
    if not path.startswith(folder):
        return False
    inner = path.removeprefix(folder)
    if "/" not in pattern.strip("/"):
        return matches(pattern.strip("/"), inner.rsplit("/", 1)[-1])
    return matches(pattern.lstrip("/"), inner)
