"""The names that a revision withdraws, and no edit takes away, to changes (the definitions, section 3)."""

from __future__ import annotations

from collections.abc import Sequence

from govern import pointer
from govern.model import Change, Class, Effect, EffectKind, Place, Reading, Withdrawn
from govern.schema.editing import Edit
from govern.schema.engine.withdrawal import ANY
from govern.schema.reach import Path
from govern.schema.whole import Judged, Setting, Whole, relevant

REMOVAL = frozenset({"property-removed", "required-property-removed"})
"""Rules whose edits take a name away."""


def withdraws(edit: Edit, whole: Whole, reading: Reading) -> bool:
    """Whether the edit withdraws a name in a mode in which that breaks readers."""
    if edit.rule not in REMOVAL or reading.withdrawn is Withdrawn.NOTE or not relevant(reading)[1]:
        return False
    places = whole.base_places.get(edit.owner, ())
    return any(name == edit.name and place in places for place, name in whole.withdrawn)


def withdrawals(judged: Sequence[Judged], setting: Setting) -> list[Change]:
    """One change a declaration that is gone and that no edit takes away, with all the places where it
    stood; none in a mode, or under a reading, in which a name may go."""
    whole = setting.whole
    moved = bool(judged) or whole.resources_differ
    if not moved or setting.reading.withdrawn is Withdrawn.NOTE or not relevant(setting.reading)[1]:
        return []
    gone = frozenset(whole.withdrawn)
    claimed = {
        (place, each.edit.name)
        for each in judged
        if each.edit.rule in REMOVAL
        for place in whole.base_places.get(each.edit.owner, ())
    }
    names = [each for each in whole.withdrawn if each not in claimed]
    grouped: dict[tuple[Path, str], list[Path]] = {}
    for place, name in names:
        if not _below(place, gone):
            grouped.setdefault((_declaration(place, name, whole) or place, name), []).append(place)
    return [_withdrawal(at, name, places, whole, setting.path) for (at, name), places in grouped.items()]


def _below(place: Path, gone: frozenset[tuple[Path, str]]) -> bool:
    """Whether an object is found only under a name that is withdrawn itself, which explains the rest."""
    return any((place[:depth], place[depth]) in gone for depth in range(len(place)))


def _declaration(place: Path, name: str, whole: Whole) -> Path | None:
    """Where base declares a name of an object; None where another document does."""
    return min(
        (
            tokens
            for tokens, places in whole.base_places.items()
            if tokens[-2:] == ("properties", name) and any(_covers(each, (*place, name)) for each in places)
        ),
        default=None,
    )


def _covers(pattern: Path, place: Path) -> bool:
    """Whether a place is one of those that a path with `*` for any item or other name stands for."""
    return len(pattern) == len(place) and all(
        one in (ANY, other) for one, other in zip(pattern, place, strict=True)
    )


def _withdrawal(at: Path, name: str, places: Sequence[Path], whole: Whole, path: str) -> Change:
    texts = tuple(pointer.join(each) for each in places)
    left = sorted(tokens for tokens, found in whole.head_places.items() if places[0] in found)
    return Change(
        "",
        "property-withdrawn",
        Class.BREAKING,
        path,
        f"property `{name}` of {texts[0] or 'the document'} is no longer declared",
        Place(pointer.join(at if at in whole.base_places else ())),
        Place(pointer.join(min(left, key=lambda each: len(tuple(each)), default=()))),
        tuple(f"{each}/{pointer.escape(name)}" for each in texts),
        name,
        None,
        effect=Effect(EffectKind.NAME_REMOVED, name, texts),
    )
