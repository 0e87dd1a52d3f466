"""A configuration of Bitbucket Pipelines to its steps. Source: Atlassian, "Bitbucket Pipelines
configuration reference"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from govern.doctor.failing import Shell
from govern.doctor.scripts import Script, script
from govern.doctor.shapes import items, members, table, text
from govern.documents import Document
from govern.model import JsonObject, JsonValue

FILE = "bitbucket-pipelines.yml"


@dataclass(frozen=True, slots=True)
class PipelineStep:
    """A step. `start` is what starts its pipeline (`pull-requests`, `branches`, `default`, …) and `pattern`
    which of them; `depth` how much of the history is cloned; `said` what is said at it."""

    start: str
    pattern: str
    pointer: str
    said: JsonObject
    run: Script
    depth: str

    @property
    def checks(self) -> bool:
        """Whether it runs `govern check`."""
        return bool(self.run.uses) or self.run.unreadable


@dataclass(frozen=True, slots=True)
class Pipelines:
    """All steps of a configuration."""

    document: Document
    steps: tuple[PipelineStep, ...]


def pipelines(document: Document) -> Pipelines:
    """What a configuration says."""
    value = table(document.value)
    usual = text(table(value.get("clone")).get("depth"))
    return Pipelines(document, tuple(_steps(document, value.get("pipelines"), usual)))


def _steps(document: Document, value: JsonValue, usual: str) -> Iterator[PipelineStep]:
    for start, each, at in members(value, "/pipelines"):
        by_pattern = [*members(each, at)] if isinstance(each, dict) else [("", each, at)]
        for pattern, listed, below in by_pattern:
            for said, pointer in _found(listed, below):
                parts = [
                    (text(line), f"{pointer}/script/{index}")
                    for index, line in enumerate(items(said.get("script")))
                ]
                depth = text(table(said.get("clone")).get("depth")) or usual
                run = script(document, parts, Shell())
                yield PipelineStep(start, pattern, pointer, said, run, depth)


def _found(value: JsonValue, at: str) -> Iterator[tuple[JsonObject, str]]:
    """Steps, alone, in parallel or in stages."""
    if isinstance(value, list):
        for index, each in enumerate(value):
            yield from _found(each, f"{at}/{index}")
    elif isinstance(value, dict):
        for name in ("parallel", "stage", "steps"):
            if name in value:
                yield from _found(value[name], f"{at}/{name}")
        if isinstance(value.get("step"), dict):
            yield table(value["step"]), f"{at}/step"
