"""An inherited environment to the one git that may be run and the environment it is run in.

What is kept of the environment is HOME and its like, so that the operator's own configuration is
read: `safe.directory` counts only there, and containers rely on `git config --global --add
safe.directory …`. Every inherited `GIT_*` is dropped (they move the repository, its objects, its
configuration), and what the repository's configuration could make git run is switched off.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping

from govern.repo.faults import fault

KEPT = (
    *("HOME", "XDG_CONFIG_HOME"),
    *("USERPROFILE", "HOMEDRIVE", "HOMEPATH", "SYSTEMROOT", "PROGRAMDATA"),  # the same on Windows
)
"""Variables that git gets as they are."""

FIXED: Mapping[str, str] = {
    "GIT_NO_REPLACE_OBJECTS": "1",  # refs/replace/* would swap content
    "GIT_GRAFT_FILE": os.devnull,  # info/grafts would swap parents
    "GIT_NO_LAZY_FETCH": "1",  # git 2.45 and later: a partial clone fetches nothing
    "GIT_ALLOW_PROTOCOL": "none",  # any git: no transport may be used, whatever the configuration says
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_PAGER": "cat",
    "LC_ALL": "C",
    "LANGUAGE": "C",
}
"""Variables that git gets whatever was inherited."""

OPTIONS = (
    "--no-pager",
    *("-c", "core.fsmonitor=false"),  # names a program that ls-files would run
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", "core.untrackedCache=false"),
    *("-c", "core.commitGraph=false"),  # a cache of parents: the commits themselves are asked
    *("-c", "protocol.allow=never"),
    *("-c", "advice.graftFileDeprecated=false"),
)
"""Options of every git command, before those that say which repository."""


def enclosing(start: str) -> str | None:
    """The nearest folder, from `start` (absolute) upwards, that holds `.git`; None without one."""
    here = start
    while not os.path.lexists(os.path.join(here, ".git")):
        above = os.path.dirname(here)
        if above == here:
            return None
        here = above
    return here


def trusted_path(environment: Mapping[str, str], start: str) -> tuple[str, ...]:
    """The folders of PATH that are absolute and not inside the repository around `start`.

    A `git` that the checkout itself brings along must never be run, nor one in the current folder.
    """
    inside = os.path.realpath(enclosing(start) or start)
    folders = environment.get("PATH", os.defpath).split(os.pathsep)
    return tuple(
        folder
        for folder in dict.fromkeys(folders)
        if os.path.isabs(folder) and not _within(os.path.realpath(folder), inside)
    )


def find_git(environment: Mapping[str, str], start: str) -> str:
    """The absolute path of git on the trusted PATH. Raises RepositoryError (`git`) without one."""
    for folder in trusted_path(environment, start):
        found = shutil.which("git", path=folder)
        # On Windows the current folder is searched first, whatever the path given.
        if found is not None and os.path.normcase(os.path.dirname(found)) == os.path.normcase(folder):
            return found
    raise fault(
        "git",
        "no git was found in the absolute folders of PATH that lie outside the repository",
        "install git, or add the absolute folder it is in to PATH",
    )


def needed(environment: Mapping[str, str]) -> dict[str, str]:
    """What git needs of an environment, and nothing else: to be handed to another process."""
    return {name: environment[name] for name in (*KEPT, "PATH") if name in environment}


def scrubbed(environment: Mapping[str, str], start: str) -> dict[str, str]:
    """The whole environment of git: what is kept, a trusted PATH, and what is fixed."""
    kept = {name: environment[name] for name in KEPT if name in environment}
    return {**kept, "PATH": os.pathsep.join(trusted_path(environment, start)), **FIXED}


def _within(folder: str, inside: str) -> bool:
    root = os.path.dirname(inside) == inside
    return not root and os.path.commonpath((folder, inside)) == inside
