"""What the platform asks for before a merge to what it leaves open: judged only where somebody asked it."""

from __future__ import annotations

from collections.abc import Iterator

from govern.doctor.gates import Gate, gates
from govern.doctor.platform import Platform
from govern.doctor.wiring import Wiring
from govern.doctor.workflows import GATING
from govern.model import Finding, FindingLevel


def required(wiring: Wiring) -> Iterator[Finding]:
    """A gate whose check may fail without keeping anything from being merged, or be reported by anybody."""
    platform, found = wiring.platform, _before_merge(wiring)
    if platform is None or not found:
        return
    pending = [gate for gate in found if not _by_workflow(platform, gate)]
    checks = [each for gate in pending for each in platform.checks if _is_of(each.name, gate)]
    if len(pending) == len(found) and not checks:
        named = ", ".join(sorted({f"`{gate.label}`" for gate in pending}))
        asked = ", ".join(f"`{each.name}`" for each in platform.checks) or "none"
        yield Finding(
            "check-not-required",
            FindingLevel.BLOCKS,
            f"the branch can be merged into without {named}; required checks: {asked}",
            f"require the check {named} in the rules of the branch",
            platform.file,
        )
    for check in checks:
        if not check.sourced:
            yield Finding(
                "check-source-open",
                FindingLevel.BLOCKS,
                f"whoever may write to the repository can report `{check.name}` as passed",
                "choose GitHub Actions as the expected source of the check",
                platform.file,
            )


def owners_asked(wiring: Wiring) -> Iterator[Finding]:
    """A gate that rests on owners, whom nobody asks."""
    platform = wiring.platform
    if platform is None or platform.owners_approve:
        return
    for gate in _before_merge(wiring):
        if "pull_request" in gate.entry.events and not _by_workflow(platform, gate):
            yield Finding(
                "owner-review-not-required",
                FindingLevel.BLOCKS,
                f"{gate.entry.path} is guarded by its owners only, and their review is not required",
                "require review from code owners in the rules of the branch",
                platform.file,
            )


def _is_of(name: str, gate: Gate) -> bool:
    """Whether a check is that of a gate. Jobs of a called workflow and of a matrix have more behind the name,
    and what an expression gives is not known."""
    label, _, unknown = gate.label.partition("${{")
    return name == label or name.startswith(label if unknown else (f"{label} / ", f"{label} ("))


def _before_merge(wiring: Wiring) -> list[Gate]:
    return [gate for gate in gates(wiring) if set(gate.entry.events) & set(GATING)]


def _by_workflow(platform: Platform, gate: Gate) -> bool:
    """Whether a rule requires the workflow itself, of the ref that the rule names."""
    return bool({workflow.path for workflow, _ in gate.parts} & set(platform.workflows))
