"""The status contract as it stands in this checkout, read once."""

from __future__ import annotations

from typing import Any

import pytest
from status_files import SCHEMAS, SPECS, Validators, load


@pytest.fixture(scope="session")
def schemas() -> dict[str, Any]:
    return {name: load(path) for name, path in SCHEMAS.items()}


@pytest.fixture(scope="session")
def validators(schemas: dict[str, Any]) -> dict[str, Validators]:
    return {name: Validators(schema) for name, schema in schemas.items()}


@pytest.fixture(scope="session")
def manifest() -> Any:
    return load(SPECS / "status_reason_registries_manifest.json")


@pytest.fixture(scope="session")
def registries(manifest: Any) -> dict[str, list[str]]:
    """Registry name to its codes; a tier is `Registry.Tier`."""
    found: dict[str, list[str]] = {}
    for name, registry in manifest["registries"].items():
        tiers = registry.get("tiers") if isinstance(registry, dict) else None
        if tiers is None:
            found[name] = _codes(registry["values"] if isinstance(registry, dict) else registry)
            continue
        found |= {f"{name}.{tier}": _codes(codes) for tier, codes in tiers.items()}
        found[name] = [code for codes in tiers.values() for code in _codes(codes)]
    return found


def _codes(entries: list[Any]) -> list[str]:
    return [entry["code"] if isinstance(entry, dict) else entry for entry in entries]
