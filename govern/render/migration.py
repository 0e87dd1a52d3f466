"""A comparison to the table of names by which people and programs move from the old revision to the new."""

from __future__ import annotations

import json

from govern.model import Comparison, JsonObject, JsonValue, Rename, Standing
from govern.render import facts

VERSION = 1


def render_migration(comparison: Comparison, *, old_name: str, new_name: str) -> str:
    """The migration as JSON text: `renames` are declared or asserted and can be carried out; `proposed` are
    guesses for a person, each with the declaration that makes it a rename."""
    sure = [each for each in comparison.renames if each.standing is not Standing.PROPOSED]
    rest = [each for each in comparison.renames if each.standing is Standing.PROPOSED]
    table: JsonObject = {
        "migration_version": VERSION,
        "old": old_name,
        "new": new_name,
        "renames": [_rename(each) for each in sure],
        "proposed": [{**_rename(each), **_guess(each)} for each in rest],
    }
    return json.dumps(table, indent=2, ensure_ascii=False, default=float) + "\n"


def _rename(rename: Rename) -> JsonObject:
    shown: JsonObject = {}
    if rename.shown is not None:
        shown = {"before": rename.shown[0], "after": rename.shown[1]}
    return {
        "kind": str(rename.kind),
        "container": rename.container,
        "head_container": rename.head_container or rename.container,
        "from": rename.from_,
        "to": rename.to,
        "standing": str(rename.standing),
        "old_still_declared": rename.old_still_declared,
        "same_behind_both": rename.kept,
        **shown,
    }


def _guess(rename: Rename) -> JsonObject:
    others: list[JsonValue] = [{"to": name, "score": score} for name, score in rename.alternatives]
    return {
        "score": rename.score,
        "alternatives": others,
        "evidence": [*rename.evidence],
        "declaration": facts.declaration(rename),
    }
