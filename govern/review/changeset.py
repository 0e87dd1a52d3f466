"""What a contract has and refers to at base and head, to every path of it that changed and its bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from govern.approvals.statement import Sides
from govern.contracts import Contract
from govern.review.configured import GIT
from govern.review.reading import Reader
from govern.review.work import Half, governed


def changed_files(
    contract: Contract, halves: tuple[Half, Half], readers: tuple[Reader, Reader]
) -> dict[str, Sides]:
    """The files of a contract, and those that its schemas reach, that are not the same on both sides.

    Where there are any, the documents of other revisions that its schemas reach are named as well: a tag can
    be moved, and then the same files mean something else.
    """
    paths = {path for half in halves for path in (*governed(contract, half), *_reached(half))}
    found = changed(paths, readers)
    return {**found, **_foreign(halves)} if found else {}


def changed(paths: Iterable[str], readers: tuple[Reader, Reader]) -> dict[str, Sides]:
    """The paths among some that are not the same at base and head, with what stands there."""
    sides = {path: (readers[0].sha256(path), readers[1].sha256(path)) for path in paths}
    return {path: found for path, found in sorted(sides.items()) if found[0] != found[1]}


def _reached(half: Half) -> Iterator[str]:
    places = (place for reached in half.reached_paths.values() for place in reached.values())
    return (place for place in places if not place.startswith(GIT))


def _foreign(halves: tuple[Half, Half]) -> dict[str, Sides]:
    """By URI the object that it stands for on each side, whatever it is called there."""
    base, head = (
        {
            uri: half.reached_ids[path][uri]
            for path, reached in half.reached_paths.items()
            for uri, place in reached.items()
            if place.startswith(GIT)
        }
        for half in halves
    )
    return {uri: (base.get(uri), head.get(uri)) for uri in sorted({*base, *head})}
