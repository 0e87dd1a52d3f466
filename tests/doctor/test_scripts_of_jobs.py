"""Scripts to the calls of govern in them, and to whether their failure fails the script: held to bash."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from govern.doctor.calls import call
from govern.doctor.failing import Shell
from govern.doctor.scripts import LONGEST, Script, script
from govern.doctor.shell import Part, commands
from govern.doctor.tokens import ShellError
from govern.documents import Document

KEPT = (
    "govern check",
    "govern check > log.txt 2>&1",
    "set -o pipefail\ngovern check | cat",
    "set -euo pipefail\ngovern check |& cat",
    "set +e\ngovern check",
    "set +e\ngovern check\nstatus=$?\necho done\nexit $status",
    "set +e\ngovern check\nexit $?",
    'govern check || status=$?\nexit "$status"',
    "govern check || exit 3",
    "govern check || { echo closed; exit 1; }",
    "govern check || ( exit 1 )",
    "true && govern check",
    "{ govern check; }",
    "( govern check ) || exit 2",
    "govern check; exit 0",
    "found=$(govern check)",
    "echo 'it is ; || true' # || true\ngovern check",
    "cat <<TEXT > note.txt\ngovern check || true\nTEXT\ngovern check",
    "cat <<-TEXT > note.txt\n\tgovern check || true\n\tTEXT\ngovern check",
    'if [ "$EVENT" = push ]; then base=(); else base=(--base "$(echo x)"); fi\ngovern check "${base[@]}"',
    "case push in\n  a|b) x=1 ;;\n  *) x=2 ;;\nesac\ngovern check \\\n  --base main",
    "for each in a b; do echo $each; done\ngovern check",
    "env A=1 govern check",
    "timeout 60 govern check",
)
LOST = (
    "govern check || true",
    "govern check || echo closed",
    "govern check | cat",
    "govern check & wait",
    "set +e\ngovern check\necho done",
    "set +e\ngovern check; exit 0",
    "false && govern check\necho done",
    "govern check && echo open\necho done",
    "govern check && echo open || echo closed",
    "! govern check",
    "if govern check; then echo open; fi",
    "{ govern check; } || true",
    "( govern check ) | cat",
    "{ govern check && true; }\necho done",
    "trap 'exit 0' EXIT\ngovern check",
    'echo "$(govern check)"',
    "govern check || { echo closed; }",
    "govern check || ( exit $? ) || true",
    "set +e\ngovern check\n( exit $? )\necho done",
)
SKIPPED = (
    "if false; then govern check; fi",
    "true || govern check",
    "true || { govern check; }",
    "case push in\n  merge_group) govern check ;;\nesac",
    "for each in; do govern check; done",
    "gate() {\n  govern check\n}\necho done",
    "[ push = push ] && exit 0\ngovern check",
)


def read(text: str, shell: Shell | None = None) -> Script:
    """A script that is the whole value of a document."""
    return script(Document("x", text), [(text, "")], shell or Shell())


def is_held(text: str) -> bool:
    """Whether some call is judged to run always, and to fail the script."""
    return any(use.lost is None and use.skipped is None for use in read(text).uses)


@pytest.mark.parametrize("text", KEPT)
def test_a_failure_that_fails_the_script_is_no_fault(text: str) -> None:
    assert [(use.lost, use.skipped) for use in read(text).uses] == [(None, None)]


@pytest.mark.parametrize("text", LOST)
def test_a_failure_that_gets_lost_is_told(text: str) -> None:
    assert [use for use in read(text).uses if use.lost is None] == []
    assert read(text).uses


@pytest.mark.parametrize("text", SKIPPED)
def test_a_check_that_may_be_passed_over_is_told(text: str) -> None:
    assert [use.skipped is None for use in read(text).uses] == [False]


@pytest.mark.parametrize(
    ("shell", "text", "lost"),
    [
        (Shell(pipefail=True), "govern check | cat", False),
        (Shell(errexit=False), "govern check", False),
        (Shell(errexit=False), "govern check\necho done", True),
        (Shell(errexit=False), "set -e\ngovern check\necho done", False),
        (Shell(), "set +o errexit\ngovern check\necho done", True),
    ],
)
def test_it_hangs_on_the_shell(shell: Shell, text: str, lost: bool) -> None:
    (use,) = read(text, shell).uses
    assert (use.lost is not None) is lost


@pytest.mark.parametrize(
    ("text", "exposed"),
    [
        ("govern check", False),
        ("docker run image govern check", False),
        (".venv/bin/govern check --base main", False),
        ("A=1 govern check", False),
        ("uv run govern check", False),
        ("python -m govern check", True),
        ("python3.12 -Wd -m govern check", True),
        ("python3 -I -m govern check", False),
        ("python -Pm govern check", False),
    ],
)
def test_a_call_is_known_however_it_is_started(text: str, exposed: bool) -> None:
    found = call(commands(text)[0].words)
    assert found is not None
    assert found.exposed is exposed


@pytest.mark.parametrize(
    "text",
    [
        "echo govern check",
        "govern validate",
        "cat govern check",
        "docker run -d image govern check",
        "python -c 'govern check'",
        "A=govern check",
    ],
)
def test_what_only_speaks_of_it_is_no_call(text: str) -> None:
    assert [call(each.words) for each in commands(text)] == [None] * len(commands(text))


def test_options_are_read_in_both_forms_and_the_last_one_counts() -> None:
    found = call(commands('govern check --base a --head=WORKTREE --base "$B"')[0].words)
    assert found is not None
    assert (found.option("--base"), found.option("--head"), found.option("--config")) == (
        "$B",
        "WORKTREE",
        None,
    )


def test_commands_know_their_lines_and_what_they_stand_in() -> None:
    found = commands("a \\\n b\n\nif c; then\n  { d; }\nfi | e")
    assert [(each.words, each.line, each.inside) for each in found if each.words] == [
        (("a", "b"), 0, ()),
        (("c",), 3, (Part.CONDITION,)),
        (("d",), 4, (Part.BRANCH, Part.GROUP)),
        (("e",), 5, ()),
    ]


@pytest.mark.parametrize(
    "text",
    ["echo 'a", 'echo "a', "a=$(b", "{ a", "if a; then b", "done", "cat <<E\na", "a &&", "| a"],
)
def test_a_script_that_breaks_off_is_refused(text: str) -> None:
    with pytest.raises(ShellError):
        commands(text)


def test_a_text_within_a_script_ends_where_bash_ends_it() -> None:
    assert read("cat <<TEXT\n\tTEXT\ngovern check\nTEXT").uses == ()
    assert len(read("cat <<-TEXT\n\tTEXT\ngovern check").uses) == 1


@pytest.mark.parametrize("text", ["'" * 3, '"$(' * 6_000, "govern check\n" + "a" * LONGEST])
def test_what_cannot_be_read_is_unreadable_only_where_it_speaks_of_the_check(text: str) -> None:
    assert read(text).flaw
    assert read(text).unreadable is ("govern check" in text)


ODD = st.lists(
    st.sampled_from(
        ["govern check", "a", "'", '"', "$(", ")", "(", "{", "}", "`", "\\", "\n", ";", ";;", "|", "||", "&&",
         "&", "!", "if", "then", "else", "fi", "for", "do", "done", "case", "esac", "<<", ">",
         "#", "set", "-e", "=", "${{"]
    ),
    max_size=14,
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(ODD, st.sampled_from([" ", ""]))
@example(["set", "\n", "govern check"], " ")
def test_no_text_is_too_odd_to_be_judged_or_refused(words: list[str], between: str) -> None:
    text = between.join(words)
    found = read(text)
    assert not found.flaw or found.commands == found.uses == ()
    assert len(found.uses) <= text.count("govern check")


# --- held to bash: what is called safe must fail where govern does ---

BASH = shutil.which("bash")
needs_bash = pytest.mark.skipif(BASH is None, reason="bash is not installed")


def run(text: str, folder: Path) -> int:
    """The exit status under `bash -e`, with a govern that finds the gate closed."""
    stub = folder / "govern"
    if not stub.exists():
        stub.write_text("#!/bin/sh\nexit 1\n")
        stub.chmod(0o755)
    file = folder / "script"
    file.write_text(text)
    environment = {"PATH": f"{folder}:{os.environ['PATH']}"}
    done = subprocess.run(
        [str(BASH), "-e", str(file)],
        cwd=folder,
        env=environment,
        capture_output=True,
        check=False,
        timeout=20,
    )
    return done.returncode


@needs_bash
@pytest.mark.parametrize("text", KEPT)
def test_bash_fails_where_nothing_is_lost(text: str, tmp_path: Path) -> None:
    assert run(text, tmp_path) != 0


@needs_bash
@pytest.mark.parametrize("text", [*LOST, *SKIPPED])
def test_bash_succeeds_where_it_is_lost_or_passed_over(text: str, tmp_path: Path) -> None:
    assert run(text, tmp_path) == 0


PIECES = st.sampled_from(
    ["govern check", "true", "false", "echo x", "exit 0", "status=$?", "exit $status", "set +e", "set -e",
     "set -o pipefail", "! govern check", "x=$(govern check)", "trap 'exit 0' EXIT", "exit $?"]
)  # fmt: skip
SCRIPTS = st.recursive(
    PIECES,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from([" && ", " || ", " | ", "\n", "; ", " & "]), inner).map("".join),
        inner.map(lambda text: f"{{ {text}\n}}"),
        inner.map(lambda text: f"( {text}\n)"),
        st.tuples(inner, inner).map(lambda pair: f"if {pair[0]}\nthen {pair[1]}\nfi"),
        inner.map(lambda text: f"for i in a; do {text}\ndone"),
    ),
    max_leaves=6,
)


@needs_bash
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=SCRIPTS)
def test_no_script_that_is_called_safe_succeeds_with_the_gate_closed(text: str, tmp_path: Path) -> None:
    if is_held(text):
        assert run(text, tmp_path) != 0
