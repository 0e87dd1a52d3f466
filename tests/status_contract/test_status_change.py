"""A pull request that adds a code to the manifest, and does nothing else, is told everything that is left."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from status_files import ROOT

MANIFEST = "specs/status/status_reason_registries_manifest.json"
CODE = "REDUCEONLY_CLOCK_SKEW_HIGH"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What the JSON report says of the contract, for such a pull request."""
    here = tmp_path_factory.mktemp("change") / "repository"
    here.mkdir()
    for each in ("govern.toml", "specs", "schemas", "fixtures", "changelogs"):
        source = ROOT / each
        shutil.copytree(source, here / each) if source.is_dir() else shutil.copy(source, here / each)
    name = {f"GIT_{who}_{what}": "x" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    environment = {"PATH": os.environ["PATH"], "HOME": str(here.parent), **name}

    def run(*words: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(words, cwd=here, env=environment, capture_output=True, check=False)

    run("git", "init", "-q", "--initial-branch=main")
    run("git", "add", "-A")
    run("git", "commit", "-qm", "base")
    manifest = json.loads((here / MANIFEST).read_bytes())
    manifest["registries"]["ModeReasonCode"]["tiers"]["ReduceOnly"].append({"code": CODE, "display": "Late."})
    (here / MANIFEST).write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n", "utf-8")
    run("git", "commit", "-qam", "code")
    done = run(str(Path(sys.executable).with_name("govern")), "check", "--base", "HEAD~1", "--format", "json")
    assert done.returncode == 1, done.stderr
    return next(each for each in json.loads(done.stdout)["contracts"] if each["name"] == "status")


def findings(report: Any, rule: str) -> list[Any]:
    return [each for each in report["findings"] if each["rule"] == rule]


def test_what_is_to_be_generated_is_told_file_by_file(report: Any) -> None:
    stale = findings(report, "generated-stale")
    assert {each["path"] for each in stale} == {
        "schemas/status_csp_min.schema.json",
        "schemas/status_csp_exact.schema.json",
        "specs/status/OWNER_DASHBOARD_REASON_CODES.md",
    }
    assert {each["remedy"] for each in stale} == {"run `govern sync`"}


@pytest.mark.parametrize(
    ("rule", "word"),
    [
        ("fixture-not-exercised", CODE),
        ("version-too-small", "6.1"),
        ("changelog-entry-missing", "changelogs/status"),
        ("drills-to-repeat", "8 drills"),
    ],
)
def test_the_fixture_the_bump_the_changelog_and_the_drills_are_told(
    report: Any, rule: str, word: str
) -> None:
    (said,) = findings(report, rule)
    assert word in said["message"]
    assert said["remedy"]


def test_nothing_else_is_asked_for(report: Any) -> None:
    rules = {each["rule"] for each in report["findings"]}
    assert rules - {"growth"} == {
        "generated-stale",
        "fixture-not-exercised",
        "version-too-small",
        "changelog-entry-missing",
        "drills-to-repeat",
        "release-content-changed",
    }
