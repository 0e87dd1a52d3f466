from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from scratch_repository import Scratch, refused

from govern.repo import NO_COMMIT, choose_base, choose_target
from govern.repo.pipeline import EVENT_LIMIT

ZEROS = "0" * 40


@dataclass(frozen=True)
class History:
    """A clone on the branch `feature`; `origin` has `main` and `release/1`."""

    clone: Scratch
    root: str
    fork: str
    main: str
    release: str
    feature: str


@pytest.fixture
def history(scratch: Scratch) -> History:
    root = scratch.commit({"a": "0"})
    fork = scratch.commit({"a": "1"})
    scratch.git("branch", "release/1")
    main = scratch.commit({"a": "2"})
    scratch.git("checkout", "-q", "release/1")
    release = scratch.commit({"r": "1"})
    scratch.git("checkout", "-q", "main")
    clone = scratch.clone("clone")
    clone.git("checkout", "-q", "-b", "feature", fork)
    clone.commit({"b": "1"})
    feature = clone.commit({"b": "2"})
    return History(clone, root, fork, main, release, feature)


def event(clone: Scratch, content: object) -> str:
    path = clone.root.parent / "event.json"
    path.write_text(json.dumps(content))
    return str(path)


def github(clone: Scratch, name: str, content: object = None, **more: str) -> dict[str, str]:
    given = {} if content is None else {"GITHUB_EVENT_PATH": event(clone, content)}
    return {"GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": name, "GITHUB_BASE_REF": "", **given, **more}


def target(clone: Scratch, environment: Mapping[str, str], base: str | None = None) -> tuple[str, str]:
    with clone.opened() as repository:
        side = choose_target(repository, base, environment)
    assert side.why
    return side.name, side.commit


def test_what_the_option_names_comes_before_all_else(history: History) -> None:
    environment = github(history.clone, "pull_request", GITHUB_BASE_REF="main")
    assert target(history.clone, environment, "origin/release/1") == ("origin/release/1", history.release)
    with refused("ref-form", "empty"):
        target(history.clone, environment, "")
    with refused("ref-form", "dash"):
        target(history.clone, environment, "--output=x")


@pytest.mark.parametrize(
    "environment",
    [
        {"GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": "pull_request", "GITHUB_BASE_REF": "release/1"},
        {"GITLAB_CI": "true", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "release/1"},
        {"BITBUCKET_BUILD_NUMBER": "7", "BITBUCKET_PR_DESTINATION_BRANCH": "release/1"},
    ],
)
def test_the_target_of_a_pull_request_is_what_the_job_names(
    history: History, environment: dict[str, str]
) -> None:
    assert target(history.clone, environment) == ("refs/remotes/origin/release/1", history.release)


def test_outside_of_a_job_its_variables_do_not_count(history: History) -> None:
    assert target(history.clone, {"GITHUB_BASE_REF": "release/1"}) == (
        "refs/remotes/origin/main",
        history.main,
    )


def test_a_tag_named_like_the_target_changes_nothing(history: History) -> None:
    for name in ("main", "origin/main", "remotes/origin/main"):
        history.clone.git("update-ref", f"refs/tags/{name}", history.feature)
    history.clone.git("update-ref", "refs/heads/main", history.feature)
    environment = github(history.clone, "pull_request", GITHUB_BASE_REF="main")
    assert target(history.clone, environment) == ("refs/remotes/origin/main", history.main)
    assert target(history.clone, {}) == ("refs/remotes/origin/main", history.main)


@pytest.mark.parametrize("name", ["$(id)", "main;id", "-x", "main~1", "a b", "x\nmain"])
def test_a_target_branch_that_is_no_name_is_refused(history: History, name: str) -> None:
    with refused("ref-form"):
        target(history.clone, github(history.clone, "pull_request", GITHUB_BASE_REF=name))


def test_a_target_branch_that_is_not_here_is_refused_with_the_command_that_fetches_it(
    history: History,
) -> None:
    environment = github(history.clone, "pull_request", GITHUB_BASE_REF="release/2")
    with refused("ref-unknown", "git fetch origin release/2:refs/remotes/origin/release/2", "fetch-depth: 0"):
        target(history.clone, environment)


