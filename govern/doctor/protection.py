"""The files that make up the gate to those of them that a pull request may change unasked.

A workflow of `pull_request` is that of the pull request itself, so only people can guard it: the owners that
CODEOWNERS names (GitHub reads it from the target branch). One of `pull_request_target` is the target's; there
it will do if govern reports the change (`protected` in govern.toml).
"""

from __future__ import annotations

from collections.abc import Iterator

from govern.approvals.owners import GITHUB
from govern.configuration import covers
from govern.contracts import CONFIG_FILE
from govern.doctor.gates import Gate, gates
from govern.doctor.wiring import POLICY, Wiring
from govern.doctor.workflows import FOLDER
from govern.model import Finding, FindingLevel, Place

_BESIDE = f"{FOLDER}beside.yml"
"""Stands for any workflow that is added: it could report a check of the same name."""


def unprotected(wiring: Wiring) -> Iterator[Finding]:
    """Gates whose own workflow can be changed by the pull request that it is to judge."""
    for gate in gates(wiring):
        paths = {workflow.path for workflow, _ in gate.parts}
        if wiring.platform is not None and paths & set(wiring.platform.workflows):
            continue  # the platform runs the workflow of the ref that its rule names
        own = "pull_request" in gate.entry.events
        unowned = [path for path in (*sorted(paths), _BESIDE) if not _owned(wiring, path)]
        reported = all(covers(wiring.protected, path) for path in (*paths, _BESIDE))
        if unowned and (own or not reported):
            yield _unprotected(wiring, gate, own=own, unowned=unowned)


def unowned(wiring: Wiring) -> Iterator[Finding]:
    """Other files of the gate without owners, where its safety rests on owners."""
    guarded = [gate for gate in gates(wiring) if "pull_request" in gate.entry.events]
    owners = wiring.owners
    if not guarded or owners is None:
        return
    last = owners.entries[-1].line if owners.entries else 1
    if wiring.platform is not None and all(_required(wiring, gate) for gate in guarded):
        return
    policy = next((path for path in sorted(wiring.paths) if path.startswith(POLICY)), "")
    for path in (owners.path, *({CONFIG_FILE} & wiring.paths), policy):
        if path and not owners.of(path):
            shown = POLICY if path == policy else path
            yield Finding(
                "gate-file-unowned",
                FindingLevel.BLOCKS,
                f"`{shown}` has no owner: a pull request may change it, and nobody is asked",
                f"add a line at the end: `/{shown} @your-organisation/release-managers`",
                owners.path,
                Place("", last, 1),
            )


def skipped_lines(wiring: Wiring) -> Iterator[Finding]:
    """Lines of CODEOWNERS that the platform skips without a word."""
    owners = wiring.owners
    for line, why in owners.ignored if owners is not None else ():
        yield Finding(
            "owners-line-ignored",
            FindingLevel.NOTE,
            f"the line is skipped: {why}",
            "write it in the form of the platform, or take it out",
            owners.path if owners is not None else "",
            Place("", line, 1),
        )


def _unprotected(wiring: Wiring, gate: Gate, *, own: bool, unowned: list[str]) -> Finding:
    shown = ", ".join(f"{FOLDER}*" if path == _BESIDE else path for path in unowned)
    file = wiring.owners.path if wiring.owners is not None else GITHUB[0]
    if own:
        message = (
            f"the workflow is the pull request's own, which can rewrite it; no owner is named for {shown}"
        )
        remedy = f"name owners in {file} (`/.github/ @…`), or use a wiring that a pull request cannot edit"
    else:
        message = f"a change of {shown} is neither reported by govern nor has an owner"
        remedy = (
            f'set `protected = [".github/**"]` in {CONFIG_FILE}, or name owners in {file} (`/.github/ @…`)'
        )
    event = "pull_request" if own else gate.entry.events[0]
    trigger = next((each for each in gate.entry.triggers if each.event == event), None)
    place = gate.entry.place(trigger.pointer if trigger is not None else "/on")
    return Finding("ci-gate-unprotected", FindingLevel.BLOCKS, message, remedy, gate.entry.path, place)


def _owned(wiring: Wiring, path: str) -> bool:
    return wiring.owners is not None and bool(wiring.owners.of(path))


def _required(wiring: Wiring, gate: Gate) -> bool:
    named = set(wiring.platform.workflows) if wiring.platform is not None else set()
    return bool({workflow.path for workflow, _ in gate.parts} & named)
