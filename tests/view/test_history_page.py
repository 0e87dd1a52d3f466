"""The timeline of a history as a browser shows it, by day and by night, on a laptop and a phone."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "review"))
sys.path.insert(0, str(Path(__file__).parents[1] / "cli"))

from console import Console
from scratch import FIXTURE, MANIFEST, SCHEMA, Scratch, manifest, schema

Opened = Callable[..., Any]
SIZES = {"laptop": (1280, 800), "phone": (390, 844)}
NAME = "<img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def page_text(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of a contract that grew, broke without a bump, and holds a hostile name."""
    scratch = Scratch(tmp_path_factory.mktemp("history"))
    grown = {SCHEMA: schema("1.1", **{NAME: {"type": "string"}}), MANIFEST: manifest("1.1")}
    scratch.commit({**grown, FIXTURE: {"contract_version": "1.1", "mode": "on"}}, "Grow <b>bold</b>")
    scratch.commit({SCHEMA: schema("1.1", note={"type": "integer"})}, "Break it")
    done = Console(scratch)("history", "--html", "-", XDG_CACHE_HOME=str(scratch.root.parent / "cache"))
    assert (done.status, done.err) == (0, "")
    return done.out


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_a_timeline_fits_and_shows_every_revision(
    opened: Opened, page_text: str, size: str, scheme: str
) -> None:
    page = opened(page_text, size=SIZES[size], scheme=scheme, keep=f"history-{size}-{scheme}")
    said = page.locator("body").inner_text()
    assert "tiny" in said
    assert "3 revisions" in said
    assert "mislabelled" in said.lower()
    across = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert across <= 0, "it would have to be scrolled sideways"
    assert page.locator("img").count() == 0
    assert page.locator("b", has_text="bold").count() == 0


def test_a_click_shows_the_changes_of_a_revision_and_their_witness(opened: Opened, page_text: str) -> None:
    page = opened(page_text, keep="history-opened")
    closed = page.locator("details:not([open]) > summary:visible")
    while closed.count():
        closed.first.click()
    said = page.locator("body").inner_text()
    assert "Break it" in said
    assert '"note"' in said


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_timeline_has_no_fault_that_an_accessibility_checker_knows(
    opened: Opened, page_text: str, scheme: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    free = page_text.replace("default-src 'none'", "x-none", 1).replace("Content-Security-Policy", "x", 1)
    found = Axe().run(opened(free, scheme=scheme))
    assert found.response["violations"] == []
    assert found.response["passes"]
