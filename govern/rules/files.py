"""What can happen to the schema files of a contract."""

from __future__ import annotations

from govern.rules.rule import Rule, RuleKind

_LAW = "semantics section 4, files"


def _change(id_: str, summary: str, why: str, remedy: str, reference: str, mirror: str) -> Rule:
    return Rule(id_, RuleKind.CHANGE, summary, why, remedy, reference, mirror)


RULES: tuple[Rule, ...] = (
    _change(
        "schema-file-added",
        "A contract has a schema that it did not have.",
        "Nobody could depend on it before, and everybody may from now on.",
        "Bump the additive part of the version and show the schema in a fixture.",
        _LAW,
        "schema-file-removed",
    ),
    _change(
        "schema-file-removed",
        "A schema of a contract is gone, or is no longer covered by it.",
        "Whoever validates against it has nothing to validate against.",
        "Keep the file, or bump the breaking part of the version.",
        _LAW,
        "schema-file-added",
    ),
)
"""Files that came or went; one that moved is a rename."""
