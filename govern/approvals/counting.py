"""Approvals that count, to how many of those who are asked for gave one: distinct people, distinct keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from govern.approvals.judging import Given, holds
from govern.approvals.signers import Signers
from govern.contracts import ApprovalPolicy


@dataclass(frozen=True, slots=True)
class Ask:
    """So many distinct people are to approve: holders of any of some roles (none: anybody with a key), or,
    for `people` not None, some of these. `because` says why, `label` who is asked, in words."""

    label: str
    needed: int
    because: str
    roles: tuple[str, ...] = ()
    people: tuple[str, ...] | None = None


def approvers(ask: Ask, given: Iterable[Given], policy: ApprovalPolicy) -> tuple[str, ...]:
    """Who of those asked approved, sorted. One person counts once, however many records and keys; one key
    never counts for two, since no file of signers gives it to two."""
    return tuple(sorted({each.record.approver for each in given if _asked(ask, each, policy)}))


def still_good(
    given: Sequence[Given], policy: ApprovalPolicy, signers: Signers, now: str
) -> tuple[Given, ...]:
    """Those approvals that count under another policy and other signers as well: the same key is the same
    person's, is valid, and the person holds the role there."""
    return tuple(each for each in given if _still(each, policy, signers, now))


def authors(accounts: Sequence[str], people: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """The principals behind the accounts of an author. An account without a platform is one of any."""
    wanted = {each.casefold() for each in accounts}
    return frozenset(
        principal
        for principal, names in people.items()
        if principal.casefold() in wanted
        or any({name.casefold(), name.casefold().partition(":")[2]} & wanted for name in names)
    )


def nameless(signers: Signers, people: Mapping[str, tuple[str, ...]], platform: str) -> tuple[str, ...]:
    """The signers of whom nobody says what they are called on a platform ("": on any): an author who is one
    of them would not be recognised. Teams are no names of people."""
    named = {
        principal
        for principal, names in people.items()
        if any("/" not in name and platform in ("", name.partition(":")[0]) for name in names)
    }
    return tuple(sorted({each.principal for each in signers.keys} - named))


def _asked(ask: Ask, given: Given, policy: ApprovalPolicy) -> bool:
    record = given.record
    if ask.people is not None:
        return record.approver in ask.people
    if not ask.roles:
        return True
    return record.role in ask.roles and holds(policy.roles, record.approver, record.role)


def _still(given: Given, policy: ApprovalPolicy, signers: Signers, now: str) -> bool:
    key = signers.holder(given.key.blob)
    if key is None or key.principal != given.key.principal or not key.valid_at(now):
        return False
    return holds(policy.roles, given.record.approver, given.record.role)
