"""What git says of its version to whether it is older than the releases that mended known attacks.

Sources: the announcements of git 2.45.1 (CVE-2024-32002, -32004, -32465, -32020, -32021) and of git 2.50.1
(CVE-2025-48384, -48385, -48386), each with the older lines that were mended.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from govern.doctor.wiring import Wiring
from govern.model import Finding, FindingLevel

MENDED = ((2, 43, 7), (2, 44, 4), (2, 45, 4), (2, 46, 4), (2, 47, 3), (2, 48, 2), (2, 49, 1), (2, 50, 1))
"""The first good release of each line; lines before are not mended, those behind are good from the start."""

_VERSION = re.compile(r"git version (\d+)\.(\d+)(?:\.(\d+))?")


def outdated(wiring: Wiring) -> Iterator[Finding]:
    """A git that a hostile repository could make run code when it is cloned or checked out."""
    found = _VERSION.match(wiring.git)
    if found is None:
        yield _noted("what git says of its version cannot be read", "look at `git version` yourself")
        return
    version = (int(found[1]), int(found[2]), int(found[3] or 0))
    line = next((each for each in MENDED if each[:2] == version[:2]), None)
    if version >= (line or MENDED[0]):
        return
    shown = ".".join(map(str, version))
    wanted = ".".join(map(str, line or MENDED[0]))
    message = f"git {shown} is older than {wanted}: cloning or checking out a hostile repository can run code"
    remedy = (
        "update git where jobs clone or check out, unless its distributor has mended it under this number"
    )
    yield _noted(f"{message}; the commands that govern runs are not affected", remedy)


def _noted(message: str, remedy: str) -> Finding:
    return Finding("git-outdated", FindingLevel.NOTE, message, remedy)
