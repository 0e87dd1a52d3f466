"""The status contract, ten pull requests, a drill and a release to what govern says of them: `make demo`.

A scratch repository is built in build/, each pull request is a branch of it, and the installed
commands `govern check` and `govern checklist` are run on each. The demo ends with 1 if anything
differs from what it promises.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from demo_display import WIDTH, Outcome, show, summary
from demo_drill import drill
from demo_release import release
from pull_requests import PULL_REQUESTS, Checkout, PullRequest

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = ("specs/status", "fixtures/status", "changelogs/status")
DATE = "2026-01-01T12:00:00Z"


class Scratch:
    """A repository with the status contract, made the same way each time."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "repository"
        self.reports = folder / "reports"
        self._environment = {
            "PATH": os.environ.get("PATH", os.defpath),
            "HOME": str(folder),
            "LC_ALL": "C",
            "TZ": "UTC",
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": os.devnull,
            **{f"GIT_{who}_{what}": each for who in ("AUTHOR", "COMMITTER") for what, each in IDENTITY},
        }
        for each in (self.root, self.reports):
            each.mkdir()
        self._ship()
        self.git("init", "--quiet", "--initial-branch=main")
        self.commit("Bring the status contract")

    def git(self, *arguments: str) -> str:
        """Run git in the repository, with nothing of this machine's configuration."""
        done = subprocess.run(
            ["git", *arguments], cwd=self.root, env=self._environment, capture_output=True, text=True
        )
        if done.returncode:
            raise SystemExit(f"git {' '.join(arguments)}: {done.stderr}")
        return done.stdout

    def replay(self, pull_request: PullRequest) -> Outcome:
        """Make the branch and run both commands on it."""
        self.git("checkout", "--quiet", "-b", pull_request.branch, "main")
        pull_request.edit(Checkout(self.root, self.govern))
        self.commit(pull_request.title)
        self.git("checkout", "--quiet", "main")
        named = ("--base", "main", "--head", pull_request.branch)
        report = self.reports / f"{pull_request.branch}.json"
        commands = (
            ("check", *named, "--format", "text", "--format", f"json={report}"),
            ("checklist", *named),
        )
        with ThreadPoolExecutor() as pool:
            check, checklist = pool.map(self.govern, commands)
        (self.reports / f"{pull_request.branch}.txt").write_text(check.stdout, "utf-8")
        (self.reports / f"{pull_request.branch}.md").write_text(checklist.stdout, "utf-8")
        return Outcome(
            self.git("diff", "--shortstat", f"main...{pull_request.branch}").strip(),
            check.returncode,
            checklist.returncode,
            json.loads(report.read_text("utf-8")) if report.exists() else {},
            checklist.stdout,
            check.stderr + checklist.stderr,
        )

    def golden(self) -> dict[str, Any]:
        """The golden documents of main, by path."""
        paths = Checkout(self.root).documents(rejected=False)
        return {path: json.loads((self.root / path).read_text("utf-8")) for path in paths}

    def govern(self, arguments: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
        """Run the installed command."""
        return subprocess.run(
            [command(), *arguments],
            cwd=self.root,
            env=self._environment,
            capture_output=True,
            encoding="utf-8",
        )

    def _ship(self) -> None:
        for folder in SHIPPED:
            shutil.copytree(ROOT / folder, self.root / folder)
        (self.root / "schemas").mkdir()
        for file in sorted((ROOT / "schemas").glob("status_*.json")):
            shutil.copy(file, self.root / "schemas")
        (self.root / "govern.toml").write_text(
            _status_only((ROOT / "govern.toml").read_text("utf-8")), "utf-8"
        )

    def commit(self, message: str) -> None:
        """Commit everything."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", message)


IDENTITY = (("NAME", "Demo"), ("EMAIL", "demo@example.com"), ("DATE", DATE))


def _status_only(configuration: str) -> str:
    """The part of the checkout's govern.toml that is about the status contract."""
    start = configuration.index("[contracts.status]")
    ends = [configuration.find(mark, start) for mark in ("\n# ---", "\n[contracts.config]")]
    return configuration[start : min(end for end in ends if end >= 0)].rstrip() + "\n"


def command() -> str:
    """The govern that is installed beside this Python."""
    found = shutil.which("govern", path=str(Path(sys.executable).parent)) or shutil.which("govern")
    if found is None:
        raise SystemExit("govern is not installed here: run `make demo`")
    return found


def main() -> int:
    """Build, replay, show, sum up."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--keep", action="store_true", help="keep the scratch repository and the reports")
    keep = parser.parse_args().keep
    (ROOT / "build").mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="demo-", dir=ROOT / "build"))
    try:
        print("Building a scratch repository with the status contract ...", flush=True)
        scratch = Scratch(folder)
        golden, outcomes = scratch.golden(), []
        for number, pull_request in enumerate(PULL_REQUESTS, 1):
            print(f"\n[{number}/{len(PULL_REQUESTS)}] {pull_request.title}", flush=True)
            outcome = scratch.replay(pull_request)
            outcomes.append((pull_request, outcome))
            show(pull_request, outcome, golden)
        print("=" * WIDTH)
        print("A drill, against a server on this machine that plays the fixtures\n", flush=True)
        drilled = drill(scratch.govern, scratch.root / "fixtures/status")
        print("=" * WIDTH)
        print(
            "A release: change, bump, changelog, checklist, two approvals, merge, tag, history\n", flush=True
        )
        released = release(scratch)
        print("=" * WIDTH)
        right = summary(outcomes) and drilled and released
    finally:
        if keep:
            print(f"kept: {folder.relative_to(ROOT)}")
        else:
            shutil.rmtree(folder, ignore_errors=True)
    print("\nAll as promised." if right else "\nNot as promised: see above.")
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main())
