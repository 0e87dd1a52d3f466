"""What an approval outlives, and what ends it: the table of the threat model, section 2.2."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from house import LEDGER, POLICY, SIGNERS, House, additive, breaking
from scratch import CONFIG, FIXTURE, SCHEMA, schema


def approved(house: House) -> None:
    """A breaking change that two people approved."""
    house.narrow()
    house.approved("alice", "bob")


# --- what changes nothing that was approved ---


def unrelated_commit(house: House) -> None:
    house.scratch.commit({"README.md": "words"})


def squashed(house: House) -> None:
    house.scratch.git("reset", "-q", "--soft", "main")
    house.scratch.commit()


def rebased_on_unrelated(house: House) -> None:
    elsewhere(house, {"README.md": "words"})
    house.scratch.git("rebase", "-q", "main")


def merged_with_unrelated(house: House) -> None:
    elsewhere(house, {"README.md": "words"})
    house.scratch.git("merge", "-q", "--no-edit", "main")


def target_moved_on(house: House) -> None:
    elsewhere(house, {"README.md": "words"})


def other_change_approved_meanwhile(house: House) -> None:
    """Somebody else's change is merged with its records, which this branch has not got."""
    record = house.read(house.records()[0])
    house.scratch.git("checkout", "-q", "main")
    house.forge({**record, "digest": "1" * 64}, "alice")
    house.scratch.commit()
    house.scratch.git("checkout", "-q", "change")


def elsewhere(house: House, files: dict[str, Any]) -> None:
    """A commit on main, and back."""
    house.scratch.git("checkout", "-q", "main")
    house.scratch.commit(files)
    house.scratch.git("checkout", "-q", "change")


@pytest.mark.parametrize(
    "event",
    [
        unrelated_commit,
        squashed,
        rebased_on_unrelated,
        merged_with_unrelated,
        target_moved_on,
        other_change_approved_meanwhile,
    ],
)
def test_an_approval_outlives_what_it_is_not_about(house: House, event: Any) -> None:
    approved(house)
    event(house)
    said = house.check()
    assert (said.status, said.verified) == (0, [2])


def test_an_approval_outlives_the_changelog_that_is_written_after_it(house: House) -> None:
    house.scratch.git("checkout", "-q", "main")
    logged = CONFIG.replace("[contracts.tiny]", '[contracts.tiny]\nchangelog = "log"')
    house.scratch.commit({"govern.toml": 'protected = ["log/**"]\n' + logged + POLICY})
    approved(house)
    assert house.check().blocking == ["changelog-entry-missing"]
    assert house.run("changelog", "--from", "main").returncode == 0
    page = house.root / "log/2.0.md"
    page.write_text(re.sub(r"(?m)^<!-- What do .*$", "Move on.", page.read_text()))
    house.scratch.commit({})
    said = house.check()
    assert (said.status, said.verified) == (0, [2])


@pytest.mark.parametrize("name", ["main", "refs/heads/main", "origin/main", "refs/remotes/origin/main"])
def test_a_branch_is_the_same_however_it_is_called(house: House, name: str) -> None:
    house.scratch.git("update-ref", "refs/remotes/origin/main", "main")
    approved(house)
    said = house.check(base=name)
    assert (said.status, said.verified) == (0, [2])


def test_a_job_that_knows_the_target_as_a_commit_says_its_branch(house: House) -> None:
    approved(house)
    commit = house.scratch.git("rev-parse", "main")
    event = house.root.parent / "event.json"
    queue = {"base_sha": commit, "base_ref": "refs/heads/main"}
    event.write_text(json.dumps({"merge_group": queue}))
    job = {"GITHUB_ACTIONS": "true", "GITHUB_EVENT_PATH": str(event)}
    pull = house.check(base=commit, GITHUB_BASE_REF="main", **job)
    queued = house.check(base=commit, GITHUB_EVENT_NAME="merge_group", **job)
    other = house.check(base=commit, GITHUB_BASE_REF="next", **job)
    assert (pull.status, queued.status) == (0, 0)
    assert (other.status, "approval-foreign" in other.blocking) == (1, True)


def test_after_the_merge_the_same_records_show_that_it_was_approved(house: House) -> None:
    approved(house)
    before = house.scratch.git("rev-parse", "main")
    house.merge()
    event = house.root.parent / "event.json"
    event.write_text(json.dumps({"before": before, "repository": {"default_branch": "main"}}))
    job = {"GITHUB_ACTIONS": "true", "GITHUB_EVENT_PATH": str(event), "GITHUB_EVENT_NAME": "push"}
    done = house.run("check", "--format", "json", GITHUB_REF="refs/heads/main", **job)
    assert (done.returncode, json.loads(done.stdout)["gate"]) == (0, "open")


# --- what does ---


def touched_again(house: House) -> None:
    house.scratch.commit({FIXTURE: {"contract_version": "2.0", "mode": "off", "note": 2}})


def policy_moved_on(house: House) -> None:
    elsewhere(house, {"govern.toml": CONFIG + POLICY + "# another word\n"})
    house.scratch.git("rebase", "-q", "main")


def signers_moved_on(house: House) -> None:
    elsewhere(house, {SIGNERS: house.signers("alice", "bob", "carol", "mallory")})
    house.scratch.git("rebase", "-q", "main")


def contract_moved_on(house: House) -> None:
    elsewhere(house, {FIXTURE: {"contract_version": "1.0", "mode": "off", "note": "n"}})
    house.scratch.git("rebase", "-q", "-X", "theirs", "main")


