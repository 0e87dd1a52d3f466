"""A review, to the facts that every format for people shows: where, how many, in which order.

Nothing here is escaped: what comes out is data, and each format sends it through its own sink.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from govern import pointer
from govern.documents import dumps, equal
from govern.model import (
    UNKNOWN,
    Answer,
    Change,
    Class,
    Comparison,
    Content,
    ContractReview,
    EffectKind,
    Finding,
    FindingLevel,
    FixtureReview,
    JsonObject,
    JsonValue,
    Place,
    Rename,
    Review,
    Side,
    Verdict,
    VersionVerdict,
    Witness,
    tally,
)

ROLLOUT: Mapping[tuple[bool, bool], str] = {
    (True, True): "Any order: readers and writers of either revision understand each other.",
    (True, False): "Readers first, then writers: head reads what base wrote, base may not read head.",
    (False, True): "Writers first, then readers: base reads what head writes, head may not read base.",
    (False, False): "Neither order is safe: both versions must live side by side until all have moved.",
}
"""What (backward proved, forward proved) means for the order in which things are deployed."""

_ABBREVIATED = 12


@dataclass(frozen=True, slots=True)
class Findings:
    """The findings of a review, each once, by what they mean for the gate."""

    blocking: tuple[Finding, ...]
    notes: tuple[Finding, ...]
    standing: tuple[Finding, ...]
    accepted: tuple[Finding, ...]


def sorted_out(findings: Iterable[Finding]) -> Findings:
    """Findings by level, duplicates dropped, order kept. An accepted one is accepted at any level."""
    each = tuple(dict.fromkeys(findings))
    open_ = tuple(finding for finding in each if finding.accepted_by is None)
    return Findings(
        blocking=tuple(finding for finding in open_ if finding.level is FindingLevel.BLOCKS),
        notes=tuple(finding for finding in open_ if finding.level is FindingLevel.NOTE),
        standing=tuple(finding for finding in open_ if finding.level is FindingLevel.STANDING),
        accepted=tuple(finding for finding in each if finding.accepted_by is not None),
    )


def findings_of(review: Review) -> Findings:
    """Every finding of a review: of its contracts, in their order, then its own."""
    of_contracts = (finding for contract in review.contracts for finding in contract.findings)
    return sorted_out([*of_contracts, *review.findings])


def place(path: str, where: Place | None, side: str = "") -> str:
    """`file:line:col`, as editors read it; `file#/pointer` where no line is known."""
    text = path
    if where is not None and where.line is not None:
        text += f":{where.line}" if where.column is None else f":{where.line}:{where.column}"
    elif where is not None and where.pointer:
        text += f"#{where.pointer}"
    return f"{text} ({side})" if side and text else text


def place_of(change: Change) -> str:
    """Where a change stands: at head, or where head has no such place, at base, marked so."""
    if change.head is None and change.base is not None:
        return place(change.path, change.base, "base")
    return place(change.path, change.head)


def commit_of(side: Side) -> str | None:
    """The commit id abbreviated, or None where the side's name says as much (`WORKTREE`)."""
    full = side.commit
    is_id = len(full) in (40, 64) and all(character in "0123456789abcdef" for character in full)
    short = full[:_ABBREVIATED] if is_id else full
    return None if not full or side.name in (full, short) else short


def other_content(answer: Answer) -> Content:
    """The content model that the answer was not asked under first."""
    return next(content for content in Content if content is not answer.reading)


def is_undecided(contract: ContractReview) -> bool:
    """Whether anything about the contract could not be decided."""
    answers = (contract.backward, contract.forward)
    undecided = contract.class_ is Class.UNDECIDED or contract.undecided
    return undecided or any(answer.verdict is Verdict.UNDECIDED for answer in answers)


def compact(document: JsonValue) -> str:
    """A document as JSON on one line."""
    return dumps(document)


def certifiers(change: Change, contract: ContractReview) -> tuple[str, ...]:
    """Who certified a change's witness: its own certifiers, else those of a verdict of the whole that
    shows the same document."""
    if change.witness is None or change.certified_by:
        return change.certified_by
    for answer in (contract.backward, contract.forward):
        if answer.witness is not None and equal(answer.witness.document, change.witness.document):
            return answer.certified_by
    return ()


def nested(changes: Sequence[Change]) -> tuple[tuple[Change, tuple[Change, ...]], ...]:
    """Changes that no wider one claims, worst class first, each with all that it claims.

    A claim that leads nowhere or round in a circle hides nothing: its change stands by itself.
    """
    by_id = {change.id: change for change in changes}
    claimed: dict[str, list[Change]] = {}
    free: list[Change] = []
    for change in changes:
        root = _claimer(change, by_id)
        if root is None:
            free.append(change)
        else:
            claimed.setdefault(root, []).append(change)
    free.sort(key=lambda change: change.class_.rank)
    return tuple((change, tuple(claimed.pop(change.id, ()))) for change in free)


def _claimer(change: Change, by_id: Mapping[str, Change]) -> str | None:
    """The id of the widest change that claims this one, or None where it stands by itself."""
    seen = {change.id}
    here = change
    while here.claimed_by is not None and here.claimed_by in by_id:
        here = by_id[here.claimed_by]
        if here.id in seen:
            return None
        seen.add(here.id)
    return None if here is change else here.id


