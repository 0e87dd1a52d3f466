"""A wiring to what bears on the gate and cannot be told from files: said, and never taken for good."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from govern.doctor.gates import Gate, gates, is_ours
from govern.doctor.platform import RULES
from govern.doctor.wiring import Wiring
from govern.doctor.workflows import FOLDER


@dataclass(frozen=True, slots=True)
class Unseen:
    """Something that nobody verified: what it is, and how to look."""

    what: str
    look: str


def unseen(wiring: Wiring) -> tuple[Unseen, ...]:
    """Everything that is not visible from here, in a fixed order."""
    on_github = any(path.startswith(FOLDER) for path in wiring.paths) or wiring.platform is not None
    found = [*_elsewhere(wiring)]
    if on_github or not (wiring.gitlab or wiring.bitbucket):
        found += _github(wiring)
    if wiring.gitlab is not None:
        found += _gitlab(wiring)
    if wiring.bitbucket is not None:
        found.append(
            Unseen(
                "whether a failed build keeps something from being merged, and who may edit the pipeline",
                "Repository settings, Branch restrictions: merge checks, and reset approvals on change",
            )
        )
    return tuple(found)


def _elsewhere(wiring: Wiring) -> Iterator[Unseen]:
    for gate in gates(wiring):
        if gate.elsewhere:
            what = f"what `{gate.elsewhere}` runs, which {gate.entry.path} calls"
            yield Unseen(what, "run `govern doctor` where it stands, and read it")


def _github(wiring: Wiring) -> Iterator[Unseen]:
    names = ", ".join(sorted({f"`{gate.label}`" for gate in gates(wiring)})) or "of the gate"
    if wiring.platform is None:
        yield Unseen(
            f"whether the check {names} is required on the target branch, and from GitHub Actions only",
            f"{RULES} && govern doctor --platform rules.json",
        )
        if any("pull_request" in gate.entry.events for gate in gates(wiring)):
            yield Unseen(
                "whether review by code owners is required, and is asked for again after a push",
                "the same; and Settings, Rules: dismiss stale approvals",
            )
    if any(_brings_files(gate) for gate in gates(wiring)):
        yield Unseen(
            "what other steps of the gate's job run of the files that the pull request brings along",
            "check nothing out: the verdict needs git objects only (see govern's wirings)",
        )
    if wiring.platform is not None and any(map(is_ours, wiring.platform.workflows)):
        yield Unseen(
            "what the workflow runs that the rules require, where it stands in another repository",
            "run `govern doctor` there",
        )
    if any("pull_request_target" in gate.entry.events for gate in gates(wiring)) and wiring.owners is None:
        yield Unseen(
            "whether anybody looks where govern reports `protected-path-changed`, which closes no gate",
            "name owners for `/.github/` in CODEOWNERS, and require their review",
        )
    if wiring.owners is not None:
        yield Unseen(
            "whether the owners that are named may write to the repository: others are ignored",
            "open the file on the platform: it marks what it ignores",
        )
    yield Unseen("who may bypass the rules of the branch", "Settings, Rules: the bypass list of each ruleset")


def _brings_files(gate: Gate) -> bool:
    """Whether the files of a pull request lie in the job, and more than govern is run there."""
    steps = [step for _, _, step in gate.steps]
    checked_out = any(step.uses.startswith("actions/checkout@") for step in steps)
    more = any(step.run is not None and not step.run.uses for step in steps)
    return checked_out and more and "pull_request" in gate.entry.events


def _gitlab(wiring: Wiring) -> Iterator[Unseen]:
    yield Unseen(
        "whether pipelines must succeed, skipped ones not counted",
        "Settings, Merge requests: Merge checks",
    )
    yield Unseen(
        "whether the target branch is protected, with approval by code owners",
        "Settings, Repository: Protected branches",
    )
    yield Unseen(
        "what merge requests from forks run: by default the pipeline of the fork",
        "run their pipelines in this project, or enforce the job by a pipeline execution policy",
    )
    if wiring.gitlab is not None and wiring.gitlab.borrows:
        yield Unseen(
            "what the pipeline takes in by `include` and `extends`, which is not followed",
            "the pipeline editor shows the whole: View merged YAML",
        )
