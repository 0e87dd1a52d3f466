"""A target commit to the short name of its branch: the same on a laptop and in a CI job.

`origin/main`, `refs/remotes/origin/main`, `main` and what the job calls the target branch are one branch.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import quote

from govern.model import Side
from govern.repo.names import bearers
from govern.repo.pipeline import read_event_file, read_pipeline
from govern.repo.repository import Repository

_HEADS, _REMOTES = "refs/heads/", "refs/remotes/"
_AS_THEY_ARE = "".join(chr(each) for each in range(0x21, 0x7F))


def target_branch(
    repository: Repository,
    target: Side,
    environment: Mapping[str, str],
    read_event: Callable[[str], bytes] = read_event_file,
) -> str:
    """The short name of the target's branch: by the ref that was named, else by what the CI job says. ""
    where neither names a branch (a tag, a commit id). What is not ASCII is escaped as in URLs.

    Raises RepositoryError as `read_pipeline`.
    """
    named = next((_short(repository, ref) for ref in bearers(target.name, repository.refs)), "")
    if not named:
        pipeline = read_pipeline(environment, read_event)
        named = "" if pipeline is None else pipeline.onto
    return quote(named.encode("utf-8", "surrogateescape"), safe=_AS_THEY_ARE)


def _short(repository: Repository, ref: str) -> str:
    if ref.startswith(_HEADS):
        return ref.removeprefix(_HEADS)
    if not ref.startswith(_REMOTES):
        return ""
    remote, _, branch = ref.removeprefix(_REMOTES).partition("/")
    if branch != "HEAD":
        return branch
    default = repository.branches_remote_default() if remote == "origin" else None
    return "" if default is None else default.removeprefix(f"{_REMOTES}{remote}/")
