"""Labelled renames of real schemas and registries to how many govern finds, asserts, and invents.

A pair is (container in base, old name, new name). Asserted: standing `asserted` or `declared`; found:
asserted or proposed. Cases of high confidence count. Prints the figures, writes every pair that was
missed or invented to build/evaluate/renames.md, and ends in 1 where a pair is asserted that is no
rename, in a case tagged with what fools others.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias
from unittest import mock

from evaluation.histories import BUILD, BUNDLES, CORPORA, clone
from evaluation.revisions import exact_value, parsed

from govern import comparing

CASES = BUNDLES / "renames" / "cases.jsonl"
REPORT = BUILD / "evaluate" / "renames.md"
CORPUS = next(each for each in CORPORA if each.name == "schemastore")
FOOLS = ("shift", "move", "versions", "inverted", "split", "merge", "replacement")
"""Tags of cases in which names come and go together and are no renames."""

Pair: TypeAlias = "tuple[str, str, str]"


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in one case, and what is labelled. `share`: of the time of the whole comparison,
    that of looking for renames."""

    id: str
    tags: tuple[str, ...]
    truth: frozenset[Pair]
    asserted: frozenset[Pair]
    proposed: frozenset[Pair]
    share: float


def main() -> int:
    """0 where no case that fools others fools govern, 1 where one does, 2 where there are no cases."""
    if not CASES.exists():
        print(f"there are no cases: {CASES} is absent", file=sys.stderr)
        return 2
    cases = [each for each in map(json.loads, CASES.read_text("utf-8").splitlines()) if _counts(each)]
    folder = clone(CORPUS)
    text: list[str] = ["# Renames", ""]
    fooled: list[str] = []
    for title, rows in (
        ("schemas", [_schema(each, folder) for each in cases if each["kind"] == "schema"]),
        ("registries, active codes", [_registry(each, "") for each in cases if each["kind"] == "registry"]),
        ("registries, all codes", [_registry(each, "_full") for each in cases if each["kind"] == "registry"]),
    ):
        text += [f"## {title}, {len(rows)} cases", "", *figures(rows), "", *told(rows), ""]
        print("\n".join([title, *figures(rows)]), flush=True)
        fooled += [f"{each.id}: {pair}" for each in rows if _fools(each) for pair in _invented(each)]
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    REPORT.write_text("\n".join(text), encoding="utf-8")
    print("\n".join([f"{len(fooled)} pairs asserted in cases that fool others", *fooled]))
    return 1 if fooled else 0


def figures(rows: Sequence[Found]) -> Iterator[str]:
    """Precision and recall of what is asserted, the F1 of what is found, the share of the time."""
    truth = sum(len(each.truth) for each in rows)
    for name, sets in (
        ("asserted", [each.asserted for each in rows]),
        ("asserted or proposed", [each.asserted | each.proposed for each in rows]),
    ):
        said = sum(map(len, sets))
        right = sum(len(found & each.truth) for found, each in zip(sets, rows, strict=True))
        precision, recall = right / max(1, said), right / max(1, truth)
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        yield f"- {name}: {said} pairs, precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}"
    shares = sorted(each.share for each in rows)
    yield (
        f"- of the time of a comparison, median: {statistics.median(shares):.1%}; "
        f"one in ten above {shares[-1 - len(shares) // 10]:.1%}"
    )


def told(rows: Sequence[Found]) -> Iterator[str]:
    """Every pair that was missed, or invented, a line each."""
    for each in rows:
        found = each.asserted | each.proposed
        tags = f" ({', '.join(each.tags)})" if each.tags else ""
        yield from (f"- `{each.id}`{tags} missed {pair}" for pair in sorted(each.truth - found))
        proposed = sorted((each.truth & each.proposed) - each.asserted)
        yield from (f"- `{each.id}`{tags} only proposed {pair}" for pair in proposed)
        yield from (f"- `{each.id}`{tags} asserted wrongly {pair}" for pair in _invented(each))
        wrong = sorted(each.proposed - each.truth)
        yield from (f"- `{each.id}`{tags} proposed wrongly {pair}" for pair in wrong)


def _counts(case: dict[str, Any]) -> bool:
    return bool(case["confidence"] == "high")


def _fools(found: Found) -> bool:
    return not {*FOOLS}.isdisjoint(found.tags)


def _invented(found: Found) -> list[Pair]:
    return sorted(found.asserted - found.truth)


def _schema(case: dict[str, Any], folder: Path) -> Found:
    from govern import compare

    old, new = (parsed(folder, case["path"], case[side]) for side in ("old_blob", "new_blob"))
    return _found(case, lambda: compare(old, new), "schema_renames")


def _registry(case: dict[str, Any], suffix: str) -> Found:
    from govern import compare_manifests

    paths = [CASES.parent / case[f"{side}{suffix}"] for side in ("old", "new")]
    old, new = (exact_value(path.name, path.read_bytes()) for path in paths)
    return _found(case, lambda: compare_manifests(old, new), "manifest_renames")


def _found(case: dict[str, Any], compared: Callable[[], Any], looking: str) -> Found:
    """What comparing finds. `looking`: the function of `govern.comparing` that looks for renames."""
    part = 0.0
    looked = getattr(comparing, looking)

    def timed(*arguments: Any, **named: Any) -> Any:
        nonlocal part
        start = time.process_time()
        try:
            return looked(*arguments, **named)
        finally:
            part += time.process_time() - start

    with mock.patch.object(comparing, looking, timed):
        start = time.process_time()
        renames = compared().renames
        whole = time.process_time() - start
    said = {True: set[Pair](), False: set[Pair]()}
    for each in renames:
        said[each.standing.value != "proposed"].add((each.container, each.from_, each.to))
    truth = frozenset((each["container"], each["from"], each["to"]) for each in case["renames"])
    return Found(
        case["id"],
        tuple(case.get("tags", ())),
        truth,
        frozenset(said[True]),
        frozenset(said[False]),
        part / max(whole, 1e-9),
    )


if __name__ == "__main__":
    sys.exit(main())
