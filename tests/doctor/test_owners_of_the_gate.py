"""CODEOWNERS to whoever owns a path, as GitHub and GitLab document it."""

from __future__ import annotations

import pytest

from govern.doctor import owners


@pytest.mark.parametrize(
    ("pattern", "path", "owned"),
    [
        ("*", "a/b/c", True),
        ("*.js", "a/b.js", True),
        ("*.js", "a/b.jsx", False),
        ("/build/logs/", "build/logs/a/b", True),
        ("/build/logs/", "a/build/logs/b", False),
        ("docs/*", "docs/a.md", True),
        ("docs/*", "docs/build/a.md", False),
        ("docs/*/", "docs/build/a.md", True),
        ("docs/*/", "docs/a.md", False),
        ("/*", "a", True),
        ("/*", "a/b", False),
        ("apps/", "x/apps/a", True),
        ("apps/", "apps", False),
        ("**/logs", "deeply/nested/logs/a", True),
        ("/.github", ".github/workflows/a.yml", True),
        ("/.github/**", ".github/workflows/a.yml", True),
        (".github/", ".github/workflows/a.yml", True),
        ("/.git", ".github/workflows/a.yml", False),
        ("CODEOWNERS", ".github/CODEOWNERS", True),
        ("/CODEOWNERS", ".github/CODEOWNERS", False),
        ("/a/**/b", "a/x/y/b", True),
    ],
)
def test_a_pattern_matches_as_github_says(pattern: str, path: str, owned: bool) -> None:
    assert bool(owners.github("CODEOWNERS", f"{pattern} @a\n").of(path)) is owned


def test_the_last_line_that_matches_decides_and_may_name_nobody() -> None:
    found = owners.github(
        "CODEOWNERS", "# all\n* @org/all me@example.com # trailing\n/apps/ @apps\n/apps/open\n"
    )
    assert found.of("a") == ("@org/all", "me@example.com")
    assert found.of("apps/a") == ("@apps",)
    assert found.of("apps/open/a") == ()
    assert found.ignored == ()


@pytest.mark.parametrize("line", ["!/docs/ @a", "/[ab]/ @a", "\\#a @a", "/docs/ team", "/docs/ @a @"])
def test_a_line_that_github_skips_owns_nothing(line: str) -> None:
    found = owners.github("CODEOWNERS", f"\n{line}\n")
    assert [number for number, _ in found.ignored] == [2]
    assert found.entries == ()


def test_sections_of_gitlab_are_asked_each_and_optional_ones_do_not_count() -> None:
    text = "* @all\n[Docs] @writers\n/docs/\n/docs/api @api\n^[Hints]\n* @hint\n[None][0]\n* @none\n!/x @a\n"
    found = owners.gitlab("CODEOWNERS", text)
    assert found.of("a") == ("@all",)
    assert found.of("docs/a") == ("@all", "@writers")
    assert found.of("docs/api") == ("@all", "@api")


def test_a_space_in_a_path_is_escaped() -> None:
    assert owners.github("CODEOWNERS", "/a\\ b/ @a\n").of("a b/c") == ("@a",)
    assert owners.github("CODEOWNERS", "/a b/ @a\n").of("a b/c") == ()
