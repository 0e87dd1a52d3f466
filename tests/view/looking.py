"""The status contract's own view of a document, in this process."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from govern import validator
from govern.configuration import load
from govern.invariants import bindings
from govern.manifest import registries
from govern.render.view_html import page
from govern.view import Shown, shown

ROOT = Path(__file__).parents[2]
FIXTURES = {
    path.stem: json.loads(path.read_bytes()) for path in sorted((ROOT / "fixtures/status").glob("*.json"))
}
REJECTED = {
    path.stem: json.loads(path.read_bytes())
    for path in sorted((ROOT / "fixtures/status/rejected").glob("*.json"))
}
MANIFEST = json.loads((ROOT / "specs/status/status_reason_registries_manifest.json").read_bytes())
SCHEMA = ROOT / "schemas/status_csp_min.schema.json"
CONTRACT = next(
    each
    for each in load((ROOT / "govern.toml").read_bytes(), path="govern.toml", origin="").contracts
    if each.name == "status"
)
HELD = validator(SCHEMA, MANIFEST)
SEEN = datetime(2026, 1, 1, 12, 0, 3, tzinfo=UTC)
"""Three seconds after the fixtures were made."""


def seen(document: Any, *, errors: tuple[str, ...] | None = None) -> Shown:
    """What the owner sees of a document."""
    assert CONTRACT.view is not None
    found = (
        tuple(f"[{each.tag}] {each.pointer}" for each in HELD.errors(document)) if errors is None else errors
    )
    codes = (*bindings(MANIFEST), *CONTRACT.codes)
    manifest = registries(MANIFEST, CONTRACT.manifest_rules)
    return shown("x", document, found, CONTRACT.view, manifest, codes, SEEN)


def html(document: Any, **more: Any) -> str:
    """The page of a document."""
    return page(seen(document, **more), "status")


def changed(name: str, **members: Any) -> Any:
    """A fixture with other members; a member `owner_view` is laid over the one that is there."""
    document = copy.deepcopy(FIXTURES[name])
    view = members.pop("owner_view", None)
    document |= members
    if view is not None:
        document["owner_view"] = {**document.get("owner_view", {}), **view}
    return document


def crowded() -> Any:
    """A good document that says as much as one can."""
    kinds = MANIFEST["registries"]
    unblock = {"type": "MANUAL", "condition": "c" * 90, "current": "n" * 60, "target": "t" * 60}
    return changed(
        "market_data_stale",
        risk_state="Maintenance",
        mode_reasons=[each["code"] for each in kinds["ModeReasonCode"]["tiers"]["ReduceOnly"]],
        open_permission_reason_codes=[each["code"] for each in kinds["OpenPermissionReasonCode"]],
        f1_cert_state="STALE",
        build_id="b" * 60,
        owner_view={
            "primary_owner_reason_code": "REDUCEONLY_RISKSTATE_MAINTENANCE",
            "owner_message": "Nothing works and everything is late. " * 20,
            "unblock": [unblock] * 7,
        },
    )
