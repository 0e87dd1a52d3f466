"""Findings and exceptions to the answer of a review: open, or closed and why."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from govern.contracts import Config, PolicyException
from govern.documents import canonical
from govern.identity import of_finding
from govern.model import ContractReview, Finding, FindingLevel, Gate, JsonValue, RecordedException


def named(
    contracts: Sequence[ContractReview], findings: Sequence[Finding]
) -> tuple[tuple[ContractReview, ...], tuple[Finding, ...]]:
    """The same with a fingerprint on every finding, each once, in order."""
    reviewed = tuple(
        replace(each, findings=_unique(replace(f, id=of_finding(f, each.changes)) for f in each.findings))
        for each in contracts
    )
    return reviewed, _unique(replace(f, id=of_finding(f, ())) for f in findings)


def excepted(
    contracts: Sequence[ContractReview],
    findings: Sequence[Finding],
    exceptions: Sequence[PolicyException],
    today: str,
) -> tuple[tuple[ContractReview, ...], tuple[Finding, ...]]:
    """What exceptions let pass is marked with the owner; those that are expired or match nothing are
    findings themselves (definitions, section 7). `today` is an ISO date."""
    live = {each.finding: each for each in exceptions if each.expires >= today}
    used: set[str] = set()

    def accept(finding: Finding) -> Finding:
        match = live.get(finding.id) or (live.get(finding.change) if finding.change else None)
        if match is None or finding.level is not FindingLevel.BLOCKS:
            return finding
        used.add(match.finding)
        return replace(finding, accepted_by=f"{match.owner}, until {match.expires}: {match.reason}")

    reviewed = tuple(replace(each, findings=tuple(accept(f) for f in each.findings)) for each in contracts)
    rest = [accept(finding) for finding in findings]
    every = {f.id for each in reviewed for f in each.findings} | {
        f.change for e in reviewed for f in e.findings
    }
    for each in sorted(exceptions, key=lambda one: one.finding):
        if each.finding in used:
            continue
        expired = each.expires < today
        matching = each.finding in every
        rest.append(
            Finding(
                "exception-expired" if expired else "exception-unmatched",
                FindingLevel.BLOCKS if expired and matching else FindingLevel.NOTE,
                f"the exception for {each.finding[:12]}… ({each.owner}: {each.reason}) "
                + (f"expired on {each.expires}" if expired else "matches no finding of this change"),
                "renew it in the configuration of the target" if expired and matching else "take it out",
            )
        )
    return reviewed, _unique(replace(f, id=f.id or of_finding(f, ())) for f in rest)


def accepted(
    contract: ContractReview, exceptions: Sequence[PolicyException], today: str
) -> tuple[RecordedException, ...]:
    """What exceptions will let pass of a contract whose findings are named, as its record tells it."""
    live = {each.finding: each for each in exceptions if each.expires >= today}
    found: list[RecordedException] = []
    for finding in contract.findings:
        match = live.get(finding.id) or (live.get(finding.change) if finding.change else None)
        if match is not None and finding.level is FindingLevel.BLOCKS:
            found.append(
                RecordedException(
                    finding.id, finding.rule, finding.message, match.reason, match.owner, match.expires
                )
            )
    return tuple(found)


def decide(
    contracts: Sequence[ContractReview], findings: Sequence[Finding], everything: bool
) -> tuple[Gate, str]:
    """Only findings close the gate; standing ones only where everything is asked for."""
    closing = [FindingLevel.BLOCKS, *([FindingLevel.STANDING] if everything else [])]
    every = [*findings, *(f for each in contracts for f in each.findings)]
    blocking = [f for f in every if f.level in closing and f.accepted_by is None]
    if blocking:
        rules = sorted({finding.rule for finding in blocking})
        count = f"{len(blocking)} finding{'s' if len(blocking) > 1 else ''}"
        return Gate.CLOSED, f"{count} block{'s' if len(blocking) == 1 else ''}: {', '.join(rules)}"
    accepted = sum(1 for f in every if f.accepted_by is not None)
    touched = [each for each in contracts if each.status != "unchanged"]
    if accepted:
        return Gate.OPEN, f"{accepted} accepted by exception, nothing else blocks"
    if not touched:
        return Gate.OPEN, "no contract changed"
    return Gate.OPEN, "every change is announced and covered as its contract asks"


def digest(
    repository: str, target: str, policy: bytes, changes: Mapping[str, tuple[str | None, str | None]]
) -> str:
    """The change-set digest: SHA-256 over the canonical JSON of repository, target, policy and the
    SHA-256 of the raw bytes of every changed governed path, before and after."""
    listed: list[JsonValue] = [
        {"path": path, "base": before, "head": after} for path, (before, after) in sorted(changes.items())
    ]
    statement: JsonValue = {
        "v": 1,
        "repo": repository,
        "target_ref": target,
        "policy_sha256": hashlib.sha256(policy).hexdigest(),
        "changes": listed,
    }
    return hashlib.sha256(canonical(statement)).hexdigest()


def exceptions_of(target: Config, head: Config | None) -> tuple[PolicyException, ...]:
    """The exceptions that count: the target's, and head's own where the target allows self-service."""
    own = head.exceptions if head is not None and target.exceptions_from_head else ()
    return tuple(dict.fromkeys((*target.exceptions, *own)))


def _unique(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    order = {FindingLevel.BLOCKS: 0, FindingLevel.NOTE: 1, FindingLevel.STANDING: 2}
    found = {finding.id: finding for finding in findings}
    return tuple(
        sorted(
            found.values(),
            key=lambda f: (
                order[f.level],
                f.contract,
                f.path,
                f.place.line or 0 if f.place else 0,
                f.rule,
                f.id,
            ),
        )
    )
