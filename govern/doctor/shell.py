"""A script of a CI job to its commands: their words, what joins them, and what they stand in.

Source: POSIX.1-2024, Shell Command Language, sections 2.4 (reserved words) and 2.9 (commands).
Nothing is expanded: an expansion is a word as it is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from govern.doctor.tokens import ShellError, Token, tokens

_JOINING = ("&&", "||", "|", "|&")
_CLOSERS = {"fi": "if", "done": "loop", "esac": "case", "}": "{"}
_OPENERS = {"if": "if", "while": "loop", "until": "loop", "{": "{", "for": "loop", "select": "loop"}


class Part(StrEnum):
    """What a command stands in: a list that always runs as it is (in a shell of its own or not), what decides
    a branch, or a branch."""

    GROUP = "group"
    SUBSHELL = "subshell"
    CONDITION = "condition"
    BRANCH = "branch"


@dataclass(frozen=True, slots=True)
class Command:
    """One simple command. `line` counts from 0. `after` is the operator behind it, empty at the end;
    `before` the one in front. `inside`: what it stands in, outermost first. `negated`: `!` stands before.
    One that closes a group or a branch has no words, and stands where the group does."""

    words: tuple[str, ...]
    line: int
    before: str = ""
    after: str = ""
    inside: tuple[Part, ...] = ()
    negated: bool = False


def commands(text: str) -> tuple[Command, ...]:
    """The commands of a script, in order. Raises ShellError where it cannot be read."""
    return tuple(_Reader().read(tokens(text)))


@dataclass(slots=True)
class _Frame:
    """A group or a compound command that is open: its opening word, the part that is being read, and what
    stands before it."""

    word: str
    part: Part
    before: str
    negated: bool


class _Reader:
    """Reads words and operators into commands, and keeps what is open."""

    def __init__(self) -> None:
        self.frames: list[_Frame] = []
        self.words: list[str] = []
        self.line = 0
        self.before = ""
        self.negated = False
        self.closed = False
        self.defines = False

    def read(self, given: Iterator[Token]) -> Iterator[Command]:
        for token in given:
            if token.operator:
                yield from self.operator(token.text)
            elif self.words or not self.reserved(token.text):
                self.line = self.line if self.words else token.line
                self.words.append(token.text)
                self.defines = False
        yield from self.end("")
        if self.frames:
            raise ShellError(f"`{self.frames[-1].word}` is never closed")
        if self.before in _JOINING:
            raise ShellError(f"nothing follows `{self.before}`")

    def reserved(self, word: str) -> bool:
        """Whether a word in the place of a command is one that shapes the script; if so, it is followed."""
        match word:
            case "!":
                self.negated = not self.negated
            case "if" | "while" | "until":
                self.open(_OPENERS[word], Part.CONDITION)
            case "then" | "else" | "do" | "elif":
                self.turn(word)
            case "{":
                self.open("{", Part.BRANCH if self.defines else Part.GROUP)
            case "for" | "select" | "case":
                self.open(_OPENERS.get(word, "case"), Part.BRANCH)
                return False  # its words up to the operator are a command of no interest
            case "fi" | "done" | "esac" | "}":
                self.close(_CLOSERS[word])
            case _:
                return False
        return True

    def open(self, word: str, part: Part) -> None:
        self.frames.append(_Frame(word, part, self.before, self.negated))
        self.before, self.negated, self.defines = "", False, False

    def turn(self, word: str) -> None:
        if not self.frames:
            raise ShellError(f"`{word}` stands alone")
        self.frames[-1].part = Part.CONDITION if word == "elif" else Part.BRANCH

    def close(self, opened: str) -> None:
        if not self.frames or self.frames[-1].word != opened:
            raise ShellError(f"what closes `{opened}` stands alone")
        frame = self.frames.pop()
        self.before, self.negated, self.closed = frame.before, frame.negated, True

    def operator(self, text: str) -> Iterator[Command]:
        in_case = bool(self.frames) and self.frames[-1].word == "case"
        match text:
            case "(" if self.words:
                self.words.clear()
                self.open("(", Part.SUBSHELL)
                self.defines = True
            case "(" if not in_case:
                self.open("(", Part.BRANCH if self.defines else Part.SUBSHELL)
            case ")" if in_case:
                self.words.clear()  # the pattern of a branch
            case ")":
                defines = self.defines
                yield from self.end("")
                self.close("(")
                self.closed, self.defines = not defines, defines
            case _ if text in _JOINING and not (self.words or self.closed):
                raise ShellError(f"nothing stands before `{text}`")
            case _ if not self.defines:
                yield from self.end(text)

    def end(self, after: str) -> Iterator[Command]:
        if self.words or self.closed:
            parts = tuple(frame.part for frame in self.frames)
            yield Command(tuple(self.words), self.line, self.before, after, parts, self.negated)
        if self.words or self.closed or after not in ("", "\n"):
            self.before = after
        self.words.clear()
        self.negated = self.closed = False
