"""What surrounds the two trees of a review."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from govern.approvals.judging import Verify
from govern.contracts import CONFIG_FILE, Config
from govern.documents import Limits
from govern.errors import Problem, RepositoryError
from govern.model import Finding, Side, Tree
from govern.repo.author import Author
from govern.review.references import Published

Progress = Callable[[int, int, str], None]
"""Told (done, all, name) before each contract that is looked into."""


def config_text(tree: Tree) -> bytes | None:
    """The bytes of a tree's configuration, None where there is none. Raises RepositoryError where it is no
    regular file of moderate size."""
    entry = tree.entries.get(CONFIG_FILE)
    if entry is None:
        return None
    if not entry.kind.is_file or entry.size > Limits().max_bytes:
        problem = Problem(
            "config-not-a-file",
            f"{CONFIG_FILE} is a {entry.kind.value} of {entry.size} bytes",
            "commit it as a regular file of moderate size",
            CONFIG_FILE,
        )
        raise RepositoryError(problem)
    return tree.read(CONFIG_FILE)


@dataclass(frozen=True, slots=True)
class Setting:
    """What surrounds the two trees of a review.

    `target`, `base`, `head` name the commits. `target_tree` is the target's own tree (None: base's).
    `base_config` and `head_config` are the configurations as base and head have them. `policy` are
    the bytes of the configuration that counts. `only` are the names of contracts to look at (none:
    all). `today` is an ISO date. `seconds` is the hard deadline of one contract (None: decide in
    this process, without one). `everything`: look into unchanged contracts too. `tags` are releases;
    `published` gives the tree of any revision that a configured resource names.
    `looked`: what was seen of paths (findings about the trees themselves).
    `branch` is the short name of the target branch ("": no branch was named), `author` who the platform says
    made the change, `now` a moment in UTC (`YYYY-MM-DDTHH:MM:SSZ`), `verify` what verifies signatures.
    """

    target: Side
    base: Side
    head: Side
    today: str
    target_tree: Tree | None = None
    base_config: Config | None = None
    head_config: Config | None = None
    policy: bytes = b""
    repository: str = ""
    only: tuple[str, ...] = ()
    seconds: float | None = None
    everything: bool = False
    tags: Mapping[str, Callable[[], Tree]] = field(default_factory=dict)
    published: Published | None = None
    findings: tuple[Finding, ...] = ()
    path_findings: Callable[[Tree, Sequence[str]], tuple[Finding, ...]] | None = None
    progress: Progress | None = None
    branch: str = ""
    author: Author = field(default_factory=Author)
    now: str = ""
    verify: Verify | None = None
