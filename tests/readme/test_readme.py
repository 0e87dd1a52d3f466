"""The README to what it claims: its screenful is what the command prints."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
README = (HERE.parents[1] / "README.md").read_text(encoding="utf-8")
COMMAND = "$ govern compare order-1.schema.json order-2.schema.json\n"


def test_the_screenful_is_what_the_command_prints() -> None:
    govern = Path(sys.executable).with_name("govern")
    arguments = [str(govern), *COMMAND.split()[2:]]
    done = subprocess.run(arguments, cwd=HERE, capture_output=True, check=False, timeout=60)
    assert done.returncode == 1
    shown = README.split(COMMAND)[1].split("\n```")[0]
    assert shown.strip() == done.stdout.decode("utf-8").strip()


DOCTOR = "$ govern doctor\n"
GIT = """#!/bin/sh
case " $* " in *" version "*) echo "git version 2.51.0"; exit ;; esac
exec "%s" "$@"
"""


def test_what_the_doctor_shows_is_what_it_prints(tmp_path: Path) -> None:
    """With a git that calls itself new: what is said of an old one hangs on the machine."""
    git = tmp_path / "bin/git"
    git.parent.mkdir()
    git.write_text(GIT % shutil.which("git"), encoding="utf-8")
    git.chmod(0o755)
    folder = tmp_path / "repository"
    (folder / ".github/workflows").mkdir(parents=True)
    shutil.copy(HERE / "wired/govern.yml", folder / ".github/workflows")
    shutil.copy(HERE / "wired/govern.toml", folder)
    environment = {"PATH": f"{git.parent}:{os.environ['PATH']}", "HOME": str(tmp_path)}
    subprocess.run(["git", "init", "-q"], cwd=folder, env=environment, check=True)
    govern = str(Path(sys.executable).with_name("govern"))
    done = subprocess.run(
        [govern, "doctor"], cwd=folder, env=environment, capture_output=True, check=False, timeout=60
    )
    assert done.returncode == 1
    shown = README.split(DOCTOR)[1].split("\n```")[0]
    assert shown.strip() == done.stdout.decode("utf-8").strip()


def test_every_command_it_names_is_there() -> None:
    from govern.cli.application import COMMANDS

    known = {*COMMANDS}
    named = set(re.findall(r"^ {4}govern (\w+)", README, re.MULTILINE))
    assert named
    assert named <= known
