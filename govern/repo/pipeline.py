"""The environment of a CI job to what it says about the commits to compare. Nothing is resolved here.

What each variable means: GitHub Actions "Default environment variables" and the payloads of
`push` and `merge_group`; GitLab "Predefined CI/CD variables"; Bitbucket "Variables and secrets".
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from govern.errors import RepositoryError
from govern.repo.faults import fault, legible

EVENT_LIMIT = 26_214_400
"""Bytes of the largest event file that is read (GitHub caps payloads at 25 MB)."""

_ZERO = re.compile(r"0+")
_MERGE_REF = re.compile(r"refs/pull/[0-9]+/merge")


@dataclass(frozen=True, slots=True)
class Pipeline:
    """What a CI job says. Empty where it says nothing.

    `branch` is the target branch of a pull request, `commit` the target commit of a merge queue;
    each with the variable it comes `from_`. `default` is the name of the project's default branch.
    `pushed` is the branch that was pushed to and `before` its commit before the push.
    `merge` is the commit that the platform made by merging the pull request into its target.
    `onto` is the branch that all this goes to, where the job says so.
    """

    branch: str = ""
    commit: str = ""
    from_: str = ""
    default: str = ""
    pushed: str = ""
    before: str = ""
    merge: str = ""
    onto: str = ""


def read_event_file(path: str) -> bytes:
    """The bytes of an event file, and at most one more than the limit. Raises OSError."""
    with open(path, "rb") as file:
        return file.read(EVENT_LIMIT + 1)


def read_pipeline(
    environment: Mapping[str, str], read_event: Callable[[str], bytes] = read_event_file
) -> Pipeline | None:
    """What the CI job around us says, or None outside of those that govern knows.

    Raises RepositoryError (`event-unreadable`) where GitHub names an event file that cannot be
    read: without it a push of many commits would be judged by its last one.
    """
    if environment.get("GITHUB_ACTIONS") == "true":
        return _github(environment, read_event)
    if environment.get("GITLAB_CI") == "true":
        return _gitlab(environment)
    if environment.get("BITBUCKET_BUILD_NUMBER"):
        branch = environment.get("BITBUCKET_PR_DESTINATION_BRANCH", "")
        return Pipeline(branch=branch, from_="BITBUCKET_PR_DESTINATION_BRANCH", onto=branch)
    return None


def _github(environment: Mapping[str, str], read_event: Callable[[str], bytes]) -> Pipeline:
    ref = environment.get("GITHUB_REF", "")
    branch = environment.get("GITHUB_BASE_REF", "")
    if branch:
        merge = environment.get("GITHUB_SHA", "") if _MERGE_REF.fullmatch(ref) else ""
        return Pipeline(branch=branch, from_="GITHUB_BASE_REF", merge=merge, onto=branch)
    payload = event(environment.get("GITHUB_EVENT_PATH", ""), read_event)
    default = text_of(payload, "repository", "default_branch")
    match environment.get("GITHUB_EVENT_NAME"):
        case "merge_group":
            commit = text_of(payload, "merge_group", "base_sha")
            if not commit:
                raise _unreadable("it names no merge_group.base_sha")
            onto = _branch(text_of(payload, "merge_group", "base_ref"))
            from_ = "merge_group.base_sha of the event"
            return Pipeline(commit=commit, from_=from_, default=default, onto=onto)
        case "push":
            before = _commit(text_of(payload, "before"))
            pushed = _branch(ref)
            return Pipeline(default=default, pushed=pushed, before=before, onto=pushed)
        case _:
            return Pipeline(default=default)


def _gitlab(environment: Mapping[str, str]) -> Pipeline:
    branch = environment.get("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "")
    pushed = environment.get("CI_COMMIT_BRANCH", "")
    return Pipeline(
        branch=branch,
        from_="CI_MERGE_REQUEST_TARGET_BRANCH_NAME",
        default=environment.get("CI_DEFAULT_BRANCH", ""),
        pushed=pushed,
        before=_commit(environment.get("CI_COMMIT_BEFORE_SHA", "")),
        onto=branch or pushed,
    )


def _branch(ref: str) -> str:
    return ref.removeprefix("refs/heads/") if ref.startswith("refs/heads/") else ""


def _commit(text: str) -> str:
    """A commit id; platforms write zeros where there is none."""
    return "" if _ZERO.fullmatch(text) else text


def event(path: str, read_event: Callable[[str], bytes]) -> object:
    """What the event file of a job holds; nothing where none is named. Raises as `read_pipeline`."""
    if not path:
        return {}
    try:
        content = read_event(path)
        if len(content) > EVENT_LIMIT:
            raise _unreadable(f"it has more than {EVENT_LIMIT} bytes")
        return json.loads(content.decode("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise _unreadable(legible(str(error))) from error


def text_of(payload: object, *keys: str) -> str:
    """A text inside an event; "" where there is none."""
    for key in keys:
        payload = payload.get(key) if isinstance(payload, dict) else None
    return payload if isinstance(payload, str) else ""


def _unreadable(why: str) -> RepositoryError:
    return fault(
        "event-unreadable",
        f"the event file that GITHUB_EVENT_PATH names cannot be used: {why}",
        "name the commit to compare with: --base REF",
    )
