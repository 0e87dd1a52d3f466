"""A browser, where there is one; what it was shown is kept in build/screenshots."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
KEPT = Path(__file__).parents[2] / "build" / "screenshots"
REQUIRED = "GOVERN_BROWSER"
"""Set to `required` where the tests must not be skipped: continuous integration."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        assert os.environ.get(REQUIRED) != "required", "there is no browser, and this run must have one"
        pytest.skip(f"none of {', '.join(BROWSERS)} is on PATH")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Opens a page of HTML; what it asks of the network, and what goes wrong in it, fails the test."""
    wrong: list[str] = []
    contexts = []

    def open_(
        html: str,
        *,
        size: tuple[int, int] = (1280, 800),
        scheme: str = "light",
        keep: str = "",
        clock: Any = None,
    ) -> Any:
        (tmp_path / "page.html").write_text(html, "utf-8")
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: wrong.append(said.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on(
            "request", lambda asked: wrong.append(asked.url) if not asked.url.startswith("file:") else None
        )
        if clock is not None:
            page.clock.install(time=clock)
        page.goto((tmp_path / "page.html").as_uri())
        if keep:
            KEPT.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=KEPT / f"{keep}.png")
        return page

    yield open_
    for context in contexts:
        context.close()
    assert wrong == []
