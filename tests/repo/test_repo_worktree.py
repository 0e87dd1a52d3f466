from __future__ import annotations

import os

import pytest
from scratch_repository import Scratch, refused

from govern.model import EntryKind, Tree
from govern.repo import STAGED, WORKTREE


def contents(tree: Tree) -> dict[str, bytes]:
    files = (EntryKind.FILE, EntryKind.EXECUTABLE)
    return {path: tree.read(path) for path, entry in tree.entries.items() if entry.kind in files}


def test_the_work_tree_has_what_lies_there_and_the_index_what_was_added(scratch: Scratch) -> None:
    scratch.commit({"kept": "1", "edited": "1", "staged": "1", "deleted": "1", ".gitignore": "*.log\n"})
    scratch.write({"staged": "2"})
    scratch.git("add", "staged")
    scratch.write({"staged": "3", "edited": "2", "new/n": "1", "x.log": "ignored"})
    (scratch.root / "deleted").unlink()
    with scratch.opened("new") as repository:
        assert contents(repository.worktree()) == {
            ".gitignore": b"*.log\n",
            "edited": b"2",
            "kept": b"1",
            "new/n": b"1",
            "staged": b"3",
        }
        assert contents(repository.staged()) == {
            ".gitignore": b"*.log\n",
            "deleted": b"1",
            "edited": b"1",
            "kept": b"1",
            "staged": b"2",
        }


def test_untouched_files_have_the_entries_of_the_commit(scratch: Scratch) -> None:
    scratch.write({"run": "x", "größe": "1", "empty": b"", "b/c": b"\xff\x00"})
    (scratch.root / "run").chmod(0o755)
    (scratch.root / "link").symlink_to("run")
    commit = scratch.commit()
    with scratch.opened() as repository:
        entries = dict(repository.snapshot(commit).entries)
        assert dict(repository.worktree().entries) == entries
        assert dict(repository.staged().entries) == entries
        assert list(repository.worktree().entries) == list(entries)
        assert repository.tree(WORKTREE).entries["run"] == entries["run"]
        assert repository.tree(STAGED).entries["run"] == entries["run"]
        assert "absent" not in repository.worktree().entries
        with pytest.raises(KeyError):
            repository.worktree().read("absent")


def test_bytes_count_as_they_lie_there_whatever_attributes_say(scratch: Scratch) -> None:
    scratch.commit({"a.txt": "1\n", ".gitattributes": "*.txt text eol=crlf\n"})
    scratch.write({"a.txt": "1\r\n"})
    with scratch.opened() as repository:
        assert repository.worktree().read("a.txt") == b"1\r\n"
        assert repository.worktree().entries["a.txt"] != repository.staged().entries["a.txt"]


def test_no_link_is_followed(scratch: Scratch) -> None:
    secret = scratch.root.parent / "secret"
    secret.mkdir()
    (secret / "s.json").write_text("secret")
    scratch.commit({"c/s.json": "{}", "d/t.json": "{}", "plain.json": "{}"})
    for path in ("c/s.json", "d/t.json"):
        (scratch.root / path).unlink()
    (scratch.root / "c").rmdir()
    (scratch.root / "c").symlink_to(secret)
    (scratch.root / "d/t.json").symlink_to(secret / "s.json")
    with scratch.opened() as repository:
        tree = repository.worktree()
        assert {path: entry.kind for path, entry in tree.entries.items()} == {
            "c": EntryKind.SYMLINK,
            "d/t.json": EntryKind.SYMLINK,
            "plain.json": EntryKind.FILE,
        }
        assert tree.entries["d/t.json"].size == len(str(secret / "s.json"))
        for path in ("c", "d/t.json"):
            with refused("entry-not-a-file"):
                tree.read(path)
        with pytest.raises(KeyError):
            tree.read("c/s.json")


def test_a_file_exchanged_for_a_link_after_it_was_listed_is_not_followed(scratch: Scratch) -> None:
    scratch.commit({"c/a": "1", "b": "1", "e": "1"})
    with scratch.opened() as repository:
        tree = repository.worktree()
        assert len(tree.entries) == 3
        (scratch.root / "b").unlink()
        (scratch.root / "b").symlink_to("/etc/passwd")
        (scratch.root / "c").rename(scratch.root.parent / "away")
        (scratch.root / "c").symlink_to(scratch.root.parent / "away")
        with refused("worktree-unreadable", "b"):
            tree.read("b")
        with refused("worktree-changed", "c/a"):
            tree.read("c/a")
        assert tree.read("e") == b"1"


