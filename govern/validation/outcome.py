"""A document that was given to what is wrong with it, with line and column where it has a text."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from govern.documents import Document
from govern.validation.error import SCHEMA, Error

if TYPE_CHECKING:
    from govern.model import Finding, Place
    from govern.validation.compiled import Validator
    from govern.validation.documents import Given


class Fault(NamedTuple):
    """One error at its place in a text: `line` and `column` count from 1, None without a text."""

    error: Error
    line: int | None = None
    column: int | None = None


class Outcome(NamedTuple):
    """What came of one document. `line`: where it begins in a file of many."""

    name: str
    line: int | None
    faults: tuple[Fault, ...]


def outcome(validator: Validator, given: Given) -> Outcome:
    """What is wrong with a document: no faults where it is good."""
    return judged(validator, given, given.read())


def judged(validator: Validator, given: Given, found: Document | tuple[Finding, ...]) -> Outcome:
    """The same for one that was read."""
    if not isinstance(found, Document):
        faults = tuple(_fault(_unread(each), each.place, given.line) for each in found)
        return Outcome(given.name, given.line, faults)
    errors = validator.judge(found.value)
    placed = tuple(_fault(each, found.place(each.pointer), given.line) for each in errors)
    return Outcome(given.name, given.line, placed)


def _unread(finding: Finding) -> Error:
    at = finding.place.pointer if finding.place else ""
    return Error(SCHEMA, at, finding.rule, f"{finding.message}: {finding.remedy}")


def _fault(error: Error, place: Place | None, begins: int | None) -> Fault:
    if place is None or place.line is None:
        return Fault(error, begins)
    return Fault(error, place.line + (begins or 1) - 1, place.column)
