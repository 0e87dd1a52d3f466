"""A contract at head and its releases to versions measured from the last one, and to releases it breaks.

Source: semantics section 3 (the transitive modes) and section 5 (`released_by`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

from govern.contracts import Contract, Scheme, VersionField
from govern.model import Change, Class, Finding, FindingLevel, Place, VersionReview
from govern.policy.versions import SCHEMES, find, masking, scheme_of
from govern.policy.versions import judge as judge_versions
from govern.policy.versions.schemes import Version
from govern.policy.versions.verdicts import BY_MERGE
from govern.review.work import Half, Work

Since = Callable[[Work], tuple[Change, ...]]
"""What changed between the two halves of a work, as a review sees it."""
Taken = Callable[[str, str], str | None]
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Release:
    """The contract's files as a tag has them."""

    tag: str
    half: Half


def asks_for_releases(contract: Contract) -> bool:
    """Whether anything about a contract is measured from its releases."""
    by_tag = any(each.released_by != BY_MERGE for each in contract.versions or ())
    return by_tag or contract.reading.compatibility.transitive


def is_release(contract: Contract, tag: str, *, alone: bool) -> bool:
    """Whether a tag names a release of a contract: by the pattern of `released_by`, else as `NAME-1.2.3` and
    the like, or as the bare version where there is no other contract (`alone`)."""
    patterns = {each.released_by for each in contract.versions or ()} - {BY_MERGE}
    if patterns:
        return any(fnmatchcase(tag, each) for each in patterns)
    return version_named(contract, tag, alone=alone) is not None


def version_named(contract: Contract, tag: str, *, alone: bool) -> str | None:
    """The version in a tag `NAME-1.2.3` and the like, or in a bare one where there is no other contract
    (`alone`); None where the tag names none."""
    name = contract.name
    for mark in ("/v", "-v", "@v", "/", "-", "@"):
        text = tag.removeprefix(name + mark)
        if tag != text and scheme_of(text) is not None:
            return text
    bare = (tag, tag[1:]) if tag[:1] == "v" else (tag,)
    return next((each for each in bare if alone and scheme_of(each) is not None), None)


def judged(
    work: Work,
    changes: Sequence[Change],
    releases: Sequence[Release],
    since: Since,
    *,
    taken: Taken | None,
    there: bool,
    revision_advised: bool,
) -> tuple[tuple[VersionReview, ...], tuple[Finding, ...]]:
    """Each version field judged: one that is released by tags from its last release, with what changed since;
    any other from base. `there`: base has the contract."""
    contract, base, head = work.contract, work.base.files.values, work.head.files.values
    own = None if not there else base
    last = {each.at[0]: _last(each, contract, releases) for each in contract.versions or ()}
    if not any(last.values()):
        return judge_versions(contract, own, head, changes, taken=taken, revision_advised=revision_advised)
    reviews: list[VersionReview] = []
    findings: list[Finding] = []
    for field in contract.versions or ():
        release = last[field.at[0]]
        told = since(_from(work, release.half)) if release is not None else changes
        found = judge_versions(
            replace(contract, versions=(field,)),
            own,
            head,
            told,
            taken=taken,
            last_release={field.released_by: release.half.files.values} if release is not None else None,
            revision_advised=revision_advised,
        )
        reviews += found[0]
        findings += [each for each in found[1] if each.rule != "breaking-change-unannounced"]
    whole = judge_versions(contract, own, head, changes, taken=taken)[1]
    findings += [each for each in whole if each.rule == "breaking-change-unannounced"]
    return tuple(reviews), tuple(findings)


def from_last(work: Work, releases: Sequence[Release]) -> Work:
    """The same head, measured from the last release where the first version field is released by tags; the
    work itself where it is not, where there is no release, or where base is one."""
    first = next(iter(work.contract.versions or ()), None)
    release = _last(first, work.contract, releases) if first is not None else None
    at_base = work.base.files.object_ids
    if release is None or any(each.half.files.object_ids == at_base for each in releases):
        return work
    return _from(work, release.half)


