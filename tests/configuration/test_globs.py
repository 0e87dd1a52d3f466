"""Which paths a glob matches, against a matcher too simple to be wrong."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govern.configuration.globs import covers, escape, literal_prefix, matches, problem_of, select


@pytest.mark.parametrize(
    ("glob", "path", "expected"),
    [
        ("schemas/a.json", "schemas/a.json", True),
        ("schemas/a.json", "schemas/a.jsonx", False),
        ("*.json", "a.json", True),
        ("*.json", ".json", True),
        ("*.json", "folder/a.json", False),
        ("*.json", "a.JSON", False),
        ("**/*.json", "a.json", True),
        ("**/*.json", ".github/x/a.json", True),
        ("a/**", "a/b/c", True),
        ("a/**", "a", False),
        ("a/**", "ab/c", False),
        ("a/**/b", "a/b", True),
        ("a/**/b", "a/x/y/b", True),
        ("a/**/b", "a/x/yb", False),
        ("a/**/b/**/c", "a/b/x/b/c", True),
        ("**/a/**", "a/b", True),
        ("**/a/**", "x/a", False),
        ("a**b", "axxb", True),
        ("a**b", "ax/b", False),
        ("?.json", "a.json", True),
        ("?.json", "ab.json", False),
        ("a?b", "a/b", False),
        ("[ab].json", "b.json", True),
        ("[ab].json", "c.json", False),
        ("[!ab].json", "c.json", True),
        ("[!ab].json", "a.json", False),
        ("a[!b]c", "a/c", False),
        ("[a-c]1", "b1", True),
        ("[]]", "]", True),
        ("[*]", "*", True),
        ("[*]", "a", False),
        ("a[[]b", "a[b", True),
        ("a[b", "a[b", True),
        ("*ab*abc", "zabababc", True),
        ("*.json", "a\nb.json", True),
    ],
)
def test_a_glob_matches_what_gitignore_would_anchored_at_the_root(
    glob: str, path: str, expected: bool
) -> None:
    assert matches(glob, path) is expected


def _oracle(glob: str, path: str) -> bool:
    globs, paths = tuple(glob.split("/")), tuple(path.split("/"))

    @cache
    def segments(g: int, p: int) -> bool:
        if g == len(globs):
            return p == len(paths)
        if globs[g] == "**":
            least = p + 1 if g == len(globs) - 1 else p
            return any(segments(g + 1, q) for q in range(least, len(paths) + 1))
        return p < len(paths) and characters(globs[g], paths[p]) and segments(g + 1, p + 1)

    def characters(pattern: str, text: str) -> bool:
        if not pattern:
            return not text
        if pattern[0] == "*":
            return any(characters(pattern[1:], text[i:]) for i in range(len(text) + 1))
        return bool(text) and pattern[0] in {"?", text[0]} and characters(pattern[1:], text[1:])

    return segments(0, 0)


_SEGMENTS = st.one_of(st.just("**"), st.text("ab*?", min_size=1, max_size=5).filter(lambda s: s != "**"))
_PATHS = st.lists(st.text("ab", min_size=1, max_size=4), min_size=1, max_size=5).map("/".join)


@given(st.lists(_SEGMENTS, min_size=1, max_size=5).map("/".join), _PATHS)
def test_a_glob_agrees_with_a_matcher_that_tries_everything(glob: str, path: str) -> None:
    assert matches(glob, path) == _oracle(glob, path)


@given(st.lists(_SEGMENTS, min_size=1, max_size=4).map("/".join), st.lists(_PATHS, max_size=12))
def test_selecting_is_matching_each_path(glob: str, paths: list[str]) -> None:
    assert select((glob,), paths) == tuple(sorted({path for path in paths if _oracle(glob, path)}))


@given(st.text("ab*?[]!^-/\\", min_size=1, max_size=8), st.text("ab*?[]!^-/\\", min_size=1, max_size=8))
def test_an_escaped_path_matches_itself_and_nothing_else(path: str, other: str) -> None:
    assert matches(escape(path), path)
    assert matches(escape(path), other) is (path == other)


def test_a_glob_made_to_backtrack_answers() -> None:
    assert not matches("*a" * 60 + "*b", "a" * 4000)
    assert not matches("**/a/" * 60 + "b", "a/" * 2000 + "c")


@pytest.mark.parametrize(
    ("globs", "path", "expected"),
    [
        (("a/**", "!a/b/**"), "a/c", True),
        (("a/**", "!a/b/**"), "a/b/c", False),
        (("a/**", "!a/b/**", "a/b/keep"), "a/b/keep", True),
        (("!a/b", "a/**"), "a/b", True),
        (("!a",), "b", False),
        ((), "a", False),
    ],
)
def test_the_last_glob_that_matches_decides(globs: tuple[str, ...], path: str, expected: bool) -> None:
    assert covers(globs, path) is expected
    assert (path in select(globs, [path, "unrelated"])) is expected


def test_selected_paths_are_sorted_and_each_named_once() -> None:
    assert select(("*", "a*"), ["b", "a", "a", "x/y"]) == ("a", "b")


@pytest.mark.parametrize(
    ("glob", "prefix"), [("a/b*", "a/b"), ("a/**", "a/"), ("a", "a"), ("?", ""), ("a/[b]", "a/")]
)
def test_the_literal_prefix_ends_at_the_first_wildcard(glob: str, prefix: str) -> None:
    assert literal_prefix(glob) == prefix


@pytest.mark.parametrize("glob", ["[ab", "[z-a]", "[a/b]", "x[]"])
def test_a_class_that_cannot_match_is_named(glob: str) -> None:
    assert problem_of(glob)


@pytest.mark.parametrize("glob", ["[ab]", "[a-z]", "[!a]", "[]]", "a*?", "plain", "[[]"])
def test_a_good_glob_has_no_problem(glob: str) -> None:
    assert problem_of(glob) is None
