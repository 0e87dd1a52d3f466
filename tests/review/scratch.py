"""Small repositories with a small contract, made by real git, and what govern says of them.

`Scratch` holds a repository whose `main` has the contract `tiny`: one schema, one manifest, one
golden document, one document that must be refused, one version. `check` runs what the command runs,
in this process.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from govern.cli.checking import Request, run
from govern.errors import GovernError, Problem
from govern.model import ContractReview, Finding, FindingLevel, Gate, Review

Files = Mapping[str, "str | bytes | dict[str, Any] | None"]

SCHEMA = "tiny.schema.json"
MANIFEST = "codes.json"
FIXTURE = "fixtures/a.json"
REJECT = "fixtures/rejected/no_mode.json"
OPEN, CLOSED = 0, 1

CONFIG = """\
[contracts.tiny]
manifest = "codes.json"
schemas = ["tiny.schema.json"]
fixtures = ["fixtures/*.json"]
rejects = ["fixtures/rejected/*.json"]

[[contracts.tiny.versions]]
at = [
  "codes.json#/contract_version",
  "tiny.schema.json#/properties/contract_version/const",
  "fixtures/*.json#/contract_version",
]
scheme = "major-minor"

[[contracts.tiny.codes]]
field = "/mode"
registry = "Mode"
"""


def schema(
    version: str = "1.0", *, required: tuple[str, ...] = ("mode",), **properties: Any
) -> dict[str, Any]:
    """The schema of the contract, with properties added or (None) taken out."""
    named = {
        "contract_version": {"const": version},
        "mode": {"enum": ["on", "off"]},
        "note": {"type": "string", "description": "What a person says."},
        **properties,
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "required": ["contract_version", *required],
        "properties": {name: rule for name, rule in named.items() if rule is not None},
    }


def manifest(version: str = "1.0", codes: tuple[str, ...] = ("on", "off")) -> dict[str, Any]:
    """The manifest of the contract."""
    return {"contract_version": version, "registries": {"Mode": list(codes)}}


def tiny(version: str = "1.0", **more: Any) -> dict[str, str | bytes | dict[str, Any] | None]:
    """All files of the contract at a version."""
    return {
        "govern.toml": CONFIG,
        SCHEMA: schema(version, **more),
        MANIFEST: manifest(version),
        FIXTURE: {"contract_version": version, "mode": "on", "note": "n"},
        REJECT: {"contract_version": version, "note": "n"},
    }


def text(value: Any) -> str:
    """A JSON document as the contract's files are written."""
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


class Scratch:
    """A repository, and the environment of someone who works in it."""

    def __init__(self, folder: Path, files: Files | None = None) -> None:
        self.root = folder / "repository"
        self.root.mkdir(parents=True)
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": os.devnull,
            **{
                f"GIT_{who}_{what}": value
                for who in ("AUTHOR", "COMMITTER")
                for what, value in (
                    ("NAME", "Ann"),
                    ("EMAIL", "ann@example.com"),
                    ("DATE", "2026-01-01T12:00Z"),
                )
            },
        }
        self.git("init", "-q", "--initial-branch=main")
        if files != {}:
            self.commit(tiny() if files is None else files)

    def git(self, *arguments: str, given: bytes | None = None) -> str:
        """Run git here; its output without the last newline."""
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.root,
            env=self.environment,
            input=given if given is not None else b"",
            capture_output=True,
            check=False,
        )
        if done.returncode:
            raise AssertionError(f"git {' '.join(arguments)}: {done.stderr.decode()}")
        return done.stdout.decode("utf-8", "surrogateescape").rstrip("\n")

    def write(self, files: Files) -> None:
        """Write files; a dict is written as JSON, None takes the file away."""
        for path, content in files.items():
            place = self.root / path
            if content is None:
                place.unlink()
                continue
            place.parent.mkdir(parents=True, exist_ok=True)
            data = text(content) if isinstance(content, dict) else content
            place.write_bytes(data if isinstance(data, bytes) else data.encode())

    def commit(self, files: Files | None = None, message: str = "change") -> str:
        """Write some files, commit everything, and give the commit id."""
        self.write(files or {})
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", message)
        return self.git("rev-parse", "HEAD")

    def branch(self, name: str = "change", at: str = "main") -> None:
        """Start a branch and stand on it."""
        self.git("checkout", "-q", "-b", name, at)

    def propose(self, files: Files) -> str:
        """A pull request: a branch from main with one commit."""
        self.branch()
        return self.commit(files)

    # --- what govern says ---

    def check(
        self,
        base: str | None = "main",
        head: str = "HEAD",
        *,
        config: str | None = None,
        contracts: tuple[str, ...] = (),
        everything: bool = False,
        seconds: float = 20.0,
        below: str = "",
        **environment: str,
    ) -> Review:
        """What `govern check` decides here."""
        request = Request(base, head, config, contracts, everything, seconds)
        return run(request, str(self.root / below), {**self.environment, **environment})

    @contextmanager
    def refused(self) -> Iterator[list[Problem]]:
        """Within, the check is refused (exit status 2); the problems are given when it is left."""
        problems: list[Problem] = []
        with pytest.raises(GovernError) as caught:
            yield problems
        problems += caught.value.problems
        assert all(problem.remedy for problem in problems)


def status(review: Review) -> int:
    """The exit status of a review."""
    return OPEN if review.gate is Gate.OPEN else CLOSED


def findings(review: Review) -> tuple[Finding, ...]:
    """Every finding of a review."""
    return (*review.findings, *(each for one in review.contracts for each in one.findings))


def named(review: Review, level: FindingLevel) -> list[str]:
    """The rules of the findings of one level, sorted, each once; accepted ones are left out."""
    return sorted({f.rule for f in findings(review) if f.level is level and f.accepted_by is None})


def blocking(review: Review) -> list[str]:
    """The rules that close the gate."""
    return named(review, FindingLevel.BLOCKS)


def notes(review: Review) -> list[str]:
    """The rules that are only mentioned."""
    return named(review, FindingLevel.NOTE)


def standing(review: Review) -> list[str]:
    """The rules that were broken before."""
    return named(review, FindingLevel.STANDING)


def finding(review: Review, rule: str) -> Finding:
    """The one finding of a rule."""
    (found,) = [each for each in findings(review) if each.rule == rule]
    return found


def only(review: Review, name: str = "tiny") -> ContractReview:
    """The review of one contract."""
    (found,) = [each for each in review.contracts if each.name == name]
    return found
