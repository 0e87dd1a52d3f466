"""What can happen to a manifest of codes, and what can be wrong with one."""

from __future__ import annotations

from govern.rules.rule import Rule, RuleKind

_LAW = "semantics section 4, manifests"
_NEW_MAJOR = "Bump the breaking part of the version, or put the old meaning back."


def _change(id_: str, summary: str, why: str, remedy: str, mirror: str) -> Rule:
    return Rule(id_, RuleKind.CHANGE, summary, why, remedy, _LAW, mirror)


def _finding(id_: str, summary: str, why: str, remedy: str) -> Rule:
    return Rule(id_, RuleKind.FINDING, summary, why, remedy, _LAW)


RULES: tuple[Rule, ...] = (
    _change(
        "invariant-tightened",
        "An invariant asks for more of documents than it did, or is new.",
        "Documents that were good are refused.",
        _NEW_MAJOR,
        "invariant-loosened",
    ),
    _change(
        "invariant-loosened",
        "An invariant asks for less of documents than it did, or is gone.",
        "Readers meet documents that they could rely on never to meet.",
        _NEW_MAJOR,
        "invariant-tightened",
    ),
    _change(
        "invariant-changed",
        "An invariant asks for other things than it did.",
        "Documents that were good may be refused, and readers may meet what they did not.",
        _NEW_MAJOR,
        "none: another demand is another one in both directions",
    ),
    _change(
        "invariant-renamed",
        "An invariant asks for the same under another name, or of codes under theirs.",
        "Those who act on its name in reports no longer see it.",
        "Bump the breaking part of the version, or keep the name.",
        "none: a name that changes back has changed",
    ),
    _change(
        "invariant-retagged",
        "What breaks an invariant is told under another tag.",
        "Those who sort errors by tag find it elsewhere.",
        "Bump the additive part of the version.",
        "none: a tag that changes back has changed",
    ),
    _change(
        "invariant-text-changed",
        "The explanation of an invariant reads otherwise.",
        "No program may depend on it.",
        "Nothing is asked.",
        "none: texts change in both directions",
    ),
    _change(
        "schema-tags-changed",
        "What a schema refuses at some place is told under another tag.",
        "Those who sort errors by tag find it elsewhere.",
        "Bump the additive part of the version.",
        "none: a tag that changes back has changed",
    ),
    _finding(
        "invariant-unreadable",
        "An invariant has the form of the published schema, and names registries that there are.",
        "Nobody can check it, so nobody knows whether documents keep it.",
        "Mend it, as specs/INVARIANTS.md has it.",
    ),
    _change(
        "code-added",
        "A registry has a code that it did not have.",
        "A reader that knows the old codes only meets one it cannot read.",
        "Bump the additive part of the version and show the code in a fixture.",
        "code-removed",
    ),
    _change(
        "code-removed",
        "A code that was registered is registered no more.",
        "Documents that carry it are refused, and readers that wait for it get it no more.",
        "Keep the code and mark it as deprecated, or bump the breaking part of the version.",
        "code-added",
    ),
    _change(
        "code-moved",
        "A code stands in another tier or registry than before.",
        "What its presence means, or where it may be written, is no longer what readers rely on.",
        _NEW_MAJOR,
        "none: a move back is a move",
    ),
    _change(
        "code-order-changed",
        "Codes stand in another order, where order means precedence.",
        "Of two codes, another one now wins.",
        _NEW_MAJOR,
        "none: another order is another order in both directions",
    ),
    _change(
        "code-attribute-changed",
        "An attribute of a code that programs may act on differs.",
        "The code is the same and what it makes people and programs do is not.",
        "Bump the breaking part of the version; if only people read the attribute, configure it as text.",
        "none: an attribute that changes back has changed",
    ),
    _change(
        "code-text-changed",
        "A text about a code reads otherwise.",
        "No program may depend on it.",
        "Nothing is asked.",
        "none: texts change in both directions",
    ),
    _change(
        "code-deprecated",
        "A code is still registered and marked for removal.",
        "Those who write it should move to its successor.",
        "Bump the additive part of the version and name the successor.",
        "code-restored",
    ),
    _change(
        "code-restored",
        "A code that was deprecated or an alias is a code in its own right again.",
        "Those who moved away from it may come back.",
        "Bump the additive part of the version.",
        "code-deprecated",
    ),
    _change(
        "code-successor-changed",
        "A deprecated code names another successor than before.",
        "Those who migrate now go elsewhere.",
        "Bump the additive part of the version.",
        "none: a successor that changes back has changed",
    ),
    _change(
        "code-alias-added",
        "A code answers to one more name.",
        "Readers may meet the code under a name they do not know.",
        "Bump the additive part of the version.",
        "code-alias-removed",
    ),
    _change(
        "code-alias-removed",
        "A name that a code answered to is withdrawn.",
        "Documents that carry the old name are refused.",
        "Keep the alias, or bump the breaking part of the version.",
        "code-alias-added",
    ),
    _change(
        "registry-added",
        "The manifest has a registry that it did not have.",
        "Nobody could depend on it before.",
        "Bump the additive part of the version.",
        "registry-removed",
    ),
    _change(
        "registry-removed",
        "A registry is gone with all its codes.",
        "Whatever refers to its codes refers to nothing.",
        "Keep the registry, or bump the breaking part of the version.",
        "registry-added",
    ),
    _change(
        "manifest-section-changed",
        "A part of the manifest that is no registry differs.",
        "What it means is not known, so nobody can say that nothing breaks.",
        "Bump the breaking part of the version, or configure the section as text.",
        "none: sections change in both directions",
    ),
    _finding(
        "code-duplicate",
        "No code stands twice in a registry.",
        "Two entries may say two things about one code.",
        "Remove one of the two entries.",
    ),
    _finding(
        "code-in-two-tiers",
        "No code stands in two tiers.",
        "Which of the two decides is left to chance.",
        "Leave the code in one tier.",
    ),
    _finding(
        "code-alias-unknown",
        "A code is only renamed to one that is registered.",
        "Those who follow the pointer arrive nowhere.",
        "Register the successor, or name the code that took over.",
    ),
    _finding(
        "code-alias-cycle",
        "Renames lead to a code that is in use.",
        "Those who follow the pointers go round in circles.",
        "Point every old code at the one that is in use.",
    ),
    _finding(
        "code-rename-wrong",
        "An old name of a code is not an active code itself.",
        "One name would stand for two things.",
        "Mark the old code as deprecated, or take it out of the old names.",
    ),
    _finding(
        "manifest-entry-unread",
        "Every entry that lists a schema names one that is there, and a mode that is known.",
        "A schema that nobody compares can break without a word.",
        "Mend the entry, or where the configuration says that entries stand.",
    ),
    _finding(
        "code-lookalike",
        "Two codes of a registry can be told apart by people.",
        "A reviewer approves the one and gets the other.",
        "Rename one of them.",
    ),
    _finding(
        "code-not-ascii",
        "Codes are spelled in ASCII.",
        "Letters of other scripts pass for Latin ones.",
        "Spell the code in ASCII letters.",
    ),
    _finding(
        "bidi-control",
        "Codes hold no characters that do not show.",
        "What people read is not what programs compare.",
        "Spell the code without them.",
    ),
)
"""Changes and findings of manifests."""
