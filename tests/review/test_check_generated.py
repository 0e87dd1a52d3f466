"""What repeats the manifest is held to it: enums, documents, figures, the changelog."""

from __future__ import annotations

from typing import Any

import pytest
from scratch import (
    CONFIG,
    FIXTURE,
    MANIFEST,
    OPEN,
    SCHEMA,
    Scratch,
    blocking,
    finding,
    manifest,
    notes,
    schema,
    standing,
    status,
    tiny,
)

TABLE = "# Modes\n\n<!-- govern:begin codes registry=Mode -->\n\n- `on`\n- `off`\n\n<!-- govern:end -->\n"
MARKED = {"$comment": "govern:enum registry=Mode", "enum": ["on", "off"]}
WITH_DOCS = CONFIG.replace(
    "[contracts.tiny]", '[contracts.tiny]\ndocs = ["docs/*.md"]\ngenerated = ["code/*.py"]', 1
)
CODE = (
    '# govern:begin enum registry=Mode\nclass Mode(StrEnum):\n    ON = "on"\n    OFF = "off"\n# govern:end\n'
)


@pytest.fixture
def scratch(tmp_path: Any) -> Scratch:
    return Scratch(
        tmp_path,
        {
            **tiny(mode=MARKED),
            "govern.toml": WITH_DOCS,
            "docs/modes.md": TABLE,
            "code/modes.py": CODE,
            "docs/more.md": "Every status has 2 required keys.\n",
        },
    )


def test_what_is_in_step_says_nothing(scratch: Scratch) -> None:
    scratch.propose({"docs/modes.md": TABLE + "\nMore words.\n"})
    review = scratch.check()
    assert (status(review), blocking(review), standing(review)) == (OPEN, [], [])


def test_a_code_added_to_the_manifest_alone_is_told_wherever_it_is_missing(scratch: Scratch) -> None:
    scratch.propose({MANIFEST: manifest(codes=("on", "idle", "off"))})
    review = scratch.check()
    stale = [each for each in review.contracts[0].findings if each.rule == "generated-stale"]
    assert {(each.path, each.place.pointer, each.place.line) for each in stale if each.place} == {
        (SCHEMA, "/properties/mode/enum", 14),
        ("docs/modes.md", "", 3),
        ("code/modes.py", "", 1),
    }
    assert {each.remedy for each in stale} == {"run `govern sync`"}
    assert {"version-too-small", "fixture-not-exercised"} <= set(blocking(review))


def test_a_document_edited_by_hand_is_told_though_no_contract_changed(scratch: Scratch) -> None:
    scratch.propose({"docs/modes.md": TABLE.replace("`off`", "`out`")})
    assert blocking(scratch.check()) == ["generated-stale"]


def test_constants_edited_by_hand_are_told(scratch: Scratch) -> None:
    scratch.propose({"code/modes.py": CODE.replace('"off"', '"out"')})
    assert blocking(scratch.check()) == ["generated-stale"]


def test_what_had_drifted_before_is_standing(scratch: Scratch) -> None:
    scratch.commit({"docs/modes.md": TABLE.replace("`off`", "`out`")})
    scratch.propose({"docs/more.md": "Two words.\n"})
    review = scratch.check()
    assert (blocking(review), standing(review)) == ([], ["generated-stale"])


@pytest.mark.parametrize(
    "files",
    [
        {"docs/modes.md": "# Modes\n\n- `on`\n- `off`\n"},
        {"docs/modes.md": TABLE.replace("registry=Mode", "registry=Mode level=3")},
        {SCHEMA: schema(mode={"enum": ["on", "off"]})},
    ],
)
def test_a_mark_that_is_taken_out_is_told(scratch: Scratch, files: Any) -> None:
    scratch.propose(files)
    assert blocking(scratch.check()) == ["generated-mark-removed"]


def test_a_document_that_is_gone_takes_its_marks_along(scratch: Scratch) -> None:
    scratch.propose({"docs/modes.md": None})
    assert blocking(scratch.check()) == []


