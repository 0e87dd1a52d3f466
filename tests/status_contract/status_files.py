"""Where the status contract stands in this checkout, and two validators for it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import jsonschema_rs

ROOT = Path(__file__).resolve().parents[2]
SPECS = ROOT / "specs" / "status"
FIXTURES = {path.stem: path for path in sorted((ROOT / "fixtures/status").glob("*.json"))}
REJECTED = {path.stem: path for path in sorted((ROOT / "fixtures/status/rejected").glob("*.json"))}
SCHEMAS = {name: ROOT / f"schemas/status_csp_{name}.schema.json" for name in ("min", "exact")}


def load(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


class Validators:
    """One schema in two independent validators."""

    def __init__(self, schema: Any) -> None:
        self._python = jsonschema.Draft202012Validator(schema)
        self._rust = jsonschema_rs.Draft202012Validator(schema)

    def faults(self, document: Any) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
        """What each validator refuses: pairs of instance path and keyword, joined by slashes."""
        python = {
            ("/".join(map(str, error.absolute_path)), str(error.validator))
            for error in self._python.iter_errors(document)
        }
        rust = {
            ("/".join(map(str, error.instance_path)), str(error.schema_path[-1]))
            for error in self._rust.iter_errors(document)
        }
        return python, rust

    def accepts(self, document: Any) -> tuple[bool, bool]:
        return self._python.is_valid(document), self._rust.is_valid(document)
