"""A question to whether a person at a terminal said yes."""

from __future__ import annotations

import sys

from govern.errors import Problem, UsageError
from govern.escape import terminal


def confirmed(question: str, *, yes: bool) -> bool:
    """Whether the answer is yes. `yes`: it was given on the command line.

    Raises UsageError where there is nobody to ask: what is signed unseen must be asked for in so many words.
    """
    if yes:
        return True
    if sys.stdin is None or not sys.stdin.isatty():
        message = "there is no terminal to ask at, and nothing is signed unseen"
        raise UsageError(Problem("usage", message, "read what would be signed, then give --yes", "--yes"))
    sys.stdout.write(f"{terminal(question)} [y/N] ")
    sys.stdout.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes")
