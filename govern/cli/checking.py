"""A repository and what was asked to a Review: which commits, whose rules, which trees."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from govern.approvals.form import written
from govern.cli.output import progress
from govern.cli.own import own_config
from govern.cli.verifying import author_of, refuse_shallow, verifier
from govern.configuration import discover, expand, load
from govern.contracts import Config
from govern.errors import ConfigurationError, Problem, RepositoryError, UsageError
from govern.model import Finding, FindingLevel, Review, Side, Tree
from govern.repo import (
    NO_COMMIT,
    STAGED,
    WORKTREE,
    EmptyTree,
    Repository,
    choose_base,
    choose_target,
    open_repository,
    path_findings,
    project_of,
    target_branch,
)
from govern.review import CONFIG_FILE, Setting, review
from govern.review.releases import is_release
from govern.review.self_change import forgiven
from govern.review.setting import config_text

LAST_RELEASE = "last-release"
"""The base that is the latest release in head's history."""


@dataclass(frozen=True, slots=True)
class Request:
    """What the command line asked for."""

    base: str | None
    head: str
    config: str | None
    contracts: tuple[str, ...]
    everything: bool
    seconds: float
    author: str | None = None
    from_nothing: bool = False
    """Whether head is told of as if nothing had been before it, under its own configuration. No gate is
    judged so: everything would be new."""


@dataclass(frozen=True, slots=True)
class _Policy:
    """The configuration that counts, its bytes, those of base and head, and what is to be said of them."""

    config: Config
    text: bytes
    base: Config | None = None
    head: Config | None = None
    findings: tuple[Finding, ...] = ()


def run(
    request: Request,
    folder: str,
    environment: Mapping[str, str],
    amended: Callable[[Tree], Tree] | None = None,
) -> Review:
    """The review that was asked for. Raises GovernError where it cannot be done (exit status 2).

    `amended`: what head would be, made of what it is.
    """
    _refuse_people_only(request, environment)
    repository = open_repository(folder, environment)
    try:
        _refuse_foreign_modules(repository, folder, environment)
        base, head, config, setting = prepared(request, folder, environment, repository, amended)
        return review(base, head, config, setting)
    finally:
        repository.close()


def prepared(
    request: Request,
    folder: str,
    environment: Mapping[str, str],
    repository: Repository,
    amended: Callable[[Tree], Tree] | None = None,
) -> tuple[Tree, Tree, Config, Setting]:
    """The trees of base and head, the configuration that counts, and what surrounds them: all that a review
    is made of. Raises GovernError where it cannot be had."""
    committed = request.head not in (WORKTREE, STAGED)
    head_commit = repository.resolve(request.head if committed else "HEAD")
    if request.base == LAST_RELEASE:
        request = replace(request, base=_last_release(request, repository, head_commit))
    if request.from_nothing:
        target = base = Side("nothing", NO_COMMIT, "asked for")
    else:
        target = choose_target(repository, request.base, environment)
        base = choose_base(repository, target.commit, head_commit, environment, committed=committed)
    head = Side(
        request.head,
        head_commit if committed else request.head,
        "named by --head" if request.head != "HEAD" else "",
    )
    base_tree: Tree = EmptyTree() if base.commit == NO_COMMIT else repository.snapshot(base.commit)
    head_tree = repository.tree(head.commit) if amended is None else amended(repository.tree(head.commit))
    same = target.commit == base.commit or base.commit == NO_COMMIT
    target_tree = base_tree if same else repository.snapshot(target.commit)
    rules_tree = head_tree if base.commit == NO_COMMIT else target_tree
    if target.commit == head_commit and committed:
        rules_tree = target_tree = base_tree if base.commit != NO_COMMIT else head_tree
    first = head_tree if base.commit == NO_COMMIT else base_tree
    policy = _policy(request, folder, rules_tree, first, head_tree)
    # what has no target yet, nobody could have approved
    config = replace(policy.config, approvals=None) if rules_tree is head_tree else policy.config
    now = datetime.now(UTC)
    setting = Setting(
        target,
        base,
        head,
        now.date().isoformat(),
        None if target_tree is base_tree or target_tree is head_tree else target_tree,
        policy.base,
        policy.head,
        policy.text,
        _project(config, repository),
        request.contracts,
        request.seconds,
        request.everything,
        {name: _tree(repository, commit) for name, commit in repository.tags()},
        lambda revision: repository.snapshot(repository.resolve(revision)),
        policy.findings,
        lambda tree, paths: path_findings(tree, paths, non_ascii=config.non_ascii_paths),
        progress,
        target.name if config.approvals is None else target_branch(repository, target, environment),
        now=written(now),
    )
    if config.approvals is not None:
        refuse_shallow(repository)
        setting = replace(
            setting,
            author=author_of(request.author, environment),
            verify=verifier(environment, repository),
        )
    return base_tree, head_tree, config, setting


def _last_release(request: Request, repository: Repository, head: str) -> str:
    """The latest tag in head's history that names a release of a contract that is asked for. Raises
    RepositoryError where there is none."""
    tree = repository.snapshot(head)
    text = config_text(tree)
    config = discover(tree) if text is None else load(text, path=CONFIG_FILE, origin="head")
    every = expand(config, tree.entries)
    asked = [each for each in every if not request.contracts or each.name in request.contracts]
    last: tuple[str, str] | None = None
    for name, commit in repository.tags():
        if not any(is_release(each, name, alone=len(every) == 1) for each in asked):
            continue
        if repository.is_ancestor(commit, head) and (last is None or repository.is_ancestor(last[1], commit)):
            last = name, commit
    if last is None:
        problem = Problem(
            "ref-unknown",
            "no tag in the history of head names a release",
            "tag releases as NAME-VERSION, name their pattern in `released_by`, and fetch the tags",
            "--base",
        )
        raise RepositoryError(problem)
    return f"refs/tags/{last[0]}"


