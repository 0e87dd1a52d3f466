"""The name of a published schema to the schema: from the installed package, or the source tree."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, cast

from govern.errors import GovernError, Problem

if TYPE_CHECKING:
    from govern.model import JsonObject


def published(name: str) -> JsonObject:
    """The published JSON Schema `NAME.schema.json` (`config`, `report`), a fresh value each time.

    An installed package carries it in `govern/published/`, the source tree in `schemas/`. Raises
    GovernError where neither has it: the installation is broken, and nothing can be judged.
    """
    return cast("JsonObject", json.loads(_text(f"{name}.schema.json")))


def config_schema() -> JsonObject:
    """The published schema of `govern.toml`."""
    return published("config")


@cache
def _text(file_name: str) -> str:
    package = resources.files("govern")
    installed = package / "published" / file_name
    if installed.is_file():
        return installed.read_text(encoding="utf-8")
    source = Path(__file__).parents[2] / "schemas" / file_name
    if source.is_file():
        return source.read_text(encoding="utf-8")
    raise GovernError(
        Problem(
            rule="published-schema-missing",
            message=f"this installation of govern lacks its published schema {file_name}",
            remedy="install contract-govern again; a wheel carries the file in govern/published/",
        )
    )
