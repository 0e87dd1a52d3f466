"""A change or a finding to its fingerprint: the same edit has the same one wherever it is reported.

SHA-256 over the canonical JSON of what identifies it. Lines, columns and indices of list items play
no part, so that a fingerprint survives edits elsewhere in the file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace

from govern import pointer
from govern.documents import canonical
from govern.model import Change, Finding, JsonValue

_ANNOTATIONS = frozenset({"title", "description", "examples", "$comment", "readOnly", "writeOnly"})
_NAMED = frozenset({"properties", "patternProperties", "$defs", "definitions", "dependentSchemas"})
"""What holds schemas by name: a property called `title` is no annotation."""
_VALUES = frozenset({"const", "enum", "default"})


def of_change(change: Change) -> str:
    """SHA-256 of [rule, path, place, before, after], annotations aside."""
    place = change.identity or _without_indices(change.base.pointer if change.base else "")
    subject = change.effect.name if not change.identity else None
    keep = change.rule == "annotation-changed"
    before, after = (each if keep else _bare(each) for each in (change.before, change.after))
    return _digest([change.rule, change.path, place, subject, before, after])


def of_finding(finding: Finding, changes: Iterable[Change]) -> str:
    """SHA-256 of [contract, rule, path, place, message], and of the changes of its contract: an
    exception lets a finding pass once, for this change, and not for the next."""
    place = _without_indices(finding.place.pointer if finding.place else "")
    related: list[JsonValue] = [*sorted({change.id for change in changes})]
    about = finding.change or ""
    return _digest([finding.contract, finding.rule, finding.path, place, finding.message, about, related])


def identified(changes: Iterable[Change]) -> tuple[Change, ...]:
    """The changes with their fingerprints; two that would share one (the same value added twice in
    branches nothing tells apart) are numbered in order."""
    seen: dict[str, int] = {}
    found: list[Change] = []
    for change in changes:
        own = change.id or of_change(change)
        seen[own] = count = seen.get(own, 0) + 1
        found.append(replace(change, id=own if count == 1 else _digest([own, count])))
    return tuple(found)


def _digest(parts: list[JsonValue]) -> str:
    return hashlib.sha256(canonical(parts)).hexdigest()


def _bare(value: JsonValue) -> JsonValue:
    """A value without annotations, at any depth; what stands by name or as a value is no annotation."""
    if isinstance(value, list):
        return [_bare(each) for each in value]
    if not isinstance(value, dict):
        return value
    kept: dict[str, JsonValue] = {}
    for key, each in value.items():
        if key in _VALUES:
            kept[key] = each
        elif key in _NAMED and isinstance(each, dict):
            kept[key] = {name: _bare(part) for name, part in each.items()}
        elif key not in _ANNOTATIONS:
            kept[key] = _bare(each)
    return kept


def _without_indices(text: str) -> str:
    return pointer.join("-" if token.isdigit() else token for token in pointer.split(text))
