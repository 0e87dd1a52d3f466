"""What the doctor cannot know it says, and never takes for good."""

from __future__ import annotations

import pytest
from wired import BITBUCKET, GITLAB, GOOD_GIT, RULES, diagnosed, github

from govern.doctor import examine, platform
from govern.errors import UsageError
from govern.model import Entry, EntryKind, Finding, FindingLevel
from govern.repo import MemoryTree

SIGNERS = ".govern/allowed_signers"


def whats(files: dict[str, str], rules: str | None = None) -> str:
    return "\n".join(each.what for each in diagnosed(files, rules=rules).unseen)


def test_settings_of_a_platform_are_never_taken_for_good() -> None:
    on_github = whats(github())
    for word in ("required on the target branch", "review by code owners", "may write", "bypass"):
        assert word in on_github
    on_gitlab = whats({".gitlab-ci.yml": GITLAB + "include: [a.yml]\n"})
    for word in ("pipelines must succeed", "protected", "forks", "`include`"):
        assert word in on_gitlab
    assert "`include`" not in whats({".gitlab-ci.yml": GITLAB})
    assert "failed build" in whats({"bitbucket-pipelines.yml": BITBUCKET})


def test_files_of_a_pull_request_beside_other_commands_are_told() -> None:
    run = "      - run: govern check\n"
    said = "run of the files that the pull request brings along"
    assert said in whats(github((run, f"      - run: make\n{run}")))
    assert said not in whats(github())
    assert said not in whats(
        github((run, f"      - run: make\n{run}"), ("pull_request:", "pull_request_target:"))
    )


def test_what_the_platform_said_is_not_asked_again() -> None:
    assert "required on the target branch" not in whats(github(), RULES)


@pytest.mark.parametrize("data", [b"", b"{}", b"[1]", b'{"message": "Not Found"}', b"\xff", b'[{"a": 1}]'])
def test_an_answer_of_the_platform_that_cannot_be_read_is_no_answer(data: bytes) -> None:
    with pytest.raises(UsageError) as caught:
        platform("rules.json", data)
    (problem,) = caught.value.problems
    assert (problem.rule, problem.place) == ("platform-unreadable", "rules.json")
    assert "gh api" in problem.remedy


def test_no_rules_at_all_are_an_answer() -> None:
    assert platform("rules.json", b"[]").checks == ()


# --- the signers file: whoever reads such files is handed in ---


class LinkedTree(MemoryTree):
    """A tree whose signers file is a link."""

    @property
    def entries(self) -> dict[str, Entry]:
        return {path: Entry(path, EntryKind.SYMLINK, "0", 3) for path in super().entries}


def refuse(path: str, data: bytes) -> tuple[Finding, ...]:
    """A reader that finds every line with a star at fault."""
    lines = data.decode().splitlines()
    return tuple(
        Finding("code-unregistered", FindingLevel.BLOCKS, f"line {number}", "name one person", path)
        for number, line in enumerate(lines, 1)
        if line.startswith("*")
    )


def test_faults_of_the_signers_file_are_those_that_its_reader_tells() -> None:
    files = {**github(), SIGNERS: "ann@example.com key\n* key\n"}
    tree = MemoryTree({path: text.encode() for path, text in files.items()})
    found = examine(tree, git=GOOD_GIT, signers=refuse)
    assert [(each.path, each.message) for each in found.faults] == [(SIGNERS, "line 2")]
    assert not found.sound
    assert SIGNERS not in "".join(each.what for each in found.unseen)


def test_without_a_reader_the_signers_file_is_among_what_nobody_verified() -> None:
    assert SIGNERS in whats({**github(), SIGNERS: "* key\n"})
    assert SIGNERS not in whats(github())


def test_a_signers_file_that_is_no_file_is_a_fault() -> None:
    found = examine(LinkedTree({SIGNERS: b"x"}), git=GOOD_GIT, signers=refuse)
    assert ("wiring-illegible", SIGNERS) in {(each.rule, each.path) for each in found.faults}
