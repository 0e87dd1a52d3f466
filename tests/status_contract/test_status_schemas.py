"""The two schemas: well formed, twins, and agreed with the manifest."""

from __future__ import annotations

from typing import Any

import jsonschema
import jsonschema_rs
import pytest
from status_files import FIXTURES, REJECTED, SCHEMAS, Validators, load

REQUIRED = [
    "status_schema_version",
    "contract_version",
    "build_id",
    "runtime_config_hash",
    "supported_profiles",
    "enforced_profile",
    "deployment_environment",
    "status_generated_ts_ms",
    "trading_mode",
    "risk_state",
    "bunker_mode_active",
    "connectivity_degraded",
    "mode_reasons",
    "open_permission_blocked_latch",
    "open_permission_reason_codes",
    "open_permission_requires_reconcile",
    "policy_age_sec",
    "last_policy_update_ts",
    "f1_cert_state",
    "f1_cert_expires_at",
    "disk_used_pct",
    "disk_used_last_update_ts_ms",
    "disk_used_pct_secondary",
    "disk_used_secondary_last_update_ts_ms",
    "mm_util",
    "mm_util_last_update_ts_ms",
    "loop_tick_last_ts_ms",
    "wal_queue_depth",
    "wal_queue_capacity",
    "wal_queue_enqueue_failures",
    "atomic_naked_events_24h",
    "429_count_5m",
    "10028_count_5m",
    "deribit_http_p95_ms",
    "ws_event_lag_ms",
]

VOCABULARIES = {
    "deploymentEnvironment": "DeploymentEnvironment",
    "tradingMode": "TradingMode",
    "riskState": "RiskState",
    "f1CertState": "F1CertState",
    "killReason": "ModeReasonCode.Kill",
    "reduceOnlyReason": "ModeReasonCode.ReduceOnly",
    "openPermissionReason": "OpenPermissionReasonCode",
    "ownerState": "OwnerStateCode",
}

# rejected document: golden fixture it was made from, keys that differ, where it is refused, by what
REFUSALS: dict[str, tuple[str, set[str], str, str]] = {
    "active_with_a_mode_reason": ("active_healthy", {"mode_reasons"}, "mode_reasons", "maxItems"),
    "reduce_only_without_a_reason": ("wal_backpressure", {"mode_reasons"}, "mode_reasons", "minItems"),
    "reduce_only_with_a_kill_reason": ("wal_backpressure", {"mode_reasons"}, "mode_reasons/0", "enum"),
    "kill_without_a_reason": ("unknown_token_force_kill", {"mode_reasons"}, "mode_reasons", "minItems"),
    "kill_with_a_reduce_only_reason": (
        "unknown_token_force_kill",
        {"mode_reasons"},
        "mode_reasons/1",
        "enum",
    ),
    "clear_latch_with_a_reason": (
        "wal_backpressure",
        {"open_permission_reason_codes"},
        "open_permission_reason_codes",
        "maxItems",
    ),
    "clear_latch_that_requires_reconcile": (
        "active_healthy",
        {"open_permission_requires_reconcile"},
        "open_permission_requires_reconcile",
        "const",
    ),
    "latch_without_a_reason": (
        "ws_book_gap",
        {"open_permission_reason_codes"},
        "open_permission_reason_codes",
        "minItems",
    ),
    "latch_without_reconcile": (
        "ws_book_gap",
        {"open_permission_requires_reconcile"},
        "open_permission_requires_reconcile",
        "const",
    ),
    "latch_while_active": ("ws_trades_gap", {"trading_mode", "mode_reasons"}, "trading_mode", "enum"),
    "missing_certificate_with_an_expiry": (
        "restart_reconcile",
        {"f1_cert_expires_at"},
        "f1_cert_expires_at",
        "type",
    ),
    "certificate_without_an_expiry": (
        "active_healthy",
        {"f1_cert_expires_at"},
        "f1_cert_expires_at",
        "type",
    ),
    "unregistered_mode_reason": ("unknown_token_force_kill", {"mode_reasons"}, "mode_reasons/0", "anyOf"),
    "required_key_left_out": ("active_healthy", {"trading_mode"}, "", "required"),
    "ratio_above_one": ("active_healthy", {"mm_util"}, "mm_util", "maximum"),
    "ledger_without_capacity": (
        "active_healthy",
        {"wal_queue_capacity"},
        "wal_queue_capacity",
        "minimum",
    ),
    "profiles_without_csp": (
        "active_healthy",
        {"supported_profiles"},
        "supported_profiles",
        "contains",
    ),
    "owner_view_with_a_further_key": (
        "active_healthy",
        {"owner_view"},
        "owner_view",
        "additionalProperties",
    ),
}


