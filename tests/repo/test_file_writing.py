"""A file of the work tree is wholly the old one or wholly the new one, and inside the repository."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from govern.errors import RepositoryError
from govern.repo import write_file


def test_a_file_gets_new_bytes_and_keeps_its_mode(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "a").chmod(0o750)
    write_file(str(tmp_path), "a", b"new")
    assert (tmp_path / "a").read_bytes() == b"new"
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o750


def test_a_file_that_is_not_there_is_made_with_its_folders(tmp_path: Path) -> None:
    write_file(str(tmp_path), "b/c/d.json", b"{}")
    assert (tmp_path / "b/c/d.json").read_bytes() == b"{}"
    assert os.listdir(tmp_path / "b/c") == ["d.json"]


@pytest.mark.parametrize(
    "path", ["../a", "/etc/a", "a/../../b", ".", "", "a//b", ".git/config", "sub/.git/hooks/x"]
)
def test_a_path_that_leads_out_is_refused(tmp_path: Path, path: str) -> None:
    with pytest.raises(RepositoryError) as caught:
        write_file(str(tmp_path), path, b"x")
    assert caught.value.problems[0].rule == "path-outside"


@pytest.mark.parametrize("link", ["a", "folder"])
def test_nothing_is_written_through_a_link(tmp_path: Path, link: str) -> None:
    top, outside = tmp_path / "top", tmp_path / "outside"
    top.mkdir()
    outside.mkdir()
    (outside / "a").write_bytes(b"old")
    (top / link).symlink_to(outside / "a" if link == "a" else outside)
    with pytest.raises(RepositoryError) as caught:
        write_file(str(top), "a" if link == "a" else "folder/a", b"new")
    assert caught.value.problems[0].rule == "path-outside"
    assert (outside / "a").read_bytes() == b"old"


def test_a_folder_in_the_place_of_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    with pytest.raises(RepositoryError, match="no regular file"):
        write_file(str(tmp_path), "a", b"x")


def test_what_cannot_be_written_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    with pytest.raises(RepositoryError) as caught:
        write_file(str(tmp_path), "a/b", b"new")
    assert caught.value.problems[0].rule == "write-failed"
    assert os.listdir(tmp_path) == ["a"]
    assert (tmp_path / "a").read_bytes() == b"old"


LOOP = """
import itertools, sys
from govern.repo import write_file
print("ready", flush=True)
for number in itertools.count():
    write_file(sys.argv[1], "a", bytes([65 + number % 26]) * 300_000)
"""


def test_a_kill_at_any_moment_leaves_one_whole_file(tmp_path: Path) -> None:
    for moment in range(6):
        child = subprocess.Popen([sys.executable, "-c", LOOP, str(tmp_path)], stdout=subprocess.PIPE)
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(0.013 * moment + 0.005)
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
        found = (tmp_path / "a").read_bytes() if (tmp_path / "a").exists() else b"A" * 300_000
        assert len(found) == 300_000
        assert len(set(found)) == 1
