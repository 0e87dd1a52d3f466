"""What a commit's files were before: the commits that changed them, their blobs, the end of history."""

from __future__ import annotations

import pytest
from scratch_repository import Scratch, refused

from govern.repo import Repository
from govern.repo.past import Past


def past_of(repository: Repository, ref: str = "HEAD") -> Past:
    past = repository.snapshot(repository.resolve(ref)).past
    if past is None:
        raise LookupError(ref)
    return past


def test_the_commits_that_changed_a_file_stand_newest_first(scratch: Scratch) -> None:
    first = scratch.commit({"a/x": "1"})
    scratch.commit({"b": "1"})
    second = scratch.commit({"a/x": "2"})
    scratch.commit({"a/xy": "1"})
    with scratch.opened() as repository:
        past = past_of(repository)
        assert past.revisions(past.commit, ("a/x",), 10) == (second, first)
        assert past.revisions(past.commit, ("a/x",), 1) == (second,)
        assert past.revisions(first, ("a/x", "b"), 10) == (first,)
        assert past.revisions(past.commit, ("a/X",), 10) == ()


def test_a_merge_is_one_commit_of_the_main_line(scratch: Scratch) -> None:
    first = scratch.commit({"a": "1"})
    scratch.git("checkout", "-q", "-b", "side")
    side = [scratch.commit({"a": "2"}), scratch.commit({"a": "3"})]
    scratch.git("checkout", "-q", "main")
    scratch.commit({"b": "1"})
    scratch.git("merge", "-q", "--no-ff", "-m", "merge", "side")
    with scratch.opened() as repository:
        past = past_of(repository)
        assert past.revisions(past.commit, ("a",), 10) == (past.commit, first)
        assert past.revisions(past.commit, ("a",), 10, main_line=False) == (*reversed(side), first)


@pytest.mark.parametrize("path", ["*", ":(top)a", ":!a", "-a", "a b", "ä", "a\nb", "\udcff"])
def test_a_path_is_taken_as_it_is_written(scratch: Scratch, path: str) -> None:
    first = scratch.commit({"a": "1"})
    second = scratch.commit({path: "2"})
    scratch.commit({"a": "3"})
    with scratch.opened() as repository:
        past = past_of(repository)
        assert past.revisions(past.commit, (path,), 10) == (second,)
        assert past.blob_id(second, path) == repository.snapshot(second).entries[path].object_id
        assert past.blob_id(first, path) is None


def test_only_a_regular_file_has_a_blob(scratch: Scratch) -> None:
    (scratch.root / "link").symlink_to("a/x")
    commit = scratch.commit({"a/x": "1"})
    with scratch.opened() as repository:
        past = past_of(repository)
        blob = past.blob_id(commit, "a/x")
        assert blob is not None
        assert past.read(blob) == b"1"
        for path in ("a", "link", "a/y", "a/x/y", "", "a/"):
            assert past.blob_id(commit, path) is None


def test_the_work_tree_and_the_index_come_from_head(scratch: Scratch) -> None:
    commit = scratch.commit({"a": "1"})
    scratch.write({"a": "2"})
    with scratch.opened() as repository:
        for tree in (repository.worktree(), repository.staged()):
            assert tree.past is not None
            assert tree.past.commit == commit


def test_the_commits_that_another_one_comes_from_can_be_left_out(scratch: Scratch) -> None:
    first = scratch.commit({"a": "1"})
    second = scratch.commit({"a": "2"})
    third = scratch.commit({"a": "3"})
    with scratch.opened() as repository:
        past = past_of(repository)
        for main_line in (True, False):
            assert past.revisions(third, ("a",), 10, main_line=main_line, after=first) == (third, second)
            assert past.revisions(third, ("a",), 10, main_line=main_line, after=third) == ()


