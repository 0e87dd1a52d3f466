"""A review, to the approval checklist: Markdown for a comment on the pull request.

Nothing that a stranger wrote is markup here: it stands in inline code or is plain words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from govern.escape import cell, code, prose, shortened
from govern.model import Answer, Change, Comparison, ContractReview, Finding, Gate, Rename, Review, Side
from govern.render import facts
from govern.render.checklist import failed, items
from govern.render.options import RenderOptions

COMMENT_LIMIT = 60_000
"""Characters after which further contracts are only counted: forges refuse comments of 65,536."""

_ROWS = 40
_CELL = 160
_BOX = {True: "- [x]", False: "- [ ]"}


def render(review: Review, options: RenderOptions) -> str:
    """The checklist of a whole review. What does not fit into one comment is counted in its header."""
    head = _header(review)
    quiet = [contract for contract in review.contracts if facts.is_quiet(contract)]
    loud = [contract for contract in review.contracts if not facts.is_quiet(contract)]
    blocks = [_block(_contract(contract, options)) for contract in sorted(loud, key=_worst_first)]
    tail = [_block(_listed(facts.findings_of(review), options))]
    if quiet:
        tail.append(f"{facts.counted(len(quiet), 'contract')} unchanged.\n")
    room = COMMENT_LIMIT - sum(len(part) for part in [*head, *tail])
    shown = blocks if options.everything else _that_fit(blocks, room)
    if len(shown) < len(blocks):
        left_out = facts.counted(len(blocks) - len(shown), "contract")
        tail.append(
            f"**{left_out} not shown here**: the comment would be too long. See the text or JSON report.\n"
        )
    return "\n".join(part for part in [_block(head), *shown, *tail] if part)


def render_comparison(comparison: Comparison, *, old_name: str, new_name: str, options: RenderOptions) -> str:
    """A comparison as a contract without a policy: nothing in it is a box to tick."""
    contract = facts.of_comparison(comparison, old_name, new_name)
    lines = [f"## {code(old_name)} → {code(new_name)}: {comparison.class_}", ""]
    listed = list(_listed(facts.sorted_out(comparison.findings), options, with_blocking=True))
    return _block([*lines, *_judged(contract, options), *([""] if listed else []), *listed])


def _block(lines: Sequence[str] | Iterator[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _that_fit(blocks: Sequence[str], room: int) -> list[str]:
    shown: list[str] = []
    for block in blocks:
        room -= len(block) + 1
        if room < 0:
            break
        shown.append(block)
    return shown


def _worst_first(contract: ContractReview) -> tuple[bool, int, str]:
    blocks = bool(facts.sorted_out(contract.findings).blocking)
    return not blocks, contract.class_.rank, contract.name


def _header(review: Review) -> list[str]:
    found = facts.findings_of(review)
    changes = sum(len(contract.changes) for contract in review.contracts)
    loud = sum(not facts.is_quiet(contract) for contract in review.contracts)
    counts = (
        f"{len(found.blocking)} block, {len(found.notes)} notes, {len(found.standing)} standing,"
        f" {len(found.accepted)} accepted"
    )
    lines = [
        f"## govern: gate {review.gate}",
        "",
        f"- Gate: **{review.gate}**" + (f": {prose(review.reason)}" if review.reason else ""),
        f"- Change set: {code(review.digest) if review.digest else 'no digest'}",
        f"- Rows: {facts.counted(loud, 'contract')} with something to say,"
        f" {len(review.contracts) - loud} without; {facts.counted(changes, 'change')}; findings: {counts}",
        f"- Target {_side(review.target)}",
        f"- Base {_side(review.base)}",
        f"- Head {_side(review.head)}",
    ]
    if review.policy:
        lines.append(f"- Policy: {prose(review.policy)}")
    own = [finding for finding in found.blocking if not _belongs(finding, review)]
    if own:
        lines += ["", "### Before anything else", ""]
        lines += [f"{_BOX[False]} {failed(finding, 'To mend').text}" for finding in own[:_ROWS]]
    if len(own) > _ROWS:
        lines.append(f"{_BOX[False]} **{len(own) - _ROWS} more not shown**: see the text or JSON report")
    if review.gate is Gate.CLOSED and not found.blocking:
        lines += ["", "The gate is closed although no finding blocks: see the reason above."]
    return lines


def _belongs(finding: Finding, review: Review) -> bool:
    """Whether a contract's own list has the finding, which then opens a box there."""
    return any(finding in contract.findings for contract in review.contracts)


def _side(side: Side) -> str:
    why = f", {prose(side.why)}" if side.why else ""
    commit = facts.commit_of(side)
    return code(side.name) + ("" if commit is None else f" at {code(commit)}") + why


