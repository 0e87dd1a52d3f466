"""Who vouched for a change, and what is asked, to the findings of approvals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from govern.approvals.counting import approvers
from govern.approvals.judging import Given, Refused
from govern.approvals.ledger import Ledger
from govern.approvals.signers import FORM
from govern.contracts import CONFIG_FILE, ApprovalPolicy, Freeze
from govern.model import Finding, FindingLevel
from govern.review.asking import Asked, Demand
from govern.review.regime import Regime

SHORT = 12
"""So many digits of a digest stand in the name of a record."""


@dataclass(frozen=True, slots=True)
class Vouched:
    """`good` are the approvals that count for the target, `later` those that would count under head's policy
    too; `no` are rejections, `refused` what does not count. `policy` and `next` are the two policies."""

    asked: Asked
    good: tuple[Given, ...] = ()
    later: tuple[Given, ...] = ()
    no: tuple[Given, ...] = ()
    refused: tuple[Refused, ...] = ()
    policy: ApprovalPolicy | None = None
    next: ApprovalPolicy | None = None
    author_known: bool = False

    def lacks(self, demand: Demand) -> int:
        """How many people the target lacks for a demand."""
        return demand.ask.needed - len(self.by(demand))

    def by(self, demand: Demand) -> tuple[str, ...]:
        """Who of those asked approved."""
        return () if self.policy is None else approvers(demand.ask, self.good, self.policy)

    def lacks_later(self, demand: Demand) -> int:
        """How many people head's policy lacks for a demand; none where it verifies nothing."""
        return 0 if self.next is None else demand.ask.needed - len(self.by_later(demand))

    def by_later(self, demand: Demand) -> tuple[str, ...]:
        """Who of those asked approved, by head's policy."""
        return () if self.next is None else approvers(demand.ask, self.later, self.next)

    @property
    def policy_consents(self) -> bool:
        """Whether a change of the policy has all that the old and the new policy ask for."""
        if not self.asked.decisive or self.policy is None or self.no:
            return False
        now = (self.lacks(each) for each in self.asked.now if not each.bare)
        later = (self.lacks_later(each) for each in self.asked.later if not each.bare)
        return max((*now, *later), default=0) <= 0


def told(
    vouched: Vouched, ledger: Ledger, regimes: tuple[Regime, Regime | None], digest: str, now: str
) -> tuple[Finding, ...]:
    """Everything to be said of the approvals of a change. `regimes` are who may approve, and who could once
    it is merged; `digest` is that of the change set, `now` a moment in UTC."""
    missing = tuple(_missing(vouched))
    lacking = any(each.level is FindingLevel.BLOCKS for each in missing)
    found = [
        *_invalid(vouched, *regimes),
        *_tampered(ledger),
        *_rejected(vouched),
        *missing,
        *_refused(vouched, lacking),
        *(_spent(ledger, digest) if lacking else ()),
        *_policy_changed(vouched),
        *_frozen(vouched, regimes[0].policy.freeze, now),
        *_counted(vouched),
        *_unsure(vouched),
    ]
    return tuple(found)


def _missing(vouched: Vouched) -> Iterator[Finding]:
    """What the target lacks, and what only head's policy lacks."""
    for demand in vouched.asked.now:
        if vouched.lacks(demand) > 0:
            yield _approval_missing(demand, vouched.by(demand), "")
    for demand in vouched.asked.later:
        if vouched.lacks_later(demand) > 0 and not (
            demand in vouched.asked.now and vouched.lacks(demand) > 0
        ):
            yield _approval_missing(demand, vouched.by_later(demand), " under the policy of head")


def _approval_missing(demand: Demand, there: tuple[str, ...], where: str) -> Finding:
    ask = demand.ask
    lacking = ask.needed - len(there)
    message = f"{lacking} of {ask.needed} approvals by {ask.label} missing{where} ({ask.because})"
    message += f"; approved by {', '.join(there)}" if there else ""
    remedy = "have it approved: `govern approve`, then commit what it writes"
    if ask.people is not None:
        remedy += f" (by {' or '.join(ask.people) or 'nobody: no signer is known to be one of them'})"
    level = FindingLevel.NOTE if demand.bare else FindingLevel.BLOCKS
    return Finding("approval-missing", level, message, remedy, contract=demand.contract)


def _invalid(vouched: Vouched, now: Regime, after: Regime | None) -> Iterator[Finding]:
    """Files of keys and owners that are not what they should be: the target's where anybody is asked, head's
    where it would count from now on."""
    concerned = vouched.asked.anything or vouched.asked.touched
    yield from _faults(now, "target", FindingLevel.BLOCKS if concerned else FindingLevel.NOTE)
    if after is not None and after != now:
        yield from _faults(after, "head", FindingLevel.BLOCKS)


