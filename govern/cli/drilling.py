"""A work tree and what was asked to the evidence of a drill, and to the sign-off of all."""

from __future__ import annotations

import difflib
import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit, urlunsplit

import typer

from govern.cli.place import Place
from govern.cli.validating import configured
from govern.configuration import select
from govern.contracts import Contract
from govern.documents import Document
from govern.drills import (
    Answer,
    Drill,
    Expected,
    Judge,
    Observed,
    Row,
    Run,
    Signing,
    Watching,
    all_drills,
    files,
    folder,
    of_document,
    rows,
    watch,
)
from govern.errors import ConfigurationError, Problem, UsageError
from govern.model import JsonValue
from govern.policy.versions import find
from govern.repo import write_file
from govern.validation.documents import Given, whole
from govern.validation.fetch import BadAnswer, FetchError, fetch

ONE_ANSWER = 5.0
"""Seconds for one answer of a system that is watched."""


class Asked(NamedTuple):
    """What the command line says of a run."""

    name: str
    url: str | None
    file: str | None
    by: str
    notes: str
    evidence: str | None
    every: float
    patience: float
    after: float


class _Held(NamedTuple):
    """A contract with drills, at a work tree."""

    contract: Contract
    drills: tuple[Drill, ...]
    version: str
    fixtures: dict[str, JsonValue]
    where: str


def captured(place: Place, asked: Asked) -> tuple[Drill, Observed, str]:
    """Run one drill, and keep its evidence: the drill, what was observed, and the folder. Raises GovernError
    where there is no such drill, fixture or file, or the evidence cannot be written."""
    held = _held(place, asked.evidence)
    drill = _named(asked.name, held)
    if drill.fixture not in held.fixtures:
        message = f"{drill.fixture} is no golden document of `{held.contract.name}` that can be read"
        problem = Problem(
            "file-unreadable", message, "mend what the drill names", f"{drill.path}:{drill.line}"
        )
        raise ConfigurationError(problem)
    view = held.contract.view
    expected = Expected(
        drill,
        held.fixtures[drill.fixture],
        held.contract.drill.volatile,
        None if view is None else view.headline,
    )
    judge = _judge(held.contract)
    started = datetime.now(UTC)
    if asked.url is not None:
        typer.echo(f"watching {asked.url} for at most {asked.patience:g} s: inject the fault now", err=True)
        watching = Watching(time.monotonic, time.sleep, asked.every, asked.patience, asked.after)
        observed = watch(expected, partial(_asked, asked.url), judge, watching)
    else:
        observed = of_document(expected, _document(asked.file or ""), judge)
    source = _plain(asked.url) if asked.url is not None else asked.file or ""
    run = Run(held.contract.name, held.version, source, started, asked.by, asked.notes)
    where = folder(held.where, drill.name, started, lambda path: Path(place.top, path).exists())
    for name, data in files(run, expected, observed).items():
        write_file(place.top, f"{where}/{name}", data)
    return drill, observed, where


def signed(place: Place, evidence: str | None) -> tuple[tuple[Row, ...], str, str]:
    """The sign-off of a contract's drills, its version and its name."""
    held = _held(place, evidence)
    signing = Signing(
        held.contract.name,
        held.version,
        held.fixtures,
        held.contract.drill.volatile,
        held.where,
        frozenset(_kept(place, held.where)),
        partial(_kept_bytes, place),
        _judge(held.contract),
    )
    return rows(held.drills, signing), held.version, held.contract.name


def _kept(place: Place, where: str) -> Iterator[str]:
    """The files of a folder of evidence as they are on the disk, whatever git is told to ignore."""
    for here, _, names in os.walk(Path(place.top, where)):
        yield from (Path(here, name).relative_to(place.top).as_posix() for name in names)


def _kept_bytes(place: Place, path: str) -> bytes | None:
    full = Path(place.top, path)
    try:
        return full.read_bytes() if full.is_file() and not full.is_symlink() else None
    except OSError:
        return None


def _held(place: Place, evidence: str | None) -> _Held:
    """The only contract asked for that names drills."""
    having = [each for each in place.contracts if each.drills]
    if len(having) != 1:
        listed = ", ".join(each.name for each in having) or "none"
        remedy = f"name one with --contract; those with drills: {listed}"
        raise UsageError(Problem("usage", f"{len(having)} contracts have drills", remedy, "--contract"))
    (contract,) = having
    reader = place.reader
    entries = place.tree.entries
    for each in contract.drills:
        if not select((each,), entries) and not each.startswith("!"):
            message = f"{each} names no file: its drills would be left out"
            raise ConfigurationError(Problem("drills-none", message, "mend it, or take it out", "drills"))
    texts = {path: reader.text(path) for path in select(contract.drills, entries)}
    for path, text in texts.items():
        if text is None:
            message = "it cannot be read as text: its drills would be left out"
            raise ConfigurationError(Problem("drills-none", message, "write it in UTF-8", path))
    found = all_drills(texts)
    if not found:
        remedy = "write a section for each, with **Expected fixture:** and a path in a code span"
        message = f"no drill is listed in {', '.join(contract.drills)}"
        raise ConfigurationError(Problem("drills-none", message, remedy, "drills"))
    fixtures = dict(reader.files(select(contract.fixtures, entries)).values)
    paths = [contract.manifest or "", *(each.path for each in contract.schemas)]
    versions = find(contract.versions, contract, {**fixtures, **reader.files(paths).values})
    version = next((each.version.text for each in versions if each.version is not None), "")
    where = evidence or contract.drill.evidence or f"evidence/{contract.name}"
    return _Held(contract, found, version, fixtures, where.rstrip("/"))


def _named(name: str, held: _Held) -> Drill:
    known = {each.name: each for each in held.drills}
    if name not in known:
        near = difflib.get_close_matches(name, list(known), 1)
        meant = f"did you mean {near[0]}? " if near else ""
        message = f"there is no drill `{name}`"
        raise UsageError(Problem("drill-unknown", message, f"{meant}there are: {', '.join(known)}", "NAME"))
    if known[name].fault:
        place = f"{known[name].path}:{known[name].line}"
        raise ConfigurationError(Problem("drills-none", known[name].fault, "mend the drill", place))
    return known[name]


def _plain(url: str) -> str:
    """A URL without what may be a secret in it: evidence is kept, and shared."""
    found = urlsplit(url)
    host = found.netloc.rpartition("@")[2]
    return urlunsplit((found.scheme, host, found.path, "…" if found.query else "", ""))


def _judge(contract: Contract) -> Judge:
    """What is wrong with a document by the rules of a contract."""
    validator = configured(contract.name, lambda _: True).validator

    def judged(document: JsonValue) -> tuple[str, ...]:
        return tuple(f"[{each.tag}] {each.pointer}: {each.message}" for each in validator.judge(document))

    return judged


def _asked(url: str) -> Answer:
    """One answer of a system; one that breaks off, or is no document, is told as such."""
    try:
        data = fetch(url, seconds=ONE_ANSWER, ca_file=None)
    except FetchError as error:
        return Answer(None, error.problems[0].message)
    if isinstance(data, BadAnswer):
        return Answer(None, data.message)
    found = Given(url, None, data, "answer.json").read()
    return Answer(found.value) if isinstance(found, Document) else Answer(None, found[0].message)


def _document(path: str) -> JsonValue:
    found = whole(path).read()
    if not isinstance(found, Document):
        raise UsageError(*(Problem(each.rule, each.message, each.remedy, path) for each in found))
    return found.value
