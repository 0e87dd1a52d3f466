"""Changes to findings on names and values that would fool the eye.

Source: govern's threat model, row B12; Unicode Technical Standard 39 (confusables).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from govern.manifest import skeleton
from govern.model import Change, EffectKind, Finding, FindingLevel

_NAMED = frozenset({EffectKind.NAME_ADDED, EffectKind.VALUE_ADDED})
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def misleading(changes: Sequence[Change]) -> Iterator[Finding]:
    """A finding for each name or value that a schema gains and that holds invisible or direction
    characters, or letters of another script that read as ASCII."""
    for change in changes:
        name = change.effect.name
        if change.effect.kind not in _NAMED or not isinstance(name, str):
            continue
        hidden = sorted({f"U+{ord(c):04X}" for c in name if unicodedata.category(c) in _INVISIBLE})
        if hidden:
            yield _finding("name-invisible", change, f"{name!a} holds {', '.join(hidden)}, which nobody sees")
        elif not name.isascii() and skeleton(name).isascii():
            yield _finding("name-lookalike", change, f"{name!a} reads as `{skeleton(name)}`, and is not")


def _finding(rule: str, change: Change, message: str) -> Finding:
    remedy = "write it in letters that are what they look like"
    return Finding(rule, FindingLevel.BLOCKS, message, remedy, change.path, change.head, change=change.id)
