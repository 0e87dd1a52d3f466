"""The name of a published schema to the schema: from the installed package, or the source tree."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

from govern.errors import GovernError, Problem

if TYPE_CHECKING:
    from govern.model import JsonObject

_PACKAGE = Path(__file__).parent


def published(name: str) -> JsonObject:
    """The published JSON Schema `NAME.schema.json` (`config`, `invariants`, `report`), a fresh value each
    time.

    An installed package carries it in `govern/published/`, the source tree in `schemas/`. Raises
    GovernError where neither has it: the installation is broken, and nothing can be judged.
    """
    return cast("JsonObject", json.loads(_text(f"{name}.schema.json")))


@cache
def _text(file_name: str) -> str:
    for file in (_PACKAGE / "published" / file_name, _PACKAGE.parent / "schemas" / file_name):
        if file.is_file():
            return file.read_text(encoding="utf-8")
    raise GovernError(
        Problem(
            rule="published-schema-missing",
            message=f"this installation of govern lacks its published schema {file_name}",
            remedy="install contract-govern again; a wheel carries the file in govern/published/",
        )
    )
