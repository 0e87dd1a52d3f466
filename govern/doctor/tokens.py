"""A script to its tokens: words as they are written but for their quotation marks, and operators.

Source: POSIX.1-2024, Shell Command Language, sections 2.2 (quoting) and 2.3 (tokens), and the arrays of bash.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_OPERATOR = re.compile(r"\|\||&&|;;&|;;|;&|\|&|[;|()\n]|&(?!>)")
_REDIRECTION = re.compile(r"&>>?|<<<|<<-?|<>|>>|>\||[<>]&?")
_NAMED = re.compile(r"\$\{|\$\(|`")


class ShellError(ValueError):
    """The script breaks off within a quotation, an expansion or a group."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word, or an operator, and its line (from 0)."""

    text: str
    line: int
    operator: bool = False


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a script, in order. Raises ShellError where a quotation or an expansion breaks off."""
    return _Scanner(text).tokens()


class _Scanner:
    """Takes a script apart into tokens; what a redirection names, and texts in the script, are left out."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.word: str | None = None
        self.began = 0
        self.redirection = ""
        self.awaited: list[tuple[str, bool]] = []
        self.line = 0
        self.counted = 0

    def tokens(self) -> Iterator[Token]:
        while self.at < len(self.text):
            if (operator := _OPERATOR.match(self.text, self.at)) and not self.in_array():
                yield from self.ended()
                yield Token(operator[0], self.here(), True)
                self.at = operator.end()
                if operator[0] == "\n":
                    self.at, self.awaited = _behind(self.text, self.at, self.awaited), []
            elif redirection := _REDIRECTION.match(self.text, self.at):
                yield from self.ended(redirects=True)
                self.redirection, self.at = redirection[0], redirection.end()
            elif self.text[self.at] in " \t\r":
                yield from self.ended()
                self.at += 1
            elif self.text.startswith("\\\n", self.at):
                self.at += 2  # the line goes on (section 2.2.1)
            elif self.text[self.at] == "#" and self.word is None:
                self.at = _line_end(self.text, self.at)
            else:
                self.grow()
        yield from self.ended()

    def in_array(self) -> bool:
        """Whether `(` begins the members of an array, which are part of the word."""
        return self.text[self.at] == "(" and self.word is not None and self.word.endswith("=")

    def grow(self) -> None:
        if self.word is None:
            self.word, self.began = "", self.here()
        if self.text[self.at] == "(":
            end = _enclosed(self.text, self.at + 1, "(", ")")
            piece = self.text[self.at : end]
        else:
            piece, end = _piece(self.text, self.at)
        self.word, self.at = self.word + piece, end

    def ended(self, *, redirects: bool = False) -> Iterator[Token]:
        """The word that ends here, if there is one and it is not for a redirection."""
        if self.word is None:
            return
        if self.redirection in ("<<", "<<-"):
            self.awaited.append((self.word, self.redirection == "<<-"))
        elif not self.redirection and not (redirects and self.word.isdigit()):
            yield Token(self.word, self.began)
        self.word, self.redirection = None, ""

    def here(self) -> int:
        """The line that the scanner has come to."""
        self.line += self.text.count("\n", self.counted, self.at)
        self.counted = self.at
        return self.line


def _piece(text: str, at: int) -> tuple[str, int]:
    """What one quotation, escape, expansion or character says, and where it ends."""
    character = text[at]
    if character == "\\":
        return text[at + 1 : at + 2].replace("\n", ""), at + 2
    if character == "'":
        end = _found(text, "'", at + 1)
        return text[at + 1 : end], end + 1
    if character == '"':
        return _quoted(text, at + 1)
    if _NAMED.match(text, at):
        end = _expansion(text, at)
        return text[at:end], end
    return character, at + 1


def _quoted(text: str, at: int) -> tuple[str, int]:
    said = ""
    while at < len(text) and text[at] != '"':
        if text[at] == "\\" and text[at + 1 : at + 2] in ("\\", '"', "$", "`", "\n"):
            said, at = said + text[at + 1].replace("\n", ""), at + 2
        elif _NAMED.match(text, at):
            end = _expansion(text, at)
            said, at = said + text[at:end], end
        else:
            said, at = said + text[at], at + 1
    if at >= len(text):
        raise ShellError("a quotation is never closed")
    return said, at + 1


def _expansion(text: str, at: int) -> int:
    """Where `$(…)`, `${…}` or a command in backticks ends."""
    if text[at] == "`":
        return _found(text, "`", at + 1) + 1
    opening, closing = ("(", ")") if text[at + 1] == "(" else ("{", "}")
    return _enclosed(text, at + 2, opening, closing)


def _enclosed(text: str, at: int, opening: str, closing: str) -> int:
    """Where what was opened before is closed; quotations within may hold the closing mark."""
    depth = 1
    while at < len(text):
        if text[at] in "'\"\\":
            at = _piece(text, at)[1]
            continue
        depth += (text[at] == opening) - (text[at] == closing)
        at += 1
        if not depth:
            return at
    raise ShellError(f"`{opening}` is never closed")


def _found(text: str, mark: str, at: int) -> int:
    end = text.find(mark, at)
    if end < 0:
        raise ShellError(f"{mark} is never closed")
    return end


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _behind(text: str, at: int, heredocs: Sequence[tuple[str, bool]]) -> int:
    """Where the script goes on after the texts that stand in it; tabs before the line that ends one count
    for nothing after `<<-` (section 2.7.4)."""
    for delimiter, indented in heredocs:
        while at < len(text):
            end = _line_end(text, at)
            line, at = text[at:end], min(end + 1, len(text))
            if (line.lstrip("\t") if indented else line) == delimiter:
                break
        else:
            raise ShellError(f"{delimiter} is never reached")
    return at
