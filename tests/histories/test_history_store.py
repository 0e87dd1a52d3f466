"""What is kept between runs: whole batches and nothing else, for the govern that computed them."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from telling import Inline, Scratch, tiny, told

from govern.errors import OutputError
from govern.histories import Store, engine, tables
from govern.histories.codec import read, written
from govern.model import (
    Class,
    Compatibility,
    Judged,
    Level,
    RevisionChange,
    Verdict,
    VersionReview,
    VersionVerdict,
)

CHANGE = RevisionChange(
    "i", "r", Class.BREAKING, Level.MAJOR, "p\udcff", "/a", "m\u202e", '{"a":1.0}', "why", "c"
)
VERSION = VersionReview(
    "a", "semver", ("x",), "1.0.0", None, Level.MAJOR, Level.NONE, VersionVerdict.MISSING, "2"
)
JUDGED = Judged(
    "changed", Class.BREAKING, Compatibility.FULL, Verdict.PROVED, Verdict.REFUTED, Level.MAJOR, "why",
    (CHANGE, replace(CHANGE, witness=None)), (VERSION,), ("wrong",),
)  # fmt: skip
SCRIPT = str(Path(sys.executable).parent / "govern")


def test_an_answer_is_read_as_it_was_written() -> None:
    assert read(written(JUDGED)) == JUDGED
    assert written(JUDGED).isascii()


def test_an_answer_that_was_given_up_counts_until_there_is_more_time() -> None:
    store = Store(None, "e")
    store.put([("k", replace(JUDGED, gave_up=5.0)), ("sure", JUDGED), ("bug", replace(JUDGED, broken=True))])
    assert store.get("k", 5.0) is not None
    assert store.get("k", 6.0) is None
    assert store.get("sure", 6.0) == JUDGED
    assert store.get("bug", 6.0) is None, "a bug may be mended"
    store.close()


def test_another_govern_computes_for_itself(tmp_path: Path) -> None:
    path = str(tmp_path / "kept.sqlite")
    store = Store(path, "one")
    store.put([("k", JUDGED)])
    store.close()
    other = Store(path, "other")
    assert other.get("k", 1.0) is None
    other.close()
    assert len(engine()) == 64


def test_a_broken_row_is_computed_anew(tmp_path: Path) -> None:
    path = tmp_path / "kept.sqlite"
    store = Store(str(path), "e")
    store.put([("k", JUDGED)])
    with sqlite3.connect(path) as file:
        file.execute("update answers set answer = '{}'")
    file.close()
    assert store.get("k", 1.0) is None
    store.close()


@pytest.mark.parametrize("content", [b"no database", None])
def test_a_file_of_somebody_else_is_left_alone(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "theirs.sqlite"
    if content is None:
        with sqlite3.connect(path) as file:
            file.execute("create table theirs (x)")
        file.close()
    else:
        path.write_bytes(content)
    before = path.read_bytes()
    with pytest.raises(OutputError):
        Store(str(path), "e")
    assert path.read_bytes() == before


def many(scratch: Scratch) -> None:
    """Two dozen revisions."""
    for number in range(24):
        scratch.commit(
            tiny(f"1.{number + 1}", **{f"p{each}": {"type": "string"} for each in range(number + 1)})
        )


def test_a_second_run_computes_nothing_and_says_the_same(scratch: Scratch) -> None:
    many(scratch)
    store = Store(None, engine())
    first = told(scratch, store=store)
    executor = Inline()
    assert told(scratch, store=store, executor=executor) == first
    assert executor.tasks == 0
    scratch.commit({"tiny.schema.json": {"type": "string"}})
    assert len(told(scratch, store=store, executor=executor).revisions) == 26
    assert executor.tasks == 1
    store.close()


def test_a_run_that_is_killed_loses_nothing_that_it_finished(scratch: Scratch) -> None:
    many(scratch)
    path = scratch.root.parent / "kept.sqlite"
    words = [SCRIPT, "history", "--jobs", "2", "--sqlite", str(path), "--format", "json"]
    undisturbed = subprocess.run(
        [*words[:4], "--format", "json"],
        cwd=scratch.root,
        env=scratch.environment,
        capture_output=True,
        check=True,
    ).stdout
    kept = [0]
    for _ in range(3):
        process = subprocess.Popen(
            words,
            cwd=scratch.root,
            env=scratch.environment,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        _until(lambda running=process: _rows(path) > kept[-1] or running.poll() is not None)
        process.send_signal(signal.SIGKILL)
        process.wait()
        _until(lambda pid=process.pid: not _alive(pid))
        kept.append(_rows(path))
    assert kept == sorted(kept)
    assert kept[1] > 0
    executor = Inline()
    store = Store(str(path), engine())
    found = told(scratch, store=store, executor=executor)
    assert executor.tasks == 25 - kept[-1], "what was finished is not computed again"
    tables.write(store, found)
    store.close()
    again = subprocess.run(
        words, cwd=scratch.root, env=scratch.environment, capture_output=True, check=True
    ).stdout
    assert again == undisturbed
    assert len(json.loads(again)["revisions"]) == 25


def _rows(path: Path) -> int:
    if not path.exists():
        return 0
    try:
        file = sqlite3.connect(path, timeout=10)
        try:
            return int(file.execute("select count(*) from answers").fetchone()[0])
        finally:
            file.close()
    except sqlite3.OperationalError:
        return 0


def _alive(group: int) -> bool:
    """Whether any process of a group is left: workers end with their parent."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def _until(holds: object) -> None:
    for _ in range(1200):
        if holds():  # type: ignore[operator]
            return
        time.sleep(0.05)
    raise AssertionError("it did not come to that")


def test_the_tables_hold_what_people_ask_for(scratch: Scratch) -> None:
    scratch.git("tag", "v1.0")
    scratch.commit(
        {"tiny.schema.json": {"type": "string"}}, "a \udcff break".encode("utf-8", "replace").decode()
    )
    scratch.git("tag", "v1.1")
    store = Store(None, engine())
    found = told(scratch, store=store)
    tables.write(store, found)
    tables.write(store, found)
    with store.transaction() as file:
        broke = file.execute(
            "select contract, count(*) from revisions where class = 'breaking' group by contract"
        ).fetchall()
        assert broke == [("tiny", 1)]
        wrong = file.execute("select head_tag, needed, had from releases where mislabelled").fetchall()
        assert wrong == [("v1.1", "major", "none")]
        rules = file.execute(
            "select distinct rule from changes join revisions on revisions.id = revision where number = 2"
        ).fetchall()
        assert rules
        (version,) = file.execute("select value from meta where name = 'history_version'").fetchone()
        assert version == "1"
    store.close()
