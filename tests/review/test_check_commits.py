"""Which commits are compared, and whose rules count: target, merge base, head, pushes, clones, other git."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from scratch import (
    CLOSED,
    CONFIG,
    MANIFEST,
    OPEN,
    SCHEMA,
    Scratch,
    blocking,
    finding,
    notes,
    only,
    schema,
    status,
    tiny,
)

from govern.model import Class

NARROWED = schema(note={"type": "integer"})
DESCRIBED = schema(note={"type": "string", "description": "What somebody says."})


# --- how the target is named ---


@pytest.mark.parametrize("name", ["main", "refs/heads/main", "v1", "refs/tags/v1", "heads/main", "change~1"])
def test_the_target_is_named_by_branch_tag_or_step(scratch: Scratch, name: str) -> None:
    scratch.git("tag", "v1")
    scratch.propose({SCHEMA: NARROWED})
    review = scratch.check(name)
    assert status(review) == CLOSED
    assert (review.target.name, review.target.why) == (name, "named by --base")
    assert review.target.commit == scratch.git("rev-parse", "main")


def test_the_target_is_named_by_a_commit_or_its_beginning(scratch: Scratch) -> None:
    main = scratch.git("rev-parse", "main")
    scratch.propose({SCHEMA: NARROWED})
    for name in (main, main[:12]):
        assert scratch.check(name).target.commit == main


def test_without_a_word_the_target_is_main_and_the_report_says_why(scratch: Scratch) -> None:
    scratch.propose({SCHEMA: NARROWED})
    review = scratch.check(None)
    assert status(review) == CLOSED
    assert review.target.commit == scratch.git("rev-parse", "main")
    assert "main" in review.target.why


def test_without_a_word_the_default_branch_of_origin_goes_before_main(scratch: Scratch) -> None:
    base = scratch.git("rev-parse", "main")
    scratch.commit({SCHEMA: NARROWED})
    scratch.git("update-ref", "refs/remotes/origin/trunk", base)
    scratch.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/trunk")
    review = scratch.check(None)
    assert (status(review), review.target.commit) == (CLOSED, base)


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ("", "ref-form"),
        ("--output=x", "ref-form"),
        ("-h", "ref-form"),
        ("main\nHEAD", "ref-form"),
        ("$(id)", "ref-form"),
        ("refs/heads/$(id)", "ref-form"),
        ("main..HEAD", "ref-form"),
        ("main:" + SCHEMA, "ref-form"),
        ("nowhere", "ref-unknown"),
        ("0" * 40, "ref-unknown"),
    ],
)
def test_a_target_that_is_no_commit_is_2(scratch: Scratch, given: str, rule: str) -> None:
    scratch.propose({SCHEMA: NARROWED})
    with scratch.refused() as problems:
        scratch.check(given)
    assert [each.rule for each in problems] == [rule]
    with scratch.refused() as problems:
        scratch.check("main", given)
    assert [each.rule for each in problems] == [rule]
    assert sorted(each.name for each in scratch.root.iterdir() if each.name == "x") == []


def test_a_tag_that_is_named_like_the_target_is_not_taken_for_it(scratch: Scratch) -> None:
    base = scratch.git("rev-parse", "main")
    scratch.git("update-ref", "refs/remotes/origin/main", base)
    scratch.propose({SCHEMA: NARROWED})
    scratch.git("tag", "origin/main", "HEAD")
    with scratch.refused() as problems:
        scratch.check("origin/main")
    assert [each.rule for each in problems] == ["ref-ambiguous"]
    assert status(scratch.check("refs/remotes/origin/main")) == CLOSED
    assert scratch.check(None).target.commit == base


# --- merge base, head behind, target moved on ---


def test_the_comparison_is_from_the_merge_base_and_not_from_the_tip(scratch: Scratch) -> None:
    base = scratch.git("rev-parse", "main")
    scratch.propose({SCHEMA: DESCRIBED})
    scratch.git("checkout", "-q", "main")
    scratch.commit({"README.md": "unrelated"})
    review = scratch.check(head="change")
    assert (review.base.commit, review.target.commit) == (base, scratch.git("rev-parse", "main"))
    assert (status(review), notes(review)) == (OPEN, ["target-moved-on"])


def test_a_target_that_changed_a_governed_file_since_is_a_finding(scratch: Scratch) -> None:
    scratch.propose({SCHEMA: DESCRIBED})
    scratch.git("checkout", "-q", "main")
    scratch.commit({SCHEMA: schema(extra={"type": "string"})})
    review = scratch.check(head="change")
    assert blocking(review) == ["head-behind-base"]
    assert finding(review, "head-behind-base").path == SCHEMA
    assert "extra" not in repr(only(review).changes)


def test_a_branch_that_brings_nothing_of_its_own_is_behind_all_the_same(scratch: Scratch) -> None:
    scratch.propose({"README.md": "unrelated"})
    scratch.git("checkout", "-q", "main")
    scratch.commit({SCHEMA: DESCRIBED})
    assert blocking(scratch.check(head="change")) == ["head-behind-base"]


def test_an_old_branch_point_brings_no_old_rules(scratch: Scratch) -> None:
    strict = CONFIG.replace("[contracts.tiny]", '[contracts.tiny]\ngrowth = "breaking"')
    grown = tiny("1.1") | {
        SCHEMA: schema("1.1", mode={"enum": ["on", "off", "auto"]}),
        MANIFEST: {"contract_version": "1.1", "registries": {"Mode": ["on", "off", "auto"]}},
        "fixtures/b.json": {"contract_version": "1.1", "mode": "auto"},
    }
    scratch.propose(grown)
    assert status(scratch.check()) == OPEN
    scratch.git("checkout", "-q", "main")
    scratch.commit({"govern.toml": strict})
    review = scratch.check(head="change")
    assert {"head-behind-base", "version-too-small"} <= set(blocking(review))
    assert only(review).class_ is Class.BREAKING


def test_a_version_that_the_target_took_meanwhile_is_taken(scratch: Scratch) -> None:
    scratch.propose(
        tiny("1.1", extra={"type": "string"})
        | {"fixtures/b.json": {"contract_version": "1.1", "mode": "on", "extra": "x"}}
    )
    assert status(scratch.check()) == OPEN
    scratch.git("checkout", "-q", "main")
    scratch.commit(tiny("1.1", other={"type": "string"}))
    review = scratch.check(head="change")
    assert {"head-behind-base", "version-taken"} <= set(blocking(review))


def test_a_version_that_a_tag_carries_with_other_content_is_taken(scratch: Scratch) -> None:
    scratch.branch("release")
    scratch.commit(tiny("1.1", other={"type": "string"}))
    scratch.git("tag", "tiny-1.1")
    scratch.git("checkout", "-q", "main")
    scratch.propose(
        tiny("1.1", extra={"type": "string"})
        | {"fixtures/b.json": {"contract_version": "1.1", "mode": "on", "extra": "x"}}
    )
    assert "version-taken" in blocking(scratch.check())
    scratch.git("tag", "-d", "tiny-1.1")
    assert status(scratch.check()) == OPEN


def test_several_merge_bases_are_2_and_named(scratch: Scratch) -> None:
    root = scratch.git("rev-parse", "HEAD")
    tree = scratch.git("rev-parse", "HEAD^{tree}")
    one, two = (scratch.git("commit-tree", tree, "-p", root, "-m", name) for name in ("one", "two"))
    left = scratch.git("commit-tree", tree, "-p", one, "-p", two, "-m", "left")
    right = scratch.git("commit-tree", tree, "-p", two, "-p", one, "-m", "right")
    with scratch.refused() as problems:
        scratch.check(left, right)
    (problem,) = problems
    assert problem.rule == "merge-base-ambiguous"
    assert one[:7] in problem.message
    assert two[:7] in problem.message


def test_two_histories_without_a_common_commit_are_2(scratch: Scratch) -> None:
    tree = scratch.git("rev-parse", "HEAD^{tree}")
    other = scratch.git("commit-tree", tree, "-m", "other")
    with scratch.refused() as problems:
        scratch.check("main", other)
    assert [each.rule for each in problems] == ["merge-base-none"]


# --- pushes, first commits, first configurations ---


def test_a_push_to_the_target_is_compared_with_its_first_parent(scratch: Scratch) -> None:
    before = scratch.git("rev-parse", "main")
    scratch.commit({SCHEMA: NARROWED})
    for base in ("main", None):
        review = scratch.check(base)
        assert (status(review), review.base.commit) == (CLOSED, before)
        assert "first parent" in review.base.why


def test_a_push_is_judged_by_the_rules_from_before_it(scratch: Scratch) -> None:
    weak = CONFIG.replace("[contracts.tiny]", '[contracts.tiny]\ncompatibility = "none"')
    scratch.commit({SCHEMA: NARROWED, "govern.toml": weak})
    assert {"gate-weakened", "version-too-small"} <= set(blocking(scratch.check("main")))


def test_a_push_of_several_commits_is_compared_with_where_the_branch_stood(
    scratch: Scratch, tmp_path: Path
) -> None:
    before = scratch.git("rev-parse", "main")
    scratch.commit({SCHEMA: NARROWED})
    after = scratch.commit({"README.md": "x"})
    event = tmp_path / "event.json"
    event.write_text(
        json.dumps(
            {
                "before": before,
                "after": after,
                "ref": "refs/heads/main",
                "repository": {"default_branch": "main"},
            }
        )
    )
    given = {
        "CI": "true",
        "GITHUB_ACTIONS": "true",
        "GITHUB_EVENT_NAME": "push",
        "GITHUB_EVENT_PATH": str(event),
        "GITHUB_REF": "refs/heads/main",
        "GITHUB_SHA": after,
    }
    review = scratch.check(None, **given)
    assert (status(review), review.base.commit) == (CLOSED, before)
    assert status(scratch.check("main")) == OPEN  # without the event, the last commit alone


def test_a_pull_request_in_ci_names_its_target(scratch: Scratch) -> None:
    base = scratch.git("rev-parse", "main")
    scratch.git("update-ref", "refs/remotes/origin/release", base)
    scratch.propose({SCHEMA: NARROWED})
    given = {
        "CI": "true",
        "GITHUB_ACTIONS": "true",
        "GITHUB_EVENT_NAME": "pull_request",
        "GITHUB_BASE_REF": "release",
    }
    review = scratch.check(None, **given)
    assert (status(review), review.target.commit) == (CLOSED, base)
    with scratch.refused() as problems:
        scratch.check(None, **(given | {"GITHUB_BASE_REF": "nowhere"}))
    assert [each.rule for each in problems] == ["ref-unknown"]


def test_the_first_commit_of_all_is_all_new_and_says_so(tmp_path: Path) -> None:
    scratch = Scratch(tmp_path)
    review = scratch.check("main")
    assert (status(review), only(review).status) == (OPEN, "added")
    assert "first commit" in review.base.why
    broken = Scratch(tmp_path / "broken", tiny() | {SCHEMA: "{"})
    assert "json-syntax" in blocking(broken.check("main"))


def test_the_first_configuration_judges_the_change_that_brings_it(tmp_path: Path) -> None:
    scratch = Scratch(tmp_path, {"README.md": "x"})
    scratch.propose(tiny())
    review = scratch.check()
    assert (status(review), "gate-introduced" in notes(review)) == (OPEN, True)
    scratch.commit({MANIFEST: "{"})
    assert status(scratch.check()) == CLOSED


def test_a_configuration_is_introduced_beside_contracts_that_were_discovered(tmp_path: Path) -> None:
    scratch = Scratch(tmp_path, {path: each for path, each in tiny().items() if path != "govern.toml"})
    weak = CONFIG.replace("[contracts.tiny]", '[contracts.tiny]\ncompatibility = "none"')
    scratch.propose({"govern.toml": weak, SCHEMA: NARROWED})
    review = scratch.check()
    assert status(review) == CLOSED
    assert {"contracts-discovered", "gate-introduced"} <= set(notes(review))


def test_an_empty_repository_is_2(tmp_path: Path) -> None:
    scratch = Scratch(tmp_path, {})
    with scratch.refused() as problems:
        scratch.check(None)
    assert {each.rule for each in problems} <= {"ref-unknown", "git"}


# --- what the clone holds ---


def cloned(scratch: Scratch, name: str, *options: str) -> Scratch:
    target = scratch.root.parent / name
    scratch.git(
        "-c", "protocol.file.allow=always", "clone", "-q", *options, f"file://{scratch.root}", str(target)
    )
    clone = Scratch.__new__(Scratch)
    clone.root, clone.environment = target, scratch.environment
    return clone


def test_a_clone_cut_off_before_what_is_needed_is_2_with_the_command_that_mends_it(scratch: Scratch) -> None:
    for number in range(3):
        scratch.commit({"README.md": str(number)})
    scratch.propose({SCHEMA: NARROWED})
    scratch.git("checkout", "-q", "main")
    scratch.commit({"README.md": "later"})
    clone = cloned(scratch, "shallow", "--depth=1", "--no-single-branch")
    with clone.refused() as problems:
        clone.check("refs/remotes/origin/main", "refs/remotes/origin/change")
    (problem,) = problems
    assert problem.rule == "shallow"
    assert "git fetch --unshallow" in problem.remedy
    whole = cloned(scratch, "whole")
    assert status(whole.check("refs/remotes/origin/main", "refs/remotes/origin/change")) == CLOSED


def test_a_clone_cut_off_behind_what_is_needed_is_enough(scratch: Scratch) -> None:
    for number in range(3):
        scratch.commit({"README.md": str(number)})
    scratch.propose({SCHEMA: NARROWED})
    clone = cloned(scratch, "shallow", "--depth=3", "--no-single-branch")
    assert status(clone.check("refs/remotes/origin/main", "refs/remotes/origin/change")) == CLOSED


def test_a_partial_clone_whose_origin_is_gone_is_2(scratch: Scratch) -> None:
    scratch.git("config", "uploadpack.allowFilter", "true")
    scratch.propose({SCHEMA: NARROWED})
    clone = cloned(scratch, "partial", "--filter=blob:none", "--no-checkout")
    shutil.rmtree(scratch.root)
    with clone.refused() as problems:
        clone.check("refs/remotes/origin/main", "refs/remotes/origin/change")
    assert [each.rule for each in problems] == ["object-missing"]


def test_an_object_that_is_damaged_is_2(scratch: Scratch) -> None:
    blob = scratch.git("rev-parse", f"HEAD:{SCHEMA}")
    scratch.propose({SCHEMA: NARROWED})
    file = scratch.root / ".git/objects" / blob[:2] / blob[2:]
    file.chmod(0o644)
    file.write_bytes(b"garbage")
    with scratch.refused() as problems:
        scratch.check()
    assert {each.rule for each in problems} <= {"object-missing", "object-corrupt", "git"}


def test_replaced_objects_change_no_verdict(scratch: Scratch) -> None:
    scratch.propose({SCHEMA: NARROWED})
    plain = scratch.check()
    scratch.git(
        "replace", scratch.git("rev-parse", f"main:{SCHEMA}"), scratch.git("rev-parse", f"HEAD:{SCHEMA}")
    )
    scratch.git("replace", "main", "HEAD")
    assert scratch.check() == plain
    assert status(plain) == CLOSED


def test_programs_that_the_repository_names_are_not_run(scratch: Scratch) -> None:
    marker = scratch.root.parent / "EXECUTED"
    program = scratch.root.parent / "program"
    program.write_text(f"#!/bin/sh\ntouch {marker}\n")
    program.chmod(0o755)
    scratch.propose({SCHEMA: NARROWED, ".gitattributes": "* diff=evil filter=evil merge=evil\n"})
    for key in (
        "core.fsmonitor",
        "diff.external",
        "diff.evil.textconv",
        "filter.evil.clean",
        "merge.evil.driver",
    ):
        scratch.git("config", key, str(program))
    assert status(scratch.check()) == CLOSED
    assert status(scratch.check(head="WORKTREE")) == CLOSED
    assert not marker.exists()


def test_without_git_it_is_2(scratch: Scratch) -> None:
    with scratch.refused() as problems:
        scratch.check(PATH="/nonexistent")
    assert [each.rule for each in problems] == ["git"]


# --- what is not committed ---


def test_the_work_tree_and_the_index_are_compared_with_the_merge_base(scratch: Scratch) -> None:
    scratch.branch()
    scratch.write({SCHEMA: NARROWED, "untracked.schema.json": "{"})
    assert status(scratch.check(head="HEAD")) == OPEN
    assert status(scratch.check(head="STAGED")) == OPEN
    review = scratch.check(head="WORKTREE")
    assert (status(review), review.head.commit) == (CLOSED, "WORKTREE")
    scratch.git("add", SCHEMA)
    assert scratch.check(head="STAGED").contracts == review.contracts


def test_files_that_git_ignores_are_not_of_the_work_tree(scratch: Scratch) -> None:
    scratch.commit({".gitignore": "fixtures/local*.json\n"})
    scratch.write({"fixtures/local.json": "{"})
    assert status(scratch.check(head="WORKTREE")) == OPEN
    scratch.write({"fixtures/new.json": "{"})
    assert "json-syntax" in blocking(scratch.check(head="WORKTREE"))


def test_the_work_tree_on_the_target_itself_is_compared_with_its_tip(scratch: Scratch) -> None:
    scratch.commit({SCHEMA: schema(extra={"type": "string"})})
    scratch.write({SCHEMA: schema(extra={"type": "integer"})})
    review = scratch.check("main", "WORKTREE")
    assert review.base.commit == scratch.git("rev-parse", "main")
    assert only(review).class_ is Class.BREAKING


# --- nothing changed ---


def test_nothing_that_is_governed_changed(scratch: Scratch) -> None:
    scratch.propose({"README.md": "x", "docs/other.json": {"a": 1}})
    review = scratch.check()
    assert (status(review), review.reason) == (OPEN, "no contract changed")
    assert only(review).status == "unchanged"


def test_a_branch_that_is_the_target_s_ancestor_says_what_it_compared(scratch: Scratch) -> None:
    scratch.branch()
    scratch.git("checkout", "-q", "main")
    scratch.commit({SCHEMA: NARROWED})
    review = scratch.check("main", "change")
    assert review.base.why != ""
    assert "merge base" not in review.base.why
