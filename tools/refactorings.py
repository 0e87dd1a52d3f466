"""Schemas written otherwise to the share that govern calls editorial, with both directions proved.

Pairs are drawn from the generator that the tests use, equally many of each refactoring, sides
swapped at random so that each is met in both directions. Left out are pairs in which nothing had to
be rewritten, and schemas in which a reference leads back to itself in place: nobody says what these
mean. Ends in 1 where any pair is called anything else. A seed names a pair: `--seed S --pairs 1`.
"""

from __future__ import annotations

import argparse
import itertools
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

WAYS = (
    "order of keys",
    "reference inlined",
    "definitions renamed",
    "enum and const",
    "type list as anyOf",
    "order of branches",
)
"""What changes nothing but the text. The generator's annotations are no such thing: a default is one
of them, and a change of it is never silent."""
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
    seeds = list(chosen(asked.seed, asked.pairs))
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
    wanted, way, rng = WAYS[seed % len(WAYS)], "", random.Random(-seed)
    while way != wanted:  # the generator draws the refactoring too
        way, right = refactored(rng, left, draft)
    return (f"{way}, backwards", right, left) if rng.random() < 0.5 else (way, left, right)


def chosen(first: int, count: int) -> Iterator[int]:
    """That many seeds from one on, equally many of each refactoring, whose pairs differ as texts."""
    left = Counter({way: count // len(WAYS) for way in WAYS})
    left.update(WAYS[(first + each) % len(WAYS)] for each in range(count % len(WAYS)))
    for seed in itertools.count(first):
        if not any(left.values()):
            return
        way = WAYS[seed % len(WAYS)]
        if left[way] and _differs(seed):
            left[way] -= 1
            yield seed


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


def _differs(seed: int) -> bool:
    _, left, right = written_otherwise(seed)
    texts = [json.dumps(each, default=str) for each in (left, right)]
    return texts[0] != texts[1] and not (circular(left) or circular(right))


def circular(root: Any) -> bool:
    """Whether some subschema applies itself in place, by references and branches alone."""
    done: set[int] = set()

    def leads_back(schema: Any, above: tuple[int, ...]) -> bool:
        if not isinstance(schema, dict) or id(schema) in done:
            return False
        if id(schema) in above:
            return True
        found = any(leads_back(each, (*above, id(schema))) for each in _in_place(root, schema))
        done.add(id(schema))
        return found

    return any(leads_back(each, ()) for each in _objects(root))


def _in_place(root: Any, schema: dict[str, Any]) -> Iterator[Any]:
    for keyword in ("allOf", "anyOf", "oneOf"):
        yield from schema.get(keyword, ())
    yield from (schema.get(keyword) for keyword in ("not", "if", "then", "else"))
    for keyword in ("dependencies", "dependentSchemas"):
        yield from schema.get(keyword, {}).values()
    for keyword in ("$ref", "$recursiveRef", "$dynamicRef"):
        reference = schema.get(keyword)
        if isinstance(reference, str):
            yield _meant(root, reference.removeprefix("#"))


def _meant(root: Any, fragment: str) -> Any:
    """What a fragment names: a pointer, or the anchor of the place that has it."""
    here = root
    if fragment.startswith("/"):
        for step in fragment.split("/")[1:]:
            here = here[step]
    elif fragment:
        here = next(each for each in _objects(root) if each.get("$dynamicAnchor") == fragment)
    return here


def _objects(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _objects(each)


def _lost(seed: int, why: str) -> dict[str, Any]:
    return {"way": written_otherwise(seed)[0], "good": False, "why": why}


if __name__ == "__main__":
    sys.exit(main())
