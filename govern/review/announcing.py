"""A reviewed contract and its changelog at both revisions to what the changelog does not say, or may not.

Where the changelog is a folder, each version has a record there, derived from what changed, a page with words
for people, and a line of the index. Where it is a file, that anything of it changed is all that is asked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from govern.contracts import Contract
from govern.model import (
    Class,
    Compatibility,
    ContractReview,
    Finding,
    FindingLevel,
    Level,
    Place,
    Record,
)
from govern.release.answers import unanswered, unmatched
from govern.release.index import NAME, index
from govern.release.page import in_step
from govern.release.record_json import same
from govern.review.reading import Reader
from govern.review.recorded import is_record, read_record, records

DERIVE = "run `govern changelog`"


@dataclass(frozen=True, slots=True)
class Announcement:
    """What is held against each other: the review of a contract, its changelog at base and at head, the paths
    that changed, and the versions that are released (None: every one that has a record)."""

    contract: Contract
    review: ContractReview
    base: Reader
    head: Reader
    changed: Collection[str]
    released: Collection[str] | None = None

    @property
    def folder(self) -> str | None:
        """The folder of the records, None where the changelog is a file. One that base has stays what it was:
        a file in its place hides no record."""
        where = self.contract.changelog or ""
        was = any(path.startswith(f"{where}/") for path in self.base.tree.entries)
        return where if was or where not in self.head.tree.entries else None

    @property
    def record(self) -> Record | None:
        """What the changelog is to say of head's version."""
        return self.review.record

    @property
    def asks(self) -> bool:
        """Whether a change asks for a bump."""
        return any(
            each.class_ is not Class.EDITORIAL and each.level_required is not Level.NONE
            for each in self.review.changes
        )

    @property
    def moved(self) -> str | None:
        """Head's version, where it is another than the one it follows."""
        record = self.record
        return None if record is None or record.version == record.follows else record.version

    def is_released(self, version: str) -> bool:
        """Whether a version that base has a record of is out, and its record closed."""
        return self.released is None or version in self.released


def announced(given: Announcement) -> Iterator[Finding]:
    """Every finding about the changelog of a contract. In the mode `none` they close nothing."""
    if given.contract.changelog is None:
        return
    quiet = given.contract.reading.compatibility is Compatibility.NONE
    for each in _found(given):
        level = FindingLevel.NOTE if quiet and each.level is FindingLevel.BLOCKS else each.level
        yield replace(each, level=level, contract=given.contract.name)


def _found(given: Announcement) -> Iterator[Finding]:
    folder = given.folder
    if folder is None:
        yield from _untouched(given)
        return
    yield from _closed(given, folder)
    yield from _content(given, folder)
    record = given.record
    if record is not None and given.moved is not None:
        yield from _entry(given, folder, record)
    elif given.asks:
        yield from _untouched(given)


def _untouched(given: Announcement) -> Iterator[Finding]:
    """A change that asks for a bump, and nothing that tells of it: in a folder a record does, of a version
    that moved; where there is no version, and in a file, whatever changed there."""
    where = given.contract.changelog or ""
    touched = any(given.contract.is_of_changelog(path) for path in given.changed)
    recorded = given.folder is not None and given.record is not None
    if not given.asks or (touched and not recorded):
        return
    remedy = f"write what changed, and what readers and writers must do, in {where}"
    if recorded:
        remedy = f"bump the version, {DERIVE}, and say what to do now"
    message = f"`{given.contract.name}` changed, and nothing in {where} says so"
    yield _blocking("changelog-entry-missing", message, remedy, where)


def _entry(given: Announcement, folder: str, record: Record) -> Iterator[Finding]:
    """What is wrong with the entry of head's version: its record, its page, its line in the index."""
    path = f"{folder}/{record.version}.json"
    held = read_record(path, given.head)
    if held is None:
        message = f"`{record.contract}` {record.version} has no entry in {folder}"
        yield _blocking("changelog-entry-missing", message, f"{DERIVE}, and say what to do now", path)
        return
    if isinstance(held, str):
        yield _blocking("changelog-entry-stale", f"{path} is no record of a version: {held}", DERIVE, path)
        return
    if not same(held, record):
        message = f"{path} does not say what changed: {_difference(held, record)}"
        yield _blocking("changelog-entry-stale", message, DERIVE, path)
        return
    yield from _page(given, f"{folder}/{record.version}.md", held)
    yield from _index(given, folder)


