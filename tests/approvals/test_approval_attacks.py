"""Every attack on approvals of the threat model (sections 1F and 2), by the finding and the exit status.

Each is a change that breaks and lacks nothing but approvals, with what the attacker commits instead of them.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from house import LEDGER, POLICY, SIGNERS, House, days
from scratch import CONFIG

Attack = Callable[[House], None]


def test_two_good_approvals_open_the_gate_and_one_does_not(house: House) -> None:
    house.narrow()
    nobody = house.check()
    house.approved("alice")
    one = house.check()
    house.approved("bob")
    two = house.check()
    assert (nobody.status, nobody.blocking, nobody.verified) == (1, ["approval-missing"], [0])
    assert (one.status, one.blocking, one.verified) == (1, ["approval-missing"], [1])
    assert (two.status, two.blocking, two.verified) == (0, [], [2])
    assert two.message("approval-counted").count("approved this change as owner") == 2


def test_an_addition_asks_for_one_approval(house: House) -> None:
    house.widen()
    before = house.check()
    house.approved("carol")
    after = house.check()
    assert (before.status, before.blocking) == (1, ["approval-missing"])
    assert (after.status, after.verified) == (0, [1])


def altered(house: House, **says: Any) -> None:
    """Alice's good record, and one of bob's that says something else after it was signed."""
    house.approved("alice")
    good = house.record("bob")
    data = json.dumps({**good, **says}, sort_keys=True, separators=(",", ":")).encode()
    signed = json.dumps(good, sort_keys=True, separators=(",", ":")).encode()
    house.forge(good, "bob", data=data, signed=signed)


def says(person: str = "bob", signer: str | None = None, **changes: Any) -> Attack:
    """Alice's good record, and one that says `changes` and is properly signed."""

    def attack(house: House) -> None:
        house.approved("alice")
        house.forge(house.record(person, **changes), signer or person)

    return attack


def spelled(change: Callable[[bytes], bytes]) -> Attack:
    """Alice's good record, and one of bob's in another spelling, signed as it is spelled."""

    def attack(house: House) -> None:
        house.approved("alice")
        record = house.record("bob")
        data = change(json.dumps(record, sort_keys=True, separators=(",", ":")).encode())
        house.forge(record, "bob", data=data)

    return attack


def wrong_namespace(house: House) -> None:
    house.approved("alice")
    house.forge(house.record("bob"), "bob", namespace="git")


def no_signature(house: House) -> None:
    house.approved("alice")
    path = house.forge(house.record("bob"), "bob")
    (house.root / f"{path}.sig").unlink()


def trailing_bytes(house: House) -> None:
    house.approved("alice")
    record = house.record("bob")
    data = json.dumps(record, sort_keys=True, separators=(",", ":")).encode()
    house.forge(record, "bob", signature=house.keyring.sign("bob", data) + b"\n")


def rsa(house: House) -> None:
    house.approved("alice")
    house.forge(house.record("bob"), "weak")


def own_key(house: House) -> None:
    """A2: the pull request brings its own signer, who approves."""
    house.scratch.write({SIGNERS: house.signers("alice", "bob", "carol", "mallory")})
    house.scratch.commit()
    house.approved("alice")
    house.forge(house.record("mallory"), "mallory")


def one_person_twice(house: House) -> None:
    house.approved("alice")
    house.forge(house.record("alice", reason="once more"), "alice")


def rejected_by_a_third(house: House) -> None:
    house.approved("alice", "bob")
    house.forge(house.record("carol", decision="reject", reason="readers are not ready"), "carol")


def link(house: House) -> None:
    house.approved("alice")
    path = house.forge(house.record("bob"), "bob")
    (house.root / path).rename(house.root / "elsewhere.json")
    (house.root / path).symlink_to("../../elsewhere.json")


def too_long(house: House) -> None:
    house.approved("alice")
    house.forge(house.record("bob", reason="x" * 17_000), "bob")


