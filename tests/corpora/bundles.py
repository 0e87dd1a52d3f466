"""The real histories beside the checkout, the configuration of each, and clones of them."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BUNDLES = ROOT.parent / "shared" / "corpora"

needed = pytest.mark.skipif(not BUNDLES.is_dir(), reason=f"the histories are not here: {BUNDLES}")


def config_of(corpus: str) -> Path:
    """The operator's own configuration of a history."""
    return ROOT / "tests" / "corpora" / f"{corpus}.toml"


def cloned(corpus: str, folder: Path) -> Path:
    """A working clone of a history, without files, in a folder."""
    clone = folder / corpus
    command = ["git", "clone", "--quiet", "--no-checkout", str(BUNDLES / f"{corpus}.bundle"), str(clone)]
    subprocess.run(command, check=True, capture_output=True)
    return clone
