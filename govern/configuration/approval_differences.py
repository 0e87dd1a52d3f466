"""Two tables of approvals to what differs between them, and which differences weaken the gate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from govern.configuration import strength, toml_text
from govern.configuration.contract_differences import Difference, changed
from govern.contracts import ApprovalPolicy


def approval_differences(before: ApprovalPolicy | None, after: ApprovalPolicy | None) -> Iterator[Difference]:
    """Everything that the two say differently. Whoever gains a role, a name on a platform or another key
    gains a say: that is weaker, as are fewer people, longer times and a freeze that is lifted."""
    if before is None or after is None:
        if before is not None:
            yield Difference(True, "approvals are verified no more")
        elif after is not None:
            yield Difference(False, "approvals are verified from now on")
        return
    b, a = before, after
    yield from changed("", "approvals.signers", b.signers, a.signers, True)
    yield from changed("", "approvals.ledger", b.ledger, a.ledger, True)
    yield from changed("", "approvals.max_days", b.max_days, a.max_days, a.max_days > b.max_days)
    repositories = b.repository, a.repository
    yield from changed("", "approvals.repository", *repositories, strength.replaced(*repositories))
    owners = b.code_owners, a.code_owners
    yield from changed("", "approvals.code_owners", *owners, b.code_owners is not False)
    yield from _holders(b.roles, a.roles)
    yield from _names(b.people, a.people)
    yield from _freezes(b, a)
    was, now = ({"needed": each.policy.needed, "roles": each.policy.roles} for each in (b, a))
    yield from changed("", "approvals.policy", was, now, strength.approval(b.policy, a.policy))


def _holders(
    before: Mapping[str, tuple[str, ...]], after: Mapping[str, tuple[str, ...]]
) -> Iterator[Difference]:
    """A role that is gone is no role that nobody holds: the rules that named it name others now."""
    for role in sorted(before.keys() | after.keys()):
        was, now = before.get(role), after.get(role)
        weaker = was is not None and (now is None or strength.more(was, now))
        yield from changed("", f"approvals.roles.{toml_text.key(role)}", was, now, weaker)


def _names(
    before: Mapping[str, tuple[str, ...]], after: Mapping[str, tuple[str, ...]]
) -> Iterator[Difference]:
    """A name that is gone hides an author, and one that is new makes somebody an owner."""
    for principal in sorted(before.keys() | after.keys()):
        was, now = before.get(principal), after.get(principal)
        yield from changed("", f"approvals.people.{toml_text.key(principal)}", was, now, True)


def _freezes(before: ApprovalPolicy, after: ApprovalPolicy) -> Iterator[Difference]:
    for each in before.freeze:
        if each not in after.freeze:
            yield Difference(True, f"the freeze from {each.from_} until {each.until} is lifted or changed")
    for each in after.freeze:
        if each not in before.freeze:
            yield Difference(False, f"a freeze from {each.from_} until {each.until} is added")
