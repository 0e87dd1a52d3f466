"""`govern view` as people start it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPT = str(Path(sys.executable).parent / "govern")
GOOD = "fixtures/status/market_data_stale.json"
BAD = "fixtures/status/rejected/latch_while_active.json"


def view(*words: str, given: bytes = b"") -> tuple[int, str, str]:
    done = subprocess.run([SCRIPT, "view", *words], cwd=ROOT, input=given, capture_output=True, check=False)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def test_a_document_is_shown_and_the_mode_comes_first() -> None:
    status, out, err = view(GOOD)
    assert (status, err) == (0, "")
    assert out.startswith("ReduceOnly  [caution]\n")


def test_a_document_that_is_not_believed_ends_in_1() -> None:
    status, out, err = view(BAD)
    assert (status, err) == (1, "")
    assert out.startswith("STATE_UNHEALTHY_STATUS_SCHEMA  [danger]\n")
    assert "[DECISION-A]" in out


@pytest.mark.parametrize("given", [b"", b"{", b"null", b'{"a": NaN}', b"\xff"])
def test_what_is_no_document_is_not_believed(given: bytes) -> None:
    status, out, err = view("-", given=given)
    assert (status, err) == (1, "")
    assert out.startswith("STATE_UNHEALTHY_STATUS_SCHEMA")


def test_standard_input_is_a_document() -> None:
    assert view("-", given=(ROOT / GOOD).read_bytes())[0] == 0


def test_a_page_is_written(tmp_path: Path) -> None:
    status, out, err = view(GOOD, "--html", str(tmp_path / "status.html"))
    assert (status, out, err) == (0, "", "")
    page = (tmp_path / "status.html").read_text("utf-8")
    assert page.startswith("<!doctype html>")
    assert ">ReduceOnly</h1>" in page


def test_an_endpoint_that_does_not_answer_is_shown_as_unhealthy() -> None:
    status, out, err = view("--url", "http://127.0.0.1:9/status", "--deadline", "5")
    assert (status, err) == (1, "")
    assert out.startswith("STATE_UNHEALTHY_STATUS_SCHEMA")
    assert "there is no answer (" in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "there must be a file or a URL"),
        ((GOOD, "--url", "http://x"), "there must be a file or a URL"),
        (("nowhere.json",), "there is no such file"),
        (("fixtures/status/*.json",), "9 files fit it"),
        ((GOOD, "--contract", "config"), "config has no view"),
        ((GOOD, "--contract", "statu"), "did you mean status?"),
    ],
)
def test_a_mistake_on_the_command_line_is_told(words: tuple[str, ...], said: str) -> None:
    status, out, err = view(*words)
    assert (status, out) == (2, "")
    assert said in err


def test_what_is_shown_is_what_the_file_says() -> None:
    document = json.loads((ROOT / GOOD).read_bytes())
    _, out, _ = view(GOOD)
    for code in document["mode_reasons"]:
        assert code in out


@pytest.mark.parametrize(
    "change",
    [
        ('"owner_view": {', '"owner_view": {"All healthy; Active": 1, "ALL_HEALTHY": 2,'),
        ('"trading_mode"', '"ALL_HEALTHY": 1, "ALL_HEALTHY": 1, "trading_mode"'),
        ('"trading_mode": "ReduceOnly"', '"trading_mode": "ALL_HEALTHY"'),
    ],
)
def test_no_word_of_a_document_that_is_not_believed_is_shown(change: tuple[str, str]) -> None:
    text = (ROOT / GOOD).read_text("utf-8")
    assert text.count(change[0]) == 1
    status, out, _ = view("-", given=text.replace(*change).encode())
    assert status == 1
    assert "ll healthy" not in out
    assert "ALL_HEALTHY" not in out
