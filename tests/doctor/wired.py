"""Small wirings of each platform, and what the doctor says of them."""

from __future__ import annotations

from collections.abc import Mapping

from govern.doctor import Diagnosis, examine, platform
from govern.model import Finding, FindingLevel
from govern.repo import MemoryTree

GOOD_GIT = "git version 2.51.0"
PIN = "actions/checkout@11d5960a326750d5838078e36cf38b85af677262 # v4.4.0"
FLOW = ".github/workflows/govern.yml"
OWNERS = ".github/CODEOWNERS"
GUARD = "/.github/ @org/team\n/govern.toml @org/team\n/.govern/ @org/team\n"

GITHUB = f"""\
name: govern
on:
  pull_request:
  merge_group:
  push:
    branches: [main]
permissions:
  contents: read
jobs:
  contracts:
    runs-on: ubuntu-24.04
    steps:
      - uses: {PIN}
        with:
          fetch-depth: 0
      - run: govern check
"""
GITLAB = """\
contracts:
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
  variables:
    GIT_DEPTH: "0"
  script:
    - pip install --require-hashes --requirement lock.txt
    - govern check
"""
BITBUCKET = """\
clone: { depth: full }
pipelines:
  pull-requests:
    '**':
      - step:
          script:
            - govern check
"""
RULES = """\
[{"type": "pull_request", "parameters": {"require_code_owner_review": true}},
 {"type": "required_status_checks",
  "parameters": {"required_status_checks": [{"context": "contracts", "integration_id": 15368}]}}]
"""


def changed(text: str, *pairs: tuple[str, str]) -> str:
    """A text with each first replaced by its second; one that is not there is a mistake of the test."""
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def github(*pairs: tuple[str, str], **files: str) -> dict[str, str]:
    """The files of a good wiring on GitHub, with changes of its workflow."""
    return {FLOW: changed(GITHUB, *pairs), OWNERS: GUARD, "govern.toml": "", **files}


def diagnosed(
    files: Mapping[str, str],
    *,
    rules: str | None = None,
    git: str = GOOD_GIT,
    protected: tuple[str, ...] = (),
) -> Diagnosis:
    """What the doctor says of some files."""
    tree = MemoryTree({path: text.encode() for path, text in files.items()})
    said = None if rules is None else platform("rules.json", rules.encode())
    return examine(tree, protected=protected, git=git, platform=said)


def blocking(found: Diagnosis) -> list[str]:
    """The rules that undermine the gate, sorted."""
    return sorted(each.rule for each in found.faults if each.level is FindingLevel.BLOCKS)


def notes(found: Diagnosis) -> list[str]:
    """The rules that are only mentioned, sorted."""
    return sorted(each.rule for each in found.faults if each.level is FindingLevel.NOTE)


def one(found: Diagnosis) -> Finding:
    """The only fault."""
    (fault,) = found.faults
    return fault


def at(fault: Finding) -> tuple[str, int | None, int | None]:
    """Where a fault stands."""
    place = fault.place
    return (fault.path, None, None) if place is None else (fault.path, place.line, place.column)