def _faults(regime: Regime, where: str, level: FindingLevel) -> Iterator[Finding]:
    for fault in regime.signers.faults:
        message = f"the file of signers at {where}: {fault}"
        yield Finding("signers-invalid", level, message, FORM, regime.policy.signers)
    for fault in () if regime.owners is None else regime.owners.faults:
        message = f"the file of code owners at {where}: {fault}"
        remedy = "mend it: until then nobody can tell who owns what"
        yield Finding("code-owners-invalid", level, message, remedy, regime.owners_path)


def _tampered(ledger: Ledger) -> Iterator[Finding]:
    for path in ledger.altered:
        message = "a record or signature of the ledger was changed or taken away"
        remedy = "put it back as it was: records are only ever added"
        yield Finding("approval-tampered", FindingLevel.BLOCKS, message, remedy, path)
    for path in ledger.strays:
        message = "a signature without its record counts for nothing"
        yield Finding("approval-malformed", FindingLevel.NOTE, message, "take it out", path)


def _rejected(vouched: Vouched) -> Iterator[Finding]:
    for each in vouched.no:
        record = each.record
        message = (
            f"{record.approver} rejects this change as {record.role}: {record.reason or 'no reason given'}"
        )
        remedy = "change what is objected to: the rejection is of the change as it is"
        yield Finding("approval-rejected", FindingLevel.BLOCKS, message, remedy, each.path)


def _refused(vouched: Vouched, lacking: bool) -> Iterator[Finding]:
    """What is left over of honest work closes the gate only while somebody is missing: it then says why."""
    for each in (*vouched.refused, *_repeated(vouched)):
        level = FindingLevel.NOTE if each.left_over and not lacking else FindingLevel.BLOCKS
        yield Finding(each.rule, level, each.message, each.remedy, each.path)


def _repeated(vouched: Vouched) -> Iterator[Refused]:
    seen: set[tuple[str, str]] = set()
    for each in vouched.good:
        record = each.record
        if (record.approver, record.role) in seen:
            message = f"{record.approver} approved as {record.role} already: one person counts once"
            remedy = "have somebody else approve as well"
            yield Refused(each.path, "approval-same-person", message, remedy, left_over=True)
        seen.add((record.approver, record.role))


def _spent(ledger: Ledger, digest: str) -> Iterator[Finding]:
    """A change that was approved, taken back and made again has its records in the ledger, and they are
    spent. The name of a file is only asked where somebody is missing anyway."""
    for path in ledger.spent:
        if path.rpartition("/")[2].startswith(digest[:SHORT]):
            message = "it approved this very change before, and is spent: a record is good once"
            remedy = "approve anew: `govern approve`"
            yield Finding("approval-replayed", FindingLevel.BLOCKS, message, remedy, path)


def _policy_changed(vouched: Vouched) -> Iterator[Finding]:
    level = FindingLevel.NOTE if vouched.policy_consents else FindingLevel.BLOCKS
    for path in vouched.asked.decisive:
        message = "it decides what is asked of changes, and changes itself"
        remedy = "have it approved by those whom the old and the new policy ask for"
        yield Finding("policy-changed", level, message, remedy, path)


def _frozen(vouched: Vouched, freezes: tuple[Freeze, ...], now: str) -> Iterator[Finding]:
    for each in freezes:
        if vouched.asked.anything and each.from_ <= now < each.until:
            message = f"nothing that asks for approval passes until {each.until}: {each.reason}"
            remedy = "wait, or have the freeze lifted in the target's configuration"
            yield Finding("approval-frozen", FindingLevel.BLOCKS, message, remedy, CONFIG_FILE)


def _counted(vouched: Vouched) -> Iterator[Finding]:
    for each in vouched.good:
        record = each.record
        message = f"{record.approver} approved this change as {record.role}, until {record.expires}"
        message += f": {record.reason}" if record.reason else ""
        remedy = f"nothing: the key is {each.key.fingerprint}"
        yield Finding("approval-counted", FindingLevel.NOTE, message, remedy, each.path)


def _unsure(vouched: Vouched) -> Iterator[Finding]:
    """One approval is only as good as the knowledge that it is not the author's own (threat model, 2.2)."""
    if vouched.author_known:
        return
    for demand in vouched.asked.now:
        if demand.ask.needed == 1 and demand.ask.people is None and vouched.lacks(demand) <= 0:
            message = (
                f"one approval by {demand.ask.label} is enough, and nobody could exclude the author's own"
            )
            remedy = "say who the author is: run on a platform that does, or give --pr-author"
            yield Finding(
                "approval-author-unknown", FindingLevel.NOTE, message, remedy, contract=demand.contract
            )
