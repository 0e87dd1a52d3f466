"""Random pairs of schemas to contradictions: answers of govern that a document shows to be wrong, and
proofs in which a step does not follow for a checker that knows the rules but not the search.

Exit status 1 where there is one, or where a pair kills the worker or takes it too long. A seed names
a pair, so that what is found can be had again: `tools/soundness.py --seed S --pairs 1`.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "schema"))

from contradictions import Tally, examine, examine_classes, examine_proofs, examine_same
from random_schemas import documents, pair, refactored

from govern.model import Compatibility, Content, Format, Growth, Reading

_MODES = (Compatibility.FULL, Compatibility.BACKWARD, Compatibility.FORWARD)


@dataclass(slots=True)
class _Run:
    """What was asked for, and what was found so far."""

    first: int
    pairs: int
    least: int
    answers: bool
    patience: float
    verdicts: Counter[str] = field(default_factory=Counter)
    wrong: int = 0
    died: int = 0
    started: float = field(default_factory=time.monotonic)

    @property
    def last(self) -> int:
        return self.first + self.pairs - 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints progress, each contradiction with its seed, and the counts. 1 where there is any."""
    parser = argparse.ArgumentParser(description="Hold govern's answers on random schemas against documents.")
    parser.add_argument("--pairs", type=int, default=2000, help="how many pairs (default 2000)")
    parser.add_argument("--seed", type=int, default=1, help="the seed of the first pair (default 1)")
    parser.add_argument("--documents", type=int, default=500, help="documents a pair, at least (default 500)")
    parser.add_argument("--answers", action="store_true", help="leave out classes and other spellings")
    parser.add_argument("--patience", type=float, default=60, help="seconds a pair may take (default 60)")
    asked = parser.parse_args(arguments)
    run = _Run(asked.seed, asked.pairs, asked.documents, asked.answers, asked.patience)
    seed = run.first
    while seed <= run.last:
        seed = _work(run, seed)
    for name, count in sorted(run.verdicts.items()):
        print(f"{count:8} {name}")
    print(f"seeds {run.first} to {run.last}: {run.wrong} contradictions, {run.died} that killed the worker")
    return 1 if run.wrong or run.died else 0


def one(seed: int, least: int, answers: bool = False) -> Tally:
    """Examine the pair of a seed; `answers`: only what is said of its two directions."""
    tally = Tally()
    draft, left, right = pair(seed)
    rng = random.Random(-seed)
    tried = documents(left, right, seed=seed, least=least)
    examine(left, right, tried, tally, rng.choice(tuple(Format)))
    examine_proofs(left, right, tally)
    if answers:
        return tally
    way, same = refactored(rng, left, draft)
    examine_same(left, same, way, tally)
    reading = Reading(rng.choice(_MODES), rng.choice(tuple(Content)), rng.choice(tuple(Growth)))
    examine_classes(left, right, reading, tried, tally)
    return tally


def _work(run: _Run, seed: int) -> int:
    """Examine pairs from a seed on in one process, until one kills it; the seed to go on with."""
    here, there = multiprocessing.Pipe(duplex=False)
    worker = multiprocessing.get_context("fork").Process(target=_worker, args=(there, seed, run))
    worker.start()
    there.close()
    while seed <= run.last:
        started = time.monotonic()
        told = _told(here, run.patience)
        if told is None:
            run.died += 1
            print(
                f"seed {seed}: the worker {_end(worker)} after {time.monotonic() - started:.0f} s", flush=True
            )
            return seed + 1
        _record(run, seed, *told)
        seed += 1
    worker.join()
    return seed


def _worker(pipe: Connection, seed: int, run: _Run) -> None:
    for each in range(seed, run.last + 1):
        tally = one(each, run.least, run.answers)
        pipe.send((tally.verdicts, [str(found) for found in tally.found]))


def _told(pipe: Connection, patience: float) -> tuple[Counter[str], list[str]] | None:
    try:
        return pipe.recv() if pipe.poll(patience) else None
    except EOFError:
        return None


def _end(worker: BaseProcess) -> str:
    worker.join(1)
    if worker.exitcode is None:
        worker.kill()
        worker.join()
        return "was stopped"
    return f"ended with {worker.exitcode}"


def _record(run: _Run, seed: int, verdicts: Counter[str], found: list[str]) -> None:
    run.verdicts += verdicts
    run.wrong += len(found)
    for text in found:
        print(f"seed {seed}:\n{text}", flush=True)
    done = seed - run.first + 1
    if done % 100 == 0 or done == run.pairs:
        took = time.monotonic() - run.started
        print(f"{done}/{run.pairs} pairs, {run.wrong} contradictions, {took:.0f} s", flush=True)


if __name__ == "__main__":
    sys.exit(main())
