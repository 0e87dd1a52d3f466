"""One contract of a review, to the lines a terminal shows: verdicts, changes, what they ask for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from govern.configuration.toml_text import inline
from govern.documents import dumps
from govern.escape import shortened
from govern.model import (
    Answer,
    Change,
    Class,
    ContractReview,
    Rename,
    Standing,
    Verdict,
    VersionReview,
    VersionVerdict,
    Witness,
)
from govern.render import facts
from govern.render.lines import Line, Role, width_of
from govern.render.options import RenderOptions

SHOWN_PER_CLASS = 20
"""Changes of one class shown before the rest is counted, unless everything is asked for."""

_READABLE = 60
"""A longer witness is shown with the spot in it that matters."""

_MESSAGE_LIMIT = 600
_PLACES_SHOWN = 5
_ROLE_OF_CLASS = {
    Class.BREAKING: Role.BAD,
    Class.UNDECIDED: Role.DOUBTFUL,
    Class.RENAME: Role.DOUBTFUL,
    Class.ADDITIVE: Role.GOOD,
}
_ROLE_OF_VERDICT = {Verdict.PROVED: Role.GOOD, Verdict.REFUTED: Role.BAD, Verdict.UNDECIDED: Role.DOUBTFUL}
_SIDES = {"backward": ("base", "head"), "forward": ("head", "base")}


def class_role(class_: Class) -> Role:
    """The colour of a class."""
    return _ROLE_OF_CLASS.get(class_, Role.PLAIN)


def verdict_lines(contract: ContractReview, options: RenderOptions) -> Iterator[Line]:
    """Both directions: the verdict, the reading it holds under, and what stands behind it."""
    for direction, answer in (("backward", contract.backward), ("forward", contract.forward)):
        yield Line(_verdict(answer, options), 2, direction, _ROLE_OF_VERDICT[answer.verdict])
        if answer.reason is not None:
            yield Line(f"because {shortened(answer.reason, _MESSAGE_LIMIT)}", 11)
        witness = facts.witness_text(answer.witness)
        if witness is not None:
            accepts, refuses = _SIDES[direction]
            yield _witness(witness, 11, options)
            yield Line(f"{accepts} accepts it, {refuses} refuses it{_certified(answer.certified_by)}", 20)
            yield from _refused(answer.witness, 20, options)
        yield from _behind(answer, direction, options)


def change_lines(contract: ContractReview, options: RenderOptions) -> Iterator[Line]:
    """The changes, worst first, each with where, why, its witness, what to do and what it explains."""
    shown: dict[Class, int] = {}
    for change, claimed in facts.nested(contract.changes):
        shown[change.class_] = shown.get(change.class_, 0) + 1
        if options.everything or shown[change.class_] <= SHOWN_PER_CLASS:
            yield Line()
            yield from _change(change, claimed, contract, options)
    left_out = {each: number - SHOWN_PER_CLASS for each, number in shown.items() if number > SHOWN_PER_CLASS}
    if left_out and not options.everything:
        yield Line()
        rest = ", ".join(f"{number} {class_}" for class_, number in left_out.items())
        yield Line(f"not shown: {rest} more (shown with --all)", 2, role=Role.DOUBTFUL)


def rename_lines(renames: Sequence[Rename], options: RenderOptions) -> Iterator[Line]:
    """The renames as a table: what kind, where, from what to what, how sure."""
    if not renames:
        return
    yield Line()
    yield Line("renames", 2, role=Role.HEADING)
    kinds = max(len(rename.kind) for rename in renames)
    for rename in renames:
        sure = f"{rename.standing}, score {rename.score:.2f}"
        alias = "; the old name is still declared" if rename.old_still_declared else ""
        yield Line(f"{facts.kind_of(rename):<{kinds}}  {rename.from_} → {rename.to}  ({sure}{alias})", 4)
        moved = rename.head_container not in ("", rename.container)
        now = f", now {rename.head_container}" if moved else ""
        yield Line(f"in {rename.path}#{rename.container}{now}", 6 + kinds, role=Role.QUIET)
        if rename.shown is not None:
            before, after = (shortened(dumps(each), _READABLE) for each in rename.shown)
            yield Line(f"{before} → {after}", 6 + kinds)
        if options.explain or options.everything:
            for name, score in rename.alternatives:
                yield Line(f"or {name}, score {score:.2f}", 6 + kinds)
            for evidence in rename.evidence:
                yield Line(f"since {evidence}", 6 + kinds)
            if rename.standing is Standing.PROPOSED:
                entry = inline(facts.declaration(rename))
                yield Line(f"to declare it, add to `renames`: {entry}", 6 + kinds, whole=True)


def version_lines(versions: Sequence[VersionReview]) -> Iterator[Line]:
    """Each version: where, from what to what, what was asked for and what was found."""
    if not versions:
        return
    yield Line()
    yield Line("versions", 2, role=Role.HEADING)
    for version in versions:
        moved = f"{version.base or 'none'} → {version.head or 'none'}"
        if version.base == version.head:
            moved = f"{version.head or 'none'} (unchanged)"
        yield Line(f"{version.at}  {moved}", 4)
        do = f"; {version.suggestion} would do" if version.suggestion else ""
        asked = f"asked for: {version.required}, found: {version.actual}"
        role = Role.GOOD if version.verdict is VersionVerdict.RIGHT else Role.DOUBTFUL
        yield Line(f"{version.verdict} ({asked}{do})", 6, role=role)


def fixture_lines(contract: ContractReview) -> Iterator[Line]:
    """The fixtures counted, and those named that are not as they should be."""
    if not contract.fixtures:
        return
    fixtures = contract.fixtures
    right = [facts.as_expected(fixture) for fixture in fixtures]
    counts = f"{right.count(True)} as expected, {right.count(False)} not, {right.count(None)} unknown"
    done, asked = facts.exercised(contract)
    replayed = sum(fixture.replayed is True for fixture in fixtures)
    changed = sum(fixture.changed for fixture in fixtures)
    yield Line()
    yield Line("fixtures", 2, role=Role.HEADING)
    yield Line(f"{facts.counted(len(fixtures), 'document')}: {counts}", 4)
    exercised = f"{done} of {asked} changes exercised" if asked else "no change to exercise"
    yield Line(f"{replayed} of base accepted by head, {changed} changed; {exercised}", 4)
    for fixture, good in zip(fixtures, right, strict=True):
        if not good:
            word = "unknown whether it is" if good is None else "not"
            yield Line(f"{fixture.path}: {word} {fixture.expected}", 6, role=Role.BAD)


def approval_lines(contract: ContractReview) -> Iterator[Line]:
    """Who must approve, and what is known of it."""
    if not contract.approvals:
        return
    yield Line()
    yield Line("approvals", 2, role=Role.HEADING)
    for approval in contract.approvals:
        by = f": {', '.join(approval.by)}" if approval.by else ""
        known = "nobody verified it" if approval.verified is None else f"{approval.verified} verified{by}"
        yield Line(f"{approval.needed} by {approval.role}: {approval.because} ({known})", 4)


def _verdict(answer: Answer, options: RenderOptions) -> str:
    text = f"{answer.verdict} ({answer.reading} reading)"
    if answer.other_reading is None or (answer.other_reading is answer.verdict and not options.explain):
        return text
    return f"{text}; {answer.other_reading} under the {facts.other_content(answer)} one"


def _certified(names: Sequence[str]) -> str:
    return f"; certified by {', '.join(names)}" if names else ""


def _behind(answer: Answer, direction: str, options: RenderOptions) -> Iterator[Line]:
    """Assumptions and derivation, which only `explain` spells out; assumptions are always counted."""
    if options.explain:
        yield from (Line(f"assuming {each}", 11) for each in answer.assumptions)
        yield from _derivation(answer.proof, direction)
    elif answer.assumptions:
        number = facts.counted(len(answer.assumptions), "assumption")
        yield Line(f"under {number} (shown with --explain)", 11)


def _derivation(proof: Sequence[str], direction: str) -> Iterator[Line]:
    """The tree of a derivation, each line as deep as it stands; what it says of left and right is said
    of the side that accepts and of the one that would have to refuse."""
    if any(side in line.split() for line in proof for side in ("left", "right")):
        accepts, refuses = _SIDES[direction]
        yield Line(f"since {accepts} (left) accepts nothing that {refuses} (right) refuses:", 11)
        for each in proof:
            text = each.lstrip(" ")
            yield Line(text, 13 + len(each) - len(text))
        return
    yield from (Line(f"by {each}", 11) for each in proof)


def _refused(witness: Witness | None, indent: int, options: RenderOptions) -> Iterator[Line]:
    """Why validators refuse the witness, in their own words."""
    if witness is not None and options.explain:
        yield from (Line(shortened(each, _MESSAGE_LIMIT), indent) for each in witness.refused)


def _witness(witness: str, indent: int, options: RenderOptions) -> Line:
    room = max(40, width_of(options) - indent - 9 - 24)
    text = witness if options.explain else shortened(witness, room)
    return Line(text, indent, "witness", whole=True)


def _change(
    change: Change, claimed: Sequence[Change], contract: ContractReview, options: RenderOptions
) -> Iterator[Line]:
    role = class_role(change.class_)
    yield Line(f"{change.class_}: {change.rule}", 2, role=role)
    yield Line(facts.place_of(change) or "no place known", 4, whole=True)
    limit = len(change.message) if options.explain else _MESSAGE_LIMIT
    yield Line(shortened(change.message, limit), 4)
    if change.reason is not None:
        yield Line(shortened(change.reason, _MESSAGE_LIMIT), 4, "because")
    witness = facts.witness_text(change.witness)
    if witness is not None:
        yield _witness(witness, 4, options)
        spot = facts.spot_of(change)
        if spot is not None and len(witness) > _READABLE:
            yield Line(f"where {shortened(spot, _READABLE)}", 13, whole=True)
        certified = facts.certifiers(change, contract)
        if certified:
            yield Line(f"certified by {', '.join(certified)}", 13)
        yield from _refused(change.witness, 13, options)
    yield from _words(change, options)
    yield from _reach(change, options)
    yield from _claims(claimed, options)


def _words(change: Change, options: RenderOptions) -> Iterator[Line]:
    """Why it matters and what to do, in the words of the rule; an editorial change needs neither."""
    rule = options.rules.get(change.rule)
    if rule is None or (change.class_ is Class.EDITORIAL and not options.explain):
        return
    yield Line(rule.why, 4, "why")
    yield Line(rule.remedy, 4, "do")
    if options.explain:
        yield Line(rule.reference, 4, "see", Role.QUIET)


def _reach(change: Change, options: RenderOptions) -> Iterator[Line]:
    """The places of documents that the change reaches, where there are several or details are asked."""
    if not change.places or (len(change.places) == 1 and not options.explain):
        return
    limit = len(change.places) if options.everything else _PLACES_SHOWN
    places = ", ".join(each or "the whole document" for each in change.places[:limit])
    more = len(change.places) - limit
    yield Line(f"{places}, and {more} more places (shown with --all)" if more > 0 else places, 4, "reaches")


def _claims(claimed: Sequence[Change], options: RenderOptions) -> Iterator[Line]:
    if not claimed:
        return
    number = facts.counted(len(claimed), "further change")
    if not options.everything:
        yield Line(f"{number}: {facts.by_class(claimed)} (shown with --all)", 4, "explains")
        return
    yield Line(number, 4, "explains")
    for change in claimed:
        yield Line(f"{change.class_}: {change.rule}  {facts.place_of(change)}", 6, whole=True)
        yield Line(change.message, 8)
