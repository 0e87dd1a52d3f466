"""Globs of paths to answers: does it match, which paths does a list of them select?

The form is that of gitignore, anchored at the root of the tree: `*` and `?` stay inside one
segment, `**` as a whole segment stands for any number of them (at the end: for at least one),
`[abc]`, `[a-z]` and `[!a]` for one character that is not a slash. Names that begin with a dot are
names like any other. Case matters. In a list the last glob that matches decides, and one with a
leading `!` takes out.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache

WILD = "*?["
"""The characters that make a path a glob."""

_CACHED = 16_384


def is_glob(text: str) -> bool:
    """Whether a path holds a wildcard, so that it may name more than one file."""
    return any(character in text for character in WILD)


def escape(path: str) -> str:
    """A glob that matches this path and nothing else."""
    return re.sub(r"[*?\[]", r"[\g<0>]", path)


def literal_prefix(glob: str) -> str:
    """The text that every path the glob matches begins with."""
    ends = [glob.index(character) for character in WILD if character in glob]
    return glob[: min(ends, default=len(glob))]


def problem_of(glob: str) -> str | None:
    """What is wrong with the wildcards of a glob, in words; None where nothing is."""
    at = 0
    while (at := glob.find("[", at)) >= 0:
        if (end := _class_end(glob, at)) < 0:
            return "a `[` is never closed"
        if "/" in glob[at:end]:
            return "`[...]` holds a slash"
        try:
            re.compile(_class(glob[at + 1 : end]))
        except re.error:
            return f"`{glob[at : end + 1]}` is not a range"
        at = end + 1
    return None


def matches(glob: str, path: str) -> bool:
    """Whether one glob (without a leading `!`) matches one path. Time is bounded by the product of
    the two lengths, whatever the glob: globs of a pull request are strangers' text."""
    prefix, pattern = _compiled(glob)
    if not path.startswith(prefix):
        return False
    return path == glob if pattern is None else pattern.fullmatch(path) is not None


def covers(globs: Sequence[str], path: str) -> bool:
    """Whether a list of globs selects a path: the last one that matches decides."""
    for glob in reversed(globs):
        if matches(glob.removeprefix("!"), path):
            return not glob.startswith("!")
    return False


def select(globs: Sequence[str], paths: Iterable[str]) -> tuple[str, ...]:
    """The paths that a list of globs selects, sorted, each once."""
    if not globs:
        return ()
    ordered = sorted(paths)
    selected: set[str] = set()
    for glob in globs:
        matched = _matched(glob.removeprefix("!"), ordered)
        selected = selected - matched if glob.startswith("!") else selected | matched
    return tuple(sorted(selected))


def _matched(glob: str, ordered: Sequence[str]) -> set[str]:
    """The paths one glob matches: only those that begin as it does are tried, so that a thousand
    globs over thousands of paths cost what they find."""
    prefix, pattern = _compiled(glob)
    start = bisect_left(ordered, prefix)
    end = bisect_right(ordered, prefix, lo=start, key=lambda path: path[: len(prefix)])
    tried = ordered[start:end]
    return {path for path in tried if (path == glob if pattern is None else pattern.fullmatch(path))}


@lru_cache(maxsize=_CACHED)
def _compiled(glob: str) -> tuple[str, re.Pattern[str] | None]:
    if not is_glob(glob):
        return glob, None
    return literal_prefix(glob), re.compile(expression(glob), re.DOTALL)


def expression(glob: str) -> str:
    """A glob as a regular expression for `fullmatch` that never backtracks more than once a place.

    What stands between two `**` (or two `*` of a segment) has a fixed number of segments (of
    characters), so its leftmost match leaves most for the rest, and may be final: an atomic group.
    """
    runs = _runs(glob.split("/"))
    first, *others = ["/".join(segment_expression(each) for each in run) for run in runs]
    if not others:
        return first
    *inner, last = others
    text = f"{first}/" if first else ""
    text += "".join(f"(?>(?:[^/]+/)*?{run}/)" for run in inner if run)
    return text + (f"(?:[^/]+/)*?{last}" if last else ".+")


def _runs(segments: Iterable[str]) -> list[list[str]]:
    runs: list[list[str]] = [[]]
    for segment in segments:
        if segment == "**":
            runs.append([])
        else:
            runs[-1].append(segment)
    return runs


def segment_expression(text: str) -> str:
    """One segment of a glob (no slash, not `**`) as a regular expression."""
    first, *others = re.split(r"\*+", _protected(text))
    if not others:
        return _chunk(first)
    *inner, last = others
    middle = "".join(f"(?>[^/]*?{_chunk(each)})" for each in inner if each)
    return f"{_chunk(first)}{middle}[^/]*{_chunk(last)}"


_STAR_IN_CLASS = "\0"


def _protected(text: str) -> str:
    """The segment with each `*` inside `[...]` set aside, for it is no wildcard there."""
    out, at = [], 0
    while at < len(text):
        end = _class_end(text, at) if text[at] == "[" else -1
        stop = end + 1 if end >= 0 else at + 1
        piece = text[at:stop]
        out.append(piece.replace("*", _STAR_IN_CLASS) if end >= 0 else piece)
        at = stop
    return "".join(out)


def _chunk(text: str) -> str:
    out, at = [], 0
    while at < len(text):
        if text[at] == "[" and (end := _class_end(text, at)) >= 0:
            out.append(_class(text[at + 1 : end].replace(_STAR_IN_CLASS, "*")))
            at = end + 1
            continue
        out.append("[^/]" if text[at] == "?" else re.escape(text[at]))
        at += 1
    return "".join(out)


def _class_end(text: str, start: int) -> int:
    """Where the `]` stands that closes the `[` at `start`, or -1. A `]` that comes first (after a
    `!`) is a member, as in every shell."""
    at = start + 1
    if text[at : at + 1] in {"!", "^"}:
        at += 1
    return text.find("]", at + 1)


def _class(body: str) -> str:
    negated = body[:1] in {"!", "^"}
    members = re.sub(r"([\\\[\]^&~|])", r"\\\1", body[1:] if negated else body)
    return f"[^/{members}]" if negated else f"(?!/)[{members}]"
