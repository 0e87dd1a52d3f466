from __future__ import annotations

from pathlib import Path

import pytest
from scratch_repository import Scratch


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture
def scratch(tmp_path: Path, home: Path) -> Scratch:
    return Scratch(tmp_path / "project", home)
