"""The locked decisions that no JSON Schema can say, held against the golden fixtures."""

from __future__ import annotations

from typing import Any

import pytest
from status_files import FIXTURES, load

LATCHED = "REDUCEONLY_OPEN_PERMISSION_LATCHED"
LINK = ("WS_BOOK_GAP_", "WS_TRADES_GAP_", "WS_DATA_STALE_", "SESSION_TERMINATION_")
# what a status says elsewhere: the reason that ReduceOnly then lists
IMPLIED = {
    LATCHED: lambda status: status["open_permission_blocked_latch"],
    "REDUCEONLY_BUNKER_MODE_ACTIVE": lambda status: status["bunker_mode_active"],
    "REDUCEONLY_RISKSTATE_DEGRADED": lambda status: status["risk_state"] == "Degraded",
    "REDUCEONLY_RISKSTATE_MAINTENANCE": lambda status: status["risk_state"] == "Maintenance",
    "REDUCEONLY_F1_CERT_INVALID": lambda status: status["f1_cert_state"] != "PASS",
}


@pytest.fixture(params=FIXTURES)
def status(request: pytest.FixtureRequest) -> Any:
    return load(FIXTURES[request.param])


def in_order(codes: list[str], registered: list[str]) -> bool:
    return codes == [code for code in registered if code in codes]


def test_the_nine_situations_have_a_fixture_each() -> None:
    assert set(FIXTURES) == {
        "active_healthy",
        "partial_fill_containment",
        "market_data_stale",
        "wal_backpressure",
        "restart_reconcile",
        "session_termination",
        "unknown_token_force_kill",
        "ws_book_gap",
        "ws_trades_gap",
    }


def test_every_mode_and_every_reason_of_the_latch_is_shown(registries: dict[str, list[str]]) -> None:
    shown = [load(path) for path in FIXTURES.values()]
    assert {status["trading_mode"] for status in shown} == set(registries["TradingMode"])
    latched = {code for status in shown for code in status["open_permission_reason_codes"]}
    assert latched == set(registries["OpenPermissionReasonCode"])


def test_reasons_are_of_the_mode_s_tier_and_in_order(status: Any, registries: dict[str, list[str]]) -> None:
    tier = registries.get(f"ModeReasonCode.{status['trading_mode']}", [])
    assert in_order(status["mode_reasons"], tier)
    assert in_order(status["open_permission_reason_codes"], registries["OpenPermissionReasonCode"])


@pytest.mark.parametrize(
    ("codes", "expected"), [([], True), (["A", "C"], True), (["C", "A"], False), (["A", "X"], False)]
)
def test_order_is_that_of_the_registry(codes: list[str], expected: bool) -> None:
    assert in_order(codes, ["A", "B", "C"]) is expected


def test_reduce_only_lists_exactly_the_reasons_that_other_fields_imply(status: Any) -> None:
    reduce_only = status["trading_mode"] == "ReduceOnly"
    wanted = {code for code, implied in IMPLIED.items() if implied(status)} if reduce_only else set()
    assert {code for code in status["mode_reasons"] if code in IMPLIED} == wanted


def test_connectivity_is_degraded_while_the_link_is_at_fault(status: Any) -> None:
    at_fault = any(code.startswith(LINK) for code in status["open_permission_reason_codes"])
    if at_fault or status["bunker_mode_active"]:
        assert status["connectivity_degraded"]
    if status["trading_mode"] == "Active":
        assert not status["connectivity_degraded"]


def test_the_ledger_never_holds_more_than_it_can(status: Any) -> None:
    assert status["wal_queue_depth"] <= status["wal_queue_capacity"]
    if status["wal_queue_enqueue_failures"]:
        assert "REDUCEONLY_EVIDENCE_CHAIN_NOT_GREEN" in status["mode_reasons"]


def test_nothing_was_measured_after_the_status_was_made(status: Any) -> None:
    made = status["status_generated_ts_ms"]
    measured = [key for key in status if key.endswith("_ts_ms")]
    assert len(measured) == 5
    assert [key for key in measured if status[key] > made] == []
    assert made // 1000 - status["last_policy_update_ts"] == status["policy_age_sec"]


VIEWED = [name for name, path in FIXTURES.items() if "owner_view" in load(path)]


def test_a_fixture_shows_that_the_owner_view_may_be_left_out() -> None:
    assert set(FIXTURES) - set(VIEWED) == {"ws_trades_gap"}


@pytest.mark.parametrize("name", VIEWED)
def test_the_owner_view_shows_a_reason_that_holds(name: str, registries: dict[str, list[str]]) -> None:
    status = load(FIXTURES[name])
    primary = status["owner_view"]["primary_owner_reason_code"]
    reasons = status["mode_reasons"] + status["open_permission_reason_codes"]
    if primary == "STATE_STARTUP_RECONCILING":
        assert "RESTART_RECONCILE_REQUIRED" in reasons
    elif primary in registries["OwnerStateCode"]:
        assert reasons == []
    else:
        assert primary in reasons
    assert bool(status["owner_view"]["unblock"]) == (status["trading_mode"] != "Active")
