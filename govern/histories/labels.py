"""What changed between two releases and the names of their tags to whether the newer is named rightly.

A contract without a version field is labelled by its tags alone: `v1.2.0` after `v1.1.0` says that
nothing breaks. Source: semantics section 5, the table of schemes.
"""

from __future__ import annotations

from dataclasses import replace

from govern.contracts import Contract, Zero
from govern.model import Compatibility, Judged, Level, ReleaseStep, VersionReview, VersionVerdict
from govern.policy.versions import SCHEMES, scheme_of
from govern.review.releases import version_named


def labelled(step: ReleaseStep, contract: Contract, *, alone: bool) -> ReleaseStep:
    """The step, judged by the versions in its tags where the contract has no version field."""
    texts = [version_named(contract, tag, alone=alone) for tag in (step.base_tag, step.head_tag)]
    if step.judged.versions or texts[0] is None or texts[1] is None or step.judged.status != "changed":
        return step
    review = _judged(step, texts[0], texts[1])
    if review is None:
        return step
    return replace(step, judged=replace(step.judged, versions=(review,), faults=_faults(review, step.judged)))


def _judged(step: ReleaseStep, before: str, after: str) -> VersionReview | None:
    """What is said of two versions; nothing where they are of no one scheme."""
    scheme = scheme_of(before)
    row = SCHEMES[scheme] if scheme is not None else None
    base, head = (row.parse(before), row.parse(after)) if row is not None else (None, None)
    if row is None or base is None or head is None:
        return None
    ask = row.ask(step.judged.needed, base, Zero.LENIENT).level
    taken = row.step(base, head)
    small = taken.level.rank < ask.rank
    verdict = (
        VersionVerdict.DECREASED
        if taken.decreased
        else VersionVerdict.TOO_SMALL
        if small
        else VersionVerdict.RIGHT
    )
    wrong = verdict is not VersionVerdict.RIGHT
    suggestion = row.next(base, ask).text if wrong and ask is not Level.NONE else None
    at = f"tag {step.head_tag}"
    return VersionReview(at, row.name.value, (), before, after, ask, taken.level, verdict, suggestion)


def _faults(review: VersionReview, judged: Judged) -> tuple[str, ...]:
    if judged.compatibility is Compatibility.NONE:
        return ()
    match review.verdict:
        case VersionVerdict.DECREASED:
            return (f"{review.at}: {review.head} is lower than {review.base}, which it comes from",)
        case VersionVerdict.TOO_SMALL:
            least = f"; at least {review.suggestion}" if review.suggestion else ""
            return (
                f"{review.at}: {review.head} is too small a step from {review.base} for what changed{least}",
            )
        case _:
            return ()
