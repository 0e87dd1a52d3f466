from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from scratch_repository import Scratch, refused

from govern.model import EntryKind
from govern.repo import SIZE_UNKNOWN, Repository


def head(repository: Repository) -> str:
    return repository.resolve("HEAD")


def test_a_snapshot_has_the_bytes_of_every_file_in_byte_order(scratch: Scratch) -> None:
    files = {
        "b/c.json": b"{}",
        "b-c.json": b"[]",
        "B.json": b"\xff\x00raw",
        "b/d/e f.json": b"",
        "größe.json": b"1\r\n",
    }
    commit = scratch.commit(files)
    with scratch.opened() as repository:
        tree = repository.snapshot(commit)
        assert {path: tree.read(path) for path in tree.entries} == files
        assert list(tree.entries) == ["B.json", "b-c.json", "b/c.json", "b/d/e f.json", "größe.json"]
        assert [entry.size for entry in tree.entries.values()] == [5, 2, 2, 0, 3]
        assert tree.entries["b/c.json"].object_id == scratch.git("rev-parse", "HEAD:b/c.json")
        with pytest.raises(KeyError):
            tree.read("absent")
        with pytest.raises(KeyError):
            tree.read("b")


def test_links_submodules_and_executables_keep_their_kind(scratch: Scratch) -> None:
    scratch.write({"run": "x", "plain": "y"})
    (scratch.root / "run").chmod(0o755)
    (scratch.root / "link").symlink_to("/etc/passwd")
    scratch.commit()
    scratch.git("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},sub")
    scratch.git("commit", "-q", "-m", "submodule")
    with scratch.opened() as repository:
        tree = repository.snapshot(head(repository))
        assert {path: entry.kind for path, entry in tree.entries.items()} == {
            "link": EntryKind.SYMLINK,
            "plain": EntryKind.FILE,
            "run": EntryKind.EXECUTABLE,
            "sub": EntryKind.SUBMODULE,
        }
        assert tree.read("run") == b"x"
        for path in ("link", "sub"):
            with refused("entry-not-a-file", path):
                tree.read(path)


def test_an_empty_tree_has_no_entries(scratch: Scratch) -> None:
    commit = scratch.commit()
    with scratch.opened() as repository:
        assert dict(repository.snapshot(commit).entries) == {}


@pytest.mark.parametrize(
    "attribute", ["export-ignore", "working-tree-encoding=UTF-16", "text eol=crlf", "-diff filter=x"]
)
def test_attributes_change_nothing(scratch: Scratch, attribute: str) -> None:
    plain = scratch.commit({"a.json": '{"a": 1}\n'})
    scratch.write({".gitattributes": f"*.json {attribute}\n"})
    scratch.git("add", ".gitattributes")
    scratch.git("commit", "-q", "-m", "attributes")
    with scratch.opened() as repository:
        before, after = repository.snapshot(plain), repository.snapshot(head(repository))
        assert after.read("a.json") == b'{"a": 1}\n'
        assert after.entries["a.json"] == before.entries["a.json"]


def test_a_line_feed_in_a_path_smuggles_no_second_request(scratch: Scratch) -> None:
    secret = scratch.object(b"secret")
    path = f"x\n{secret}"
    scratch.commit({path: "open", "y": "next"})
    with scratch.opened() as repository:
        tree = repository.snapshot(head(repository))
        assert list(tree.entries) == [path, "y"]
        assert tree.read(path) == b"open"
        assert tree.read("y") == b"next"


def test_a_path_that_is_not_utf8_can_be_named_and_read(scratch: Scratch) -> None:
    blob = scratch.object(b"here")
    commit = scratch.commit_tree(scratch.tree(("100644", b"a\xffb", blob)))
    with scratch.opened() as repository:
        tree = repository.snapshot(commit)
        assert list(tree.entries) == ["a\udcffb"]
        assert tree.read("a\udcffb") == b"here"


