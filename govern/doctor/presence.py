"""A wiring to whether anything in it runs the check before a merge, and cannot be mistaken."""

from __future__ import annotations

from collections.abc import Iterator

from govern.doctor.gates import gates, is_ours
from govern.doctor.wiring import Wiring
from govern.doctor.workflows import GATING, PROPOSALS
from govern.model import Finding, FindingLevel


def illegible(wiring: Wiring) -> Iterator[Finding]:
    """Files and scripts that cannot be read: what they do to the gate, nobody knows."""
    for each in wiring.illegible:
        yield Finding(
            "wiring-illegible",
            FindingLevel.BLOCKS if each.concerns else FindingLevel.NOTE,
            f"what it does cannot be told: {each.fault.message}",
            "write it without what is named here; it may speak of govern"
            if each.concerns
            else "nothing, where it has no part in the gate: it does not speak of govern",
            each.path,
            each.fault.place,
        )
    for script in wiring.scripts:
        if script.unreadable:
            yield Finding(
                "wiring-illegible",
                FindingLevel.BLOCKS,
                f"the script speaks of `govern check`, and cannot be read: {script.flaw}",
                "mend it, or call govern in a step of its own",
                script.path,
                script.place(0),
            )


def missing(wiring: Wiring) -> Iterator[Finding]:
    """No job runs the check before a merge, and no rule of the platform requires a workflow that does."""
    if wiring.platform is not None and any(map(is_ours, wiring.platform.workflows)):
        return
    found = gates(wiring)
    if any(set(gate.entry.events) & set(GATING) for gate in found):
        return
    if any(job.checks for job in (wiring.gitlab.jobs if wiring.gitlab else ())):
        return
    if any(step.checks for step in (wiring.bitbucket.steps if wiring.bitbucket else ())):
        return
    message = "nothing that is visible here runs `govern check` on a pull request"
    if found:
        events = ", ".join(found[0].entry.events)
        message = f"`govern check` runs on {events} only, and on no pull request"
    elif wiring.hooks:
        message = f"only a hook ({wiring.hooks}) runs govern, and whoever commits can leave it out"
    path = found[0].entry.path if found else wiring.hooks
    place = found[0].entry.place("/on") if found else None
    remedy = "copy one of the wirings of govern's repository, and call `govern check` in a line of its own"
    yield Finding("gate-missing", FindingLevel.BLOCKS, message, remedy, path, place)


def shared_labels(wiring: Wiring) -> Iterator[Finding]:
    """Other jobs of the same name, whose success would count for that of the gate."""
    every = gates(wiring)
    labels = {gate.label: gate for gate in every}
    own = {(workflow.path, job.pointer) for gate in every for workflow, job in gate.parts}
    for workflow in wiring.workflows:
        if not set(workflow.events) & {*PROPOSALS, "merge_group", "push"}:
            continue
        for job in workflow.jobs:
            gate = labels.get(job.label)
            if gate is not None and (workflow.path, job.pointer) not in own:
                yield Finding(
                    "gate-name-shared",
                    FindingLevel.BLOCKS,
                    f"the job `{job.label}` has the name of the gate in {gate.entry.path}, and runs no check",
                    "give it a name of its own: platforms know required checks by their names",
                    workflow.path,
                    workflow.place(job.pointer),
                )
