"""A Markdown text to what stands where in it: comments, headings, prose. The one door to its library.

Source: CommonMark 0.31, sections 4.4 to 4.6 (code and HTML blocks) and 6.1 (code spans): what stands in code
is an example, and no comment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

_LINE = re.compile(r"\r\n|\r|\n")
_COMMENT = re.compile(r"<!--(.*?)-->")


@dataclass(frozen=True, slots=True)
class Comment:
    """An HTML comment on one line: its offsets, what it says, whether it stands in a list or a quotation
    (`nested`), and whether it might also stand in code (`unsure`)."""

    start: int
    stop: int
    said: str
    nested: bool = False
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class Outline:
    """`comments` in order; `loose` are the offsets of comments on several lines; `headings` are (line,
    level, text); `prose` are (line, text) of each block of text; `code` are the lines of code blocks.
    Lines count from 0."""

    comments: tuple[Comment, ...]
    loose: tuple[tuple[int, str], ...]
    headings: tuple[tuple[int, int, str], ...]
    prose: tuple[tuple[int, str], ...]
    code: frozenset[int]


def outline(text: str) -> Outline:
    """The outline of a Markdown text."""
    lines = _Lines(text)
    comments: list[Comment] = []
    loose: list[tuple[int, str]] = []
    headings: list[tuple[int, int, str]] = []
    prose: list[tuple[int, str]] = []
    code: set[int] = set()
    above: Token | None = None
    for token in MarkdownIt("commonmark").parse(text):
        first, last = token.map or (0, 0)
        if token.type in ("fence", "code_block"):
            code.update(range(first, last))
        elif token.type == "html_block":
            found = list(lines.comments(first, last, nested=token.level > 0))
            comments += found
            rest = _COMMENT.sub("", token.content)
            loose += [(lines.starts[first], rest)] if "<!--" in rest else []
        elif token.type == "inline":
            comments += _inline(token, lines)
            said = "".join(each.content for each in token.children or () if each.type in _TEXT)
            prose.append((first, said))
            if above is not None and above.type == "heading_open":
                headings.append((first, int(above.tag[1:]), token.content))
        above = token
    return Outline(tuple(comments), tuple(loose), tuple(headings), tuple(prose), frozenset(code))


_TEXT = ("text", "softbreak", "hardbreak", "text_special")


class _Lines:
    """The lines of a text by their offsets."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(found.end() for found in _LINE.finditer(text)), len(text) + 1]

    def comments(self, first: int, last: int, *, nested: bool) -> Iterator[Comment]:
        """The comments on each of some lines."""
        for line in range(first, min(last, len(self.starts) - 1)):
            stop = min(self.starts[line + 1], len(self.text))
            for found in _COMMENT.finditer(self.text, self.starts[line], stop):
                if not _LINE.search(found[0]):
                    yield Comment(found.start(), found.end(), found[1], nested)


def _inline(token: Token, lines: _Lines) -> Iterator[Comment]:
    """The comments of a block of text, those in code spans and escaped ones left out."""
    first, last = token.map or (0, 0)
    there = list(lines.comments(first, last, nested=token.level > 1))
    if not there:
        return
    kinds = [each.type == "html_inline" for each in _leaves(token) for _ in _COMMENT.finditer(each.content)]
    if len(kinds) != len(there):
        yield from (Comment(each.start, each.stop, each.said, each.nested, unsure=True) for each in there)
        return
    yield from (each for each, real in zip(there, kinds, strict=True) if real)


def _leaves(token: Token) -> Sequence[Token]:
    return token.children or ()


def lines_of(text: str) -> list[str]:
    """The lines of a text with their ends, as `Outline` counts them."""
    starts = _Lines(text).starts
    return [text[start:stop] for start, stop in pairwise(starts)]