def odd_trees(scratch: Scratch) -> dict[str, str]:
    one, two = scratch.object(b"1"), scratch.object(b"2")
    below_one = scratch.tree(("100644", b"x", one))
    below_two = scratch.tree(("100644", b"y", two))
    return {
        "twice": scratch.tree(("100644", b"a", one), ("100644", b"a", two)),
        "file-and-folder": scratch.tree(("100644", b"a", one), ("40000", b"a", below_two)),
        "folders": scratch.tree(("40000", b"a", below_one), ("40000", b"a", below_two)),
        "deep": scratch.tree(("40000", b"d", scratch.tree(("100644", b"a", one), ("100644", b"a", one)))),
        "slash": scratch.tree(("100644", b"a/b", one)),
        "slash-beside": scratch.tree(("40000", b"a", below_one), ("100644", b"a/z", one)),
        "dotdot": scratch.tree(("100644", b"..", one)),
        "dot": scratch.tree(("40000", b".", below_one)),
    }


@pytest.mark.parametrize("which", ["twice", "file-and-folder", "folders", "deep"])
def test_a_tree_with_a_name_twice_is_refused(scratch: Scratch, which: str) -> None:
    commit = scratch.commit_tree(odd_trees(scratch)[which])
    with scratch.opened() as repository, refused("tree-duplicate", "twice"):
        repository.snapshot(commit)


@pytest.mark.parametrize("which", ["slash", "slash-beside", "dotdot", "dot"])
def test_a_tree_with_a_name_or_mode_that_git_does_not_write_is_refused(scratch: Scratch, which: str) -> None:
    commit = scratch.commit_tree(odd_trees(scratch)[which])
    with scratch.opened() as repository, refused("tree-malformed", commit):
        repository.snapshot(commit)


def test_old_spellings_of_modes_are_read(scratch: Scratch) -> None:
    blob = scratch.object(b"1")
    folder = scratch.tree(("100664", b"x", blob))
    commit = scratch.commit_tree(scratch.tree(("040000", b"d", folder), ("100600", b"f", blob)))
    with scratch.opened() as repository:
        tree = repository.snapshot(commit)
        assert {path: entry.kind for path, entry in tree.entries.items()} == {
            "d/x": EntryKind.FILE,
            "f": EntryKind.FILE,
        }


def test_a_mode_that_git_does_not_know_is_never_a_regular_file(scratch: Scratch) -> None:
    commit = scratch.commit_tree(scratch.tree(("60000", b"a", scratch.object(b"1"))))
    with scratch.opened() as repository:
        assert repository.snapshot(commit).entries["a"].kind is EntryKind.SUBMODULE


