"""Schemas written otherwise to the share that govern calls editorial, with both directions proved.

Pairs are drawn from the generator that the tests use, sides swapped at random so that each
refactoring is met in both directions; those in which nothing had to be rewritten are not counted.
Ends in 1 where any pair is called anything else. A seed names a pair: `--seed S --pairs 1`.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from evaluation.pool import answers
from evaluation.report import shape

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "schema"))

from random_schemas import pair, refactored

PATIENCE = 30.0
_EACH = 500
_SHOWN = 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints progress, the share by refactoring, and why the rest is called something else."""
    parser = argparse.ArgumentParser(description="Hold govern to calling refactored schemas editorial.")
    parser.add_argument("--pairs", type=int, default=10_000, help="how many pairs (default 10000)")
    parser.add_argument("--seed", type=int, default=1, help="the first seed tried (default 1)")
    parser.add_argument("--jobs", type=int, default=2, help="processes at a time (default 2)")
    asked = parser.parse_args(arguments)
    seeds = [seed for seed, _ in zip(_effective(asked.seed), range(asked.pairs), strict=False)]
    rows: list[dict[str, Any]] = []
    for position, row in answers(judged, seeds, asked.jobs, PATIENCE):
        rows.append(
            {"seed": seeds[position], **(_lost(seeds[position], row) if isinstance(row, str) else row)}
        )
        if len(rows) % _EACH == 0:
            good = sum(each["good"] for each in rows)
            print(
                f"{len(rows)} of {len(seeds)} pairs, {good} editorial and proved", file=sys.stderr, flush=True
            )
    print("\n".join(report(rows)))
    return 0 if all(row["good"] for row in rows) else 1


def judged(seed: object) -> dict[str, object]:
    """What govern says of the pair of a seed: `way`, `good`, and `why` where it is not."""
    from govern import compare

    if not isinstance(seed, int):
        raise TypeError(seed)
    way, left, right = written_otherwise(seed)
    try:
        said = compare(left, right)
    except Exception as error:  # noqa: BLE001  # whatever is raised is a row
        return {"way": way, "good": False, "why": f"{type(error).__name__}: {error}"[:300]}
    directions = (said.backward, said.forward)
    verdicts = tuple(each.verdict.value for each in directions)
    if said.class_.value == "editorial" and verdicts == ("proved", "proved"):
        return {"way": way, "good": True, "why": ""}
    reasons = sorted({each.reason for each in directions if each.reason})
    rules = sorted({change.rule for change in said.changes})
    why = f"{said.class_.value} ({', '.join(rules)}); {', '.join(verdicts)}; {'; '.join(reasons)}"
    return {"way": way, "good": False, "why": why}


def written_otherwise(seed: int) -> tuple[str, Any, Any]:
    """The refactoring of a seed, and the schema before and after it (or after and before)."""
    draft, left, _ = pair(seed)
    rng = random.Random(-seed)
    way, right = refactored(rng, left, draft)
    return (f"{way}, backwards", right, left) if rng.random() < 0.5 else (way, left, right)


def report(rows: Sequence[dict[str, Any]]) -> Iterator[str]:
    """The figures as text."""
    good = sum(row["good"] for row in rows)
    share = 100 * good / max(1, len(rows))
    yield f"{good} of {len(rows)} pairs are editorial and proved both ways: {share:.2f} %"
    ways = Counter(row["way"] for row in rows)
    held = Counter(row["way"] for row in rows if row["good"])
    for way, count in sorted(ways.items()):
        yield f"{count:8} {way}: {100 * held[way] / count:.2f} %"
    seeds: dict[str, list[int]] = {}
    for row in sorted(rows, key=lambda each: each["seed"]):
        if not row["good"]:
            seeds.setdefault(shape(row["why"]), []).append(row["seed"])
    for why, some in sorted(seeds.items(), key=lambda each: (-len(each[1]), each[0])):
        yield f"{len(some):8} {why} (seeds {', '.join(map(str, some[:_SHOWN]))})"


def _effective(first: int) -> Iterator[int]:
    """Seeds from one on whose refactoring changes the text."""
    seed = first
    while True:
        _, left, right = written_otherwise(seed)
        if json.dumps(left, default=str) != json.dumps(right, default=str):
            yield seed
        seed += 1


def _lost(seed: int, why: str) -> dict[str, Any]:
    return {"way": written_otherwise(seed)[0], "good": False, "why": why}


if __name__ == "__main__":
    sys.exit(main())
