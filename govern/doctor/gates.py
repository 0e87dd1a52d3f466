"""A wiring to its gates: the jobs that run `govern check`, and what of the wiring makes up each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from govern.doctor.scripts import Use
from govern.doctor.wiring import Wiring
from govern.doctor.workflows import FOLDER, Job, Step, Workflow

_HERE = f"./{FOLDER}"
_NAMED = re.compile(r"(?:^|[/._-])govern(?:[/._-]|$)")


@dataclass(frozen=True, slots=True)
class Gate:
    """A job of a workflow that runs the check, or calls a workflow of this repository with such a job.

    `entry` is the workflow that events start. `parts` are the jobs that must run: that of the entry, then
    that of the workflow which it calls, each with its workflow. `elsewhere`: what runs the check stands in
    another repository, and is not known.
    """

    entry: Workflow
    parts: tuple[tuple[Workflow, Job], ...]
    elsewhere: str = ""

    @property
    def label(self) -> str:
        """The name of its check; of a job that is called, with that of the caller in front."""
        return " / ".join(job.label for _, job in self.parts)

    @property
    def steps(self) -> Iterator[tuple[Workflow, Job, Step]]:
        """The steps of its jobs, in order, each with where it stands."""
        for workflow, job in self.parts:
            for step in job.steps:
                yield workflow, job, step

    @property
    def uses(self) -> Iterator[tuple[Workflow, Step, Use]]:
        """Its calls of `govern check`."""
        for workflow, _, step in self.steps:
            for use in step.run.uses if step.run is not None else ():
                yield workflow, step, use


def is_ours(uses: str) -> bool:
    """Whether an action or a workflow has the name of govern, so that it may be what runs the check."""
    return bool(_NAMED.search(uses.partition("@")[0]))


def gates(wiring: Wiring) -> tuple[Gate, ...]:
    """The gates of the workflows that events start, in the order of the files."""
    by_path = {each.path: each for each in wiring.workflows}
    found = []
    for workflow in wiring.workflows:
        if set(workflow.events) - {"workflow_call"}:
            for job in workflow.jobs:
                found += [*_gates(workflow, job, by_path)]
    return tuple(found)


def _gates(entry: Workflow, job: Job, by_path: dict[str, Workflow]) -> Iterator[Gate]:
    if job.checks:
        yield Gate(entry, ((entry, job),))
    elif job.uses.startswith(_HERE) and (called := by_path.get(job.uses.removeprefix("./"))) is not None:
        for inner in called.jobs:
            if inner.checks:
                yield Gate(entry, ((entry, job), (called, inner)))
    elif is_ours(job.uses):
        yield Gate(entry, ((entry, job),), job.uses)
    else:
        used = next((step.uses for step in job.steps if is_ours(step.uses)), "")
        if used:
            yield Gate(entry, ((entry, job),), used)
