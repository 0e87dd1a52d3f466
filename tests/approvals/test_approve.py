"""`govern approve`: what is committed is what is signed, and `govern check` takes it; or nothing is."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from house import LEDGER, POLICY, SCRIPT, SIGNERS, House
from scratch import CONFIG, FIXTURE, SCHEMA


def refused(house: House, done: subprocess.CompletedProcess[str], rule: str) -> str:
    """Check that nothing was written and say what was said."""
    assert done.returncode == 2, done.stdout
    assert f"[{rule}]" in done.stderr
    assert house.records() == []
    return done.stderr


def test_two_people_approve_and_the_gate_opens(house: House) -> None:
    house.narrow()
    for person in ("alice", "bob"):
        done = house.approve(person, "--role", "owner", "--reason", "seen", "--expires", "3")
        assert done.returncode == 0, done.stderr
        house.scratch.commit(message=f"{person} approves")
    said = house.check()
    record = house.read(house.records()[0])
    assert (said.status, said.verified) == (0, [2])
    assert (record["reason"], record["versions"]) == ("seen", ["tiny 1.0->2.0"])
    assert record["digest"] == said.report["digest"]
    assert len(house.records()) == 2


def test_what_is_signed_is_shown_first(house: House) -> None:
    house.narrow()
    done = house.approve("alice")
    digest = house.check().report["digest"]
    shown, written = done.stdout.split("written: ", 1)
    for words in ("breaking: type-changed", "1.0 → 2.0", digest, "into main", "alice@example.com as owner"):
        assert words in shown
    assert f"git add {LEDGER}" in written


def test_a_rejection_closes_the_gate(house: House) -> None:
    house.narrow()
    house.approved("alice", "bob")
    done = house.approve("carol", "--reject", "--role", "owner", "--reason", "readers are not ready")
    house.scratch.commit()
    said = house.check()
    assert (done.returncode, said.status, said.blocking) == (0, 1, ["approval-rejected"])
    assert "readers are not ready" in said.message("approval-rejected")


def test_the_role_is_the_one_that_is_asked(house: House) -> None:
    asked = (
        '[contracts.tiny.approvals]\nbreaking = { needed = 1, roles = ["clerk"] }\n\n[[contracts.tiny.codes]]'
    )
    house.scratch.git("checkout", "-q", "main")
    house.scratch.commit({"govern.toml": CONFIG.replace("[[contracts.tiny.codes]]", asked) + POLICY})
    house.narrow()
    assert house.approve("carol").returncode == 0
    assert house.read(house.records()[0])["role"] == "clerk"
    house.scratch.commit()
    assert (house.check().status, house.check().verified) == (0, [1])
    assert house.approve("alice").returncode == 0, "what nobody asks of her she may still say"
    house.scratch.commit()
    assert house.check().verified == [1]


@pytest.mark.parametrize("path", [SCHEMA, FIXTURE, "govern.toml", SIGNERS])
def test_what_is_not_committed_is_not_approved(house: House, path: str) -> None:
    house.narrow()
    with (house.root / path).open("a") as file:
        file.write("\n")
    refused(house, house.approve("alice"), "approval-refused")


@pytest.mark.parametrize("staged", [False, True])
def test_a_fixture_that_git_does_not_know_yet_is_not_committed(house: House, staged: bool) -> None:
    house.narrow()
    house.scratch.write({"fixtures/new.json": {}})
    if staged:
        house.scratch.git("add", "-A")
    assert "fixtures/new.json" in refused(house, house.approve("alice"), "approval-refused")


def test_what_is_not_governed_may_lie_about(house: House) -> None:
    house.narrow()
    house.scratch.write({"README.md": "words", "notes.txt": "x"})
    assert house.approve("alice").returncode == 0


def test_a_head_behind_the_target_is_not_approved(house: House) -> None:
    house.narrow()
    house.scratch.git("checkout", "-q", "main")
    house.scratch.commit({FIXTURE: {"contract_version": "1.0", "mode": "off", "note": "n"}})
    house.scratch.git("checkout", "-q", "change")
    assert "behind" in refused(house, house.approve("alice"), "approval-refused")


def test_a_shallow_clone_is_no_place_to_approve(house: House) -> None:
    house.narrow()
    url = house.root.as_uri()
    house.scratch.git("clone", "-q", "--depth=1", "--no-single-branch", "--branch=change", url, "../shallow")
    key = house.keyring.file("alice")
    done = house.run("approve", "--base", "origin/main", "--key", key, "--yes", below="../shallow")
    refused(house, done, "shallow")


def test_a_stranger_is_not_asked(house: House) -> None:
    house.narrow()
    refused(house, house.approve("mallory"), "signing-key-unknown")
    refused(house, house.approve("alice", "--as", "bob@example.com"), "signing-key-unknown")
    assert house.approve("alice", "--as", "alice@example.com").returncode == 0


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        (("--role", "clerk"), "approval-refused"),
        (("--role", "king"), "approval-refused"),
        (("--expires", "15"), "approval-refused"),
        (("--reason", "schön"), "usage"),
        (("--reason", "two\nlines"), "usage"),
        (("--key", "/nowhere"), "file-unreadable"),
        (("--base", "HEAD~1"), "approval-refused"),
    ],
)
def test_what_would_not_count_is_not_signed(house: House, words: tuple[str, ...], rule: str) -> None:
    house.narrow()
    refused(house, house.approve("alice", *words), rule)


def test_nothing_is_signed_that_nobody_asks_for(house: House) -> None:
    house.scratch.propose({"README.md": "words"})
    refused(house, house.approve("alice"), "approval-refused")
    assert house.approve("alice", "--reject").returncode == 0


def test_nothing_is_signed_where_nobody_verifies(house: House) -> None:
    house.configure("")
    house.narrow()
    refused(house, house.approve("alice"), "approvals-unconfigured")


def test_nothing_is_signed_unseen(house: House) -> None:
    house.narrow()
    done = house.run("approve", "--base", "main", "--key", house.keyring.file("alice"))
    assert "--yes" in refused(house, done, "usage")


@pytest.mark.parametrize(
    ("answer", "status", "count"), [("y\n", 0, 1), ("n\n", 1, 0), ("\n", 1, 0), ("yes\n", 0, 1)]
)
def test_a_person_at_a_terminal_is_asked(house: House, answer: str, status: int, count: int) -> None:
    house.narrow()
    ours, theirs = os.openpty()
    words = [SCRIPT, "approve", "--base", "main", "--key", house.keyring.file("alice")]
    environment = {"PATH": os.environ["PATH"], "HOME": str(house.root.parent)}
    with subprocess.Popen(
        words, cwd=house.root, env=environment, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        os.write(ours, answer.encode())
        out, _ = process.communicate(timeout=60)
    os.close(ours)
    os.close(theirs)
    assert b"Approve " in out
    assert (process.returncode, len(house.records())) == (status, count)


# --- where the key comes from ---


@pytest.mark.parametrize("form", ["private", "public file", "literal"])
def test_git_s_own_signing_key_will_do(house: House, form: str) -> None:
    house.narrow()
    private, public = house.keyring.file("alice"), house.keyring.public("alice")
    value = {"private": private, "public file": f"{private}.pub", "literal": f"key::{public}"}[form]
    (house.root.parent / ".gitconfig").write_text(f'[user]\nsigningkey = "{value}"\n')
    agent = Agent(house, "bob", "alice")  # who would be taken for bob but for the setting
    try:
        done = house.run("approve", "--base", "main", "--yes", "--role", "owner", SSH_AUTH_SOCK=agent.socket)
    finally:
        agent.end()
    assert done.returncode == 0, done.stderr
    assert house.read(house.records()[0])["approver"] == "alice@example.com"


def test_a_key_of_the_agent_will_do(house: House) -> None:
    house.narrow()
    agent = Agent(house, "mallory", "bob")
    try:
        done = house.run("approve", "--base", "main", "--yes", "--role", "owner", SSH_AUTH_SOCK=agent.socket)
    finally:
        agent.end()
    assert done.returncode == 0, done.stderr
    assert house.read(house.records()[0])["approver"] == "bob@example.com"


def test_without_any_key_the_ways_to_name_one_are_said(house: House) -> None:
    house.narrow()
    assert "--key" in refused(house, house.run("approve", "--base", "main", "--yes"), "signing-key-unknown")


def test_a_key_that_cannot_sign_leaves_nothing_behind(house: House) -> None:
    """The public key is a signer's, and nothing at hand has the private one."""
    house.narrow()
    (house.root.parent / "alice.pub").write_text(house.keyring.public("alice"))
    done = house.run("approve", "--base", "main", "--yes", "--key", "../alice.pub")
    refused(house, done, "signing-failed")
    assert not (house.root / LEDGER).exists()


