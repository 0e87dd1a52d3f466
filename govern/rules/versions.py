"""The rules about version fields: what a version should have said, and what it said."""

from __future__ import annotations

from govern.rules.rule import Rule, RuleKind

_SECTION = "semantics section 5"

RULES: tuple[Rule, ...] = (
    Rule(
        "version-missing",
        RuleKind.FINDING,
        "The place where the version is bumped carries none.",
        "Nobody can tell which contract a document or a reader follows.",
        "Write the version at the first place of the field.",
        _SECTION,
    ),
    Rule(
        "version-malformed",
        RuleKind.FINDING,
        "The version does not have the form of its scheme.",
        "Tools read it differently or not at all: leading zeros, foreign digits, line ends, numbers.",
        "Write it in the scheme's form, as a string unless the scheme is integer.",
        _SECTION,
    ),
    Rule(
        "version-inconsistent",
        RuleKind.FINDING,
        "The places that carry one version disagree.",
        "A document that follows one of them breaks the others.",
        "Write the same version at every place of the field.",
        _SECTION,
    ),
    Rule(
        "version-decreased",
        RuleKind.FINDING,
        "The version is lower than before.",
        "Consumers who compare versions take the new contract for an old one.",
        "Write a version above that of base and of the last release.",
        _SECTION,
    ),
    Rule(
        "version-taken",
        RuleKind.FINDING,
        "The version already stands with other content on the target branch or by a tag.",
        "One version then names two contracts, and nobody can say which one is meant.",
        "Write the next version that is free.",
        _SECTION,
    ),
    Rule(
        "version-too-small",
        RuleKind.FINDING,
        "The version moves by less than the changes ask for.",
        "People who rely on the version take the change for a milder one.",
        "Write the version that the finding names, at every place.",
        _SECTION,
    ),
    Rule(
        "version-too-large",
        RuleKind.FINDING,
        "The version moves by more than the changes ask for.",
        "People are told of a break that did not happen, and learn to ignore the next.",
        "Write the version that the finding names, or keep it on purpose.",
        _SECTION,
    ),
    Rule(
        "version-skipped",
        RuleKind.FINDING,
        "The version leaves out a version between base and head.",
        "People look for a release that never was.",
        "Write the version that comes next, or keep it on purpose.",
        _SECTION,
    ),
    Rule(
        "version-bump-without-change",
        RuleKind.FINDING,
        "The version moves and nothing that it covers changed.",
        "People upgrade for nothing.",
        "Take the bump back, or keep it on purpose.",
        _SECTION,
    ),
    Rule(
        "breaking-change-unannounced",
        RuleKind.FINDING,
        "A change that asks for a new major version is covered by no version field.",
        "Nothing in the contract tells its readers that it broke.",
        "Give the contract a version field that covers the change.",
        _SECTION,
    ),
    Rule(
        "version-place-unconfigured",
        RuleKind.FINDING,
        "A const that looks like a version moves and no version field names it.",
        "It is compared as content, so each bump of it is a breaking change.",
        "Add it to the places of a version field.",
        "semantics section 1",
    ),
    Rule(
        "version-place-entangled",
        RuleKind.FINDING,
        "Another rule of the schema depends on the value that a version place carries.",
        "With the version set aside that rule would fall silent and a break behind it would go unseen, so "
        "the version is compared as content.",
        "Let the const alone say the version, or name the other consts as places of the same field.",
        "semantics section 1",
    ),
    Rule(
        "version-release-unknown",
        RuleKind.FINDING,
        "The version is released by tags and the last release is not at hand.",
        "The step is measured from base, which may already hold an unreleased bump.",
        "Fetch the tags, or tag the last release.",
        _SECTION,
    ),
    Rule(
        "version-revision-recommended",
        RuleKind.FINDING,
        "An ADDITION announces a change that, read literally, refuses some old document.",
        "SchemaVer keeps REVISION for what may refuse some historical data.",
        "Raise REVISION instead.",
        _SECTION,
    ),
)
