"""Every revision of real schemas to what the containment engine says of it, beside its peers.

Rows are kept in build/evaluate/revisions.jsonl and computed anew only where govern or a peer
changed; figures go to build/evaluate/revisions.md. Ends in 1 where a proof is contradicted, a
refutation is without a witness that validators confirm, or the engine raises.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

from evaluation import contradicting, deciding, documents, histories, peers, revisions_report
from evaluation import revisions as revisions_module
from evaluation.histories import BUILD, CORPORA, ROOT, clone
from evaluation.revisions import Revision, revisions, sampled
from evaluation.rows import Row, Running, computed
from evaluation.verdicts import of_files

STORE = BUILD / "evaluate" / "revisions.jsonl"
REPORT = BUILD / "evaluate" / "revisions.md"
CORPUS = next(each for each in CORPORA if each.name == "schemastore")
LIMIT = 30
"""Seconds after which an engine is killed over one pair, reading it included."""
PATIENCE = 300
"""Seconds that holding documents against one pair may take."""
ENGINES = ("govern", "jsonschema-rs", "jsoncompat", "jsoncompat check")


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to compute of one revision: what an engine says, or (`contradictions`) what speaks
    against it; `said` holds the rows it needs, by engine."""

    kind: str
    revision: Revision
    key: str
    folder: Path
    python: str = ""
    said: Mapping[str, Row] = field(default_factory=dict)

    @property
    def subject(self) -> str:
        """The revision."""
        return self.revision.id


def work(task: object) -> dict[str, object]:
    """The row of a task, in a process of its own."""
    if not isinstance(task, Task):
        raise TypeError(task)
    match task.kind:
        case "govern":
            return deciding.decided(task.folder, task.revision)
        case "jsonschema-rs":
            return peers.rust(task.folder, task.revision)
        case "jsoncompat":
            return peers.jsoncompat(task.folder, task.revision, task.python, "analyze", LIMIT)
        case "jsoncompat check":
            return peers.jsoncompat(task.folder, task.revision, task.python, "check", LIMIT)
        case _:
            said = dict(task.said)
            return _contradictions(task, said.pop("govern"), said)


def main(arguments: Sequence[str] | None = None) -> int:
    """0 where every promise holds, 1 where one is broken, 2 where there is nothing to look at."""
    options = _options(arguments)
    if not CORPUS.bundle.exists():
        print(f"there is no history: {CORPUS.bundle} is absent", file=sys.stderr)
        return 2
    if options.fresh:
        STORE.unlink(missing_ok=True)
    folder = clone(CORPUS)
    every = [each for each in revisions(CORPUS, folder) if options.only in (None, each.name)]
    chosen = sampled(tuple(every), options.sample, options.seed)
    python = peers.found(os.environ)
    if python is None:
        print(f"jsoncompat is absent: name a Python that has it, {peers.VARIABLE}=...", file=sys.stderr)
    said = _said(chosen, folder, python, options.jobs)
    held = _held(chosen, folder, said, python, options.jobs)
    rows = [_joined(each, said, held) for each in chosen]
    title = (
        f"{len(chosen)} of {len(every)} revisions" if len(chosen) < len(every) else f"{len(every)} revisions"
    )
    text = revisions_report.markdown(title, rows, _engines(python), LIMIT)
    REPORT.write_text(text, encoding="utf-8")
    print(text)
    broken = revisions_report.broken(rows)
    print("\n".join([f"{len(broken)} promises broken", *broken]) if broken else "every promise holds")
    return 1 if broken else 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure the containment engine on real revisions.")
    parser.add_argument("--jobs", type=int, default=2, help="processes at a time (default 2)")
    parser.add_argument("--fresh", action="store_true", help="compute everything anew")
    parser.add_argument("--sample", type=int, help="that many revisions, at random")
    parser.add_argument("--seed", type=int, default=1, help="of the sample (default 1)")
    parser.add_argument("--only", help="the revisions of this schema, tsconfig say")
    return parser.parse_args(arguments)


def _said(
    chosen: Sequence[Revision], folder: Path, python: str | None, jobs: int
) -> dict[tuple[str, str], Row]:
    """What each engine says. The engines take turns over one pair, so that a busy moment hits all."""
    keys = _keys(python)
    tasks = [
        Task(kind, each, keys[kind], folder, python or "")
        for each in chosen
        for kind in ENGINES
        if kind in keys
    ]
    return computed(STORE, tasks, Running(work, jobs, LIMIT, "engines"))


def _held(
    chosen: Sequence[Revision],
    folder: Path,
    said: Mapping[tuple[str, str], Row],
    python: str | None,
    jobs: int,
) -> dict[tuple[str, str], Row]:
    """What speaks against each answer of the engine: a matter of every engine's answers."""
    keys = _keys(python)
    key = " ".join([*(keys[kind] for kind in ENGINES[:3] if kind in keys), of_files([_file(contradicting)])])
    tasks = [Task("contradictions", each, key, folder, said=_of(each, said, ENGINES[:3])) for each in chosen]
    return computed(STORE, tasks, Running(work, jobs, PATIENCE, "contradictions"))


def _contradictions(task: Task, said: Row, others: Mapping[str, Row]) -> dict[str, object]:
    try:
        return contradicting.contradictions(task.folder, task.revision, said, others)
    except Exception as error:  # noqa: BLE001  # what the engine's own parts raise is a row, not the end
        return {"error": f"{type(error).__name__}: {error}"[:300]}


def _keys(python: str | None) -> dict[str, str]:
    """What the rows of each engine depend on; no key for an engine that is absent."""
    govern = [*sorted((ROOT / "govern").rglob("*.py")), *sorted((ROOT / "schemas").glob("*.json"))]
    shared = [_file(each) for each in (revisions_module, documents, histories)]
    peer = [_file(peers), *shared]
    keys = {
        "govern": f"{of_files([*govern, _file(deciding), *shared])} {deciding.OPTIONS} {LIMIT}",
        "jsonschema-rs": f"{version('jsonschema-rs')} {of_files(peer)} {LIMIT}",
    }
    if python is not None:
        told = f"{peers.version(python)} {of_files([*peer, peers.RUNNER])} {LIMIT}"
        keys |= {"jsoncompat": told, "jsoncompat check": told}
    return keys


def _engines(python: str | None) -> dict[str, str]:
    """The name of each peer with its version, or that it is absent."""
    told = f"jsoncompat {peers.version(python)}" if python is not None else "jsoncompat (absent)"
    return {"jsonschema-rs": f"jsonschema-rs {version('jsonschema-rs')}", "jsoncompat": told}


def _joined(
    revision: Revision, said: Mapping[tuple[str, str], Row], held: Mapping[tuple[str, str], Row]
) -> dict[str, Any]:
    return {
        "id": revision.id,
        **_of(revision, said, ENGINES),
        "contradictions": held["contradictions", revision.id],
    }


def _of(revision: Revision, said: Mapping[tuple[str, str], Row], engines: Sequence[str]) -> dict[str, Row]:
    return {kind: said[kind, revision.id] for kind in engines if (kind, revision.id) in said}


def _file(module: object) -> Path:
    return Path(str(getattr(module, "__file__", "")))


if __name__ == "__main__":
    sys.exit(main())
