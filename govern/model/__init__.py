"""The words that every step of a review shares: frozen values and closed choices, no behaviour.

The meaning of each word is that of the design's definitions: verdict, reading, class, rename
standing, version verdict, finding level, gate. Collections are tuples, sorted where they are made.
A word is imported when it is first used: few commands need all of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govern.lazily import names_from

if TYPE_CHECKING:
    from govern.model.answers import Answer, Verdict, Witness
    from govern.model.changes import LEVEL_OF_CLASS, Change, Class, Effect, EffectKind, Level, tally, worst
    from govern.model.findings import Finding, FindingLevel, Place
    from govern.model.histories import History, Judged, Moment, ReleaseStep, Revision, RevisionChange
    from govern.model.readings import (
        TEXT_ATTRIBUTES,
        Compatibility,
        Content,
        Format,
        Growth,
        ManifestRules,
        Reading,
        Withdrawn,
    )
    from govern.model.records import (
        Record,
        RecordedChange,
        RecordedException,
        RecordedRename,
        RecordedVersion,
    )
    from govern.model.renames import Rename, RenameKind, Standing
    from govern.model.reviews import (
        Approval,
        Comparison,
        ContractReview,
        FixtureReview,
        Gate,
        Review,
        Side,
        VersionReview,
        VersionVerdict,
    )
    from govern.model.trees import Entry, EntryKind, Tree
    from govern.model.values import UNKNOWN, JsonObject, JsonValue, Unknown

_HOMES = {
    "answers": (
        "Verdict",
        "Witness",
        "Answer",
    ),
    "changes": (
        "Class",
        "worst",
        "tally",
        "Level",
        "LEVEL_OF_CLASS",
        "EffectKind",
        "Effect",
        "Change",
    ),
    "findings": (
        "Place",
        "FindingLevel",
        "Finding",
    ),
    "histories": (
        "History",
        "Judged",
        "Moment",
        "ReleaseStep",
        "Revision",
        "RevisionChange",
    ),
    "readings": (
        "Compatibility",
        "Content",
        "Growth",
        "Withdrawn",
        "Format",
        "Reading",
        "ManifestRules",
        "TEXT_ATTRIBUTES",
    ),
    "records": (
        "RecordedChange",
        "RecordedRename",
        "RecordedVersion",
        "RecordedException",
        "Record",
    ),
    "renames": (
        "RenameKind",
        "Standing",
        "Rename",
    ),
    "reviews": (
        "Comparison",
        "VersionVerdict",
        "VersionReview",
        "FixtureReview",
        "Approval",
        "ContractReview",
        "Gate",
        "Side",
        "Review",
    ),
    "trees": (
        "EntryKind",
        "Entry",
        "Tree",
    ),
    "values": (
        "JsonValue",
        "JsonObject",
        "Unknown",
        "UNKNOWN",
    ),
}
__getattr__ = names_from(__name__, {f"{__name__}.{home}": names for home, names in _HOMES.items()})

__all__ = [
    "LEVEL_OF_CLASS",
    "TEXT_ATTRIBUTES",
    "UNKNOWN",
    "Answer",
    "Approval",
    "Change",
    "Class",
    "Comparison",
    "Compatibility",
    "Content",
    "ContractReview",
    "Effect",
    "EffectKind",
    "Entry",
    "EntryKind",
    "Finding",
    "FindingLevel",
    "FixtureReview",
    "Format",
    "Gate",
    "Growth",
    "History",
    "JsonObject",
    "JsonValue",
    "Judged",
    "Level",
    "ManifestRules",
    "Moment",
    "Place",
    "Reading",
    "Record",
    "RecordedChange",
    "RecordedException",
    "RecordedRename",
    "RecordedVersion",
    "ReleaseStep",
    "Rename",
    "RenameKind",
    "Review",
    "Revision",
    "RevisionChange",
    "Side",
    "Standing",
    "Tree",
    "Unknown",
    "Verdict",
    "VersionReview",
    "VersionVerdict",
    "Withdrawn",
    "Witness",
    "tally",
    "worst",
]
