"""What went wrong with git or a repository, to the RepositoryError that says so and how to mend it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from govern.errors import Problem, RepositoryError

DEEPEN = "run `git fetch --unshallow`, or check out with `fetch-depth: 0` (GitLab: `GIT_DEPTH: 0`)"
"""The command that brings the history a shallow clone has left out."""

_LONGEST = 300


def fault(rule: str, message: str, remedy: str, place: str = "") -> RepositoryError:
    """One RepositoryError with one problem."""
    return RepositoryError(Problem(rule, message, remedy, place))


def legible(text: str) -> str:
    """Text from outside in one short line: what does not print is escaped, the rest is kept."""
    shown = "".join(
        char if char == " " or not unicodedata.category(char).startswith(("C", "Z")) else _escaped(char)
        for char in text.strip()[: _LONGEST + 1]
    )
    return shown if len(shown) <= _LONGEST else shown[:_LONGEST] + "…"


def _escaped(char: str) -> str:
    return char.encode("unicode_escape", "surrogatepass").decode("ascii")


def git_failed(arguments: Sequence[str], status: int, complaint: str) -> RepositoryError:
    """git ended with a status that the question asked does not explain (rule `git`)."""
    said = legible(complaint) or "nothing"
    return fault(
        "git",
        f"git {arguments[0]} ended with status {status} and said: {said}",
        "run the same git command by hand in the repository and mend what it complains about",
    )


def git_garbled(command: str, what: str) -> RepositoryError:
    """git ended well but said something that cannot be understood (rule `git`)."""
    return fault(
        "git",
        f"git {command} gave an answer that cannot be understood: {what}",
        "check that the `git` on PATH is the real one (`git --version`; 2.30 or later)",
    )


def timed_out(command: str, seconds: float) -> RepositoryError:
    """git did not answer (rule `timeout`)."""
    return fault(
        "timeout",
        f"git {command} gave no answer within {seconds:g} s and was ended",
        "check that the `git` on PATH is the real one and that the disk answers, then run govern again",
    )


def too_shallow(needs: str) -> RepositoryError:
    """The answer needs commits that a shallow clone has left out (rule `shallow`)."""
    return fault("shallow", f"this is a shallow clone and {needs}", DEEPEN)


def object_missing(object_id: str, what: str) -> RepositoryError:
    """An object that the repository refers to is not in it (rule `object-missing`)."""
    return fault(
        "object-missing",
        f"{what} is object {object_id}, which this repository does not hold",
        "fetch it: `git fetch --refetch` (partial clone), `git fetch --unshallow` (shallow clone), "
        "or clone the repository anew",
    )


def object_corrupt(object_id: str, what: str, detail: str) -> RepositoryError:
    """An object is there but is not what its id says (rule `object-corrupt`)."""
    return fault(
        "object-corrupt",
        f"{what} is object {object_id}, which cannot be read: {legible(detail)}",
        "run `git fsck --full`, and clone the repository anew if it reports the object",
    )


def listed(names: Iterable[str]) -> str:
    """Names in one line, the first ten of them."""
    every = sorted(names)
    shown = ", ".join(legible(name) for name in every[:10])
    return shown if len(every) <= 10 else f"{shown} and {len(every) - 10} more"
