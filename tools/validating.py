"""How long `govern validate` takes, beside a loop over jsonschema and beside the imports it cannot spare.

Prints two ratios, each of a median of runs in turns: a process that validates one document, against one that
only imports typer and jsonschema_rs; and documents a second of JSON Lines, against jsonschema in a loop.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SCHEMA = "schemas/status_csp_min.schema.json"
MANIFEST = "specs/status/status_reason_registries_manifest.json"
GOVERN = str(Path(sys.executable).parent / "govern")
VALIDATE = [GOVERN, "validate", "--schema", SCHEMA, "--manifest", MANIFEST]
IMPORTS = [sys.executable, "-c", "import typer, jsonschema_rs"]
LOOP = f"""
import json, sys, jsonschema
held = jsonschema.Draft202012Validator(json.load(open({SCHEMA!r})))
bad = sum(not held.is_valid(json.loads(line)) for line in open(sys.argv[1]))
sys.exit(bool(bad))
"""


def main() -> int:
    """0 where everything that was run found the documents good, 1 else."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--documents", type=int, default=100_000, help="lines of JSON Lines")
    parser.add_argument("--runs", type=int, default=9, help="processes of each kind")
    given = parser.parse_args()
    fixtures = sorted((ROOT / "fixtures" / "status").glob("*.json"))
    one = [*VALIDATE, str(fixtures[0])]
    imports, whole = _in_turns([lambda: _took(IMPORTS), lambda: _took(one)], given.runs)
    print(f"one document: {whole * 1000:.0f} ms, {whole / imports:.2f}x the imports alone")
    with tempfile.TemporaryDirectory() as folder:
        lines = [json.dumps(json.loads(each.read_text("utf-8"))) for each in fixtures]
        many, few = Path(folder, "many.jsonl"), Path(folder, "few.jsonl")
        part = max(1, given.documents // 10)
        for path, count in ((many, given.documents), (few, part)):
            path.write_text("".join(f"{lines[at % len(lines)]}\n" for at in range(count)), "utf-8")
        loop, ours = _in_turns(
            [lambda: _took([sys.executable, "-c", LOOP, str(few)]), lambda: _took([*VALIDATE, str(many)])], 3
        )
    print(
        f"{given.documents} documents: {ours:.1f} s; a loop over jsonschema takes {loop:.1f} s for {part}; "
        f"{(loop / part) / (ours / given.documents):.1f}x as fast a document"
    )
    return 0


def _in_turns(kinds: list[Callable[[], float]], runs: int) -> list[float]:
    """The median of each kind, run in turns, so that what else the machine does is shared."""
    taken: list[list[float]] = [[] for _ in kinds]
    for _ in range(runs):
        for times, kind in zip(taken, kinds, strict=True):
            times.append(kind())
    return [statistics.median(times) for times in taken]


def _took(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
