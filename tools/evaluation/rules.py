"""The rows of a history to what must not be: the promises that an evaluation asserts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Row = Mapping[str, object]

ASKS = ("breaking", "undecided", "rename")
CERTAIN_CAUSES = frozenset({"no-contracts"})
"""Causes of status 2 that are the history's own: the configuration covers nothing yet."""


@dataclass(frozen=True, slots=True)
class Violation:
    """A promise that a commit breaks, and the particulars."""

    promise: str
    corpus: str
    commit: str
    detail: str


def violations(corpus: str, rows: Iterable[Row]) -> tuple[Violation, ...]:
    """Every promise broken, in the order of the rows."""
    found: list[Violation] = []
    for row in rows:
        found += [Violation(promise, corpus, str(row["commit"])[:8], text) for promise, text in _of(row)]
    return tuple(found)


def _of(row: Row) -> Iterable[tuple[str, str]]:
    said, known = row["said"], row["known"]
    if row.get("lost"):
        yield "an answer within the time allowed", str(row["lost"])
        return
    yield from _crashes(said)
    yield from _documents(row)
    excused = said["status"] == 2 and _causes(said) <= CERTAIN_CAUSES
    if not known["governed"] and said["status"] != 0 and not excused:
        yield "0 where nothing governed changes", str(said.get("gate") or said["problems"])
    for contract in said["contracts"]:
        if contract["name"] in known["annotation_only"] and contract["class"] in ASKS:
            rules = sorted({change[0] for change in contract["changes"]})
            detail = f"{contract['name']}: {contract['class']} by {', '.join(rules)}"
            yield "nothing breaking where only annotations change", detail
    if row.get("sampled") is not None and row["sampled"] != said["status"]:
        yield "the command line exits as the library says", f"{row['sampled']}, not {said['status']}"


def _documents(row: Row) -> Iterable[tuple[str, str]]:
    """A document that both validators say is refused from now on must close the gate, and no proof
    may stand against it."""
    said, broken = row["said"], row["known"]["broken"]
    if broken and said["status"] == 0:
        yield "never 0 where a document stops validating", _pairs(broken)
    contracts = {each["name"]: each for each in said["contracts"]}
    for path, document in broken if said["status"] != 2 else ():
        contract = contracts.get(row["names"][path])
        if contract is None or contract["backward"][0] == "proved":
            yield "no proof against a document", f"{path}: {document}"


def _causes(said: Row) -> set[str]:
    return {rule for rule, _, _ in said["problems"]}


def _crashes(said: Row) -> Iterable[tuple[str, str]]:
    if said["trace"]:
        yield "no traceback", str(said["trace"]).strip().splitlines()[-1]
    for contract in said["contracts"]:
        rules = {finding[0] for finding in contract["findings"]}
        if contract["bug"] or "bug" in rules:
            reasons = [f[3] for f in contract["findings"] if f[0] in ("bug", "limit-time")]
            yield "no traceback", f"{contract['name']}: {'; '.join(reasons) or contract['backward'][2]}"
    for rule, place, message in said["problems"]:
        if rule not in CERTAIN_CAUSES:
            yield "2 on none but known causes", f"{rule}: {place} {message}"


def _pairs(pairs: Iterable[tuple[str, str]]) -> str:
    return "; ".join(f"{schema}: {document}" for schema, document in pairs)
