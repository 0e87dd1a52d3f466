"""What a JSON Schema cannot say of documents, declared in a manifest: read, checked, compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govern.lazily import names_from

if TYPE_CHECKING:
    from govern.invariants.checking import Breach, Checker
    from govern.invariants.declaration import SECTION, TAGS, FreeText, Mistake, Rule, declared, mistakes, tags
    from govern.invariants.vocabulary import Vocabulary

__getattr__ = names_from(
    __name__,
    {
        "govern.invariants.checking": ("Breach", "Checker"),
        "govern.invariants.declaration": (
            "SECTION",
            "TAGS",
            "FreeText",
            "Mistake",
            "Rule",
            "declared",
            "mistakes",
            "tags",
        ),
        "govern.invariants.vocabulary": ("Vocabulary",),
    },
)

__all__ = [
    "SECTION",
    "TAGS",
    "Breach",
    "Checker",
    "FreeText",
    "Mistake",
    "Rule",
    "Vocabulary",
    "declared",
    "mistakes",
    "tags",
]
