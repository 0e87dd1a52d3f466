"""Commands and answers to how long they take beside a yardstick, as ratios: machines differ, ratios
less so.

Each row is a command and its yardstick, run in turn so that a busy moment hits both alike; the
ratio is that of the medians. Add a row to ROWS to measure another command. Behind the rows stands
how the time of an answer grows with the schema: see `evaluation.growth`.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from evaluation import growth

GOVERN = str(Path(sys.executable).parent / "govern")
TYPER = (sys.executable, "-c", "import typer")


@dataclass(frozen=True, slots=True)
class Row:
    """A command, what it is measured against, and the ratio it should stay below."""

    name: str
    command: tuple[str, ...]
    yardstick: tuple[str, ...]
    bar: float


ROWS = (
    Row("govern --version / import typer", (GOVERN, "--version"), TYPER, 2.0),
    Row("govern --help / import typer", (GOVERN, "--help"), TYPER, 2.0),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints a line for each row. 0 whatever the ratios are; 1 where a command does not run."""
    parser = argparse.ArgumentParser(description="Measure govern against yardsticks, as ratios.")
    parser.add_argument("--runs", type=int, default=15, help="how often each command runs (default 15)")
    parser.add_argument(
        "--properties", type=int, default=30, help="of the smaller schema that grows (default 30)"
    )
    options = parser.parse_args(arguments)
    runs = max(1, options.runs)
    print(f"{runs} runs of each, interleaved, medians; compiled modules in place")
    try:
        for row in ROWS:
            print(line(row, *measured(row, runs)), flush=True)
    except (OSError, subprocess.CalledProcessError) as failure:
        print(f"could not be measured: {failure}", file=sys.stderr)
        return 1
    print(f"\nThe same edit in a schema that grows {growth.FACTOR}-fold, both directions together:")
    for text in growth.lines(max(3, options.properties), runs):
        print(text, flush=True)
    return 0


def measured(row: Row, runs: int) -> tuple[float, float]:
    """The median seconds of the command and of its yardstick, after one run of each that warms up."""
    seconds(row.command), seconds(row.yardstick)
    pairs = [(seconds(row.command), seconds(row.yardstick)) for _ in range(runs)]
    command, yardstick = zip(*pairs, strict=True)
    return statistics.median(command), statistics.median(yardstick)


def seconds(command: Sequence[str]) -> float:
    """How long one run takes. Raises CalledProcessError where it fails."""
    # With bytecode off every start would compile govern anew, and nobody runs it so.
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    subprocess.run(command, env=environment, capture_output=True, check=True)
    return time.perf_counter() - start


def line(row: Row, command: float, yardstick: float) -> str:
    """`govern --help / import typer  1.23x  (245 ms / 199 ms, bar 2.0x)`"""
    return (
        f"{row.name:<34} {command / yardstick:5.2f}x  "
        f"({command * 1000:.0f} ms / {yardstick * 1000:.0f} ms, bar {row.bar:.1f}x)"
    )


if __name__ == "__main__":
    sys.exit(main())
