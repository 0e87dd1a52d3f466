"""Raw changes and renames to changes in which each rename claims the echoes that it explains."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from govern.model import (
    Change,
    Class,
    Effect,
    EffectKind,
    Place,
    Reading,
    Rename,
    RenameKind,
    Standing,
    worst,
)
from govern.pointer import escape

RULE_OF_KIND = {
    RenameKind.PROPERTY: "property-renamed",
    RenameKind.PATTERN_PROPERTY: "pattern-property-renamed",
    RenameKind.ENUM_VALUE: "enum-value-renamed",
    RenameKind.DEFINITION: "definition-renamed",
    RenameKind.REGISTRY_VALUE: "code-renamed",
    RenameKind.FILE: "file-renamed",
}
_LOST = {
    RenameKind.PROPERTY: ("property-removed", "required-property-removed"),
    RenameKind.PATTERN_PROPERTY: ("pattern-property-removed",),
    RenameKind.ENUM_VALUE: ("enum-value-removed",),
    RenameKind.DEFINITION: ("definition-removed",),
    RenameKind.REGISTRY_VALUE: ("code-removed", "code-deprecated"),
    RenameKind.FILE: ("schema-file-removed",),
}
_GAINED = {
    RenameKind.PROPERTY: ("property-added", "required-property-added"),
    RenameKind.PATTERN_PROPERTY: ("pattern-property-added",),
    RenameKind.ENUM_VALUE: ("enum-value-added",),
    RenameKind.DEFINITION: ("definition-added",),
    RenameKind.REGISTRY_VALUE: ("code-added",),
    RenameKind.FILE: ("schema-file-added",),
}


def claim(
    changes: Sequence[Change],
    renames: Sequence[Rename],
    reading: Reading,
    *,
    identify: Callable[[Change], str],
) -> tuple[Change, ...]:
    """All changes, with one added for each declared or asserted rename; what that explains carries
    its id in `claimed_by` and keeps its own class, so that nothing gets milder by being explained.

    Claimed are the loss of the old name and the gain of the new one in the rename's container. Where more
    than the name has changed (what stands behind it, or only one of the two is required), or the old name
    is still declared, the rename is of the worst class that it explains: it never asks for less. One that
    explains no change is left out, and so is a proposed one.
    `reading` does not bear on the class: in the mode `none` it is computed as in full, and a rename
    asks the same in all others.
    """
    del reading
    result = list(changes)
    for rename in renames:
        if rename.standing is Standing.PROPOSED:
            continue
        explained = [index for index, change in enumerate(result) if _explains(rename, change)]
        if not explained:
            continue
        renamed = _renamed(rename, [result[index] for index in explained])
        renamed = replace(renamed, id=identify(renamed))
        for index in explained:
            result[index] = replace(result[index], claimed_by=renamed.id)
        result.append(renamed)
    return tuple(result)


def _obligation_differs(explained: Iterable[Change]) -> bool:
    """Whether, of a property that went and one that came, only one is required."""
    rules = {change.rule for change in explained}
    pairs = (("property-removed", "required-property-added"), ("required-property-removed", "property-added"))
    return any(rules.issuperset(pair) for pair in pairs)


def _renamed(rename: Rename, explained: Sequence[Change]) -> Change:
    kept = rename.kept and not _obligation_differs(explained)
    own = Class.ADDITIVE if rename.old_still_declared else Class.RENAME
    if all(change.class_ is Class.EDITORIAL for change in explained):
        own = Class.EDITORIAL  # nothing reaches the name: no document tells, and nothing is withdrawn
    alone = kept and own is Class.RENAME  # then it asks for as much as anything that it explains
    return Change(
        id="",
        rule=RULE_OF_KIND[rename.kind],
        class_=own if alone else worst([own, *(change.class_ for change in explained)]),
        path=rename.path,
        message=f"`{rename.from_}` is now `{rename.to}`" + ("" if kept else ", and not in name alone"),
        base=_place(rename, rename.container, rename.from_, explained, base=True),
        head=_place(rename, rename.head_container or rename.container, rename.to, explained, base=False),
        places=tuple(sorted({place for change in explained for place in change.places})),
        before=rename.from_,
        after=rename.to,
        effect=Effect(EffectKind.NONE, name=rename.to),
        reason="; ".join(rename.evidence) or None,
    )


def _place(rename: Rename, container: str, name: str, explained: Sequence[Change], *, base: bool) -> Place:
    """The entry of the name: where a claimed change saw it, else in its container."""
    for change in explained:
        place = change.base if base else change.head
        if place is not None and change.effect.name == name:
            return Place(place.pointer)
    stem = container.removesuffix("#const")
    return Place(f"{stem}/{escape(name)}" if rename.kind.is_keyed else stem)


def _explains(rename: Rename, change: Change) -> bool:
    if change.claimed_by is not None or change.path != rename.path:
        return False
    lost = change.rule in _LOST[rename.kind] and change.effect.name == rename.from_
    gained = change.rule in _GAINED[rename.kind] and change.effect.name == rename.to
    if lost:
        return _within(change.base, rename.container, rename.from_, rename.kind)
    return gained and _within(change.head, rename.head_container or rename.container, rename.to, rename.kind)


def _within(place: Place | None, container: str, name: str, kind: RenameKind) -> bool:
    """Does a change stand in the container: at the entry of the name, or, in a list, anywhere in it?"""
    if kind is RenameKind.FILE:
        return True
    if place is None:
        return False
    stem = container.removesuffix("#const")
    if kind.is_keyed:
        return place.pointer == f"{stem}/{escape(name)}"
    return place.pointer == stem or place.pointer.startswith(stem + "/")