def test_the_merge_commit_of_the_platform_tells_the_target_that_was_not_fetched(history: History) -> None:
    clone = history.clone
    clone.git("checkout", "-q", "--detach", history.main)
    clone.git("merge", "-q", "--no-ff", "-m", "merge", history.feature)
    merge = clone.git("rev-parse", "HEAD")
    clone.git("update-ref", "-d", "refs/remotes/origin/main")
    clone.git("branch", "-q", "-D", "main")
    pull = {"GITHUB_BASE_REF": "main", "GITHUB_SHA": merge, "GITHUB_REF": "refs/pull/7/merge"}
    assert target(clone, github(clone, "pull_request", **pull)) == ("main", history.main)
    for near in ({"GITHUB_REF": "refs/heads/feature"}, {"GITHUB_SHA": history.feature}, {"GITHUB_SHA": "x"}):
        with refused("ref-unknown", "fetch"):
            target(clone, github(clone, "pull_request", **{**pull, **near}))


def test_a_checkout_of_depth_two_is_enough_for_a_pull_request(scratch: Scratch) -> None:
    for number in range(4):
        main = scratch.commit({"a": str(number)})
    scratch.git("checkout", "-q", "-b", "feature")
    for number in range(4):
        scratch.commit({"b": str(number)})
    scratch.git("checkout", "-q", "--detach", "main")
    scratch.git("merge", "-q", "--no-ff", "-m", "merge", "feature")
    merge = scratch.git("rev-parse", "HEAD")
    scratch.git("update-ref", "refs/heads/merge", merge)
    clone = scratch.clone("two", "--depth=2", "--single-branch", "--branch=merge")
    pull = {"GITHUB_BASE_REF": "main", "GITHUB_SHA": merge, "GITHUB_REF": "refs/pull/7/merge"}
    with clone.opened() as repository:
        side = choose_target(repository, None, github(clone, "pull_request", **pull))
        assert side.commit == main
        assert choose_base(repository, side.commit, merge, {}).commit == main
    one = scratch.clone("one", "--depth=1", "--single-branch", "--branch=merge")
    with refused("ref-unknown", "fetch-depth: 0"):
        target(one, github(one, "pull_request", **pull))


def test_a_merge_queue_is_judged_against_its_base(history: History) -> None:
    environment = github(history.clone, "merge_group", {"merge_group": {"base_sha": history.fork}})
    assert target(history.clone, environment) == (history.fork, history.fork)


