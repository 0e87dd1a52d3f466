"""What a JSON Schema cannot say of documents, declared in a manifest: read, checked, compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govern.lazily import names_from

if TYPE_CHECKING:
    from govern.invariants.checking import Breach, Checker
    from govern.invariants.declaration import SECTION, TAGS, Flaw, FreeText, Rule, bindings, declared, tags
    from govern.invariants.differences import changes
    from govern.invariants.form import REMEDY, RULE, flaws
    from govern.invariants.vocabulary import Vocabulary

__getattr__ = names_from(
    __name__,
    {
        "govern.invariants.checking": ("Breach", "Checker"),
        "govern.invariants.declaration": (
            "SECTION",
            "TAGS",
            "FreeText",
            "Flaw",
            "Rule",
            "bindings",
            "declared",
            "tags",
        ),
        "govern.invariants.differences": ("changes",),
        "govern.invariants.form": ("REMEDY", "RULE", "flaws"),
        "govern.invariants.vocabulary": ("Vocabulary",),
    },
)

__all__ = [
    "REMEDY",
    "RULE",
    "SECTION",
    "TAGS",
    "Breach",
    "Checker",
    "Flaw",
    "FreeText",
    "Rule",
    "Vocabulary",
    "bindings",
    "changes",
    "declared",
    "flaws",
    "tags",
]
