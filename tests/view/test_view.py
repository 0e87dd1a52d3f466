"""What the owner sees is what the document says, or that it is not to be believed."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from looking import FIXTURES, HELD, MANIFEST, REJECTED, changed, crowded, html, seen

from govern.render.view_text import duration, lines
from govern.view import Tone

UNHEALTHY = "STATE_UNHEALTHY_STATUS_SCHEMA"


def told(document: Any, **more: Any) -> str:
    return "\n".join(lines(seen(document, **more), colour=False))


@pytest.mark.parametrize("name", FIXTURES)
def test_a_good_document_is_shown_with_its_mode_first(name: str) -> None:
    document = FIXTURES[name]
    first, *rest = told(document).split("\n")
    tone = {"Active": "good", "ReduceOnly": "caution", "Kill": "danger"}[document["trading_mode"]]
    assert first == f"{document['trading_mode']}  [{tone}]"
    shown = "\n".join(rest)
    for code in (*document["mode_reasons"], *document["open_permission_reason_codes"], document["build_id"]):
        assert code in shown
    assert "3 s (made 2026-01-01 12:00:00 UTC)" in shown
    for each in document.get("owner_view", {}).get("unblock", ()):
        assert all(each[key] in shown for key in ("type", "condition", "current", "target"))


def test_reasons_are_shown_in_words() -> None:
    assert "  Market data stopped being fresh. (WS_DATA_STALE_RECONCILE_REQUIRED)\n" in told(
        FIXTURES["market_data_stale"]
    )


def test_without_an_owner_view_the_first_reason_is_the_reason() -> None:
    found = seen(FIXTURES["ws_trades_gap"])
    assert found.reason is not None
    assert found.reason.code == FIXTURES["ws_trades_gap"]["mode_reasons"][0]


@pytest.mark.parametrize("name", REJECTED)
def test_a_document_that_breaks_its_contract_shows_nothing_of_itself(name: str) -> None:
    document = REJECTED[name]
    shown = told(document)
    assert shown.startswith(f"{UNHEALTHY}  [danger]\n  The status itself breaks its contract")
    assert document.get("build_id", "csp-2026") not in shown
    assert document.get("owner_view", {}).get("owner_message", "\x00") not in html(document)


MADE_UP = "KILL_NOBODY_KNOWS_THIS"


@pytest.mark.parametrize(
    "document",
    [
        changed("market_data_stale", trading_mode=MADE_UP),
        changed("market_data_stale", mode_reasons=[MADE_UP]),
        changed("market_data_stale", open_permission_reason_codes=[MADE_UP]),
        changed("market_data_stale", owner_view={"primary_owner_reason_code": MADE_UP}),
        changed("market_data_stale", deployment_environment=MADE_UP),
    ],
)
@pytest.mark.parametrize("errors", [None, ()], ids=["validated", "as if no rule had seen it"])
def test_a_code_that_nobody_registered_is_never_shown(document: Any, errors: Any) -> None:
    for shown in (told(document, errors=errors), html(document, errors=errors).replace("<wbr>", "")):
        assert UNHEALTHY in shown
        assert MADE_UP not in shown


@pytest.mark.parametrize(
    "owner_view",
    [
        {"primary_owner_reason_code": "STATE_IDLE_HEALTHY"},
        {"primary_owner_reason_code": "KILL_RISKSTATE_KILL"},
        {"primary_owner_reason_code": "STATE_STARTUP_RECONCILING"},
        {"primary_owner_reason_code": "REDUCEONLY_INPUT_MISSING_OR_STALE"},
    ],
)
def test_an_owner_view_that_contradicts_the_fields_is_unhealthy(owner_view: Any) -> None:
    found = seen(changed("market_data_stale", owner_view=owner_view))
    assert (found.healthy, found.headline.code, found.tone) == (False, UNHEALTHY, Tone.DANGER)
    assert "[OWNER-VIEW] /owner_view/primary_owner_reason_code" in found.errors


def test_a_document_that_says_so_itself_is_not_believed() -> None:
    found = seen(changed("active_healthy", owner_view={"primary_owner_reason_code": UNHEALTHY}), errors=())
    assert (found.healthy, found.headline.code, found.tone) == (False, UNHEALTHY, Tone.DANGER)


@pytest.mark.parametrize(
    "members",
    [
        {"owner_view": {"owner_message": {"a": 1}}},
        {"owner_view": {"primary_owner_reason_code": ["KILL_RISKSTATE_KILL"]}},
        {"owner_view": {"unblock": {"type": "AUTO"}}},
        {"owner_view": {"unblock": ["KILL NOW"]}},
        {"mode_reasons": [["NOPE"]]},
        {"open_permission_reason_codes": [{"code": "X"}]},
    ],
)
def test_what_has_the_wrong_shape_is_not_left_out(members: Any) -> None:
    assert not seen(changed("market_data_stale", **members), errors=()).healthy


def test_a_time_of_another_zone_is_told_in_utc() -> None:
    document = changed("active_healthy", status_generated_ts_ms="2026-01-01T21:00:00+09:00")
    assert "3 s (made 2026-01-01 12:00:00 UTC)" in told(document, errors=())
    assert 'data-made="2026-01-01T12:00:00+00:00"' in html(document, errors=())


@pytest.mark.parametrize("member", ["trading_mode", "status_generated_ts_ms"])
def test_what_must_be_seen_and_is_not_there_is_unhealthy(member: str) -> None:
    document = dict(FIXTURES["active_healthy"])
    del document[member]
    assert not seen(document, errors=()).healthy


@pytest.mark.parametrize("made", ["yesterday", True, [1], 1e300, float("inf")])
def test_a_time_that_is_none_is_unhealthy(made: Any) -> None:
    assert not seen(changed("active_healthy", status_generated_ts_ms=made), errors=()).healthy


@pytest.mark.parametrize(
    ("made", "age"),
    [(1767268800, 3), (1767268800000, 3), ("2026-01-01T12:00:00Z", 3), ("2026-01-01T12:00:04", -1)],
)
def test_times_are_seconds_milliseconds_or_dates(made: Any, age: int) -> None:
    assert seen(changed("active_healthy", status_generated_ts_ms=made), errors=()).age == timedelta(
        seconds=age
    )


def test_a_document_from_the_future_says_so() -> None:
    assert "from the future, by 1 h 0 min" in told(
        changed("active_healthy", status_generated_ts_ms=1767272403000), errors=()
    )


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "0 s"), (59, "59 s"), (61, "1 min 1 s"), (3_700, "1 h 1 min"), (90_000, "1 d 1 h")],
)
def test_lengths_of_time_have_two_units(seconds: int, said: str) -> None:
    assert duration(timedelta(seconds=seconds)) == said


def test_a_headline_that_the_view_does_not_know_is_danger() -> None:
    assert seen(FIXTURES["unknown_token_force_kill"]).tone is Tone.DANGER


def test_text_of_a_document_cannot_drive_a_terminal_or_a_page() -> None:
    evil = "\x1b[2J<script>alert(1)</script>\u202egnp.exe\n::error::x"
    document = changed("market_data_stale", owner_view={"owner_message": evil}, build_id=evil)
    assert HELD.accepts(document)
    shown = told(document)
    assert not re.search("[\x00-\x09\x0b-\x1f\u202e]", shown)
    page = html(document)
    assert "<script>alert" not in page
    assert "\u202e" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_everything_of_a_crowded_document_is_on_the_page() -> None:
    document = crowded()
    assert HELD.errors(document) == ()
    page = html(document).replace("<wbr>", "")
    for code in (*document["mode_reasons"], *document["open_permission_reason_codes"]):
        assert code in page
    assert page.count("<strong>MANUAL</strong>") == 1 + 7
    assert "and 6 more conditions" in page
    assert "and 14 more</span>" in page


def test_every_code_of_the_view_is_registered() -> None:
    codes = {each["code"] for each in MANIFEST["registries"]["OwnerStateCode"]}
    assert UNHEALTHY in codes
