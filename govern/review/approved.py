"""A judged review and the ledger at head to who approved it, and to what is still missing.

The last step but the answer: exceptions come before it, for none of them stands in for a person. Policy,
signers, code owners and what is spent are read from the target; head's own are data, and count besides where
a change of the policy must satisfy both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from govern.approvals.counting import authors, nameless, still_good
from govern.approvals.judging import Bench, Given, Refused, judged
from govern.approvals.ledger import SIGNATURE, Ledger, read_ledger
from govern.approvals.record import MOST_BYTES, Decision, Statement
from govern.approvals.statement import ChangeSet, Sides, classes_of, versions_of
from govern.configuration import expand
from govern.contracts import ApprovalPolicy, Config
from govern.identity import of_finding
from govern.model import ContractReview, Finding, FindingLevel, Tree
from govern.policy.approvals import asked as asked_by
from govern.review.asking import Asked, demands, policy_demands
from govern.review.changeset import changed
from govern.review.reading import Reader
from govern.review.regime import Regime, policy_paths, regime, regular
from govern.review.setting import Setting
from govern.review.vouching import Vouched, told

MOST_RECORDS = 64
"""New records that are looked at; a change that brings more is refused unread."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What is to be approved: the reviews, what blocks beside them, the files of each contract that changed,
    every path that did, and the trees."""

    contracts: tuple[ContractReview, ...]
    findings: tuple[Finding, ...]
    files: Mapping[str, Mapping[str, Sides]]
    changed: frozenset[str]
    base: Reader
    head: Reader
    target: Reader


@dataclass(frozen=True, slots=True)
class Approved:
    """The reviews with their approvals counted, every finding, and the statement that approvals are about."""

    contracts: tuple[ContractReview, ...]
    findings: tuple[Finding, ...]
    statement: Statement


def approved(subject: Subject, config: Config, setting: Setting) -> Approved:
    """Everything that approvals change about a review. Raises RepositoryError where a tree cannot be read,
    and what the verifier raises."""
    return _Step(subject, config, setting).run()


class _Step:
    """What the parts of one step share."""

    def __init__(self, subject: Subject, config: Config, setting: Setting) -> None:
        self.subject = subject
        self.config = config
        self.setting = setting
        self.decisive = policy_paths(config, setting.head_config, sorted(subject.changed))

    def run(self) -> Approved:
        policy = self.config.approvals
        found = None if policy is None else regime(policy, lambda _: self.subject.target.tree)
        statement = self._statement(found)
        if policy is None or found is None:
            return Approved(self.subject.contracts, self.subject.findings, statement)
        after = self._after(found)
        asked = self._asked(found, after)
        unbound = self._unbound(asked)
        if unbound is not None:
            return self._answer(Vouched(asked), (unbound,), statement)
        ledger = self._ledger(policy)
        given, refused = self._judged(ledger, found, statement)
        vouched = self._vouched(asked, given, refused, (found, after))
        findings = told(vouched, ledger, (found, after), statement.digest, self.setting.now)
        return self._answer(vouched, findings, statement)

    # --- what is asked ---

    def _statement(self, found: Regime | None) -> Statement:
        setting, subject = self.setting, self.subject
        changes = {path: sides for each in subject.files.values() for path, sides in each.items()}
        if found is not None:
            changes |= changed(self.decisive, (subject.base, subject.head))
        keys, owners = (None, None) if found is None else (found.signers_bytes, found.owners_bytes)
        digest = ChangeSet(setting.repository, setting.branch, setting.policy, keys, owners, changes).digest
        classes, versions = classes_of(subject.contracts), versions_of(subject.contracts)
        return Statement(setting.repository, setting.branch, digest, classes, versions)

    def _asked(self, found: Regime, after: Regime | None) -> Asked:
        """What the target asks for; where the policy changes, what the new one would ask for as well."""
        files = self.subject.files
        touched = any(files.values())
        old = demands(self.subject.contracts, files, found)
        if not self.decisive:
            return Asked(old, touched=touched)
        new = () if after is None else demands(self._by_head(), files, after)
        own = policy_demands(self.decisive, found, after)
        return Asked(old, new, own, self.decisive, touched)

    def _by_head(self) -> tuple[ContractReview, ...]:
        """The reviews with the thresholds of head's configuration."""
        head = self.setting.head_config
        if head is None:
            return self.subject.contracts
        rules = {each.name: each.approvals for each in expand(head, self.subject.head.tree.entries)}
        return tuple(
            replace(each, approvals=asked_by(rules[each.name], each.changes)) if each.name in rules else each
            for each in self.subject.contracts
        )

    def _after(self, found: Regime) -> Regime | None:
        """Who may approve once this is merged: what head changed is head's, the rest stays the target's. None
        where nothing would be verified any more."""
        head = self.setting.head_config
        policy = found.policy if head is None else head.approvals
        return None if policy is None else regime(policy, self._merged)

    def _merged(self, path: str) -> Tree:
        return (self.subject.head if path in self.subject.changed else self.subject.target).tree

    def _unbound(self, asked: Asked) -> Finding | None:
        """Why nothing can be verified here although approvals are asked for."""
        setting = self.setting
        if not asked.anything:
            return None
        if setting.only:
            why = "only some contracts are looked at, and an approval is of a whole change"
            do = "run govern without --contract"
        elif not setting.branch:
            why = f"`{setting.target.name}` is no branch, and an approval is bound to one"
            do = "name the target branch: --base main"
        elif not setting.repository:
            why = "nobody knows what this repository is called, and an approval is bound to one"
            do = "add the remote `origin`, or `repository` to [approvals] in the target's govern.toml"
        else:
            return None
        return Finding("approval-unverifiable", FindingLevel.BLOCKS, f"approvals are not verified: {why}", do)

    # --- what was given ---

    def _ledger(self, policy: ApprovalPolicy) -> Ledger:
        trees = (self.subject.target.tree, self.subject.base.tree, self.subject.head.tree)
        target, base, head = (each.entries for each in trees)
        return read_ledger(policy.ledger, target, base, head)

    def _judged(
        self, ledger: Ledger, found: Regime, statement: Statement
    ) -> tuple[tuple[Given, ...], tuple[Refused, ...]]:
        if found.signers.faults or self.setting.verify is None:
            return (), ()
        if len(ledger.new) > MOST_RECORDS:
            message = f"{len(ledger.new)} records are new; at most {MOST_RECORDS} are looked at"
            return (), (Refused(ledger.new[0], "approval-malformed", message, "take out what is not needed"),)
        policy = found.policy
        bench = Bench(
            statement,
            found.signers,
            policy.roles,
            policy.max_days,
            self.setting.now,
            self.setting.verify,
        )
        every = [self._one(path, ledger, bench) for path in ledger.new]
        return (
            tuple(each for each in every if isinstance(each, Given)),
            tuple(each for each in every if isinstance(each, Refused)),
        )

    def _one(self, path: str, ledger: Ledger, bench: Bench) -> Given | Refused:
        if path in ledger.copies:
            message = "it is a copy of a record that the ledger holds already: a record is good once"
            return Refused(path, "approval-replayed", message, "approve anew: `govern approve`")
        tree = self.subject.head.tree
        data, signature = (regular(lambda _: tree, each, MOST_BYTES) for each in (path, f"{path}{SIGNATURE}"))
        return judged(path, data, signature, bench)

    def _vouched(
        self,
        asked: Asked,
        given: Sequence[Given],
        refused: Sequence[Refused],
        regimes: tuple[Regime, Regime | None],
    ) -> Vouched:
        """Who vouches for the change: those who approved it and did not write it."""
        found, after = regimes
        author = self.setting.author
        own = authors(author.accounts, found.policy.people)
        strangers = () if own else nameless(found.signers, found.policy.people, author.platform)
        yes = [each for each in given if each.record.decision is Decision.APPROVE]
        by_author = [
            Refused(
                each.path,
                "approval-by-author",
                f"{each.record.approver} made this change",
                "have somebody else approve it",
                left_over=True,
            )
            for each in yes
            if each.record.approver in own
        ]
        good = tuple(each for each in yes if each.record.approver not in own)
        later = () if after is None else still_good(good, after.policy, after.signers, self.setting.now)
        return Vouched(
            asked,
            good,
            later,
            tuple(each for each in given if each.record.decision is Decision.REJECT),
            (*refused, *by_author),
            found.policy,
            None if after is None else after.policy,
            author_known=bool(author.accounts) and author.sure and not strangers,
        )

    # --- the answer ---

    def _answer(self, vouched: Vouched, findings: Sequence[Finding], statement: Statement) -> Approved:
        contracts = tuple(self._counted(each, vouched, findings) for each in self.subject.contracts)
        rest = [replace(each, id=of_finding(each, ())) for each in findings if not each.contract]
        weakened = tuple(self._cleared(self.subject.findings, vouched))
        return Approved(contracts, (*weakened, *rest), statement)

    def _counted(
        self, contract: ContractReview, vouched: Vouched, findings: Sequence[Finding]
    ) -> ContractReview:
        asked = (each for each in vouched.asked.old if each.contract == contract.name)
        rows = [each.row(vouched.by(each)) for each in asked]
        own = [
            replace(each, id=of_finding(each, contract.changes))
            for each in findings
            if each.contract == contract.name
        ]
        return replace(contract, approvals=tuple(rows), findings=(*contract.findings, *own))

    def _cleared(self, findings: Sequence[Finding], vouched: Vouched) -> Iterator[Finding]:
        """A gate that was weakened is so with the consent of those who are asked (semantics, section 8)."""
        by = ", ".join(sorted({each.record.approver for each in vouched.good}))
        for each in findings:
            open_ = each.rule == "gate-weakened" and each.accepted_by is None
            if open_ and each.level is FindingLevel.BLOCKS and vouched.policy_consents:
                yield replace(each, accepted_by=f"approved by {by}")
            else:
                yield each