def _page(given: Announcement, path: str, record: Record) -> Iterator[Finding]:
    text = given.head.text(path)
    if text is None:
        message = f"`{record.contract}` {record.version} has no page for people"
        yield _blocking("changelog-entry-missing", message, f"{DERIVE}, and say what to do now", path)
        return
    try:
        good = in_step(text, record)
    except ValueError as error:
        yield _blocking("changelog-entry-stale", f"{path} cannot be read: {error}", "mend its marks", path)
        return
    if not good:
        yield _blocking("changelog-entry-stale", f"{path} does not say what its record says", DERIVE, path)
    for each in unanswered(text, record):
        change = each.change
        yield Finding(
            "changelog-prose-missing",
            FindingLevel.BLOCKS,
            f"nobody says in {path} what to do about {change.id[:12]}: {change.message}",
            "say it below its heading" if each.asked else f"{DERIVE}: it writes the heading; say it below",
            path,
            Place("", each.line, 1 if each.line else None),
            change=change.id,
        )
    for line, fingerprint in unmatched(text, record):
        yield Finding(
            "changelog-prose-unmatched",
            FindingLevel.NOTE,
            f"{path} speaks of {fingerprint}, which is no change of this version",
            "give its heading the fingerprint of a change, or take it out",
            path,
            Place("", line, 1),
        )


def _index(given: Announcement, folder: str) -> Iterator[Finding]:
    path = f"{folder}/{NAME}"
    text = given.head.text(path)
    every = tuple(records(folder, given.head).values())
    try:
        good = text is not None and index(text, given.contract.name, every) == text
    except ValueError as error:
        yield _blocking("changelog-entry-stale", f"{path} cannot be read: {error}", "mend its marks", path)
        return
    if not good:
        yield _blocking("changelog-entry-stale", f"{path} does not list what {folder} holds", DERIVE, path)


def _closed(given: Announcement, folder: str) -> Iterator[Finding]:
    """Records of released versions that are not what they were, and their pages."""
    own = [each for each in sorted(given.changed) if is_record(folder, each)]
    for path, before in records(folder, given.base, own).items():
        if not given.is_released(before.version):
            continue
        after = read_record(path, given.head)
        if isinstance(after, Record) and same(after, before):
            continue
        what = "is gone" if after is None else "says something else now"
        yield _blocking(
            "release-record-changed",
            f"{before.version} is released, and its record {path} {what}",
            "put it back; a mistake in it is told by the next version",
            path,
        )
    pages = {f"{each.removesuffix('.md')}.json": each for each in given.changed if each.endswith(".md")}
    for path, record in records(folder, given.head, sorted(pages)).items():
        if record.version == given.moved:
            continue  # its whole entry is looked at
        text = given.head.text(pages[path])
        try:
            good = text is None or in_step(text, record)
        except ValueError:
            good = False
        if not good:
            message = f"{pages[path]} does not say what its record says"
            yield _blocking("changelog-entry-stale", message, "put its derived part back", pages[path])


def _content(given: Announcement, folder: str) -> Iterator[Finding]:
    """A released version whose number stayed, and whose content did not."""
    record = given.record
    if record is None or not given.is_released(record.version):
        return
    path = f"{folder}/{record.version}.json"
    before = read_record(path, given.base)
    if not isinstance(before, Record) or before.digest == record.digest:
        return
    if given.review.status == "unchanged":
        level = FindingLevel.STANDING
    elif given.review.class_ is Class.EDITORIAL and not _immutable(given.contract):
        level = FindingLevel.NOTE
    else:
        level = FindingLevel.BLOCKS
    yield Finding(
        "release-content-changed",
        level,
        f"`{record.contract}` {record.version} is released with other content ({before.digest[:19]}…)",
        "bump the version, then run `govern changelog`",
        path,
        Place("/digest"),
    )


def _immutable(contract: Contract) -> bool:
    return any(each.immutable for each in contract.versions or ())


def _difference(held: Record, record: Record) -> str:
    """The first thing in which a record is not what it should be."""
    for name, one, other in (
        ("contract", held.contract, record.contract),
        ("version", held.version, record.version),
        ("the version it follows", held.follows or "none", record.follows or "none"),
        ("class", held.class_.value, record.class_.value),
    ):
        if one != other:
            return f"{name} is {other}, and it says {one}"
    has, wants = ({each.id: each.message for each in side.changes} for side in (held, record))
    lacking = [wants[id_] for id_ in wants if id_ not in has]
    beyond = [has[id_] for id_ in has if id_ not in wants]
    if lacking:
        return f"it leaves out: {lacking[0]}" + (f", and {len(lacking) - 1} more" if len(lacking) > 1 else "")
    if beyond:
        return f"it tells of what did not happen: {beyond[0]}"
    if held.digest != record.digest:
        return "the content of the contract has another digest"
    return "a change, a rename, a version or an exception in it is told otherwise"


def _blocking(rule: str, message: str, remedy: str, path: str) -> Finding:
    return Finding(rule, FindingLevel.BLOCKS, message, remedy, path, Place(""))
