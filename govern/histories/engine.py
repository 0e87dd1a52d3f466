"""This govern to a digest of all that decides its answers: its own code, and the libraries that it asks."""

from __future__ import annotations

import hashlib
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

ROOT = Path(__file__).parents[1]
_SHOWS = ("cli", "render")
"""Packages that show answers, and decide none."""
_LIBRARIES = ("jsonschema", "jsonschema-rs", "referencing", "semver", "deepdiff", "ruamel.yaml")


def engine() -> str:
    """SHA-256 of the modules that may decide an answer, of their libraries' versions, and of Python's."""
    digest = hashlib.sha256(f"{sys.version_info[:3]}".encode())
    for name in _LIBRARIES:
        digest.update(f"{name} {_version(name)}\n".encode())
    for path in sorted(ROOT.rglob("*.py")):
        if path.relative_to(ROOT).parts[0] not in _SHOWS:
            digest.update(f"{path.relative_to(ROOT).as_posix()}\n".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"
