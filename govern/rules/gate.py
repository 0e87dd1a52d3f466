"""Rules about the gate itself: contracts as wholes, exceptions, the target, limits, the command line."""

from __future__ import annotations

from govern.rules.rule import Rule, RuleKind

_GATE = "govern's definitions, section 7 (the gate and the exit status)"
_COMMITS = "govern's definitions, section 8 (which commits, whose rules)"
_FILES = "govern's definitions, section 4 (files)"


def _row(
    kind: RuleKind, id_: str, summary: str, why: str, remedy: str, reference: str, mirror: str = ""
) -> Rule:
    return Rule(id_, kind, summary, why, remedy, reference, mirror)


def _finding(id_: str, summary: str, why: str, remedy: str, reference: str) -> Rule:
    return _row(RuleKind.FINDING, id_, summary, why, remedy, reference)


def _error(id_: str, summary: str, why: str, remedy: str, reference: str = _GATE) -> Rule:
    return _row(RuleKind.ERROR, id_, summary, why, remedy, reference)


def _change(id_: str, summary: str, why: str, remedy: str, reference: str, mirror: str) -> Rule:
    return _row(RuleKind.CHANGE, id_, summary, why, remedy, reference, mirror)


RULES: tuple[Rule, ...] = (
    _change(
        "manifest-added",
        "A contract has a manifest it did not have.",
        "Codes are registered from now on.",
        "Register every code in use, and name the manifest in the configuration.",
        _FILES,
        "manifest-removed",
    ),
    _change(
        "manifest-removed",
        "The manifest that registered a contract's codes is gone.",
        "Nothing says any more which codes are meant.",
        "Keep the manifest, or announce the change as breaking.",
        _FILES,
        "manifest-added",
    ),
    _change(
        "contract-undecided",
        "A contract could not be reviewed within its limits.",
        "What has not been decided may break somebody.",
        "Simplify what changed, or raise the deadline.",
        _GATE,
        "none: a limit is reached or it is not",
    ),
    _finding(
        "contract-removed",
        "Every schema and manifest of a contract is gone.",
        "Whoever depends on the contract has nothing left to depend on.",
        "Keep the files, or have the removal accepted by an exception in the target's configuration.",
        _FILES,
    ),
    _finding(
        "contract-moved-out",
        "A governed file was moved to where no contract covers it.",
        "From then on it could change without anybody being asked.",
        "Move it back, or cover the new path first, in a change of its own.",
        _FILES,
    ),
    _finding(
        "published-copy-differs",
        "A file that bears the `$id` of a schema says what the schema says.",
        "Two documents of one name are two contracts, and nobody knows which one holds.",
        "Make the copy say the same, or give it a name of its own.",
        "JSON Schema 2020-12 core, section 8.2.1: an `$id` identifies one schema resource",
    ),
    _finding(
        "drills-to-repeat",
        "A change names the drills that exercise it.",
        "What a drill showed of the old contract, it did not show of the new one.",
        "Run them again, keep the evidence, and sign off.",
        "govern's definitions, section 6 (the checklist)",
    ),
    _finding(
        "drill-unusable",
        "A drill can be run: it has a name, a golden document to reproduce, and a limit that can be read.",
        "A drill that cannot be run shows nothing.",
        "Mend the drill, or put back what it needs.",
        "govern's definitions, section 6 (the checklist)",
    ),
    _error(
        "drills-none",
        "A contract that names documents of drills has drills.",
        "A sign-off of nothing would look like one of everything.",
        "Write a section for each drill, with **Expected fixture:** and a path in a code span.",
    ),
    _error(
        "drill-unknown",
        "A drill that is run is one that the contract lists.",
        "Evidence of something else signs nothing off.",
        "Name a drill as `govern drill report` does.",
    ),
    _finding(
        "version-base-unreadable",
        "A version cannot be read at base, and a change asks for a step from it.",
        "A version that looks new would be right whatever it says.",
        "Mend the base in a change of its own, and have that accepted by an exception.",
        "govern's definitions, sections 5 and 7",
    ),
    _finding(
        "name-invisible",
        "A schema gains a name or value that holds characters nobody sees.",
        "Two names that look the same are taken for one.",
        "Write it in letters that are what they look like.",
        "govern's threat model, row B12",
    ),
    _finding(
        "name-lookalike",
        "A schema gains a name or value whose letters of another script read as ASCII.",
        "Two names that look the same are taken for one.",
        "Write it in letters that are what they look like.",
        "govern's threat model, row B12; Unicode Technical Standard 39",
    ),
    _finding(
        "governed-file-missing",
        "A contract names a file that is there at neither base nor head.",
        "A mistyped path guards nothing, and looks like a contract that never changes.",
        "Mend the path in the configuration, or commit the file.",
        _COMMITS,
    ),
    _finding(
        "governed-file-gone",
        "A document that a contract names is still there.",
        "What it told, and what was held to it, is lost without a word.",
        "Put it back, or take it out of the configuration in a change of its own.",
        _COMMITS,
    ),
    _finding(
        "contracts-discovered",
        "No configuration was found, and contracts were discovered in the tree.",
        "What is discovered is a guess at what you promise.",
        "Run `govern init` and adjust what it writes.",
        _COMMITS,
    ),
    _finding(
        "gate-broken",
        "Head's configuration has mistakes.",
        "Once merged, it would stop every check.",
        "Mend it: the message names line, column and key.",
        _COMMITS,
    ),
    _finding(
        "head-behind-base",
        "The target changed a governed path since this branch left it.",
        "Two changes that are right alone can be wrong together.",
        "Merge or rebase onto the target.",
        _COMMITS,
    ),
    _finding(
        "target-moved-on",
        "The target has commits that head lacks, none of them on a governed path.",
        "The comparison is with the merge base, not with the tip.",
        "Nothing.",
        _COMMITS,
    ),
    _finding(
        "protected-path-changed",
        "A path that the configuration protects has changed.",
        "What runs the gate is part of the gate.",
        "Have its owner look at it.",
        "govern's threat model, rows A3 and A4",
    ),
    _finding(
        "review-hidden-by-attributes",
        "An attribute hides the diff of governed files from reviewers.",
        "A reviewer who sees nothing approves everything.",
        "Take the attribute out.",
        "govern's threat model, row B8; gitattributes(5)",
    ),
    _finding(
        "exception-expired",
        "An exception is past its date.",
        "An exception lets one finding pass for a time, not for ever.",
        "Renew it in the target's configuration, or mend what it excuses.",
        _GATE,
    ),
    _finding(
        "exception-unmatched",
        "An exception matches no finding of this change.",
        "It was used, or it was meant for something else.",
        "Take it out.",
        _GATE,
    ),
    _finding(
        "limit-time",
        "The review of a contract was given up at its deadline.",
        "A check that never ends is no check.",
        "Simplify what changed, or raise --deadline.",
        "govern's threat model, rule 11",
    ),
    _finding(
        "literal-reading-differs",
        "Under the literal reading the verdict would be another.",
        "Some document could have carried a name that was never declared.",
        'Nothing, unless people send such documents: then set `content = "literal"`.',
        "govern's definitions, section 2 (content model)",
    ),
    _finding(
        "growth",
        "A closed vocabulary was extended.",
        "Readers that know only the old values meet one they do not know.",
        "Tell readers before writers use it.",
        "govern's definitions, section 3 (growth)",
    ),
    _error(
        "head-not-committed",
        "The work tree or the index was to be judged in CI.",
        "A gate judges commits; a work tree can be anything.",
        "Name a commit with --head.",
        _COMMITS,
    ),
    _error(
        "contract-unknown",
        "A contract was named that there is not.",
        "Nothing would be checked, and that would look like a pass.",
        "Name one that the configuration has.",
    ),
    _error(
        "config-not-a-file",
        "The target's configuration is no regular file of moderate size.",
        "A link or a submodule says nothing about what to check.",
        "Commit it as a regular file.",
        "govern's threat model, row B4",
    ),
    _error(
        "usage",
        "The command line or the library was asked for something it does not know.",
        "A guess at what was meant could pass what should not.",
        "Choose one of the values the message names.",
    ),
    _error(
        "file-unreadable",
        "A file named on the command line cannot be read.",
        "Nothing can be said of what was not read.",
        "Name a file that is there and may be read.",
    ),
    _error(
        "file-exists",
        "A file that would be written is there already.",
        "Somebody wrote it.",
        "Look first; replace it with --force.",
    ),
    _error(
        "output",
        "A report that was asked for could not be written.",
        "A missing report must not look like a green check.",
        "Name a place that can be written.",
    ),
    _error(
        "rule-unknown",
        "A rule was named that the catalogue does not have.",
        "There is nothing to explain.",
        "`govern rules` lists them all.",
    ),
    _error(
        "unsafe-path",
        "Python would import modules from the repository that is being checked.",
        "A pull request could bring a module of its own and decide its own verdict.",
        "Take the repository out of PYTHONPATH.",
        "govern's threat model, row A11",
    ),
    _error(
        "bug",
        "govern met an error it does not know.",
        "Nothing was decided.",
        "Report it with what was printed.",
    ),
)
