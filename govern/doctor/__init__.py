"""The files of a revision to what undermines the gate that they wire up, and to what cannot be seen in them.

Pure: a tree, what git says of its version, and what the platform said of a branch. Nothing is run, and
nobody is asked.
"""

from __future__ import annotations

from dataclasses import dataclass

from govern.doctor.checks import CHECKS
from govern.doctor.platform import Platform, platform
from govern.doctor.signers import signers_faults
from govern.doctor.unseen import Unseen, unseen
from govern.doctor.wiring import wiring
from govern.model import Finding, FindingLevel, Tree

__all__ = ["Diagnosis", "Platform", "Unseen", "examine", "platform"]


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What was looked into (paths), what is wrong with it, each once, and what nobody verified."""

    read: tuple[str, ...]
    faults: tuple[Finding, ...]
    unseen: tuple[Unseen, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing that is visible undermines the gate."""
        return all(fault.level is not FindingLevel.BLOCKS for fault in self.faults)


def examine(
    tree: Tree,
    *,
    protected: tuple[str, ...] = (),
    git: str = "",
    platform: Platform | None = None,
    signers: str | None = None,
) -> Diagnosis:
    """The wiring of a tree, judged by every check.

    `protected` are the globs of its govern.toml, `git` what `git version` says, `signers` the path of
    the signers file that it names. Raises RepositoryError where a file of the wiring cannot be had.
    """
    found = wiring(tree, protected=protected, git=git, platform=platform)
    faults = [fault for check in CHECKS for fault in check(found)]
    faults += signers_faults(tree, signers)
    faults.sort(key=lambda fault: fault.level is not FindingLevel.BLOCKS)
    return Diagnosis(found.read, tuple(dict.fromkeys(faults)), unseen(found))