def tagged(contract: Contract, releases: Sequence[Release]) -> frozenset[str] | None:
    """The versions that are released: those of the tags, or None (every one) where a merge releases."""
    first = next(iter(contract.versions or ()), None)
    if first is None or first.released_by == BY_MERGE:
        return None
    found = (_version(contract, each.half) for each in releases)
    return frozenset(each.text for each in found if each is not None)


def broken(work: Work, releases: Sequence[Release], since: Since) -> Iterator[Finding]:
    """In a transitive mode: the releases of the line (those whose breaking component is head's) that head
    breaks. Without releases, a note that base alone was compared."""
    contract = work.contract
    if not contract.reading.compatibility.transitive:
        return
    version = _version(contract, work.head)
    line = [each for each in releases if _of_line(version, _version(contract, each.half))]
    if not line:
        yield Finding(
            "releases-none",
            FindingLevel.NOTE,
            f"`{contract.name}` asks to be compared with every release of its line, and no tag names one",
            "tag releases as NAME-VERSION, name their pattern in `released_by`, and fetch the tags",
            contract.manifest or (contract.schemas[0].path if contract.schemas else ""),
        )
    for release in line:
        worse = _worse(since(_from(work, release.half)))
        if not worse:
            continue
        before = {each.id for each in _worse(since(_until_base(work, release.half)))}
        new = [each for each in worse if each.id not in before]
        worse = new or worse
        told = "; ".join(each.message for each in worse[:_NAMED])
        more = f"; and {len(worse) - _NAMED} more" if len(worse) > _NAMED else ""
        yield Finding(
            "release-broken",
            FindingLevel.BLOCKS if new else FindingLevel.STANDING,
            f"{release.tag} is of the same line, and head breaks it: {told}{more}",
            "take the change back, or begin a new line: bump the breaking part of the version",
            worse[0].path,
            worse[0].head or Place(""),
        )


def _worse(changes: Sequence[Change]) -> list[Change]:
    """Those that break somebody, or may."""
    bad = (Class.BREAKING, Class.UNDECIDED, Class.RENAME)
    return [each for each in changes if each.class_ in bad and each.claimed_by is None]


def _until_base(work: Work, release: Half) -> Work:
    """From a release to base: what was so before head."""
    return replace(_from(work, release), head=work.base, head_masked=work.base_masked)


def _from(work: Work, base: Half) -> Work:
    """The same head, measured from another base."""
    masked = masking(base.files.values, work.contract.versions, work.contract)
    return replace(work, base=base, base_masked=masked)


def _last(field: VersionField, contract: Contract, releases: Sequence[Release]) -> Release | None:
    """The release with the highest version of a field that is released by tags."""
    if field.released_by == BY_MERGE:
        return None
    found: tuple[Version, Release] | None = None
    for each in releases:
        if not fnmatchcase(each.tag, field.released_by):
            continue
        (resolved,) = find((field,), contract, each.half.files.values)
        version = resolved.version
        if version is None:
            continue
        if found is None or not SCHEMES[version.scheme].step(found[0], version).decreased:
            found = version, each
    return found[1] if found is not None else None


def _version(contract: Contract, half: Half) -> Version | None:
    """What the first version field says."""
    found = find(contract.versions, contract, half.files.values)
    return next((each.version for each in found if each.version is not None), None)


def _of_line(head: Version | None, release: Version | None) -> bool:
    """Whether two versions have one breaking component; where nobody can tell, the release counts."""
    if head is None or release is None or head.scheme is not release.scheme:
        return True
    return _breaking_component(head) == _breaking_component(release)


def _breaking_component(version: Version) -> tuple[int, ...]:
    """Semver's major (its minor too while that is 0), the first number of major-minor and schemaver; of an
    integer or a date, which have one size of step, all of it."""
    if version.scheme in (Scheme.INTEGER, Scheme.CALVER):
        return version.numbers
    early = version.scheme is Scheme.SEMVER and version.numbers[:1] == (0,)
    return version.numbers[:2] if early else version.numbers[:1]
