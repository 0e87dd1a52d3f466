"""`govern changelog` as release managers start it: entries written, checked and kept; other tools told."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from console import Console
from forked import Forked
from scratch import CONFIG, FIXTURE, MANIFEST, REJECT, SCHEMA, Scratch, manifest, schema

from govern.release.fragments import FRAGMENTS

FOLDER = "changelogs/tiny"
TOLD = CONFIG.replace("[contracts.tiny]", f'[contracts.tiny]\nchangelog = "{FOLDER}"', 1)
REMARK = {"type": "string", "description": "What a person says."}


def broken(version: str = "2.0") -> dict[str, Any]:
    """A key under another name, a key gone and one more mode."""
    modes = ("on", "off", "idle")
    return {
        SCHEMA: schema(version, note=None, remark=REMARK, mode={"enum": [*modes]}),
        MANIFEST: manifest(version, modes),
        FIXTURE: {"contract_version": version, "mode": "on", "remark": "n"},
        "fixtures/idle.json": {"contract_version": version, "mode": "idle"},
        REJECT: {"contract_version": version, "remark": "n"},
    }


def grown(version: str) -> dict[str, Any]:
    return {
        SCHEMA: schema(version, more={"type": "string"}),
        MANIFEST: manifest(version),
        FIXTURE: {"contract_version": version, "mode": "on", "note": "n", "more": "x"},
    }


@pytest.fixture
def govern(scratch: Scratch) -> Console:
    return Forked(scratch)


@pytest.fixture
def told(scratch: Scratch) -> Scratch:
    """A repository whose contract has a changelog."""
    scratch.commit({"govern.toml": TOLD})
    return scratch


def at(scratch: Scratch, name: str) -> Path:
    return scratch.root / FOLDER / name


def record(scratch: Scratch, version: str) -> Any:
    return json.loads(at(scratch, f"{version}.json").read_bytes())


def answer(scratch: Scratch, version: str, words: str = "Write `remark` where `note` stood.") -> None:
    page = at(scratch, f"{version}.md")
    page.write_text(re.sub(r"(?m)^<!-- What do .*$", words, page.read_text()))


def test_an_entry_holds_what_changed_and_asks_what_to_do(told: Scratch, govern: Console) -> None:
    told.propose(broken())
    status, out, err = govern("changelog", "--from", "main")
    assert (status, err) == (0, "")
    (renamed, *others) = record(told, "2.0")["changes"]
    assert (renamed["rule"], renamed["class"]) == ("property-renamed", "rename")
    assert {each["rule"] for each in others} == {"enum-value-added", "code-added"}
    assert [(each["from"], each["to"]) for each in record(told, "2.0")["renames"]] == [("note", "remark")]
    short = renamed["id"][:12]
    page = at(told, "2.0.md").read_text()
    line = next(n for n, text in enumerate(page.split("\n"), 1) if text.startswith(f"### `{short}`"))
    assert page.startswith(
        "# tiny 2.0\n\n<!-- govern:begin changelog -->\nFollows `1.0`. **Class:** rename ("
    )
    assert "| property | `tiny.schema.json#/properties` | `note` | `remark` | is gone |\n" in page
    assert [each for each in page.split("\n") if each.startswith("## ")] == [
        "## Renamed",
        "## Added",
        "## What to do now",
    ]
    assert "[`2.0`](2.0.md) | `1.0` | rename | 1 rename, 2 additive |\n" in at(told, "index.md").read_text()
    assert f"{FOLDER}/2.0.md:{line}: say what to do about {short}: `note` is now `remark`\n" in out


def test_the_check_asks_for_the_entry_and_then_for_the_words(told: Scratch, govern: Console) -> None:
    told.propose(broken())
    status, out, _ = govern("changelog", "--from", "main", "--check")
    assert (status, "[changelog-entry-missing]" in out) == (1, True)
    govern("changelog", "--from", "main")
    short = record(told, "2.0")["changes"][0]["id"][:12]
    status, out, _ = govern("changelog", "--from", "main", "--check")
    assert status == 1
    assert f"nobody says in {FOLDER}/2.0.md what to do about {short}: " in out
    answer(told, "2.0")
    assert govern("changelog", "--from", "main", "--check") == (0, "every changelog says what changed\n", "")


@pytest.mark.parametrize(
    ("words", "good"),
    [
        ("Write it elsewhere.", True),
        ("```json\n{}\n```", True),
        ("- Rename it.", True),
        ("TODO", False),
        ("**TBD**", False),
        ("...", False),
        ("<!-- a comment -->", False),
        ("### Another heading\n\nwith words", False),
        ("#### A smaller heading\n\nwith words", True),
    ],
)
def test_only_words_are_an_answer(told: Scratch, govern: Console, words: str, good: bool) -> None:
    told.propose(broken())
    govern("changelog", "--from", "main")
    answer(told, "2.0", words)
    status, out, _ = govern("changelog", "--from", "main", "--check")
    assert (status, "[changelog-prose-missing]" in out) == ((0, False) if good else (1, True))


@pytest.mark.parametrize("line", ["\n", "\r\n"])
def test_what_people_wrote_outlives_a_new_derivation_byte_for_byte(
    told: Scratch, govern: Console, line: str
) -> None:
    told.propose(broken())
    govern("changelog", "--from", "main")
    page = at(told, "2.0.md")
    first = record(told, "2.0")["changes"][0]["id"][:12]
    mine = f"# My own title\n\nBefore.  \n\tOdd\u00a0spaces\n\n{{derived}}\n\n### {first}\n\nMoved.\n\nno end"
    derived = re.search(r"<!-- govern:begin.*?<!-- govern:end -->", page.read_text(), re.DOTALL)
    assert derived is not None
    page.write_bytes(mine.replace("{derived}", derived[0]).replace("\n", line).encode())
    told.write(
        {SCHEMA: schema("2.0", note=None, remark=REMARK, mode={"enum": ["on", "idle", "away", "off"]})}
    )
    status, _, _ = govern("changelog", "--from", "main")
    assert status == 0
    again = page.read_bytes().decode()
    head, tail = mine.replace("\n", line).split("{derived}")
    assert again.startswith(head)
    assert tail in again
    assert '"away"' in again
    assert again.count(f"### {first}") == 1


def test_a_second_run_changes_nothing(told: Scratch, govern: Console) -> None:
    told.propose(broken())
    govern("changelog", "--from", "main")
    before = {each.name: each.read_bytes() for each in at(told, "").iterdir()}
    _, out, _ = govern("changelog", "--from", "main")
    assert "written" not in out
    assert before == {each.name: each.read_bytes() for each in at(told, "").iterdir()}


def test_a_difference_is_shown_and_nothing_written(told: Scratch, govern: Console) -> None:
    told.propose(grown("1.1"))
    status, out, _ = govern("changelog", "--from", "main", "--diff")
    assert status == 1
    assert f"+++ b/{FOLDER}/1.1.json" in out
    assert not at(told, "").exists()


def test_a_version_that_did_not_move_is_to_be_bumped_first(told: Scratch, govern: Console) -> None:
    told.propose(grown("1.0"))
    status, out, _ = govern("changelog", "--from", "main")
    assert status == 1
    assert "`govern bump tiny --write`" in out
    assert not at(told, "").exists()


def test_where_nothing_moved_there_is_nothing_to_tell(told: Scratch, govern: Console) -> None:
    assert govern("changelog", "--from", "main") == (
        0,
        "no version of a contract moved: nothing to tell\n",
        "",
    )
    assert govern("changelog", "--from", "main", "--format", "github").status == 2


@pytest.mark.parametrize("how", [(), ("--check",), ("--diff",)])
def test_a_contract_that_took_too_long_is_not_passed_over(
    told: Scratch, govern: Console, how: tuple[str, ...]
) -> None:
    tower: Any = {"type": "string"}
    for _ in range(12):
        tower = {"allOf": [tower, tower, {"pattern": "(a|b|ab)*c"}]}
    told.propose({**grown("1.1"), SCHEMA: schema("1.1", more=tower)})
    status, out, _ = govern("changelog", "--from", "main", "--deadline", "0.1", *how)
    assert (status, "was given up" in out) == (1, True)


def test_a_check_of_no_changelog_is_no_good_check(scratch: Scratch, govern: Console) -> None:
    scratch.propose(broken())
    status, _, err = govern("changelog", "--from", "main", "--check")
    assert (status, "[changelog-empty]" in err) == (2, True)


def test_a_file_of_another_kind_is_not_overwritten(told: Scratch, govern: Console) -> None:
    told.propose({**grown("1.1"), f"{FOLDER}/1.1.json": {"mine": True}})
    status, _, err = govern("changelog", "--from", "main")
    assert (status, "[changelog-unwritable]" in err) == (2, True)
    assert record(told, "1.1") == {"mine": True}


def test_a_page_whose_marks_are_broken_is_not_overwritten(told: Scratch, govern: Console) -> None:
    mine = "# tiny 1.1\n\n<!-- govern:begin changelog -->\n\nwords\n"
    told.propose({**grown("1.1"), f"{FOLDER}/1.1.md": mine})
    status, _, err = govern("changelog", "--from", "main")
    assert (status, "[changelog-unwritable]" in err) == (2, True)
    assert at(told, "1.1.md").read_text() == mine


def test_versions_that_are_out_are_told_afterwards(told: Scratch, govern: Console) -> None:
    told.git("tag", "one")
    told.commit(grown("1.1"))
    told.git("tag", "two")
    told.commit(broken("2.0"))
    assert govern("changelog", "--from", "one", "--to", "two").status == 0
    assert govern("changelog", "--from", "two", "--to", "HEAD").status == 0
    rows = [each for each in at(told, "index.md").read_text().split("\n") if each.startswith("| [")]
    assert [each.split("|")[1:3] for each in rows] == [
        [" [`2.0`](2.0.md) ", " `1.1` "],
        [" [`1.1`](1.1.md) ", " `1.0` "],
    ]


def test_hostile_words_of_a_change_stay_words(told: Scratch, govern: Console) -> None:
    name = "<!-- govern:end --> | @all\n# x"
    told.propose({**grown("1.1"), SCHEMA: schema("1.1", **{name: {"type": "string"}})})
    assert govern("changelog", "--from", "main").status == 0
    page = at(told, "1.1.md").read_text()
    assert page.count("<!-- govern:end -->") == 3  # the mark, and the name in code twice
    assert "\n# x" not in page
    assert "written" not in govern("changelog", "--from", "main").out
    assert govern("changelog", "--from", "main", "--check").status == 0


FORMS = [
    ("changesets", '---\n"tiny": major\n---\n', "- `tiny`: rename: `note` is now `remark` ("),
    ("towncrier", "`tiny` `2.0`: rename. ", "- `tiny`: additive: "),
    ("scriv", "### Added\n\n- `tiny`: additive: ", "\n\n### Changed\n\n- `tiny`: rename: "),
    ("github", "# tiny 2.0\n\nFollows `1.0`. ", "Write `remark` where `note` stood."),
]


def test_every_form_has_a_case() -> None:
    assert [form for form, _, _ in FORMS] == list(FRAGMENTS)


@pytest.mark.parametrize(("form", "begins", "holds"), FORMS)
def test_other_tools_are_told_in_their_form(
    told: Scratch, govern: Console, form: str, begins: str, holds: str
) -> None:
    told.propose(broken())
    govern("changelog", "--from", "main")
    answer(told, "2.0")
    status, out, _ = govern("changelog", "--from", "main", "--format", form)
    assert status == 0
    assert out.startswith(begins)
    assert holds in out
    assert govern("changelog", "--from", "main", "--format", f"{form}=told.md").out == ""
    assert (told.root / "told.md").read_text() == out


def test_a_form_there_is_not_is_refused(told: Scratch, govern: Console) -> None:
    told.propose(broken())
    status, _, err = govern("changelog", "--from", "main", "--format", "changeset")
    assert (status, "changesets, towncrier, scriv, github" in err) == (2, True)


# --- what `govern check` says of changelogs ---


def rules(govern: Console, *more: str) -> tuple[int, set[str]]:
    status, out, _ = govern("check", "--base", "main", "--format", "json", *more)
    review = json.loads(out)
    found = [*review["findings"], *(each for one in review["contracts"] for each in one["findings"])]
    return status, {each["rule"] for each in found if each["level"] == "blocks"}


def released(told: Scratch, govern: Console) -> None:
    """Version 2.0 is on main, with its entry."""
    told.propose(broken())
    govern("changelog", "--from", "main")
    answer(told, "2.0")
    told.commit({})
    assert rules(govern) == (0, set())
    told.git("checkout", "-q", "main")
    told.git("merge", "-q", "change")
    told.git("branch", "-d", "change")


@pytest.mark.parametrize(
    ("file", "old", "new", "rule"),
    [
        ("2.0.json", '"class": "rename"', '"class": "additive"', "changelog-entry-stale"),
        ("2.0.json", "is now", "is still", "changelog-entry-stale"),
        ("2.0.json", '"follows": "1.0"', '"follows": "1.9"', "changelog-entry-stale"),
        ("2.0.json", '"record_version": 1', '"record_version": 2', "changelog-entry-stale"),
        ("2.0.json", '"exceptions": []', '"exceptions": [{}]', "changelog-entry-stale"),
        ("2.0.md", "is gone", "is kept", "changelog-entry-stale"),
        ("2.0.md", "<!-- govern:end -->", "", "changelog-entry-stale"),
        ("index.md", "1 rename", "no rename", "changelog-entry-stale"),
        ("2.0.md", "Write `remark` where `note` stood.", "", "changelog-prose-missing"),
    ],
)
def test_an_entry_that_says_something_else_closes_the_gate(
    told: Scratch, govern: Console, file: str, old: str, new: str, rule: str
) -> None:
    told.propose(broken())
    govern("changelog", "--from", "main")
    answer(told, "2.0")
    text = at(told, file).read_text()
    assert old in text
    told.commit({f"{FOLDER}/{file}": text.replace(old, new)})
    assert rules(govern) == (1, {rule})


def test_another_witness_is_no_other_change(told: Scratch, govern: Console) -> None:
    told.propose(broken())
    govern("changelog", "--from", "main")
    answer(told, "2.0")
    text = at(told, "2.0.json").read_text().replace('"mode": "idle"', '"mode": "idle", "remark": "y"')
    told.commit({f"{FOLDER}/2.0.json": text})
    govern("changelog", "--from", "main")
    told.commit({})
    assert rules(govern) == (0, set())


@pytest.mark.parametrize("gone", ["2.0.json", "2.0.md", "index.md"])
def test_an_entry_has_all_its_parts(told: Scratch, govern: Console, gone: str) -> None:
    told.propose(broken())
    govern("changelog", "--from", "main")
    answer(told, "2.0")
    told.commit({f"{FOLDER}/{gone}": None})
    status, found = rules(govern)
    assert (status, len(found), found <= {"changelog-entry-missing", "changelog-entry-stale"}) == (1, 1, True)


@pytest.mark.parametrize("change", ["edited", "removed"])
def test_the_record_of_a_released_version_stays(told: Scratch, govern: Console, change: str) -> None:
    released(told, govern)
    text = at(told, "2.0.json").read_text()
    path = f"{FOLDER}/2.0.json"
    told.propose({path: None if change == "removed" else text.replace("is now", "was")})
    status, found = rules(govern)
    assert (status, "release-record-changed" in found) == (1, True)


def test_a_file_in_the_place_of_the_folder_hides_no_record(told: Scratch, govern: Console) -> None:
    released(told, govern)
    told.branch()
    told.git("rm", "-q", "-r", FOLDER)
    told.commit({FOLDER: "# Changes\n"})
    status, found = rules(govern)
    assert (status, "release-record-changed" in found) == (1, True)


def test_a_record_that_is_only_laid_out_anew_is_the_same(told: Scratch, govern: Console) -> None:
    released(told, govern)
    told.propose({f"{FOLDER}/2.0.json": json.dumps(record(told, "2.0"))})
    assert rules(govern) == (0, set())


def test_words_on_a_released_page_may_be_mended_and_its_derived_part_not(
    told: Scratch, govern: Console
) -> None:
    released(told, govern)
    text = at(told, "2.0.md").read_text()
    told.propose({f"{FOLDER}/2.0.md": text.replace("where `note` stood", "in the place of `note`")})
    assert rules(govern) == (0, set())
    told.commit({f"{FOLDER}/2.0.md": text.replace("is gone", "stays")})
    assert rules(govern) == (1, {"changelog-entry-stale"})


def test_later_content_under_a_released_number_is_told(told: Scratch, govern: Console) -> None:
    released(told, govern)
    files = broken("2.0")
    told.propose({SCHEMA: {**files[SCHEMA], "required": ["contract_version", "mode", "remark"]}})
    status, found = rules(govern)
    assert (status, "release-content-changed" in found) == (1, True)


def test_better_words_under_a_released_number_are_only_mentioned(told: Scratch, govern: Console) -> None:
    released(told, govern)
    told.propose({SCHEMA: {**broken("2.0")[SCHEMA], "description": "A status."}})
    status, out, _ = govern("check", "--base", "main")
    assert (status, "release-content-changed" in out) == (0, True)


def test_a_number_that_a_record_closes_is_taken(told: Scratch, govern: Console) -> None:
    released(told, govern)
    withdrawn = at(told, "2.0.json").read_text().replace('"version": "2.0"', '"version": "3.0"')
    told.commit({f"{FOLDER}/3.0.json": withdrawn})
    told.propose(
        {
            **broken("3.0"),
            SCHEMA: schema("3.0", note={"type": "integer"}),
            FIXTURE: {"contract_version": "3.0"},
        }
    )
    status, out, _ = govern("check", "--base", "main", "--format", "json")
    assert status == 1
    assert f"stands with other content: the record {FOLDER}/3.0.json." in out
    told.git("checkout", "-q", "main")
    told.git("rm", "-q", f"{FOLDER}/3.0.json")
    told.commit({})
    told.git("checkout", "-q", "change")
    assert "version-taken" not in govern("check", "--base", "main", "--format", "json").out


def test_a_version_that_tags_release_is_told_since_the_last_of_them(told: Scratch, govern: Console) -> None:
    by_tag = TOLD.replace('scheme = "major-minor"', 'scheme = "major-minor"\nreleased_by = "v*"')
    told.commit({"govern.toml": by_tag})
    told.git("tag", "v1.0")
    told.propose(grown("1.1"))
    govern("changelog", "--from", "main")
    told.commit({})
    assert rules(govern) == (0, set())
    told.git("checkout", "-q", "main")
    told.git("merge", "-q", "change")
    told.branch("second")
    both = schema("1.1", more={"type": "string"}, most={"type": "string"})
    filled = {"contract_version": "1.1", "mode": "on", "more": "x", "most": "y"}
    told.commit({SCHEMA: both, FIXTURE: filled})
    status, found = rules(govern)
    assert (status, found) == (1, {"changelog-entry-stale"})
    govern("changelog", "--from", "main")
    told.commit({})
    assert rules(govern) == (0, set())
    assert record(told, "1.1")["follows"] == "1.0"
    assert len(record(told, "1.1")["changes"]) == 2
