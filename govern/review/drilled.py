"""A reviewed contract to what it means for its drills: which to repeat, and which cannot be run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from govern.contracts import Contract
from govern.drills import Drill, all_drills, exercising
from govern.model import Change, Class, EffectKind, Finding, FindingLevel, JsonValue, Place
from govern.review.work import Half

_CODES = (EffectKind.CODE_ADDED, EffectKind.CODE_REMOVED)


Listed = Mapping[str, str | None]
"""The documents of drills at one revision, by path: None for one that cannot be read as text."""


def drilled(
    contract: Contract, changes: Sequence[Change], halves: tuple[Half, Half], listed: tuple[Listed, Listed]
) -> Iterator[Finding]:
    """Drills to repeat (a note: whether they were, nobody can see here), and drills that cannot be run."""
    base, head = halves
    every = all_drills(listed[1])
    before = {message for _, message, _ in _wrong(all_drills(listed[0]), listed[0], base)}
    for path, message, line in _wrong(every, listed[1], head):
        yield Finding(
            "drill-unusable",
            FindingLevel.STANDING if message in before else FindingLevel.BLOCKS,
            message,
            "mend it, or put back what it needs: a drill that cannot be run shows nothing",
            path,
            Place("", line, 1),
        )
    if every and any(each.class_ is not Class.EDITORIAL for each in changes):
        yield _to_repeat(contract, changes, base, head, every)


def _wrong(every: Sequence[Drill], listed: Listed, half: Half) -> Iterator[tuple[str, str, int]]:
    """What is wrong with documents of drills and with drills: the path, what, and the line."""
    for path, text in listed.items():
        if text is None:
            yield path, f"{path} cannot be read as text: its drills are lost", 1
    for drill in every:
        name = f"the drill `{drill.name or drill.title}`"
        if drill.fault:
            yield drill.path, f"{name} cannot be run: {drill.fault}", drill.line
        elif drill.fixture not in half.fixtures:
            message = f"{name} must reproduce {drill.fixture}, which is no golden document"
            yield drill.path, message, drill.line


def _to_repeat(
    contract: Contract, changes: Sequence[Change], base: Half, head: Half, every: Sequence[Drill]
) -> Finding:
    before, after = base.files.object_ids, head.files.object_ids
    changed = [path for path in head.fixtures if before.get(path) != after.get(path)]
    codes = [name for each in changes for name in _codes(each)]
    values = head.files.values
    carried = {path: frozenset(_texts(values[path])) for path in head.fixtures if path in values}
    found = exercising(every, codes, changed, carried)
    if found:
        what = f"repeat {_names(found)}: their fixture, or a code that they exercise, changed"
    else:
        what = "no drill exercises what changed: see whether one should"
    rest = f"evidence of the {len(every)} drills of `{contract.name}` from before counts for the old version"
    return Finding(
        "drills-to-repeat",
        FindingLevel.NOTE,
        f"{what}; {rest}",
        "run them with `govern drill run`, and sign off with `govern drill report`",
        every[0].path,
    )


def _codes(change: Change) -> Iterator[str]:
    """The codes that a change is about."""
    if change.effect.kind in _CODES or change.rule.startswith("code-"):
        yield from (
            each for each in (change.effect.name, change.before, change.after) if isinstance(each, str)
        )


def _names(found: Sequence[Drill]) -> str:
    return ", ".join(f"`{each.name}`" for each in found)


def _texts(value: JsonValue) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _texts(each)
