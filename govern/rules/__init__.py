"""The catalogue: every rule govern can name, by id. One module a subject, one row a rule."""

from __future__ import annotations

from collections.abc import Mapping

from govern.rules import (
    approvals,
    changelogs,
    configuration,
    doctor,
    documents,
    fixtures,
    gate,
    generated,
    histories,
    manifests,
    renames,
    repository,
    schemas,
    validation,
    versions,
)
from govern.rules.rule import Rule, RuleKind

SUBJECTS: tuple[tuple[Rule, ...], ...] = (
    changelogs.RULES,
    approvals.RULES,
    configuration.RULES,
    doctor.RULES,
    documents.RULES,
    fixtures.RULES,
    gate.RULES,
    generated.RULES,
    histories.RULES,
    manifests.RULES,
    renames.RULES,
    repository.RULES,
    schemas.RULES,
    validation.RULES,
    versions.RULES,
)
"""The rows, subject by subject. No id stands twice: a test counts them."""

CATALOGUE: Mapping[str, Rule] = {rule.id: rule for rules in SUBJECTS for rule in rules}

__all__ = ["CATALOGUE", "SUBJECTS", "Rule", "RuleKind"]
