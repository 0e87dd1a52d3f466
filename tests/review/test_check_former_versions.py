"""References to a version that the tree no longer holds: found in the history, or said to be unreadable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from scratch import OPEN, Scratch, only, status

from govern.contracts import Config
from govern.documents import Limits
from govern.model import Class, ContractReview, Verdict
from govern.repo import MemoryTree, open_repository
from govern.review.former import Former
from govern.review.reading import Reader
from govern.review.references import Resources

DRAFT_7 = "http://json-schema.org/draft-07/schema#"
HOST = "https://x.example"
URI = f"{HOST}/spec/{{}}/two.json"
OLD, NEW = URI.format("1-0-0"), URI.format("1-0-1")
ONE = '[contracts.one]\nschemas = ["s/one.json"]\ncompatibility = "backward"\n'
STRING, INTEGER, ANY = {"type": "string"}, {"type": "integer"}, {"type": ["string", "integer"]}


def two(version: str, rule: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    return {"$schema": DRAFT_7, "$id": URI.format(version), **rule, **more}


def one(rule: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    return {"$schema": DRAFT_7, "properties": {"a": rule, **more}}


REFERRING, INLINE = one({"$ref": OLD}), one(STRING)


def moved_on(folder: Path, *before: dict[str, Any], path: str = "spec/two.json") -> Scratch:
    """A repository whose `two.json` had some texts, and is at 1-0-1 now; `one.json` refers to 1-0-0."""
    scratch = Scratch(folder, {"govern.toml": ONE, "s/one.json": REFERRING})
    for text in before:
        scratch.commit({path: text})
    scratch.commit({path: two("1-0-1", INTEGER)})
    return scratch


def inlined(scratch: Scratch) -> ContractReview:
    """What govern says of a change that writes out what the reference means: `type: string`."""
    scratch.propose({"s/one.json": INLINE})
    return only(scratch.check(), "one")


def is_read(found: ContractReview) -> bool:
    return (found.class_, found.backward.verdict) == (Class.EDITORIAL, Verdict.PROVED)


def is_unreadable(found: ContractReview) -> bool:
    return (found.class_, found.backward.verdict) == (Class.UNDECIDED, Verdict.UNDECIDED)


def test_an_older_commit_answers_for_the_version_it_had(tmp_path: Path) -> None:
    scratch = moved_on(tmp_path, two("1-0-0", STRING))
    commit = scratch.git("rev-parse", "HEAD~1")
    found = inlined(scratch)
    assert is_read(found)
    assert found.backward.assumptions == (
        f"at base: {OLD} is spec/two.json as commit {commit[:12]} left it, the newest with this $id",
    )


def test_a_change_is_judged_by_what_the_version_was(tmp_path: Path) -> None:
    scratch = moved_on(tmp_path, two("1-0-0", ANY))
    found = inlined(scratch)
    assert (found.class_, found.backward.verdict) == (Class.BREAKING, Verdict.REFUTED)


@pytest.mark.parametrize(
    "before",
    [
        (),
        (two("1-0-0", STRING, **{"$id": f"{HOST}/spek/1-0-0/two.json"}),),
        (two("1-0-0", STRING, **{"$id": f"{HOST}/spec/1-0-0/Two.json"}),),
        (two("0-0-9", STRING, description=f"once {OLD}"),),
        (two("0-0-9", STRING, properties={"$id": {"const": OLD}, "id": {"$id": OLD}}),),
        (two("0-0-9", STRING, definitions={"a": {"type": "string"}}, examples=[{"$id": OLD}]),),
        ({"$schema": DRAFT_7, "$id": "1-0-0/two.json", **STRING},),
    ],
    ids=[
        "never",
        "another folder",
        "another case",
        "in prose",
        "under properties",
        "in an example",
        "relative",
    ],
)
def test_what_is_not_the_identifier_of_an_older_file_answers_for_nothing(
    tmp_path: Path, before: Sequence[dict[str, Any]]
) -> None:
    scratch = moved_on(tmp_path, *before)
    scratch.commit({}, message=f'"$id": "{OLD}"')
    found = inlined(scratch)
    assert is_unreadable(found)
    assert found.backward.reason is not None
    assert "no commit or tag is known at which spec/two.json had this $id" in found.backward.reason


@pytest.mark.parametrize(
    ("before", "path"),
    [
        ("$id: https://x.example/spec/1-0-0/two.json\ntype: string\n", "spec/two.yaml"),
        ('{"$id": "https:\\/\\/x.example\\/spec\\/1-0-0\\/two.json", "type": "string"}', "t.json"),
        ('{"\\u0024id": "https://x.example/spec/1-0-\\u0030/two.json", "type": "string"}', "t.json"),
        ('{"$id": "HTTPS://X.Example:443/spec/1-0-0/two.json#", "type": "string"}', "t.json"),
        (
            '{"$schema": "http://json-schema.org/draft-04/schema#",'
            ' "id": "https://x.example/spec/1-0-0/two.json#", "type": "string"}',
            "t.json",
        ),
    ],
    ids=["YAML", "escaped slashes", "escaped letters", "host in capitals", "draft-04"],
)
def test_an_identifier_is_read_however_it_is_written(tmp_path: Path, before: str, path: str) -> None:
    scratch = Scratch(tmp_path, {"govern.toml": ONE, "s/one.json": REFERRING, path: before})
    scratch.commit({path: before.replace("1-0-0", "1-0-1").replace("1-0-\\u0030", "1-0-1")})
    assert is_read(inlined(scratch))


def test_a_file_that_was_renamed_is_known_by_its_identifier(tmp_path: Path) -> None:
    scratch = Scratch(tmp_path, {"govern.toml": ONE, "s/one.json": REFERRING})
    scratch.commit({"old/2.json": two("1-0-0", STRING)})
    scratch.commit({"old/2.json": two("1-0-0", STRING), "unrelated.json": {"$id": f"{HOST}/other"}})
    scratch.commit({"old/2.json": None, "unrelated.json": None, "spec/two.json": two("1-0-1", INTEGER)})
    found = inlined(scratch)
    assert is_read(found)
    assert "old/2.json as commit" in found.backward.assumptions[0]


def test_the_same_version_on_both_sides_is_no_change(tmp_path: Path) -> None:
    scratch = moved_on(tmp_path, two("1-0-0", STRING))
    scratch.propose({"s/one.json": one({"$ref": OLD}, b={"type": "null"})})
    found = only(scratch.check(), "one")
    assert [change.rule for change in found.changes] == ["property-added"]
    assert len(found.backward.assumptions) == 1  # neither side says anything of its own


def test_a_version_that_leaves_the_tree_goes_on_meaning_the_same(tmp_path: Path) -> None:
    """At base the tree answers, at head the history: one blob."""
    scratch = Scratch(tmp_path, {"govern.toml": ONE, "s/one.json": REFERRING, "2.json": two("1-0-0", STRING)})
    scratch.propose({"2.json": two("1-0-1", INTEGER)})
    review = scratch.check()
    assert (only(review, "one").class_, status(review)) == (Class.EDITORIAL, OPEN)
    assert not only(review, "one").changes


def test_the_newest_of_several_contents_counts_and_the_others_are_named(tmp_path: Path) -> None:
    scratch = moved_on(tmp_path, two("1-0-0", INTEGER), two("0-9-0", ANY), two("1-0-0", STRING))
    oldest = scratch.git("rev-parse", "HEAD~3")
    found = inlined(scratch)
    assert is_read(found)
    assert f"it has other content, too: spec/two.json at {oldest[:12]}" in found.backward.assumptions[0]


def test_the_same_content_spelled_anew_is_not_ambiguous(tmp_path: Path) -> None:
    scratch = moved_on(tmp_path, two("1-0-0", STRING), {**STRING, **two("1-0-0", {})})
    found = inlined(scratch)
    assert is_read(found)
    assert "other content" not in found.backward.assumptions[0]


# --- what a change says of the past ---


def forging(folder: Path, truth: dict[str, Any], *, path: str = "spec/two.json") -> Scratch:
    """A branch that gives 1-0-0 another meaning (a string) in one commit, and takes it back in the
    next; `truth` is what `main` knew of it. `one.json` has a string of its own still."""
    scratch = moved_on(folder, two("1-0-0", truth))
    scratch.commit({"s/one.json": INLINE})
    scratch.branch()
    scratch.commit({"spec/two.json": None, path: two("1-0-0", STRING)})
    scratch.commit({path: two("1-0-1", INTEGER)})
    return scratch


@pytest.mark.parametrize("path", ["spec/two.json", "spec/three.json"], ids=["in place", "renamed"])
@pytest.mark.parametrize(
    ("truth", "class_"), [(INTEGER, Class.BREAKING), (STRING, Class.EDITORIAL)], ids=["a lie", "the truth"]
)
def test_a_change_cannot_forge_what_a_version_was(
    tmp_path: Path, truth: dict[str, Any], class_: Class, path: str
) -> None:
    scratch = forging(tmp_path, truth, path=path)
    scratch.commit({"s/one.json": REFERRING})
    found = only(scratch.check(), "one")
    assert found.class_ is class_
    true_commit = scratch.git("rev-parse", "main~2")
    assert found.backward.assumptions == (
        f"at head: {OLD} is spec/two.json as commit {true_commit[:12]} left it, the newest with this $id",
    )


def test_a_forged_version_does_not_tell_for_references_that_were_there(tmp_path: Path) -> None:
    scratch = moved_on(tmp_path, two("1-0-0", ANY))
    scratch.branch()
    scratch.commit({"spec/two.json": two("1-0-0", STRING)})
    scratch.commit({"spec/two.json": two("1-0-1", STRING)})
    review = scratch.check()
    assert (only(review, "one").class_, status(review)) == (Class.EDITORIAL, OPEN)


def test_a_forged_version_does_not_tell_where_it_was_merged_into_the_branch(tmp_path: Path) -> None:
    scratch = forging(tmp_path, INTEGER)
    scratch.git("checkout", "-q", "-b", "outer", "main")
    scratch.git("merge", "-q", "--no-ff", "-m", "merge", "change")
    scratch.commit({"s/one.json": REFERRING})
    assert only(scratch.check(), "one").class_ is Class.BREAKING


def test_a_tag_tells_before_a_forged_version_does(tmp_path: Path) -> None:
    scratch = moved_on(tmp_path)
    scratch.commit({"s/one.json": INLINE})
    scratch.branch("release", "main")
    scratch.commit({"spec/two.json": two("1-0-0", INTEGER)})
    scratch.git("tag", "v1-0-0")
    scratch.branch("change", "main")
    scratch.commit({"spec/two.json": two("1-0-0", STRING)})
    scratch.commit({"spec/two.json": two("1-0-1", INTEGER), "s/one.json": REFERRING})
    assert only(scratch.check(), "one").class_ is Class.BREAKING


def test_a_version_that_only_the_change_had_is_told_by_its_own_commits(tmp_path: Path) -> None:
    """`main` refers to the version and has never had it: a mention is no `$id`."""
    scratch = moved_on(tmp_path)
    scratch.commit({"s/one.json": INLINE})
    scratch.branch()
    own = scratch.commit({"spec/two.json": two("1-0-0", STRING)})
    scratch.commit({"spec/two.json": two("1-0-1", INTEGER), "s/one.json": REFERRING})
    found = only(scratch.check(), "one")
    assert is_read(found)
    assert found.backward.assumptions == (
        f"at head: {OLD} is spec/two.json as commit {own[:12]} left it, the newest with this $id,"
        " which only commits under review had",
    )


def added(folder: Path, past: Mapping[str, Any]) -> ContractReview:
    """What govern says of a change that brings `two.json`, in two versions, and refers to the first;
    `past` stood in a file of `main` that was deleted long ago."""
    scratch = Scratch(folder, {"govern.toml": ONE, "s/one.json": INLINE, "gone/a.json": dict(past)})
    scratch.commit({"gone/a.json": None})
    scratch.commit({"other.json": {}})
    scratch.branch()
    scratch.commit({"spec/two.json": two("1-0-0", STRING)})
    scratch.commit({"spec/two.json": two("1-0-1", INTEGER), "s/one.json": REFERRING})
    return only(scratch.check(), "one")


@pytest.mark.parametrize("name", [OLD, f"{OLD}#", OLD.replace("https", "HTTPS")])
def test_a_change_cannot_give_the_name_of_a_file_that_was_deleted_to_another(
    tmp_path: Path, name: str
) -> None:
    found = added(tmp_path, {"$id": name, **INTEGER})
    assert is_unreadable(found)
    assert found.backward.reason is not None
    assert "another file had it before them; map it in [resources]" in found.backward.reason


@pytest.mark.parametrize(
    "past", [{"$id": NEW, **INTEGER}, {"$ref": OLD}, {"$id": f"{OLD[:-4]}yaml", **INTEGER}]
)
def test_a_change_may_tell_what_a_name_means_that_no_file_ever_had(
    tmp_path: Path, past: Mapping[str, Any]
) -> None:
    assert is_read(added(tmp_path, past))


def test_where_the_past_is_cut_off_a_change_tells_nothing_of_it(tmp_path: Path) -> None:
    scratch = forging(tmp_path, INTEGER)
    scratch.commit({"s/one.json": REFERRING})
    clone = Scratch(tmp_path / "clone", {})
    clone.git("remote", "add", "origin", f"file://{scratch.root}")
    clone.git("fetch", "-q", "--depth=4", "origin", "change")
    clone.git("checkout", "-q", "FETCH_HEAD")
    found = only(clone.check("HEAD~3"), "one")
    assert is_unreadable(found)
    assert found.backward.reason is not None
    assert "`git fetch --unshallow`" in found.backward.reason


def test_what_was_merged_is_history_too(tmp_path: Path) -> None:
    scratch = Scratch(tmp_path, {"govern.toml": ONE, "s/one.json": REFERRING})
    scratch.commit({"spec/two.json": two("0-0-1", ANY)})
    scratch.branch("side")
    scratch.commit({"spec/two.json": two("1-0-0", STRING)})
    scratch.commit({"spec/two.json": two("1-0-1", STRING)})
    scratch.git("checkout", "-q", "main")
    scratch.git("merge", "-q", "--no-ff", "-m", "merge", "side")
    assert is_read(inlined(scratch))


def test_a_branch_that_was_never_merged_is_no_history(tmp_path: Path) -> None:
    scratch = moved_on(tmp_path)
    scratch.branch("side", "main")
    scratch.commit({"spec/two.json": two("1-0-0", STRING)})
    assert is_unreadable(inlined(scratch))


def test_a_tag_answers_for_a_version_that_no_commit_had(tmp_path: Path) -> None:
    scratch = moved_on(tmp_path)
    scratch.branch("release", "main")
    scratch.commit({"spec/two.json": two("1-0-0", STRING)})
    scratch.git("tag", "-a", "-m", "release", "spec-1-0-0")
    scratch.git("branch", "-q", "-f", "main", "main")
    found = inlined(scratch)
    assert is_read(found)
    assert "at the tag spec-1-0-0 (commit " in found.backward.assumptions[0]


def test_of_two_tags_the_one_named_for_the_version_counts(tmp_path: Path) -> None:
    scratch = moved_on(tmp_path)
    for tag, rule in (("v1-0-0", STRING), ("v9", INTEGER)):
        scratch.git("checkout", "-q", "--detach", "main")
        scratch.commit({"spec/two.json": two("1-0-0", rule)})
        scratch.git("tag", tag)
    found = inlined(scratch)
    assert is_read(found)
    assert "other content" in found.backward.assumptions[0]


def test_a_shallow_clone_says_which_command_brings_the_version(tmp_path: Path) -> None:
    scratch = moved_on(tmp_path, two("1-0-0", STRING))
    scratch.propose({"s/one.json": INLINE})
    clone = Scratch(tmp_path / "clone", {})
    clone.git("remote", "add", "origin", f"file://{scratch.root}")
    clone.git("fetch", "-q", "--depth=2", "origin", "change")
    clone.git("checkout", "-q", "FETCH_HEAD")
    found = only(clone.check("HEAD~1"), "one")
    assert is_unreadable(found)
    assert found.backward.reason is not None
    assert "`git fetch --unshallow`" in found.backward.reason
    clone.git("fetch", "-q", "--unshallow", "origin", "change")
    assert is_read(only(clone.check("HEAD~1"), "one"))


def test_a_shallow_clone_that_holds_the_version_is_good_enough(tmp_path: Path) -> None:
    scratch = moved_on(tmp_path, two("0-9-0", ANY), two("1-0-0", STRING))
    scratch.propose({"s/one.json": INLINE})
    clone = Scratch(tmp_path / "clone", {})
    clone.git("remote", "add", "origin", f"file://{scratch.root}")
    clone.git("fetch", "-q", "--depth=3", "origin", "change")
    clone.git("checkout", "-q", "FETCH_HEAD")
    assert is_read(only(clone.check("HEAD~1"), "one"))


def test_the_work_tree_comes_from_head(tmp_path: Path) -> None:
    scratch = Scratch(tmp_path, {"govern.toml": ONE, "s/one.json": REFERRING, "2.json": two("1-0-0", STRING)})
    scratch.write({"2.json": two("1-0-1", INTEGER), "s/one.json": INLINE})
    assert is_read(only(scratch.check(head="WORKTREE"), "one"))


def test_what_an_older_version_refers_to_is_seen_when_it_changes(tmp_path: Path) -> None:
    third = f"{HOST}/three.json"
    scratch = moved_on(tmp_path, two("1-0-0", {"items": {"$ref": third}}))
    scratch.commit({"3.json": {"$schema": DRAFT_7, "$id": third, **ANY}})
    scratch.propose({"3.json": {"$schema": DRAFT_7, "$id": third, **STRING}})
    assert only(scratch.check(), "one").class_ is Class.BREAKING


def test_an_older_version_refers_to_the_files_beside_it_then(tmp_path: Path) -> None:
    scratch = Scratch(tmp_path, {"govern.toml": ONE, "s/one.json": REFERRING})
    scratch.commit({"spec/two.json": two("1-0-0", {"allOf": [{"$ref": "of.json"}]}), "spec/of.json": STRING})
    scratch.commit({"spec/two.json": two("1-0-1", INTEGER), "spec/of.json": INTEGER, "s/of.json": INTEGER})
    assert is_read(inlined(scratch))


def test_an_older_version_that_is_deleted_with_its_file_becomes_unreadable(tmp_path: Path) -> None:
    uri = f"{HOST}/two/1.0"
    scratch = Scratch(
        tmp_path,
        {"govern.toml": ONE, "s/one.json": one({"$ref": uri}), "t/2.json": {"$id": uri, **STRING}},
    )
    scratch.commit({"t/2.json": {"$id": f"{HOST}/two/1.1", **INTEGER}})
    scratch.propose({"t/2.json": None})
    assert is_unreadable(only(scratch.check(), "one"))


# --- tags by configuration ---

TAGGED = f'{ONE}[resources]\n"{URI.format("{version}")}" = "git:v{{version}}:old/place.json"\n'


def tagged(folder: Path, tag: str = "v1-0-0", config: str = TAGGED) -> Scratch:
    scratch = Scratch(folder, {"govern.toml": config, "old/place.json": STRING})
    scratch.git("tag", tag)
    scratch.commit({"old/place.json": None, "s/one.json": REFERRING})
    return scratch


def test_a_pattern_of_tags_answers_for_every_version(tmp_path: Path) -> None:
    assert is_read(inlined(tagged(tmp_path)))


def test_a_pattern_for_a_folder_answers_for_the_files_in_it(tmp_path: Path) -> None:
    config = f'{ONE}[resources]\n"{HOST}/spec/{{version}}/" = "git:v{{version}}:old/"\n'
    scratch = Scratch(tmp_path, {"govern.toml": config, "old/two.json": STRING})
    scratch.git("tag", "v1-0-0")
    scratch.commit({"old/two.json": None, "s/one.json": REFERRING})
    assert is_read(inlined(scratch))


def test_a_tag_that_is_not_here_is_asked_for(tmp_path: Path) -> None:
    found = inlined(tagged(tmp_path, "v1-0-9"))
    assert is_unreadable(found)
    assert found.backward.reason is not None
    assert "refs/tags/v1-0-0 is not in this clone; run `git fetch --tags`" in found.backward.reason


def test_a_branch_is_not_taken_for_a_tag(tmp_path: Path) -> None:
    scratch = tagged(tmp_path, "other")
    scratch.git("branch", "v1-0-0", "other")
    assert is_unreadable(inlined(scratch))


def test_the_tree_answers_before_a_tag_does(tmp_path: Path) -> None:
    scratch = tagged(tmp_path)
    scratch.commit({"spec/two.json": two("1-0-0", ANY)})
    assert inlined(scratch).class_ is Class.BREAKING


# --- what is asked of git ---


class Uneasy(MemoryTree):
    """A tree that stands no question about its past."""

    @property
    def past(self) -> None:
        raise LookupError("the history was asked")


@pytest.mark.parametrize(
    "reference",
    [NEW, "two.json", f"{HOST}/other/1-0-0/two.json", f"{HOST}/spec/latest/two.json", "urn:x:1.0", "#/a"],
)
def test_the_history_is_left_alone_where_nothing_calls_for_it(reference: str) -> None:
    asked = f'{{"$schema": "{DRAFT_7}", "$ref": "{reference}"}}'.encode()
    tree = Uneasy({"s/one.json": asked, "s/two.json": f'{{"$id": "{NEW}"}}'.encode()})
    resources = Resources(Reader(tree, Limits()), Config())
    assert set(resources.reached("s/one.json").values()) <= {"s/two.json"}
    assert not resources.remarks("s/one.json")


def test_the_history_is_asked_for_another_version_of_a_file() -> None:
    tree = Uneasy(
        {"s/one.json": f'{{"$ref": "{OLD}"}}'.encode(), "s/two.json": f'{{"$id": "{NEW}"}}'.encode()}
    )
    with pytest.raises(LookupError):
        Resources(Reader(tree, Limits()), Config()).reached("s/one.json")


def test_no_more_versions_are_read_than_the_bound(tmp_path: Path) -> None:
    scratch = moved_on(tmp_path, two("1-0-0", STRING), *(two(f"1-0-{n}", STRING) for n in range(5, 9)))
    with open_repository(str(scratch.root), scratch.environment) as repository:
        past = repository.snapshot(repository.resolve("HEAD")).past
        assert past is not None
        near = Former(past, Limits(), most=5).sought(OLD, ("spec/two.json",))
        assert near.place is None
        assert "not among the last 5 versions of spec/two.json" in near.remark
        assert Former(past, Limits(), most=6).sought(OLD, ("spec/two.json",)).place is not None


def test_equal_repositories_give_equal_answers(tmp_path: Path) -> None:
    reviews = [inlined(moved_on(tmp_path / name, two("1-0-0", STRING))) for name in ("a", "b")]
    assert reviews[0] == reviews[1]