def test_a_mark_that_cannot_be_read_is_told(scratch: Scratch) -> None:
    scratch.propose({"docs/more.md": "<!-- govern:begin codes registry=Mod -->\n<!-- govern:end -->\n"})
    said = finding(scratch.check(), "generated-unwritable")
    assert "did you mean `Mode`?" in said.remedy


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("It has 3 required keys.\n", True),
        ("It has 2 required fields.\n", False),
        ("`3 required keys`\n", False),
        ("3 keys are required\n", False),
    ],
)
def test_a_figure_in_prose_is_held_to_the_schema(scratch: Scratch, text: str, wrong: bool) -> None:
    scratch.propose({"docs/more.md": text})
    review = scratch.check()
    assert blocking(review) == (["documented-count-wrong"] if wrong else [])


@pytest.mark.parametrize(
    "rule",
    [
        {"enum": ["on", "off", "out"]},
        {"anyOf": [{"const": "out"}, {"enum": ["on", "off"]}]},
        {"$ref": "#/$defs/mode"},
    ],
)
def test_a_value_that_a_schema_lists_and_no_registry_holds_is_told(scratch: Scratch, rule: Any) -> None:
    base = scratch.commit({SCHEMA: schema(mode={"enum": ["on", "off"]})})
    changed = schema(mode=rule)
    changed["$defs"] = {"mode": {"enum": ["on", "off", "out"]}}
    scratch.branch(at=base)
    scratch.commit({SCHEMA: changed})
    said = finding(scratch.check(base=base), "schema-code-unregistered")
    assert "`out`" in said.message
    assert "/mode" in said.message


def test_a_value_that_a_schema_forbids_need_not_be_registered(scratch: Scratch) -> None:
    base = scratch.commit({SCHEMA: schema(mode={"enum": ["on", "off"]})})
    scratch.branch(at=base)
    scratch.commit({SCHEMA: schema(mode={"enum": ["on", "off"], "not": {"const": "out"}})})
    assert "schema-code-unregistered" not in blocking(scratch.check(base=base))


# --- the changelog ---

TOLD = WITH_DOCS.replace("docs = [", 'changelog = "CHANGES.md"\ndocs = [', 1)


def grown(version: str) -> dict[str, Any]:
    files = tiny(version, mode=MARKED | {"enum": ["on", "off", "idle"]})
    return {
        **files,
        "govern.toml": TOLD,
        MANIFEST: manifest(version, ("on", "off", "idle")),
        "fixtures/idle.json": {"contract_version": version, "mode": "idle"},
        "docs/modes.md": TABLE.replace("- `off`\n", "- `off`\n- `idle`\n"),
        "code/modes.py": CODE.replace("# govern:end", '    IDLE = "idle"\n# govern:end'),
    }


def test_a_change_that_no_changelog_tells_of_is_told(scratch: Scratch) -> None:
    scratch.commit({"govern.toml": TOLD, "CHANGES.md": "# 1.0\n"})
    scratch.propose(grown("1.1"))
    review = scratch.check()
    assert blocking(review) == ["changelog-entry-missing"]
    assert finding(review, "changelog-entry-missing").contract == "tiny"


def test_a_file_that_changed_is_enough_and_a_neighbour_of_it_is_none(scratch: Scratch) -> None:
    scratch.commit({"govern.toml": TOLD, "CHANGES.md": "# 1.0\n"})
    scratch.propose({**grown("1.1"), "CHANGES.md.txt": "1.1"})
    assert blocking(scratch.check()) == ["changelog-entry-missing"]
    scratch.commit({"CHANGES.md": "# 1.1\n"})
    assert status(scratch.check()) == OPEN


def test_an_editorial_change_needs_no_entry(scratch: Scratch) -> None:
    scratch.commit({"govern.toml": TOLD})
    scratch.propose({SCHEMA: schema(mode=MARKED, note={"type": "string", "description": "Other words."})})
    assert status(scratch.check()) == OPEN


