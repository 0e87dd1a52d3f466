"""What changed since the version before, to the record of a version and to the sections people read it in.

Source of the sections: Keep a Changelog 1.1.0, with those added that a contract needs: what breaks, what is
called otherwise, and what was accepted though a rule said no.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from govern.model import (
    Change,
    Class,
    Level,
    Record,
    RecordedChange,
    RecordedRename,
    RecordedVersion,
    Rename,
    Standing,
    tally,
    worst,
)


class Section(StrEnum):
    """Where in an entry a change stands, in this order."""

    BREAKING = "Breaking"
    RENAMED = "Renamed"
    ADDED = "Added"
    DEPRECATED = "Deprecated"
    EDITORIAL = "Editorial"


_DEPRECATING = ("deprecated-added", "code-deprecated")
_SECTION_OF_CLASS: Mapping[Class, Section] = {
    Class.BREAKING: Section.BREAKING,
    Class.UNDECIDED: Section.BREAKING,
    Class.RENAME: Section.RENAMED,
    Class.ADDITIVE: Section.ADDED,
    Class.EDITORIAL: Section.EDITORIAL,
}


def recorded(
    name: str,
    versions: Sequence[RecordedVersion],
    changes: Sequence[Change],
    renames: Sequence[Rename],
    digest: str,
) -> Record | None:
    """The record of a contract's version, None where its first version field says none. Changes that a wider
    one explains are left to it; a rename that is only proposed is no rename."""
    if not versions or versions[0].after is None:
        return None
    free = [each for each in changes if each.claimed_by is None]
    return Record(
        name,
        versions[0].after,
        versions[0].before,
        worst(each.class_ for each in free),
        digest,
        tuple(versions),
        tuple(_change(each) for each in sorted(free, key=lambda each: each.class_.rank)),
        tuple(_rename(each) for each in renames if each.standing is not Standing.PROPOSED),
    )


def section_of(change: RecordedChange) -> Section:
    """The section of a change. One that could not be decided stands with those that break."""
    if change.class_ is Class.ADDITIVE and change.rule in _DEPRECATING:
        return Section.DEPRECATED
    return _SECTION_OF_CLASS[change.class_]


def counts(record: Record) -> str:
    """`2 breaking, 1 additive`, worst first; "" where nothing changed."""
    found = tally(each.class_ for each in record.changes)
    return ", ".join(f"{count} {class_.value}" for class_, count in found)


def needs_words(change: RecordedChange) -> bool:
    """Whether people must be told what to do now."""
    return section_of(change) in (Section.BREAKING, Section.RENAMED)


def level_of(record: Record) -> Level:
    """The step that a record's class means, in semver's words."""
    match record.class_:
        case Class.BREAKING | Class.UNDECIDED | Class.RENAME:
            return Level.MAJOR
        case Class.ADDITIVE:
            return Level.MINOR
        case Class.EDITORIAL:
            return Level.PATCH


def _change(change: Change) -> RecordedChange:
    where = change.head or change.base
    return RecordedChange(
        change.id,
        change.rule,
        change.class_,
        change.path,
        where.pointer if where is not None else "",
        change.message,
        change.witness,
        change.reason,
    )


def _rename(rename: Rename) -> RecordedRename:
    return RecordedRename(
        rename.kind,
        rename.path,
        rename.container,
        rename.from_,
        rename.to,
        rename.standing,
        rename.old_still_declared,
    )
