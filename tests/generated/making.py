"""Sources made of values: a contract `flags` with the manifest of specs/GENERATED.md."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from govern.contracts import Contract, SchemaFile
from govern.generated import Sources
from govern.manifest import registries
from govern.model import ManifestRules

TEXT = (Path(__file__).parents[2] / "specs" / "GENERATED.md").read_text("utf-8")
MANIFEST = json.loads(re.search(r"```json manifest\n(.*?)```", TEXT, re.DOTALL)[1])  # type: ignore[index]


def made(
    prose: dict[str, str] | None = None,
    *,
    manifest: Any = MANIFEST,
    schema: Any = None,
    schema_text: str | None = None,
    fixtures: dict[str, Any] | None = None,
    paths: tuple[str, ...] = (),
) -> Sources:
    """The sources; texts of documents are those of `json.dumps(..., indent=2)`."""
    prose, fixtures = prose or {}, fixtures or {}
    values = {"flags.json": manifest, **fixtures}
    if schema is not None:
        values["flags.schema.json"] = schema
    texts = {path: json.dumps(value, indent=2) for path, value in values.items()} | prose
    if schema_text is not None:
        texts["flags.schema.json"] = schema_text
    return Sources(
        Contract("flags", (SchemaFile("flags.schema.json"),), manifest="flags.json"),
        registries(manifest, ManifestRules()),
        values,
        texts,
        (*values, *prose, *paths),
        tuple(fixtures),
        tuple(prose),
    )


def part(mark: str, inner: str = "") -> str:
    """A Markdown text with one part."""
    return f"before\n\n<!-- govern:begin {mark} -->{inner}<!-- govern:end -->\n\nafter\n"
