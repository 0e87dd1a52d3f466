"""A repository and its surroundings to the target commit, and to the base commit to compare from."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from govern.errors import RepositoryError
from govern.model import Side
from govern.repo.faults import fault, legible
from govern.repo.names import parse_ref
from govern.repo.objects import is_object_id
from govern.repo.pipeline import Pipeline, read_event_file, read_pipeline
from govern.repo.repository import NO_COMMIT, Repository

_FETCH = "fetch it first: `git fetch origin {0}:refs/remotes/origin/{0}` (GitHub checkout: `fetch-depth: 0`)"


def choose_target(
    repository: Repository,
    base: str | None,
    environment: Mapping[str, str],
    read_event: Callable[[str], bytes] = read_event_file,
) -> Side:
    """The commit whose rules count: what `--base` names, else what the CI job names (GitHub,
    GitLab, Bitbucket), else the default branch of `origin`, else `main`.

    A push to the default branch is judged by the rules from before the push. A branch is looked up
    as a branch of `origin`, then as a local one, by its full ref: a tag of that name is never
    taken for it. Raises RepositoryError as `Repository.resolve`, and `event-unreadable`.
    """
    if base is not None:
        return Side(base, repository.resolve(base), "named by --base")
    pipeline = read_pipeline(environment, read_event)
    if pipeline is None:
        return _default(repository, "")
    if pipeline.branch:
        return _target_branch(repository, pipeline)
    if pipeline.commit:
        return Side(pipeline.commit, repository.resolve(pipeline.commit), f"named by {pipeline.from_}")
    before = _before(repository, pipeline)
    if before and pipeline.pushed == pipeline.default != "":
        return Side(before, before, f"where {legible(pipeline.pushed)} stood before this push")
    return _default(repository, pipeline.default)


def choose_base(
    repository: Repository,
    target: str,
    head: str,
    environment: Mapping[str, str],
    read_event: Callable[[str], bytes] = read_event_file,
    *,
    committed: bool = True,
) -> Side:
    """The commit to compare from: the merge base of target and head (full ids); where that is head
    itself, the commit before the push, else head's first parent, else nothing at all (NO_COMMIT).

    `committed` False: what is judged is the work tree or the index on top of head, so head itself
    will do. Raises RepositoryError as `Repository.merge_base` and `first_parent`.
    """
    merge_base = repository.merge_base(target, head)
    if merge_base != head or not committed:
        return Side("merge base", merge_base, "the merge base of target and head")
    contained = "head is already part of the target"
    pipeline = read_pipeline(environment, read_event) or Pipeline()
    before = _before(repository, pipeline)
    if before and before != head and repository.is_ancestor(before, head):
        return Side("before the push", before, f"the commit before this push, since {contained}")
    parent = repository.first_parent(head)
    if parent is not None:
        return Side("first parent", parent, f"the first parent of head, since {contained}")
    return Side("nothing", NO_COMMIT, "head is the first commit: all of it is new")


def _before(repository: Repository, pipeline: Pipeline) -> str:
    """The commit before a push, where it is here and the pushed branch still comes from it."""
    before = pipeline.before
    if not is_object_id(before) or not repository.has(before):
        return ""
    branch = _find(repository, pipeline.pushed) if pipeline.pushed else None
    head = repository.resolve(branch or "HEAD")
    return before if repository.is_ancestor(before, head) else ""


def _target_branch(repository: Repository, pipeline: Pipeline) -> Side:
    branch = _find(repository, pipeline.branch)
    if branch:
        return Side(branch, repository.resolve(branch), f"the target branch ({pipeline.from_})")
    merged_into = _merged_into(repository, pipeline.merge)
    if merged_into:
        return Side(pipeline.branch, merged_into, f"what the platform merged into ({pipeline.from_})")
    raise _not_here(pipeline.branch, pipeline.from_)


def _merged_into(repository: Repository, merge: str) -> str | None:
    """The target's tip, read off the merge commit that the platform made of a pull request."""
    if not is_object_id(merge):
        return None
    parents = repository.parents(merge)
    return parents[0] if len(parents) == 2 and repository.has(parents[0]) else None


def _default(repository: Repository, name: str) -> Side:
    if name:
        branch = _find(repository, name)
        if not branch:
            raise _not_here(name, "the default branch")
        return Side(branch, repository.resolve(branch), "the default branch (CI)")
    remote = repository.branches_remote_default()
    if remote:
        return Side(remote, repository.resolve(remote), "the default branch of origin")
    branch = _find(repository, "main")
    if branch:
        return Side(branch, repository.resolve(branch), "nothing else was named, and main is the usual one")
    repository.resolve("HEAD")  # an empty repository is the plainer thing to say
    raise fault(
        "ref-unknown",
        "nothing says what to compare with: no --base, no CI job, no default branch of origin, no main",
        "name the branch that this is to be merged into: --base REF",
    )


def _find(repository: Repository, name: str) -> str | None:
    """The full ref of a branch. Raises RepositoryError (`ref-form`) for what no branch is called."""
    if parse_ref(name).steps:
        raise fault("ref-form", f"{name[:200]!a} is not the name of a branch", "name a branch")
    refs = (f"refs/remotes/origin/{name}", f"refs/heads/{name}")
    return next((ref for ref in refs if ref in repository.refs), None)


def _not_here(branch: str, named_by: str) -> RepositoryError:
    shown = legible(branch)
    return fault(
        "ref-unknown",
        f"the branch {shown} ({named_by}) is not in this clone",
        _FETCH.format(shown) + ", or name the commit to compare with: --base REF",
    )
