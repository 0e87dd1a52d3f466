"""Contracts of which one is gone and one is new to a file that moved within coverage.

Source: the definitions, section 4 (files). Only a file whose bytes moved unchanged is recognised.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from govern.documents import Document
from govern.identity import of_change
from govern.model import (
    LEVEL_OF_CLASS,
    Change,
    Class,
    ContractReview,
    JsonValue,
    Rename,
    RenameKind,
    Standing,
    worst,
)
from govern.review.reading import Reader

_OF_THE_LOSS = frozenset({"contract-removed", "version-missing"})


def moved(contracts: Sequence[ContractReview], base: Reader, head: Reader) -> tuple[ContractReview, ...]:
    """The reviews with each removed schema file that stands elsewhere at head shown as a rename.

    A file that is used by its absolute `$id` keeps its name when it moves: that is editorial, and
    asks for nothing.
    """
    added = {
        head.tree.entries[change.path].object_id: change.path
        for each in contracts
        for change in each.changes
        if change.rule == "schema-file-added"
    }
    return tuple(relocated(each, added, base) for each in contracts)


def relocated(contract: ContractReview, added: Mapping[str, str], base: Reader) -> ContractReview:
    """A review with each of its removed schema files that stands elsewhere at head shown as a rename.
    `added`: object id to path of the schema files that only head has."""
    pairs = {
        change.path: added[base.tree.entries[change.path].object_id]
        for change in contract.changes
        if change.rule == "schema-file-removed" and base.tree.entries[change.path].object_id in added
    }
    if not pairs:
        return contract
    renamed = {path: _change(path, to, _named_by_id(base, path)) for path, to in pairs.items()}
    changes = [
        replace(change, claimed_by=renamed[change.path].id)
        if change.rule == "schema-file-removed" and change.path in renamed
        else change
        for change in contract.changes
    ]
    changes += [renamed[path] for path in sorted(renamed)]
    class_ = worst(change.class_ for change in changes if change.claimed_by is None)
    findings = [each for each in contract.findings if each.rule not in _OF_THE_LOSS]
    return replace(
        contract,
        class_=class_,
        changes=tuple(changes),
        renames=(*contract.renames, *(_rename(path, pairs[path]) for path in sorted(pairs))),
        findings=() if class_ is Class.EDITORIAL else tuple(findings),
        approvals=() if class_ is Class.EDITORIAL else contract.approvals,
    )


def _change(path: str, to: str, named_by_id: bool) -> Change:
    class_ = Class.EDITORIAL if named_by_id else Class.RENAME
    why = "; its `$id`, by which it is used, stays" if named_by_id else ""
    change = Change(
        "",
        "file-renamed",
        class_,
        path,
        f"`{path}` is now `{to}`{why}",
        before=path,
        after=to,
        level_required=LEVEL_OF_CLASS[class_],
    )
    return replace(change, id=of_change(change))


def _rename(path: str, to: str) -> Rename:
    return Rename(RenameKind.FILE, path, "", path, to, Standing.ASSERTED, evidence=("the same bytes",))


def _named_by_id(base: Reader, path: str) -> bool:
    document = base.document(path)
    value: JsonValue = document.value if isinstance(document, Document) else None
    identifier = value.get("$id", value.get("id")) if isinstance(value, dict) else None
    return isinstance(identifier, str) and "://" in identifier
