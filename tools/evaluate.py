"""Histories of real contracts to figures: `govern check` of each commit against its first parent.

Rows are kept in build/evaluate and computed anew only where govern, the configuration or this tool
changed. Ends in 1 where a promise is broken: a crash, a green check over a document that stops
validating, a red one where nothing governed changes, a breaking class where only annotations do.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evaluation import documents as documents_module
from evaluation import facts as facts_module
from evaluation import histories as histories_module
from evaluation.facts import facts
from evaluation.histories import BUILD, BUNDLES, CORPORA, Commit, Corpus, clone, commits, with_changes
from evaluation.pool import answers
from evaluation.report import markdown, totals
from evaluation.rules import Row, violations
from evaluation.verdicts import digest, exit_status, of_files, verdict

PROCESSES = 2
SECONDS = 300.0
"""What one commit may take before its process is killed."""
SAMPLE = 10


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to compute of one commit: `known` (without govern), `said` (by govern), `sampled`
    (by the command line)."""

    kind: str
    corpus: str
    folder: Path
    commit: Commit
    key: str


def work(task: object) -> dict[str, object]:
    """The row of a task, in a process of its own."""
    if not isinstance(task, Task):
        raise TypeError(task)
    corpus = next(each for each in CORPORA if each.name == task.corpus)
    if task.kind == "known":
        commit = with_changes(task.folder, task.commit)
        found = facts(corpus, task.folder, commit)
        names = {path: corpus.schema_name(path) for path, _ in (*found.broken, *found.widened)}
        return {**found.row(), "names": names}
    if task.kind == "sampled":
        return {"status": exit_status(corpus, task.folder, task.commit, SECONDS)}
    return verdict(corpus, task.folder, task.commit)


def main(arguments: Sequence[str] | None = None) -> int:
    """0 where every promise holds, 1 where one is broken, 2 where there is nothing to look at."""
    parser = argparse.ArgumentParser(description="Run govern over the histories in ../shared/corpora.")
    parser.add_argument("--corpus", choices=[each.name for each in CORPORA], help="this one only")
    parser.add_argument("--commits", type=int, help="how many of each, newest first")
    parser.add_argument("--fresh", action="store_true", help="compute everything anew")
    options = parser.parse_args(arguments)
    if not BUNDLES.is_dir():
        print(f"there are no histories: {BUNDLES} is absent", file=sys.stderr)
        return 2
    chosen = [each for each in CORPORA if options.corpus in (None, each.name)]
    rows = {each.name: evaluated(each, options.commits, options.fresh) for each in chosen}
    broken = [each for name, some in rows.items() for each in violations(name, some)]
    text = markdown(rows, broken)
    (BUILD / "evaluate" / "report.md").write_text(text, encoding="utf-8")
    print(text)
    for name, some in rows.items():
        print(f"{name}: {len(some)} commits, exit status {totals(some)}")
    print(f"{len(broken)} promises broken" if broken else "every promise holds")
    return 1 if broken else 0


def evaluated(corpus: Corpus, last: int | None, fresh: bool) -> list[Row]:
    """A row for each commit: `commit`, `known`, `said`, `sampled`, `names`, or `lost`."""
    folder = clone(corpus)
    chosen = commits(folder, corpus.last if last is None else last)
    oracle = of_files([Path(str(m.__file__)) for m in (documents_module, facts_module, histories_module)])
    govern = digest(corpus)
    step = max(1, len(chosen) // SAMPLE)
    tasks = [Task("known", corpus.name, folder, each, oracle) for each in chosen]
    tasks += [Task("said", corpus.name, folder, each, govern) for each in chosen]
    tasks += [Task("sampled", corpus.name, folder, each, govern) for each in chosen[::step][:SAMPLE]]
    found = computed(corpus, tasks, fresh)
    return [_joined(each, found) for each in chosen]


def computed(corpus: Corpus, tasks: Sequence[Task], fresh: bool) -> Mapping[tuple[str, str], Row]:
    """(kind, commit) to row. What was computed before is read, what is new is appended at once."""
    store = BUILD / "evaluate" / f"{corpus.name}.jsonl"
    store.parent.mkdir(parents=True, exist_ok=True)
    if fresh:
        store.unlink(missing_ok=True)
    keys = {(task.kind, task.commit.id): task.key for task in tasks}
    found: dict[tuple[str, str], Row] = {}
    for line in store.read_text(encoding="utf-8").splitlines() if store.exists() else ():
        stored = json.loads(line)
        if keys.get((stored["kind"], stored["commit"])) == stored["key"]:
            found[stored["kind"], stored["commit"]] = stored["row"]
    left = [task for task in tasks if (task.kind, task.commit.id) not in found]
    with store.open("a", encoding="utf-8") as stream:
        for task, row in _watched(corpus, left):
            found[task.kind, task.commit.id] = row
            if "lost" not in row:
                stored = {"kind": task.kind, "commit": task.commit.id, "key": task.key, "row": row}
                stream.write(json.dumps(stored) + "\n")
                stream.flush()
    return found


def _watched(corpus: Corpus, tasks: Sequence[Task]) -> Iterator[tuple[Task, Row]]:
    """Each task with its row as it comes, behind a bar on standard error."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, transient=True) as progress:
        bar = progress.add_task(corpus.name, total=len(tasks))
        for done, (position, row) in enumerate(answers(work, tasks, PROCESSES, SECONDS), 1):
            progress.update(bar, completed=done)
            if not console.is_terminal and done % 50 == 0:
                print(f"{corpus.name}: {done} of {len(tasks)}", file=sys.stderr, flush=True)
            yield tasks[position], {"lost": row} if isinstance(row, str) else row


def _joined(commit: Commit, found: Mapping[tuple[str, str], Row]) -> Row:
    known, said, sampled = (found.get((kind, commit.id), {}) for kind in ("known", "said", "sampled"))
    lost = [f"{kind}: {row['lost']}" for kind, row in (("known", known), ("said", said)) if "lost" in row]
    return {
        "commit": commit.id,
        "known": known,
        "said": said,
        "names": known.get("names", {}),
        "sampled": sampled.get("status", sampled.get("lost")),
        "lost": "; ".join(lost),
    }


if __name__ == "__main__":
    sys.exit(main())
