"""One contract at base and head to where head says things twice, and not the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from govern.generated import drift, unmarked
from govern.model import Finding, FindingLevel
from govern.review.halves import sources
from govern.review.invariants import declared_codes
from govern.review.work import Half, Work
from govern.schema.revision import SchemaRevision


def drifted(work: Work) -> Iterator[Finding]:
    """What has drifted at head; what had drifted in the same way at base is standing."""
    before = {_fact(each) for each in _drift(work, work.base, at_base=True)}
    for each in _drift(work, work.head, at_base=False):
        yield replace(each, level=FindingLevel.STANDING) if _fact(each) in before else each
    yield from unmarked(sources(work.contract, work.base), sources(work.contract, work.head))


def _drift(work: Work, half: Half, *, at_base: bool) -> Iterator[Finding]:
    codes = (*work.contract.codes, *declared_codes(half.files.values, work.contract))
    there = (each.path for each in work.contract.schemas if each.path in half.files.documents)
    revisions: dict[str, SchemaRevision] = {path: work.revision(path, at_base=at_base) for path in there}
    return drift(sources(work.contract, half), codes, revisions)


def _fact(finding: Finding) -> tuple[str, str, str]:
    return finding.rule, finding.path, finding.message
