"""Findings, and texts that are to change, to lines for a terminal."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping


def said(where: str, message: str, name: str, remedy: str) -> Iterator[str]:
    """What is wrong, with its place and its name, and what to do about it."""
    yield f"{where + ': ' if where else ''}{message} [{name}]"
    yield f"  → {remedy}"


def differences(texts: Mapping[str, str], old: Callable[[str], str], context: int = 3) -> Iterator[str]:
    """Unified differences of texts, by path, from what `old` says stands there."""
    for path, text in sorted(texts.items()):
        sides = old(path).splitlines(), text.splitlines()
        yield from difflib.unified_diff(*sides, f"a/{path}", f"b/{path}", n=context, lineterm="")
