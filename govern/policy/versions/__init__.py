"""Version fields of a contract: where they stand, what hides them from comparison, what they should say."""

from __future__ import annotations

from govern.policy.versions.case import Taken
from govern.policy.versions.mask import (
    INTEGER_PLACEHOLDER,
    PLACEHOLDER,
    SEGMENT_PLACEHOLDER,
    Masking,
    mask,
    masking,
    unmask,
)
from govern.policy.versions.places import (
    Documents,
    PlaceKind,
    ResolvedField,
    ResolvedPlace,
    discover,
    find,
)
from govern.policy.versions.schemes import SCHEMES, scheme_of
from govern.policy.versions.unconfigured import unconfigured
from govern.policy.versions.verdicts import judge

__all__ = [
    "INTEGER_PLACEHOLDER",
    "PLACEHOLDER",
    "SCHEMES",
    "SEGMENT_PLACEHOLDER",
    "Documents",
    "Masking",
    "PlaceKind",
    "ResolvedField",
    "ResolvedPlace",
    "Taken",
    "discover",
    "find",
    "judge",
    "mask",
    "masking",
    "scheme_of",
    "unconfigured",
    "unmask",
]