def is_quiet(contract: ContractReview) -> bool:
    """Whether a contract has nothing to say: unchanged, everything proved, no finding but standing."""
    proved = all(answer.verdict is Verdict.PROVED for answer in (contract.backward, contract.forward))
    loud = any(f.level is not FindingLevel.STANDING or f.accepted_by is not None for f in contract.findings)
    versions = all(version.verdict is VersionVerdict.RIGHT for version in contract.versions)
    untouched = contract.status == "unchanged" and contract.class_ is Class.EDITORIAL
    return untouched and proved and versions and not (loud or contract.changes or contract.renames)


def as_expected(fixture: FixtureReview) -> bool | None:
    """Whether a golden document is accepted, or refused, as it should be; None where nobody knows."""
    if fixture.valid is UNKNOWN:
        return None
    return (fixture.valid is True) == (fixture.expected == "accepted")


def exercised(contract: ContractReview) -> tuple[int, int]:
    """How many of the changes that are not editorial some fixture shows in use, and how many are."""
    shown = {change for fixture in contract.fixtures for change in fixture.exercises}
    asked = [change for change, _ in nested(contract.changes) if change.class_ is not Class.EDITORIAL]
    return sum(change.id in shown for change in asked), len(asked)


def rollout(backward: Answer, forward: Answer) -> str:
    """In which order readers and writers may move; an undecided direction counts as not proved."""
    proved = backward.verdict is Verdict.PROVED, forward.verdict is Verdict.PROVED
    undecided = [
        name
        for name, answer in (("backward", backward), ("forward", forward))
        if answer.verdict is Verdict.UNDECIDED
    ]
    if not undecided:
        return ROLLOUT[proved]
    verb = "is" if len(undecided) == 1 else "are"
    return f"{ROLLOUT[proved]} ({' and '.join(undecided)} {verb} undecided, which counts as not proved.)"


def of_comparison(comparison: Comparison, old_name: str, new_name: str) -> ContractReview:
    """A comparison as a contract without a policy, so that both are shown alike."""
    return ContractReview(
        name=f"{old_name} → {new_name}",
        class_=comparison.class_,
        backward=comparison.backward,
        forward=comparison.forward,
        changes=comparison.changes,
        renames=comparison.renames,
        findings=comparison.findings,
    )


def declaration(rename: Rename) -> JsonObject:
    """The entry of `renames` in a configuration that declares a rename."""
    return {"at": f"{rename.path}#{rename.container}", "from": rename.from_, "to": rename.to}


def kind_of(rename: Rename) -> str:
    """`enum value`, `property`: the kind in words."""
    return rename.kind.replace("_", " ")


def counted(number: int, noun: str) -> str:
    """`1 change`, `2 changes`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def by_class(changes: Iterable[Change]) -> str:
    """`2 breaking, 1 additive`, worst first; `no change` where there is none."""
    found = tally(change.class_ for change in changes)
    return ", ".join(f"{count} {class_}" for class_, count in found) or "no change"


def witness_text(witness: Witness | None) -> str | None:
    """The witness on one line, or None where there is none: a witness may well be `null`."""
    return None if witness is None else compact(witness.document)


def spot_of(change: Change) -> str | None:
    """Where in its witness a change shows itself, with the value there: `/mode_reasons/0 holds "X"`.

    None where the witness is the place itself, or has nothing at any place the change reaches.
    """
    if change.witness is None:
        return None
    document, name = change.witness.document, change.effect.name
    objects = [each for place_ in _pointers(change) for each in _all_at(document, pointer.split(place_), ())]
    if isinstance(name, str) and change.effect.kind in (EffectKind.WIDENED, EffectKind.NARROWED):
        lacking = [at for at, value in objects if isinstance(value, dict) and name not in value]
        return f"{pointer.join((*lacking[0], name))} is missing" if lacking else None
    found = [each for each in objects if each[0]]
    if change.effect.kind in (EffectKind.VALUE_ADDED, EffectKind.VALUE_REMOVED):
        found = [each for each in found if equal(each[1], name)] or found
    return f"{pointer.join(found[0][0])} holds {compact(found[0][1])}" if found else None


def _pointers(change: Change) -> tuple[str, ...]:
    """The places a change reaches that are pointers."""
    return tuple(each for each in change.places if each == "" or each.startswith("/"))


def _all_at(
    value: JsonValue, tokens: Sequence[str], at: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], JsonValue]]:
    """Every value at a pointer in which `*` stands for any item or member."""
    if not tokens:
        yield at, value
        return
    members: Iterable[tuple[object, JsonValue]] = ()
    if isinstance(value, dict):
        members = value.items() if tokens[0] == "*" else [(k, v) for k, v in value.items() if k == tokens[0]]
    elif isinstance(value, list):
        members = ((i, v) for i, v in enumerate(value) if tokens[0] in ("*", str(i)))
    for key, each in members:
        yield from _all_at(each, tokens[1:], (*at, str(key)))
