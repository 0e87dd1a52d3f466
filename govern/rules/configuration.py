"""What govern says about its own configuration: mistakes in it, and what a change does to the gate."""

from __future__ import annotations

from govern.rules.rule import Rule, RuleKind

_TABLE = "configuration: the published schema of govern.toml"
_GATE = "semantics, section 8: which commits, whose rules"

RULES: tuple[Rule, ...] = (
    Rule(
        id="config-syntax",
        kind=RuleKind.ERROR,
        summary="The configuration cannot be read as TOML.",
        why="A gate that goes by half a configuration lets through what the other half forbids.",
        remedy="Correct the TOML at the place named.",
        reference="TOML 1.0.0",
    ),
    Rule(
        id="config-key-unknown",
        kind=RuleKind.ERROR,
        summary="The configuration has a key that means nothing to govern.",
        why="A misspelled key leaves a default in force that its author believed to have changed.",
        remedy="Use the spelling that is proposed, or remove the key.",
        reference=_TABLE,
    ),
    Rule(
        id="config-value",
        kind=RuleKind.ERROR,
        summary="A key of the configuration has a value that it cannot have.",
        why="What was meant cannot be told from what was written.",
        remedy="Use one of the values that the message lists.",
        reference=_TABLE,
    ),
    Rule(
        id="config-missing",
        kind=RuleKind.ERROR,
        summary="A table of the configuration lacks a key it cannot do without.",
        why="The table then says nothing that could be checked.",
        remedy="Add the key; the message has an example.",
        reference=_TABLE,
    ),
    Rule(
        id="config-duplicate",
        kind=RuleKind.ERROR,
        summary="The configuration says one thing twice, or gives one file to two contracts.",
        why="Which of the two counts would depend on their order.",
        remedy="Keep one; take the file out of a glob with a leading `!`.",
        reference=_TABLE,
    ),
    Rule(
        id="config-path",
        kind=RuleKind.ERROR,
        summary="A path or glob of the configuration is not of the one form that can match.",
        why="A glob that matches nothing governs nothing, and looks as if it did.",
        remedy="Write it from the root of the repository, with forward slashes, without `.` and `..`.",
        reference=_TABLE,
    ),
    Rule(
        id="config-place",
        kind=RuleKind.ERROR,
        summary="A place of a version is not `file#/pointer`.",
        why="A version that cannot be found cannot be asked for.",
        remedy="Write `file#/pointer`, or `file#` where the path itself carries the version.",
        reference="RFC 6901; semantics, section 5: version",
    ),
    Rule(
        id="config-template",
        kind=RuleKind.ERROR,
        summary="A template does not say which name a file has.",
        why="Files would belong to no contract, or to every one.",
        remedy="Hold `{name}` once in the contract's name and alone in a segment of its schemas.",
        reference="semantics, section 6: fixtures",
    ),
    Rule(
        id="config-date",
        kind=RuleKind.ERROR,
        summary="The end of an exception, or a moment of a freeze, is on a day that the calendar has not.",
        why="An exception without an end lets its finding pass for ever.",
        remedy="Write a day as YYYY-MM-DD.",
        reference=_TABLE,
    ),
    Rule(
        id="no-contracts",
        kind=RuleKind.ERROR,
        summary="The configuration covers nothing.",
        why="A check of no files is always green.",
        remedy="Name the contracts in govern.toml; `govern init` writes what it finds.",
        reference="semantics, section 7: the gate and the exit status",
    ),
    Rule(
        id="published-schema-missing",
        kind=RuleKind.ERROR,
        summary="The installation of govern lacks one of its published schemas.",
        why="Configurations and reports could not be checked.",
        remedy="Install contract-govern again.",
        reference=_TABLE,
    ),
    Rule(
        id="template-idle",
        kind=RuleKind.FINDING,
        summary="A template of the configuration stands for no contract.",
        why="Its globs are stale, so files it used to govern may be governed no more.",
        remedy="Correct the template's schemas, or remove it.",
        reference="semantics, section 6: fixtures",
    ),
    Rule(
        id="gate-weakened",
        kind=RuleKind.FINDING,
        summary="The pull request makes its own gate ask for less.",
        why="The next pull request could break what this one no longer covers.",
        remedy="Take the weakening back, or have it approved as the target's configuration asks.",
        reference=_GATE,
    ),
    Rule(
        id="gate-changed",
        kind=RuleKind.FINDING,
        summary="The pull request changes its gate without weakening it.",
        why="The change is in force only once it is merged: this check still goes by the target's.",
        remedy="Nothing to do; read what is listed.",
        reference=_GATE,
    ),
    Rule(
        id="gate-introduced",
        kind=RuleKind.FINDING,
        summary="The pull request brings the first configuration, and is judged by it.",
        why="There is no earlier configuration that could judge it.",
        remedy="Read the new configuration as what it is: the rules of every later check.",
        reference=_GATE,
    ),
)
