"""A manifest of codes to what it says, what is wrong with it, and what changed in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govern.lazily import names_from

if TYPE_CHECKING:
    from govern.manifest.comparison import ManifestComparison, compare
    from govern.manifest.faults import findings, skeleton
    from govern.manifest.forms import registries
    from govern.manifest.registry import Code, Manifest, Registry, Section, code_of, ordered_codes, tier_of

__getattr__ = names_from(
    __name__,
    {
        "govern.manifest.comparison": ("ManifestComparison", "compare"),
        "govern.manifest.faults": ("findings", "skeleton"),
        "govern.manifest.forms": ("registries",),
        "govern.manifest.registry": (
            "Code",
            "Manifest",
            "Registry",
            "Section",
            "code_of",
            "ordered_codes",
            "tier_of",
        ),
    },
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
