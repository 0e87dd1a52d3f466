"""The workflows are pinned, ask for little, and never put strangers' text into a shell."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from govern.configuration import load
from govern.doctor import examine
from govern.repo import MemoryTree

ROOT = Path(__file__).resolve().parents[2]
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
PINNED = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}")


def parsed(path: Path) -> Any:
    return YAML(typ="safe", pure=True).load(path)


def steps(workflow: Any) -> list[Any]:
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


def triggers(workflow: Any) -> Any:
    return workflow["on"]


def test_there_is_one_workflow_for_the_tests_and_one_for_the_contracts() -> None:
    assert [path.name for path in WORKFLOWS] == ["ci.yml", "govern.yml"]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_every_action_is_pinned_to_a_commit(path: Path) -> None:
    used = [step["uses"] for step in steps(parsed(path)) if "uses" in step]
    assert used
    assert [action for action in used if not PINNED.fullmatch(action)] == []


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_no_expression_stands_in_a_shell_line(path: Path) -> None:
    assert [step["run"] for step in steps(parsed(path)) if "${{" in step.get("run", "")] == []


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_may_only_read(path: Path) -> None:
    workflow = parsed(path)
    assert workflow["permissions"] == {"contents": "read"}
    assert [job for job in workflow["jobs"].values() if "permissions" in job] == []


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_no_job_can_be_skipped_and_so_count_as_passed(path: Path) -> None:
    workflow = parsed(path)
    assert [job for job in workflow["jobs"].values() if "if" in job] == []
    assert [
        event for event in triggers(workflow).values() if event and {"paths", "paths-ignore"} & set(event)
    ] == []
    assert {"merge_group", "push"} < set(triggers(workflow))


def test_the_contract_check_never_checks_out_the_pull_request() -> None:
    workflow = parsed(ROOT / ".github/workflows/govern.yml")
    (checkout,) = [step for step in steps(workflow) if "actions/checkout@" in step.get("uses", "")]
    assert "pull_request_target" in triggers(workflow)
    assert checkout["with"]["ref"] == "${{ github.event.merge_group.base_sha || github.sha }}"
    assert checkout["with"]["persist-credentials"] is False
    assert "allow-unsafe-pr-checkout" not in checkout["with"]
    assert [
        step["run"]
        for step in steps(workflow)
        if re.search(r"git (checkout|switch|merge)", step.get("run", ""))
    ] == []


def test_the_tests_run_on_every_python_the_project_names() -> None:
    classifiers = re.findall(r"Python :: (3\.\d+)", (ROOT / "pyproject.toml").read_text("utf-8"))
    job = parsed(ROOT / ".github/workflows/ci.yml")["jobs"]["test"]
    assert job["strategy"]["matrix"]["python"] == classifiers


def test_the_doctor_finds_no_fault_in_our_own_wiring() -> None:
    named = [*WORKFLOWS, ROOT / ".pre-commit-config.yaml", ROOT / "govern.toml"]
    files = {str(path.relative_to(ROOT)): path.read_bytes() for path in named}
    config = load(files["govern.toml"], path="govern.toml", origin="the work tree")
    found = examine(MemoryTree(files), protected=config.protected, git="git version 2.51.0")
    assert len(found.read) == len(files)
    assert found.faults == ()


def test_hooks_fetch_nothing() -> None:
    repositories = parsed(ROOT / ".pre-commit-config.yaml")["repos"]
    assert {repository["repo"] for repository in repositories} == {"local"}
    hooks = [hook for repository in repositories for hook in repository["hooks"]]
    assert {hook["language"] for hook in hooks} == {"system"}
