"""A folder to where its repository lies and what kind it is, or to why git will not have it."""

from __future__ import annotations

import os
from dataclasses import dataclass

from govern.errors import RepositoryError
from govern.repo.command import GitRunner, Outcome
from govern.repo.executable import enclosing
from govern.repo.faults import fault, git_failed, git_garbled, legible


@dataclass(frozen=True, slots=True)
class Location:
    """`git_folder` and `top` (the work tree, None in a bare repository) are absolute;
    `algorithm` is the hash of its object ids: `sha1` or `sha256`."""

    git_folder: str
    top: str | None
    algorithm: str
    shallow: bool


def locate(runner: GitRunner, start: str) -> Location:
    """The repository around a folder (absolute), as git finds it, ownership checked.

    A bare repository counts only where `start` is its own folder and no repository lies around it:
    one that was committed into a work tree could otherwise put itself in its place.
    Raises RepositoryError (`git`).
    """
    own_bare = _looks_bare(start) and enclosing(start) is None
    asking = runner.at("-c", f"safe.bareRepository={'all' if own_bare else 'explicit'}", "-C", start)
    kind = asking.run(
        "rev-parse",
        "--is-bare-repository",
        "--is-inside-git-dir",
        "--is-shallow-repository",
        "--show-object-format",
    )
    if kind.status != 0:
        raise _refused(kind, start)
    words = kind.output.decode("ascii", "replace").split()
    if len(words) != 4 or not set(words[:3]) <= {"true", "false"} or words[3] not in ("sha1", "sha256"):
        raise git_garbled("rev-parse", legible(" ".join(words)))
    bare, inside, shallow = (word == "true" for word in words[:3])
    if (bare or inside) and not own_bare:
        raise _bare(start)
    folder = _one_path(asking.ask("rev-parse", "--absolute-git-dir"))
    top = None if bare else _one_path(asking.ask("rev-parse", "--show-toplevel"))
    return Location(folder, top, words[3], shallow)


def _one_path(output: bytes) -> str:
    path = os.fsdecode(output.removesuffix(b"\n"))
    if not os.path.isabs(path):
        raise git_garbled("rev-parse", f"{legible(path)} is not an absolute path")
    return path


def _looks_bare(folder: str) -> bool:
    return all(os.path.lexists(os.path.join(folder, name)) for name in ("HEAD", "objects", "refs"))


def _refused(outcome: Outcome, start: str) -> RepositoryError:
    said = outcome.complaint
    if "dubious ownership" in said or "unsafe repository" in said:
        top = legible(enclosing(start) or start)
        return fault(
            "git",
            f"the repository at {legible(start)} belongs to another user, so git will not read it",
            f"if you trust it, run: git config --global --add safe.directory {top}",
        )
    if "bare repository" in said:
        return _bare(start)
    if "not a git repository" in said:
        return fault(
            "git",
            f"{legible(start)} is not in a git repository: {legible(said)}",
            "run govern inside a repository; two files are compared without git by `govern compare OLD NEW`",
        )
    return git_failed(("rev-parse",), outcome.status, said)


def _bare(start: str) -> RepositoryError:
    if ".git" in start.split(os.sep):
        return fault("git", f"{legible(start)} lies inside a .git folder", "run govern in the work tree")
    return fault(
        "git",
        f"around {legible(start)} git finds a bare repository, which may be one that a commit brought along",
        "run govern in the top folder of the repository that you mean, outside of any other",
    )
