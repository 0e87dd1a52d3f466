"""Documents, however many, to those that have faults, in order: many are judged by all cores."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, NamedTuple

from govern.validation.outcome import Outcome, outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from govern.validation.compiled import Validator
    from govern.validation.documents import Given

CHUNK = 2_000
CHUNK_BYTES = 8_000_000
"""So many documents, and bytes of them, are handed to a core at once."""


class Judged(NamedTuple):
    """So many documents, and those of them that have faults, in order."""

    documents: int
    failed: list[Outcome]


_validator: Validator | None = None
"""What a worker judges by: it is inherited, for a validator cannot be sent."""


def judged(validator: Validator, documents: Iterable[Given]) -> Iterator[Judged]:
    """What came of documents, chunk by chunk. One core judges what fits in a chunk, and everything where
    processes cannot inherit a validator."""
    global _validator
    _validator = validator
    source = iter(documents)
    chunks = iter(lambda: list(_chunk(source)), [])
    first = next(chunks, [])
    second = next(chunks, [])
    cores = os.cpu_count() or 1
    if not second or cores == 1 or "fork" not in multiprocessing.get_all_start_methods():
        yield from map(_of_chunk, chain((first, second), chunks))
        return
    with ProcessPoolExecutor(cores, mp_context=multiprocessing.get_context("fork")) as workers:
        waiting: deque[Future[Judged]] = deque()
        for chunk in chain((first, second), chunks):
            waiting.append(workers.submit(_of_columns, *zip(*chunk, strict=True)))
            if len(waiting) > 2 * cores:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _chunk(source: Iterator[Given]) -> Iterator[Given]:
    """The next documents: so many, and no more bytes than a core should be handed at once."""
    size = 0
    for each in islice(source, CHUNK):
        yield each
        size += len(each.data)
        if size > CHUNK_BYTES:
            return


def _of_columns(*columns: Sequence[Any]) -> Judged:
    """The same for documents by their fields: four lists are handed over faster than so many documents."""
    from govern.validation.documents import Given

    return _of_chunk(list(map(Given, *columns)))


def _of_chunk(chunk: list[Given]) -> Judged:
    if _validator is None:
        raise RuntimeError("a worker has no validator")
    held = _validator
    found = (outcome(held, each) for each in chunk)
    return Judged(len(chunk), [each for each in found if each.faults])
