"""Random pairs of schemas to contradictions: answers of govern that a document shows to be wrong.

Exit status 1 where there is one. A seed names a pair, so that what is found can be had again:
`tools/soundness.py --seed S --pairs 1`.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "schema"))

from contradictions import Tally, examine, examine_classes, examine_same
from random_schemas import documents, pair, refactored

from govern.model import Compatibility, Content, Growth, Reading

_MODES = (Compatibility.FULL, Compatibility.BACKWARD, Compatibility.FORWARD)


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints progress, each contradiction with its seed, and the counts. 1 where there is any."""
    parser = argparse.ArgumentParser(description="Hold govern's answers on random schemas against documents.")
    parser.add_argument("--pairs", type=int, default=2000, help="how many pairs (default 2000)")
    parser.add_argument("--seed", type=int, default=1, help="the seed of the first pair (default 1)")
    parser.add_argument("--documents", type=int, default=500, help="documents a pair, at least (default 500)")
    parser.add_argument("--slow", type=float, default=5.0, help="name pairs slower than this, in seconds")
    asked = parser.parse_args(arguments)
    tally, started = Tally(), time.monotonic()
    for seed in range(asked.seed, asked.seed + asked.pairs):
        one(seed, tally, asked.documents, asked.slow)
        done = seed - asked.seed + 1
        if done % 50 == 0 or done == asked.pairs:
            took = time.monotonic() - started
            print(f"{done}/{asked.pairs} pairs, {len(tally.found)} contradictions, {took:.0f} s", flush=True)
    for name, count in sorted(tally.verdicts.items()):
        print(f"{count:8} {name}")
    print(f"seeds {asked.seed} to {asked.seed + asked.pairs - 1}: {len(tally.found)} contradictions")
    return 1 if tally.found else 0


def one(seed: int, tally: Tally, least: int, slow: float) -> None:
    """Examine the pair of a seed and print what contradicts it."""
    before, started = len(tally.found), time.monotonic()
    draft, left, right = pair(seed)
    rng = random.Random(-seed)
    tried = documents(left, right, seed=seed, least=least)
    examine(left, right, tried, tally)
    way, same = refactored(rng, left, draft)
    examine_same(left, same, way, tally)
    reading = Reading(rng.choice(_MODES), rng.choice(tuple(Content)), rng.choice(tuple(Growth)))
    examine_classes(left, right, reading, tried, tally)
    for contradiction in tally.found[before:]:
        print(f"seed {seed}:\n{contradiction}", flush=True)
    took = time.monotonic() - started
    if took > slow:
        print(f"seed {seed}: took {took:.1f} s", flush=True)


if __name__ == "__main__":
    sys.exit(main())
