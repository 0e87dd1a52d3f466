"""What a digest is bound to, the one spelling of a record, and the ledger."""

from __future__ import annotations

from dataclasses import replace

import pytest
from mutating import ABOUT, RECORD

from govern.approvals.counting import Ask, approvers, authors, nameless
from govern.approvals.form import FormError, moment, plain
from govern.approvals.judging import Given
from govern.approvals.ledger import read_ledger
from govern.approvals.record import Record, read_record
from govern.approvals.signers import Key, Signers
from govern.approvals.statement import ChangeSet
from govern.contracts import ApprovalPolicy
from govern.model import Entry, EntryKind

CHANGES = ChangeSet("host/a/b", "main", b"policy", b"keys", b"owners", {"a": ("1", "2"), "b": (None, "3")})


@pytest.mark.parametrize(
    "other",
    [
        replace(CHANGES, repository="host/a/c"),
        replace(CHANGES, target="next"),
        replace(CHANGES, policy=b"policy "),
        replace(CHANGES, signers=b"keys "),
        replace(CHANGES, signers=None),
        replace(CHANGES, owners=None),
        replace(CHANGES, changes={"a": ("1", "2")}),
        replace(CHANGES, changes={"a": ("0", "2"), "b": (None, "3")}),
        replace(CHANGES, changes={"a": ("1", "3"), "b": (None, "3")}),
        replace(CHANGES, changes={"a": ("1", "2"), "b": ("3", None)}),
        replace(CHANGES, changes={"a": ("1", "2"), "c": (None, "3")}),
    ],
)
def test_a_digest_is_of_everything_that_is_approved(other: ChangeSet) -> None:
    assert other.digest != CHANGES.digest


def test_a_digest_is_the_same_in_whatever_order_the_paths_come() -> None:
    other = replace(CHANGES, changes=dict(reversed(CHANGES.changes.items())))
    assert other.digest == CHANGES.digest


def test_a_path_that_is_no_utf_8_has_a_digest_of_its_own() -> None:
    paths = ("\udcff", "\\udcff", "\xff", "%FF")
    assert len({replace(CHANGES, changes={path: ("1", "2")}).digest for path in paths}) == len(paths)


@pytest.mark.parametrize("text", ["a", "a b", "é\n", "\\", "\x7f", "\U0001f600", "\udcff"])
def test_plain_texts_are_printable_and_tell_apart(text: str) -> None:
    assert all(" " <= char <= "~" for char in plain(text))
    assert plain(text) != plain(text + "x")


def test_a_record_is_read_as_it_was_written() -> None:
    assert read_record(RECORD.written()) == RECORD
    assert read_record(replace(RECORD, reason='say "yes" \\').written()).reason == 'say "yes" \\'


@pytest.mark.parametrize(
    "record",
    [
        replace(RECORD, about=replace(ABOUT, digest="AB" * 32)),
        replace(RECORD, about=replace(ABOUT, repo="")),
        replace(RECORD, about=replace(ABOUT, repo="é")),
        replace(RECORD, about=replace(ABOUT, versions=("é",))),
        replace(RECORD, approver="*@example.com"),
        replace(RECORD, role="a b"),
        replace(RECORD, reason="two\nlines"),
        replace(RECORD, issued=RECORD.expires),
        replace(RECORD, issued="2026-11-23T12:00:00+00:00"),
    ],
)
def test_a_record_that_cannot_be_one_is_not_read(record: Record) -> None:
    with pytest.raises(FormError):
        read_record(record.written())


@pytest.mark.parametrize(
    "text",
    ["2026-1-01T00:00:00Z", "2026-01-01 00:00:00Z", "2026-02-30T00:00:00Z", "", "٢٠٢٦-01-01T00:00:00Z"],
)
def test_a_moment_has_one_spelling(text: str) -> None:
    assert moment("2026-01-01T00:00:00Z")
    with pytest.raises(FormError):
        moment(text)


# --- the ledger ---


def entries(**files: str) -> dict[str, Entry]:
    paths = {f"led/{name.replace('_', '.')}": value for name, value in files.items()}
    return {path: Entry(path, EntryKind.FILE, value, 1) for path, value in paths.items()}


