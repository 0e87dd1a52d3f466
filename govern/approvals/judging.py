"""One new record of the ledger to an approval, or to the first reason why it is none.

The order is that of the threat model, section 2.2: what a stranger could have written is looked at as bytes
until a key of the target has vouched for them, and only then as text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from govern.approvals.armour import read_armour
from govern.approvals.form import FormError, moment
from govern.approvals.record import COUNTED, MOST_BYTES, TYPE, Decision, Record, Statement, read_record
from govern.approvals.signers import Key, Signers

Verify = Callable[[bytes, bytes, Key, str], bool]
"""Whether, of (data, signature, key, now), the signature of the data was made by the key. Raises GovernError
where nobody can tell."""

ANYONE = "reviewer"
"""The role of whoever has a key, where the policy does not say who holds it."""

SKEW = timedelta(hours=1)
"""So far may the clock of who signs be ahead of the clock of who verifies."""

_AGAIN = "approve the change as it is now: `govern approve`"


@dataclass(frozen=True, slots=True)
class Given:
    """An approval or a rejection that counts: the record, the file it stands in, the key that signed it."""

    path: str
    record: Record
    key: Key


@dataclass(frozen=True, slots=True)
class Refused:
    """A record that does not count, and why: the words of a finding. `left_over`: it is what honest work
    leaves behind, and harms nothing where enough other records count."""

    path: str
    rule: str
    message: str
    remedy: str
    left_over: bool = False


@dataclass(frozen=True, slots=True)
class Bench:
    """What records are held to. `roles` are the target's; `now` is a moment in UTC."""

    about: Statement
    signers: Signers
    roles: Mapping[str, tuple[str, ...]]
    max_days: int
    now: str
    verify: Verify

    def holds(self, principal: str, role: str) -> bool:
        """Whether somebody holds a role."""
        return holds(self.roles, principal, role)


def holds(roles: Mapping[str, tuple[str, ...]], principal: str, role: str) -> bool:
    """Whether somebody holds a role; that of a reviewer everybody does, unless the policy says who."""
    return principal in roles[role] if role in roles else role == ANYONE


def judged(path: str, data: bytes | None, signature: bytes | None, bench: Bench) -> Given | Refused:
    """What a record comes to, by the bytes of its file and of the one beside it (None: no regular file of
    moderate size). Raises GovernError as `bench.verify`."""
    if data is None or len(data) > MOST_BYTES:
        message = f"it is no regular file of at most {MOST_BYTES} bytes"
        return Refused(path, "approval-malformed", message, "take it out, and approve anew")
    key = _signed_by(path, data, signature, bench)
    if isinstance(key, Refused):
        return key
    try:
        record = read_record(data)
    except FormError as error:
        return Refused(path, "approval-malformed", f"it {error}", "write records with `govern approve`")
    if record.approver != key.principal:
        message = f"it says {record.approver}, and the key that signed it is {key.principal}'s"
        return Refused(path, "approval-signature-invalid", message, "everybody signs for themselves")
    wrong = _misplaced(path, record, bench) or _outdated(path, record, bench)
    return wrong or Given(path, record, key)


def _signed_by(path: str, data: bytes, signature: bytes | None, bench: Bench) -> Key | Refused:
    """The key of the target that signed some bytes. The signature is only asked which key it claims: no
    record is parsed to learn whom to believe."""
    rule = "approval-signature-invalid"
    if signature is None:
        return Refused(path, rule, "no signature stands beside it", "commit the `.sig` file as well")
    try:
        claimed = read_armour(signature)
    except FormError as error:
        return Refused(path, rule, f"the signature beside it {error}", "sign with `govern approve`")
    if claimed.namespace != TYPE:
        message = f"the signature is for {claimed.namespace[:40]!r}, not for {TYPE}"
        return Refused(path, rule, message, "sign with `govern approve`")
    key = bench.signers.holder(claimed.key)
    if key is None:
        message = "the key that signed it is not among the target's signers"
        remedy = "have the key added in a change of its own, which is approved by those who are signers now"
        return Refused(path, "approval-unknown-signer", message, remedy)
    if not key.valid_at(bench.now):
        message = f"the key of {key.principal} is not valid at {bench.now}"
        return Refused(path, rule, message, "sign with a key that is valid")
    if not bench.verify(data, signature, key, bench.now):
        message = f"the signature is not one of these bytes by the key of {key.principal}"
        return Refused(path, rule, message, "sign anew: what was signed is not what stands here")
    return key


def _misplaced(path: str, record: Record, bench: Bench) -> Refused | None:
    """A record for somewhere else, or in a role that its approver does not hold."""
    about, expected = record.about, bench.about
    if (about.repo, about.target_ref) != (expected.repo, expected.target_ref):
        message = (
            f"it is for {about.target_ref} of {about.repo}, not {expected.target_ref} of {expected.repo}"
        )
        return Refused(path, "approval-foreign", message, "take it out: it says nothing of this change")
    if not bench.holds(record.approver, record.role):
        message = f"{record.approver} does not hold the role {record.role} at the target"
        return Refused(path, "approval-role-unknown", message, "sign in a role that the target gives")
    return None


def _outdated(path: str, record: Record, bench: Bench) -> Refused | None:
    """A record of another change set, or past its time. A rejection has no end: it holds until the change is
    another one."""
    about, expected = record.about, bench.about
    if about.digest != expected.digest:
        message = (
            f"{record.approver} decided on {about.digest[:12]}…, and the change is {expected.digest[:12]}…"
        )
        return Refused(path, "approval-stale", message, _AGAIN, left_over=True)
    if (about.classes, about.versions) != (expected.classes, expected.versions):
        message = f"{record.approver} was shown {_seen(about)}, and there is {_seen(expected)}"
        return Refused(path, "approval-stale", message, _AGAIN, left_over=True)
    if record.decision is Decision.REJECT:
        return None
    issued, expires, now = (moment(each) for each in (record.issued, record.expires, bench.now))
    if expires <= now:
        message = f"the approval of {record.approver} expired at {record.expires}"
        return Refused(path, "approval-expired", message, _AGAIN, left_over=True)
    longest = timedelta(days=bench.max_days)
    if expires - issued > longest or expires > now + longest + SKEW:
        message = f"it expires at {record.expires}: more than {bench.max_days} days from when it was issued"
        return Refused(path, "approval-expiry-too-far", message, "approve with a nearer --expires")
    return None


def _seen(about: Statement) -> str:
    counts = ", ".join(f"{count} {name}" for name, count in zip(COUNTED, about.classes, strict=True))
    return f"{counts} ({'; '.join(about.versions) or 'no version changed'})"