def test_a_contract_in_the_mode_none_is_only_reminded(scratch: Scratch) -> None:
    quiet = TOLD.replace("[contracts.tiny]", '[contracts.tiny]\ncompatibility = "none"', 1)
    scratch.commit({"govern.toml": quiet})
    scratch.propose({**grown("1.1"), "govern.toml": quiet})
    review = scratch.check()
    assert "changelog-entry-missing" in notes(review)
    assert "changelog-entry-missing" not in blocking(review)


def test_fixtures_of_a_contract_may_be_shown_in_its_documents(scratch: Scratch) -> None:
    shown = "<!-- govern:begin fixtures -->\n<!-- govern:end -->\n"
    scratch.propose({"docs/examples.md": shown, FIXTURE: tiny()[FIXTURE]})
    assert blocking(scratch.check()) == ["generated-stale"]


# --- what escapes nobody ---


def linked(scratch: Scratch) -> None:
    (scratch.root / "docs/real.md").write_text(TABLE.replace("`off`", "`out`"))
    (scratch.root / "docs/modes.md").unlink()
    (scratch.root / "docs/modes.md").symlink_to("real.md")


@pytest.mark.parametrize("how", ["no UTF-8", "a link"])
def test_a_document_that_cannot_be_read_as_text_is_told(scratch: Scratch, how: str) -> None:
    scratch.branch()
    if how == "a link":
        linked(scratch)
        scratch.commit()
    else:
        scratch.commit({"docs/modes.md": TABLE.replace("`off`", "`out`").encode() + b"\xe9\n"})
    review = scratch.check()
    assert {"document-illegible", "generated-mark-removed"} <= set(blocking(review))


def test_what_could_not_be_read_before_is_standing_and_a_picture_is_no_document(scratch: Scratch) -> None:
    scratch.commit({"docs/old.md": b"\xe9\n"})
    scratch.propose({"docs/more.md": "Two words.\n", "code/picture.png": b"\x89PNG"})
    review = scratch.check()
    assert (blocking(review), standing(review)) == ([], ["document-illegible"])


def test_a_second_fault_of_a_part_that_was_wrong_is_news(scratch: Scratch) -> None:
    wrong = TABLE.replace("`on`", "`an`")
    scratch.commit({"docs/modes.md": wrong})
    scratch.propose({"docs/modes.md": wrong.replace("`off`", "`out`")})
    assert blocking(scratch.check()) == ["generated-stale"]


def test_a_code_of_a_marked_enum_excuses_no_other_enum(tmp_path: Any) -> None:
    two = manifest() | {"registries": {"Mode": ["on", "off"], "Kind": ["a", "b"]}}
    config = CONFIG + '\n[[contracts.tiny.codes]]\nfield = "/kind"\nregistry = "Kind"\n'
    scratch = Scratch(
        tmp_path,
        {**tiny(mode=MARKED, kind={"enum": ["a", "b"]}), MANIFEST: two, "govern.toml": config},
    )
    scratch.propose({SCHEMA: schema(mode=MARKED, kind={"enum": ["a", "b", "on"]})})
    assert "schema-code-unregistered" in blocking(scratch.check())
    scratch.commit({SCHEMA: schema(mode=MARKED, kind={**MARKED, "enum": ["on", "off"]})})
    assert "schema-code-unregistered" in blocking(scratch.check())


def test_a_document_that_is_named_and_gone_is_told(tmp_path: Any) -> None:
    named_one = CONFIG.replace("[contracts.tiny]", '[contracts.tiny]\ndocs = ["guide.md"]', 1)
    scratch = Scratch(tmp_path, {**tiny(), "govern.toml": named_one, "guide.md": "Words.\n"})
    scratch.propose({"guide.md": None})
    assert blocking(scratch.check()) == ["governed-file-gone"]


def test_a_document_that_is_named_and_was_never_there_is_told(tmp_path: Any) -> None:
    named_one = CONFIG.replace("[contracts.tiny]", '[contracts.tiny]\ndrills = "drills.md"', 1)
    scratch = Scratch(tmp_path, {**tiny(), "govern.toml": named_one})
    scratch.propose({SCHEMA: schema(note={"type": "string", "description": "Other words."})})
    assert blocking(scratch.check()) == ["governed-file-missing"]
