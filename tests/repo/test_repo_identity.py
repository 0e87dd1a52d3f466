"""What a repository, its target branch and the author of a change are called, wherever govern runs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from scratch_repository import Scratch, refused

from govern.repo import Author, choose_target, project_of, read_author, target_branch


@pytest.mark.parametrize(
    "url",
    [
        "https://github.com/Owner/name",
        "https://github.com/Owner/name.git",
        "https://github.com/Owner/name.git/",
        "https://user:token@GitHub.com:443/Owner/name.git?x#y",
        "git@github.com:Owner/name.git",
        "github.com:Owner/name",
        "ssh://git@github.com/Owner/name.git",
        "ssh://git@github.com:22/Owner/name",
        "git://github.com/Owner/name",
    ],
)
def test_a_project_has_one_name_however_it_is_reached(url: str) -> None:
    assert project_of(url) == "github.com/Owner/name"


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("", ""),
        ("https://github.com/Owner/other", "github.com/Owner/other"),
        ("https://github.com/Other/name", "github.com/Other/name"),
        ("https://example.com/Owner/name", "example.com/Owner/name"),
        ("https://git.example.com/a/b/c.git", "git.example.com/a/b/c"),
        ("/srv/git/name.git", "/srv/git/name"),
        ("file:///srv/git/name.git", "/srv/git/name"),
        ("https://example.com/é", "example.com/%C3%A9"),
    ],
)
def test_other_projects_have_other_names(url: str, name: str) -> None:
    assert project_of(url) == name


def branch(clone: Scratch, base: str | None, environment: Mapping[str, str]) -> str:
    with clone.opened() as repository:
        return target_branch(repository, choose_target(repository, base, environment), environment)


@pytest.fixture
def clone(scratch: Scratch) -> Scratch:
    scratch.commit({"a": "0"})
    scratch.git("branch", "release/1")
    scratch.git("branch", "größer")
    scratch.git("tag", "v1")
    return scratch.clone("clone")


@pytest.mark.parametrize(
    ("base", "name"),
    [
        (None, "main"),
        ("main", "main"),
        ("refs/heads/main", "main"),
        ("origin/main", "main"),
        ("refs/remotes/origin/main", "main"),
        ("origin", "main"),
        ("refs/remotes/origin/HEAD", "main"),
        ("origin/release/1", "release/1"),
        ("origin/größer", "gr%C3%B6%C3%9Fer"),
        ("v1", ""),
        ("refs/tags/v1", ""),
        ("HEAD", ""),
        ("main~0", ""),
    ],
)
def test_a_branch_has_one_name_and_what_is_none_has_none(clone: Scratch, base: str | None, name: str) -> None:
    assert branch(clone, base, {}) == name


def test_a_commit_is_called_as_the_job_calls_the_branch(clone: Scratch, tmp_path: Path) -> None:
    commit = clone.git("rev-parse", "HEAD")
    event = tmp_path / "event.json"
    event.write_text(json.dumps({"merge_group": {"base_sha": commit, "base_ref": "refs/heads/release/1"}}))
    github = {"GITHUB_ACTIONS": "true", "GITHUB_EVENT_PATH": str(event)}
    assert branch(clone, commit, {**github, "GITHUB_BASE_REF": "release/1"}) == "release/1"
    assert branch(clone, commit, {**github, "GITHUB_EVENT_NAME": "merge_group"}) == "release/1"
    pushed = {**github, "GITHUB_EVENT_NAME": "push", "GITHUB_REF": "refs/heads/release/1"}
    assert branch(clone, commit, pushed) == "release/1"
    gitlab = {"GITLAB_CI": "true", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "release/1"}
    assert branch(clone, commit, gitlab) == "release/1"
    bitbucket = {"BITBUCKET_BUILD_NUMBER": "1", "BITBUCKET_PR_DESTINATION_BRANCH": "release/1"}
    assert branch(clone, commit, bitbucket) == "release/1"
    assert branch(clone, commit, {}) == ""
    named = branch(clone, "origin/main", {**github, "GITHUB_BASE_REF": "release/1"})
    assert named == "main", "what the operator names is what is meant"


def author(tmp_path: Path, payload: Any, **more: str) -> Author:
    event = tmp_path / "event.json"
    event.write_text(json.dumps(payload))
    return read_author({"GITHUB_ACTIONS": "true", "GITHUB_EVENT_PATH": str(event), **more})


def test_the_author_is_whom_the_platform_names(tmp_path: Path) -> None:
    payload = {"pull_request": {"user": {"login": "alice"}}, "sender": {"login": "bob"}}
    assert author(tmp_path, payload) == Author(("github:alice",), True, "github")
    started = {"GITLAB_CI": "true", "GITLAB_USER_LOGIN": "bob"}
    assert read_author(started) == Author(("gitlab:bob",), False, "gitlab")


@pytest.mark.parametrize(
    "payload", [{}, [], {"pull_request": None}, {"pull_request": {"user": {"login": 1}}}]
)
def test_where_nobody_names_the_author_nobody_is(tmp_path: Path, payload: Any) -> None:
    assert author(tmp_path, payload) == Author()
    assert read_author({"GITHUB_ACTOR": "alice"}) == Author()


def test_an_event_file_that_cannot_be_read_is_not_nobody() -> None:
    with refused("event-unreadable"):
        read_author({"GITHUB_ACTIONS": "true", "GITHUB_EVENT_PATH": "/nowhere"})
