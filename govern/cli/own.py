"""What the operator names on the command line to its bytes, and to the configuration that they are."""

from __future__ import annotations

from pathlib import Path

from govern.configuration import load
from govern.contracts import Config
from govern.errors import Problem, UsageError


def own_bytes(path: Path, shown: str, most: int = -1) -> bytes:
    """The bytes of a file, so many at the most (-1: all). Raises UsageError where it cannot be read; `shown`
    is what it was called."""
    try:
        with path.open("rb") as file:
            return file.read(most)
    except OSError as error:
        problem = Problem(
            "file-unreadable", f"it cannot be read: {error.strerror}", "name a file that is there", shown
        )
        raise UsageError(problem) from error


def own_config(folder: str, name: str) -> tuple[Config, bytes]:
    """The operator's own configuration, and its bytes. Raises UsageError as above, ConfigurationError where
    it has mistakes."""
    data = own_bytes(Path(folder) / name, name)
    return load(data, path=name, origin=f"your own {name}"), data
