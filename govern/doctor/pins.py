"""What a gate takes from elsewhere to what is not held to one content: actions, images, govern itself.

Sources: GitHub, "Security hardening for GitHub Actions" (a full-length commit id is the only immutable
release); pip, "Secure installs" (hash-checking mode).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from govern.doctor.calls import program
from govern.doctor.gates import gates
from govern.doctor.wiring import Wiring
from govern.model import Finding, FindingLevel

PACKAGE = "contract-govern"
_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_DIGEST = re.compile(r"docker://\S+@sha256:[0-9a-f]{64}")
_INSTALLERS = frozenset(("pip", "pip3", "uv", "uvx", "pipx", "poetry", "python", "python3"))
_NAMED = re.compile(rf"(?:.*[\s=/])?{PACKAGE}(?:\[[^\]]*\])?", re.IGNORECASE)


def actions(wiring: Wiring) -> Iterator[Finding]:
    """Actions, images and workflows that a gate uses by a name which someone else can move."""
    for gate in gates(wiring):
        used = [(workflow, job.pointer, job.uses) for workflow, job in gate.parts]
        used += [(workflow, step.pointer, step.uses) for workflow, _, step in gate.steps]
        for workflow, at, name in used:
            if name and not _held(name):
                action, _, moving = name.partition("@")
                yield Finding(
                    "action-unpinned",
                    FindingLevel.BLOCKS,
                    f"`{action}` is taken as `{moving or 'whatever is newest'}`, which can be moved",
                    "name the digest of the image (`@sha256:…`)"
                    if name.startswith("docker://")
                    else "name the full commit id, with the release as a comment: `@<40 digits> # v1.2.3`",
                    workflow.path,
                    workflow.place(f"{at}/uses"),
                )


def installs(wiring: Wiring) -> Iterator[Finding]:
    """govern itself, installed in whatever version is newest."""
    for script in wiring.scripts:
        for command in script.commands:
            if not command.words or program(command.words[0]) not in _INSTALLERS:
                continue
            if any(_NAMED.fullmatch(word) for word in command.words[1:]):
                yield Finding(
                    "govern-unpinned",
                    FindingLevel.NOTE,
                    f"`{PACKAGE}` is installed in whatever version is the newest",
                    "lock it by hash: `pip install --require-hashes --requirement FILE`",
                    script.path,
                    script.place(command.line),
                )


def _held(uses: str) -> bool:
    """What stands in the same repository moves with it."""
    if uses.startswith("./"):
        return True
    if uses.startswith("docker://"):
        return bool(_DIGEST.fullmatch(uses))
    return bool(_COMMIT.fullmatch(uses.rpartition("@")[2]))
