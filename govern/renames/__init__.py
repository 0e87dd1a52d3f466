"""Removed and added names to renames, and renames to the changes that claim their echoes."""

from govern.renames.claims import RULE_OF_KIND, claim
from govern.renames.crowd import Surroundings
from govern.renames.declared import Declared, wrong
from govern.renames.judging import Match
from govern.renames.matching import match
from govern.renames.names import Name
from govern.renames.registered import manifest_renames
from govern.renames.schema import schema_renames

__all__ = [
    "RULE_OF_KIND",
    "Declared",
    "Match",
    "Name",
    "Surroundings",
    "claim",
    "manifest_renames",
    "match",
    "schema_renames",
    "wrong",
]
