"""The words of a command to the call of govern that they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_ASSIGNMENT = re.compile(r"[A-Za-z_]\w*\+?=", re.ASCII)
_SUBSTITUTED = re.compile(r"(?:^|[\s/(`])govern\s+check(?:\s|$|[)`])")
_STARTERS = frozenset(
    (
        *("env", "exec", "command", "time", "timeout", "nice", "nohup", "sudo", "stdbuf"),
        *("uv", "uvx", "pipx", "poetry", "hatch", "pdm", "rye", "pixi", "mise", "docker", "podman"),
    )
)
"""Programs that start the program which their words name, and end as it ends."""
_PYTHON = re.compile(r"(?:python|pypy|py)[\d.]*(?:\.exe)?")


@dataclass(frozen=True, slots=True)
class Call:
    """`govern check` in a command: its arguments, and how it is started. `exposed`: as a module of a Python
    that looks for modules in the current folder first. `substituted`: inside of an expansion, and whether
    all else in the command is the assignment of what it says."""

    arguments: tuple[str, ...] = ()
    exposed: bool = False
    substituted: bool = False
    assigned: bool = False

    def option(self, name: str) -> str | None:
        """What is given for an option, as it is written; the last one counts. None where it is not."""
        value = None
        for at, word in enumerate(self.arguments):
            if word == name:
                value = self.arguments[at + 1] if at + 1 < len(self.arguments) else ""
            elif word.startswith(f"{name}="):
                value = word.partition("=")[2]
        return value


def call(words: Sequence[str]) -> Call | None:
    """The call of `govern check` that a command is, or None. What only speaks of it (`echo govern check`) is
    none."""
    assigned = next((at for at, word in enumerate(words) if not _ASSIGNMENT.match(word)), len(words))
    rest = words[assigned:]
    found = _started(rest)
    if found is None and any(_SUBSTITUTED.search(word) for word in words if "$(" in word or "`" in word):
        return Call(substituted=True, assigned=not rest)
    return found


def program(word: str) -> str:
    """The name of a program without its folder."""
    return word.replace("\\", "/").rpartition("/")[2]


def _started(words: Sequence[str]) -> Call | None:
    if not words:
        return None
    first = program(words[0])
    if first in ("govern", "govern.exe"):
        return _checks(words[1:])
    if _PYTHON.fullmatch(first):
        return _module(words[1:])
    if first in ("docker", "podman") and not {"-d", "--detach"}.isdisjoint(words):
        return None  # nobody waits for how it ends
    if first in _STARTERS:
        for at in range(1, len(words)):
            name = program(words[at])
            if name in ("govern", "govern.exe") or _PYTHON.fullmatch(name):
                return _started(words[at:])
    return None


def _checks(words: Sequence[str]) -> Call | None:
    return Call(tuple(words[1:])) if words[:1] == ("check",) or words[:1] == ["check"] else None


def _module(words: Sequence[str]) -> Call | None:
    """`python -m govern check`. With -P or -I the current folder is not looked into (python(1))."""
    safe = False
    for at, word in enumerate(words):
        if not word.startswith("-") or word.startswith("--"):
            return None
        letters = word[1:].partition("m")[0]
        safe = safe or "P" in letters or "I" in letters
        if "m" in word:
            named = [word.partition("m")[2], *words[at + 1 :]] if word[-1] != "m" else list(words[at + 1 :])
            found = _checks(named[1:]) if named[:1] == ["govern"] else None
            return None if found is None else Call(found.arguments, exposed=not safe)
    return None
