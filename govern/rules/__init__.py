"""The catalogue: every rule govern can name, by id. One module a subject, one row a rule."""

from __future__ import annotations

from collections.abc import Mapping

from govern.rules.rule import Rule, RuleKind

CATALOGUE: Mapping[str, Rule] = {}

__all__ = ["CATALOGUE", "Rule", "RuleKind"]
