"""What a job checks out to what is missing in it, and to strangers' code that it would run with rights.

Sources: actions/checkout, README (`fetch-depth`, `ref`, `allow-unsafe-pr-checkout`); GitHub Security Lab,
"Preventing pwn requests".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from govern.doctor.calls import program
from govern.doctor.gates import gates
from govern.doctor.scripts import Script
from govern.doctor.wiring import Wiring
from govern.doctor.workflows import Step, Workflow
from govern.model import Finding, FindingLevel

_CHECKOUT = re.compile(r"actions/checkout(?:@.*)?")
_PROPOSED = re.compile(r"pull_request\.head|github\.head_ref|workflow_run\.head|refs/pull/|merge_commit_sha")
_TAKES = ("checkout", "switch", "merge", "pull", "rebase", "reset", "worktree", "read-tree", "restore")
_TRUSTED = ("pull_request_target", "workflow_run")
"""Events whose jobs have the target's secrets and a token that may write."""


def shallow(wiring: Wiring) -> Iterator[Finding]:
    """A gate whose checkout lacks the history that the merge base is in."""
    for gate in gates(wiring):
        deepened = any(step.run is not None and _deepens(step.run) for _, _, step in gate.steps)
        for workflow, _, step in gate.steps:
            depth = step.inputs.get("fetch-depth", "1")
            if not _CHECKOUT.fullmatch(step.uses) or depth == "0" or deepened:
                continue
            given = "fetch-depth" in step.inputs
            at = f"{step.pointer}/with/fetch-depth" if given else f"{step.pointer}/uses"
            yield Finding(
                "checkout-shallow",
                FindingLevel.BLOCKS,
                f"the checkout has a history of depth {depth}" + ("" if given else " (the default)"),
                "set `fetch-depth: 0`: the merge base must be there",
                workflow.path,
                workflow.place(at),
            )


def untrusted(wiring: Wiring) -> Iterator[Finding]:
    """A workflow with the target's rights that checks out what a pull request brings."""
    for workflow in wiring.workflows:
        events = [event for event in _TRUSTED if event in workflow.events]
        for job in workflow.jobs if events else ():
            for step in job.steps:
                yield from _untrusted(workflow, step, events[0])


def _untrusted(workflow: Workflow, step: Step, event: str) -> Iterator[Finding]:
    for at, what in (*_checked_out(step), *_commanded(step)):
        where = workflow.place(f"{step.pointer}{at}")
        yield Finding(
            "checkout-untrusted",
            FindingLevel.BLOCKS,
            f"a workflow of `{event}` checks out what the pull request brings ({what})",
            "fetch it as objects (`git fetch origin +refs/pull/N/merge:refs/govern/head`), check out nothing",
            workflow.path,
            where,
        )


def _checked_out(step: Step) -> Iterator[tuple[str, str]]:
    if not _CHECKOUT.fullmatch(step.uses):
        return
    for name in ("ref", "repository"):
        if _PROPOSED.search(step.inputs.get(name, "")):
            yield f"/with/{name}", step.inputs[name]
    if step.inputs.get("allow-unsafe-pr-checkout", "false") != "false":
        yield "/with/allow-unsafe-pr-checkout", "allow-unsafe-pr-checkout"


def _commanded(step: Step) -> Iterator[tuple[str, str]]:
    """`gh pr checkout`, and git where the script takes in what it fetched of a pull request."""
    run = step.run
    if run is None:
        return
    proposed = bool(_PROPOSED.search(run.text)) or any(map(_PROPOSED.search, step.variables.values()))
    for command in run.commands:
        words = [word for word in command.words if not word.startswith("-")]
        named = program(words[0]) if words else ""
        if named == "gh" and words[1:3] == ["pr", "checkout"]:
            yield "/run", "gh pr checkout"
        if named == "git" and proposed and any(word in _TAKES for word in words[1:2]):
            yield "/run", " ".join(command.words[:4])


def _deepens(run: Script) -> bool:
    return any("--unshallow" in command.words and "fetch" in command.words for command in run.commands)
