"""One contract at base and head to where head says things twice, and not the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from govern.generated import Drifted, drift, unmarked
from govern.model import Finding, FindingLevel, Place
from govern.review.halves import sources
from govern.review.invariants import declared_codes
from govern.review.work import Half, Work
from govern.schema.revision import SchemaRevision


def drifted(work: Work) -> Iterator[Finding]:
    """What has drifted at head; what had drifted in the same way at base is standing."""
    before = {_fact(each) for each in _drift(work, work.base, at_base=True)}
    for each in _drift(work, work.head, at_base=False):
        standing = _fact(each) in before
        yield replace(each.finding, level=FindingLevel.STANDING) if standing else each.finding
    yield from _illegible(work)
    yield from unmarked(sources(work.contract, work.base), sources(work.contract, work.head))


def _illegible(work: Work) -> Iterator[Finding]:
    """Documents that cannot be read as text: nobody knows what they repeat."""
    for path in work.head.illegible:
        yield Finding(
            "document-illegible",
            FindingLevel.STANDING if path in work.base.illegible else FindingLevel.BLOCKS,
            f"{path} cannot be read as text: nobody can hold what it repeats to its source",
            "make it a regular file of UTF-8 within the limit of size",
            path,
            Place(""),
        )


def _drift(work: Work, half: Half, *, at_base: bool) -> Iterator[Drifted]:
    codes = (*work.contract.codes, *declared_codes(half.files.values, work.contract))
    there = (each.path for each in work.contract.schemas if each.path in half.files.documents)
    revisions: dict[str, SchemaRevision] = {path: work.revision(path, at_base=at_base) for path in there}
    return drift(sources(work.contract, half), codes, revisions)


def _fact(drifted: Drifted) -> tuple[str, str, str, str]:
    finding = drifted.finding
    return finding.rule, finding.path, finding.message, drifted.state
