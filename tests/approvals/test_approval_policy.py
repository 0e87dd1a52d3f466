"""A change of the policy: judged by the old one, and in force only with what the new one asks for as well."""

from __future__ import annotations

import json
from typing import Any

import pytest
from house import LEDGER, OWNERS, POLICY, SIGNERS, House, breaking
from scratch import CONFIG

LOWER = CONFIG.replace(
    "[[contracts.tiny.codes]]",
    "[contracts.tiny.approvals]\nbreaking = { needed = 1 }\n\n[[contracts.tiny.codes]]",
)


def test_a_threshold_lowered_together_with_a_break_is_judged_by_the_old_one(house: House) -> None:
    house.narrow(**{"govern.toml": LOWER + POLICY})
    house.approved("alice")
    one = house.check()
    house.approved("bob")
    two = house.check()
    assert one.status == 1
    assert {"policy-changed", "gate-weakened", "approval-missing"} <= set(one.blocking)
    assert (two.status, two.blocking) == (0, [])
    assert "policy-changed" in two.notes


def test_a_weakened_gate_is_cleared_by_those_who_are_asked(house: House) -> None:
    house.scratch.propose({"govern.toml": LOWER + POLICY})
    before = house.check()
    house.approved("alice", "bob")
    after = house.check()
    accepted = [each for each in after.report["findings"] if each["rule"] == "gate-weakened"]
    assert (before.status, before.blocking) == (1, ["approval-missing", "gate-weakened", "policy-changed"])
    assert after.status == 0
    assert [each["accepted_by"] for each in accepted] == ["approved by alice@example.com, bob@example.com"]


def test_no_note_forgives_where_people_are_asked(house: House) -> None:
    house.scratch.git("checkout", "-q", "main")
    note = 'self_change = "note"\n'
    house.scratch.commit({"govern.toml": note + CONFIG + POLICY})
    house.scratch.propose({"govern.toml": note + LOWER + POLICY})
    assert "gate-weakened" in house.check().blocking


def test_a_policy_that_asks_for_more_must_be_met_by_its_own_measure(house: House) -> None:
    stricter = POLICY.replace("[approvals]\n", "[approvals]\npolicy = { needed = 3 }\n")
    house.scratch.propose({"govern.toml": CONFIG + stricter})
    house.approved("alice", "bob")
    two = house.check()
    house.approved("carol")
    three = house.check()
    assert (two.status, two.blocking) == (1, ["approval-missing", "policy-changed"])
    assert (three.status, three.blocking) == (0, [])


def test_a_contract_that_asks_for_more_must_be_met_by_its_new_measure(house: House) -> None:
    more = LOWER.replace("needed = 1", "needed = 3")
    house.narrow(**{"govern.toml": more + POLICY})
    house.approved("alice", "bob")
    two = house.check()
    house.approved("carol")
    assert (two.status, "under the policy of head" in two.message("approval-missing")) == (1, True)
    assert house.check().status == 0


def test_who_is_taken_out_by_a_change_does_not_count_for_it_afterwards(house: House) -> None:
    house.scratch.propose({SIGNERS: house.signers("alice", "carol")})
    house.approved("alice", "bob")
    leaving = house.check()
    house.approved("carol")
    staying = house.check()
    assert (leaving.status, leaving.blocking) == (1, ["approval-missing", "policy-changed"])
    assert "under the policy of head" in leaving.message("approval-missing")
    assert staying.status == 0


def test_a_new_signer_is_let_in_by_the_old_ones(house: House) -> None:
    house.scratch.propose({SIGNERS: house.signers("alice", "bob", "carol", "mallory")})
    alone = house.check()
    house.approved("alice", "bob")
    assert (alone.status, alone.blocking) == (1, ["approval-missing", "policy-changed"])
    assert house.check().status == 0


def test_signers_that_could_mislead_are_not_let_in(house: House) -> None:
    wildcard = house.signers("alice", "bob", "carol") + house.keyring.line("mallory", "*@example.com")
    house.scratch.propose({SIGNERS: wildcard})
    house.approved("alice", "bob")
    said = house.check()
    assert said.status == 1
    assert "signers-invalid" in said.blocking


def test_verifying_is_given_up_only_by_those_who_verify(house: House) -> None:
    house.scratch.propose({"govern.toml": CONFIG})
    before = house.check()
    house.approved("alice", "bob")
    assert {"gate-weakened", "policy-changed"} <= set(before.blocking)
    assert house.check().status == 0


def test_a_configuration_with_mistakes_is_not_approved_into_force(house: House) -> None:
    house.scratch.propose({"govern.toml": CONFIG + POLICY.replace("max_days", "") + "[approvals.oops]\n"})
    house.approved("alice", "bob")
    assert "gate-broken" in house.check().blocking


def test_what_the_target_protects_asks_for_approval_where_approvals_are_verified(house: House) -> None:
    house.scratch.git("checkout", "-q", "main")
    house.scratch.commit({"govern.toml": 'protected = [".ci/**", ".govern/**"]\n' + CONFIG + POLICY})
    house.scratch.propose({".ci/run": "exit 0"})
    before = house.check()
    house.approved("alice", "bob")
    after = house.check()
    assert (before.status, before.blocking) == (1, ["approval-missing", "policy-changed"])
    assert after.status == 0
    assert not any(LEDGER in each["path"] for each in after.findings if each["rule"] == "policy-changed")


