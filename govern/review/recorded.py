"""A contract and a tree to the records of its changelog there, and to the record that head's version needs.

Source: semantics section 5 (`released_by`, `immutable`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from govern.contracts import Contract
from govern.documents import Document
from govern.model import Change, Record, RecordedVersion, Rename
from govern.policy.versions import find
from govern.release.digest import content_digest
from govern.release.record import recorded
from govern.release.record_json import from_json
from govern.review.reading import Reader
from govern.review.releases import Release, from_last
from govern.review.work import Half, Work, owned, present

Again = Callable[[Work], tuple[tuple[Change, ...], tuple[Rename, ...]]]
"""The changes and renames between the two halves of a work, as a review sees them."""
_ENDING = ".json"


def record_of(
    work: Work,
    changes: Sequence[Change],
    renames: Sequence[Rename],
    releases: Sequence[Release],
    again: Again,
) -> Record | None:
    """What the changelog is to say of head's version: what changed since base, or since the last release
    where the first version field is released by tags. None where head has no contract, or no version."""
    contract = work.contract
    if not present(work, work.head):
        return None
    since = from_last(work, releases)
    if since is not work:
        changes, renames = again(since)
    before = {each.at: each for each in find(contract.versions, contract, since.base.files.values)}
    versions: list[RecordedVersion] = []
    for each in find(contract.versions, contract, work.head.files.values):
        old = before.get(each.at)
        texts = [side.version.text if side and side.version else None for side in (old, each)]
        versions.append(RecordedVersion(each.at, *texts))
    return recorded(contract.name, versions, changes, renames, digest_of(contract, work.head))


def digest_of(contract: Contract, half: Half) -> str:
    """The digest of what a contract says at one revision."""
    files = half.files
    own = [path for path in owned(contract) if path in files.object_ids]
    return content_digest(
        {path: files.documents[path].value for path in own if path in files.documents},
        {path: files.object_ids[path] for path in own if path not in files.documents},
        half.reached,
    )


def records(folder: str, reader: Reader, paths: Iterable[str] | None = None) -> Mapping[str, Record]:
    """The records of a folder that can be read, by path; of `paths` only, where given."""
    found: dict[str, Record] = {}
    for path in reader.tree.entries if paths is None else paths:
        if is_record(folder, path):
            record = read_record(path, reader)
            if isinstance(record, Record):
                found[path] = record
    return found


def is_record(folder: str, path: str) -> bool:
    """Whether a path is where a record of the folder would stand."""
    return path.startswith(f"{folder}/") and path.endswith(_ENDING) and "/" not in path[len(folder) + 1 :]


def read_record(path: str, reader: Reader) -> Record | str | None:
    """The record at a path, why there is none in words, or None where nothing is there."""
    entry = reader.tree.entries.get(path)
    if entry is None:
        return None
    if not entry.kind.is_file:
        return f"it is a {entry.kind.value}"
    document = reader.document(path)
    if not isinstance(document, Document):
        return document[0].message
    try:
        return from_json(document.value)
    except ValueError as error:
        return str(error)
