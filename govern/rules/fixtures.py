"""The rules about golden documents: that they hold, that they are in use, that they show the changes."""

from __future__ import annotations

from govern.rules.rule import Rule, RuleKind

_SECTION = "semantics section 6"


def _finding(id_: str, summary: str, why: str, remedy: str, reference: str = _SECTION) -> Rule:
    return Rule(id_, RuleKind.FINDING, summary, why, remedy, reference)


RULES: tuple[Rule, ...] = (
    _finding(
        "fixture-invalid",
        "A golden document is refused by its schema or by the strict twin.",
        "What people copy from does not hold, or has drifted from what the contract says.",
        "Correct the document, or the schema if the document is right.",
    ),
    _finding(
        "fixture-undecided",
        "No validator can say whether a golden document is accepted.",
        "What nobody can check is not confirmed, however green it looks.",
        "Mend the schema or name the missing resource so that a validator can speak.",
    ),
    _finding(
        "fixture-accepted",
        "A document kept to be rejected is accepted.",
        "A rule that somebody relied on is gone.",
        "Restore the rule, or move the document if it may be accepted now.",
    ),
    _finding(
        "code-unregistered",
        "A golden document carries a code that its registry does not have.",
        "Readers meet a code that nobody explains.",
        "Register the code, or write one that is registered.",
    ),
    _finding(
        "code-wrong-tier",
        "A golden document carries a code of another tier than it states.",
        "Readers who act by tier act wrongly.",
        "Write a code of the stated tier, or correct the tier.",
    ),
    _finding(
        "code-out-of-order",
        "Codes of a golden document stand against the order of the manifest.",
        "The order means precedence: the first code is not the one that counts.",
        "Write the codes in the manifest's order.",
    ),
    _finding(
        "registry-unknown",
        "A place is bound to a registry that the manifest does not have.",
        "The codes at that place are checked against nothing.",
        "Name a registry that the manifest has, or restore the one that is gone.",
    ),
    _finding(
        "fixture-removed",
        "A golden document of base is gone, or is kept to be rejected now.",
        "What it showed is no longer shown.",
        "Say why in the changelog, or keep it.",
    ),
    _finding(
        "fixture-replay-refused",
        "A golden document of base is refused by head.",
        "It is a real document that was good and is not any more: backward is refuted.",
        "Announce the break, or accept the document again.",
    ),
    _finding(
        "strict-twin-differs",
        "A strict twin is more than the open schema with closed objects.",
        "Fixtures are checked against rules that do not run, or not against rules that do.",
        "Make the same change in both.",
        "semantics section 3, strict twin",
    ),
    _finding(
        "strict-twin-missing",
        "A strict twin is named and is not there, or cannot be read.",
        "Fixtures are checked against the open schema only and can drift.",
        "Add the twin, or take it out of the configuration.",
        "semantics section 3, strict twin",
    ),
    _finding(
        "fixture-not-exercised",
        "No golden document shows a change in use, or one still shows what is gone.",
        "Nobody has tried what the change promises.",
        "Add or extend a document as the finding says.",
    ),
    _finding(
        "change-unreachable",
        "No document of the contract can show a change.",
        "The change is declared and nothing refers to it.",
        "Refer to it from a schema or a binding, or leave it.",
    ),
    _finding(
        "invariant-broken",
        "A golden document breaks an invariant that the manifest declares.",
        "What it shows as good is refused at run time.",
        "Mend the document, or change the invariant.",
    ),
    _finding(
        "no-fixtures",
        "The contract names fixtures and has none that can be read.",
        "Every question to the fixtures has an empty answer that looks like a good one.",
        "Add a golden document, or mend the globs.",
    ),
)
