"""A text to the parts of it that are generated: what stands between `govern:begin` and `govern:end`.

The marks are comments of the language that the file is written in:

    <!-- govern:begin codes registry=TradingMode -->     Markdown and HTML
    # govern:begin enum registry=TradingMode             Python, YAML, shell
    // govern:begin enum registry=TradingMode            TypeScript, Rust and their like

A part whose two marks stand on one line is put into that line. In Markdown, marks in fenced code and
in code spans are examples of marks, and count for nothing.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field

BEGIN, END = "govern:begin", "govern:end"
MARKDOWN = (".md", ".markdown", ".html", ".htm")

_IN_HTML = re.compile(r"<!--[ \t]*govern:(begin|end)\b(.*?)-->")
_ON_A_LINE = re.compile(r"(?m)^[ \t]*(?:#|//|--|;)[ \t]*govern:(begin|end)\b(.*)$")
_FENCE = re.compile(r"(?m)^ {0,3}(`{3,}|~{3,})(.*)$")
_CODE_SPAN = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")


@dataclass(frozen=True, slots=True)
class Mark:
    """What is asked for: a word of the generator, and its options by name."""

    word: str
    options: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        said = (f"{name}={shlex.quote(value)}" for name, value in self.options.items())
        return " ".join((self.word, *said))


@dataclass(frozen=True, slots=True)
class Part:
    """A generated part: `start` and `stop` are the offsets of what stands between its marks, `line` is
    that of the first mark (from 1), `inline` says that both stand on it, `margin` what is before it."""

    mark: Mark
    start: int
    stop: int
    line: int
    inline: bool
    margin: str


@dataclass(frozen=True, slots=True)
class Flaw:
    """A mark, or what is to stand at it, that cannot be made sense of. `line` counts from 1."""

    line: int
    message: str
    remedy: str


def parts(path: str, text: str) -> tuple[tuple[Part, ...], tuple[Flaw, ...]]:
    """The generated parts of a text, in order, and what is wrong with its marks."""
    if BEGIN not in text and END not in text:
        return (), ()
    marked = path.lower().endswith(MARKDOWN)
    form = _IN_HTML if marked else _ON_A_LINE
    found: list[Part] = []
    flaws: list[Flaw] = []
    at = 0
    while (opening := _next(form, text, at, code=marked)) is not None:
        line = text.count("\n", 0, opening.start()) + 1
        closing = form.search(text, opening.end()) if opening[1] == "begin" else None
        if opening[1] == "end":
            flaws.append(Flaw(line, f"`{END}` ends nothing", f"put `{BEGIN} …` before it, or take it out"))
            at = opening.end()
            continue
        if closing is None or closing[1] != "end":
            remedy = f"put `{END}` where the part ends"
            flaws.append(Flaw(line, f"nothing ends what `{BEGIN}` begins here", remedy))
            at = opening.end() if closing is None else closing.start()
            continue
        at = closing.end()
        mark = _mark(opening[2].strip(), line)
        if isinstance(mark, Flaw):
            flaws.append(mark)
            continue
        margin = text[text.rfind("\n", 0, opening.start()) + 1 : opening.start()]
        if not marked:
            margin = opening[0][: len(opening[0]) - len(opening[0].lstrip())]
        inline = "\n" not in text[opening.start() : closing.end()]
        start = opening.end() - text[: opening.end()].endswith("\r")
        margin = margin if not margin.strip() else ""
        found.append(Part(mark, start, closing.start(), line, inline, margin))
    return tuple(found), tuple(flaws)


def mark_of(said: str) -> Mark:
    """The mark that a text says: a word, and options as `name=value`, with quotes where there are spaces.

    Raises ValueError where it is none.
    """
    word, *rest = shlex.split(said) or [""]
    if not word:
        raise ValueError("it names nothing to generate")
    options: dict[str, str] = {}
    for each in rest:
        name, equals, value = each.partition("=")
        if not equals or not name or name in options:
            raise ValueError(f"`{each}` is no option: write name=value, each name once")
        options[name] = value
    return Mark(word, options)


def outside(path: str, text: str) -> str:
    """A Markdown text with generated parts, fenced code and code spans blanked out, line for line; nothing
    of another text."""
    if not path.lower().endswith(MARKDOWN):
        return ""
    blanked = list(text)
    spans = [(part.start, part.stop) for part in parts(path, text)[0]]
    spans += _code(text, 0, len(text))
    for start, stop in spans:
        blanked[start:stop] = ["\n" if each == "\n" else " " for each in text[start:stop]]
    return "".join(blanked)


def _mark(said: str, line: int) -> Mark | Flaw:
    try:
        return mark_of(said)
    except ValueError as error:
        remedy = f'write `{BEGIN} WORD name=value …`, with "quotes" around values that hold spaces'
        return Flaw(line, f"this mark cannot be read: {error}", remedy)


def _next(form: re.Pattern[str], text: str, at: int, *, code: bool) -> re.Match[str] | None:
    """The next mark at or after an offset that stands outside generated parts. `code`: not in code either."""
    spans = _code(text, at, len(text)) if code else []
    for found in form.finditer(text, at):
        if not any(start <= found.start() < stop for start, stop in spans):
            return found
    return None


def _code(text: str, at: int, end: int) -> list[tuple[int, int]]:
    """Where fenced code and code spans stand in a Markdown text, from an offset outside of them on."""
    spans: list[tuple[int, int]] = []
    while at < end:
        fence = _FENCE.search(text, at, end)
        stop = fence.start() if fence else end
        for line in re.finditer(r"[^\n]+", text[at:stop]):
            spans += [(at + line.start() + s.start(), at + line.start() + s.end())
                      for s in _CODE_SPAN.finditer(line[0])]  # fmt: skip
        if fence is None:
            return spans
        closing = re.compile(rf"(?m)^ {{0,3}}{re.escape(fence[1][0])}{{{len(fence[1])},}}[ \t]*$")
        closed = closing.search(text, fence.end(), end)
        at = closed.end() if closed else end
        spans.append((fence.start(), at))
    return spans
