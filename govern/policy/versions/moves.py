"""A version field on both sides to what is wrong with its move: too small, decreased, taken, too large."""

from __future__ import annotations

from collections.abc import Iterator

from govern.contracts import Contract, Scheme
from govern.model import Finding, FindingLevel, Level, VersionVerdict
from govern.policy.versions.case import Case, Taken
from govern.policy.versions.schemes import Version
from govern.policy.versions.words import because, finding, write

_TRIES = 100
"""Taken versions that are tried in turn for one that is free."""

Judged = tuple[VersionVerdict, Finding]


def moves(case: Case, contract: Contract) -> Iterator[Judged]:
    """What is wrong with the step from base to head; nothing where there is no step to measure."""
    base, head = case.measured, case.head.version
    if base is None or head is None:
        return
    if case.decreased:
        yield VersionVerdict.DECREASED, _decreased(case, contract, head)
        return
    if case.step.level.rank < case.ask.level.rank:
        yield VersionVerdict.TOO_SMALL, _too_small(case, contract, base, head)
        return
    if not case.moved and case.released:
        return
    yield from _remarks(case, contract, base, head)


def _remarks(case: Case, contract: Contract, base: Version, head: Version) -> Iterator[Judged]:
    """What is worth a note, and a finding where the field is exact."""
    level = FindingLevel.BLOCKS if case.field.exact else FindingLevel.NOTE
    at, step, ask = _at(case), case.step, case.ask
    said = f"{at} moves from {base.text} to {head.text}"
    least = case.smallest or base
    idle = not case.changes and not case.edited
    if idle and step.level is not Level.NONE and not step.same_core:
        message = f"{said}, and no change it covers asks for that."
        remedy = f"{write(least, case)} Or leave it, if the bump is meant to stand alone."
        yield (
            VersionVerdict.TOO_LARGE,
            finding("version-bump-without-change", level, contract, at, message, remedy),
        )
    elif step.level.rank > ask.room.rank and not step.same_core:
        asked = "nothing" if ask.level is Level.NONE else least.text
        message = f"{said}; the changes it covers ask for {asked}."
        too_large = finding("version-too-large", level, contract, at, message, write(least, case))
        yield VersionVerdict.TOO_LARGE, too_large
    if step.skipped:
        whole = case.row.next(base, step.level) if case.row else base
        message = f"{said}, past {whole.text}."
        yield (
            VersionVerdict.SKIPPED,
            finding("version-skipped", level, contract, at, message, write(whole, case)),
        )


def _too_small(case: Case, contract: Contract, base: Version, head: Version) -> Finding:
    least = case.smallest or base
    at = _at(case)
    did = f"stays {head.text}" if base.text == head.text else f"moves from {base.text} to {head.text}"
    return finding(
        "version-too-small",
        FindingLevel.BLOCKS,
        contract,
        at,
        f"{at} {did}; the changes it covers ask for {least.text} or later ({because(case)}).",
        write(least, case),
    )


def _decreased(case: Case, contract: Contract, head: Version) -> Finding:
    before = case.previous.version if case.previous and case.previous.version else case.measured
    was = before.text if before else "nothing"
    least = case.smallest or head
    at = _at(case)
    return finding(
        "version-decreased",
        FindingLevel.BLOCKS,
        contract,
        at,
        f"{at} goes back from {was} to {head.text}; the smallest version that would do is {least.text}.",
        write(least, case),
    )


def taken(case: Case, contract: Contract, used: Taken, where: str) -> Finding:
    """The finding for a version that already stands with other content; `where` says where."""
    at = _at(case)
    free = _free(case, used)
    version = case.head.version
    text = version.text if version else ""
    remedy = write(free, case) if free else f"Write a version that is not used yet at {at}."
    return finding(
        "version-taken",
        FindingLevel.BLOCKS,
        contract,
        at,
        f"{at} says {text}, which already stands with other content: {where}.",
        remedy,
    )


def _free(case: Case, used: Taken) -> Version | None:
    """The next version after head's that is not used, by steps as large as what is asked."""
    version = case.head.version
    if version is None or case.row is None:
        return None
    level = case.step.level if case.step.level is not Level.NONE else Level.PATCH
    for _ in range(_TRIES):
        version = case.row.next(version, level)
        if used(case.field.at[0], version.text) is None:
            return version
    return None


def release_unknown(case: Case, contract: Contract) -> Finding:
    """The note that the last release could not be had, so that base stands in for it."""
    at = case.field.at[0]
    return finding(
        "version-release-unknown",
        FindingLevel.NOTE,
        contract,
        at,
        f"{at} is released by tags {case.field.released_by}, and no such release is at hand; "
        "the step is measured from base.",
        "Fetch the tags, or tag the last release.",
    )


def revision(case: Case, contract: Contract) -> Finding | None:
    """The note that recommends a REVISION: additive by the declared reading, refuted by the literal."""
    base, head = case.measured, case.head.version
    if case.scheme is not Scheme.SCHEMAVER or base is None or head is None or case.row is None:
        return None
    if case.ask.level is not Level.PATCH or case.step.level is not Level.PATCH:
        return None
    better = case.row.next(base, Level.MINOR)
    at = _at(case)
    return finding(
        "version-revision-recommended",
        FindingLevel.NOTE,
        contract,
        at,
        f"{at} moves from {base.text} to {head.text}, an ADDITION; read literally, some old document is "
        f"refused, which a REVISION ({better.text}) would tell.",
        write(better, case),
    )


def _at(case: Case) -> str:
    return case.head.first.at if case.head.first else case.field.at[0]
