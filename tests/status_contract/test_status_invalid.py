"""Every way to spoil a golden status: each is refused, under the right tag and at the right place."""

from __future__ import annotations

import ast
import copy
import json
from pathlib import Path

import pytest

from govern import pointer, validator

ROOT = Path(__file__).parents[2]
SCHEMA = ROOT / "schemas" / "status_csp_min.schema.json"
EXACT = ROOT / "schemas" / "status_csp_exact.schema.json"
MANIFEST = ROOT / "specs" / "status" / "status_reason_registries_manifest.json"
FOLDER = ROOT / "fixtures" / "status"
FIXTURES = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.json"))}
RUNNING, GOLDEN = validator(SCHEMA, MANIFEST), validator(SCHEMA, MANIFEST, strict=EXACT)
REQUIRED = json.loads(SCHEMA.read_text("utf-8"))["required"]
CODED = {
    "/trading_mode": "TradingMode",
    "/risk_state": "RiskState",
    "/f1_cert_state": "F1CertState",
    "/deployment_environment": "DeploymentEnvironment",
}
LISTS = ("/mode_reasons", "/open_permission_reason_codes")


def spoilt(name, at, value):
    """A fixture with another value at a place."""
    document = copy.deepcopy(FIXTURES[name])
    *above, last = pointer.split(at)
    holder = pointer.get(document, above)
    holder[int(last) if isinstance(holder, list) else last] = value
    return document


def told(document, held=RUNNING):
    return {(each.tag, each.pointer) for each in held.errors(document)}


@pytest.mark.parametrize("name", FIXTURES)
def test_every_fixture_is_accepted(name):
    assert GOLDEN.errors(FIXTURES[name]) == ()
    assert GOLDEN.accepts(FIXTURES[name])


DROPPED = [(name, key) for name in FIXTURES for key in REQUIRED]


@pytest.mark.parametrize(("name", "key"), DROPPED)
def test_a_required_key_left_out_is_told_where_it_should_stand(name, key):
    document = {member: value for member, value in FIXTURES[name].items() if member != key}
    assert ("CSP-MIN", f"/{key}") in told(document)
    assert not RUNNING.accepts(document)


TYPES = {str: 7, bool: "yes", int: "7", float: "0.5", list: {}, dict: [], type(None): "none"}
TYPED = [(name, key, value) for name, fixture in FIXTURES.items() for key, value in fixture.items()]
NAMED_BY_TYPE = {
    "contract_version": {"CONTRACT"},
    "owner_view": {"OWNER-VIEW"},
    "f1_cert_expires_at": {"SCHEMA", "INVARIANT"},
    "open_permission_requires_reconcile": {"LATCH"},
}


@pytest.mark.parametrize(("name", "key", "value"), TYPED)
def test_a_value_of_another_type_is_told_in_its_place(name, key, value):
    document = spoilt(name, f"/{key}", TYPES[type(value)])
    tags = {tag for tag, at in told(document) if at == f"/{key}"}
    if f"/{key}" in CODED:
        assert tags & {"ENUM"}
    else:
        assert NAMED_BY_TYPE.get(key, {"SCHEMA"}) & tags


@pytest.mark.parametrize("name", FIXTURES)
@pytest.mark.parametrize("at", CODED)
def test_a_code_that_is_misspelt_is_told_with_the_nearest_one(name, at):
    right = pointer.get(FIXTURES[name], at)
    (found,) = (
        each
        for each in RUNNING.errors(spoilt(name, at, right[:-1] + "x"))
        if each.tag == "ENUM" and each.pointer == at
    )
    assert found.found == right[:-1] + "x"
    assert right in found.allowed
    assert right in found.nearest


CODES = [
    (name, f"{at}/{index}")
    for name in FIXTURES
    for at in LISTS
    for index in range(len(pointer.get(FIXTURES[name], at)))
]


@pytest.mark.parametrize(("name", "at"), CODES)
def test_a_listed_code_that_is_misspelt_is_told_with_the_nearest_one(name, at):
    right = pointer.get(FIXTURES[name], at)
    wrong = right.replace("E", "F", 1)
    found = [each for each in RUNNING.errors(spoilt(name, at, wrong)) if each.pointer == at]
    assert {each.tag for each in found} == {"ENUM"}
    assert all(right in each.nearest for each in found)


@pytest.mark.parametrize(("name", "at"), [each for each in CODES if "mode_reasons" in each[1]])
def test_a_code_of_another_tier_is_told_in_its_place(name, at):
    other = "REDUCEONLY_POLICY_STALE" if FIXTURES[name]["trading_mode"] == "Kill" else "KILL_RISKSTATE_KILL"
    assert ("TIER", at) in told(spoilt(name, at, other))


LONG = [(name, at) for name in FIXTURES for at in LISTS if len(pointer.get(FIXTURES[name], at)) > 1]


@pytest.mark.parametrize(("name", "at"), LONG)
def test_codes_in_another_order_are_told_with_the_right_one(name, at):
    codes = pointer.get(FIXTURES[name], at)
    (found,) = (each for each in RUNNING.errors(spoilt(name, at, codes[::-1])) if each.tag == "ORDER")
    assert (found.pointer, found.allowed) == (at, (codes,))


