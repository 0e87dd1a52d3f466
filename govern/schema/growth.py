"""An edit to whether it is growth: it extends a closed vocabulary, and nothing else (section 3)."""

from __future__ import annotations

from govern.model import Answer, EffectKind, Verdict
from govern.schema.alignment import member_values
from govern.schema.editing import Edit, Operation
from govern.schema.whole import Judge, same

GROWTH = frozenset({"enum-value-added", "property-added", "required-property-added", "branch-added"})
"""Rules whose edits can be growth."""


def grows(edit: Edit, backward: Answer, forward: Answer, judge: Judge) -> bool:
    """Growth keeps backward proved, apart from a new obligation, and adds to what is accepted."""
    if edit.rule not in GROWTH:
        return False
    if edit.rule == "branch-added" and edit.effect is EffectKind.NONE and not _set_apart(edit):
        return False
    if edit.without_duty:
        backward, forward = judge(edit.without_duty)
    if backward.verdict is not Verdict.PROVED or forward.verdict is not Verdict.REFUTED:
        return False
    return edit.effect is not EffectKind.NAME_ADDED or edit.closed or same(*judge(_forbidding(edit)))


def _forbidding(edit: Edit) -> tuple[Operation, ...]:
    """Base with the new name forbidden where it was added: the same as base iff no document could
    carry the name there."""
    return (Operation((*edit.owner, "properties", str(edit.name)), {"not": {}}),)


def _set_apart(edit: Edit) -> bool:
    """Whether an added branch has a constant member that each other branch lists values of, too, and
    never that one."""
    listed = edit.operations[0].value
    branches = [member_values(each) for each in listed] if isinstance(listed, list) else []
    mine, others = branches[-1] if branches else {}, branches[:-1]
    return any(
        len(values) == 1 and all(name in other and not values & other[name] for other in others)
        for name, values in mine.items()
    )
