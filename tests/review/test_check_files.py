"""What a pull request can do to the files and the tree of a contract, and what it gets for it."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from scratch import (
    CLOSED,
    CONFIG,
    FIXTURE,
    MANIFEST,
    OPEN,
    REJECT,
    SCHEMA,
    Scratch,
    blocking,
    finding,
    only,
    schema,
    standing,
    status,
    tiny,
)

DESCRIBED = schema(note={"type": "string", "description": "What somebody says."})
NARROWED = schema(note={"type": "integer"})


# --- B1 to B3: gone, moved, nothing there ---


def test_a_schema_that_is_deleted_breaks_the_contract(scratch: Scratch) -> None:
    scratch.propose({SCHEMA: None})
    review = scratch.check()
    assert status(review) == CLOSED
    assert "version-too-small" in blocking(review)
    assert "schema-file-removed" in {change.rule for change in only(review).changes}


def test_a_manifest_that_is_deleted_breaks_the_contract(scratch: Scratch) -> None:
    scratch.propose({MANIFEST: None})
    review = scratch.check()
    assert status(review) == CLOSED
    assert "manifest-removed" in {change.rule for change in only(review).changes}


def test_a_contract_that_is_deleted_whole_is_a_finding(scratch: Scratch) -> None:
    scratch.propose({SCHEMA: None, MANIFEST: None, FIXTURE: None, REJECT: None})
    review = scratch.check()
    assert "contract-removed" in blocking(review)
    assert only(review).status == "removed"


def test_a_contract_that_is_deleted_with_its_configuration_is_a_finding(scratch: Scratch) -> None:
    scratch.propose(dict.fromkeys((SCHEMA, MANIFEST, FIXTURE, REJECT, "govern.toml")))
    assert {"contract-removed", "gate-weakened"} <= set(blocking(scratch.check()))


def test_a_golden_document_that_is_deleted_is_no_pass(scratch: Scratch) -> None:
    """What it showed of unchanged things is shown no more; the other documents stay valid."""
    scratch.commit({"fixtures/b.json": {"contract_version": "1.0", "mode": "off"}})
    scratch.propose({"fixtures/b.json": None, SCHEMA: schema(mode={"enum": ["on", "off", "auto"]})})
    assert "fixture-not-exercised" in blocking(scratch.check())


@pytest.mark.parametrize("path", [SCHEMA, MANIFEST])
def test_a_file_that_is_moved_out_of_coverage_is_a_finding(scratch: Scratch, path: str) -> None:
    content = (scratch.root / path).read_bytes()
    scratch.propose({path: None, f"docs/{path}": content})
    review = scratch.check()
    assert "contract-moved-out" in blocking(review)
    assert f"docs/{path}" in finding(review, "contract-moved-out").message


def test_a_file_that_is_moved_within_what_head_covers_is_still_judged_by_the_target(scratch: Scratch) -> None:
    content = (scratch.root / SCHEMA).read_bytes()
    moved = CONFIG.replace(f'schemas = ["{SCHEMA}"]', f'schemas = ["docs/{SCHEMA}"]')
    scratch.propose({SCHEMA: None, f"docs/{SCHEMA}": content, "govern.toml": moved})
    assert {"contract-moved-out", "gate-weakened"} <= set(blocking(scratch.check()))


def test_a_copy_elsewhere_is_not_a_move(scratch: Scratch) -> None:
    scratch.propose({f"docs/{SCHEMA}": (scratch.root / SCHEMA).read_bytes()})
    assert status(scratch.check()) == OPEN


def test_a_configuration_that_matches_nothing_is_2(scratch: Scratch) -> None:
    elsewhere = '[contracts.tiny]\nschemas = ["elsewhere/*.json"]'
    scratch.commit({"govern.toml": elsewhere})
    scratch.propose({SCHEMA: NARROWED})
    with scratch.refused() as problems:
        scratch.check()
    assert {problem.rule for problem in problems} <= {"no-contracts", "config-path"}


def test_a_repository_without_any_contract_is_2(scratch: Scratch) -> None:
    scratch.git("rm", "-rq", ".")
    scratch.commit({"README.md": "x"})
    scratch.propose({"README.md": "y"})
    with scratch.refused() as problems:
        scratch.check()
    assert [problem.rule for problem in problems] == ["no-contracts"]


# --- B4, B5: not a regular file, not the content ---


@pytest.mark.parametrize("path", [SCHEMA, MANIFEST, FIXTURE])
def test_a_link_in_place_of_a_file_is_a_finding(scratch: Scratch, path: str) -> None:
    scratch.branch()
    (scratch.root / path).unlink()
    (scratch.root / path).symlink_to("/etc/passwd")
    scratch.commit()
    review = scratch.check()
    assert "not-regular-file" in blocking(review)
    assert "root:" not in repr(review)


def test_a_link_to_the_same_content_is_a_finding_too(scratch: Scratch) -> None:
    scratch.branch()
    (scratch.root / SCHEMA).rename(scratch.root / "real.json")
    (scratch.root / SCHEMA).symlink_to("real.json")
    scratch.commit()
    assert "not-regular-file" in blocking(scratch.check())


def test_a_submodule_in_place_of_a_schema_is_a_finding(scratch: Scratch) -> None:
    scratch.branch()
    head = scratch.git("rev-parse", "HEAD")
    scratch.git("rm", "-q", SCHEMA)
    scratch.git("update-index", "--add", "--cacheinfo", f"160000,{head},{SCHEMA}")
    scratch.git("commit", "-q", "-m", "submodule")
    assert "not-regular-file" in blocking(scratch.check())


def test_a_folder_in_place_of_a_schema_is_no_pass(scratch: Scratch) -> None:
    content = (scratch.root / SCHEMA).read_bytes()
    scratch.propose({SCHEMA: None})
    scratch.commit({f"{SCHEMA}/inner.json": content})
    review = scratch.check()
    assert status(review) == CLOSED
    assert {"contract-moved-out", "not-regular-file"} & set(blocking(review))


def test_an_executable_schema_is_a_regular_file(scratch: Scratch) -> None:
    scratch.branch()
    (scratch.root / SCHEMA).chmod(0o755)
    scratch.commit()
    assert status(scratch.check()) == OPEN


@pytest.mark.parametrize("path", [SCHEMA, MANIFEST, FIXTURE])
def test_a_pointer_to_content_elsewhere_is_a_finding(scratch: Scratch, path: str) -> None:
    oid = "4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393"
    scratch.propose({path: f"version https://git-lfs.github.com/spec/v1\noid sha256:{oid}\nsize 12345\n"})
    assert "lfs-pointer" in blocking(scratch.check())


# --- B6 to B8: attributes ---


@pytest.mark.parametrize(
    "attribute", ["export-ignore", "working-tree-encoding=UTF-16", "filter=lfs", "text eol=crlf"]
)
def test_attributes_that_change_what_a_checkout_holds_change_no_verdict(
    scratch: Scratch, attribute: str
) -> None:
    scratch.propose({SCHEMA: NARROWED})
    plain = scratch.check()
    head = scratch.git("rev-parse", "HEAD")
    scratch.write({".gitattributes": f"*.json {attribute}\n"})
    scratch.git("add", ".gitattributes")
    scratch.git("commit", "-q", "-m", "attributes")
    review = scratch.check()
    assert (review.gate, blocking(review)) == (plain.gate, blocking(plain))
    assert review.contracts == plain.contracts
    assert review.head.commit != head


@pytest.mark.parametrize(
    "line",
    [
        "*.json -diff",
        "*.json linguist-generated",
        "*.schema.json linguist-generated=true",
        f"/{SCHEMA} binary",
        "* -diff",
        "fixtures/*.json linguist-vendored",
        "*.json linguist-generated=1",
    ],
)
def test_an_attribute_that_hides_a_contract_from_reviewers_is_a_finding(scratch: Scratch, line: str) -> None:
    scratch.propose({".gitattributes": f"# why\n{line}\n"})
    review = scratch.check()
    assert blocking(review) == ["review-hidden-by-attributes"]
    place = finding(review, "review-hidden-by-attributes").place
    assert place is not None
    assert place.line == 2


@pytest.mark.parametrize(
    "line", ["*.png -diff", "*.json diff", "# *.json -diff", "*.json text", "docs/*.json -diff"]
)
def test_an_attribute_that_hides_no_contract_is_none(scratch: Scratch, line: str) -> None:
    scratch.propose({".gitattributes": f"{line}\n"})
    assert status(scratch.check()) == OPEN


def test_an_attribute_that_was_there_before_is_not_this_change_s_fault(scratch: Scratch) -> None:
    scratch.commit({".gitattributes": "*.json -diff\n"})
    scratch.propose({SCHEMA: DESCRIBED})
    assert blocking(scratch.check()) == []


# --- B9, B10, B12: names ---


@pytest.mark.parametrize(
    ("path", "rule"),
    [
        ("fixtures/A.json", "path-collision"),
        (f"fixtures/{unicodedata.normalize('NFC', 'é')}.json", "path-not-ascii"),
        ("fixtures/\u0430.json", "path-not-ascii"),
        ("fixtures/x\nHEAD:a.json", "path-control-char"),
        ("fixtures/x\u202egnp.json", "path-bidi-control"),
        ("fixtures/x\u200b.json", "path-bidi-control"),
    ],
)
def test_a_path_that_misleads_is_a_finding(scratch: Scratch, path: str, rule: str) -> None:
    scratch.propose({path: {"contract_version": "1.0", "mode": "on"}})
    assert rule in blocking(scratch.check())


def test_twins_of_two_normal_forms_collide(scratch: Scratch) -> None:
    document = {"contract_version": "1.0", "mode": "on"}
    for form in ("NFC", "NFD"):
        scratch.write({f"fixtures/{unicodedata.normalize(form, 'é')}.json": document})
    scratch.propose({})
    assert "path-collision" in blocking(scratch.check())


def test_letters_of_other_alphabets_can_be_allowed(scratch: Scratch) -> None:
    scratch.commit({"govern.toml": "non_ascii_paths = true\n" + CONFIG})
    scratch.propose({"fixtures/é.json": {"contract_version": "1.0", "mode": "on"}})
    assert blocking(scratch.check()) == []


def test_a_misleading_path_that_was_there_is_standing(scratch: Scratch) -> None:
    scratch.commit({"fixtures/é.json": {"contract_version": "1.0", "mode": "on"}})
    scratch.propose({SCHEMA: DESCRIBED})
    review = scratch.check()
    assert (blocking(review), standing(review)) == ([], ["path-not-ascii"])
    assert (
        "path-not-ascii" in blocking(scratch.check(everything=True))
        or status(scratch.check(everything=True)) == CLOSED
    )


def coded(code: str) -> dict[str, object]:
    return {"contract_version": "1.0", "registries": {"Mode": ["on", "off", code]}}


@pytest.mark.parametrize(
    ("code", "rules"),
    [
        ("ERR_\u0391", {"code-not-ascii"}),
        ("ERR\u202eX", {"bidi-control", "code-not-ascii"}),
        ("ERR\u200bX", {"bidi-control", "code-not-ascii"}),
    ],
)
def test_a_code_that_looks_like_another_is_a_finding(scratch: Scratch, code: str, rules: set[str]) -> None:
    scratch.propose({MANIFEST: coded(code)})
    assert rules & set(blocking(scratch.check()))


@pytest.mark.parametrize("value", ["o\u202en", "\u043en", "o\u200bn"])
def test_an_enum_value_that_looks_like_another_is_a_finding(scratch: Scratch, value: str) -> None:
    scratch.propose({SCHEMA: schema(mode={"enum": ["on", "off", value]})})
    assert {"name-lookalike", "name-invisible"} & set(blocking(scratch.check()))


def test_a_property_that_looks_like_another_is_a_finding(scratch: Scratch) -> None:
    lookalike = {"n\u043ete": {"type": "string"}}
    scratch.propose({SCHEMA: schema(**lookalike)})
    assert "name-lookalike" in blocking(scratch.check())


def test_a_property_in_another_script_that_reads_as_no_ascii_name_is_none(scratch: Scratch) -> None:
    scratch.propose({SCHEMA: schema(größe={"type": "string"})})
    assert not {"name-lookalike", "name-invisible"} & set(blocking(scratch.check()))


def test_a_description_that_turns_the_direction_of_text_is_no_break_and_is_shown_escaped(
    scratch: Scratch,
) -> None:
    from govern.render import RenderOptions, render

    scratch.propose({SCHEMA: schema(note={"type": "string", "description": "safe \u202e evil"})})
    review = scratch.check()
    assert only(review).class_ == "editorial"
    for name in ("text", "markdown"):
        assert "\u202e" not in render(review, RenderOptions(explain=True, everything=True), format_name=name)


# --- B11: a tree that says two things ---


def test_a_tree_with_one_name_twice_is_2(scratch: Scratch) -> None:
    scratch.branch()
    blob = scratch.git("rev-parse", f"HEAD:{SCHEMA}")
    row = b"100644 " + SCHEMA.encode() + b"\0" + bytes.fromhex(blob)
    tree = scratch.git("hash-object", "-t", "tree", "-w", "--literally", "--stdin", given=row * 2)
    commit = scratch.git("commit-tree", tree, "-p", "main", "-m", "odd")
    with scratch.refused() as problems:
        scratch.check(head=commit)
    assert [problem.rule for problem in problems] == ["tree-duplicate"]


# --- B13: what is reached by reference ---

REFERS = {
    **tiny(),
    SCHEMA: schema(note={"$ref": "shared/defs.json#/$defs/note"}),
    "shared/defs.json": {"$defs": {"note": {"type": "string"}, "unused": {"type": "string"}}},
}


def test_an_edit_in_a_file_that_is_only_referred_to_is_a_change(tmp_path: Path) -> None:
    scratch = Scratch(tmp_path, REFERS)
    scratch.propose(
        {"shared/defs.json": {"$defs": {"note": {"type": "integer"}, "unused": {"type": "string"}}}}
    )
    review = scratch.check()
    assert status(review) == CLOSED
    assert only(review).class_ == "breaking"
    assert "shared/defs.json" in {change.path for change in only(review).changes}


def test_an_edit_of_what_nothing_refers_to_breaks_nothing(tmp_path: Path) -> None:
    scratch = Scratch(tmp_path, REFERS)
    scratch.propose(
        {"shared/defs.json": {"$defs": {"note": {"type": "string"}, "unused": {"type": "integer"}}}}
    )
    review = scratch.check()
    assert status(review) == OPEN
    assert only(review).class_ == "editorial"


@pytest.mark.parametrize(
    "reference", ["../outside.json", "/etc/passwd", "file:///etc/passwd", "../../../../etc/passwd"]
)
def test_a_reference_out_of_the_repository_is_no_pass(scratch: Scratch, reference: str) -> None:
    (scratch.root.parent / "outside.json").write_text('{"type": "string"}')
    scratch.propose({SCHEMA: schema(note={"$ref": reference})})
    review = scratch.check()
    assert status(review) == CLOSED
    assert only(review).class_ in ("undecided", "breaking")


def test_a_referred_file_that_is_deleted_is_no_pass(tmp_path: Path) -> None:
    scratch = Scratch(tmp_path, REFERS)
    scratch.propose({"shared/defs.json": None})
    review = scratch.check()
    assert status(review) == CLOSED
    assert only(review).class_ in ("undecided", "breaking")


# --- renames that head's configuration declares ---

RENAMED = f"""{CONFIG}
[[contracts.tiny.renames]]
at = "{SCHEMA}#/properties"
from = "note"
to = "word"
"""


def test_a_rename_that_head_declares_is_explained_and_asks_for_no_less(scratch: Scratch) -> None:
    spoken = {"type": "string", "description": "Something else."}
    scratch.propose({SCHEMA: schema(note=None, word=spoken), "govern.toml": RENAMED})
    (rename,) = only(scratch.check()).renames
    assert (rename.from_, rename.to, rename.standing.value) == ("note", "word", "declared")
    review = scratch.check()
    assert status(review) == CLOSED
    assert "version-too-small" in blocking(review)
    assert "property-renamed" in {change.rule for change in only(review).changes}


def test_a_rename_that_was_declared_and_not_made_is_a_finding(scratch: Scratch) -> None:
    scratch.propose({SCHEMA: schema(word={"type": "string"}), "govern.toml": RENAMED})
    review = scratch.check()
    assert "rename-declared-wrong" in blocking(review)
    assert "`note` is still in use" in finding(review, "rename-declared-wrong").message
