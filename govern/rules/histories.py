"""What can be wrong with the history that is asked for."""

from __future__ import annotations

from govern.rules.rule import Rule, RuleKind

RULES: tuple[Rule, ...] = (
    Rule(
        "history-empty",
        RuleKind.ERROR,
        "A history has a commit that it begins after and one that it ends with, and commits in between.",
        "An empty list would read as a history in which nothing went wrong.",
        "Name a commit that comes before the last one: `--from REF`, `--to REF`.",
        "git-rev-list(1)",
    ),
)
"""Errors of `govern history`."""
