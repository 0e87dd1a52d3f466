"""CODEOWNERS: GitHub's documented examples, and the owners behind names."""

from __future__ import annotations

import pytest

from govern.approvals.owners import principals, read_owners

# The examples of GitHub: About code owners, "Example of a CODEOWNERS file", in their order.
EXAMPLE = b"""\
# This is a comment.
*       @global-owner1 @global-owner2
*.js    @js-owner #This is an inline comment.
*.go docs@example.com
*.txt @octo-org/octocats
/build/logs/ @doctocat
docs/* docs@example.com
apps/ @octocat
/docs/ @doctocat
/scripts/ @doctocat @octocat
**/logs @octocat
/apps/ @octocat
/apps/github
"""

OWNED = [
    ("README", ("@global-owner1", "@global-owner2")),
    ("src/a.js", ("@js-owner",)),
    ("a.js", ("@js-owner",)),
    ("src/main.go", ("docs@example.com",)),
    ("deep/er/a.txt", ("@octo-org/octocats",)),
    ("build/logs/a/b.out", ("@octocat",)),  # `**/logs` comes later
    ("other/build/logs.out", ("@global-owner1", "@global-owner2")),
    ("scripts/run", ("@doctocat", "@octocat")),
    ("lib/scripts/run", ("@global-owner1", "@global-owner2")),
    ("docs/getting-started.md", ("@doctocat",)),  # `/docs/` comes later
    ("lib/apps/x", ("@octocat",)),
    ("deeply/nested/logs/today", ("@octocat",)),
    ("logs", ("@octocat",)),
    ("apps/web/x", ("@octocat",)),
    ("apps/github", ()),
    ("apps/github/x/y", ()),
    ("apps/github.md", ("@octocat",)),
]


@pytest.mark.parametrize(("path", "owners"), OWNED)
def test_the_last_pattern_that_matches_decides(path: str, owners: tuple[str, ...]) -> None:
    found = read_owners(EXAMPLE)
    assert found.faults == ()
    assert found.owners(path) == owners


@pytest.mark.parametrize(
    ("pattern", "hits", "misses"),
    [
        ("docs/*", ["docs/getting-started.md"], ["docs/build-app/troubleshooting.md", "a/docs/x.md"]),
        ("/build/logs/", ["build/logs/x", "build/logs/x/y"], ["build/logs", "a/build/logs/x"]),
        ("apps/", ["apps/x", "a/apps/x/y"], ["apps", "myapps/x"]),
        ("/apps", ["apps", "apps/x"], ["a/apps"]),
        ("apps", ["apps", "apps/x", "a/apps", "a/apps/x"], ["apps2"]),
        ("a/b", ["a/b", "a/b/c"], ["x/a/b", "a/bc"]),
        ("a/**/b", ["a/b", "a/x/b", "a/x/y/b"], ["ab", "a/xb"]),
        ("a/**", ["a/x", "a/x/y"], ["a", "b/a/x"]),
        ("**/logs", ["logs", "a/logs", "a/logs/x"], ["logs2"]),
        ("*.md", ["a.md", "x/y.md"], ["a.mdx"]),
        ("/*.md", ["a.md"], ["x/a.md"]),
        ("?.md", ["a.md", "x/b.md"], ["ab.md"]),
        ("*", ["a", "a/b", ".github/x"], []),
        ("Docs/", ["Docs/x"], ["docs/x"]),
        ("a\\ b.md", ["a b.md"], ["a", "b.md"]),
    ],
)
def test_patterns_are_those_of_gitignore(pattern: str, hits: list[str], misses: list[str]) -> None:
    found = read_owners(f"{pattern} @x\n".encode())
    assert [path for path in hits if not found.owners(path)] == []
    assert [path for path in misses if found.owners(path)] == []


@pytest.mark.parametrize(
    "line",
    [
        "!a @x",
        "a[bc] @x",
        "\\#a @x",
        "a\\*b @x",
        "a\\",
        "/ @x",
        "a x",
        "a @",
        "a @x/",
        "[Section]",
        "^[Optional][2] @x",
        "a b@",
    ],
)
def test_a_line_that_cannot_be_read_fails_the_file(line: str) -> None:
    found = read_owners(f"* @y\n{line}\n".encode())
    assert found.faults
    assert found.faults[0].startswith("line 2: ")
    assert found.lines == ()


@pytest.mark.parametrize("data", [None, b"\xff", b"#" * 3_000_001])
def test_a_file_that_cannot_be_read_is_no_file_without_owners(data: bytes | None) -> None:
    assert read_owners(data).faults


@pytest.mark.parametrize("text", ["", "\n# nothing\n", "  \n", "a # @x\n"])
def test_a_file_may_give_nobody_anything(text: str) -> None:
    found = read_owners(text.encode())
    assert (found.faults, found.owners("a")) == ((), ())


PEOPLE = {
    "alice@example.com": ("github:Alice", "github:example/owners"),
    "bob@example.com": ("gitlab:bob",),
    "carol@example.com": ("github:example/owners",),
}


@pytest.mark.parametrize(
    ("owners", "found"),
    [
        (("@alice",), ("alice@example.com",)),
        (("@bob", "@nobody"), ("bob@example.com",)),
        (("@example/owners",), ("alice@example.com", "carol@example.com")),
        (("@Example/Owners",), ("alice@example.com", "carol@example.com")),
        (("@example/others", "@example"), ()),
        (("dave@example.com",), ("dave@example.com",)),
        ((), ()),
    ],
)
def test_owners_are_people_by_name_team_or_address(owners: tuple[str, ...], found: tuple[str, ...]) -> None:
    assert principals(owners, PEOPLE) == found
