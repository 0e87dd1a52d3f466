"""A path of the work tree and new bytes to a file that is wholly the old one or wholly the new one."""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path

from govern.errors import RepositoryError
from govern.repo.faults import fault, legible


def write_file(top: str, path: str, data: bytes) -> None:
    """Put bytes in the place of a file of the work tree, or make it, with the folders that it needs.

    The bytes reach the disk in a file beside it, which then takes its name: a reader, or whoever finds the
    disk after a power cut, has the old file or the new one. Its mode stays.

    Raises RepositoryError: `path-outside` for a path that leads out of the work tree or through a link,
    `write-failed` where the file system refuses.
    """
    full = _inside(Path(top), path)
    try:
        full.parent.mkdir(parents=True, exist_ok=True)
        mode = stat.S_IMODE(full.stat().st_mode) if full.exists() else None
        beside = full.with_name(f".{full.name}.{secrets.token_hex(8)}.govern")
        try:
            _fill(beside, data, mode)
            os.replace(beside, full)
        finally:
            beside.unlink(missing_ok=True)
        _settle(full.parent)
    except OSError as error:
        message = f"{legible(path)} cannot be written: {error.strerror or error}"
        raise fault("write-failed", message, "mend its permissions, or make room on the disk") from error


def _fill(file: Path, data: bytes, mode: int | None) -> None:
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666), "wb") as out:
        if mode is not None:
            os.fchmod(out.fileno(), mode)
        out.write(data)
        out.flush()
        os.fsync(out.fileno())


def _settle(folder: Path) -> None:
    """Make the new name reach the disk as well."""
    here = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(here)
    finally:
        os.close(here)


def _inside(top: Path, path: str) -> Path:
    """The file that a path of the tree names. No part of it may be a link, or lead up."""
    parts = path.split("/")
    if path.startswith("/") or any(part in ("", ".", "..", ".git") for part in parts):
        raise _outside(path, "is no path below the root of the repository")
    full = top
    for part in parts:
        full = full / part
        if full.is_symlink():
            raise _outside(path, "leads through a symbolic link")
    if full.exists() and not full.is_file():
        raise _outside(path, "is no regular file")
    return full


def _outside(path: str, why: str) -> RepositoryError:
    remedy = "name a regular file of the repository"
    return fault("path-outside", f"{legible(path)} {why}, and nothing is written there", remedy)
