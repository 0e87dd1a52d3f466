from __future__ import annotations

import pytest
from scratch_repository import Scratch, refused


def forked(scratch: Scratch, before: int = 3, after: int = 3) -> tuple[str, str, str]:
    """A history that forks: the fork, the tip of `main`, the tip of `feature`."""
    for number in range(before):
        fork = scratch.commit({"a": str(number)})
    scratch.git("checkout", "-q", "-b", "feature")
    for number in range(after):
        feature = scratch.commit({"b": str(number)})
    scratch.git("checkout", "-q", "main")
    for number in range(after):
        main = scratch.commit({"c": str(number)})
    return fork, main, feature


def test_the_merge_base_is_where_two_branches_part(scratch: Scratch) -> None:
    fork, main, feature = forked(scratch)
    with scratch.opened() as repository:
        assert repository.merge_base(main, feature) == fork
        assert repository.merge_base(feature, main) == fork
        assert repository.merge_base(main, fork) == fork
        assert repository.merge_base(main, main) == main
        assert repository.is_ancestor(fork, main)
        assert not repository.is_ancestor(main, fork)


def test_several_merge_bases_are_named(scratch: Scratch) -> None:
    root = scratch.commit({"a": "1"})
    tree = scratch.git("rev-parse", "HEAD^{tree}")
    left = scratch.commit_tree(tree, root)
    scratch.environment["GIT_AUTHOR_DATE"] = "2020-01-01T00:00:00Z"
    right = scratch.commit_tree(tree, root)
    one, two = scratch.commit_tree(tree, left, right), scratch.commit_tree(tree, right, left)
    del scratch.environment["GIT_AUTHOR_DATE"]
    with scratch.opened() as repository:
        with refused("merge-base-ambiguous", left, right):
            repository.merge_base(one, two)
        assert repository.merge_base(one, left) == left  # near-miss: one comes from the other


def test_histories_without_a_common_commit_are_refused(scratch: Scratch) -> None:
    one = scratch.commit({"a": "1"})
    other = scratch.commit_tree(scratch.git("rev-parse", "HEAD^{tree}"))
    with scratch.opened() as repository, refused("merge-base-none", one, other):
        repository.merge_base(one, other)


def test_the_first_parent_of_a_merge_is_the_branch_merged_into(scratch: Scratch) -> None:
    _, main, feature = forked(scratch)
    scratch.git("merge", "-q", "--no-ff", "-m", "merge", "feature")
    with scratch.opened() as repository:
        merge = repository.resolve("HEAD")
        assert repository.first_parent(merge) == main
        assert repository.parents(merge) == (main, feature)
        assert repository.first_parent(repository.resolve("main~6")) is None


def test_a_shallow_clone_that_holds_what_is_needed_is_good_enough(scratch: Scratch) -> None:
    fork, main, feature = forked(scratch, before=5)
    clone = scratch.clone("shallow", "--depth=4", "--no-single-branch")
    with clone.opened() as repository:
        assert repository.location.shallow
        assert repository.merge_base(main, feature) == fork
        assert repository.first_parent(main) == scratch.git("rev-parse", f"{main}~1")
        assert repository.resolve("origin/feature~2") == scratch.git("rev-parse", "feature~2")
        assert repository.merge_base(main, scratch.git("rev-parse", "main~1")).startswith(
            scratch.git("rev-parse", "--short", "main~1")
        )


def test_a_shallow_clone_that_ends_before_the_fork_is_refused(scratch: Scratch) -> None:
    _, main, feature = forked(scratch)
    clone = scratch.clone("shallow", "--depth=2", "--no-single-branch")
    with clone.opened() as repository:
        with refused("shallow", "git fetch --unshallow", "fetch-depth: 0"):
            repository.merge_base(main, feature)
        with refused("shallow"):
            repository.first_parent(repository.resolve("origin/main~1"))
        with refused("shallow"):
            repository.resolve("HEAD~2")
        assert repository.resolve("HEAD~1") == scratch.git("rev-parse", "main~1")


def test_the_command_in_the_remedy_mends_a_shallow_clone(scratch: Scratch) -> None:
    fork, main, feature = forked(scratch)
    clone = scratch.clone("shallow", "--depth=1", "--no-single-branch")
    clone.git("fetch", "-q", "--unshallow")
    with clone.opened() as repository:
        assert repository.merge_base(main, feature) == fork


