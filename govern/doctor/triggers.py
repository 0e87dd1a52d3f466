"""The events that start a gate to the pull requests and merges that it misses.

Sources: GitHub Actions, "Events that trigger workflows" and "Workflow syntax", `on.<event>.paths`.
"""

from __future__ import annotations

from collections.abc import Iterator

from govern.doctor.gates import gates
from govern.doctor.wiring import Wiring
from govern.doctor.workflows import GATING, PROPOSALS, Trigger, Workflow
from govern.model import Finding, FindingLevel

_PATHS = ("paths", "paths-ignore")
_BRANCHES = ("branches", "branches-ignore")
_NEEDED = ("opened", "synchronize", "reopened")


def filtered(wiring: Wiring) -> Iterator[Finding]:
    """Filters on the events of a gate: pull requests that it never sees."""
    for workflow in _entries(wiring):
        for trigger in workflow.triggers:
            if trigger.event in GATING:
                yield from _filters(workflow, trigger)


def _filters(workflow: Workflow, trigger: Trigger) -> Iterator[Finding]:
    for name in trigger.filters:
        at = workflow.place(f"{trigger.pointer}/{name}")
        if name in _PATHS:
            yield Finding(
                "gate-trigger-filtered",
                FindingLevel.BLOCKS,
                f"`{name}` keeps the check from pull requests that change other files only",
                "take the filter out: govern finds out by itself what a change touches",
                workflow.path,
                at,
            )
        elif name in _BRANCHES:
            yield Finding(
                "gate-trigger-filtered",
                FindingLevel.NOTE,
                f"`{name}` keeps the check from pull requests into other branches",
                "take it out, or see that nothing is merged on from such a branch unchecked",
                workflow.path,
                at,
            )
        elif name == "types" and trigger.event in PROPOSALS:
            lacking = [each for each in _NEEDED if each not in trigger.filters[name]]
            if lacking:
                yield Finding(
                    "gate-trigger-filtered",
                    FindingLevel.BLOCKS,
                    f"`types` lacks {', '.join(lacking)}: what is pushed then is not checked",
                    "take `types` out, or name opened, synchronize and reopened",
                    workflow.path,
                    at,
                )


def queue(wiring: Wiring) -> Iterator[Finding]:
    """Other workflows run in the merge queue, and the gate does not: it would wait for it for ever, or merge
    without."""
    others = [each.path for each in wiring.workflows if "merge_group" in each.events]
    for workflow in _entries(wiring):
        if others and set(PROPOSALS) & set(workflow.events) and not _on(wiring, "merge_group"):
            yield Finding(
                "merge-queue-unchecked",
                FindingLevel.NOTE,
                f"{others[0]} runs in the merge queue (`merge_group`), and the gate does not",
                "add `merge_group:` to its events",
                workflow.path,
                workflow.place("/on"),
            )


def push(wiring: Wiring) -> Iterator[Finding]:
    """Whoever may bypass the gate leaves no trace where it does not run after the fact."""
    for workflow in _entries(wiring):
        if set(PROPOSALS) & set(workflow.events) and not _on(wiring, "push"):
            yield Finding(
                "push-unchecked",
                FindingLevel.NOTE,
                "what reaches the target branch past the gate is never checked",
                "run it on `push` to the target branch as well: it shows a bypass after the fact",
                workflow.path,
                workflow.place("/on"),
            )


def _on(wiring: Wiring, event: str) -> bool:
    return any(event in workflow.events for workflow in _entries(wiring))


def _entries(wiring: Wiring) -> tuple[Workflow, ...]:
    """The workflows of the gates, each once."""
    found = {gate.entry.path: gate.entry for gate in gates(wiring)}
    return tuple(found.values())
