from __future__ import annotations

from pathlib import Path

import pytest
from telling import Scratch


@pytest.fixture
def scratch(tmp_path: Path) -> Scratch:
    return Scratch(tmp_path)


@pytest.fixture
def empty(tmp_path: Path) -> Scratch:
    """A repository without a commit."""
    return Scratch(tmp_path, {})
