"""A repository and what was asked of its history to reports, tables and the exit status."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from govern.cli.meter import Meter
from govern.cli.options import Sink, sinks
from govern.cli.output import write
from govern.cli.own import own_config
from govern.errors import OutputError
from govern.escape import terminal
from govern.histories import Asked, Store, engine, history, tables
from govern.model import History
from govern.render import history_html, history_json, history_text
from govern.render.history_words import summary
from govern.repo import open_repository

RENDER = {"text": history_text.render, "json": history_json.render, "html": history_html.page}


@dataclass(frozen=True, slots=True)
class Request:
    """What the command line asked for. `sqlite` is the file of tables, which keeps answers too."""

    contracts: tuple[str, ...]
    base: str
    head: str
    config: str | None
    sqlite: str | None
    jobs: int | None
    seconds: float
    fresh: bool


def told(formats: Sequence[str] | None, html: str | None, sqlite: str | None) -> tuple[Sink, ...]:
    """The reports that were asked for: text where nothing else is. Raises UsageError as `sinks`."""
    asked = [*(formats or ()), *([f"html={html}"] if html is not None else [])]
    silent = not asked and sqlite is not None
    return () if silent else sinks(asked, "text", RENDER)


def recounted(
    request: Request,
    reports: Sequence[Sink],
    folder: str,
    environment: Mapping[str, str],
    *,
    mislabelled: bool,
) -> int:
    """Write the history that was asked for; the exit status. Raises GovernError where it cannot be done."""
    try:
        return _recounted(request, reports, folder, environment, mislabelled=mislabelled)
    except KeyboardInterrupt:
        _say("interrupted; what was computed is kept, and the same command goes on from there")
        raise


def _recounted(
    request: Request,
    reports: Sequence[Sink],
    folder: str,
    environment: Mapping[str, str],
    *,
    mislabelled: bool,
) -> int:
    asked = Asked(
        request.base,
        request.head,
        request.contracts,
        request.seconds,
        request.jobs or os.cpu_count() or 1,
        None if request.config is None else own_config(folder, request.config)[0],
    )
    store = _store(request, folder, environment)
    try:
        if request.fresh:
            store.forget(everything=True)
        found = _made(folder, environment, asked, store)
        if request.sqlite is not None:
            tables.write(store, found)
    finally:
        store.close()
    shown = found.mislabelled if mislabelled else found
    for sink in reports:
        write(RENDER[sink.format](shown), sink.file)
    _say_where(shown, reports, request.sqlite)
    if any(each.broken for each in found.judged):
        _say("some revisions are undecided because govern itself failed over them; please report it [bug]")
        return 2
    return 1 if mislabelled and (shown.revisions or shown.releases) else 0


def _made(folder: str, environment: Mapping[str, str], asked: Asked, store: Store) -> History:
    meter = Meter()
    try:
        return history(folder, environment, asked, store=store, progress=meter)
    finally:
        meter.end()


def _store(request: Request, folder: str, environment: Mapping[str, str]) -> Store:
    """Where answers are kept: the file that was asked for, else one of the user's cache for this repository,
    else, where that cannot be written, nowhere."""
    if request.sqlite is not None:
        return Store(os.path.join(folder, request.sqlite), engine())
    with open_repository(folder, environment) as repository:
        own = os.path.realpath(repository.location.git_folder)
    home = environment.get("XDG_CACHE_HOME") or os.path.join(environment.get("HOME") or "", ".cache")
    cache = Path(home) / "govern" / "history"
    try:
        if not cache.is_absolute():
            raise OSError("neither XDG_CACHE_HOME nor HOME names a folder")
        cache.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = hashlib.sha256(os.fsencode(own)).hexdigest()[:32]
        return Store(str(cache / f"{name}.sqlite"), engine())
    except (OSError, OutputError) as error:
        _say(f"nothing is kept for the next run: {error}")
        return Store(None, engine())


def _say_where(history: History, reports: Sequence[Sink], sqlite: str | None) -> None:
    """What was found, and where it was written; nothing where standard output has it."""
    if any(each.file in (None, "-") for each in reports):
        return
    files = [each.file for each in reports if each.file is not None]
    files += [sqlite] if sqlite is not None else []
    _say(f"{summary(history)}: written to {' and '.join(files)}")


def _say(text: str) -> None:
    if sys.stderr is not None:
        sys.stderr.write(f"govern: {terminal(text)}\n")
        sys.stderr.flush()
