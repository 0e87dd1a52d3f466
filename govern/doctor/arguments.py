"""How govern is called to what the call takes from the wrong place: policy, code, or the commits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from govern.doctor.gates import gates
from govern.doctor.scripts import Script, Use
from govern.doctor.wiring import Wiring
from govern.doctor.workflows import PROPOSALS
from govern.model import Finding, FindingLevel, Place

_UNCOMMITTED = ("WORKTREE", "STAGED")
_ONLY_OF_PROPOSALS = re.compile(
    r"github\.base_ref|GITHUB_BASE_REF|github\.event\.pull_request\.base|CI_MERGE_REQUEST_TARGET|BITBUCKET_PR_"
)
_GUARDED = re.compile(r"\$\{\w+:?[?-]|\|\|")
_TRUSTED_FOLDER = re.compile(r"/|\$\{?RUNNER_TEMP\b|\$\{\{\s*runner\.temp\b|~")


def called(wiring: Wiring) -> Iterator[Finding]:
    """Calls with options that no gate should have, on any platform."""
    for script in wiring.scripts:
        for use in script.uses:
            yield from _call(script, use)


def _call(script: Script, use: Use) -> Iterator[Finding]:
    head, config = use.call.option("--head"), use.call.option("--config")
    if head in _UNCOMMITTED:
        yield Finding(
            "gate-head-uncommitted",
            FindingLevel.BLOCKS,
            f"`--head {head}` judges files that no commit holds, and is refused where CI is set",
            "name a commit: `--head HEAD`",
            script.path,
            use.place,
        )
    if config is not None and not _TRUSTED_FOLDER.match(config):
        yield Finding(
            "policy-from-proposal",
            FindingLevel.BLOCKS,
            f"`--config {config}` takes the rules from the files that are checked out",
            "leave it out: the rules are those of the target branch",
            script.path,
            use.place,
        )
    if use.call.exposed:
        yield Finding(
            "module-path-unsafe",
            FindingLevel.BLOCKS,
            "`python -m govern` looks for modules in the checkout first: a `json.py` there would be run",
            "call `govern`, or `python -I -m govern`",
            script.path,
            use.place,
        )


def search_path(wiring: Wiring) -> Iterator[Finding]:
    """A search path of modules set for the check: a folder of the checkout in it brings strangers' code."""
    for gate in gates(wiring):
        for workflow, job in gate.parts:
            yield from _search_path(workflow.path, workflow.place("/env/PYTHONPATH"), workflow.variables)
            yield from _search_path(
                workflow.path, workflow.place(f"{job.pointer}/env/PYTHONPATH"), job.variables
            )
        for workflow, _, step in gate.steps:
            if step.run is not None and step.run.uses:
                yield from _search_path(
                    workflow.path, workflow.place(f"{step.pointer}/env/PYTHONPATH"), step.variables
                )


def _search_path(path: str, place: Place, variables: Mapping[str, str]) -> Iterator[Finding]:
    if variables.get("PYTHONPATH"):
        yield Finding(
            "module-path-unsafe",
            FindingLevel.BLOCKS,
            f"`PYTHONPATH` is `{variables['PYTHONPATH']}` where govern runs",
            "take it out: govern finds its own modules",
            path,
            place,
        )


def empty_base(wiring: Wiring) -> Iterator[Finding]:
    """A base that only pull requests have, in a gate that other events start too."""
    for gate in gates(wiring):
        others = [event for event in gate.entry.events if event not in PROPOSALS]
        for workflow, step, use in gate.uses:
            base = use.call.option("--base") or ""
            variable = re.sub(r"\W", "", base)
            said = f"{base} {step.variables.get(variable, '')}"
            if others and _ONLY_OF_PROPOSALS.search(said) and not _GUARDED.search(said):
                yield Finding(
                    "base-may-be-empty",
                    FindingLevel.NOTE,
                    f"`--base {base}` is empty on {', '.join(others)}, where govern then refuses to work",
                    "leave --base out: govern reads the event; or give each event a base of its own",
                    workflow.path,
                    use.place,
                )