def _contract(contract: ContractReview, options: RenderOptions) -> Iterator[str]:
    status = f", contract {contract.status}" if contract.status in ("added", "removed") else ""
    yield f"### {code(contract.name)}: {contract.class_}{status} ({contract.compatibility} compatibility)"
    yield ""
    yield from _judged(contract, options)
    yield ""
    yield from (f"{_BOX[item.ticked]} {item.text}" for item in items(contract))


def _judged(contract: ContractReview, options: RenderOptions) -> Iterator[str]:
    for direction, answer in (("Backward", contract.backward), ("Forward", contract.forward)):
        yield f"- {direction}: {_verdict(answer)}"
    yield f"- Rollout order: {facts.rollout(contract.backward, contract.forward)}"
    yield from _changes(contract, options)
    yield from _renames(contract.renames)


def _verdict(answer: Answer) -> str:
    text = f"**{answer.verdict}** ({answer.reading} reading)"
    if answer.other_reading is not None and answer.other_reading is not answer.verdict:
        text += f", {answer.other_reading} under the {facts.other_content(answer)} one"
    witness = facts.witness_text(answer.witness)
    if witness is not None:
        text += f"; witness {code(shortened(witness, _CELL))}"
    if answer.certified_by:
        text += f", certified by {', '.join(code(name) for name in answer.certified_by)}"
    return text if answer.reason is None else f"{text}, because {prose(shortened(answer.reason, _CELL))}"


def _changes(contract: ContractReview, options: RenderOptions) -> Iterator[str]:
    groups = facts.nested(contract.changes)
    if not groups:
        return
    rows = [row for change, claimed in groups for row in _rows(change, claimed, options)]
    shown = rows if options.everything else rows[:_ROWS]
    yield ""
    yield f"Changes: {facts.by_class(change for change, _ in groups)}"
    yield ""
    yield "| class | rule | where | what | witness |"
    yield "|---|---|---|---|---|"
    yield from shown
    if len(shown) < len(rows):
        yield ""
        yield f"**{len(rows) - len(shown)} more rows not shown**: see the text or JSON report."


def _rows(change: Change, claimed: Sequence[Change], options: RenderOptions) -> Iterator[str]:
    explains = "" if not claimed else f" Explains {facts.counted(len(claimed), 'further change')}."
    yield _row(change, str(change.class_), explains)
    if options.everything:
        yield from (_row(each, f"↳ {each.class_}", "") for each in claimed)


def _row(change: Change, class_: str, explains: str) -> str:
    witness = facts.witness_text(change.witness)
    spot = facts.spot_of(change)
    if witness is not None and len(witness) > _CELL and spot is not None:
        witness = f"{shortened(witness, _CELL // 2)}, where {spot}"
    cells = (
        class_,
        code(change.rule),
        code(shortened(facts.place_of(change), _CELL)),
        prose(shortened(change.message, _CELL)) + explains,
        "" if witness is None else code(shortened(witness, _CELL)),
    )
    return f"| {' | '.join(cell(each) for each in cells)} |"


def _renames(renames: Sequence[Rename]) -> Iterator[str]:
    if not renames:
        return
    yield ""
    yield "| kind | from | to | in | standing |"
    yield "|---|---|---|---|---|"
    for rename in renames:
        container = shortened(f"{rename.path}#{rename.container}", _CELL)
        names = [code(shortened(name, _CELL)) for name in (rename.from_, rename.to, container)]
        sure = f"{rename.standing}, {rename.score:.2f}"
        yield f"| {' | '.join(cell(each) for each in (facts.kind_of(rename), *names, sure))} |"


def _listed(found: facts.Findings, options: RenderOptions, *, with_blocking: bool = False) -> Iterator[str]:
    """Findings that open no box: notes, accepted ones, and the number of standing ones."""
    sections = [
        ("Blocks", found.blocking if with_blocking else ()),
        ("Note", found.notes),
        ("Accepted", found.accepted),
        ("Standing", found.standing if options.everything else ()),
    ]
    lines = [f"- {title}: {_line(finding)}" for title, findings in sections for finding in findings]
    if found.standing and not options.everything:
        number = facts.counted(len(found.standing), "finding")
        lines.append(f"- Standing: {number} from before this change")
    limit = len(lines) if options.everything else _ROWS
    yield from lines[:limit]
    if len(lines) > limit:
        yield f"- **{len(lines) - limit} more not shown**: see the text or JSON report"


def _line(finding: Finding) -> str:
    where = facts.place(finding.path, finding.place)
    about = f"{code(finding.contract)} " if finding.contract else ""
    at = f" ({code(shortened(where, _CELL))})" if where else ""
    text = f"{about}{code(finding.rule)}{at}: {prose(shortened(finding.message, 2 * _CELL))}"
    return text if finding.accepted_by is None else f"{text} (by {code(finding.accepted_by)})"
