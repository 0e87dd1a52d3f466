"""The files of a revision to everything in them that runs the gate or protects it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from govern.approvals.owners import GITHUB, GITLAB
from govern.contracts import CONFIG_FILE
from govern.doctor import bitbucket, gitlab, owners
from govern.doctor.bitbucket import Pipelines
from govern.doctor.gitlab import Pipeline
from govern.doctor.owners import Owners
from govern.doctor.platform import Platform
from govern.doctor.scripts import Script
from govern.doctor.workflows import FOLDER, Workflow, is_workflow, workflow
from govern.documents import Document, Limits, read
from govern.model import Finding, Tree

POLICY = ".govern/"


@dataclass(frozen=True, slots=True)
class Illegible:
    """A file of the wiring that cannot be read, why, and whether it speaks of govern (or may)."""

    path: str
    fault: Finding
    concerns: bool


@dataclass(frozen=True, slots=True)
class Wiring:
    """What was found. `paths` are all paths of the tree; `protected` the globs of its govern.toml. GitHub and
    GitLab look for owners in places of their own. `git` is what git says of its version. `platform`: None
    where nobody asked the platform."""

    paths: frozenset[str]
    workflows: tuple[Workflow, ...] = ()
    gitlab: Pipeline | None = None
    bitbucket: Pipelines | None = None
    owners: Owners | None = None
    gitlab_owners: Owners | None = None
    protected: tuple[str, ...] = ()
    illegible: tuple[Illegible, ...] = ()
    hooks: str = ""
    git: str = ""
    platform: Platform | None = None

    @property
    def scripts(self) -> Iterator[Script]:
        """Every script of every platform that is to decide something."""
        for each in self.workflows:
            yield from (step.run for job in each.jobs for step in job.steps if step.run is not None)
        if self.gitlab is not None:
            yield from (job.run for job in self.gitlab.jobs)
        if self.bitbucket is not None:
            yield from (step.run for step in self.bitbucket.steps)

    @property
    def read(self) -> tuple[str, ...]:
        """The files that were looked into, sorted."""
        documents = [each.document for each in self.workflows]
        documents += [each.document for each in (self.gitlab, self.bitbucket) if each is not None]
        found = {each.path for each in documents}
        found |= {each.path for each in (self.owners, self.gitlab_owners) if each is not None}
        found |= {self.hooks} if self.hooks else set()
        return tuple(sorted(found | ({CONFIG_FILE} & self.paths)))


def wiring(tree: Tree, *, protected: tuple[str, ...], git: str, platform: Platform | None) -> Wiring:
    """The wiring of a tree. Raises RepositoryError where a file of it cannot be had."""
    look = _Look(tree)
    flows = tuple(workflow(each) for path in look.paths if is_workflow(path) for each in look.document(path))
    on_gitlab = tuple(gitlab.pipeline(each) for each in look.document(gitlab.FILE))
    on_bitbucket = tuple(bitbucket.pipelines(each) for each in look.document(bitbucket.FILE))
    on_github = any(path.startswith(FOLDER) for path in look.paths)
    hooks = ".pre-commit-config.yaml"
    return Wiring(
        frozenset(look.paths),
        flows,
        next(iter(on_gitlab), None),
        next(iter(on_bitbucket), None),
        look.owners(GITHUB, owners.github) if on_github or not on_gitlab else None,
        look.owners(GITLAB, owners.gitlab) if on_gitlab else None,
        protected,
        tuple(look.illegible),
        hooks if b"govern" in look.bytes(hooks) else "",
        git,
        platform,
    )


class _Look:
    """Reads files of a tree, and remembers those that cannot be read."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.paths = tuple(tree.entries)
        self.illegible: list[Illegible] = []

    def bytes(self, path: str) -> bytes:
        """The bytes of a regular file of moderate size; none where there is no such file."""
        entry = self.tree.entries.get(path)
        if entry is None or not entry.kind.is_file or entry.size > Limits().max_bytes:
            return b""
        return self.tree.read(path)

    def document(self, path: str) -> Iterator[Document]:
        """The document at a path, if there is one that can be read."""
        entry = self.tree.entries.get(path)
        if entry is None:
            return
        data = self.bytes(path)
        found = read(path, data)
        if isinstance(found, Document):
            yield found
        else:
            # of what is no regular file, or has no bytes that we may read, nobody knows what it says
            self.illegible.append(Illegible(path, found[0], not data or b"govern" in data))

    def owners(self, places: tuple[str, ...], reads: Callable[[str, str], Owners]) -> Owners | None:
        """The owners in the first of some places, as a platform reads them."""
        path = next((path for path in places if path in self.tree.entries), None)
        if path is None:
            return None
        return reads(path, self.bytes(path).decode("utf-8", "replace"))
