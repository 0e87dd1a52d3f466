"""The environment of a CI job to who made the change, as far as the platform says so.

GitHub's event names the author of a pull request. GitLab's GITLAB_USER_LOGIN is who started the pipeline:
usually the author, but nobody says so. The e-mail in a commit is whatever its author wrote there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from govern.repo.pipeline import event, read_event_file, text_of


@dataclass(frozen=True, slots=True)
class Author:
    """`accounts` are names on a platform, `github:alice`, or `alice` for that of any. `sure`: the platform,
    or the operator, says that this is the author, and not only somebody at hand. `platform` may be empty."""

    accounts: tuple[str, ...] = ()
    sure: bool = False
    platform: str = ""


def read_author(
    environment: Mapping[str, str], read_event: Callable[[str], bytes] = read_event_file
) -> Author:
    """Who the CI job says made the change; nobody where it does not. Raises RepositoryError
    (`event-unreadable`) where GitHub names an event file that cannot be read."""
    if environment.get("GITHUB_ACTIONS") == "true":
        payload = event(environment.get("GITHUB_EVENT_PATH", ""), read_event)
        login = text_of(payload, "pull_request", "user", "login")
        return Author((f"github:{login}",), True, "github") if login else Author()
    if environment.get("GITLAB_CI") == "true" and environment.get("GITLAB_USER_LOGIN"):
        return Author((f"gitlab:{environment['GITLAB_USER_LOGIN']}",), False, "gitlab")
    return Author()
