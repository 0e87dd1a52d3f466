"""Removed and added names to renames, and renames to the changes that claim their echoes."""

from govern.renames.claims import RULE_OF_KIND, claim
from govern.renames.declared import Declared, wrong
from govern.renames.matching import Match, match
from govern.renames.registered import manifest_renames
from govern.renames.schema import schema_renames
from govern.renames.scoring import Name

__all__ = [
    "RULE_OF_KIND",
    "Declared",
    "Match",
    "Name",
    "claim",
    "manifest_renames",
    "match",
    "schema_renames",
    "wrong",
]