def test_an_older_ancestor_does_not_pass_for_the_merge_base_of_a_shallow_clone(scratch: Scratch) -> None:
    """The feature branch was merged into main once; that merge lies beyond the edge for main's side."""
    old = scratch.commit({"a": "old"})
    scratch.git("checkout", "-q", "-b", "feature")
    merged = scratch.commit({"b": "merged"})
    scratch.git("checkout", "-q", "main")
    scratch.git("merge", "-q", "--no-ff", "-m", "merge", "feature")
    tip = scratch.commit({"a": "tip"})
    scratch.git("checkout", "-q", "feature")
    scratch.commit({"b": "more"})
    scratch.git("merge", "-q", "-s", "ours", "-m", "again", old)
    feature = scratch.commit({"b": "head"})
    shallow = scratch.root / ".git" / "shallow"
    with scratch.opened() as repository:
        assert repository.merge_base(tip, feature) == merged
    # As a clone would have it that was cut off behind the merge commit's child.
    shallow.write_text(f"{tip}\n")
    with scratch.opened() as repository, refused("shallow"):
        repository.merge_base(tip, feature)


def test_a_shallow_edge_that_neither_side_reaches_does_not_matter(scratch: Scratch) -> None:
    fork, main, feature = forked(scratch)
    other = scratch.commit_tree(scratch.git("rev-parse", "HEAD^{tree}"), main)
    stranger = scratch.commit_tree(scratch.git("rev-parse", "HEAD^{tree}"))
    (scratch.root / ".git" / "shallow").write_text(f"{other}\n")
    with scratch.opened() as repository:
        assert repository.location.shallow
        assert repository.merge_base(main, feature) == fork
        with refused("merge-base-none"):
            repository.merge_base(main, stranger)


def test_replace_refs_swap_no_content(scratch: Scratch) -> None:
    first = scratch.commit({"a": "before"})
    second = scratch.commit({"a": "after"})
    blob, fake = (scratch.git("rev-parse", f"{commit}:a") for commit in (first, second))
    scratch.git("replace", blob, fake)
    scratch.git("replace", first, scratch.commit_tree(scratch.git("rev-parse", f"{second}^{{tree}}")))
    assert scratch.git("show", f"{first}:a") == "after"  # what git itself would say
    with scratch.opened() as repository:
        assert repository.snapshot(repository.resolve("HEAD~1")).read("a") == b"before"


def test_grafts_swap_no_parents(scratch: Scratch) -> None:
    fork, main, feature = forked(scratch)
    second = scratch.git("rev-parse", "main~1")
    (scratch.root / ".git" / "info" / "grafts").write_text(f"{main} {feature}\n")
    assert scratch.git("rev-parse", "main~1") == feature  # what git itself would say
    with scratch.opened() as repository:
        assert repository.merge_base(main, feature) == fork
        assert repository.resolve("main~1") == second
        assert repository.first_parent(main) == second


def test_a_false_commit_graph_changes_no_merge_base(scratch: Scratch) -> None:
    fork, main, feature = forked(scratch)
    scratch.git("commit-graph", "write", "--reachable")
    graph = scratch.root / ".git" / "objects" / "info" / "commit-graph"
    content = graph.read_bytes()
    graph.chmod(0o644)
    graph.write_bytes(content[: len(content) // 2] + b"\xff" * (len(content) - len(content) // 2))
    with scratch.opened() as repository:
        assert repository.merge_base(main, feature) == fork


@pytest.mark.parametrize("lost", ["main~1", "feature~1"])
def test_a_hole_in_the_history_is_no_end_of_it(scratch: Scratch, lost: str) -> None:
    _, main, feature = forked(scratch)
    scratch.object_file(scratch.git("rev-parse", lost)).unlink()
    with scratch.opened() as repository, refused("object-missing"):
        repository.merge_base(main, feature)


def test_a_missing_parent_in_a_full_clone_is_missing_not_shallow(scratch: Scratch) -> None:
    scratch.commit({"a": "1"})
    head = scratch.commit({"a": "2"})
    scratch.object_file(scratch.git("rev-parse", "HEAD~1")).unlink()
    with scratch.opened() as repository, refused("object-missing", "fetch"):
        repository.first_parent(head)