def test_a_protected_path_is_a_note_where_nobody_verifies(house: House) -> None:
    house.scratch.git("checkout", "-q", "main")
    house.scratch.commit({"govern.toml": 'protected = [".ci/**"]\n' + CONFIG})
    house.scratch.propose({".ci/run": "exit 0"})
    said = house.check()
    assert (said.status, said.notes) == (0, ["protected-path-changed"])


def test_a_contract_that_only_head_has_is_approved_as_the_target_would_ask(house: House) -> None:
    own = "approvals.additive = { needed = 1, roles = ['clerk'] }"
    new = f"\n[contracts.new]\nschemas = ['new.schema.json']\n{own}\n"
    dialect = "https://json-schema.org/draft/2020-12/schema"
    files = {"new.schema.json": {"$schema": dialect, "type": "object"}, "govern.toml": CONFIG + new + POLICY}
    house.scratch.propose(files)
    said = house.check()
    (added,) = (each for each in said.report["contracts"] if each["name"] == "new")
    assert [(row["needed"], row["role"]) for row in added["approvals"]] == [(1, "reviewer")]
    house.approved("alice", "bob")
    assert "1 of 1 approvals by clerk missing under the policy of head" in house.check().message(
        "approval-missing"
    )
    house.approved("carol", role="clerk")
    assert house.check().status == 0


def test_the_first_policy_is_not_verified_by_itself(house: House) -> None:
    house.scratch.git("checkout", "-q", "--orphan", "fresh")
    house.scratch.git("rm", "-rfq", ".")
    house.scratch.commit({"README.md": "words"})
    house.scratch.git("branch", "-f", "main")
    files: dict[str, Any] = {**breaking(), "govern.toml": CONFIG + POLICY, SIGNERS: house.signers("mallory")}
    house.scratch.commit(files)
    said = house.check()
    assert said.verified == [None]
    assert "gate-introduced" in said.notes


# --- code owners ---

OWNED = f"*.json @somebody\n/codes.json @alice @example/team\n/{SIGNERS} @carol\n"
WITH_OWNERS = POLICY.replace("[approvals]\n", "[approvals]\ncode_owners = true\n")


def owned(house: House, text: str = OWNED, policy: str = WITH_OWNERS) -> None:
    house.configure(policy, **{OWNERS: text})


def test_the_owner_of_a_changed_file_is_asked_besides(house: House) -> None:
    owned(house, "/codes.json @alice\n")
    house.narrow()
    house.approved("bob", "carol")
    without = house.check()
    house.approved("alice")
    with_owner = house.check()
    assert (without.status, without.blocking, without.verified) == (1, ["approval-missing"], [2, 0])
    assert "owner of codes.json" in without.message("approval-missing")
    assert (with_owner.status, with_owner.verified) == (0, [3, 1])


def test_an_owner_whom_no_signer_is_cannot_be_met(house: House) -> None:
    owned(house)
    house.narrow()
    house.approved("alice", "bob", "carol")
    said = house.check()
    assert (said.status, said.blocking) == (1, ["approval-missing"])
    assert "@somebody" in said.message("approval-missing")


def test_a_team_is_those_whom_the_policy_says_are_part_of_it(house: House) -> None:
    people = WITH_OWNERS.replace('"github:bob"', '["github:bob", "github:example/team"]')
    owned(house, "codes.json @example/team\n", people)
    house.narrow()
    house.approved("alice", "carol")
    assert house.check().blocking == ["approval-missing"]
    house.approved("bob")
    assert house.check().status == 0


def test_owners_are_read_from_the_target(house: House) -> None:
    owned(house, "/codes.json @alice\n")
    house.narrow(**{OWNERS: "* @bob\n"})
    house.approved("bob", "carol")
    said = house.check()
    assert (said.status, "policy-changed" in said.blocking) == (1, True)
    assert "owner of codes.json" in said.message("approval-missing")


def test_owners_are_nobody_s_business_where_the_policy_does_not_ask(house: House) -> None:
    owned(house, "* @somebody\n", POLICY)
    house.narrow()
    house.approved("bob", "carol")
    assert house.check().status == 0


@pytest.mark.parametrize("text", ["[Section] @alice\n", "!codes.json @alice\n", "codes.json alice\n"])
def test_owners_that_cannot_be_read_are_not_taken_for_none(house: House, text: str) -> None:
    owned(house, text)
    house.narrow()
    house.approved("alice", "bob")
    said = house.check()
    assert (said.status, said.blocking) == (1, ["code-owners-invalid"])


def test_the_checklist_names_who_approved_and_why_somebody_did_not(house: House) -> None:
    house.narrow()
    house.approved("alice", "bob")
    house.approved("carol", decision="reject", reason="`code` <b> @team")
    text = house.run("checklist", "--base", "main").stdout
    report = json.loads(house.run("check", "--base", "main", "--format", "json").stdout)
    assert "(2 verified: `alice@example.com`, `bob@example.com`)" in text
    assert report["digest"] in text
    assert "`carol@example.com` rejects this change as owner" in text
    assert "`code` `<b> @team`" in text, "a stranger's words are inline code, whatever stands in them"
