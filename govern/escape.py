"""A string that a stranger may have written, to one that is harmless in the sink it goes to.

Every string of a review passes here before it is shown: keys, paths, codes, descriptions,
witnesses and the messages that quote them. Four sinks: a terminal or a log, inline code of
Markdown (in a paragraph or in a table cell), prose of Markdown, and JSON.
"""

from __future__ import annotations

import re

UNSAFE_RANGES: tuple[tuple[int, int], ...] = (
    (0x00, 0x1F), (0x7F, 0x9F),  # C0, DEL, C1: they drive terminals
    (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A), (0x202F, 0x202F), (0x205F, 0x205F), (0x2800, 0x2800),
    (0x3000, 0x3000),  # spaces that are not the space
    (0xAD, 0xAD), (0x034F, 0x034F), (0x0600, 0x0605), (0x061C, 0x061C), (0x06DD, 0x06DD), (0x070F, 0x070F),
    (0x0890, 0x0891), (0x08E2, 0x08E2), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F),
    (0x200B, 0x200F), (0x2028, 0x202E), (0x2060, 0x206F),  # zero width, line separators, direction
    (0x3164, 0x3164), (0xD800, 0xDFFF), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0),
    (0xFFF0, 0xFFFB), (0xFFFE, 0xFFFF), (0x110BD, 0x110BD), (0x110CD, 0x110CD), (0x13430, 0x1343F),
    (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF),
)  # fmt: skip
"""Code points never shown raw: categories Cc, Cf, Cs, Zl, Zp and Zs but the space, and those that
Unicode says to leave invisible. A table and not `unicodedata`, whose answers change with Python."""


def _class_of(ranges: tuple[tuple[int, int], ...]) -> re.Pattern[str]:
    return re.compile("[" + "".join(f"{chr(low)}-{chr(high)}" for low, high in ranges) + "]")


_UNSAFE = _class_of(UNSAFE_RANGES)
_UNSAFE_IN_JSON = _class_of(UNSAFE_RANGES[1:])  # C0 stands raw between the values only
_COMMAND_AT_START = re.compile(r"(?<!\S)::")
_COMMAND_ANYWHERE = re.compile(r"##(?=\w*\[)", re.ASCII)
_WORD = re.compile(r"\(?(?:[A-Za-z]+(?:['-][a-z]+)*|[0-9]{1,6})\)?[.,;:!?]?|[→—]")
_QUOTED = re.compile(r"`([^`\s]+)`([.,;:]?)")
_TOKEN = re.compile(r'[^\s"]*"(?:[^"\\]|\\.)*"[^\s"]*|\S+')


def terminal(text: str) -> str:
    r"""Text for a terminal or the log of a CI system: one line, nothing that drives either.

    Unsafe code points become `\xNN`, `\uNNNN` or `\UNNNNNNNN`. The forms that log readers take as
    commands lose their first character to an escape: `::` where a word begins (leading space is
    ignored by them and lines are wrapped), `##[` and `##name[` anywhere. Idempotent.
    """
    shown = _UNSAFE.sub(lambda match: _escaped(ord(match[0])), text)
    shown = _COMMAND_AT_START.sub(r"\\x3a:", shown)
    return _COMMAND_ANYWHERE.sub(r"\\x23#", shown)


def json_text(document: str) -> str:
    r"""A serialised JSON document, with `\uNNNN` for whatever JSON allows raw and people cannot see.

    The value is the same: such characters stand only inside of strings, where the escape means them.
    """
    shown = _UNSAFE_IN_JSON.sub(lambda match: _json_escaped(match[0]), document)
    return _COMMAND_ANYWHERE.sub(r"\\u0023#", shown)


def code(text: str) -> str:
    """Inline code of Markdown, for a paragraph, a heading or a list item.

    The fence is longer than any run of backticks within. Nothing in code is a link, a mention, HTML
    or emphasis, and no line can begin in it.
    """
    shown = terminal(text)
    if not shown.strip():
        return f'`"{shown}"`'
    longest = max((len(run) for run in re.findall("`+", shown)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if shown[0] in "` " or shown[-1] in "` " else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def cell(markdown: str) -> str:
    r"""What `code` or `prose` made, for a cell of a table, where a bare `|` would begin the next one.

    A pipe after a backslash is written `\x7c`: whether `\\|` ends a cell, parsers do not agree.
    """
    return re.sub(r"(?<!\\)\|", r"\\|", re.sub(r"(?<=\\)\|", r"\\x7c", markdown))


def prose(text: str) -> str:
    """A sentence, for Markdown: plain words stay words, everything else becomes inline code.

    A plain word is made of ASCII letters and ends in common punctuation at most, so that whatever
    could be markup, a mention, a link, an emoji's name or a reference to an issue stands in code.
    What one pair of backticks encloses is code as it was meant to be. A short number is a word too, so
    a line of Markdown never begins with prose.
    """
    shown = terminal(text)
    parts: list[str] = []
    start, end = 0, -1
    for token in _TOKEN.finditer(shown):
        quoted = _QUOTED.fullmatch(token[0])
        if quoted is not None:
            parts.extend(_as_code(shown[start : end + 1]))
            parts.append(code(quoted[1]) + quoted[2])
            start, end = token.end(), -1
        elif _WORD.fullmatch(token[0]):
            parts.extend(_as_code(shown[start : end + 1]))
            parts.append(token[0])
            start, end = token.end(), -1
        else:
            start, end = (token.start() if end < 0 else start), token.end() - 1
    return " ".join([*parts, *_as_code(shown[start : end + 1])])


def shortened(text: str, limit: int) -> str:
    """Text of at most about `limit` characters; what was cut off is never cut off in silence."""
    if len(text) <= limit:
        return text
    return f"{text[:limit]}… ({len(text):,} characters)"


def _as_code(text: str) -> list[str]:
    """What stands between two words as one span of code, its closing punctuation left outside."""
    if not text.strip():
        return []
    if len(text) > 1 and text[-1] in ".,;:":
        return [code(text[:-1]) + text[-1]]
    return [code(text)]


def _escaped(point: int) -> str:
    if point <= 0xFF:
        return f"\\x{point:02x}"
    return f"\\u{point:04x}" if point <= 0xFFFF else f"\\U{point:08x}"


def _json_escaped(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))
