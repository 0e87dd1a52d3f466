"""One code as a constant, and a language that constants are written in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Constant:
    """A code, its name in the language, one line that says what it means, and whether it is deprecated."""

    code: str
    identifier: str
    words: str = ""
    deprecated: bool = False


@dataclass(frozen=True, slots=True)
class Language:
    """`suffixes` of its files; `identifier` of a code; `write`: a type's name and its constants, to lines;
    `reserved`: what no type can be called."""

    suffixes: tuple[str, ...]
    identifier: Callable[[str], str]
    write: Callable[[str, Sequence[Constant]], Iterable[str]]
    reserved: frozenset[str] = frozenset()


def words_of(code: str) -> list[str]:
    """The words of a code in any of the usual spellings: `TooSmall`, `too-small` and `TOO_SMALL` have two."""
    split = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", code)
    return re.findall(r"[A-Za-z0-9]+", split)


def upper_snake(code: str) -> str:
    """`TooSmall` to `TOO_SMALL`; a digit cannot come first."""
    name = "_".join(words_of(code)).upper()
    return f"CODE_{name}" if name[:1].isdigit() else name


def pascal(code: str) -> str:
    """`TOO_SMALL` to `TooSmall`; a digit cannot come first."""
    name = "".join(
        each[:1].upper() + (each[1:].lower() if each.isupper() else each[1:]) for each in words_of(code)
    )
    return f"Code{name}" if name[:1].isdigit() else name
