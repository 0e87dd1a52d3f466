"""A committed change and a wish to the record that approves or rejects it, and to its two files."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from govern.approvals.form import is_plain, moment, written
from govern.approvals.judging import ANYONE, Bench, Given, holds, judged
from govern.approvals.ledger import SIGNATURE, SUFFIX
from govern.approvals.record import COUNTED, TYPE, Decision, Record, Statement
from govern.approvals.signers import FORM
from govern.cli.checking import Request, prepared
from govern.cli.keys import SigningKey, signing_key
from govern.cli.verifying import refuse_shallow, ssh_keygen, verifier
from govern.configuration import expand, select
from govern.contracts import ApprovalPolicy, Config
from govern.errors import ConfigurationError, Problem, RepositoryError, SigningError, UsageError
from govern.escape import terminal
from govern.model import Review, Tree
from govern.render import RenderOptions, render
from govern.repo import Repository, write_file
from govern.review import Setting, reviewed
from govern.review.regime import policy_paths, regime
from govern.review.vouching import SHORT
from govern.review.work import owned
from govern.signing import SshKeygen


class Wish(NamedTuple):
    """What the command line says. `days` None: as long as the policy allows."""

    role: str | None
    reject: bool
    reason: str
    key: str | None
    principal: str | None
    days: int | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is to be shown before anybody signs, the question, and what is needed to sign."""

    shown: tuple[str, ...]
    question: str
    record: Record
    key: SigningKey
    keygen: SshKeygen
    bench: Bench
    top: str
    ledger: str

    def sign(self) -> list[str]:
        """Sign, hold the record to what `govern check` will, and write it; lines that say what was written.

        Raises SigningError where the signature cannot be had or does not hold, RepositoryError where a file
        cannot be written, or is there already: a record is never written over.
        """
        data = self.record.written()
        signature = self.key.signed(data, TYPE, self.keygen)
        found = judged("the new record", data, signature, self.bench)
        if not isinstance(found, Given):
            remedy = "check that the key signs for whom it should"
            problem = Problem("signing-failed", f"what was signed would not count: {found.message}", remedy)
            raise SigningError(problem)
        path = f"{self.ledger}/{_name(self.record)}"
        if any(os.path.lexists(os.path.join(self.top, each)) for each in (path, path + SIGNATURE)):
            message, remedy = f"{path} is there already", "a record is never written over: commit it"
            raise RepositoryError(Problem("file-exists", message, remedy, path))
        write_file(self.top, path + SIGNATURE, signature)
        write_file(self.top, path, data)
        shown = terminal(path)
        return [
            f"written: {shown}",
            f"written: {shown}{SIGNATURE}",
            f"commit both with the change: git add {terminal(self.ledger)} && git commit",
        ]


def proposed(
    wish: Wish, request: Request, folder: str, environment: Mapping[str, str], repository: Repository
) -> Proposal:
    """What would be signed. Raises GovernError where it would not count, or is not what is committed."""
    top = repository.location.top
    if top is None:
        raise _refused("a bare repository has no work tree to write to", "run this in a clone")
    if not is_plain(wish.reason):
        message, remedy = "the reason is not printable ASCII", "write it in one line of ASCII"
        raise UsageError(Problem("usage", message, remedy, "--reason"))
    refuse_shallow(repository)
    base, head, config, setting = prepared(request, folder, environment, repository)
    policy = config.approvals
    if policy is None:
        raise ConfigurationError(_unconfigured(config))
    review, statement = reviewed(base, head, config, setting)
    _refuse_what_is_not_committed(config, review, head, repository)
    _refuse_what_would_not_count(review, setting, wish)
    found = regime(policy, lambda _: base if setting.target_tree is None else setting.target_tree)
    if found.signers.faults:
        raise ConfigurationError(*(_invalid(each, policy) for each in found.signers.faults))
    keygen = ssh_keygen(environment, repository)
    key = signing_key(wish.key, wish.principal, found.signers, keygen, (folder, environment, repository))
    record = _record(wish, statement, key.holder.principal, _role(wish, key, policy, review), policy, setting)
    bench = Bench(
        statement,
        found.signers,
        policy.roles,
        policy.max_days,
        setting.now,
        verifier(environment, repository),
    )
    question = f"{record.decision.value.capitalize()} {statement.digest} as {record.approver}?"
    shown = (render(review, RenderOptions(), format_name="text"), *map(terminal, _summary(record, key)))
    return Proposal(shown, question, record, key, keygen, bench, top, policy.ledger)


# --- what may not be signed ---