@pytest.mark.parametrize("name", SCHEMAS)
def test_each_schema_is_valid_against_its_metaschema(name: str, schemas: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator.check_schema(schemas[name])
    assert jsonschema_rs.meta.is_valid(schemas[name])
    assert schemas[name]["$schema"] == jsonschema.Draft202012Validator.META_SCHEMA["$id"]


@pytest.mark.parametrize("name", SCHEMAS)
def test_each_schema_requires_exactly_the_35_keys(name: str, schemas: dict[str, Any]) -> None:
    assert len(REQUIRED) == 35
    assert schemas[name]["required"] == REQUIRED
    assert set(schemas[name]["properties"]) == {*REQUIRED, "owner_view"}


def test_every_property_says_what_it_is(schemas: dict[str, Any]) -> None:
    silent = [key for key, rule in schemas["min"]["properties"].items() if not rule.get("description")]
    assert silent == []


def test_the_exact_schema_is_the_other_one_closed(schemas: dict[str, Any]) -> None:
    words = {"$id", "title", "description"}
    open_, exact = ({key: schema[key] for key in schema if key not in words} for schema in schemas.values())
    assert exact == {**open_, "additionalProperties": False}
    assert "additionalProperties" not in open_
    assert {key for key in words if schemas["min"][key] == schemas["exact"][key]} == set()


def test_schemas_and_manifest_register_the_same_codes_in_the_same_order(
    schemas: dict[str, Any], registries: dict[str, list[str]]
) -> None:
    said = {name: schemas["min"]["$defs"][name]["enum"] for name in VOCABULARIES}
    assert said == {name: registries[registry] for name, registry in VOCABULARIES.items()}


@pytest.mark.parametrize("schema", SCHEMAS)
@pytest.mark.parametrize("name", FIXTURES)
def test_every_fixture_is_accepted_by_both_validators(
    name: str, schema: str, validators: dict[str, Validators]
) -> None:
    assert validators[schema].faults(load(FIXTURES[name])) == (set(), set())


@pytest.mark.parametrize("name", FIXTURES)
def test_only_the_exact_schema_refuses_a_further_key(name: str, validators: dict[str, Validators]) -> None:
    document = {**load(FIXTURES[name]), "note_for_the_night_shift": "all quiet"}
    assert validators["min"].accepts(document) == (True, True)
    assert validators["exact"].accepts(document) == (False, False)


@pytest.mark.parametrize("schema", SCHEMAS)
@pytest.mark.parametrize("name", FIXTURES)
def test_a_fixture_without_any_one_required_key_is_refused(
    name: str, schema: str, validators: dict[str, Validators]
) -> None:
    document = load(FIXTURES[name])
    for key in REQUIRED:
        rest = {other: value for other, value in document.items() if other != key}
        python, rust = validators[schema].faults(rest)
        assert ("", "required") in python & rust, key


@pytest.mark.parametrize("name", FIXTURES)
def test_the_owner_view_is_optional(name: str, validators: dict[str, Validators]) -> None:
    document = {key: value for key, value in load(FIXTURES[name]).items() if key != "owner_view"}
    assert validators["exact"].accepts(document) == (True, True)


def test_every_rejected_document_has_its_rule_written_down() -> None:
    assert set(REFUSALS) == set(REJECTED)


@pytest.mark.parametrize("schema", SCHEMAS)
@pytest.mark.parametrize(("name", "refusal"), REFUSALS.items(), ids=list(REFUSALS))
def test_a_rejected_document_is_refused_for_the_rule_it_is_named_after(
    name: str, refusal: tuple[str, set[str], str, str], schema: str, validators: dict[str, Validators]
) -> None:
    _, _, path, keyword = refusal
    python, rust = validators[schema].faults(load(REJECTED[name]))
    assert (path, keyword) in python & rust
    assert {where for where, _ in python | rust} == {path}


@pytest.mark.parametrize(("name", "refusal"), REFUSALS.items(), ids=list(REFUSALS))
def test_a_rejected_document_is_a_golden_one_but_for_the_rule_it_breaks(
    name: str, refusal: tuple[str, set[str], str, str]
) -> None:
    fixture, keys, _, _ = refusal
    golden, rejected = load(FIXTURES[fixture]), load(REJECTED[name])
    assert {key for key in golden | rejected if golden.get(key, ...) != rejected.get(key, ...)} == keys


@pytest.mark.parametrize(
    ("fixture", "edit"),
    [
        ("active_healthy", {"contract_version": "5.1"}),
        ("active_healthy", {"status_schema_version": 2}),
        ("active_healthy", {"status_schema_version": True}),
        ("active_healthy", {"enforced_profile": "GOP"}),
        ("active_healthy", {"runtime_config_hash": "9B1F"}),
        ("active_healthy", {"mm_util": -0.01}),
        ("active_healthy", {"429_count_5m": -1}),
        ("active_healthy", {"429_count_5m": 0.5}),
        ("active_healthy", {"status_generated_ts_ms": None}),
        ("ws_book_gap", {"mode_reasons": ["REDUCEONLY_OPEN_PERMISSION_LATCHED"] * 2}),
        ("active_healthy", {"owner_view": {"primary_owner_reason_code": "STATE_IDLE_HEALTHY"}}),
    ],
)
def test_a_value_out_of_its_range_is_refused(
    fixture: str, edit: dict[str, Any], validators: dict[str, Validators]
) -> None:
    document = {**load(FIXTURES[fixture]), **edit}
    assert validators["min"].accepts(document) == (False, False)


@pytest.mark.parametrize(
    ("fixture", "edit"),
    [
        ("active_healthy", {"mm_util": 1, "disk_used_pct": 0}),
        ("active_healthy", {"wal_queue_capacity": 1, "wal_queue_depth": 0}),
        ("active_healthy", {"supported_profiles": ["FULL", "CSP"]}),
        ("restart_reconcile", {"trading_mode": "Kill", "mode_reasons": ["KILL_RISKSTATE_KILL"]}),
    ],
)
def test_a_value_at_the_edge_of_its_range_is_accepted(
    fixture: str, edit: dict[str, Any], validators: dict[str, Validators]
) -> None:
    document = {**load(FIXTURES[fixture]), **edit}
    assert validators["exact"].accepts(document) == (True, True)
