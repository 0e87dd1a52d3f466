"""The Makefile offers what its help says, and refuses a Python that is too old."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")


def make(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if key not in {"MAKEFLAGS", "MAKELEVEL"}}
    return subprocess.run(
        ["make", *arguments], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )


def test_make_alone_lists_every_target() -> None:
    done = make()
    (phony,) = re.findall(r"^\.PHONY: (.*)$", MAKEFILE, re.M)
    named = re.findall(r"^make (\w+) ", done.stdout, re.M)
    assert done.returncode == 0
    assert sorted(named) == sorted(set(phony.split()) - {"help"})


@pytest.mark.parametrize("target", ["test", "demo"])
def test_a_python_that_is_too_old_is_refused_with_the_remedy(tmp_path: Path, target: str) -> None:
    for name in ("Makefile", "pyproject.toml", "requirements"):
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, tmp_path / name)
    old = tmp_path / "python-of-old"
    old.write_text("#!/bin/sh\nexit 1\n", "utf-8")
    old.chmod(0o755)
    done = make(target, f"PYTHON={old}", cwd=tmp_path)
    assert done.returncode == 2
    assert "govern needs Python 3.11 or later" in done.stdout
    assert f"PYTHON=python3.12 make {target}" in done.stdout
    assert not (tmp_path / ".venv").exists()


def test_continuous_integration_runs_what_people_run() -> None:
    assert (ROOT / ".ci/run").read_text("utf-8").rstrip().endswith("\nmake test")
    assert os.access(ROOT / ".ci/run", os.X_OK)
