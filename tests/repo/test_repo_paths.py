from __future__ import annotations

from collections.abc import Mapping

import pytest
from scratch_repository import Scratch

from govern.model import Entry, EntryKind, FindingLevel
from govern.repo import EmptyTree, MemoryTree, path_findings


class Listed:
    """A tree of which only the entries count."""

    def __init__(self, *entries: tuple[str, EntryKind]) -> None:
        self.entries: Mapping[str, Entry] = {path: Entry(path, kind, "0" * 40, 1) for path, kind in entries}

    def read(self, path: str) -> bytes:
        raise KeyError(path)


def rules(
    *paths: str, given: tuple[str, ...] | None = None, non_ascii: bool = False
) -> list[tuple[str, str]]:
    tree = MemoryTree(dict.fromkeys(paths, b""))
    found = path_findings(tree, given or paths, non_ascii=non_ascii)
    assert all(finding.level is FindingLevel.BLOCKS and finding.remedy for finding in found)
    assert all(finding.message.isprintable() for finding in found)
    return [(finding.path, finding.rule) for finding in found]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("contracts/status.schema.json", []),
        ("a b/~$%&'!#.json", []),
        ("x\nHEAD:a", ["path-control-char"]),
        ("a\tb", ["path-control-char"]),
        ("a\x7f", ["path-control-char"]),
        ("a\x85", ["path-control-char"]),
        ("a\u2028b", ["path-control-char"]),
        ("a\x1b[2J", ["path-control-char"]),
        ("a\udcffb", ["path-not-utf8"]),
        ("st\u0430tus.json", ["path-not-ascii"]),
        ("größe", ["path-not-ascii"]),
        ("a\u00a0b", ["path-not-ascii"]),
        ("a\u202eb", ["path-bidi-control"]),
        ("a\u2066b", ["path-bidi-control"]),
        ("a\u200bb", ["path-bidi-control"]),
        ("a\ufeffb", ["path-bidi-control"]),
        ("ä\n\u202e", ["path-bidi-control", "path-control-char", "path-not-ascii"]),
    ],
)
def test_characters_that_deceive_are_found(path: str, expected: list[str]) -> None:
    assert rules(path) == [(path, rule) for rule in expected]


def test_letters_beyond_ascii_can_be_allowed_but_nothing_else() -> None:
    assert rules("größe", non_ascii=True) == []
    assert rules("a\u202eb", "c\nd", "e\udc80", non_ascii=True) == [
        ("a\u202eb", "path-bidi-control"),
        ("c\nd", "path-control-char"),
        ("e\udc80", "path-not-utf8"),
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Status.schema.json", "status.schema.json"),
        ("a/B.json", "A/b.json"),
        ("caf\u00e9", "cafe\u0301"),
        ("stra\u00dfe", "STRASSE"),
        ("\ufb01x", "fix"),
        ("\u212a", "k"),
    ],
)
def test_paths_that_some_file_systems_take_for_one_collide(one: str, other: str) -> None:
    found = rules(one, other, given=(one,), non_ascii=True)
    assert found == [(one, "path-collision")]
    assert ("path-collision" in dict(rules(one, other, non_ascii=True)).values()) is True


@pytest.mark.parametrize(("one", "other"), [("a.json", "b.json"), ("a/x", "b/x"), ("st\u0430tus", "status")])
def test_paths_that_differ_do_not_collide(one: str, other: str) -> None:
    assert rules(one, other, non_ascii=True) == []


def test_a_collision_that_no_given_path_takes_part_in_is_no_finding() -> None:
    assert rules("README", "readme", "a.json", given=("a.json",)) == []


def test_a_path_that_the_tree_does_not_have_is_no_finding() -> None:
    assert rules("a.json", given=("gone.json",)) == []
    assert path_findings(EmptyTree(), ("a",), non_ascii=False) == ()


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        ([("c/s.json", EntryKind.SYMLINK)], "a symbolic link"),
        ([("c/s.json", EntryKind.SUBMODULE)], "a submodule"),
        ([("c/s.json/x", EntryKind.FILE)], "a folder stands in place"),
        ([("c", EntryKind.SYMLINK)], "the folder 'c' above it is a symbolic link"),
        ([("c", EntryKind.SUBMODULE)], "the folder 'c' above it is a submodule"),
    ],
)
def test_what_is_no_regular_file_is_found(entries: list[tuple[str, EntryKind]], words: str) -> None:
    (finding,) = path_findings(Listed(*entries), ("c/s.json",), non_ascii=False)
    assert finding.rule == "not-regular-file"
    assert finding.path == "c/s.json"
    assert words in finding.message


def test_executables_and_links_elsewhere_are_no_finding() -> None:
    tree = Listed(
        ("c/s.json", EntryKind.EXECUTABLE), ("d", EntryKind.SYMLINK), ("c/s.jsonx/y", EntryKind.FILE)
    )
    assert path_findings(tree, ("c/s.json",), non_ascii=False) == ()


def test_a_link_in_a_real_commit_is_found_and_never_followed(scratch: Scratch) -> None:
    scratch.commit({"c/s.json": "{}"})
    (scratch.root / "c" / "s.json").unlink()
    (scratch.root / "c" / "s.json").symlink_to("/etc/passwd")
    commit = scratch.commit()
    with scratch.opened() as repository:
        for tree in (repository.snapshot(commit), repository.worktree(), repository.staged()):
            (finding,) = path_findings(tree, ("c/s.json",), non_ascii=False)
            assert finding.rule == "not-regular-file"


def test_twins_of_a_real_commit_are_found(scratch: Scratch) -> None:
    blob = scratch.object(b"{}")
    names = (b"Status.json", "cafe\u0301".encode(), "caf\u00e9".encode(), b"status.json", b"\xe9")
    commit = scratch.commit_tree(scratch.tree(*(("100644", name, blob) for name in names)))
    with scratch.opened() as repository:
        tree = repository.snapshot(commit)
        found = path_findings(tree, tree.entries, non_ascii=True)
    assert [(finding.path, finding.rule) for finding in found] == [
        ("Status.json", "path-collision"),
        ("cafe\u0301", "path-collision"),
        ("caf\u00e9", "path-collision"),
        ("status.json", "path-collision"),
        ("\udce9", "path-not-utf8"),
    ]
