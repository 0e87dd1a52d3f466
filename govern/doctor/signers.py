"""The signers file of a tree to its faults, as those who verify approvals read it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from govern.approvals.signers import FORM, read_signers
from govern.model import Finding, FindingLevel, Place, Tree

USUAL = ".govern/allowed_signers"
"""Where it stands unless the configuration says otherwise."""
_LINE = re.compile(r"line ([0-9]+): ")


def signers_faults(tree: Tree, path: str | None) -> Iterator[Finding]:
    """The faults of the signers file that a configuration names, or of the usual one if it is there."""
    where = path or USUAL
    entry = tree.entries.get(where)
    if entry is None and path is None:
        return
    data = tree.read(where) if entry is not None and entry.kind.is_file else None
    for fault in read_signers(data).faults:
        line = _LINE.match(fault)
        yield Finding(
            "signers-invalid",
            FindingLevel.BLOCKS,
            f"nobody's signature counts: {fault}",
            FORM,
            where,
            Place("", int(line[1]), 1) if line else None,
        )
