"""What can happen to a schema, what can be wrong with one, and what can happen to its file."""

from __future__ import annotations

from govern.rules.files import RULES as FILE_RULES
from govern.rules.keywords import RULES as KEYWORD_RULES
from govern.rules.members import RULES as MEMBER_RULES
from govern.rules.rule import Rule, RuleKind

_LAW = "semantics section 4"
_BUMP = "Bump the version as the class asks."
_KEEP = "Bump the breaking part of the version, or put back what was there."
_BACK = "none: what changes back has changed"


def _change(id_: str, summary: str, why: str, remedy: str, reference: str, mirror: str) -> Rule:
    return Rule(id_, RuleKind.CHANGE, summary, why, remedy, reference, mirror)


def _finding(id_: str, summary: str, why: str, remedy: str, reference: str) -> Rule:
    return Rule(id_, RuleKind.FINDING, summary, why, remedy, reference)


_VALUES = (
    _change(
        "enum-value-added",
        "A value that was not among those listed is listed.",
        "Readers that know the old values only meet one they cannot read.",
        "Bump the version as the class asks and show the value in a fixture.",
        "JSON Schema Validation 6.1.2; semantics section 3, growth",
        "enum-value-removed",
    ),
    _change(
        "enum-value-removed",
        "A value the enum used to accept is refused.",
        "Documents that carry it are refused.",
        "Keep the value and mark it as deprecated, or bump the breaking part of the version.",
        "JSON Schema Validation 6.1.2",
        "enum-value-added",
    ),
    _change(
        "enum-added",
        "Only listed values are accepted, and any were before.",
        "Documents with a value that is not listed are refused.",
        _KEEP,
        "JSON Schema Validation 6.1.2",
        "enum-removed",
    ),
    _change(
        "enum-removed",
        "Values that are not listed are accepted.",
        "Readers that know the listed values only meet ones they cannot read.",
        _KEEP,
        "JSON Schema Validation 6.1.2",
        "enum-added",
    ),
    _change(
        "const-added",
        "Only one value is accepted, and others were before.",
        "Documents with another value are refused.",
        _KEEP,
        "JSON Schema Validation 6.1.3",
        "const-removed",
    ),
    _change(
        "const-removed",
        "Values other than the one constant are accepted.",
        "Readers that take the constant for granted are misled.",
        _KEEP,
        "JSON Schema Validation 6.1.3",
        "const-added",
    ),
    _change(
        "const-changed",
        "The one value that is accepted is another.",
        "Every document that carried the old value is refused.",
        "Configure the place as a version if it is one; else bump the breaking part of the version.",
        "JSON Schema Validation 6.1.3",
        _BACK,
    ),
)

_STRUCTURE = (
    _change(
        "branch-added",
        "A list of rules or alternatives has a branch that it did not have.",
        "Under `anyOf` it lets in what was refused; under `allOf` and `oneOf` it can refuse what was fine.",
        "Set the branch apart by a constant of its own, and bump the version as the class asks.",
        "JSON Schema Core 10.2.1",
        "branch-removed",
    ),
    _change(
        "branch-removed",
        "A list of rules or alternatives lacks a branch that it had.",
        "Documents that went by this branch alone are refused, or a rule is no longer checked.",
        _KEEP,
        "JSON Schema Core 10.2.1",
        "branch-added",
    ),
    _change(
        "tuple-length-changed",
        "A tuple has rules for another number of leading items.",
        "Items that went unchecked are checked, or the other way round.",
        _BUMP,
        "JSON Schema Core 10.3.1.1",
        _BACK,
    ),
    _change(
        "subschema-replaced",
        "A whole schema stands where another stood.",
        "What it accepts may have nothing in common with what was accepted.",
        _KEEP,
        "JSON Schema Core 4.3",
        "none: a schema put back replaces one",
    ),
    _change(
        "unknown-keyword-changed",
        "A keyword that the dialect does not know says something else.",
        "It accepts and refuses nothing, so tools that read it may differ and validators do not.",
        "Nothing is asked.",
        "JSON Schema Core 6.5",
        _BACK,
    ),
)


def _entries(subject: str, what: str, reference: str, why: str) -> tuple[Rule, ...]:
    return (
        _change(f"{subject}-added", f"{what} is there that was not.", why, _BUMP, reference,
                f"{subject}-removed"),
        _change(f"{subject}-removed", f"{what} that was there is gone.", why, _KEEP, reference,
                f"{subject}-added"),
        _change(f"{subject}-changed", f"{what} says something else.", why, _BUMP, reference, _BACK),
    )  # fmt: skip


