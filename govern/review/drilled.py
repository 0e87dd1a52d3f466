"""A reviewed contract to what it means for its drills: which to repeat, and which cannot be run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from govern.contracts import Contract
from govern.drills import Drill, drills, exercising
from govern.model import Change, Class, EffectKind, Finding, FindingLevel, JsonValue, Place
from govern.review.work import Half

_CODES = (EffectKind.CODE_ADDED, EffectKind.CODE_REMOVED)


def drilled(
    contract: Contract, changes: Sequence[Change], base: Half, head: Half, listed: Sequence[tuple[str, str]]
) -> Iterator[Finding]:
    """Drills to repeat (a note: whether they were, nobody can see here) and drills whose fixture is not a
    golden document. `listed` are the paths and texts of the documents of drills at head."""
    every = [each for path, text in listed for each in drills(path, text)]
    for drill in every:
        if drill.fixture not in head.fixtures:
            old = head.files.object_ids.keys() == base.files.object_ids.keys()
            yield Finding(
                "drill-fixture-missing",
                FindingLevel.STANDING if old else FindingLevel.BLOCKS,
                f"the drill `{drill.name}` must reproduce {drill.fixture}, which is no golden document",
                "name a fixture of the contract, or put it back",
                drill.path,
                Place("", drill.line, 1),
            )
    if every and any(each.class_ is not Class.EDITORIAL for each in changes):
        yield _to_repeat(contract, changes, base, head, every)


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
