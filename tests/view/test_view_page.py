"""The page as a browser shows it: read at a glance, on a laptop and a phone, by day and by night."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from looking import FIXTURES, REJECTED, SEEN, changed, crowded, html

SIZES = {"laptop": (1280, 800), "phone": (390, 844)}
PAGES = {**FIXTURES, "crowded": crowded(), "unhealthy": REJECTED["latch_while_active"]}
CODE = "STATE_UNHEALTHY_STATUS_SCHEMA"
Opened = Callable[..., Any]

MEASURED = """() => {
  const size = each => parseFloat(getComputedStyle(each).fontSize);
  const largest = [...document.body.querySelectorAll('*')].sort((a, b) => size(b) - size(a))[0].tagName;
  const head = document.querySelector('h1').getBoundingClientRect();
  const root = document.documentElement;
  const cut = [...document.body.querySelectorAll('h1, .why, code, li, dd')]
    .filter(each => each.checkVisibility() && each.scrollWidth > each.clientWidth + 1 && each.clientWidth);
  return {
    largest, down: root.scrollHeight - innerHeight, across: root.scrollWidth - innerWidth,
    seen: head.top >= 0 && head.bottom <= innerHeight && head.left >= 0 && head.right <= innerWidth,
    size: size(document.querySelector('h1')),
    cut: cut.map(each => each.textContent),
  };
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_read_at_a_glance(opened: Opened, name: str, size: str, scheme: str) -> None:
    document = PAGES[name]
    page = opened(html(document), size=SIZES[size], scheme=scheme, keep=f"{name}-{size}-{scheme}", clock=SEEN)
    wanted = CODE if name == "unhealthy" else document["trading_mode"]
    assert page.locator("h1").inner_text() == wanted
    assert page.title() == f"{wanted} — status"
    found = page.evaluate(MEASURED)
    assert max(found["down"], found["across"]) <= 0, "it would have to be scrolled"
    assert found["seen"]
    assert found["largest"] == "H1"
    assert found["size"] >= (22 if name == "unhealthy" else 36)
    assert found["cut"] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["active_healthy", "crowded", "unhealthy", "unknown_token_force_kill"])
def test_a_page_has_no_fault_that_an_accessibility_checker_knows(
    browser: Any, opened: Opened, name: str, scheme: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    # The checker is a script, which the page's own policy would not let run.
    free = (
        html(PAGES[name])
        .replace("default-src 'none'", "x-none", 1)
        .replace("Content-Security-Policy", "x", 1)
    )
    found = Axe().run(opened(free, scheme=scheme, clock=SEEN))
    assert found.response["violations"] == []
    assert found.response["passes"]


def test_the_unhealthy_page_says_where_and_shows_nothing_else(opened: Opened) -> None:
    document = changed("market_data_stale", trading_mode="Halt", owner_view={"owner_message": "All is fine."})
    page = opened(html(document))
    said = page.locator("body").inner_text()
    assert "Danger" in said
    assert "The status itself breaks its contract" in said
    assert "[TIER] /mode_reasons/0" in said
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    said = page.locator("body").inner_text()
    assert "[ENUM] /trading_mode" in said
    for hidden in ("Halt", "All is fine.", document["build_id"], "LIVE"):
        assert hidden not in said


def test_what_is_folded_opens_by_keyboard(opened: Opened) -> None:
    page = opened(html(PAGES["crowded"]), clock=SEEN)
    hidden = page.get_by_text("REDUCEONLY_SESSION_KILL_UNCONFIRMED")
    assert not hidden.is_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert hidden.is_visible()
    assert page.get_by_text("c" * 90).last.is_visible()


def test_the_age_goes_on_in_a_page_that_is_left_open(opened: Opened) -> None:
    page = opened(html(FIXTURES["active_healthy"]), clock=SEEN)
    assert page.locator("#age").inner_text() == "3 s"
    page.clock.fast_forward(3_600_000)
    assert page.locator("#age").inner_text().startswith("1 h 0 min")


def test_the_age_is_there_without_scripts(browser: Any, tmp_path: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    (tmp_path / "page.html").write_text(html(FIXTURES["active_healthy"]), "utf-8")
    page.goto((tmp_path / "page.html").as_uri())
    assert page.locator("#age").inner_text() == "3 s (made 2026-01-01 12:00:00 UTC)"
    context.close()


def test_markup_of_a_document_is_text_on_the_page(opened: Opened) -> None:
    evil = "<img src=x onerror=document.title='owned'><a href='javascript:1'>x</a>"
    page = opened(
        html(changed("market_data_stale", build_id=evil, owner_view={"owner_message": evil})), clock=SEEN
    )
    assert page.locator("img, a").count() == 0
    assert evil in page.locator("#message").inner_text()


def test_the_policy_of_the_page_lets_no_other_script_run(browser: Any, tmp_path: Any) -> None:
    refused: list[str] = []
    page = browser.new_page()
    page.on("console", lambda said: refused.append(said.text))
    text = html(FIXTURES["active_healthy"]).replace(
        "</main>", "<script>document.title='owned'</script></main>"
    )
    (tmp_path / "page.html").write_text(text, "utf-8")
    page.goto((tmp_path / "page.html").as_uri())
    assert page.title() == "Active — status"
    assert any("Content Security Policy" in each for each in refused)
    page.close()


def test_the_pages_are_dated() -> None:
    assert isinstance(SEEN, datetime)
    assert '<time datetime="2026-01-01T12:00:03+00:00">' in html(FIXTURES["active_healthy"])
