from __future__ import annotations

from pathlib import Path

import pytest
from house import House
from keyring import Keyring


@pytest.fixture(scope="session")
def keyring(tmp_path_factory: pytest.TempPathFactory) -> Keyring:
    """The keys of everybody in these tests, made once."""
    return Keyring(tmp_path_factory.mktemp("keys"))


@pytest.fixture
def house(tmp_path: Path, keyring: Keyring) -> House:
    return House(tmp_path, keyring)
