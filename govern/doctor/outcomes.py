"""Jobs, steps and scripts to the ways in which the check does not run, or fails and nobody sees it.

Source: GitHub, "Using conditions to control job execution": a job that is skipped reports success. It is
skipped too where a job that it needs has failed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from govern.doctor.gates import Gate, gates
from govern.doctor.wiring import Wiring
from govern.doctor.workflows import Job, Workflow
from govern.model import Finding, FindingLevel

_ALWAYS = re.compile(r"(?:\$\{\{)?\s*(?:always\(\)|!\s*cancelled\(\)|true)\s*(?:\}\})?")
_UNCONDITIONAL = re.compile(r"(?:\$\{\{)?\s*success\(\)\s*(?:\}\})?")


def skippable(wiring: Wiring) -> Iterator[Finding]:
    """Conditions under which a gate counts as passed without having run."""
    for gate in gates(wiring):
        for workflow, job in gate.parts:
            yield from _job(workflow, job)
        for workflow, _, step in gate.steps:
            runs = step.run is not None and step.run.uses
            if runs and step.condition and not _runs(step.condition):
                at = f"{step.pointer}/if"
                yield _skippable(workflow, at, f"the step is skipped unless {_said(step.condition)}")


def tolerant(wiring: Wiring) -> Iterator[Finding]:
    """`continue-on-error` on the way from the check to the job's result."""
    for gate in gates(wiring):
        for workflow, at, value in _tolerated(gate):
            if value not in ("", "false"):
                yield Finding(
                    "gate-failure-ignored",
                    FindingLevel.BLOCKS,
                    f"`continue-on-error: {value}` reports a closed gate as success",
                    "take it out",
                    workflow.path,
                    workflow.place(f"{at}/continue-on-error"),
                )


def scripted(wiring: Wiring) -> Iterator[Finding]:
    """What the scripts of any platform make of the exit status, and whether they come to the check at all."""
    for script in wiring.scripts:
        for use in script.uses:
            if use.lost is not None:
                yield Finding(
                    "gate-failure-ignored",
                    FindingLevel.BLOCKS,
                    f"the script ends well where `govern check` does not: {use.lost}",
                    "let `govern check` be the last command, alone in its line; --format writes files",
                    script.path,
                    use.place,
                )
            if use.skipped is not None:
                yield Finding(
                    "gate-skippable",
                    FindingLevel.BLOCKS,
                    f"the script can end well without `govern check`: {use.skipped}",
                    "work out arguments in the branches, and call `govern check` behind them",
                    script.path,
                    use.place,
                )


def _job(workflow: Workflow, job: Job) -> Iterator[Finding]:
    always = bool(_ALWAYS.fullmatch(job.condition))
    if job.condition and not _runs(job.condition):
        yield _skippable(workflow, f"{job.pointer}/if", f"the job is skipped unless {_said(job.condition)}")
    if job.needs and not always:
        named = ", ".join(job.needs)
        message = f"the job is skipped where one that it needs fails ({named})"
        yield _skippable(workflow, f"{job.pointer}/needs", message)


def _skippable(workflow: Workflow, at: str, message: str) -> Finding:
    return Finding(
        "gate-skippable",
        FindingLevel.BLOCKS,
        f"{message}, and what is skipped counts as passed",
        "take the condition out: let the check run always and by itself",
        workflow.path,
        workflow.place(at),
    )


def _tolerated(gate: Gate) -> Iterator[tuple[Workflow, str, str]]:
    for workflow, job in gate.parts:
        yield workflow, job.pointer, job.tolerant
    for workflow, _, step in gate.steps:
        if (step.run is not None and step.run.uses) or (gate.elsewhere and step.uses == gate.elsewhere):
            yield workflow, step.pointer, step.tolerant


def _runs(condition: str) -> bool:
    return bool(_ALWAYS.fullmatch(condition) or _UNCONDITIONAL.fullmatch(condition))


def _said(condition: str) -> str:
    return f"`{' '.join(condition.split())}`"
