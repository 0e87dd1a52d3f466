"""Tasks and a JSON-lines file to rows: what an earlier run computed is read, the rest is computed.

A row is kept under its kind, its subject and a key, a digest of what it depends on: where the key
has changed since, the row is computed anew.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from evaluation.pool import answers

Row = Mapping[str, Any]
_EACH = 50


class Task(Protocol):
    """What can be computed and kept. `kind` and `subject` name it, `key` is what it depends on."""

    @property
    def kind(self) -> str:
        """What is computed."""

    @property
    def subject(self) -> str:
        """Of what."""

    @property
    def key(self) -> str:
        """A digest of all that the row depends on."""


@dataclass(frozen=True, slots=True)
class Running:
    """How tasks are computed: by what, in how many processes, after how many seconds one is killed."""

    work: Callable[[object], dict[str, object]]
    processes: int
    seconds: float
    title: str


def computed(store: Path, tasks: Sequence[Task], running: Running) -> dict[tuple[str, str], Row]:
    """(kind, subject) to row. A task whose process was killed or died has the row {"error", "spent"}.
    New rows are appended at once, so that an interrupted run goes on where it ended."""
    store.parent.mkdir(parents=True, exist_ok=True)
    found = dict(_kept(store, tasks))
    left = [task for task in tasks if (task.kind, task.subject) not in found]
    with store.open("a", encoding="utf-8") as stream:
        for position, row in _watched(running, left):
            task = left[position]
            found[task.kind, task.subject] = row
            kept = {"kind": task.kind, "subject": task.subject, "key": task.key, "row": row}
            stream.write(json.dumps(kept) + "\n")
            stream.flush()
    return found


def _kept(store: Path, tasks: Sequence[Task]) -> Iterator[tuple[tuple[str, str], Row]]:
    keys = {(task.kind, task.subject): task.key for task in tasks}
    for line in store.read_text(encoding="utf-8").splitlines() if store.exists() else ():
        try:
            stored = json.loads(line)
        except ValueError:
            continue  # the last line of a run that was killed while it wrote
        name = (stored["kind"], stored["subject"])
        if keys.get(name) == stored["key"]:
            yield name, stored["row"]


def _watched(running: Running, tasks: Sequence[Task]) -> Iterator[tuple[int, Row]]:
    """(position, row) as they come, behind a bar on standard error."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, transient=True) as progress:
        bar = progress.add_task(running.title, total=len(tasks))
        found = answers(running.work, tasks, running.processes, running.seconds)
        for done, (position, row) in enumerate(found, 1):
            progress.update(bar, completed=done)
            if not console.is_terminal and done % _EACH == 0:
                print(f"{running.title}: {done} of {len(tasks)}", file=sys.stderr, flush=True)
            yield position, {"error": row, "spent": running.seconds} if isinstance(row, str) else row
