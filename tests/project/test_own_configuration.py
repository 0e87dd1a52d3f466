"""The repository's own govern.toml can be read, and every place it names is there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from govern.configuration import load
from govern.contracts import VersionField
from govern.pointer import MISSING, get

ROOT = Path(__file__).resolve().parents[2]
CONFIG = load((ROOT / "govern.toml").read_bytes(), path="govern.toml", origin="the work tree")
CONTRACTS = {contract.name: contract for contract in CONFIG.contracts}
VERSIONS = [(name, field) for name, each in CONTRACTS.items() for field in each.versions or ()]


def carried(place: str) -> list[Any]:
    """What stands at a place, once for each file that the glob selects."""
    pattern, pointer = place.split("#")
    return [get(json.loads(path.read_text("utf-8")), pointer) for path in sorted(ROOT.glob(pattern))]


def test_the_contracts_are_the_status_and_govern_s_own() -> None:
    assert sorted(CONTRACTS) == ["changelog", "config", "invariants", "report", "status"]
    modes = {name: contract.reading.compatibility.value for name, contract in CONTRACTS.items()}
    assert modes == {
        "changelog": "forward",
        "config": "backward",
        "invariants": "backward",
        "report": "forward",
        "status": "full",
    }


@pytest.mark.parametrize("name", CONTRACTS)
def test_every_file_of_a_contract_is_there(name: str) -> None:
    contract = CONTRACTS[name]
    files = [schema.path for schema in contract.schemas]
    files += [schema.strict for schema in contract.schemas if schema.strict]
    globs = (*contract.fixtures, *contract.rejects, *contract.docs, *contract.drills)
    assert [file for file in files if not (ROOT / file).is_file()] == []
    assert [glob for glob in globs if not list(ROOT.glob(glob))] == []
    assert contract.changelog is not None
    assert (ROOT / contract.changelog).is_dir()


@pytest.mark.parametrize(("name", "field"), VERSIONS, ids=lambda each: getattr(each, "at", (each,))[0])
def test_the_places_of_a_version_agree(name: str, field: VersionField) -> None:
    values = [value for place in field.at for value in carried(place)]
    assert MISSING not in values
    assert len(values) >= len(field.at)
    assert set(values) == {values[0]}
    assert [glob for glob in field.covers if not list(ROOT.glob(glob.lstrip("!").split("#")[0]))] == []


@pytest.mark.parametrize("name", CONTRACTS)
def test_the_version_of_a_contract_has_its_changelog_entry(name: str) -> None:
    contract = CONTRACTS[name]
    (version,) = {str(value) for value in carried((contract.versions or ())[0].at[0])}
    folder = ROOT / str(contract.changelog)
    entry = json.loads((folder / f"{version}.json").read_text("utf-8"))
    assert (entry["contract"], entry["version"]) == (name, version)
    assert (folder / f"{version}.md").read_text("utf-8").startswith(f"# {name} {version}\n")


def test_no_registry_of_the_status_manifest_asks_for_a_new_structure() -> None:
    contract = CONTRACTS["status"]
    manifest = json.loads((ROOT / str(contract.manifest)).read_text("utf-8"))
    (structure,) = [field for field in contract.versions or () if field.at[0].endswith("#/schema_version")]
    taken_out = {glob.rpartition("/")[2] for glob in structure.covers if "#/registries/" in glob}
    assert taken_out == set(manifest["registries"])


def test_the_codes_of_the_status_are_bound_to_registries_that_exist() -> None:
    contract = CONTRACTS["status"]
    manifest = json.loads((ROOT / str(contract.manifest)).read_text("utf-8"))
    assert {binding.registry for binding in contract.codes} <= set(manifest["registries"])
    status = json.loads((ROOT / "fixtures/status/active_healthy.json").read_text("utf-8"))
    fields = [binding.field for binding in contract.codes]
    fields += [binding.tier for binding in contract.codes if binding.tier]
    assert [field for field in fields if get(status, field) is MISSING] == []
