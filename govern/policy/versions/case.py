"""One version field on two sides, to all that judging it needs: versions, the step, what is asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from govern.contracts import Contract, Scheme, VersionField, Zero
from govern.model import Change, Level
from govern.policy.versions.coverage import asked, coverage, covered
from govern.policy.versions.files import names
from govern.policy.versions.mask import masking
from govern.policy.versions.places import (
    Documents,
    PlaceKind,
    ResolvedField,
    ResolvedPlace,
    find,
    halves,
    schema_paths,
)
from govern.policy.versions.schemes import SCHEMES, Ask, Step, Version, VersionScheme

Taken = Callable[[str, str], str | None]
"""(field, version) to where that version already stands with other content, in words."""


@dataclass(frozen=True, slots=True)
class Case:
    """`base` is what the step is measured from (the merge base or the last release) and `previous`
    what the target says; None where there is none. `edited`: something covered differs at all."""

    field: VersionField
    scheme: Scheme | None
    covers: tuple[str, ...]
    base: ResolvedField | None
    previous: ResolvedField | None
    head: ResolvedField
    changes: tuple[Change, ...]
    edited: bool
    released: bool

    @property
    def row(self) -> VersionScheme | None:
        """The scheme's row, None where no scheme could be read off."""
        return SCHEMES[self.scheme] if self.scheme else None

    @property
    def measured(self) -> Version | None:
        """The version the step is measured from."""
        return self.base.version if self.base else None

    @property
    def wanted(self) -> Level:
        """What the covered changes ask, in semver's words."""
        level = max(map(asked, self.changes), key=lambda each: each.rank, default=Level.NONE)
        return Level.PATCH if level is Level.NONE and self.field.immutable and self.edited else level

    @property
    def ask(self) -> Ask:
        """What is asked in the scheme's own steps."""
        if self.row is None or self.measured is None:
            return Ask(self.wanted, self.wanted)
        found = self.row.ask(self.wanted, self.measured, self.field.zero)
        if found.level is Level.NONE and self.field.immutable and self.edited:
            return Ask(self.row.ask(Level.PATCH, self.measured, Zero.LENIENT).level, found.room)
        return found

    @property
    def step(self) -> Step:
        """What the version did; no step where one side has no version."""
        if self.row is None or self.measured is None or self.head.version is None:
            return Step(Level.NONE)
        return self.row.step(self.measured, self.head.version)

    @property
    def decreased(self) -> bool:
        """Whether head is lower than the release or than what the target says."""
        before = self.previous.version if self.previous else None
        if self.row is None or before is None or self.head.version is None:
            return self.step.decreased
        return self.step.decreased or self.row.step(before, self.head.version).decreased

    @property
    def moved(self) -> bool:
        """Whether head's version is another than the target's."""
        before = self.previous.version if self.previous else None
        return self.head.version is not None and (before is None or before.text != self.head.version.text)

    @property
    def smallest(self) -> Version | None:
        """The smallest version that would do, None where nothing measures it."""
        if self.row is None or self.measured is None:
            return None
        least = self.row.next(self.measured, self.ask.level)
        before = self.previous.version if self.previous else None
        return before if before and not self._lower(before, least) else least

    def _lower(self, one: Version, other: Version) -> bool:
        """Whether one version is lower than another, or the two are one."""
        if self.row is None or one.text == other.text:
            return True
        return not self.row.step(one, other).decreased


def case_of(
    field: VersionField,
    contract: Contract,
    base: Documents | None,
    head: Documents,
    changes: Sequence[Change],
    release: Documents | None,
) -> Case:
    """A field with both its sides resolved. The scheme is configured, else the older side's: a head of
    another form is malformed, not of another scheme."""
    sides = [None if each is None else find((field,), contract, each)[0] for each in (release, base, head)]
    scheme = next((each.scheme for each in sides if each is not None and each.scheme), None)
    pinned = replace(field, scheme=scheme)
    resolved = [None if each is None else find((pinned,), contract, each)[0] for each in (release, base)]
    patterns = coverage(field, contract)
    return Case(
        field=field,
        scheme=scheme,
        covers=patterns,
        base=resolved[1] if resolved[0] is None else resolved[0],
        previous=resolved[1],
        head=find((pinned,), contract, head)[0],
        changes=covered(patterns, changes),
        edited=base is not None and field.immutable and _edited(pinned, patterns, contract, base, head),
        released=release is not None,
    )


def _edited(
    field: VersionField, patterns: Sequence[str], contract: Contract, base: Documents, head: Documents
) -> bool:
    """Whether anything covered differs, the version aside. Coarse on purpose: a file counts as a whole
    unless it is taken out as a whole."""
    before, after = (masking(each, (field,), contract).documents for each in (base, head))
    files = [*schema_paths(contract), *([contract.manifest] if contract.manifest else [])]
    inside = [halves(each)[0] for each in patterns if not each.startswith("!")]
    outside = [each[1:] for each in patterns if each.startswith("!") and "#" not in each]
    return any(
        before.get(path) != after.get(path)
        for path in files
        if any(names(each, path) for each in inside) and not any(names(each, path) for each in outside)
    )


def disagreeing(case: Case) -> tuple[ResolvedPlace, ...]:
    """The places that say something else than the first. A document kept to be refused may say what
    it likes, but for the version that was left behind: then it is refused for that alone."""
    version = case.head.version
    if version is None:
        return ()
    before = case.previous.version if case.previous and case.moved else None
    return tuple(
        place
        for place in case.head.places
        if place.kind is not PlaceKind.PATH
        and (place.version is None or place.version.text != version.text)
        and (not place.rejected or _left_behind(place, before))
    )


def _left_behind(place: ResolvedPlace, before: Version | None) -> bool:
    return place.version is not None and before is not None and place.version.text == before.text