def too_many(house: House) -> None:
    house.approved("alice", "bob")
    for number in range(65):
        house.scratch.write({f"{LEDGER}/{number:02}.json": "{}"})


def twice(data: bytes) -> bytes:
    """The decision said twice, as the last of which many readers take."""
    return data.replace(b'{"approver"', b'{"decision":"reject","approver"', 1)


ATTACKS: dict[str, tuple[Attack, str]] = {
    "a record altered after it was signed": (
        lambda house: altered(house, role="clerk"),
        "approval-signature-invalid",
    ),
    "another digest put into a signed record": (
        lambda house: altered(house, digest="0" * 64),
        "approval-signature-invalid",
    ),
    "a signature for another namespace": (wrong_namespace, "approval-signature-invalid"),
    "a record without its signature": (no_signature, "approval-signature-invalid"),
    "bytes behind the signature": (trailing_bytes, "approval-signature-invalid"),
    "a key of another type": (rsa, "approval-signature-invalid"),
    "mallory signs for bob": (says(signer="mallory"), "approval-unknown-signer"),
    "alice signs for bob": (says(signer="alice"), "approval-signature-invalid"),
    "an unknown approver": (says("mallory"), "approval-unknown-signer"),
    "a signer that the change itself brings": (own_key, "approval-unknown-signer"),
    "for another change set": (says(digest="0" * 64), "approval-stale"),
    "for other classes than there are": (
        says(classes={"additive": 1, "breaking": 0, "rename": 0, "undecided": 0}),
        "approval-stale",
    ),
    "for other versions than there are": (says(versions=["tiny 1.0->1.1"]), "approval-stale"),
    "for another repository": (says(repo="github.com/example/other"), "approval-foreign"),
    "for another target branch": (says(target_ref="next"), "approval-foreign"),
    "one person twice": (one_person_twice, "approval-same-person"),
    "expired": (says(issued=days(-9), expires=days(-2)), "approval-expired"),
    "good for too long": (says(expires=days(30)), "approval-expiry-too-far"),
    "good for too long from an hour that is not yet": (
        says(issued=days(20), expires=days(21)),
        "approval-expiry-too-far",
    ),
    "a role that nobody has": (says(role="king"), "approval-role-unknown"),
    "a role that others have": (says("alice", role="clerk"), "approval-role-unknown"),
    "a signed rejection beside enough approvals": (rejected_by_a_third, "approval-rejected"),
    "a key said twice": (spelled(twice), "approval-malformed"),
    "other spacing": (spelled(lambda data: data.replace(b",", b", ")), "approval-malformed"),
    "a line feed at the end": (spelled(lambda data: data + b"\n"), "approval-malformed"),
    "a key more": (says(more="x"), "approval-malformed"),
    "a number for a number": (
        spelled(lambda data: data.replace(b'"breaking":1', b'"breaking":1.0')),
        "approval-malformed",
    ),
    "true for one": (
        spelled(lambda data: data.replace(b'"breaking":1', b'"breaking":true')),
        "approval-malformed",
    ),
    "a letter that is not ASCII": (
        spelled(lambda data: data.replace(b"bob", "bоb".encode())),
        "approval-malformed",
    ),
    "a decision that is none": (says(decision="override"), "approval-malformed"),
    "an end before the beginning": (says(issued=days(2), expires=days(1)), "approval-malformed"),
    "a time that is no moment": (says(expires="2099-01-01"), "approval-malformed"),
    "nesting": (spelled(lambda data: b"[" * 9_000), "approval-malformed"),
    "a link for a record": (link, "approval-malformed"),
    "a record too long": (too_long, "approval-malformed"),
    "more records than anybody reads": (too_many, "approval-malformed"),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_is_named_and_the_gate_is_closed(house: House, name: str) -> None:
    attack, rule = ATTACKS[name]
    house.narrow()
    attack(house)
    house.scratch.commit(message="attack")
    said = house.check()
    assert said.status == 1, said.err
    assert rule in said.blocking


def test_a_signature_for_another_purpose_is_named_as_such(house: House) -> None:
    house.narrow()
    wrong_namespace(house)
    house.scratch.commit()
    assert "for 'git', not for govern-approval@v1" in house.check().message("approval-signature-invalid")


# --- what needs another house ---


@pytest.mark.parametrize(
    "lines",
    [
        lambda ring: ring.line("alice") + ring.line("alice", "ann@example.com"),
        lambda ring: ring.line("alice") + ring.line("bob", "*@example.com"),
        lambda ring: ring.line("alice") + f"bob@example.com {ring.public('bob')}\n",
        lambda ring: ring.line("alice") + ring.line("bob", options=',valid-before="20990101"'),
        lambda ring: ring.line("alice") + ring.line("weak", "bob@example.com"),
        lambda ring: "junk\n" + ring.line("alice") + ring.line("bob"),
        lambda ring: ring.line("alice") + ring.line("bob", "ALICE@example.com"),
    ],
    ids=[
        "one key under two names",
        "a wildcard",
        "no namespace",
        "a date without a zone",
        "an RSA key",
        "junk before a good line",
        "two names that differ by case",
    ],
)
def test_a_file_of_signers_that_could_mislead_lets_nobody_approve(house: House, lines: Any) -> None:
    house.configure(POLICY, lines(house.keyring))
    house.narrow()
    house.approved("alice", "bob")
    said = house.check()
    assert said.status == 1
    assert {"signers-invalid", "approval-missing"} <= set(said.blocking)
    assert said.verified == [0]


def test_a_target_without_its_file_of_signers_lets_nobody_approve(house: House) -> None:
    house.scratch.git("rm", "-q", SIGNERS)
    house.scratch.commit()
    house.narrow()
    said = house.check()
    assert (said.status, said.blocking) == (1, ["approval-missing", "signers-invalid"])


def test_a_key_past_its_time_signs_nothing_whatever_the_record_says(house: House) -> None:
    dated = house.keyring.line("bob", options=',valid-before="20200101Z"')
    house.configure(POLICY, house.signers("alice") + dated)
    house.narrow()
    house.approved("alice")
    house.forge(house.record("bob", issued="2019-12-01T00:00:00Z", expires="2019-12-08T00:00:00Z"), "bob")
    house.scratch.commit()
    said = house.check()
    assert said.status == 1
    assert "approval-signature-invalid" in said.blocking
    assert "the key of bob@example.com is not valid at" in said.message("approval-signature-invalid")


def test_a_key_within_its_time_signs(house: House) -> None:
    dated = house.keyring.line("bob", options=',valid-after="20200101Z",valid-before="209901010000Z"')
    house.configure(POLICY, house.signers("alice") + dated)
    house.narrow()
    house.approved("alice", "bob")
    assert (house.check().status, house.check().verified) == (0, [2])


def test_the_author_cannot_approve_where_the_platform_says_who_it_is(house: House) -> None:
    house.widen()
    house.approved("alice")
    event = house.root.parent / "event.json"
    event.write_text(json.dumps({"pull_request": {"user": {"login": "Alice"}}}))
    github = {"GITHUB_ACTIONS": "true", "GITHUB_EVENT_PATH": str(event), "GITHUB_BASE_REF": "main"}
    own = house.check(**github)
    said = house.check("--pr-author", "github:alice")
    other = house.check("--pr-author", "bob")
    gitlab = house.check(GITLAB_CI="true", GITLAB_USER_LOGIN="alice")
    assert (own.status, own.blocking, own.verified) == (1, ["approval-by-author", "approval-missing"], [0])
    assert (said.status, said.blocking) == (1, own.blocking)
    assert (other.status, other.verified) == (0, [1])
    assert "approval-author-unknown" not in other.notes
    assert gitlab.status == 0, "gitlab:alice is nobody that the policy knows"


def test_a_single_approval_is_told_of_where_nobody_knows_the_author(house: House) -> None:
    house.widen()
    house.approved("alice")
    unknown = house.check("--pr-author", "")
    stranger = house.check("--pr-author", "github:somebody")
    assert (unknown.status, "approval-author-unknown" in unknown.notes) == (0, True)
    assert (stranger.status, "approval-author-unknown" in stranger.notes) == (0, False)
    house.configure(POLICY.replace('"bob@example.com" = "github:bob"\n', ""))
    house.scratch.git("checkout", "-q", "change")
    house.scratch.git("rebase", "-q", "main")
    house.approved("alice", reason="again")
    nameless = house.check("--pr-author", "github:somebody")
    assert "approval-author-unknown" in nameless.notes, "bob may be somebody"


def test_an_author_s_approval_beside_enough_others_harms_nothing(house: House) -> None:
    house.widen()
    house.approved("alice", "bob")
    said = house.check("--pr-author", "github:alice")
    assert (said.status, said.verified) == (0, [1])
    assert "approval-by-author" in said.notes


def test_an_event_that_cannot_be_read_is_no_unknown_author(house: House) -> None:
    house.widen()
    house.approved("alice")
    done = house.check(GITHUB_ACTIONS="true", GITHUB_BASE_REF="main", GITHUB_EVENT_PATH="/nowhere")
    assert done.status == 2
    assert "[event-unreadable]" in done.err


@pytest.mark.parametrize(("start", "end", "open_"), [(-1, 1, False), (-2, -1, True), (1, 2, True)])
def test_nothing_that_asks_for_approval_passes_in_a_freeze(
    house: House, start: int, end: int, open_: bool
) -> None:
    freeze = f"[[approvals.freeze]]\nfrom = {days(start)}\nuntil = {days(end)}\nreason = 'holidays'\n"
    house.configure(POLICY + freeze)
    house.widen()
    house.approved("alice")
    said = house.check()
    assert (said.status, said.blocking) == ((0, []) if open_ else (1, ["approval-frozen"]))


def test_what_asks_for_no_approval_passes_in_a_freeze(house: House) -> None:
    freeze = f"[[approvals.freeze]]\nfrom = {days(-1)}\nuntil = {days(1)}\nreason = 'holidays'\n"
    house.configure(POLICY + freeze)
    house.scratch.propose({"README.md": "words"})
    assert house.check().status == 0


def test_a_shallow_clone_is_no_place_to_verify_approvals(house: House) -> None:
    for _ in range(5):
        house.scratch.commit()
    house.narrow()
    house.approved("alice", "bob")
    url = house.root.as_uri()
    house.scratch.git("clone", "-q", "--depth=50", "--no-single-branch", "--branch=change", url, "../deep")
    house.scratch.git("clone", "-q", "--depth=4", "--no-single-branch", "--branch=change", url, "../shallow")
    assert house.check(base="origin/main", below="../deep").status == 0
    done = house.check(base="origin/main", below="../shallow")
    assert done.status == 2
    assert "[shallow]" in done.err
    merge_base = house.scratch.git("-C", "../shallow", "merge-base", "origin/main", "HEAD")
    assert merge_base == house.scratch.git("rev-parse", "main"), "the commits to compare are there"


def test_without_ssh_keygen_nothing_is_verified_and_nothing_passes(house: House) -> None:
    house.narrow()
    house.approved("alice", "bob")
    folder = house.root.parent / "bin"
    folder.mkdir()
    git = house.scratch.git("--exec-path")
    (folder / "git").symlink_to(f"{git}/git")
    done = house.check(PATH=str(folder))
    assert done.status == 2
    assert "[verifier-missing]" in done.err


@pytest.mark.parametrize(
    ("script", "status", "rule"),
    [
        ("exit 255", 1, "approval-signature-invalid"),
        ("exit 1", 2, "verifier-failed"),
        ("kill -9 $$", 2, "verifier-failed"),
        ("echo Good; exit 255", 1, "approval-signature-invalid"),
    ],
)
def test_only_the_exit_status_of_the_verifier_is_believed(
    house: House, script: str, status: int, rule: str
) -> None:
    house.narrow()
    house.approved("alice", "bob")
    folder = house.root.parent / "bin"
    folder.mkdir()
    (folder / "ssh-keygen").write_text(f"#!/bin/sh\n{script}\n")
    (folder / "ssh-keygen").chmod(0o755)
    done = house.check(PATH=f"{folder}:{house.scratch.environment['PATH']}")
    assert done.status == status
    assert rule in (done.blocking if status == 1 else done.err)


def test_a_verifier_that_the_pull_request_brings_is_never_run(house: House) -> None:
    house.narrow(**{"bin/ssh-keygen": "#!/bin/sh\nexit 0\n"})
    (house.root / "bin/ssh-keygen").chmod(0o755)
    house.approved("alice")
    altered(house, role="clerk")
    house.scratch.commit()
    done = house.check(PATH=f"{house.root}/bin:{house.scratch.environment['PATH']}")
    assert (done.status, "approval-signature-invalid" in done.blocking) == (1, True)


def test_what_lies_in_the_work_tree_only_is_not_seen(house: House) -> None:
    """The gate reads commits: a record that is not committed approves nothing (row 24)."""
    house.narrow()
    house.forge(house.record("alice"), "alice")
    house.forge(house.record("bob"), "bob")
    assert house.check().verified == [0]
    house.scratch.commit()
    assert house.check().verified == [2]


@pytest.mark.parametrize(
    ("words", "base"),
    [(("--contract", "tiny"), "main"), ((), "main~0"), ((), "refs/tags/v1")],
    ids=["a part of the change", "a commit", "a tag"],
)
def test_what_no_approval_can_be_bound_to_is_not_passed(
    house: House, words: tuple[str, ...], base: str
) -> None:
    house.scratch.git("tag", "v1", "main")
    house.narrow()
    house.approved("alice", "bob")
    said = house.check(*words, base=base)
    assert (said.status, said.blocking) == (1, ["approval-unverifiable"])


def test_a_repository_that_nobody_can_name_is_not_passed(house: House) -> None:
    house.configure(POLICY.replace('repository = "github.com/example/contracts"\n', ""))
    house.narrow()
    assert house.check().blocking == ["approval-unverifiable"]
    house.scratch.git("remote", "add", "origin", "git@github.com:example/contracts.git")
    house.approved("alice", "bob")
    house.scratch.git("remote", "set-url", "origin", "https://token@GitHub.com/example/contracts")
    assert house.check().status == 0


def test_without_a_table_of_approvals_nobody_verifies_them(house: House) -> None:
    house.configure("")
    house.narrow()
    said = house.check()
    text = house.run("checklist", "--base", "main").stdout
    assert (said.status, said.verified) == (0, [None])
    assert "nobody verified this: approvals are not configured" in text


def test_no_exception_stands_in_for_a_person(house: House) -> None:
    house.scratch.git("checkout", "-q", "main")
    house.scratch.commit({"govern.toml": "exceptions_from_head = true\n" + CONFIG + POLICY})
    house.narrow()
    (missing,) = [each for each in house.check().findings if each["rule"] == "approval-missing"]
    own = f'[[exceptions]]\nfinding = "{missing["id"]}"\nreason = "r"\nowner = "o"\nexpires = 2099-01-01\n'
    house.scratch.commit({"govern.toml": "exceptions_from_head = true\n" + CONFIG + POLICY + own})
    said = house.check()
    assert said.status == 1
    assert "approval-missing" in said.blocking


def test_in_the_mode_none_approvals_close_nothing(house: House) -> None:
    none = CONFIG.replace("[contracts.tiny]", '[contracts.tiny]\ncompatibility = "none"')
    house.scratch.git("checkout", "-q", "main")
    house.scratch.commit({"govern.toml": none + POLICY})
    house.narrow()
    said = house.check()
    assert (said.status, "approval-missing" in said.notes) == (0, True)
