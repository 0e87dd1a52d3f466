"""What can be wrong with what is written from a manifest, or repeats it."""

from __future__ import annotations

from govern.rules.rule import Rule, RuleKind

_LAW = "semantics section 4, manifests: the manifest is the one source of its codes"


def _finding(id_: str, summary: str, why: str, remedy: str) -> Rule:
    return Rule(id_, RuleKind.FINDING, summary, why, remedy, _LAW)


RULES: tuple[Rule, ...] = (
    _finding(
        "generated-stale",
        "What was written from the manifest, the schemas or the fixtures says what they say now.",
        "People and programs act on the copy.",
        "Run `govern sync`.",
    ),
    _finding(
        "generated-unwritable",
        "A mark asks for something that can be written.",
        "What stands at it can no longer be held to its source.",
        "Mend the mark; CONTRIBUTING.md has its words.",
    ),
    _finding(
        "generated-mark-removed",
        "What was generated at base is still generated.",
        "From then on the copy could say anything.",
        "Put the mark back, or have its removal accepted by an exception.",
    ),
    _finding(
        "document-illegible",
        "A document of a contract can be read as text.",
        "What it repeats of the manifest cannot be held to it.",
        "Make it a regular file of UTF-8 within the limit of size.",
    ),
    _finding(
        "schema-code-unregistered",
        "A schema lists only registered codes where a registry is bound.",
        "A document that the schema accepts is refused by the manifest.",
        "Register the code, or take it out of the schema.",
    ),
    _finding(
        "documented-count-wrong",
        "A count of required keys in prose is that of a schema.",
        "Whoever counts on it leaves a key out, or looks for one that is not there.",
        "Mend the figure, or have it written.",
    ),
)
"""Findings about copies."""
