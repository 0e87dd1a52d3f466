"""The prose of the status contract names what is on disk, no more and no less."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from status_files import FIXTURES, REJECTED, ROOT, SPECS

NAMED = re.compile(r"`((?:specs|schemas|fixtures|changelogs)/[\w./*-]+)`")
CODE = re.compile(r"`((?:KILL|REDUCEONLY|STATE)_[A-Z0-9_]+|[A-Z0-9_]+_RECONCILE_REQUIRED)`")
DOCUMENTS = sorted(SPECS.glob("*.md"))


def files_named(text: str) -> set[str]:
    found: set[str] = set()
    for name in NAMED.findall(text):
        matches = {path.relative_to(ROOT).as_posix() for path in ROOT.glob(name) if path.is_file()}
        found |= matches or {name}
    return found


def test_the_readme_lists_every_file_of_the_contract() -> None:
    on_disk = {path.relative_to(ROOT).as_posix() for path in SPECS.iterdir()}
    on_disk |= {path.relative_to(ROOT).as_posix() for path in [*FIXTURES.values(), *REJECTED.values()]}
    on_disk |= {f"schemas/status_csp_{name}.schema.json" for name in ("min", "exact")}
    listed = files_named((SPECS / "README.md").read_text("utf-8"))
    assert listed - {"changelogs/status/", "fixtures/status/", "fixtures/status/rejected/"} == on_disk


def test_the_readme_tells_the_situation_of_every_fixture() -> None:
    rows = re.findall(r"^\| `(\w+)\.json` \| .+ \|$", (SPECS / "README.md").read_text("utf-8"), re.M)
    assert sorted(rows) == sorted(FIXTURES)


def test_the_readme_has_the_seven_steps() -> None:
    steps = re.findall(r"^(\d)\. \*\*(\w+)\.\*\*", (SPECS / "README.md").read_text("utf-8"), re.M)
    names = ["Manifest", "Schemas", "Fixtures", "Validate", "Version", "Drills", "Approval"]
    assert steps == [(str(i), name) for i, name in enumerate(names, 1)]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_every_file_that_a_document_names_exists(path: Path) -> None:
    missing = [name for name in files_named(path.read_text("utf-8")) if not (ROOT / name).exists()]
    assert missing == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_every_code_that_a_document_names_is_registered(path: Path, registries: dict[str, list[str]]) -> None:
    registered = {code for codes in registries.values() for code in codes}
    assert [code for code in CODE.findall(path.read_text("utf-8")) if code not in registered] == []


def test_the_dashboard_document_lists_every_code_with_its_words(manifest: Any) -> None:
    text = (SPECS / "OWNER_DASHBOARD_REASON_CODES.md").read_text("utf-8")
    tiers = manifest["registries"]["ModeReasonCode"]["tiers"]
    entries = [*tiers["Kill"], *tiers["ReduceOnly"], *manifest["registries"]["OpenPermissionReasonCode"]]
    for entry in entries:
        (row,) = [line for line in text.splitlines() if line.startswith(f"| `{entry['code']}` |")]
        assert entry["display"] in row
        assert f"{entry['unblock']['type']} | {entry['unblock']['condition']} |" in row


def test_the_examples_are_the_fixtures() -> None:
    text = (SPECS / "STATUS_JSON_EXAMPLES.md").read_text("utf-8")
    shown = re.findall(r"^## (\w+)$.*?```json\n(.*?)```", text, re.M | re.S)
    assert {name: json.loads(body) for name, body in shown} == {
        name: json.loads(path.read_text("utf-8")) for name, path in FIXTURES.items()
    }


def test_nothing_repeats_the_manifest_wrongly() -> None:
    command = [str(Path(sys.executable).with_name("govern")), "sync", "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    said = "everything says what the manifests say\n"
    assert (done.returncode, done.stdout, done.stderr) == (0, said, "")


def test_every_situation_but_health_has_a_drill_with_all_its_parts() -> None:
    drills = re.split(r"^## ", (SPECS / "PHASE2_CHAOS_DRILLS.md").read_text("utf-8"), flags=re.M)[1:]
    parts = ("Inject", "Expected fixture", "Time to safe", "Evidence")
    assert [drill for drill in drills if any(f"- **{part}:** " not in drill for part in parts)] == []
    named = [name for drill in drills for name in re.findall(r"`fixtures/status/(\w+)\.json`", drill)]
    assert sorted(named) == sorted(set(FIXTURES) - {"active_healthy"})


def test_a_drill_names_codes_that_its_fixture_carries() -> None:
    drills = re.split(r"^## ", (SPECS / "PHASE2_CHAOS_DRILLS.md").read_text("utf-8"), flags=re.M)[1:]
    for drill in drills:
        (name,) = re.findall(r"`fixtures/status/(\w+)\.json`", drill)
        (seen,) = re.findall(r"^- \*\*Seen in the status:\*\* (.*)$", drill, re.M)
        status = json.loads(FIXTURES[name].read_text("utf-8"))
        carried = status["mode_reasons"] + status["open_permission_reason_codes"]
        assert CODE.findall(seen)
        assert set(CODE.findall(seen)) <= set(carried)


def test_the_version_of_the_contract_has_its_changelog_entry(manifest: Any) -> None:
    folder = ROOT / "changelogs/status"
    version = manifest["contract_version"]
    entry = json.loads((folder / f"{version}.json").read_text("utf-8"))
    assert (entry["contract"], entry["version"]) == ("status", version)
    assert (folder / f"{version}.md").read_text("utf-8").startswith(f"# status {version}\n")
