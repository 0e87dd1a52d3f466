"""The index to its rows and to the Tree that would be committed from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from govern.model import Entry, EntryKind
from govern.repo.command import GitRunner
from govern.repo.faults import fault, git_garbled, legible, listed
from govern.repo.listing import SIZE_UNKNOWN
from govern.repo.objects import ObjectStore, is_object_id
from govern.repo.past import Past
from govern.repo.snapshot import Snapshot, entry_kind


@dataclass(frozen=True, slots=True)
class Indexed:
    """One path of the index. `absent`: a sparse checkout leaves it out of the work tree."""

    path: str
    kind: EntryKind
    object_id: str
    absent: bool


def read_index(runner: GitRunner) -> tuple[Indexed, ...]:
    """Every path of the index. Raises RepositoryError: `index-unmerged`, `git`, `timeout`."""
    output = runner.ask("ls-files", "--stage", "-t", "-z")
    if output and not output.endswith(b"\0"):
        raise git_garbled("ls-files", "a list that breaks off")
    rows = [_row(record) for record in output.split(b"\0")[:-1]]
    unmerged = {row.path for stage, row in rows if stage != "0"}
    if unmerged:
        raise fault(
            "index-unmerged",
            f"the index holds paths that are not merged: {listed(unmerged)}",
            "resolve the conflicts and `git add` the files, or abort the merge",
        )
    return tuple(row for _, row in rows)


def _row(record: bytes) -> tuple[str, Indexed]:
    head, tab, raw = record.partition(b"\t")
    words = head.decode("ascii", "replace").split()
    if not tab or len(words) != 4 or not is_object_id(words[2]) or not words[1].isdigit():
        raise git_garbled("ls-files", legible(head.decode("ascii", "replace")))
    kind = entry_kind(int(words[1], 8))
    if kind is None:
        raise git_garbled("ls-files", f"the mode {words[1]}")
    path = raw.decode("utf-8", "surrogateescape")
    return words[3], Indexed(path, kind, words[2], words[0] in ("S", "s"))


def take_staged(runner: GitRunner, store: ObjectStore, past: Past | None = None) -> Snapshot:
    """The files of the index, as they would be committed; `past` is that of the commit they would
    be committed on. Raises as `read_index`."""
    rows = read_index(runner)
    sizes = object_sizes(runner, [row.object_id for row in rows if row.kind is not EntryKind.SUBMODULE])
    entries = {row.path: indexed_entry(row, sizes) for row in rows}
    return Snapshot(entries, store, past)


def indexed_entry(row: Indexed, sizes: Mapping[str, int]) -> Entry:
    """The entry of an indexed path; `sizes` are those of the objects that are here."""
    size = 0 if row.kind is EntryKind.SUBMODULE else sizes.get(row.object_id, SIZE_UNKNOWN)
    return Entry(row.path, row.kind, row.object_id, size)


def object_sizes(runner: GitRunner, object_ids: Iterable[str]) -> dict[str, int]:
    """The sizes of the objects that are here."""
    asked = sorted(set(object_ids))
    if not asked:
        return {}
    given = "".join(f"{each}\n" for each in asked).encode("ascii")
    outcome = runner.run("cat-file", "--batch-check=%(objectname) %(objectsize)", given=given)
    pairs = (line.split() for line in outcome.output.decode("ascii", "replace").splitlines())
    return {pair[0]: int(pair[1]) for pair in pairs if len(pair) == 2 and pair[1].isdigit()}
