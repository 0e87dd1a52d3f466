"""What someone must mend or may want to know, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a file: a JSON Pointer, and the line and column (from 1)."""

    pointer: str
    line: int | None = None
    column: int | None = None


class FindingLevel(StrEnum):
    """Whether a finding closes the gate."""

    BLOCKS = "blocks"
    NOTE = "note"
    STANDING = "standing"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that someone must mend (`blocks`), may want to know (`note`), or that was so
    before this change (`standing`). `accepted_by` names the exception that let it pass."""

    rule: str
    level: FindingLevel
    message: str
    remedy: str
    path: str = ""
    place: Place | None = None
    contract: str = ""
    id: str = ""
    change: str | None = None
    accepted_by: str | None = None
