"""What govern said of a pull request, and what was promised, to text for a terminal of 96 columns."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pull_requests import PullRequest

WIDTH = 96
FEW = 8
"""In how many keys a document may differ from a golden one to be told by the differences."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one pull request: git's line about it, two exit statuses, what was written."""

    stat: str
    status: int
    checklist_status: int
    report: dict[str, Any]
    checklist: str
    complaints: str

    @property
    def gate(self) -> str:
        """The gate in one word."""
        return str(self.report.get("gate", "no answer"))

    @property
    def contract(self) -> dict[str, Any]:
        """The status contract, empty where there is no report."""
        return next(iter(self.report.get("contracts", ())), {})

    @property
    def classes(self) -> tuple[str, ...]:
        """The class of what happened to the contract, none where nothing did."""
        return (str(self.contract["class"]),) if self.contract.get("changes") else ()

    @property
    def blocking(self) -> list[dict[str, Any]]:
        """The findings that close the gate."""
        every = [*self.report.get("findings", ()), *self.contract.get("findings", ())]
        return [each for each in every if each["level"] == "blocks"]

    @property
    def renames(self) -> list[tuple[str, str]]:
        """Old name and new name of every rename."""
        return [(each["from"], each["to"]) for each in self.contract.get("renames", ())]

    @property
    def witnesses(self) -> int:
        """How many of the two answers a document shows."""
        answers = (self.contract.get("backward", {}), self.contract.get("forward", {}))
        return sum("witness" in each for each in answers)


def show(pull_request: PullRequest, outcome: Outcome, golden: Mapping[str, Any]) -> None:
    """One pull request: what was done, what govern says. `golden` are the documents of main, by path."""
    print(f"    {outcome.stat}\n    $ govern check --base main --head {pull_request.branch}\n")
    contract = outcome.contract
    if contract and outcome.classes:
        _answer("backward", "new accepts all that old accepts", contract["backward"], golden)
        _answer("forward", "old accepts all that new accepts", contract["forward"], golden)
        _row("class", contract["class"])
        for each in contract["renames"]:
            _row("rename", f"{each['from']} -> {each['to']} ({each['standing']})")
        for each in contract["versions"]:
            _row("version", _version(each))
    for each in outcome.blocking:
        _row("finding", f"{each['rule']}: {each['message']}")
    if not outcome.report:
        print(textwrap.indent(outcome.complaints, "    "))
    _row("gate", f"{outcome.gate.upper()}, exit status {outcome.status}")
    _checklist(pull_request, outcome)


def summary(outcomes: list[tuple[PullRequest, Outcome]]) -> bool:
    """A table of what was promised and what came; whether all of it agrees."""
    print(f"{'pull request':<24} {'class':<10} {'gate':<8} exit status: promised, actual")
    right = True
    for pull_request, outcome in outcomes:
        wrong = _differences(pull_request, outcome)
        right = right and not wrong
        class_ = "".join(outcome.classes) or "-"
        print(
            f"{pull_request.branch:<24} {class_:<10} {outcome.gate:<8} "
            f"{pull_request.status:>21}{outcome.status:>8}{'   <- not as promised' if wrong else ''}"
        )
        for each in wrong:
            print(textwrap.fill(each, WIDTH, initial_indent="    ", subsequent_indent="      "))
    return right


def _differences(pull_request: PullRequest, outcome: Outcome) -> list[str]:
    """In what the outcome is not what was promised."""
    rules = tuple(sorted({each["rule"] for each in outcome.blocking}))
    rename, classes = pull_request.rename, pull_request.classes
    rows = (
        ("exit status", pull_request.status, outcome.status),
        ("exit status of the checklist", pull_request.status, outcome.checklist_status),
        ("findings that close the gate", pull_request.findings, rules),
    )
    found = [f"{what}: promised {mine}, got {theirs}" for what, mine, theirs in rows if mine != theirs]
    if outcome.classes != classes and not set(outcome.classes) & set(classes):
        found.append(f"class: promised {' or '.join(classes)}, got {' '.join(outcome.classes)}")
    if rename is not None and rename not in outcome.renames:
        found.append(f"rename: promised {' -> '.join(rename)}, got {outcome.renames}")
    if pull_request.witness and not outcome.witnesses:
        found.append("witness: promised one, got none")
    return found


# --- the parts of one pull request ---


def _answer(direction: str, question: str, answer: dict[str, Any], golden: Mapping[str, Any]) -> None:
    _row(direction, f"{answer['verdict']}: {question}")
    if answer.get("reason"):
        _row("", answer["reason"])
    if "witness" in answer:
        _row("witness", _like(answer["witness"], golden))
        _row("", f"certified by {' and '.join(answer['certified_by'])}")


def _like(witness: Any, golden: Mapping[str, Any]) -> str:
    """A long document in few words: the golden one it is most like, and in what it differs."""
    told: list[tuple[int, str]] = []
    for path, document in golden.items() if isinstance(witness, dict) else ():
        parts = [f"without {key}" for key in document if key not in witness]
        parts += [
            f"{key} = {json.dumps(value)}"
            for key, value in witness.items()
            if key not in document or document[key] != value
        ]
        if len(parts) <= FEW:
            told.append((len(parts), f"{path}{', but ' if parts else ''}{', '.join(parts)}"))
    return min(told)[1] if told else json.dumps(witness)


def _version(version: dict[str, Any]) -> str:
    """One version field: what it was and is, what was asked of it."""
    place = version["at"].removesuffix("/const").rsplit("/", 1)[-1]
    moved = "stays " + str(version["base"])
    if version["base"] != version["head"]:
        moved = f"{version['base']} -> {version['head']}"
    return f"{place} {moved}: {version['verdict']} (asked for: {version['required']})"


def _checklist(pull_request: PullRequest, outcome: Outcome) -> None:
    """The checklist: all of it, folded, or its boxes alone, cut short."""
    print(f"\n    $ govern checklist --base main --head {pull_request.branch}")
    for line in outcome.checklist.splitlines():
        box = line.lstrip().startswith(("- [", "## ", "- Gate:"))
        if pull_request.checklist:
            folded = textwrap.wrap(line, WIDTH - 8, break_long_words=False, break_on_hyphens=False) or [""]
            print("\n".join(f"    | {'  ' if n else ''}{part}".rstrip() for n, part in enumerate(folded)))
        elif box:
            print(f"    | {line}" if len(line) <= WIDTH - 6 else f"    | {line[: WIDTH - 10]} ...")
    print()


def _row(label: str, text: str) -> None:
    lead = f"    {label:<9} "
    print(
        textwrap.fill(
            text, WIDTH, initial_indent=lead, subsequent_indent=" " * len(lead), break_on_hyphens=False
        )
    )