_ENTRIES = (
    *_entries(
        "pattern-property",
        "A rule for all names of a pattern",
        "JSON Schema Core 10.3.2.2",
        "Members with such names are checked by other rules than before.",
    ),
    *_entries(
        "definition",
        "A definition",
        "JSON Schema Core 8.2.4",
        "It accepts nothing by itself; what refers to it tells what changes.",
    ),
    *_entries(
        "dependency",
        "What the presence of one member asks of the others",
        "JSON Schema Validation 6.5.4, Core 10.2.2.4",
        "Objects that carry the one member are held to other rules than before.",
    ),
)

_WORDS = (
    _change(
        "annotation-changed",
        "A text about the schema reads otherwise.",
        "No validator looks at it.",
        "Nothing is asked.",
        "JSON Schema Validation 9",
        _BACK,
    ),
    _change(
        "default-changed",
        "The default of a value is another, new or gone.",
        "Programs that fill it in behave otherwise with the same document.",
        "Bump the additive part of the version, or configure changed defaults as breaking.",
        "JSON Schema Validation 9.2",
        _BACK,
    ),
    _change(
        "deprecated-added",
        "Something is still accepted and marked for removal.",
        "Those who write it should move to its successor.",
        "Bump the additive part of the version and name the successor.",
        "JSON Schema Validation 9.3",
        "deprecated-removed",
    ),
    _change(
        "deprecated-removed",
        "Something that was marked for removal is marked no more.",
        "Those who moved away from it may come back.",
        "Bump the additive part of the version.",
        "JSON Schema Validation 9.3",
        "deprecated-added",
    ),
    _change(
        "dialect-changed",
        "The schema is written in another draft of JSON Schema.",
        "Keywords that one draft checks are mere words in another.",
        "Check that every validator in use knows the draft.",
        "JSON Schema Core 8.1.1",
        _BACK,
    ),
    _change(
        "identifier-changed",
        "A name by which the schema is referred to is another.",
        "References by the old name lead nowhere.",
        "Let every reference follow, in other repositories too.",
        "JSON Schema Core 8.2",
        _BACK,
    ),
)

_WHOLE = (
    _change(
        "changes-interact",
        "No change alone breaks the promise, and together they do.",
        "Each looks harmless to whoever reviews it by itself.",
        "Take back one of the parts listed, or bump the breaking part of the version.",
        _LAW,
        "none: parts that undo each other go by `changes-cancel`",
    ),
    _change(
        "changes-cancel",
        "Changes undo each other, and every document is judged as before.",
        "Each by itself would have meant something.",
        "Nothing is asked.",
        _LAW,
        "none: parts that make each other worse go by `changes-interact`",
    ),
    _change(
        "referenced-file-changed",
        "A file that the schema refers to changes what the schema accepts.",
        "The schema's own text is the same, so its reviewers see nothing.",
        "Bump the versions of every contract that refers to the file, as the class asks.",
        "JSON Schema Core 8.2.3",
        _BACK,
    ),
    _change(
        "schema-unreadable",
        "One of the two revisions is no schema that can be read, so nobody can compare them.",
        "Anything may have changed.",
        "Mend the schema, or bump the breaking part of the version.",
        "JSON Schema Core 4.3",
        "none: a schema that is mended was unreadable at base",
    ),
)

_FINDINGS = (
    _finding(
        "schema-invalid",
        "A schema keeps the rules of its own dialect.",
        "What validators make of a broken schema differs, or they refuse it.",
        "Mend the schema so that its own metaschema accepts it.",
        "JSON Schema Core 4.3, 8.1.1",
    ),
    _finding(
        "dialect-unknown",
        "A schema is written in a dialect whose meaning is known.",
        "Of keywords that nobody knows nobody can say what they accept.",
        "Use a draft from 4 to 2020-12.",
        "JSON Schema Core 8.1.1",
    ),
    _finding(
        "schema-unusable",
        "At least one validator can be built from a schema.",
        "Nobody can validate documents against it.",
        "Mend the pattern or reference that no validator can read.",
        "JSON Schema Core 6.4, 8.2.3",
    ),
    _finding(
        "keyword-unknown",
        "A schema uses no word that can be mistaken for a keyword.",
        "A misspelled keyword checks nothing, and everyone believes that it does.",
        "Write the keyword as the dialect spells it.",
        "JSON Schema Core 6.5",
    ),
)

RULES: tuple[Rule, ...] = (
    *MEMBER_RULES,
    *_VALUES,
    *_STRUCTURE,
    *_ENTRIES,
    *_WORDS,
    *_WHOLE,
    *FILE_RULES,
    *KEYWORD_RULES,
    *_FINDINGS,
)
"""Changes first, then findings."""