REASONS = "/mode_reasons"
CODES_OF_LATCH = "/open_permission_reason_codes"
RECONCILE = "/open_permission_requires_reconcile"
PRIMARY = "/owner_view/primary_owner_reason_code"
EXPIRY = "/f1_cert_expires_at"
LINK = "/connectivity_degraded"
LATCH = "/open_permission_blocked_latch"
CONTRACT = "/contract_version"
BY_HAND = [
    ("a latch while active", "active_healthy",
     {LATCH: True}, "DECISION-A", "/trading_mode"),
    ("a latch without a reason", "market_data_stale",
     {CODES_OF_LATCH: []}, "LATCH", CODES_OF_LATCH),
    ("a latch without a reconcile", "market_data_stale",
     {RECONCILE: False}, "LATCH", RECONCILE),
    ("a latch that is no reason", "ws_book_gap",
     {REASONS: ["REDUCEONLY_POLICY_STALE"]}, "DECISION-A", REASONS),
    ("a clear latch with a reason", "wal_backpressure",
     {CODES_OF_LATCH: ["RESTART_RECONCILE_REQUIRED"]}, "LATCH", CODES_OF_LATCH),
    ("a clear latch that asks for a reconcile", "wal_backpressure",
     {RECONCILE: True}, "LATCH", RECONCILE),
    ("another contract", "active_healthy",
     {CONTRACT: "5.2"}, "CONTRACT", CONTRACT),
    ("active with a reason", "active_healthy",
     {REASONS: ["REDUCEONLY_POLICY_STALE"]}, "TIER", "/mode_reasons/0"),
    ("reduced without a reason", "wal_backpressure",
     {REASONS: []}, "INVARIANT", REASONS),
    ("degraded and silent about it", "market_data_stale",
     {REASONS: ["REDUCEONLY_OPEN_PERMISSION_LATCHED"]}, "INVARIANT", REASONS),
    ("no certificate with an expiry", "restart_reconcile",
     {EXPIRY: 1}, "INVARIANT", EXPIRY),
    ("a certificate without an expiry", "active_healthy",
     {EXPIRY: None}, "INVARIANT", EXPIRY),
    ("a link that is said to be well", "market_data_stale",
     {LINK: False}, "INVARIANT", LINK),
    ("a link that is said to be ill", "active_healthy",
     {LINK: True}, "INVARIANT", LINK),
    ("more than the ledger holds", "active_healthy",
     {"/wal_queue_depth": 5000}, "INVARIANT", "/wal_queue_depth"),
    ("a measurement of the future", "active_healthy",
     {"/loop_tick_last_ts_ms": 9999999999999}, "INVARIANT", "/loop_tick_last_ts_ms"),
    ("an owner who reads an unknown code", "active_healthy",
     {PRIMARY: "ALL_GOOD"}, "OWNER-VIEW", PRIMARY),
    ("an owner who reads of what is not", "active_healthy",
     {PRIMARY: "KILL_RISKSTATE_KILL"}, "OWNER-VIEW", PRIMARY),
    ("an owner who reads that all is well", "market_data_stale",
     {PRIMARY: "STATE_IDLE_HEALTHY"}, "OWNER-VIEW", PRIMARY),
    ("an owner who reads of a start", "active_healthy",
     {PRIMARY: "STATE_STARTUP_RECONCILING"}, "OWNER-VIEW", PRIMARY),
    ("a further key for the owner", "active_healthy",
     {"/owner_view/may_trade": True}, "OWNER-VIEW", "/owner_view/may_trade"),
    ("an owner without words", "active_healthy",
     {"/owner_view/owner_message": ""}, "OWNER-VIEW", "/owner_view/owner_message"),
    ("a further key that explains", "active_healthy",
     {"/note": "trust me"}, "INVARIANT", "/note"),
    ("a further key that explains deep inside", "active_healthy",
     {"/extra": {"a": [1, {"b": "trust me"}]}}, "INVARIANT", "/extra/a/1/b"),
    ("a ratio above one", "active_healthy",
     {"/mm_util": 1.01}, "SCHEMA", "/mm_util"),
    ("a count below none", "active_healthy",
     {"/429_count_5m": -1}, "SCHEMA", "/429_count_5m"),
    ("a hash that is none", "active_healthy",
     {"/runtime_config_hash": "abc"}, "SCHEMA", "/runtime_config_hash"),
    ("the same reason twice", "wal_backpressure",
     {REASONS: ["REDUCEONLY_EVIDENCE_CHAIN_NOT_GREEN"] * 2}, "SCHEMA", REASONS),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "values", "tag", "at"), [row[1:] for row in BY_HAND], ids=[row[0] for row in BY_HAND]
)
def test_a_rule_that_is_broken_is_told_under_its_tag(name, values, tag, at):
    document = copy.deepcopy(FIXTURES[name])
    for place, value in values.items():
        *above, last = pointer.split(place)
        pointer.get(document, above)[last] = value
    assert (tag, at) in told(document)


def test_a_further_key_is_refused_by_the_exact_schema_alone():
    document = {**FIXTURES["active_healthy"], "queue_age_ms": 4}
    assert told(document) == set()
    assert told(document, GOLDEN) == {("STRICT", "/queue_age_ms")}


def test_every_rejected_document_is_refused():
    for path in (FOLDER / "rejected").glob("*.json"):
        assert RUNNING.errors(json.loads(path.read_text("utf-8"))), path.name


def test_none_of_the_rules_is_written_in_python():
    fields = {each for each in REQUIRED if "_" in each} - {"contract_version"}
    texts = []
    for path in (ROOT / "govern").rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        explained = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        texts += [
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in explained
        ]
    assert [each for each in sorted(fields) if any(each in text for text in texts)] == []
