"""A workflow of GitHub Actions to its triggers, jobs and steps, each with the place where it stands.

Source: GitHub Actions, "Workflow syntax". What is not needed to judge the wiring is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from govern.doctor.failing import Shell
from govern.doctor.scripts import Script, script
from govern.doctor.shapes import items, listed, members, table, text
from govern.documents import Document
from govern.model import JsonObject, JsonValue, Place

FOLDER = ".github/workflows/"
PROPOSALS = ("pull_request", "pull_request_target")
"""The events of a pull request."""
GATING = (*PROPOSALS, "merge_group")
"""The events that come before a merge."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """An event that starts a workflow, and the filters on it (`paths`, `branches`, `types` and the like)."""

    event: str
    pointer: str
    filters: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Step:
    """A step: the action that it uses or the script that it runs. `condition` and `tolerant` are `if` and
    `continue-on-error` as written; `inputs` what stands under `with`; `variables` its environment."""

    pointer: str
    uses: str
    inputs: Mapping[str, str]
    run: Script | None
    condition: str
    tolerant: str
    variables: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Job:
    """A job. `label` is the name of its check, `uses` the workflow that it calls, `needs` the jobs that must
    have succeeded. `permissions`: scope to access; None where it says nothing; "" stands for every scope."""

    name: str
    label: str
    pointer: str
    uses: str
    needs: tuple[str, ...]
    condition: str
    tolerant: str
    permissions: Mapping[str, str] | None
    variables: Mapping[str, str]
    steps: tuple[Step, ...]

    @property
    def checks(self) -> bool:
        """Whether a step of it runs `govern check`."""
        return any(step.run is not None and (step.run.uses or step.run.unreadable) for step in self.steps)


@dataclass(frozen=True, slots=True)
class Workflow:
    """A file of workflows. `permissions` and `variables` as of a job."""

    document: Document
    triggers: tuple[Trigger, ...]
    permissions: Mapping[str, str] | None
    variables: Mapping[str, str]
    jobs: tuple[Job, ...]

    @property
    def path(self) -> str:
        """The path of the file."""
        return self.document.path

    @property
    def events(self) -> tuple[str, ...]:
        """The events that start it."""
        return tuple(trigger.event for trigger in self.triggers)

    def place(self, pointer: str) -> Place:
        """Where the value at a pointer stands."""
        return self.document.place(pointer)


def is_workflow(path: str) -> bool:
    """Whether GitHub takes a file for a workflow: those in the folder itself, by their ending."""
    name = path.removeprefix(FOLDER)
    return path.startswith(FOLDER) and "/" not in name and name.endswith((".yml", ".yaml"))


def workflow(document: Document) -> Workflow:
    """What a workflow says."""
    value = table(document.value)
    shell = text(table(table(value.get("defaults")).get("run")).get("shell"))
    return Workflow(
        document,
        tuple(_triggers(value.get("on"))),
        _permissions(value),
        _texts(value.get("env")),
        tuple(
            _job(document, name, table(each), at, shell)
            for name, each, at in members(value.get("jobs"), "/jobs")
        ),
    )


def _triggers(on: JsonValue) -> Iterator[Trigger]:
    if not isinstance(on, dict):
        yield from (Trigger(text(each), "/on", {}) for each in items(on))
        return
    for event, filters, at in members(on, "/on"):
        yield Trigger(event, at, {key: tuple(map(text, items(each))) for key, each in table(filters).items()})


def _job(document: Document, name: str, value: JsonObject, at: str, shell: str) -> Job:
    shell = text(table(table(value.get("defaults")).get("run")).get("shell")) or shell
    if not shell and any("windows" in text(each).lower() for each in items(value.get("runs-on"))):
        shell = "pwsh"
    return Job(
        name,
        text(value.get("name")) or name,
        at,
        text(value.get("uses")),
        tuple(map(text, items(value.get("needs")))),
        text(value.get("if")),
        text(value.get("continue-on-error")),
        _permissions(value),
        _texts(value.get("env")),
        tuple(
            _step(document, table(each), below, shell)
            for each, below in listed(value.get("steps"), f"{at}/steps")
        ),
    )


def _step(document: Document, value: JsonObject, at: str, shell: str) -> Step:
    run = text(value.get("run"))
    return Step(
        at,
        text(value.get("uses")),
        _texts(value.get("with")),
        script(document, ((run, f"{at}/run"),), _shell(text(value.get("shell")) or shell)) if run else None,
        text(value.get("if")),
        text(value.get("continue-on-error")),
        _texts(value.get("env")),
    )


def _permissions(value: JsonObject) -> Mapping[str, str] | None:
    """`read-all` and `write-all` are said of the scope ""."""
    if "permissions" not in value:
        return None
    given = value["permissions"]
    return {"": text(given).removesuffix("-all")} if isinstance(given, str) else _texts(given)


def _shell(name: str) -> Shell:
    """`bash -e` by default; `bash` by name has pipefail; of PowerShell and the like the last command counts.
    One of one's own (`bash -eu {0}`) has the options that it names."""
    match name.split():
        case [] | ["sh"]:
            return Shell()
        case ["bash"]:
            return Shell(pipefail=True)
        case ["bash" | "sh", *options]:
            short = "".join(each for each in options if each.startswith("-") and not each.startswith("--"))
            return Shell(errexit="e" in short, pipefail="pipefail" in options)
        case _:
            return Shell(errexit=False)


def _texts(value: JsonValue) -> Mapping[str, str]:
    return {name: text(each) for name, each in table(value).items()}
