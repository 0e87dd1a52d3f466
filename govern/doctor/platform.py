"""What the platform says of a branch, as JSON, to what must hold before something is merged into it.

Two answers of GitHub's REST API are read: `GET /repos/{owner}/{repo}/rules/branches/{branch}` ("Get rules
for a branch": a list) and `GET /repos/{owner}/{repo}/branches/{branch}/protection` (an object).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from govern.doctor.shapes import items, table, text
from govern.documents import read
from govern.errors import Problem, UsageError
from govern.model import JsonObject, JsonValue

RULES = "gh api --paginate 'repos/{owner}/{repo}/rules/branches/main' > rules.json"
"""The command that writes what `--platform` reads; `gh` fills in owner and repository."""


@dataclass(frozen=True, slots=True)
class RequiredCheck:
    """A check that must succeed. `sourced`: only the app that is named with it may report it."""

    name: str
    sourced: bool


@dataclass(frozen=True, slots=True)
class Platform:
    """What must hold: the checks, the workflows (paths) that must pass, and whether owners must approve."""

    file: str
    checks: tuple[RequiredCheck, ...]
    workflows: tuple[str, ...]
    owners_approve: bool


def platform(file: str, data: bytes) -> Platform:
    """What a dump says. Raises UsageError (`platform-unreadable`) where it is neither answer."""
    document = read(f"{file}.json", data)
    if isinstance(document, tuple):
        raise _unreadable(file, document[0].message)
    value = document.value
    if isinstance(value, list) and all(isinstance(table(each).get("type"), str) for each in value):
        return _rules(file, [table(each) for each in value])
    if isinstance(value, dict) and ("required_status_checks" in value or "enforce_admins" in value):
        return _protection(file, value)
    raise _unreadable(file, "it is neither a list of rules nor the protection of a branch")


def _rules(file: str, rules: list[JsonObject]) -> Platform:
    checks: list[RequiredCheck] = []
    workflows: list[str] = []
    owners_approve = False
    for rule in rules:
        said = table(rule.get("parameters"))
        match rule.get("type"):
            case "required_status_checks":
                checks += _checks(said.get("required_status_checks"), "integration_id")
            case "workflows":
                workflows += [text(table(each).get("path")) for each in items(said.get("workflows"))]
            case "pull_request":
                owners_approve |= said.get("require_code_owner_review") is True
    return Platform(file, tuple(checks), tuple(workflows), owners_approve)


def _protection(file: str, value: JsonObject) -> Platform:
    status = table(value.get("required_status_checks"))
    checks = tuple(_checks(status.get("checks"), "app_id"))
    known = {each.name for each in checks}
    named = tuple(text(each) for each in items(status.get("contexts")))
    reviews = table(value.get("required_pull_request_reviews"))
    return Platform(
        file,
        (*checks, *(RequiredCheck(name, False) for name in named if name not in known)),
        (),
        reviews.get("require_code_owner_reviews") is True,
    )


def _checks(value: JsonValue, source: str) -> Iterator[RequiredCheck]:
    """An app's id is positive; null and -1 stand for any app (GitHub, "Update branch protection")."""
    for each in map(table, items(value)):
        app = each.get(source)
        sourced = isinstance(app, int) and not isinstance(app, bool) and app > 0
        yield RequiredCheck(text(each.get("context")), sourced)


def _unreadable(file: str, why: str) -> UsageError:
    remedy = f"write it with: {RULES}"
    return UsageError(
        Problem("platform-unreadable", f"no rules of a branch can be read: {why}", remedy, file)
    )
