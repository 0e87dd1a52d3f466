"""What the doctor cannot know it says, and never takes for good."""

from __future__ import annotations

import pytest
from wired import BITBUCKET, GITLAB, GOOD_GIT, RULES, diagnosed, github

from govern.doctor import examine, platform
from govern.errors import UsageError
from govern.model import Entry, EntryKind
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


# --- the signers file ---

KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8g"
GOOD = f'ann@example.com namespaces="govern-approval@v1" {KEY}'


class LinkedTree(MemoryTree):
    """A tree whose signers file is a link."""

    @property
    def entries(self) -> dict[str, Entry]:
        return {path: Entry(path, EntryKind.SYMLINK, "0", 3) for path in super().entries}


def faults(signers: str, path: str | None = None) -> list[tuple[str, str, int | None]]:
    files = {**github(), SIGNERS: signers}
    tree = MemoryTree({each: text.encode() for each, text in files.items()})
    found = examine(tree, git=GOOD_GIT, signers=path)
    assert found.sound == (not found.faults)
    return [(each.rule, each.path, each.place.line if each.place else None) for each in found.faults]


@pytest.mark.parametrize(
    "line",
    [
        GOOD.replace("ann@", "*@"),
        GOOD.replace(' namespaces="govern-approval@v1"', ""),
        GOOD.replace("govern-approval@v1", "git"),
        GOOD.replace('@v1"', '@v1",valid-before="20260101"'),
        GOOD.replace('@v1"', '@v1",cert-authority'),
        GOOD.replace("ssh-ed25519", "ssh-rsa"),
        "junk",
        GOOD.replace("ann@", "ben@"),
    ],
)
def test_every_trap_of_the_signers_file_is_a_fault_at_its_line(line: str) -> None:
    assert faults(f"# keys\n{GOOD}\n") == []
    (found,) = faults(f"# keys\n{GOOD}\n{line}\n")
    assert found[:2] == ("signers-invalid", SIGNERS)
    assert found[2] in (3, None)


def test_a_signers_file_that_is_asked_for_is_there_and_is_a_file() -> None:
    assert faults(GOOD, ".govern/others") == [("signers-invalid", ".govern/others", None)]
    linked = examine(LinkedTree({SIGNERS: b"x"}), git=GOOD_GIT, signers=SIGNERS)
    assert ("signers-invalid", SIGNERS) in {(each.rule, each.path) for each in linked.faults}


def test_where_no_signers_file_is_none_is_asked_for() -> None:
    assert diagnosed(github()).faults == ()