@pytest.mark.parametrize(
    "content", [{}, {"merge_group": {}}, {"merge_group": {"base_sha": 5}}, [], "x", None]
)
def test_a_merge_queue_without_a_base_is_refused(history: History, content: object) -> None:
    with refused("event-unreadable", "--base"):
        target(history.clone, github(history.clone, "merge_group", content))


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[" * 200_000, b" " * (EVENT_LIMIT + 1)])
def test_an_event_file_that_cannot_be_read_is_an_error(history: History, content: bytes) -> None:
    environment = {**github(history.clone, "push", {}), "GITHUB_REF": "refs/heads/main"}
    with history.clone.opened() as repository, refused("event-unreadable"):
        choose_target(repository, None, environment, lambda path: content)
    with history.clone.opened() as repository, refused("event-unreadable"):
        choose_target(repository, None, {**environment, "GITHUB_EVENT_PATH": "/nonexistent"})


def test_a_push_to_the_default_branch_is_judged_from_before_it(history: History) -> None:
    content = {"before": history.root, "repository": {"default_branch": "main"}}
    environment = github(history.clone, "push", content, GITHUB_REF="refs/heads/main")
    assert target(history.clone, environment) == (history.root, history.root)
    gitlab = {"GITLAB_CI": "true", "CI_COMMIT_BRANCH": "main", "CI_DEFAULT_BRANCH": "main"}
    assert target(history.clone, {**gitlab, "CI_COMMIT_BEFORE_SHA": history.root})[1] == history.root


@pytest.mark.parametrize("before", [ZEROS, "", "f" * 40, "feature", "--help", "forced"])
def test_a_push_whose_former_commit_is_of_no_use_is_judged_against_the_branch(
    history: History, before: str
) -> None:
    content = {
        "before": history.feature if before == "forced" else before,
        "repository": {"default_branch": "main"},
    }
    environment = github(history.clone, "push", content, GITHUB_REF="refs/heads/main")
    assert target(history.clone, environment) == ("refs/remotes/origin/main", history.main)
    with history.clone.opened() as repository:
        base = choose_base(repository, history.main, history.main, environment)
    assert (base.name, base.commit) == ("first parent", history.fork)


def test_a_push_to_another_branch_is_judged_by_the_rules_of_the_default_branch(history: History) -> None:
    content = {"before": history.fork, "repository": {"default_branch": "main"}}
    environment = github(history.clone, "push", content, GITHUB_REF="refs/heads/feature")
    assert target(history.clone, environment) == ("refs/remotes/origin/main", history.main)


def test_other_events_are_judged_against_the_default_branch(history: History) -> None:
    environment = github(history.clone, "schedule", {"repository": {"default_branch": "release/1"}})
    assert target(history.clone, environment) == ("refs/remotes/origin/release/1", history.release)
    assert target(history.clone, github(history.clone, "schedule"))[1] == history.main
    assert (
        target(history.clone, {"GITLAB_CI": "true", "CI_DEFAULT_BRANCH": "release/1"})[1] == history.release
    )


def test_without_anything_else_the_default_branch_of_origin_counts_then_main(history: History) -> None:
    clone = history.clone
    clone.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/release/1")
    assert target(clone, {}) == ("refs/remotes/origin/release/1", history.release)
    clone.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/gone")
    assert target(clone, {}) == ("refs/remotes/origin/main", history.main)
    clone.git("symbolic-ref", "-d", "refs/remotes/origin/HEAD")
    clone.git("update-ref", "-d", "refs/remotes/origin/main")
    assert target(clone, {}) == ("refs/heads/main", history.main)
    clone.git("branch", "-q", "-D", "main")
    with refused("ref-unknown", "--base REF"):
        target(clone, {})


def test_an_empty_repository_has_no_target(scratch: Scratch) -> None:
    with refused("ref-unknown", "no commits yet"):
        target(scratch, {})


def base_of(
    clone: Scratch, at: str, head: str, environment: Mapping[str, str], committed: bool = True
) -> tuple[str, str]:
    with clone.opened() as repository:
        side = choose_base(repository, at, head, environment, committed=committed)
    assert side.why
    return side.name, side.commit


def test_the_base_is_the_merge_base(history: History) -> None:
    assert base_of(history.clone, history.main, history.feature, {}) == ("merge base", history.fork)


def test_where_head_is_part_of_the_target_the_base_is_before_the_push(history: History) -> None:
    content = {"before": history.root, "repository": {"default_branch": "main"}}
    environment = github(history.clone, "push", content, GITHUB_REF="refs/heads/main")
    found = base_of(history.clone, history.main, history.main, environment)
    assert found == ("before the push", history.root)


def test_where_nothing_was_pushed_the_base_is_the_first_parent(history: History) -> None:
    assert base_of(history.clone, history.main, history.main, {}) == ("first parent", history.fork)
    assert base_of(history.clone, history.main, history.fork, {}) == ("first parent", history.root)


def test_the_first_commit_is_compared_with_nothing(history: History) -> None:
    found = base_of(history.clone, history.main, history.root, {})
    assert found == ("nothing", NO_COMMIT)
    with history.clone.opened() as repository:
        assert dict(repository.tree(NO_COMMIT).entries) == {}


def test_what_is_not_committed_yet_is_compared_with_head_itself(history: History) -> None:
    found = base_of(history.clone, history.main, history.main, {}, committed=False)
    assert found == ("merge base", history.main)


def test_a_push_to_a_shallow_clone_is_refused_where_its_past_is_missing(
    history: History, scratch: Scratch
) -> None:
    one = scratch.clone("one", "--depth=1")
    content = {"before": history.fork, "repository": {"default_branch": "main"}}
    environment = github(one, "push", content, GITHUB_REF="refs/heads/main")
    name, commit = target(one, environment)
    assert (name, commit) == ("refs/remotes/origin/main", history.main)
    with refused("shallow", "fetch-depth: 0"):
        base_of(one, commit, history.main, environment)


def test_an_event_file_is_read_from_where_the_job_says(history: History, tmp_path: Path) -> None:
    asked: list[str] = []

    def read(path: str) -> bytes:
        asked.append(path)
        return b'{"repository": {"default_branch": "release/1"}}'

    environment = {**github(history.clone, "push"), "GITHUB_EVENT_PATH": "/elsewhere/event.json"}
    with history.clone.opened() as repository:
        assert choose_target(repository, None, environment, read).commit == history.release
    assert asked == ["/elsewhere/event.json"]
