"""A manifest of codes to what it says, what is wrong with it, and what changed in it."""

from govern.manifest.comparison import ManifestComparison, compare
from govern.manifest.faults import findings, skeleton
from govern.manifest.forms import registries
from govern.manifest.registry import (
    Code,
    Manifest,
    Registry,
    Section,
    code_of,
    ordered_codes,
    tier_of,
)

__all__ = [
    "Code",
    "Manifest",
    "ManifestComparison",
    "Registry",
    "Section",
    "code_of",
    "compare",
    "findings",
    "ordered_codes",
    "registries",
    "skeleton",
    "tier_of",
]
