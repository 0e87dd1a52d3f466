from __future__ import annotations

import hashlib

import pytest

from govern.model import EntryKind
from govern.repo import EmptyTree, MemoryTree


def test_a_tree_of_memory_has_the_files_of_its_mapping_in_byte_order() -> None:
    files = {"b": b"2", "a/z": b"", "a-b": b"1"}
    tree = MemoryTree(files)
    files["c"] = b"later"
    assert list(tree.entries) == ["a-b", "a/z", "b"]
    assert {path: tree.read(path) for path in tree.entries} == {"a-b": b"1", "a/z": b"", "b": b"2"}
    entry = tree.entries["b"]
    assert (entry.kind, entry.size) == (EntryKind.FILE, 1)
    assert entry.object_id == hashlib.sha256(b"2").hexdigest()
    with pytest.raises(KeyError):
        tree.read("c")


def test_ids_are_equal_iff_the_bytes_are() -> None:
    one, other = MemoryTree({"a": b"1", "b": b"2"}), MemoryTree({"c": b"1"})
    assert one.entries["a"].object_id == other.entries["c"].object_id != one.entries["b"].object_id


def test_before_the_first_commit_there_is_nothing() -> None:
    assert dict(EmptyTree().entries) == {}
    with pytest.raises(KeyError):
        EmptyTree().read("a")
