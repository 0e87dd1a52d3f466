"""What surrounds a process (streams, locale, home, module path) never decides a verdict."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from console import SCRIPT, Console
from scratch import SCHEMA, Scratch, schema

BROKEN = {SCHEMA: schema(note={"type": "integer"})}
ACCENTED = {SCHEMA: schema(note={"type": "string", "enum": ["é", "\u202e"]})}


def test_a_closed_output_is_2_even_where_the_gate_is_open(govern: Console) -> None:
    line = f'"{SCRIPT}" check --base main'
    assert govern.run(["sh", "-c", line]).status == 0
    done = govern.run(["sh", "-c", f"{line} >&-"])
    assert done.status == 2
    assert "[output]" in done.err
    assert govern.run(["sh", "-c", f"{line} >&- 2>&-"]).status == 2
    assert govern.run(["sh", "-c", f"{line} 2>&-"]).status == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
@pytest.mark.parametrize(
    "words", ["check --base main", "checklist --base main", "rules", "--version", "--help"]
)
def test_an_output_that_is_full_is_2(govern: Console, words: str) -> None:
    done = govern.run(["sh", "-c", f'"{SCRIPT}" {words} >/dev/full'])
    assert done.status == 2
    assert "Traceback" not in done.err


@pytest.mark.parametrize("place", ["/dev/full", "nowhere/out.json", "fixtures"])
def test_a_report_that_cannot_be_written_is_2(govern: Console, place: str) -> None:
    done = govern("check", "--base", "main", "--format", "text", "--format", f"json={place}")
    assert done.status == 2
    assert "[output]" in done.err
    assert "Traceback" not in done.err


def test_a_reader_that_leaves_is_not_0(govern: Console, scratch: Scratch) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as stream:
        assert govern("check", "--base", "main", stdout=stream).status == 2


LOCALES: tuple[dict[str, str | None], ...] = (
    {"PYTHONIOENCODING": "ascii"},
    {"LC_ALL": "C"},
    {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"LANG": "nonsense"},
    {"HOME": None},
    {"HOME": "/nonexistent"},
    {"NO_COLOR": "1", "TERM": "dumb", "COLUMNS": "20"},
    {"FORCE_COLOR": "1"},
)


def test_the_report_is_the_same_bytes_in_any_locale(govern: Console, scratch: Scratch) -> None:
    scratch.propose(ACCENTED)
    usual = govern("check", "--base", "main")
    assert (usual.status, usual.err) == (1, "")
    assert "é" in usual.out
    assert "\u202e" not in usual.out
    assert "\\u202e" in usual.out
    for given in LOCALES:
        assert govern("check", "--base", "main", **given) == usual, given


def test_errors_are_whole_in_any_locale(govern: Console) -> None:
    done = govern("check", "--base", "main", "--contract", "é", PYTHONIOENCODING="ascii", LC_ALL="C")
    assert done.status == 2
    assert "[contract-unknown]" in done.err
    assert "Traceback" not in done.err


def test_a_python_that_skips_asserts_comes_to_the_same(govern: Console, scratch: Scratch) -> None:
    scratch.propose(BROKEN)
    usual = govern("check", "--base", "main")
    assert govern("check", "--base", "main", PYTHONOPTIMIZE="1") == usual
    assert govern.run([sys.executable, "-O", SCRIPT, "check", "--base", "main"]) == usual
    assert usual.status == 1


def test_modules_of_the_repository_are_not_imported(govern: Console, scratch: Scratch) -> None:
    names = ("json", "typer", "tomllib", "git", "jsonschema", "sitecustomize", "govern")
    marker = scratch.root.parent / "EXECUTED"
    code = f"open({str(marker)!r}, 'w').close()\nraise SystemExit(0)\n"
    scratch.propose({**BROKEN, **{f"{name}.py": code for name in names}})
    assert govern("check", "--base", "main").status == 1
    assert not marker.exists()


def test_a_module_path_into_the_repository_is_2(govern: Console, scratch: Scratch) -> None:
    for given in (".", "fixtures", "/tmp:.", "/tmp:", str(scratch.root), str(scratch.root / "fixtures")):
        done = govern("check", "--base", "main", PYTHONPATH=given)
        assert (done.status, "[unsafe-path]" in done.err) == (2, True), given


def test_a_module_path_elsewhere_is_left_alone(govern: Console, scratch: Scratch) -> None:
    elsewhere = scratch.root.parent / "elsewhere"
    elsewhere.mkdir()
    assert govern("check", "--base", "main", PYTHONPATH=str(elsewhere)).status == 0


def test_variables_of_git_and_time_change_nothing(govern: Console, scratch: Scratch) -> None:
    scratch.propose(BROKEN)
    usual = govern("check", "--base", "main")
    assert usual.status == 1
    git = {"GIT_DIR": "/nonexistent", "GIT_WORK_TREE": "/", "GIT_CEILING_DIRECTORIES": "/"}
    configured = {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "core.bare", "GIT_CONFIG_VALUE_0": "true"}
    assert govern("check", "--base", "main", TZ="Pacific/Kiritimati", **git, **configured) == usual


def test_one_review_gives_one_report_byte_for_byte(govern: Console, scratch: Scratch) -> None:
    scratch.propose({**ACCENTED, "codes.json": {"contract_version": "1.0", "registries": {"Mode": ["on"]}}})

    def reports(folder: str, below: str = "", **given: str | None) -> list[bytes]:
        target = scratch.root.parent / folder
        target.mkdir()
        formats = [f"--format={name}={target / name}" for name in ("text", "json", "markdown")]
        assert govern("check", "--base", "main", *formats, below=below, **given).status == 1
        return [(target / name).read_bytes() for name in ("text", "json", "markdown")]

    first = reports("first")
    assert reports("second") == first
    for seed in range(4):
        assert reports(f"seed{seed}", "fixtures" if seed % 2 else "", PYTHONHASHSEED=str(seed)) == first
    assert reports("zone", TZ="America/St_Johns", LC_ALL="C") == first
