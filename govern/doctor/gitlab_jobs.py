"""The jobs of a GitLab pipeline that run the check to what is wrong with them.

Source: GitLab, "CI/CD YAML syntax reference": a job that no rule adds is not in the pipeline, which succeeds
without it; `GIT_DEPTH` is 20 unless it is set; a merge request runs the file of its own branch.
"""

from __future__ import annotations

from collections.abc import Iterator

from govern.doctor.gitlab import FILE, GitlabJob, Pipeline
from govern.doctor.shapes import items, table, text
from govern.doctor.wiring import Wiring
from govern.model import Finding, FindingLevel

_NARROWING = ("changes", "exists")
_SKIPPED = ("never", "manual", "on_failure")


def jobs(wiring: Wiring) -> Iterator[Finding]:
    """Jobs that are skipped, may fail, or lack the history."""
    pipeline = wiring.gitlab
    if pipeline is None:
        return
    gates = [job for job in pipeline.jobs if job.checks]
    for index, rule in enumerate(pipeline.rules if gates else ()):
        narrow = next((name for name in _NARROWING if name in table(rule)), "")
        if narrow:
            yield _skippable(pipeline, f"/workflow/rules/{index}/{narrow}", f"`{narrow}`")
    for job in gates:
        yield from _conditions(pipeline, job)
        yield from _tolerance(pipeline, job)
        yield from _depth(pipeline, job)


def unprotected(wiring: Wiring) -> Iterator[Finding]:
    """A pipeline of the merge request's own branch that no owner guards."""
    pipeline, owners = wiring.gitlab, wiring.gitlab_owners
    gate = next((job for job in pipeline.jobs if job.checks), None) if pipeline is not None else None
    if pipeline is None or gate is None or (owners is not None and owners.of(FILE)):
        return
    yield Finding(
        "ci-gate-unprotected",
        FindingLevel.BLOCKS,
        f"the pipeline is the merge request's own, which can rewrite it; no owner is named for {FILE}",
        "keep it in a project of its own (see govern's wiring for GitLab), or name owners in CODEOWNERS",
        FILE,
        pipeline.document.place(gate.pointer),
    )


def _conditions(pipeline: Pipeline, job: GitlabJob) -> Iterator[Finding]:
    for index, rule in enumerate(items(job.said.get("rules"))):
        said = table(rule)
        narrow = next((name for name in _NARROWING if name in said), "")
        narrow = narrow or ("when" if text(said.get("when")) in _SKIPPED else "")
        if narrow:
            yield _skippable(pipeline, f"{job.pointer}/rules/{index}/{narrow}", f"`{narrow}`")
    for name in ("only", "except"):
        said = table(job.said.get(name))
        if "changes" in said:
            yield _skippable(pipeline, f"{job.pointer}/{name}/changes", f"`{name}: changes`")
    if text(job.said.get("when")) in _SKIPPED:
        yield _skippable(pipeline, f"{job.pointer}/when", f"`when: {text(job.said.get('when'))}`")


def _skippable(pipeline: Pipeline, at: str, what: str) -> Finding:
    return Finding(
        "gate-skippable",
        FindingLevel.BLOCKS,
        f"{what} can leave the job out, and the pipeline succeeds without it",
        "let the job run on every merge request: govern finds out by itself what a change touches",
        FILE,
        pipeline.document.place(at),
    )


def _tolerance(pipeline: Pipeline, job: GitlabJob) -> Iterator[Finding]:
    allowed = [(job.said.get("allow_failure"), f"{job.pointer}/allow_failure")]
    allowed += [
        (table(rule).get("allow_failure"), f"{job.pointer}/rules/{index}/allow_failure")
        for index, rule in enumerate(items(job.said.get("rules")))
    ]
    for value, at in allowed:
        if value not in (None, False):
            yield _ignored(pipeline, at, "`allow_failure` lets the pipeline succeed with the gate closed")
    if job.late.uses and not job.run.uses:
        at = f"{job.pointer}/after_script"
        yield _ignored(pipeline, at, "the exit status of an `after_script` does not count")


def _ignored(pipeline: Pipeline, at: str, message: str) -> Finding:
    remedy = "take it out, and call `govern check` in `script`"
    place = pipeline.document.place(at)
    return Finding("gate-failure-ignored", FindingLevel.BLOCKS, message, remedy, FILE, place)


def _depth(pipeline: Pipeline, job: GitlabJob) -> Iterator[Finding]:
    depth = job.variables.get("GIT_DEPTH", "20")
    fetched = any("fetch" in command.words and "--depth" not in command.words for command in job.run.commands)
    cloned = job.variables.get("GIT_STRATEGY", "") not in ("none", "empty")
    if depth != "0" and (cloned or not fetched):
        given = "" if "GIT_DEPTH" in job.variables else " (the default)"
        yield Finding(
            "checkout-shallow",
            FindingLevel.BLOCKS,
            f"the clone has a history of depth {depth}{given}",
            'set `GIT_DEPTH: "0"` in the variables of the job: the merge base must be there',
            FILE,
            pipeline.document.place(f"{job.pointer}/variables/GIT_DEPTH"),
        )
