"""The text of a CODEOWNERS file to who owns a path: the last pattern that matches decides.

Source: GitHub, "About code owners", section "CODEOWNERS syntax". Patterns are those of gitignore, but for
`!`, `[ ]` and an escaped `#`, which mean nothing there. GitHub passes over a line that it cannot read; here
it fails the file, for a path that somebody meant to protect would be nobody's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from govern.approvals.form import PRINCIPAL
from govern.configuration import matches

GITHUB = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS")
GITLAB = ("CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS")
"""Where each platform looks; the first file that is there counts."""

PLACES = tuple(dict.fromkeys((*GITHUB, *GITLAB)))
"""Where the file is looked for, in this order."""

MOST_BYTES = 3_000_000
"""GitHub reads no larger one."""

_WORDS = re.compile(r"(?:\\.|\S)+")
_ESCAPED = re.compile(r"\\(?! )")
_OWNER = re.compile(r"@[A-Za-z0-9][A-Za-z0-9._-]*(?:/[A-Za-z0-9][A-Za-z0-9._/-]*)?|[^@\s]+@[^@\s]+")


@dataclass(frozen=True, slots=True)
class Ownership:
    """One line: the globs that its pattern stands for, and the owners; none take ownership away."""

    globs: tuple[str, ...]
    owners: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CodeOwners:
    """The lines of a file in order, none where anything is wrong with it. `faults` are `line N: …`."""

    lines: tuple[Ownership, ...] = ()
    faults: tuple[str, ...] = ()

    def owners(self, path: str) -> tuple[str, ...]:
        """Who owns a path, as the file names them."""
        for line in reversed(self.lines):
            if any(matches(glob, path) for glob in line.globs):
                return line.owners
        return ()


def read_owners(data: bytes | None) -> CodeOwners:
    """The lines of a file of code owners; None: there is no such file."""
    if data is None:
        return CodeOwners(faults=("there is no such file, or it is no regular file",))
    if len(data) > MOST_BYTES:
        return CodeOwners(faults=(f"it has {len(data)} bytes; at most {MOST_BYTES} are read",))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return CodeOwners(faults=("it is not UTF-8",))
    lines: list[Ownership] = []
    faults: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        words = words_of(line)
        fault = _fault(words) if words else None
        if fault is not None:
            faults.append(f"line {number}: {fault}")
        elif words:
            lines.append(Ownership(globs_of(words[0]), tuple(words[1:])))
    return CodeOwners(faults=tuple(faults)) if faults else CodeOwners(tuple(lines))


def words_of(line: str) -> list[str]:
    """The words of a line, up to a comment; a space behind a backslash is part of its word."""
    found: list[str] = []
    for word in _WORDS.findall(line):
        if word.startswith("#"):
            break
        found.append(word)
    return found


def globs_of(pattern: str) -> tuple[str, ...]:
    """The globs, from the root of the tree, that a pattern stands for.

    A slash at its beginning or inside ties a pattern to the root. It takes a folder with all that is below,
    but for one that ends in `/*`, which takes the files of that folder only.
    """
    plain = pattern.replace("\\ ", " ")
    body = plain.strip("/")
    anchored = "/" in plain.rstrip("/")
    root = body if anchored else f"**/{body}"
    if root in ("**/*", "**/**", "**", "**/"):
        return ("**",)
    if plain.endswith("/"):
        return (f"{root}/**",)
    if root.endswith(("/**", "/*")) or body == "*":
        return (root,)
    return root, f"{root}/**"


def principals(owners: tuple[str, ...], people: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The principals behind owners: by their names on a platform, those of their teams, or their address."""
    wanted = {each.casefold() for each in owners}
    found = {each for each in owners if PRINCIPAL.fullmatch(each)}
    for principal, accounts in people.items():
        names = {f"@{account.partition(':')[2].casefold()}" for account in accounts}
        if names & wanted:
            found.add(principal)
    return tuple(sorted(found))


def _fault(words: list[str]) -> str | None:
    pattern, *owners = words
    if pattern.startswith(("!", "\\#")) or "[" in pattern or "]" in pattern:
        return f"{pattern[:60]!r} is no pattern of code owners: `!`, `[ ]` and `\\#` mean nothing there"
    if _ESCAPED.search(pattern):
        return f"{pattern[:60]!r} escapes something else than a space"
    if not pattern.strip("/"):
        return f"{pattern[:60]!r} names nothing"
    odd = next((each for each in owners if _OWNER.fullmatch(each) is None), None)
    return None if odd is None else f"{odd[:60]!r} is no owner: @user, @org/team or an address"
