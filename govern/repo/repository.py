"""A folder to the repository around it, and its names to commits, trees and facts. Nothing is written."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType

from govern.model import Moment, Tree
from govern.repo import history
from govern.repo.command import TIMEOUT, GitRunner
from govern.repo.executable import find_git, scrubbed
from govern.repo.faults import fault, git_failed, git_garbled, legible, object_missing
from govern.repo.index import take_staged
from govern.repo.line import Step, read_ancestry, read_line
from govern.repo.location import Location, locate
from govern.repo.memory import EmptyTree
from govern.repo.names import NameResolver
from govern.repo.objects import ObjectStore
from govern.repo.past import Past
from govern.repo.remote import without_credentials
from govern.repo.snapshot import Snapshot, take_snapshot
from govern.repo.worktree import WorkTree, take_worktree

WORKTREE = "WORKTREE"
"""The head that is the work tree."""

STAGED = "STAGED"
"""The head that is the index."""

NO_COMMIT = ""
"""What came before the first commit."""


def open_repository(path: str, environment: Mapping[str, str], *, timeout: float = TIMEOUT) -> Repository:
    """The repository that holds a folder, found upwards from it.

    `environment` is all that is known of the caller's: PATH, HOME and the like; every `GIT_*` in
    it is ignored, but for GIT_INDEX_FILE, which `git commit` sets for its hooks. `timeout` is in
    seconds for each git command. Raises RepositoryError: `git`, `timeout`.
    """
    start = os.path.realpath(path)
    if not os.path.isdir(start):
        raise fault("git", f"{legible(start)} is not a folder", "name a folder inside a git repository")
    runner = GitRunner(find_git(environment, start), scrubbed(environment, start), timeout=timeout)
    location = locate(runner, start)
    return Repository(
        runner.at(f"--git-dir={location.git_folder}"), location, environment.get("GIT_INDEX_FILE")
    )


class Repository:
    """One repository, read by git objects only. Everything read is remembered; use it for one run."""

    def __init__(self, runner: GitRunner, location: Location, index: str | None = None) -> None:
        self.location = location
        self._index = index
        self._runner = runner
        self._store = ObjectStore(runner, location.algorithm)
        self._names = NameResolver(runner, self._store, shallow=location.shallow)
        self._snapshots: dict[str, Snapshot] = {}

    def __enter__(self) -> Repository:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the git process behind. What is read later starts another."""
        self._store.close()

    @property
    def refs(self) -> Mapping[str, str]:
        """Every full ref and the id of the object it names, as they were when first asked for."""
        return self._names.refs

    def resolve(self, ref: str) -> str:
        """The full id of the one commit that a ref can mean: HEAD, a full ref, a name that exactly
        one ref bears, a commit id or an unambiguous abbreviation of 7 digits or more, each with
        `~N` and `^N` behind it.

        Raises RepositoryError: `ref-form`, `ref-unknown`, `ref-ambiguous`, `shallow`.
        """
        return self._names.resolve(ref)

    def merge_base(self, first: str, second: str) -> str:
        """The one best common ancestor of two commits (full ids).

        Raises RepositoryError: `merge-base-ambiguous`, `merge-base-none`, and `shallow` where a
        commit beyond the edge of a shallow clone could change the answer.
        """
        return history.merge_base(self._runner, self._store, first, second, self._edge)

    def is_ancestor(self, older: str, newer: str) -> bool:
        """Whether `newer` comes from `older`, or is it. In a shallow clone `False` may mean "not seen"."""
        return history.is_ancestor(self._runner, older, newer)

    def parents(self, commit: str) -> tuple[str, ...]:
        """The parents that a commit names, be they here or not. () also where it is not here itself."""
        found = self._store.commit(commit)
        return () if found is None else found.parents

    def has(self, commit: str) -> bool:
        """Whether a commit (full id) is in the repository."""
        return self._store.commit(commit) is not None

    def first_parent(self, commit: str) -> str | None:
        """The first parent of a commit (full id), None for a first commit.

        Raises RepositoryError (`shallow`) where it lies beyond the edge of a shallow clone.
        """
        return history.parent(self._store, commit, 1, shallow=self.location.shallow)

    def snapshot(self, commit: str) -> Snapshot:
        """The tree of a commit (full id). See `take_snapshot` for the errors."""
        if commit not in self._snapshots:
            past = self._past(lambda: commit)
            self._snapshots[commit] = take_snapshot(self._runner, self._store, commit, past)
        return self._snapshots[commit]

    def worktree(self) -> WorkTree:
        """The files as they lie in the work tree now: tracked ones and new ones that are not ignored.

        Raises RepositoryError: `index-unmerged`, and `git` in a bare repository.
        """
        return take_worktree(self._for_index(), self._store, self._require_top(), self._past_of_head())

    def staged(self) -> Snapshot:
        """The files of the index. Raises as `worktree`."""
        self._require_top()
        return take_staged(self._for_index(), self._store, self._past_of_head())

    def tree(self, commit: str) -> Tree:
        """The tree of a commit id, of WORKTREE, of STAGED or of NO_COMMIT (no files)."""
        match commit:
            case "WORKTREE":
                return self.worktree()
            case "STAGED":
                return self.staged()
            case "":
                return EmptyTree()
            case _:
                return self.snapshot(commit)

    def tags(self) -> tuple[tuple[str, str], ...]:
        """Every tag that stands for a commit: its name without `refs/tags/`, and the commit id."""
        return self._names.tags()

    def line(self, head: str, after: str = "") -> tuple[Step, ...]:
        """The commits along the first parents of `head` (full id), oldest first, each with the files that it
        changed; without those that the commit `after` (full id, "" for none) comes from.

        Raises RepositoryError: `shallow` where the oldest of them has a parent that is not here,
        `object-missing`, `git`, `timeout`.
        """
        steps = read_line(self._runner, head, after)
        if steps and self.first_parent(steps[0].commit) != (steps[0].parent or None):
            raise git_garbled("log", f"another first parent of {steps[0].commit} than it has")
        return steps

    def ancestry(self, commits: Sequence[str]) -> tuple[Moment, ...]:
        """Every commit that some commits (full ids) come from, oldest first, themselves included."""
        return read_ancestry(self._runner, commits)

    def past(self, commit: str) -> Past:
        """The history that a commit (full id) comes from."""
        return self._past(lambda: commit)

    def glance(self, object_id: str, what: str) -> bytes:
        """The bytes of a file by its object id, not remembered. `what` names it in errors.

        Raises RepositoryError: `object-missing`, `object-corrupt`, `object-too-large`, `timeout`, `git`.
        """
        data = self._store.glance(object_id, what)
        if data is None:
            raise object_missing(object_id, what)
        return data

    def branches_remote_default(self) -> str | None:
        """The full ref of the default branch of `origin` as it was cloned, or None if not known."""
        said = self._runner.ask("for-each-ref", "--format=%(symref)", "refs/remotes/origin/HEAD")
        branch = said.decode("utf-8", "surrogateescape").strip()
        return branch if branch in self.refs else None

    def git_version(self) -> str:
        """What git says of its own version, such as `git version 2.51.0`."""
        return self._runner.ask("version").decode("utf-8", "replace").strip()

    def url(self) -> str:
        """The URL of the remote `origin` without user, password, query and fragment; "" without one."""
        return without_credentials(self.setting("remote.origin.url", "--local"))

    def setting(self, name: str, *where: str) -> str:
        """What git's configuration says under a name; "" where it says nothing. `where`: `--local`, say."""
        outcome = self._runner.run("config", *where, "--null", "--get", name)
        if outcome.status == 1:
            return ""
        if outcome.status != 0:
            raise git_failed(("config",), outcome.status, outcome.complaint)
        return outcome.output.decode("utf-8", "replace").rstrip("\0")

    def _past(self, find_commit: Callable[[], str]) -> Past:
        return Past(self._runner, self._store, find_commit, self._edge, self.tags, self.snapshot)

    def _past_of_head(self) -> Past:
        return self._past(lambda: self.resolve("HEAD"))

    def _edge(self) -> frozenset[str]:
        """The commits at the edge of a shallow clone."""
        if not self.location.shallow:
            return frozenset()
        file = os.fsdecode(self._runner.ask("rev-parse", "--git-path", "shallow").removesuffix(b"\n"))
        try:
            with open(os.path.join(self.location.git_folder, file), encoding="ascii") as lines:
                return frozenset(line.strip() for line in lines)
        except (OSError, ValueError) as error:
            raise fault(
                "git",
                f"the edge of this shallow clone cannot be read: {error}",
                "run `git fetch --unshallow`",
            ) from error

    def _for_index(self) -> GitRunner:
        """git at the top of the work tree, with the index that a running `git commit` names, if any."""
        top = self._require_top()
        runner = self._runner.at("-C", top, f"--git-dir={self.location.git_folder}", f"--work-tree={top}")
        if not self._index:
            return runner
        index = os.path.join(top, self._index)
        if os.path.realpath(os.path.dirname(index)) != os.path.realpath(self.location.git_folder):
            return runner
        return runner.with_variable("GIT_INDEX_FILE", index)

    def _require_top(self) -> str:
        if self.location.top is None:
            raise fault(
                "git", "a bare repository has no work tree and no index", "name a commit with --head instead"
            )
        return self.location.top
