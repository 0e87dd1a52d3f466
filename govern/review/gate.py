"""Findings and exceptions to the answer of a review: open, or closed and why."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace

from govern.contracts import Config, PolicyException
from govern.identity import of_finding
from govern.model import ContractReview, Finding, FindingLevel, Gate, RecordedException

OF_THE_GATE = ("gate-weakened", "gate-broken")
"""What a change does to the gate it is judged by."""


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
    by_target: Collection[PolicyException],
) -> tuple[tuple[ContractReview, ...], tuple[Finding, ...]]:
    """What exceptions let pass is marked with the owner; those that are expired or match nothing are
    findings themselves (definitions, section 7). `today` is an ISO date. What a change does to its gate only
    an exception of the target lets pass (section 8), whatever self-service there is: `by_target`."""
    matching = _matching(exceptions, today)
    used: set[str] = set()

    def accept(finding: Finding) -> Finding:
        match = matching(finding)
        if match is None or (finding.rule in OF_THE_GATE and match not in by_target):
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
        late = expired and each.finding in every
        rest.append(
            Finding(
                "exception-expired" if expired else "exception-unmatched",
                FindingLevel.BLOCKS if late else FindingLevel.NOTE,
                f"the exception for {each.finding[:12]}… ({each.owner}: {each.reason}) "
                + (f"expired on {each.expires}" if expired else "matches no finding of this change"),
                "renew it in the configuration of the target" if late else "take it out",
            )
        )
    return reviewed, _unique(replace(f, id=f.id or of_finding(f, ())) for f in rest)


def accepted(
    contract: ContractReview, exceptions: Sequence[PolicyException], today: str
) -> tuple[RecordedException, ...]:
    """What exceptions will let pass of a contract whose findings are named, as its record tells it."""
    matching = _matching(exceptions, today)
    return tuple(
        RecordedException(each.id, each.rule, each.message, match.reason, match.owner, match.expires)
        for each in contract.findings
        if (match := matching(each)) is not None
    )


def _matching(
    exceptions: Sequence[PolicyException], today: str
) -> Callable[[Finding], PolicyException | None]:
    """The exception that lets a blocking finding pass, by its own fingerprint or that of its change."""
    live = {each.finding: each for each in exceptions if each.expires >= today}

    def match(finding: Finding) -> PolicyException | None:
        if finding.level is not FindingLevel.BLOCKS:
            return None
        return live.get(finding.id) or (live.get(finding.change) if finding.change else None)

    return match


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
        return Gate.OPEN, f"{accepted} accepted, nothing else blocks"
    if not touched:
        return Gate.OPEN, "no contract changed"
    return Gate.OPEN, "every change is announced and covered as its contract asks"


def ordered(
    contracts: Sequence[ContractReview], findings: Sequence[Finding]
) -> tuple[tuple[ContractReview, ...], tuple[Finding, ...]]:
    """The same with the findings in order, each once."""
    return tuple(replace(each, findings=_unique(each.findings)) for each in contracts), _unique(findings)


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
