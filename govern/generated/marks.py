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
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

BEGIN, END = "govern:begin", "govern:end"
CHANGELOG = "changelog"
"""The word of parts that `govern changelog` writes: they are derived from what changed, and left to it."""
MARKDOWN = (".md", ".markdown")
HTML = (".html", ".htm")

_SAYS = re.compile(r"[ \t]*govern:(begin|end)\b(.*)", re.DOTALL)
_IN_HTML = re.compile(r"<!--([^\n\r]*?)-->")
_ON_A_LINE = re.compile(r"(?m)^([ \t]*)(?:#|//|--|;)([ \t]*govern:(?:begin|end)\b[^\n\r]*)")


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


def is_prose(path: str) -> bool:
    """Whether a file holds text for people: Markdown or HTML."""
    return path.lower().endswith((*MARKDOWN, *HTML))


@dataclass(frozen=True, slots=True)
class _Sign:
    """One mark as it stands: its offsets, whether it begins a part, what else it says, the margin before it,
    and why it cannot be used, if so. `nested`: it stands in a list or a quotation."""

    start: int
    stop: int
    begins: bool
    said: str = ""
    margin: str = ""
    nested: bool = False
    wrong: str = ""


def parts(path: str, text: str) -> tuple[tuple[Part, ...], tuple[Flaw, ...]]:
    """The generated parts of a text, in order, and what is wrong with its marks."""
    if BEGIN not in text and END not in text:
        return (), ()
    found: list[Part] = []
    flaws: list[Flaw] = []
    opening: _Sign | None = None
    for sign in _signs(path, text):
        line = text.count("\n", 0, sign.start) + 1
        if sign.wrong:
            flaws.append(
                Flaw(line, sign.wrong, f"write `{BEGIN} …` and `{END}` as comments on lines of their own")
            )
        elif opening is None and not sign.begins:
            flaws.append(Flaw(line, f"`{END}` ends nothing", f"put `{BEGIN} …` before it, or take it out"))
        elif opening is None:
            opening = sign
        elif sign.begins:
            flaws.append(_endless(text, opening))
            opening = sign
        else:
            part = _part(text, opening, sign)
            if isinstance(part, Part):
                found.append(part)
            else:
                flaws.append(part)
            opening = None
    if opening is not None:
        flaws.append(_endless(text, opening))
    return tuple(found), tuple(flaws)


def _endless(text: str, opening: _Sign) -> Flaw:
    line = text.count("\n", 0, opening.start) + 1
    return Flaw(line, f"nothing ends what `{BEGIN}` begins here", f"put `{END}` where the part ends")


def _part(text: str, opening: _Sign, closing: _Sign) -> Part | Flaw:
    line = text.count("\n", 0, opening.start) + 1
    mark = _mark(opening.said.strip(), line)
    if isinstance(mark, Flaw):
        return mark
    inline = "\n" not in text[opening.start : closing.stop]
    if not inline and (opening.nested or closing.nested):
        message = "a part of several lines cannot stand in a list or a quotation"
        return Flaw(line, message, "put it outside, or both marks on one line")
    return Part(mark, opening.stop, closing.start, line, inline, opening.margin)


def _signs(path: str, text: str) -> Iterator[_Sign]:
    """Every mark of a text, in order."""
    if path.lower().endswith(MARKDOWN):
        yield from _of_markdown(text)
    elif path.lower().endswith(HTML):
        for found in _IN_HTML.finditer(text):
            said = _SAYS.match(found[1])
            if said is not None:
                yield _Sign(found.start(), found.end(), said[1] == "begin", said[2])
    else:
        yield from _of_code(text)


def _of_markdown(text: str) -> Iterator[_Sign]:
    from govern.documents.markdown import outline

    seen = outline(text)
    signs: list[_Sign] = []
    for each in seen.comments:
        said = _SAYS.match(each.said)
        if said is None:
            continue
        wrong = "this mark may stand in code" if each.unsure else ""
        signs.append(
            _Sign(each.start, each.stop, said[1] == "begin", said[2], nested=each.nested, wrong=wrong)
        )
    broken = "this mark stands in a comment of several lines"
    signs += [
        _Sign(at, at, begins=False, wrong=broken) for at, said in seen.loose if BEGIN in said or END in said
    ]
    yield from sorted(signs, key=lambda each: each.start)


def _of_code(text: str) -> Iterator[_Sign]:
    known: list[tuple[int, int]] = []
    for found in _ON_A_LINE.finditer(text):
        said = _SAYS.match(found[2])
        if said is not None:
            known.append(found.span())
            yield _Sign(found.start(), found.end(), said[1] == "begin", said[2], found[1])
    for stray in re.finditer(rf"{BEGIN}|{END}", text):
        if not any(start <= stray.start() < stop for start, stop in known):
            yield _Sign(
                stray.start(), stray.end(), begins=False, wrong="this mark is no comment on a line of its own"
            )


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


def _mark(said: str, line: int) -> Mark | Flaw:
    try:
        return mark_of(said)
    except ValueError as error:
        remedy = f'write `{BEGIN} WORD name=value …`, with "quotes" around values that hold spaces'
        return Flaw(line, f"this mark cannot be read: {error}", remedy)
