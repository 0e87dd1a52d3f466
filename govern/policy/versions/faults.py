"""A version field at head to what is wrong with it as it stands: missing, malformed, inconsistent."""

from __future__ import annotations

from collections.abc import Iterator

from govern.contracts import Contract, Scheme
from govern.model import Finding, FindingLevel, Level, VersionVerdict
from govern.policy.versions.case import Case, disagreeing
from govern.policy.versions.places import ResolvedField, ResolvedPlace
from govern.policy.versions.schemes import SCHEMES, Version
from govern.policy.versions.words import cut, finding, listed, says, shown, write, written


def faults(case: Case, contract: Contract) -> Iterator[tuple[VersionVerdict, Finding]]:
    """What anyone can see without the other side. Standing where base had the very same fault and no
    change asks for a version."""
    first, version = case.head.first, case.head.version
    if first is None:
        yield VersionVerdict.MISSING, _missing(case, contract)
    elif version is None:
        yield VersionVerdict.MALFORMED, _malformed(case, contract, first)
    elif others := disagreeing(case):
        yield VersionVerdict.INCONSISTENT, _inconsistent(case, contract, first, version, others)


def said(side: ResolvedField | None) -> str | None:
    """What the first place of a side says, as text; None where it is not there."""
    if side is None or side.first is None:
        return None
    value = side.first.value
    return side.version.text if side.version else cut(value) if isinstance(value, str) else shown(value)


def _level(case: Case) -> FindingLevel:
    return FindingLevel.STANDING if _as_before(case) and case.wanted is Level.NONE else FindingLevel.BLOCKS


def _as_before(case: Case) -> bool:
    if case.previous is None:
        return False
    before, after = (
        tuple((each.at, type(each.value), each.value) for each in side.places)
        for side in (case.previous, case.head)
    )
    return before == after


def _missing(case: Case, contract: Contract) -> Finding:
    at = case.field.at[0]
    lost = said(case.base)
    message = f"{at} carries no version at head" + (f"; it was {lost}." if lost else ", nor did it before.")
    version = case.smallest or next((each.version for each in case.head.places if each.version), None)
    remedy = write(version, case) if version else f"Add the version at {at}: {_form(case.scheme)}."
    return finding("version-missing", _level(case), contract, at, message, remedy)


def _malformed(case: Case, contract: Contract, place: ResolvedPlace) -> Finding:
    value, at = shown(place.value), place.at
    scheme = case.scheme.value if case.scheme else "any scheme"
    message = f"{at} says {value}, which is no version of {scheme}: {_form(case.scheme)} is."
    quoted = not isinstance(place.value, str) and case.scheme is not Scheme.INTEGER
    hint = " Put it in quotes: a JSON number cannot tell 5.1 from 5.10." if quoted else ""
    if case.smallest:
        remedy = write(case.smallest, case) + hint
    else:
        remedy = f"Write {_form(case.scheme)} at {at}.{hint}"
    return finding("version-malformed", _level(case), contract, at, message, remedy)


def _form(scheme: Scheme | None) -> str:
    return SCHEMES[scheme].form if scheme else 'a version such as "1.2.3", "5.2", "1-0-2", "2026.11" or 3'


def _inconsistent(
    case: Case,
    contract: Contract,
    first: ResolvedPlace,
    version: Version,
    others: tuple[ResolvedPlace, ...],
) -> Finding:
    say = listed([f"{each.at} says {says(each)}" for each in others])
    enough = case.step.level.rank >= case.ask.level.rank and not case.decreased
    agreed = version if enough or case.smallest is None else case.smallest
    return finding(
        "version-inconsistent",
        _level(case),
        contract,
        first.at,
        f"{first.at} says {written(version)}, but {say}.",
        write(agreed, case),
    )