def test_a_file_that_changes_between_two_looks_is_an_error(scratch: Scratch) -> None:
    scratch.commit({"a": "1", "b": "1"})
    with scratch.opened() as repository:
        tree = repository.worktree()
        assert tree.entries["a"].size == 1
        scratch.write({"a": "changed", "b": "before it was looked at"})
        with refused("worktree-changed", "a"):
            tree.read("a")
        assert tree.read("b") == b"before it was looked at"


def test_a_pipe_or_a_folder_in_place_of_a_file_is_no_file_and_does_not_hang(scratch: Scratch) -> None:
    scratch.commit({"pipe": "1", "folder": "1", "kept": "1"})
    for name in ("pipe", "folder"):
        (scratch.root / name).unlink()
    os.mkfifo(scratch.root / "pipe")
    scratch.write({"folder/inner": "2"})
    with scratch.opened() as repository:
        assert contents(repository.worktree()) == {"folder/inner": b"2", "kept": b"1"}


def test_a_file_that_may_not_be_read_is_an_error_not_a_deletion(scratch: Scratch) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may read everything")
    scratch.commit({"a": "1"})
    (scratch.root / "a").chmod(0)
    with scratch.opened() as repository, refused("worktree-unreadable"):
        repository.worktree().read("a")


def test_conflicts_in_the_index_are_refused(scratch: Scratch) -> None:
    scratch.commit({"a": "1"})
    scratch.git("checkout", "-q", "-b", "other")
    scratch.commit({"a": "2"})
    scratch.git("checkout", "-q", "main")
    scratch.commit({"a": "3"})
    with pytest.raises(AssertionError, match="merge"):
        scratch.git("merge", "other")
    with scratch.opened() as repository:
        for read in (repository.worktree, repository.staged):
            with refused("index-unmerged", "a", "git add"):
                read()


def test_a_sparse_checkout_deletes_nothing(scratch: Scratch) -> None:
    scratch.commit({"in/a": "1", "out/b": "2", "top": "3"})
    scratch.git("sparse-checkout", "set", "in")
    assert not (scratch.root / "out").exists()
    with scratch.opened() as repository:
        tree = repository.worktree()
        assert contents(tree) == {"in/a": b"1", "out/b": b"2", "top": b"3"}
        assert dict(tree.entries) == dict(repository.snapshot(repository.resolve("HEAD")).entries)


def test_submodules_and_nested_repositories_are_submodules(scratch: Scratch) -> None:
    scratch.commit({"a": "1"})
    nested = Scratch(scratch.root / "nested", scratch.root.parent / "home")
    commit = nested.commit({"inner": "1"})
    with scratch.opened() as repository:
        assert repository.worktree().entries["nested"].kind is EntryKind.SUBMODULE
        assert "nested" not in repository.staged().entries
    scratch.git("update-index", "--add", "--cacheinfo", f"160000,{commit},nested")
    with scratch.opened() as repository:
        for tree in (repository.worktree(), repository.staged()):
            assert tree.entries["nested"].kind is EntryKind.SUBMODULE
            assert tree.entries["nested"].object_id == commit
            assert "nested/inner" not in tree.entries


def test_a_path_that_is_not_utf8_is_read(scratch: Scratch) -> None:
    with open(os.fsencode(scratch.root) + b"/a\xff", "wb") as file:
        file.write(b"1")
    with scratch.opened() as repository:
        assert contents(repository.worktree()) == {"a\udcff": b"1"}
    scratch.git("add", "-A")
    with scratch.opened() as repository:
        assert contents(repository.staged()) == {"a\udcff": b"1"}


def test_the_index_that_a_running_commit_names_is_the_one_that_counts(scratch: Scratch) -> None:
    scratch.commit({"a": "1"})
    scratch.write({"a": "2"})
    index = scratch.root / ".git" / "next-index-1.lock"
    index.write_bytes((scratch.root / ".git" / "index").read_bytes())
    scratch.environment["GIT_INDEX_FILE"] = str(index)
    scratch.git("add", "a")
    del scratch.environment["GIT_INDEX_FILE"]
    with scratch.opened() as repository:
        assert repository.staged().read("a") == b"1"
    for spelled in (".git/next-index-1.lock", str(index)):
        with scratch.opened(GIT_INDEX_FILE=spelled) as repository:
            assert repository.staged().read("a") == b"2"


def test_a_repository_without_commits_has_a_work_tree(scratch: Scratch) -> None:
    scratch.write({"a": "1"})
    with scratch.opened() as repository:
        assert contents(repository.worktree()) == {"a": b"1"}
        assert contents(repository.staged()) == {}
