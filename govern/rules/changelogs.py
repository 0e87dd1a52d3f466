"""What can be wrong with what the changelog of a contract says, and with what is released."""

from __future__ import annotations

from govern.rules.rule import Rule, RuleKind

_ENTRIES = "govern's definitions, section 6 (the checklist)"
_RELEASED = "semantics section 5: a released version is immutable"


def _finding(id_: str, summary: str, why: str, remedy: str, law: str = _ENTRIES) -> Rule:
    return Rule(id_, RuleKind.FINDING, summary, why, remedy, law)


def _error(id_: str, summary: str, why: str, remedy: str) -> Rule:
    return Rule(id_, RuleKind.ERROR, summary, why, remedy, _ENTRIES)


RULES: tuple[Rule, ...] = (
    _finding(
        "changelog-entry-missing",
        "A change that asks for a bump is told of in the contract's changelog.",
        "Those who use the contract learn of it from there.",
        "Run `govern changelog`, and say what readers and writers must do.",
    ),
    _finding(
        "changelog-entry-stale",
        "The entry of a version says what changed, on its page and in the index too.",
        "People and programs act on what it says.",
        "Run `govern changelog`: what people wrote is kept.",
    ),
    _finding(
        "changelog-prose-missing",
        "For each change that breaks or renames, people say what to do now.",
        "What broke is derived; how to move on, only those who broke it know.",
        "Say it on the page of the version, below the heading with the fingerprint.",
    ),
    _finding(
        "changelog-prose-unmatched",
        "What people say on a page is about a change of that version.",
        "An answer to another change may be taken for one to this.",
        "Give the heading the fingerprint of a change of the version, or take it out.",
    ),
    _finding(
        "release-record-changed",
        "The record of a released version stays as it is.",
        "Those who read it before have been told something else.",
        "Put it back; tell of the mistake in the next version.",
        _RELEASED,
    ),
    _finding(
        "release-content-changed",
        "Under the number of a released version stands what was released.",
        "One number for two contents: nobody knows which one a system speaks.",
        "Bump the version.",
        _RELEASED,
    ),
    _error(
        "changelog-empty",
        "There is a changelog to check, or a version that moved.",
        "Nothing to look at is not the same as nothing wrong.",
        "Give the contract a `changelog`, or bump its version first.",
    ),
    _error(
        "changelog-unwritable",
        "What stands where an entry is to be written is an entry.",
        "Something that people wrote would be lost.",
        "Move the file away, or mend its marks.",
    ),
)
"""Findings about entries first, then those about releases, then why there is nothing to say."""
