"""The paths of contracts in a tree to findings: names that deceive people, and what is no file."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from govern.model import Entry, EntryKind, Finding, FindingLevel, Tree
from govern.repo.memory import path_bytes

RENAME = "rename the file"

_KINDS = {EntryKind.SYMLINK: "a symbolic link", EntryKind.SUBMODULE: "a submodule"}


def path_findings(tree: Tree, paths: Iterable[str], *, non_ascii: bool) -> tuple[Finding, ...]:
    """What is wrong with the given paths of a tree, in order of path, then rule.

    Rules: `path-control-char`, `path-not-utf8`, `path-bidi-control`, `path-not-ascii` (unless `non_ascii`
    allows it), `path-collision` (with any path of the tree, under NFKC and case folding) and
    `not-regular-file` (a link, a submodule or a folder in place of a file, or on the way to it).
    A path that the tree does not have at all is no finding here: it was removed.
    """
    entries = tree.entries
    given = sorted(set(paths), key=path_bytes)
    twins = _twins(entries, given)
    found = [
        finding
        for path in given
        for finding in (
            *_characters(path, non_ascii=non_ascii),
            *_collisions(path, twins.get(_folded(path), ())),
            *_irregular(path, entries),
        )
    ]
    return tuple(sorted(found, key=lambda finding: (path_bytes(finding.path), finding.rule)))


def _characters(path: str, *, non_ascii: bool) -> Iterator[Finding]:
    groups: dict[str, list[str]] = {}
    for char in path:
        rule = _rule_of(char)
        if rule is not None and not (rule == "path-not-ascii" and non_ascii):
            groups.setdefault(rule, []).append(char)
    for rule, chars in groups.items():
        yield _blocks(
            rule,
            path,
            f"the path holds {', '.join(_named(char) for char in dict.fromkeys(chars))}",
            _REMEDY[rule],
        )


_REMEDY: Mapping[str, str] = {
    "path-control-char": f"{RENAME} without control characters",
    "path-not-utf8": f"{RENAME} in UTF-8",
    "path-bidi-control": f"{RENAME} without characters that nobody sees",
    "path-not-ascii": f"{RENAME} in ASCII letters, or set `non_ascii_paths = true` in govern.toml",
}


def _rule_of(char: str) -> str | None:
    if " " <= char <= "~":
        return None
    match unicodedata.category(char):
        case "Cc" | "Zl" | "Zp":
            return "path-control-char"
        case "Cs":
            return "path-not-utf8"
        case "Cf":
            return "path-bidi-control"
        case _:
            return "path-not-ascii"


def _named(char: str) -> str:
    if "\udc80" <= char <= "\udcff":
        return f"the byte 0x{ord(char) - 0xDC00:02X}"
    name = unicodedata.name(char, "")
    return f"U+{ord(char):04X}{f' ({name})' if name else ''}"


def _folded(path: str) -> str:
    """What file systems and people may take for the same name."""
    if path.isascii():
        return path.lower()
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", path).casefold())


def _twins(entries: Mapping[str, Entry], given: Iterable[str]) -> dict[str, list[str]]:
    wanted = {_folded(path) for path in given}
    twins: dict[str, list[str]] = {}
    for path in entries:
        folded = _folded(path)
        if folded in wanted:
            twins.setdefault(folded, []).append(path)
    return twins


def _collisions(path: str, twins: Iterable[str]) -> Iterator[Finding]:
    others = [twin for twin in twins if twin != path]
    if others:
        yield _blocks(
            "path-collision",
            path,
            f"{', '.join(ascii(other) for other in others)} cannot be told from this path {path!a} "
            "where case or Unicode form does not count",
            f"{RENAME} or the other, so that one is left",
        )


def _irregular(path: str, entries: Mapping[str, Entry]) -> Iterator[Finding]:
    parts = path.split("/")
    for length in range(1, len(parts) + 1):
        here = "/".join(parts[:length])
        if here not in entries or entries[here].kind not in _KINDS:
            continue
        where = "the file" if here == path else f"the folder {here!a} above it"
        yield _not_regular(path, f"{where} is {_KINDS[entries[here].kind]}")
        return
    if path not in entries and any(other.startswith(f"{path}/") for other in entries):
        yield _not_regular(path, "a folder stands in place of the file")


def _not_regular(path: str, what: str) -> Finding:
    return _blocks("not-regular-file", path, what, "put a regular file in its place, or remove it")


def _blocks(rule: str, path: str, message: str, remedy: str) -> Finding:
    return Finding(rule, FindingLevel.BLOCKS, message, remedy, path=path)
