"""The schemas of a contract at base and head to the copies of them that no longer say the same."""

from __future__ import annotations

from collections.abc import Iterator

from govern.contracts import Contract
from govern.documents import Document, equal
from govern.model import Finding, FindingLevel, Place
from govern.review.reading import Reader
from govern.review.references import Resources
from govern.review.work import owned

Side = tuple[Reader, Resources]


def left_behind(contract: Contract, base: Side, head: Side) -> Iterator[Finding]:
    """A file that bears the `$id` of a schema is a copy of it. One that equalled the schema at base and does
    not at head was left behind; one that never did is only told."""
    for path in owned(contract):
        if path not in head[0].tree.entries:
            continue
        for copy in head[1].namesakes(path):
            if copy in owned(contract) or _same(head[0], path, copy):
                continue
            was = copy in base[0].tree.entries and _same(base[0], path, copy)
            yield Finding(
                "published-copy-differs",
                FindingLevel.BLOCKS if was else FindingLevel.NOTE,
                f"{copy} bears the `$id` of {path} and says something else",
                "make the copy say what the schema says, or give it a name of its own",
                copy,
                Place(""),
                contract.name,
            )


def _same(reader: Reader, one: str, other: str) -> bool:
    if one not in reader.tree.entries or other not in reader.tree.entries:
        return False
    first, second = reader.document(one), reader.document(other)
    if not isinstance(first, Document) or not isinstance(second, Document):
        return False
    return equal(first.value, second.value)
