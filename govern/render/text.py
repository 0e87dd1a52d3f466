"""A review, to the text that `govern check` and `govern compare` show: what, where, why, what to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from govern.escape import shortened
from govern.model import Comparison, ContractReview, Finding, FindingLevel, Gate, Review, Side
from govern.render import facts
from govern.render.lines import Line, Role, layout
from govern.render.options import RenderOptions
from govern.render.text_contract import (
    approval_lines,
    change_lines,
    class_role,
    fixture_lines,
    rename_lines,
    verdict_lines,
    version_lines,
)

_MESSAGE_LIMIT = 600


def render(review: Review, options: RenderOptions) -> str:
    """The whole review; its last line is the gate with its reason."""
    return layout(_review(review, options), options)


def render_comparison(comparison: Comparison, *, old_name: str, new_name: str, options: RenderOptions) -> str:
    """A comparison as a contract without a policy; its last line is what was found."""
    contract = facts.of_comparison(comparison, old_name, new_name)
    found = facts.sorted_out(comparison.findings)
    lines = [*_contract(contract, options, policy=False), *_findings(found, options), Line()]
    verdicts = f"backward {comparison.backward.verdict}, forward {comparison.forward.verdict}"
    changes = facts.by_class(change for change, _ in facts.nested(comparison.changes))
    last = Line(f"{comparison.class_}: {changes}; {verdicts}", role=class_role(comparison.class_))
    return layout([*lines, last], options)


def _review(review: Review, options: RenderOptions) -> Iterator[Line]:
    yield from _sides(review)
    quiet = 0
    for contract in review.contracts:
        if facts.is_quiet(contract) and not options.everything:
            quiet += 1
            continue
        yield Line()
        yield from _contract(contract, options)
    if quiet:
        yield Line()
        yield Line(f"{facts.counted(quiet, 'contract')} unchanged", role=Role.QUIET)
    yield from _findings(facts.findings_of(review), options)
    yield Line()
    role = Role.GOOD if review.gate is Gate.OPEN else Role.BAD
    yield Line(f"gate: {review.gate}" + (f" ({review.reason})" if review.reason else ""), role=role)


def _sides(review: Review) -> Iterator[Line]:
    for label, side in (("target", review.target), ("base", review.base), ("head", review.head)):
        yield Line(_side(side), 0, label, Role.QUIET)
    if review.policy:
        yield Line(review.policy, 0, "policy", Role.QUIET)
    yield Line(review.digest or "none", 0, "digest", Role.QUIET, whole=True)


def _side(side: Side) -> str:
    commit = facts.commit_of(side)
    text = side.name if commit is None else f"{side.name} at {commit}"
    return f"{text}, {side.why}" if side.why else text


def _contract(contract: ContractReview, options: RenderOptions, *, policy: bool = True) -> Iterator[Line]:
    said = f"{contract.name}: {contract.class_}"
    if contract.status in ("added", "removed"):
        said += f", contract {contract.status}"
    if policy:
        said += f" ({contract.compatibility} compatibility)"
    yield Line(said, role=class_role(contract.class_))
    yield from verdict_lines(contract, options)
    yield from change_lines(contract, options)
    yield from rename_lines(contract.renames, options)
    yield from version_lines(contract.versions)
    yield from fixture_lines(contract)
    yield from approval_lines(contract)


def _findings(found: facts.Findings, options: RenderOptions) -> Iterator[Line]:
    """What blocks, then notes; what was so before and what was accepted is counted, or shown on request."""
    yield from _section("findings that block", found.blocking, options)
    yield from _section("notes", found.notes, options)
    if options.everything:
        yield from _section("standing, so before this change", found.standing, options)
        yield from _section("accepted by an exception", found.accepted, options)
        return
    if found.standing or found.accepted:
        yield Line()
    if found.standing:
        old = facts.counted(len(found.standing), "finding")
        yield Line(f"standing: {old} from before this change (shown with --all)", role=Role.QUIET)
    for finding in found.accepted:
        where = f"{finding.rule}  {facts.place(finding.path, finding.place)}".rstrip()
        yield Line(f"{where}, by {finding.accepted_by}", 0, "accepted", Role.QUIET)


def _section(title: str, findings: Sequence[Finding], options: RenderOptions) -> Iterator[Line]:
    if not findings:
        return
    yield Line()
    yield Line(title, role=Role.HEADING)
    for finding in findings:
        yield from _finding(finding, options)


def _finding(finding: Finding, options: RenderOptions) -> Iterator[Line]:
    role = Role.BAD if finding.level is FindingLevel.BLOCKS else Role.DOUBTFUL
    about = f"{finding.contract}: {finding.rule}" if finding.contract else finding.rule
    yield Line(about, 2, role=role)
    where = facts.place(finding.path, finding.place)
    if where:
        yield Line(where, 4, whole=True)
    limit = len(finding.message) if options.explain else _MESSAGE_LIMIT
    yield Line(shortened(finding.message, limit), 4)
    yield Line(finding.remedy, 4, "do")
    if finding.accepted_by is not None:
        yield Line(finding.accepted_by, 4, "accepted")
    if finding.id and (options.explain or finding.level is FindingLevel.BLOCKS):
        yield Line(finding.id, 4, "id", Role.QUIET, whole=True)
