from __future__ import annotations

from pathlib import Path

import pytest
from console import SCRIPT, Console
from scratch import Scratch


@pytest.fixture
def scratch(tmp_path: Path) -> Scratch:
    return Scratch(tmp_path)


@pytest.fixture
def govern(scratch: Scratch) -> Console:
    assert Path(SCRIPT).exists(), "govern is to be installed beside the Python that runs the tests"
    return Console(scratch)
