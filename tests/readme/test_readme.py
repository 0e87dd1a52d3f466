"""The README to what it claims: its screenful is what the command prints."""

from __future__ import annotations

import re
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


def test_every_command_it_names_is_there() -> None:
    from govern.cli.application import COMMANDS

    known = {*COMMANDS}
    named = set(re.findall(r"^ {4}govern (\w+)", README, re.MULTILINE))
    assert named
    assert named <= known
