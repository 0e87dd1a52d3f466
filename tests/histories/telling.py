"""Histories of scratch repositories, worked on in this process, and the short of what they say."""

from __future__ import annotations

import sys
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "review"))

from scratch import MANIFEST, SCHEMA, Scratch, manifest, schema, tiny

from govern.histories import Asked, Store, history
from govern.model import History, Revision


class Inline(Executor):
    """Does what it is given at once, and counts the tasks."""

    def __init__(self) -> None:
        self.tasks = 0

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        done: Future[Any] = Future()
        self.tasks += len(args[0].tasks)
        done.set_result(fn(*args, **kwargs))
        return done


def told(
    scratch: Scratch, *, store: Store | None = None, executor: Executor | None = None, **asked: Any
) -> History:
    """The history of a scratch repository."""
    return history(
        str(scratch.root), scratch.environment, Asked(**asked), store=store, executor=executor or Inline()
    )


def short(revision: Revision) -> tuple[str, str, str, str, str | None]:
    """The contract, the status, the class, and the step it needed and had."""
    judged = revision.judged
    had = judged.had.value if judged.had is not None else None
    return revision.contract, judged.status, judged.class_.value, judged.needed.value, had


def shorts(found: History) -> list[tuple[str, str, str, str, str | None]]:
    """That of every revision."""
    return [short(each) for each in found.revisions]


__all__ = ["MANIFEST", "SCHEMA", "Inline", "Scratch", "manifest", "schema", "short", "shorts", "tiny", "told"]
