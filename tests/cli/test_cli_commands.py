"""Each command as people start it: the installed script, its words, its exit status."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from console import Console
from scratch import CONFIG, FIXTURE, SCHEMA, Scratch, schema, tiny

import govern as package
from govern.rules import CATALOGUE

ROOT = Path(__file__).parents[2]
BROKEN = {SCHEMA: schema(note={"type": "integer"})}
DESCRIBED = {SCHEMA: schema(note={"type": "string", "description": "What somebody says."})}


# --- what the commands say of themselves ---


def test_the_version_is_the_package_s_own(govern: Console) -> None:
    assert govern("--version").out == f"govern {package.__version__}\n"


@pytest.mark.parametrize(
    "command", ["check", "checklist", "compare", "init", "rules", "sync", "view", "bump", "history"]
)
def test_help_has_examples_that_name_the_command(govern: Console, command: str) -> None:
    status, out, err = govern(command, "--help")
    assert (status, err) == (0, "")
    assert "Example" in out
    assert f"  govern {command} " in out


def test_help_names_every_command_and_every_exit_status(govern: Console) -> None:
    status, out, _ = govern("--help")
    assert status == 0
    for word in (
        "check ",
        "checklist ",
        "compare ",
        "init ",
        "rules ",
        "0 the gate is open",
        "2 govern could",
    ):
        assert word in out


# --- exit statuses ---


def test_an_open_gate_is_0_a_closed_one_1_and_no_answer_2(govern: Console, scratch: Scratch) -> None:
    scratch.propose(DESCRIBED)
    status, out, err = govern("check", "--base", "main")
    assert (status, err) == (0, "")
    assert "gate open" in out.lower() or "gate: open" in out.lower()
    scratch.commit(BROKEN)
    assert govern("check", "--base", "main").status == 1
    status, out, err = govern("check", "--base", "nowhere")
    assert (status, out) == (2, "")
    assert "[ref-unknown]" in err
    assert "→" in err


def test_the_checklist_has_the_status_of_the_check(govern: Console, scratch: Scratch) -> None:
    scratch.propose(BROKEN)
    status, out, _ = govern("checklist", "--base", "main")
    assert status == 1
    assert "- [ ] Version bumped" in out
    same = govern("check", "--base", "main", "--format", "markdown")
    assert (same.status, same.out) == (1, out)
    scratch.commit({SCHEMA: schema(note={"type": "string"})})
    assert govern("checklist", "--base", "main").status == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "--nonsense"),
        ("check", "main"),
        ("check", "--deadline", "soon"),
        ("check", "--deadline", "0"),
        ("nonsense",),
        ("compare", "one.json"),
        ("checklist", "--format", "text"),
        (),
    ],
)
def test_a_command_line_that_means_nothing_is_2(govern: Console, arguments: tuple[str, ...]) -> None:
    done = govern(*arguments)
    assert done.status == 2
    assert "Traceback" not in done.err


@pytest.mark.parametrize(
    ("given", "word"),
    [
        (("--format", "yaml"), "'yaml'"),
        (("--format", "json="), "'json='"),
        (("--format", "text", "--format", "json"), "standard output"),
        (("--format", "text=a.txt", "--format", "json=a.txt"), "a.txt"),
        (("--format", "text=-", "--format", "json"), "standard output"),
    ],
)
def test_formats_that_cannot_be_written_are_refused_before_any_work(
    govern: Console, scratch: Scratch, given: tuple[str, ...], word: str
) -> None:
    status, out, err = govern("check", *given)
    assert (status, out) == (2, "")
    assert word in err
    assert not (scratch.root / "a.txt").exists()


def test_an_unknown_contract_is_2_and_names_those_there_are(govern: Console) -> None:
    status, _, err = govern("check", "--base", "main", "--contract", "tinny")
    assert status == 2
    assert "did you mean `tiny`?" in err


# --- reports ---


def report_validator() -> Any:
    schema_ = json.loads((ROOT / "schemas/report.schema.json").read_text("utf-8"))
    return jsonschema.Draft202012Validator(schema_)


def test_several_reports_at_once_are_those_that_each_alone_would_be(
    govern: Console, scratch: Scratch
) -> None:
    scratch.propose(BROKEN)
    formats = ("--format", "text", "--format", "json=out.json", "--format", "markdown=checklist.md")
    done = govern("check", "--base", "main", *formats)
    assert done.status == 1
    for name, file in (("text", None), ("json", "out.json"), ("markdown", "checklist.md")):
        alone = govern("check", "--base", "main", "--format", name)
        assert alone.out == (done.out if file is None else (scratch.root / file).read_text("utf-8"))
    assert sorted(each.name for each in scratch.root.iterdir() if each.name.startswith(".")) == [".git"]


@pytest.mark.parametrize(
    "files",
    [
        BROKEN,
        DESCRIBED,
        {SCHEMA: None},
        {SCHEMA: "{"},
        {FIXTURE: '{"a": 1, "a": 2}'},
        {"govern.toml": CONFIG + 'growth = "nonsense"'},
        {
            "new.schema.json": {"type": "object"},
            "govern.toml": CONFIG + '[contracts.new]\nschemas="new.schema.json"',
        },
        tiny("1.1", extra={"type": "string"}),
    ],
)
def test_the_report_has_the_published_form(govern: Console, scratch: Scratch, files: Any) -> None:
    scratch.propose(files)
    done = govern("check", "--base", "main", "--format", "json=out.json")
    assert (done.status in (0, 1), done.out, done.err) == (True, "", "")
    report = json.loads((scratch.root / "out.json").read_text("utf-8"))
    assert [error.message for error in report_validator().iter_errors(report)] == []
    assert report["gate"] == ("open" if done.status == 0 else "closed")


def test_an_old_report_is_replaced_whole_or_stays(govern: Console, scratch: Scratch) -> None:
    (scratch.root / "out.json").write_text("old")
    assert govern("check", "--base", "nowhere", "--format", "json=out.json").status == 2
    assert (scratch.root / "out.json").read_text() == "old"
    assert govern("check", "--base", "main", "--format", "json=out.json").status == 0
    assert json.loads((scratch.root / "out.json").read_text())["gate"] == "open"


# --- the catalogue ---


def test_the_catalogue_lists_every_rule_and_explains_one(govern: Console) -> None:
    status, out, _ = govern("rules")
    assert status == 0
    assert {line.split()[1] for line in out.splitlines()} == set(CATALOGUE)
    rule = CATALOGUE["version-too-small"]
    status, out, _ = govern("rules", "version-too-small")
    assert status == 0
    assert out.startswith("version-too-small (finding)\n")
    for words in (rule.summary, rule.why, rule.remedy, rule.reference):
        assert words in out


def test_an_unknown_rule_is_2_and_a_near_one_is_offered(govern: Console) -> None:
    status, out, err = govern("rules", "version-to-small")
    assert (status, out) == (2, "")
    assert "version-too-small" in err


# --- init ---


def test_init_writes_what_check_then_reads_and_keeps_what_is_there(govern: Console, scratch: Scratch) -> None:
    scratch.commit({"govern.toml": None})
    status, out, _ = govern("init", "--print")
    assert status == 0
    assert SCHEMA in out
    assert not (scratch.root / "govern.toml").exists()
    assert govern("init").status == 0
    assert (scratch.root / "govern.toml").read_text() == out
    status, _, err = govern("init")
    assert (status, "[file-exists]" in err) == (2, True)
    (scratch.root / "govern.toml").write_text("# mine\n")
    assert govern("init").status == 2
    assert (scratch.root / "govern.toml").read_text() == "# mine\n"
    assert govern("init", "--force").status == 0
    scratch.commit({})
    assert govern("check").status == 0


def test_init_of_a_tree_without_contracts_is_2(govern: Console, scratch: Scratch) -> None:
    scratch.git("rm", "-rq", ".")
    scratch.commit({"README.md": "x"})
    status, _, err = govern("init")
    assert (status, "[no-contracts]" in err) == (2, True)


# --- what it works on ---


def test_it_works_from_a_folder_below_and_on_what_is_not_committed(govern: Console, scratch: Scratch) -> None:
    scratch.write(BROKEN)
    assert govern("check", "--base", "main").status == 0
    assert govern("check", "--base", "main", "--head", "WORKTREE").status == 1
    assert govern("check", "--base", "main", "--head", "WORKTREE", below="fixtures").status == 1
    assert govern("check", "--base", "main", "--head", "STAGED").status == 0
    scratch.git("add", "-A")
    assert govern("check", "--base", "main", "--head", "STAGED", below="fixtures").status == 1


@pytest.mark.parametrize("head", ["WORKTREE", "STAGED"])
def test_what_is_not_committed_is_refused_in_ci(govern: Console, head: str) -> None:
    for ci, expected in (("1", 2), ("true", 2), ("", 0), (None, 0)):
        done = govern("check", "--base", "main", "--head", head, CI=ci)
        assert done.status == expected
        assert ("[head-not-committed]" in done.err) is (expected == 2)


def test_outside_a_repository_it_is_2(govern: Console) -> None:
    status, out, err = govern("check", below="..")
    assert (status, out) == (2, "")
    assert "[git]" in err


def test_a_configuration_of_one_s_own_is_read_from_where_one_stands(
    govern: Console, scratch: Scratch
) -> None:
    scratch.propose(BROKEN)
    mine = CONFIG.replace("[contracts.tiny]", '[contracts.tiny]\ncompatibility = "none"')
    (scratch.root / "fixtures" / "mine.toml").write_text(mine)
    assert govern("check", "--base", "main", "--config", "fixtures/mine.toml").status == 0
    assert govern("check", "--base", "main", "--config", "mine.toml", below="fixtures").status == 0
    status, _, err = govern("check", "--base", "main", "--config", "mine.toml")
    assert (status, "[file-unreadable]" in err) == (2, True)


def test_text_of_a_report_ends_in_one_line_for_the_gate(govern: Console, scratch: Scratch) -> None:
    scratch.propose(BROKEN)
    out = govern("check", "--base", "main").out
    last = out.rstrip("\n").rsplit("\n", 1)[-1]
    assert "closed" in last
    assert "version-too-small" in last
    assert out.endswith("\n")


def test_explained_text_says_more(govern: Console, scratch: Scratch) -> None:
    scratch.propose(tiny("1.1", extra={"type": "string"}))
    plain = govern("check", "--base", "main").out
    more = govern("check", "--base", "main", "--explain").out
    assert len(more) > len(plain)
