"""The wirings that are shipped: the doctor finds nothing in them, and their scripts do what they say.

Each script is run as the platform runs it, with the variables that it would set, against a repository that
stands in for the platform's. Only what would be fetched from a package index is replaced.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from scratch import SCHEMA, Scratch, schema, tiny
from wired import FLOW, OWNERS, diagnosed

ROOT = Path(__file__).resolve().parents[2]
WIRINGS = ROOT / "wirings"
RULESET, TARGET, PROPOSAL = (
    "github-ruleset.yml", "github-pull-request-target.yml", "github-pull-request.yml",
)  # fmt: skip
ON_GITHUB = (RULESET, TARGET, PROPOSAL)
GOVERN = Path(sys.executable).with_name("govern")
LOCK = ".govern/requirements.txt"

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")


def text(name: str) -> str:
    return (WIRINGS / name).read_text("utf-8")


def parsed(name: str) -> Any:
    return YAML(typ="safe", pure=True).load(text(name))


def steps(name: str) -> list[Any]:
    return list(parsed(name)["jobs"]["govern"]["steps"])


# --- what the doctor says ---


def test_the_doctor_finds_no_fault_in_any_of_them() -> None:
    guarded = {FLOW: text(PROPOSAL), OWNERS: text("CODEOWNERS"), "govern.toml": "", LOCK: ""}
    assert diagnosed(guarded).faults == ()
    assert diagnosed({FLOW: text(TARGET)}, protected=(".github/**",)).faults == ()
    assert diagnosed({".gitlab-ci.yml": text("gitlab.yml"), "CODEOWNERS": "* @team\n"}).faults == ()


def test_the_central_workflow_is_good_where_it_stands_and_where_it_is_required() -> None:
    required = [{"path": FLOW, "ref": "refs/heads/main"}]
    rules = json.dumps([{"type": "workflows", "parameters": {"workflows": required}}])
    assert diagnosed({"govern.toml": "", LOCK: ""}, rules=rules).faults == ()
    found = diagnosed({FLOW: text(RULESET), OWNERS: text("CODEOWNERS")})
    assert [each.rule for each in found.faults] == ["push-unchecked"]
    assert found.sound


def test_each_needs_what_guards_it() -> None:
    assert not diagnosed({FLOW: text(PROPOSAL)}, protected=(".github/**",)).sound
    assert not diagnosed({FLOW: text(TARGET)}).sound
    assert not diagnosed({".gitlab-ci.yml": text("gitlab.yml")}).sound


@pytest.mark.parametrize("name", ON_GITHUB)
def test_none_uses_what_somebody_else_can_move_or_may_more_than_read(name: str) -> None:
    assert [step for step in steps(name) if "uses" in step] == []
    assert parsed(name)["permissions"] == {"contents": "read"}
    assert [step for step in steps(name) if "${{" in step["run"]] == []


def test_they_differ_in_their_events_only() -> None:
    for number in (1, 2):
        assert len({steps(name)[number]["run"] for name in ON_GITHUB}) == 1
    fetching = {re.sub(r"(?m)^  \S+\) base=.*\n", "", steps(name)[0]["run"]) for name in ON_GITHUB}
    assert len(fetching) == 1
    for name in ON_GITHUB:
        cases = re.findall(r"(?m)^  (\w+)\) base=", steps(name)[0]["run"])
        assert cases == list(parsed(name)["on"])


def test_the_readme_names_each_of_them() -> None:
    named = set(re.findall(r"\]\(([\w.-]+)\)", text("README.md")))
    assert named == {path.name for path in WIRINGS.iterdir()} - {"README.md"}


# --- what their scripts do ---


@dataclass
class Stage:
    """A platform with one repository, and a machine that runs jobs."""

    origin: Scratch
    machine: Path

    def run(self, script: str, **variables: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            ["bash", "-e", "-c", script],
            cwd=self.machine / "work",
            env=self.environment(variables),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=120,
        )

    def environment(self, variables: Mapping[str, str]) -> dict[str, str]:
        return {
            "PATH": f"{self.machine / 'bin'}:{os.environ['PATH']}",
            "HOME": str(self.machine),
            "TMPDIR": str(self.machine / "temporary"),
            "GIT_CONFIG_NOSYSTEM": "1",
            "CI": "true",
            **variables,
        }

    def job(self, name: str, event: str, expressions: Mapping[str, str]) -> int:
        """Run the steps of a wiring one after the other, until one fails, as GitHub does."""
        shutil.rmtree(self.machine / "temporary")
        (self.machine / "temporary").mkdir()
        base = "main" if event.startswith("pull_request") else ""
        platform = {
            "GITHUB_ACTIONS": "true",
            "GITHUB_EVENT_NAME": event,
            "GITHUB_SERVER_URL": self.origin.root.parent.as_uri(),
            "GITHUB_REPOSITORY": self.origin.root.name,
            "GITHUB_BASE_REF": base,
            "GITHUB_SHA": self.origin.git("rev-parse", "change"),
            "GITHUB_STEP_SUMMARY": str(self.machine / "temporary/summary.md"),
            "RUNNER_TEMP": str(self.machine / "temporary"),
        }
        for step in steps(name):
            own = {key: evaluated(value, expressions) for key, value in step.get("env", {}).items()}
            done = self.run(step["run"], **platform, **own)
            if done.returncode:
                break
        self.said = done.stdout.decode() + done.stderr.decode()
        return done.returncode

    def events(self) -> dict[str, dict[str, str]]:
        """What the platform says of each event about the branch `change`, proposed for main."""
        main, change = self.origin.git("rev-parse", "main"), self.origin.git("rev-parse", "change")
        proposal = {
            "github.base_ref": "main",
            "github.event.pull_request.number": "7",
            "github.event.pull_request.head.sha": change,
        }
        return {
            "pull_request": proposal,
            "pull_request_target": proposal,
            "merge_group": {
                "github.event.merge_group.base_sha": main,
                "github.event.merge_group.head_sha": change,
            },
            "push": {"github.event.before": main},
        }


def evaluated(value: str, expressions: Mapping[str, str]) -> str:
    """What the platform puts in the place of an expression: nothing where the event has no such thing."""
    return re.sub(r"\$\{\{\s*(\S+)\s*\}\}", lambda found: expressions.get(found[1], ""), value)


PYTHON = """\
#!/bin/sh
# stands in for `python3 -I -m venv FOLDER`: what a package index would give is already here
test "$1 $2 $3" = "-I -m venv" || { echo "odd call: $*" >&2; exit 9; }
mkdir -p "$4/bin"
cat > "$4/bin/pip" <<'PIP'
#!/bin/sh
case "$*" in *--require-hashes*) ;; *) echo "no hashes are asked for" >&2; exit 9 ;; esac
for last; do :; done
grep -q "contract-govern==.* --hash=sha256:" "$last"
PIP
chmod +x "$4/bin/pip"
ln -s %s "$4/bin/govern"
"""


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    origin = Scratch(tmp_path, {**tiny(), LOCK: f"contract-govern==0.1.0 --hash=sha256:{'0' * 64}\n"})
    origin.git("config", "uploadpack.allowAnySHA1InWant", "true")  # as the platforms do
    origin.root.with_name("repository.git").symlink_to(origin.root)
    machine = tmp_path / "machine"
    for folder in ("bin", "work", "temporary"):
        (machine / folder).mkdir(parents=True)
    python = machine / "bin/python3"
    python.write_text(PYTHON % GOVERN)
    python.chmod(0o755)
    # what lies in the folder of the job must not be run, whoever put it there
    (machine / "work/json.py").write_text("raise SystemExit(0)")
    return Stage(origin, machine)


def propose(stage: Stage, state: str) -> None:
    """A pull request that is fine, breaks the contract, or meets a broken gate."""
    origin = stage.origin
    if state == "broken":
        origin.commit({"govern.toml": "contracts = 1\n"})
    origin.branch()
    origin.commit({"notes.md": "words\n"} if state == "open" else {SCHEMA: schema(required=("mode", "note"))})
    origin.git("checkout", "-q", "--detach", "main")
    origin.git("merge", "-q", "--no-ff", "-m", "merge", "change")
    origin.git("update-ref", "refs/pull/7/merge", "HEAD")
    origin.git("checkout", "-q", "main")


STATES = {"open": 0, "closed": 1, "broken": 2}
PAIRS = [(name, event) for name in ON_GITHUB for event in parsed(name)["on"]]


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(("name", "event"), PAIRS)
def test_a_job_ends_as_the_gate_does(name: str, event: str, state: str, stage: Stage) -> None:
    propose(stage, state)
    assert stage.job(name, event, stage.events()[event]) == STATES[state], stage.said
    if state != "broken":
        assert f"gate: {state}" in stage.said


@pytest.mark.parametrize(("name", "event"), PAIRS)
def test_a_job_whose_event_says_nothing_fails(name: str, event: str, stage: Stage) -> None:
    propose(stage, "open")
    assert stage.job(name, event, {}) not in (0, None)


@pytest.mark.parametrize("name", ON_GITHUB)
def test_an_event_that_is_not_foreseen_fails(name: str, stage: Stage) -> None:
    propose(stage, "open")
    assert stage.job(name, "workflow_dispatch", {}) == 2


@pytest.mark.parametrize("name", ON_GITHUB)
def test_a_pull_request_that_has_moved_on_is_not_judged_in_its_old_place(name: str, stage: Stage) -> None:
    """Or else a good commit, pushed in time, would give its verdict to the bad one before it."""
    propose(stage, "open")
    event = next(each for each in parsed(name)["on"] if each.startswith("pull_request"))
    earlier = {**stage.events()[event], "github.event.pull_request.head.sha": "1" * 40}
    assert stage.job(name, event, earlier) == 2
    assert "moved on" in stage.said


def test_what_installs_govern_is_the_target_s_and_not_the_pull_request_s(stage: Stage) -> None:
    stage.origin.branch()
    stage.origin.commit({LOCK: "evil\n"})
    stage.origin.git("checkout", "-q", "main")
    assert stage.job(TARGET, "merge_group", stage.events()["merge_group"]) == 0, stage.said


def test_without_a_lock_on_the_target_nothing_is_installed(stage: Stage) -> None:
    stage.origin.commit({LOCK: None})
    propose(stage, "open")
    assert stage.job(TARGET, "push", stage.events()["push"]) == 128
    assert LOCK in stage.said


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("source", ["merge_request_event", "push"])
def test_the_job_of_gitlab_ends_as_the_gate_does(source: str, state: str, stage: Stage) -> None:
    propose(stage, state)
    (script,) = parsed("gitlab.yml")["govern"]["script"]
    done = stage.run(
        script,
        GITLAB_CI="true",
        CI_PIPELINE_SOURCE=source,
        CI_MERGE_REQUEST_TARGET_BRANCH_NAME="main" if source == "merge_request_event" else "",
        CI_COMMIT_BEFORE_SHA=stage.origin.git("rev-parse", "main") if source == "push" else "0" * 40,
        CI_COMMIT_SHA=stage.origin.git("rev-parse", "change"),
        CI_REPOSITORY_URL=stage.origin.root.as_uri(),
        CI_PROJECT_URL=stage.origin.root.as_uri(),
    )
    assert done.returncode == STATES[state], done.stderr.decode()