def damage(file: Path, how: str) -> None:
    content = file.read_bytes()
    file.chmod(0o644)
    match how:
        case "deleted":
            file.unlink()
        case "empty":
            file.write_bytes(b"")
        case "cut":
            file.write_bytes(content[: len(content) // 2])
        case _:
            file.write_bytes(content[:-6] + b"\0\0\0\0\0\0")


@pytest.mark.parametrize("how", ["deleted", "empty", "cut", "garbled"])
def test_a_damaged_blob_is_an_error_and_the_next_one_is_read(scratch: Scratch, how: str) -> None:
    commit = scratch.commit({"a": "lost " * 100, "b": "kept"})
    with scratch.opened() as repository:
        tree = repository.snapshot(commit)
        damage(scratch.object_file(tree.entries["a"].object_id), how)
        with refused("object-missing" if how in ("deleted", "empty") else "object-corrupt", "a is object"):
            tree.read("a")
        assert tree.read("b") == b"kept"


def test_a_blob_exchanged_for_another_is_noticed(scratch: Scratch) -> None:
    commit = scratch.commit({"a": "before", "b": "exchanged"})
    with scratch.opened() as repository:
        tree = repository.snapshot(commit)
        other = scratch.object_file(tree.entries["b"].object_id).read_bytes()
        file = scratch.object_file(tree.entries["a"].object_id)
        file.chmod(0o644)
        file.write_bytes(other)
        with refused("object-corrupt"):
            tree.read("a")


@pytest.mark.parametrize("how", ["deleted", "cut"])
@pytest.mark.parametrize("what", ["HEAD^{tree}", "HEAD:d"])
def test_a_damaged_folder_is_no_empty_folder(scratch: Scratch, what: str, how: str) -> None:
    commit = scratch.commit({"d/a": "1", "b": "2"})
    damage(scratch.object_file(scratch.git("rev-parse", what)), how)
    rule = "object-missing" if how == "deleted" else "object-corrupt"
    with scratch.opened() as repository, refused(rule):
        repository.snapshot(commit)


def test_a_blob_where_a_file_should_hold_a_folder_is_refused(scratch: Scratch) -> None:
    scratch.commit({"d/a": "1"})
    commit = scratch.commit_tree(scratch.tree(("100644", b"f", scratch.git("rev-parse", "HEAD:d"))))
    with scratch.opened() as repository:
        tree = repository.snapshot(commit)
        with refused("object-corrupt", "it is a tree"):
            tree.read("f")


def test_a_partial_clone_without_its_remote_tells_absent_from_unreadable(scratch: Scratch) -> None:
    scratch.git("config", "uploadpack.allowFilter", "true")
    commit = scratch.commit({"a": "content", "d/b": "more"})
    clone = scratch.clone("partial", "--filter=blob:none", "--no-checkout")
    scratch.root.rename(scratch.root.with_name("gone"))
    with clone.opened() as repository:
        tree = repository.snapshot(commit)
        assert list(tree.entries) == ["a", "d/b"]
        assert tree.entries["a"].size == SIZE_UNKNOWN
        assert "absent" not in tree.entries
        with refused("object-missing", "d/b", "git fetch --refetch"):
            tree.read("d/b")


def test_a_partial_clone_fetches_nothing_even_where_its_remote_answers(scratch: Scratch) -> None:
    scratch.git("config", "uploadpack.allowFilter", "true")
    commit = scratch.commit({"a": "content"})
    clone = scratch.clone("partial", "--filter=blob:none", "--no-checkout")
    clone.git("config", "protocol.file.allow", "always")
    with clone.opened() as repository, refused("object-missing"):
        repository.snapshot(commit).read("a")


def test_a_partial_clone_without_folders_is_refused(scratch: Scratch) -> None:
    scratch.git("config", "uploadpack.allowFilter", "true")
    commit = scratch.commit({"d/a": "content"})
    clone = scratch.clone("partial", "--filter=tree:0", "--no-checkout")
    scratch.root.rename(scratch.root.with_name("gone"))
    with clone.opened() as repository, refused("object-missing"):
        repository.snapshot(commit)


def test_objects_of_another_repository_can_be_borrowed(scratch: Scratch) -> None:
    commit = scratch.commit({"a": "1"})
    clone = scratch.clone("borrower", "--shared")
    with clone.opened() as repository:
        assert repository.snapshot(commit).read("a") == b"1"


def test_packed_objects_and_refs_are_read(scratch: Scratch) -> None:
    commit = scratch.commit({"a": "1"})
    scratch.git("tag", "v1")
    scratch.git("gc", "-q")
    with scratch.opened() as repository:
        assert repository.snapshot(repository.resolve("v1")).read("a") == b"1"
        assert repository.tags() == (("v1", commit),)


def test_the_hash_of_a_repository_may_be_sha256(scratch: Scratch, home: Path) -> None:
    modern = Scratch(scratch.root.with_name("modern"), home, "--object-format=sha256")
    first = modern.commit({"a": "1", "d/b": "2"})
    second = modern.commit({"a": "3"})
    with modern.opened() as repository:
        assert len(second) == 64
        assert repository.location.algorithm == "sha256"
        assert repository.resolve(second[:8]) == repository.resolve("HEAD") == second
        assert repository.merge_base(first, second) == first
        tree = repository.snapshot(first)
        assert tree.read("d/b") == b"2"
        assert tree.entries["a"].object_id == hashlib.sha256(b"blob 1\x001").hexdigest()
        assert repository.worktree().entries["a"] == repository.snapshot(second).entries["a"]


def test_a_snapshot_has_every_one_of_two_thousand_files(scratch: Scratch) -> None:
    commit = scratch.commit({f"d{number % 40}/f{number}.json": f"{number}" for number in range(2000)})
    with scratch.opened() as repository:
        repository.resolve("HEAD")
        tree = repository.snapshot(commit)
    assert len(tree.entries) == 2000