OLD = entries(a_json="1", a_json_sig="2")


def test_what_head_brings_is_new_and_what_is_there_is_spent() -> None:
    found = read_ledger("led", OLD, OLD, {**OLD, **entries(b_json="3", b_json_sig="4", b_md="5")})
    assert (found.new, found.copies, found.altered, found.spent) == (("led/b.json",), (), (), ("led/a.json",))


def test_a_copy_is_known_by_its_bytes_wherever_the_record_is() -> None:
    copied = {**OLD, **entries(b_json="1")}
    assert read_ledger("led", OLD, OLD, copied).copies == ("led/b.json",)
    assert read_ledger("led", OLD, {}, entries(b_json="1")).copies == ("led/b.json",), "the target's count"
    assert read_ledger("led", {}, OLD, copied).copies == ("led/b.json",), "and those of base"


def test_what_came_from_the_target_is_not_new() -> None:
    found = read_ledger("led", OLD, {}, OLD)
    assert (found.new, found.altered) == ((), ())


def test_a_head_that_is_older_than_the_target_took_nothing_away() -> None:
    assert read_ledger("led", OLD, {}, {}).altered == ()


@pytest.mark.parametrize(
    "head",
    [
        {},
        entries(a_json="1"),
        entries(a_json="9", a_json_sig="2"),
        {**OLD, "led/a.json": Entry("led/a.json", EntryKind.SYMLINK, "1", 1)},
    ],
)
def test_what_base_had_must_stay_as_it_was(head: dict[str, Entry]) -> None:
    assert read_ledger("led", OLD, OLD, head).altered
    assert not read_ledger("ledger", OLD, OLD, head).altered, "another folder is none of its business"


def test_a_signature_without_a_record_is_told_of() -> None:
    assert read_ledger("led", {}, {}, entries(b_json_sig="1")).strays == ("led/b.json.sig",)


# --- counting ---

POLICY = ApprovalPolicy(roles={"owner": ("alice@example.com", "bob@example.com")})


def given(who: str, role: str = "owner") -> Given:
    return Given("p", replace(RECORD, approver=who, role=role), Key(who, "ssh-ed25519", who.encode()))


def test_people_count_once_and_only_in_the_roles_that_are_asked() -> None:
    every = [given("alice@example.com"), given("alice@example.com"), given("carol@example.com", "reviewer")]
    assert approvers(Ask("", 2, ""), every, POLICY) == ("alice@example.com", "carol@example.com")
    assert approvers(Ask("", 2, "", ("owner",)), every, POLICY) == ("alice@example.com",)
    assert approvers(Ask("", 1, "", people=("carol@example.com",)), every, POLICY) == ("carol@example.com",)
    assert approvers(Ask("", 1, "", people=()), every, POLICY) == ()


PEOPLE = {"alice@example.com": ("github:alice",), "bob@example.com": ("gitlab:alice", "github:team/x")}


@pytest.mark.parametrize(
    ("accounts", "found"),
    [
        (("github:ALICE",), {"alice@example.com"}),
        (("alice",), {"alice@example.com", "bob@example.com"}),
        (("gitlab:alice",), {"bob@example.com"}),
        (("Alice@example.com",), {"alice@example.com"}),
        (("github:team/x",), {"bob@example.com"}),
        (("github:bob",), set()),
        ((), set()),
    ],
)
def test_an_author_is_whoever_bears_the_name(accounts: tuple[str, ...], found: set[str]) -> None:
    assert authors(accounts, PEOPLE) == found


@pytest.mark.parametrize(
    ("platform", "found"),
    [
        ("github", ("bob@example.com", "carol@example.com")),
        ("gitlab", ("alice@example.com", "carol@example.com")),
        ("", ("carol@example.com",)),
    ],
)
def test_who_has_no_name_on_a_platform_may_be_anybody(platform: str, found: tuple[str, ...]) -> None:
    keys = tuple(Key(f"{who}@example.com", "", who.encode()) for who in ("alice", "bob", "carol"))
    assert nameless(Signers(keys), PEOPLE, platform) == found