def _project(config: Config, repository: Repository) -> str:
    """What the repository is called: as the policy says, else by the URL it was cloned from."""
    said = None if config.approvals is None else config.approvals.repository
    return project_of(repository.url()) if said is None else said


def _tree(repository: Repository, commit: str) -> Callable[[], Tree]:
    return lambda: repository.snapshot(commit)


def _refuse_people_only(request: Request, environment: Mapping[str, str]) -> None:
    if request.head in (WORKTREE, STAGED) and environment.get("CI"):
        raise UsageError(
            Problem(
                "head-not-committed",
                f"--head {request.head} is refused where CI is set: a gate judges commits",
                "name a commit: --head HEAD",
                "--head",
            )
        )


def _refuse_foreign_modules(repository: Repository, folder: str, environment: Mapping[str, str]) -> None:
    """A module search path that leads into the repository would let a pull request bring a `json.py`
    of its own; `-P` and the console script keep Python's own defaults out of it."""
    top = Path(repository.location.top or repository.location.git_folder).resolve()
    for entry in environment["PYTHONPATH"].split(os.pathsep) if environment.get("PYTHONPATH") else ():
        if (Path(folder) / entry).resolve().is_relative_to(top):
            problem = Problem(
                "unsafe-path",
                f"PYTHONPATH leads into the repository that is checked ({entry or 'the current folder'})",
                "take it out: `env -u PYTHONPATH govern check`",
                "PYTHONPATH",
            )
            raise UsageError(problem)


# --- whose rules ---


def _policy(request: Request, folder: str, rules: Tree, base: Tree, head: Tree) -> _Policy:
    """The operator's own file, else the target's govern.toml, else what is discovered in its tree,
    else (neither there) head's own (definitions, section 8)."""
    head_text, base_text, text = (config_text(tree) for tree in (head, base, rules))
    if request.config is not None:
        config, own = own_config(folder, request.config)
        return _Policy(config, own)
    if text is not None:
        config = load(text, path=CONFIG_FILE, origin=f"the target's {CONFIG_FILE}")
        return _changed(config, text, base_text, head_text)
    config = discover(rules)
    if config.contracts:
        notes = () if head_text is None else (_introduced("what the target's tree holds is what counts"),)
        config = replace(config, origin=f"{config.origin} (in the target's tree)")
        return _Policy(config, b"", None, discover(head), (_discovered(config), *notes))
    if head_text is not None:
        config = load(head_text, path=CONFIG_FILE, origin=f"head's own {CONFIG_FILE}: the target has none")
        config = replace(config, approvals=None)  # nobody approves by rules that the change itself brings
        return _Policy(
            config, head_text, findings=(_introduced("the target has no contract: head's own counts"),)
        )
    config = discover(head)
    if not config.contracts:
        raise ConfigurationError(
            Problem(
                "no-contracts",
                "there is no govern.toml, and no schema or manifest was found at target or head",
                "`govern init` writes a govern.toml; name your schemas and manifests in it",
            )
        )
    return _Policy(
        replace(config, origin=f"{config.origin} (in head's tree)"), b"", findings=(_discovered(config),)
    )


def _changed(config: Config, text: bytes, base_text: bytes | None, head_text: bytes | None) -> _Policy:
    """The target's configuration counts; what base had and head has is data to compare."""
    if base_text == head_text:
        return _Policy(config, text)
    before = load(base_text, path=CONFIG_FILE, origin="base") if base_text is not None else Config()
    if head_text is None:
        gone = Finding(
            "gate-weakened",
            FindingLevel.NOTE if forgiven(config) else FindingLevel.BLOCKS,
            f"{CONFIG_FILE} is gone: nothing would be governed any more",
            "keep it, or have its removal accepted by an exception in the target",
            CONFIG_FILE,
        )
        return _Policy(config, text, findings=(gone,))
    try:
        after = load(head_text, path=CONFIG_FILE, origin="head")
    except ConfigurationError as error:
        broken = tuple(
            Finding(
                "gate-broken",
                FindingLevel.BLOCKS,
                f"head's {problem.place}: {problem.message}",
                problem.remedy,
                CONFIG_FILE,
            )
            for problem in error.problems
        )
        return _Policy(config, text, findings=broken)
    return _Policy(config, text, before, after)


def _discovered(config: Config) -> Finding:
    names = ", ".join(each.name for each in config.contracts[:5]) + (
        ", …" if len(config.contracts) > 5 else ""
    )
    return Finding(
        "contracts-discovered",
        FindingLevel.NOTE,
        f"no {CONFIG_FILE}: {len(config.contracts)} contracts were discovered ({names})",
        "`govern init` writes down what was discovered, for you to adjust",
        CONFIG_FILE,
    )


def _introduced(meaning: str) -> Finding:
    return Finding(
        "gate-introduced",
        FindingLevel.NOTE,
        f"this change brings {CONFIG_FILE}; {meaning}",
        "nothing: from the next change on it is the target's",
        CONFIG_FILE,
    )