class Agent:
    """A real ssh-agent with the keys of some people."""

    def __init__(self, house: House, *people: str) -> None:
        self.socket = str(house.root.parent / "agent")
        words = ["ssh-agent", "-D", "-a", self.socket]
        self.process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while not os.path.exists(self.socket):
            if self.process.poll() is not None:
                raise AssertionError("ssh-agent ended")
            time.sleep(0.01)
        for person in people:
            words = ["ssh-add", "-q", house.keyring.file(person)]
            subprocess.run(words, env={**os.environ, "SSH_AUTH_SOCK": self.socket}, check=True)

    def end(self) -> None:
        self.process.terminate()
        self.process.wait()


# --- writing ---


def test_two_who_approve_at_the_same_time_lose_nothing(house: House) -> None:
    house.narrow()
    with ThreadPoolExecutor() as pool:
        done = list(pool.map(lambda who: house.approve(who, "--role", "owner"), ("alice", "bob")))
    assert [each.returncode for each in done] == [0, 0]
    house.scratch.commit()
    assert (house.check().status, house.check().verified) == (0, [2])


def test_nothing_outside_the_repository_is_touched(house: House) -> None:
    house.narrow()
    outside = house.root.parent / "outside"
    outside.mkdir()
    (house.root / LEDGER).symlink_to(outside)
    done = house.approve("alice")
    assert (done.returncode, list(outside.iterdir())) == (2, [])
    assert "[path-outside]" in done.stderr


def test_a_kill_at_any_moment_leaves_whole_records_or_none(house: House) -> None:
    house.narrow()
    words = [SCRIPT, "approve", "--base", "main", "--key", house.keyring.file("alice"), "--yes"]
    environment = {"PATH": os.environ["PATH"], "HOME": str(house.root.parent)}
    folder = house.root / LEDGER
    killed = 0
    for number in range(8):
        process = subprocess.Popen(
            [*words, "--reason", str(number)],
            cwd=house.root,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        seen = len(list(folder.glob("*"))) if folder.exists() else 0
        while process.poll() is None:  # as soon as anything new stands in the ledger
            if folder.exists() and len(list(folder.glob("*"))) > seen:
                process.send_signal(signal.SIGKILL)
                killed += 1
                break
            time.sleep(0.0002 * number)
        process.wait()
    for file in folder.glob("*.json"):
        assert house.read(f"{LEDGER}/{file.name}")["type"] == "govern-approval@v1"
        assert Path(f"{file}.sig").read_bytes().endswith(b"-----END SSH SIGNATURE-----\n")
    assert killed > 0
    house.scratch.git("add", "-A", LEDGER)
    house.scratch.commit()
    assert set(house.check().blocking) <= {"approval-missing", "approval-same-person"}