@pytest.mark.parametrize("event", [touched_again, policy_moved_on, signers_moved_on, contract_moved_on])
def test_an_approval_is_stale_once_what_it_is_about_is_another_thing(house: House, event: Any) -> None:
    approved(house)
    event(house)
    said = house.check()
    assert (said.status, said.blocking) == (1, ["approval-missing", "approval-stale"])
    assert said.verified == [0]


def test_a_stale_approval_is_only_mentioned_once_enough_others_count(house: House) -> None:
    approved(house)
    touched_again(house)
    house.approved("alice", "carol")
    said = house.check()
    assert (said.status, said.verified) == (0, [2])
    assert "approval-stale" in said.notes


def test_a_stale_rejection_is_of_another_change(house: House) -> None:
    house.narrow()
    house.approved("carol", decision="reject", reason="the fixture is wrong")
    assert "approval-rejected" in house.check().blocking
    touched_again(house)
    house.approved("alice", "bob")
    assert house.check().status == 0


def test_a_rejection_has_no_end(house: House) -> None:
    house.narrow()
    house.approved("alice", "bob")
    old = {"issued": "2020-01-01T00:00:00Z", "expires": "2020-01-02T00:00:00Z"}
    house.approved("carol", decision="reject", reason="no", **old)
    said = house.check()
    assert (said.status, said.blocking) == (1, ["approval-rejected"])


def test_a_contract_that_changed_on_the_target_is_to_be_judged_together(house: House) -> None:
    approved(house)
    elsewhere(house, {FIXTURE: {"contract_version": "1.0", "mode": "off", "note": "n"}})
    said = house.check()
    assert (said.status, said.blocking) == (1, ["head-behind-base"])


@pytest.mark.parametrize("path", ["govern.toml", SIGNERS])
def test_a_policy_that_changed_on_the_target_is_to_be_judged_together(house: House, path: str) -> None:
    approved(house)
    now = (house.root / path).read_text()
    elsewhere(house, {path: now + "# another word\n"})
    said = house.check()
    assert said.status == 1
    assert "head-behind-base" in said.blocking


def test_what_a_schema_refers_to_is_part_of_what_is_approved(house: House) -> None:
    referring = schema("1.0", note={"$ref": "shared/note.json"})
    house.scratch.git("checkout", "-q", "main")
    house.scratch.commit({SCHEMA: referring, "shared/note.json": {"type": "string"}})
    change = {**breaking(note={"$ref": "shared/note.json"}), "shared/note.json": {"type": "integer"}}
    house.scratch.propose(change)
    house.approved("alice", "bob")
    assert house.check().status == 0
    house.scratch.commit({"shared/note.json": {"type": "integer", "description": "another word"}})
    said = house.check()
    assert (said.status, "approval-stale" in said.blocking) == (1, True)


def test_a_change_that_was_taken_back_needs_new_approvals_to_come_again(house: House) -> None:
    approved(house)
    house.merge()
    merged = house.scratch.git("rev-parse", "HEAD")
    house.scratch.git("revert", "-n", merged)
    house.scratch.git("checkout", "HEAD", "--", LEDGER)
    house.scratch.commit(message="take it back")
    house.scratch.branch("again")
    house.scratch.git("cherry-pick", "-n", merged)
    house.scratch.commit(message="again")
    spent = house.check()
    for number, path in enumerate(house.records()):
        for end in ("", ".sig"):
            copied = (house.root / f"{path}{end}").read_bytes()
            house.scratch.write({f"{LEDGER}/copy{number}.json{end}": copied})
    house.scratch.commit(message="copy")
    copied = house.check()
    house.approved("alice", "bob", reason="again")
    house.scratch.git("rm", "-q", f"{LEDGER}/copy*")
    house.scratch.commit(message="anew")
    anew = house.check()
    assert (spent.status, spent.blocking) == (1, ["approval-missing", "approval-replayed"])
    assert (copied.status, copied.blocking) == (1, ["approval-missing", "approval-replayed"])
    assert "a copy of a record" in copied.message("approval-replayed")
    assert (anew.status, anew.verified) == (0, [2])


def edited(house: House, path: str) -> None:
    house.scratch.commit({path: (house.root / path).read_bytes().replace(b"owner", b"clerk")})


def resigned(house: House, path: str) -> None:
    house.scratch.commit({f"{path}.sig": b"another"})


def removed(house: House, path: str) -> None:
    house.scratch.git("rm", "-q", path, f"{path}.sig")
    house.scratch.commit()


def linked(house: House, path: str) -> None:
    (house.root / path).unlink()
    (house.root / path).symlink_to("elsewhere.json")
    house.scratch.commit()


@pytest.mark.parametrize("deed", [edited, resigned, removed, linked])
def test_the_ledger_of_the_target_only_grows(house: House, deed: Any) -> None:
    approved(house)
    house.merge()
    path = house.records()[0]
    house.scratch.branch("later")
    assert house.check().status == 0
    deed(house, path)
    said = house.check()
    assert (said.status, said.blocking) == (1, ["approval-tampered"])


def test_what_is_no_record_may_change_in_the_ledger(house: House) -> None:
    house.scratch.git("checkout", "-q", "main")
    house.scratch.commit({f"{LEDGER}/README.md": "what this is"})
    house.scratch.propose({f"{LEDGER}/README.md": "what this is for", "README.md": "words"})
    assert house.check().status == 0


def test_records_of_a_change_that_asks_for_none_harm_nothing(house: House) -> None:
    house.scratch.propose(additive())
    house.approved("alice")
    house.scratch.git("checkout", "main", "--", ".")
    house.scratch.commit(message="think better of it")
    said = house.check()
    assert (said.status, said.notes) == (0, ["approval-stale"])
