"""`govern history` as people start it."""

from __future__ import annotations

import json
import os
import pty
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from console import SCRIPT, Console
from scratch import SCHEMA, Scratch, schema, tiny


@pytest.fixture
def grown(scratch: Scratch) -> Scratch:
    """An addition that is announced, and a break that is called one."""
    scratch.commit(tiny("1.1", more={"type": "string"}), "an addition")
    scratch.commit(tiny("1.2", more={"type": "integer"}), "a break")
    return scratch


def test_a_table_and_a_sentence_are_told(govern: Console, grown: Scratch) -> None:
    status, out, err = govern("history")
    assert (status, err) == (0, "")
    assert out.startswith("tiny: 3 revisions\n  2026-01-01  ")
    assert "needs major  had minor  1.1 → 1.2 too-small  MISLABELLED" in out
    assert out.endswith("3 revisions of 1 contract: 1 breaking, 2 additive; 1 mislabelled\n")


def test_only_what_is_mislabelled_ends_in_1_and_nothing_in_0(govern: Console, grown: Scratch) -> None:
    status, out, _ = govern("history", "--mislabelled", "--format", "json")
    assert status == 1
    assert [each["subject"] for each in json.loads(out)["revisions"]] == ["a break"]
    status, out, _ = govern("history", "--mislabelled", "--to", "HEAD~1")
    assert status == 0
    assert out == "no revisions of 1 contract; 0 mislabelled\n"


def test_every_form_at_once(govern: Console, grown: Scratch) -> None:
    words = ["--format", "json=h.json", "--html", "h.html", "--sqlite", "h.sqlite"]
    status, out, err = govern("history", *words)
    assert (status, out) == (0, "")
    assert err.splitlines()[-1].endswith("1 mislabelled: written to h.json and h.html and h.sqlite")
    revisions = json.loads((grown.root / "h.json").read_text())["revisions"]
    assert [(each["class"], each["needed"], each["had"]) for each in revisions] == [
        ("additive", "minor", "none"),
        ("additive", "minor", "minor"),
        ("breaking", "major", "minor"),
    ]
    assert (grown.root / "h.html").read_text("utf-8").startswith("<!doctype html>")
    with sqlite3.connect(grown.root / "h.sqlite") as file:
        assert file.execute("select class from revisions where mislabelled").fetchall() == [("breaking",)]
    file.close()


@pytest.mark.parametrize("words", [["--html", "-"], ["--format", "json"], ["--html", "h.html", "-f", "text"]])
def test_where_standard_output_has_it_nothing_else_is_said(
    govern: Console, grown: Scratch, words: list[str]
) -> None:
    status, out, err = govern("history", *words)
    assert (status, err) == (0, "")
    assert out


def test_equal_histories_are_equal_byte_by_byte(govern: Console, grown: Scratch) -> None:
    first = govern("history", "--format", "json")
    assert first == govern("history", "--format", "json")
    assert first == govern("history", "--format", "json", "--fresh", "--jobs", "1")


def test_what_is_computed_is_kept_in_the_user_s_cache_and_nowhere_else(
    govern: Console, grown: Scratch, tmp_path: Path
) -> None:
    before = grown.git("status", "--porcelain", "--ignored")
    files = sorted(os.listdir(grown.root / ".git"))
    assert govern("history", XDG_CACHE_HOME=str(tmp_path / "cache")).status == 0
    (kept,) = (tmp_path / "cache/govern/history").iterdir()
    assert kept.stat().st_size > 0
    assert grown.git("status", "--porcelain", "--ignored") == before
    assert sorted(os.listdir(grown.root / ".git")) == files


def test_a_cache_that_cannot_be_written_is_done_without(
    govern: Console, grown: Scratch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    status, out, err = govern("history", XDG_CACHE_HOME=str(tmp_path / "file"))
    assert status == 0
    assert "3 revisions" in out
    assert err.startswith("govern: nothing is kept for the next run")


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        (["--from", "HEAD"], "history-empty"),
        (["--to", "nowhere"], "ref-unknown"),
        (["--contract", "tinny"], "contract-unknown"),
        (["--format", "xml"], "usage"),
        (["--config", "absent.toml"], "file-unreadable"),
        (["--sqlite", "govern.toml"], "output"),
        (["--html", "absent/h.html"], "output"),
    ],
)
def test_what_cannot_be_done_ends_in_2(govern: Console, grown: Scratch, words: list[str], rule: str) -> None:
    status, out, err = govern("history", *words)
    assert (status, out) == (2, "")
    assert f"[{rule}]" in err
    assert "→ " in err


def test_a_configuration_of_one_s_own_judges(govern: Console, grown: Scratch) -> None:
    (grown.root / "own.toml").write_text(
        f'[contracts.own]\nschemas = ["{SCHEMA}"]\ncompatibility = "forward"\n', "utf-8"
    )
    status, out, _ = govern("history", "--config", "own.toml", "--format", "json")
    assert status == 0
    told = json.loads(out)
    assert told["policy"] == "your own own.toml"
    assert [each["contract"] for each in told["revisions"]] == ["own"] * 3


def test_a_hostile_history_drives_no_terminal(govern: Console, scratch: Scratch) -> None:
    scratch.commit({SCHEMA: schema(**{"\x1b[31m": {"type": "string"}})}, "\x1b[2J::error::x")
    status, out, err = govern("history")
    assert status == 0
    assert "\x1b" not in out + err
    told = govern("history", "--format", "json").out
    assert "\x1b" not in told
    assert "\\u001b[31m" in told


def test_an_interrupted_run_says_that_the_next_goes_on(grown: Scratch) -> None:
    """A terminal sees a bar; whoever interrupts it sees what is kept, and no trace of the program."""
    for number in range(12):
        properties = {f"p{each}": {"type": "string", "maxLength": 99 - number} for each in range(40)}
        grown.commit(tiny(f"1.{number + 3}", **properties))  # 40 changes each: it is not done at once
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [SCRIPT, "history", "--jobs", "1"],
        cwd=grown.root,
        env=grown.environment,
        stdout=subprocess.PIPE,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    kept = grown.root.parent / ".cache/govern/history"
    for _ in range(600):
        if process.poll() is not None or (kept.exists() and any(kept.iterdir())):
            break
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)
    out, _ = process.communicate(timeout=60)
    said = _all(ours)
    assert process.returncode == 130, said
    assert out == b""
    assert "Traceback" not in said
    assert "the same command goes on from there" in said


def test_an_interrupt_while_workers_are_forked_is_not_lost() -> None:
    script = """
import os, signal
from govern.histories.workers import workers
os.register_at_fork(after_in_parent=lambda: os.kill(os.getpid(), signal.SIGINT))
try:
    with workers(2):
        print("begun")
except KeyboardInterrupt:
    print("interrupted")
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (0, "interrupted\n", "")


def _all(descriptor: int) -> str:
    """Everything that was written to a terminal."""
    parts = []
    while True:
        try:
            part = os.read(descriptor, 4096)
        except OSError:  # the other end is closed
            break
        if not part:
            break
        parts.append(part)
    os.close(descriptor)
    return b"".join(parts).decode()
