"""A reviewed contract and the paths that changed to whether the change is told of where it is to be."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from govern.contracts import Contract
from govern.model import (
    Class,
    Compatibility,
    ContractReview,
    Finding,
    FindingLevel,
    Level,
)


def unannounced(contract: Contract, review: ContractReview, changed: Collection[str]) -> Iterator[Finding]:
    """A finding where the contract has a changelog, a change asks for a bump, and no file of the changelog
    changed with it. Whether the entry is right, people say."""
    where = contract.changelog
    if where is None or not any(_asks(each.class_, each.level_required) for each in review.changes):
        return
    if any(path == where or path.startswith(f"{where}/") for path in changed):
        return
    quiet = contract.reading.compatibility is Compatibility.NONE
    yield Finding(
        "changelog-entry-missing",
        FindingLevel.NOTE if quiet else FindingLevel.BLOCKS,
        f"`{contract.name}` changed, and nothing in {where} says so",
        f"write what changed, and what readers and writers must do, in {where}",
        where,
        contract=contract.name,
    )


def _asks(class_: Class, level: Level) -> bool:
    return class_ is not Class.EDITORIAL and level is not Level.NONE