def _refuse_what_is_not_committed(config: Config, review: Review, head: Tree, repository: Repository) -> None:
    """Who reads the files before signing must have read what is signed."""
    work = repository.worktree()
    every = {*head.entries, *work.entries}
    governed = {path for each in review.contracts for path in each.files}
    for contract in expand(config, every):
        globs = (*contract.fixtures, *contract.rejects)
        governed.update(owned(contract), select(globs, every) if globs else ())
    governed.update(policy_paths(config, None, every))
    dirty = sorted(path for path in governed & every if _differs(head, work, path))
    if dirty:
        more = f" and {len(dirty) - 1} more" if len(dirty) > 1 else ""
        message = f"{dirty[0]}{more} in the work tree is not what HEAD has, and HEAD is what is approved"
        raise _refused(message, "commit it, or take it back")


def _differs(head: Tree, work: Tree, path: str) -> bool:
    one, other = head.entries.get(path), work.entries.get(path)
    return one is None or other is None or (one.object_id, one.kind) != (other.object_id, other.kind)


def _refuse_what_would_not_count(review: Review, setting: Setting, wish: Wish) -> None:
    behind = next((each for each in review.findings if each.rule == "head-behind-base"), None)
    if behind is not None:
        raise _refused(f"HEAD is behind the target: {behind.message}", behind.remedy)
    unbound = next((each for each in review.findings if each.rule == "approval-unverifiable"), None)
    if unbound is not None:
        raise _refused(unbound.message, unbound.remedy)
    if not setting.branch or not setting.repository:
        message = "an approval is bound to a repository and a branch, and one of them is not known"
        raise _refused(message, "name the branch (--base main); add the remote `origin`")
    if not wish.reject and not _asked(review):
        raise _refused("nothing in this change asks for an approval", "merge it without")


def _asked(review: Review) -> bool:
    changed = any(each.rule == "policy-changed" for each in review.findings)
    return changed or any(each.approvals for each in review.contracts)


def _refused(message: str, remedy: str) -> UsageError:
    return UsageError(Problem("approval-refused", message, remedy, "approve"))


def _unconfigured(config: Config) -> Problem:
    return Problem(
        "approvals-unconfigured",
        f"nothing says how approvals are verified ({config.origin or 'the configuration'})",
        "add [approvals] and a file of signers on the target branch first",
        config.path or "",
    )


def _invalid(fault: str, policy: ApprovalPolicy) -> Problem:
    message = f"the target's file of signers: {fault}"
    return Problem("signers-invalid", message, FORM, policy.signers)


# --- what is signed ---


def _role(wish: Wish, key: SigningKey, policy: ApprovalPolicy, review: Review) -> str:
    """The role that was named, else the one that is asked of this person, else one that they hold."""
    principal = key.holder.principal
    if wish.role is not None:
        if not holds(policy.roles, principal, wish.role):
            message = f"{principal} does not hold the role {wish.role} at the target"
            raise _refused(message, f"roles are: {', '.join(policy.roles) or ANYONE}")
        return wish.role
    named = {role for each in review.contracts for row in each.approvals for role in row.roles}
    if any(each.rule == "policy-changed" for each in review.findings):
        named.update(policy.policy.roles)
    asked = [role for role in sorted(named) if holds(policy.roles, principal, role)]
    if len(asked) > 1:
        message = f"{principal} is asked in the roles {', '.join(asked)}; a record is of one"
        raise _refused(message, f"name it: --role {asked[0]}; for another, approve once more")
    held = [role for role in (*asked, *policy.roles, ANYONE) if holds(policy.roles, principal, role)]
    if not held:
        raise _refused(f"{principal} holds no role at the target", "have the target give one")
    return held[0]


def _record(
    wish: Wish, about: Statement, principal: str, role: str, policy: ApprovalPolicy, setting: Setting
) -> Record:
    days = policy.max_days if wish.days is None else wish.days
    if days > policy.max_days:
        message = f"an approval is good for at most {policy.max_days} days here"
        raise _refused(message, f"give --expires {policy.max_days} or less")
    until = written(moment(setting.now) + timedelta(days=days))
    decision = Decision.REJECT if wish.reject else Decision.APPROVE
    return Record(about, principal, role, decision, wish.reason, setting.now, until)


def _summary(record: Record, key: SigningKey) -> Sequence[str]:
    about = record.about
    counts = ", ".join(f"{count} {name}" for name, count in zip(COUNTED, about.classes, strict=True))
    return (
        f"to sign: {record.decision} by {record.approver} as {record.role}, until {record.expires}",
        f"  repository  {about.repo}, into {about.target_ref}",
        f"  change set  {about.digest}",
        f"  changes     {counts}",
        f"  versions    {'; '.join(about.versions) or 'none changes'}",
        f"  reason      {record.reason or 'none given'}",
        f"  key         {key.holder.fingerprint}",
    )


def _name(record: Record) -> str:
    """A name that no other record has: who looks at the folder sees what it is about and whose it is."""
    who = re.sub(r"[^A-Za-z0-9._-]", "-", record.approver)
    return f"{record.about.digest[:SHORT]}-{who}-{record.sha256[:SHORT]}{SUFFIX}"
