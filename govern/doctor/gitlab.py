"""A pipeline of GitLab to its jobs. Source: GitLab, "CI/CD YAML syntax reference"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from govern.doctor.failing import Shell
from govern.doctor.scripts import Script, script
from govern.doctor.shapes import items, members, table, text
from govern.documents import Document
from govern.model import JsonObject, JsonValue

FILE = ".gitlab-ci.yml"
_KEYWORDS = frozenset(
    (
        "default",
        "image",
        "include",
        "services",
        "stages",
        "spec",
        "variables",
        "workflow",
        "before_script",
        "after_script",
    )
)
_SCRIPTS: tuple[str, ...] = ("before_script", "after_script")
_SHELL = Shell(errexit=True, pipefail=False)
"""The runner ends a script at its first failure; whether a pipe counts hangs on the shell of the image."""


@dataclass(frozen=True, slots=True)
class GitlabJob:
    """A job: its scripts, and what is said at it as written. `late` is its `after_script`, whose exit status
    nobody looks at."""

    name: str
    pointer: str
    said: JsonObject
    run: Script
    late: Script
    variables: Mapping[str, str]

    @property
    def checks(self) -> bool:
        """Whether it runs `govern check`, be it too late."""
        scripts = (self.run, self.late)
        return any(each.uses or each.unreadable for each in scripts)


@dataclass(frozen=True, slots=True)
class Pipeline:
    """A pipeline. `rules` say whether there is one at all. `borrows`: it takes in files, or jobs are made of
    others, which are not followed."""

    document: Document
    jobs: tuple[GitlabJob, ...]
    rules: list[JsonValue]
    borrows: bool


def pipeline(document: Document) -> Pipeline:
    """What a pipeline says."""
    value = table(document.value)
    usual: JsonObject = {name: value[name] for name in _SCRIPTS if name in value}
    usual.update(table(value.get("default")))
    variables = _texts(value.get("variables"))
    jobs = tuple(
        _job(document, name, {**usual, **table(each)}, at, variables)
        for name, each, at in members(value, "")
        if name not in _KEYWORDS and not name.startswith(".") and "script" in table(each)
    )
    borrows = "include" in value or any("extends" in table(each) for each in value.values())
    return Pipeline(document, jobs, items(table(value.get("workflow")).get("rules")), borrows)


def _job(document: Document, name: str, said: JsonObject, at: str, variables: Mapping[str, str]) -> GitlabJob:
    before = [*_parts(said.get("before_script", "after_script"), f"{at}/before_script")]
    run = script(document, [*before, *_parts(said.get("script"), f"{at}/script")], _SHELL)
    late = script(document, [*_parts(said.get("after_script"), f"{at}/after_script")], _SHELL)
    return GitlabJob(name, at, said, run, late, {**variables, **_texts(said.get("variables"))})


def _parts(value: JsonValue, at: str) -> Iterator[tuple[str, str]]:
    """The lines of a script; lists may stand in lists."""
    if not isinstance(value, list):
        yield from ((text(each), at) for each in items(value))
        return
    for index, each in enumerate(value):
        yield from _parts(each, f"{at}/{index}")


def _texts(value: JsonValue) -> Mapping[str, str]:
    """Variables; one may be an object with its value and a description."""
    return {
        name: text(each.get("value")) if isinstance(each, dict) else text(each)
        for name, each in table(value).items()
    }
