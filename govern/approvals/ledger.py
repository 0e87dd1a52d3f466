"""The folder of records at target, base and head, to what is new in it, what is spent, and what was altered.

A record is good once: what stands in the ledger of the target or of the base was used by the change that
brought it. So the ledger only ever grows, and a copy of what it holds is a replay.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from govern.model import Entry

SUFFIX = ".json"
SIGNATURE = ".sig"
"""Behind the name of a record, the name of its signature."""


Entries = Mapping[str, Entry]


@dataclass(frozen=True, slots=True)
class Ledger:
    """`new` are the records that head brings, by path; `copies` those among them whose bytes the ledger had.

    `altered` are records and signatures of base that head changed or took away; `strays` are signatures
    without a record. `spent` are the records that were there before.
    """

    new: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    altered: tuple[str, ...] = ()
    strays: tuple[str, ...] = ()
    spent: tuple[str, ...] = ()


def read_ledger(folder: str, target: Entries, base: Entries, head: Entries) -> Ledger:
    """What becomes of the ledger in `folder`. Bytes are compared by git's object ids, which are equal iff
    the bytes are: no record needs to be read to know that it is spent."""
    before, there, after = (_held(folder, each) for each in (base, target, head))
    spent = {each.object_id for side in (before, there) for path, each in side.items() if _is_record(path)}
    new = [path for path in after if _is_record(path) and _is_new(after[path], before, there)]
    return Ledger(
        tuple(sorted(new)),
        tuple(sorted(path for path in new if after[path].object_id in spent)),
        tuple(sorted(_altered(before, there, after))),
        tuple(sorted(path for path in after if _is_stray(path, after, before))),
        tuple(sorted(path for path in {**before, **there} if _is_record(path))),
    )


def within(folder: str, path: str) -> bool:
    """Whether a path stands in a folder, at whatever depth."""
    return path.startswith(f"{folder}/")


def _held(folder: str, entries: Entries) -> dict[str, Entry]:
    ends = (SUFFIX, SUFFIX + SIGNATURE)
    return {path: each for path, each in entries.items() if within(folder, path) and path.endswith(ends)}


def _is_record(path: str) -> bool:
    return path.endswith(SUFFIX)


def _is_new(entry: Entry, before: Entries, there: Entries) -> bool:
    """What the target has at the same place came to head from there."""
    return entry.path not in before and _same(entry, there.get(entry.path)) is not True


def _altered(before: Entries, there: Entries, after: Entries) -> Iterator[str]:
    """What base had must stand at head as it was; what only the target has may be missing from a head that
    is older, but may not be something else."""
    for path, entry in before.items():
        if _same(entry, after.get(path)) is not True:
            yield path
    for path, entry in there.items():
        if path not in before and _same(entry, after.get(path)) is False:
            yield path


def _is_stray(path: str, after: Entries, before: Entries) -> bool:
    return path.endswith(SIGNATURE) and path not in before and path.removesuffix(SIGNATURE) not in after


def _same(entry: Entry, other: Entry | None) -> bool | None:
    """Whether two entries are the same regular file; None where there is no other."""
    if other is None:
        return None
    return entry.object_id == other.object_id and entry.kind.is_file and other.kind.is_file
