"""What a gate's token may do to what it should not: the check reads, and needs no more.

Source: GitHub Actions, "Workflow syntax", `permissions`: what is not named is none; without the key the
token has what the repository's settings say.
"""

from __future__ import annotations

from collections.abc import Iterator

from govern.doctor.gates import gates
from govern.doctor.wiring import Wiring
from govern.doctor.workflows import Job, Workflow
from govern.model import Finding, FindingLevel

_TELLING = ("pull-requests", "issues", "security-events", "id-token")
"""Scopes that reports are written with; none of them can change what is merged, or what a check says."""


def broad(wiring: Wiring) -> Iterator[Finding]:
    """Rights beyond `contents: read`."""
    for gate in gates(wiring):
        for workflow, job in gate.parts:
            trusted = "pull_request_target" in gate.entry.events
            yield from _of_job(workflow, job, trusted=trusted)


def _of_job(workflow: Workflow, job: Job, *, trusted: bool) -> Iterator[Finding]:
    own = job.permissions is not None
    permissions = job.permissions if own else workflow.permissions
    if permissions is None:
        yield Finding(
            "permissions-broad",
            FindingLevel.BLOCKS if trusted else FindingLevel.NOTE,
            "the token has whatever rights the settings of the repository give",
            "write `permissions: { contents: read }`",
            workflow.path,
            workflow.place(job.pointer),
        )
        return
    at = f"{job.pointer}/permissions" if own else "/permissions"
    written = [scope for scope, access in permissions.items() if access == "write"]
    harmful = [scope for scope in written if scope not in _TELLING]
    if written:
        named = ", ".join(scope or "every scope" for scope in harmful or written)
        scope = f"/{(harmful or written)[0]}" if (harmful or written)[0] else ""
        yield Finding(
            "permissions-broad",
            FindingLevel.BLOCKS if harmful else FindingLevel.NOTE,
            f"the token may write: {named}",
            "let the check have `contents: read`, and write comments in a job of its own",
            workflow.path,
            workflow.place(at + scope),
        )
