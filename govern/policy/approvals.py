"""The changes of a contract and its thresholds to who must approve them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from govern.contracts import ApprovalRule
from govern.model import Approval, Change, Class

ANYBODY = "reviewer"
"""Who is asked where a threshold names no role."""


def asked(rules: Mapping[Class, ApprovalRule], changes: Iterable[Change]) -> tuple[Approval, ...]:
    """One row for each set of roles, with the most that any class among the changes asks of it; the worst
    class says why. Of several roles, holders of any of them count (`approvals` in the published schema)."""
    classes = {change.class_ for change in changes if change.claimed_by is None}
    rows: dict[tuple[str, ...], Approval] = {}
    for class_ in sorted(classes, key=lambda each: each.rank):
        rule = rules.get(class_)
        if rule is None or rule.needed == 0:
            continue
        roles = tuple(sorted(set(rule.roles)))
        if roles not in rows or rows[roles].needed < rule.needed:
            label = " or ".join(roles) or ANYBODY
            rows[roles] = Approval(label, rule.needed, f"a change is {class_.value}", roles=roles)
    return tuple(rows[roles] for roles in sorted(rows))
