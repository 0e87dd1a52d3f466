"""The locked set agrees with what pyproject.toml asks for, and names nothing but packages."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
LOCK = (ROOT / "requirements/test.lock").read_text("utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
ASKED = [
    *PROJECT["project"]["dependencies"],
    *PROJECT["project"]["optional-dependencies"]["test"],
    *PROJECT["build-system"]["requires"],
]


def pins(lock: str) -> dict[str, str]:
    """Canonical name to version."""
    return dict(re.findall(r"^([a-z0-9-]+)==([^\s;\\]+)", lock, re.M))


def satisfied(requirement: str, pinned: dict[str, str]) -> bool:
    asked = Requirement(requirement)
    version = pinned.get(canonicalize_name(asked.name))
    return version is not None and asked.specifier.contains(version)


@pytest.mark.parametrize("requirement", ASKED)
def test_what_the_project_asks_for_is_locked_within_its_range(requirement: str) -> None:
    assert satisfied(requirement, pins(LOCK))


@pytest.mark.parametrize(
    ("requirement", "expected"),
    [("Alpha_One>=1,<2", True), ("alpha-one>=1.3", False), ("beta", False)],
)
def test_a_package_left_out_or_out_of_range_would_be_noticed(requirement: str, expected: bool) -> None:
    assert satisfied(requirement, pins("alpha-one==1.2 \\\n    --hash=sha256:00\n")) is expected


def test_the_build_requirements_are_listed_for_the_lock() -> None:
    listed = (ROOT / "requirements/build.in").read_text("utf-8").splitlines()
    assert set(PROJECT["build-system"]["requires"]) <= set(listed)


def test_every_locked_package_has_its_hashes() -> None:
    blocks = [block for block in re.split(r"^(?=[a-z0-9])", LOCK, flags=re.M) if not block.startswith("#")]
    assert len(blocks) == len(pins(LOCK)) > len(ASKED)
    assert [block for block in blocks if not re.search(r"--hash=sha256:[0-9a-f]{64}", block)] == []


def test_the_lock_names_no_index_and_no_host() -> None:
    assert re.findall(r"https?://|^--(?!hash)|^-[a-z]|@ ", LOCK, re.M) == []