def test_what_any_file_of_the_history_said_is_known(scratch: Scratch) -> None:
    scratch.commit(
        {"a/deep/x.json": '{"$id": "https:\\/\\/h\\/Gone"}', ".y.yaml": "id: h/dots.1", "z.txt": "plain"}
    )
    scratch.git("checkout", "-q", "-b", "side")
    scratch.commit({"b.json": "merged"})
    scratch.commit({"b.json": "b"})
    scratch.git("checkout", "-q", "main")
    scratch.git("rm", "-q", "a/deep/x.json", ".y.yaml")
    scratch.commit({"c.json": "c"}, "a message says so: never")
    scratch.git("merge", "-q", "--no-ff", "-m", "merge", "side")
    scratch.git("checkout", "-q", "-b", "elsewhere")
    scratch.commit({"b.json": "not merged"})
    with scratch.opened() as repository:
        past = past_of(repository, "main")
        for said in ("gone", r"id:[[:space:]]h/dots[.]1", "^merged$", "^c$", r"\\/h\\/Gone"):
            assert past.ever_said(said, (".json", ".yaml")), said
        for unsaid in ("gone2", "dots..1", "not merged", "never", "plain", "h/Gone"):
            assert not past.ever_said(unsaid, (".json", ".yaml")), unsaid
        assert not past.ever_said("dots", (".json",))
        assert past.ever_said("plain", (".txt",))


def test_every_tag_is_known_with_its_commit(scratch: Scratch) -> None:
    commit = scratch.commit({"a": "1"})
    scratch.git("tag", "v1")
    scratch.git("tag", "-a", "-m", "two", "v2")
    with scratch.opened() as repository:
        assert past_of(repository).tags() == (("v1", commit), ("v2", commit))


def test_a_shallow_clone_knows_that_its_history_is_cut_off(scratch: Scratch) -> None:
    for number in range(4):
        scratch.commit({"a": str(number)})
    clone = scratch.clone("shallow", "--depth=2")
    with scratch.opened() as repository:
        assert not past_of(repository).cut_off
    with clone.opened() as repository:
        past = past_of(repository)
        assert past.cut_off
        assert len(past.revisions(past.commit, ("a",), 10)) == 2
        above = past.parent(past.commit)
        assert above is not None
        assert past.parent(above) is None  # it has one, beyond the edge
    clone.git("fetch", "-q", "--unshallow")
    with clone.opened() as repository:
        assert not past_of(repository).cut_off


def test_an_edge_that_a_commit_does_not_reach_cuts_nothing_off(scratch: Scratch) -> None:
    main = scratch.commit({"a": "1"})
    other = scratch.commit_tree(scratch.git("rev-parse", "HEAD^{tree}"))
    (scratch.root / ".git" / "shallow").write_text(f"{other}\n")
    with scratch.opened() as repository:
        assert not past_of(repository, main).cut_off
        assert past_of(repository, other).cut_off


def test_a_blob_that_a_partial_clone_left_out_is_not_fetched(scratch: Scratch) -> None:
    scratch.git("config", "uploadpack.allowFilter", "true")
    old = scratch.commit({"a": "1"})
    scratch.commit({"a": "2"})
    clone = scratch.clone("partial", "--filter=blob:none")
    with clone.opened() as repository:
        past = past_of(repository)
        blob = past.blob_id(old, "a")
        assert blob is not None
        assert past.read(blob) is None


def test_a_tree_that_is_not_here_is_missing(scratch: Scratch) -> None:
    old = scratch.commit({"a/x": "1"})
    scratch.commit({"a/x": "2"})
    scratch.object_file(scratch.git("rev-parse", f"{old}:a")).unlink()
    with scratch.opened() as repository:
        past = past_of(repository)
        with refused("object-missing"):
            past.blob_id(old, "a/x")
        with refused("object-missing"):
            past.revisions(past.commit, ("a/x",), 10)


def test_grafts_and_replaced_commits_swap_no_past(scratch: Scratch) -> None:
    first = scratch.commit({"a": "1"})
    second = scratch.commit({"a": "2"})
    third = scratch.commit({"a": "3"})
    (scratch.root / ".git" / "info" / "grafts").write_text(f"{third} {first}\n")
    with scratch.opened() as repository:
        past = past_of(repository)
        assert past.revisions(third, ("a",), 10) == (third, second, first)
        assert past.parent(third) == second
