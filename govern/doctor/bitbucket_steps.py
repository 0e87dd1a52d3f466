"""The steps of Bitbucket Pipelines that run the check to what is wrong with them.

Source: Atlassian, "Bitbucket Pipelines configuration reference": `clone.depth` is 50 unless it is set; a
step with `condition` or `trigger: manual` may not run.
"""

from __future__ import annotations

from collections.abc import Iterator

from govern.doctor.bitbucket import FILE, Pipelines, PipelineStep
from govern.doctor.shapes import text
from govern.doctor.wiring import Wiring
from govern.model import Finding, FindingLevel

_START = "pull-requests"


def steps(wiring: Wiring) -> Iterator[Finding]:
    """Steps that are skipped, run on other events only, or lack the history."""
    pipelines = wiring.bitbucket
    gates = [step for step in pipelines.steps if step.checks] if pipelines is not None else []
    if pipelines is None or not gates:
        return
    if not any(step.start == _START and step.pattern == "**" for step in gates):
        yield _stepped(
            pipelines,
            "gate-trigger-filtered",
            gates[0].pointer,
            "no pipeline for all pull requests (`pull-requests: '**'`) runs the check",
            "run it under `pull-requests: '**'`",
        )
    for step in gates:
        yield from _step(pipelines, step)


def _step(pipelines: Pipelines, step: PipelineStep) -> Iterator[Finding]:
    for name in ("condition", "trigger"):
        if name in step.said and (name == "condition" or text(step.said[name]) == "manual"):
            yield _stepped(
                pipelines,
                "gate-skippable",
                f"{step.pointer}/{name}",
                f"`{name}` can keep the step from running, and the pipeline goes on",
                "take it out: govern finds out by itself what a change touches",
            )
    if step.depth != "full":
        yield _stepped(
            pipelines,
            "checkout-shallow",
            step.pointer,
            f"the clone has a history of depth {step.depth or '50 (the default)'}",
            "set `clone: { depth: full }`: the merge base must be there",
        )


def _stepped(pipelines: Pipelines, rule: str, at: str, message: str, remedy: str) -> Finding:
    return Finding(rule, FindingLevel.BLOCKS, message, remedy, FILE, pipelines.document.place(at))
