"""What a drill observed to a folder of evidence, and such a folder to what it proves.

    EVIDENCE/partial-fill/20260101T120000Z/
        expected.json      the fixture, as it was
        observed.json      the document that was captured
        sequence.jsonl     every answer in turn, with the seconds from the start
        result.json        what came of it
        SHA256SUMS         the digest of each, as `sha256sum --check` reads them

Evidence whose digests do not fit proves nothing. The digests are no signatures: they show damage and
edits of single files, and who may write all five can make them anew.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import cast

from govern.documents import Document, canonical, dumps, read
from govern.drills.capture import NOT_MEASURED, Expected, Observed
from govern.model import JsonObject, JsonValue

FORM = 1
SUMS = "SHA256SUMS"
EXPECTED, OBSERVED, SEQUENCE, RESULT = "expected.json", "observed.json", "sequence.jsonl", "result.json"
_FILES = (EXPECTED, OBSERVED, SEQUENCE, RESULT)
_STAMP = re.compile(r"[0-9]{8}T[0-9]{6}Z(?:-[0-9]+)?")
_SUM = re.compile(r"([0-9a-f]{64}) [ *](\S+)")


@dataclass(frozen=True, slots=True)
class Run:
    """Who ran a drill, when, on what (a URL or a file), against which version of the contract, and what they
    say of it."""

    contract: str
    version: str
    source: str
    started: datetime
    by: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a folder of evidence says; `observed` is the document, `volatile` what was set aside. `fault`: why
    it proves nothing; then the rest is empty."""

    folder: str
    version: str = ""
    started: str = ""
    by: str = ""
    time: str = ""
    red: tuple[str, ...] = ()
    fixture: str = ""
    drill: str = ""
    observed: JsonValue = None
    volatile: tuple[str, ...] = ()
    fault: str = ""


def files(run: Run, expected: Expected, observed: Observed) -> dict[str, bytes]:
    """The files of the evidence by name, the digests last."""
    lines = (
        dumps({"seconds": _rounded(each.seconds), **_answer(each.answer.document, each.answer.said)})
        for each in observed.sequence
    )
    found = {
        EXPECTED: _text(expected.document),
        OBSERVED: _text(observed.document),
        SEQUENCE: "".join(f"{line}\n" for line in lines).encode(),
        RESULT: _text(_result(run, expected, observed)),
    }
    sums = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in found.items())
    return {**found, SUMS: sums.encode()}


def folder(where: str, name: str, started: datetime, taken: Callable[[str], bool]) -> str:
    """The folder of a new run: of two in one second, the later one is numbered."""
    first = f"{where}/{name}/{started.strftime('%Y%m%dT%H%M%SZ')}"
    numbered = (f"{first}-{number}" for number in range(2, 10_000))
    return next(each for each in (first, *numbered) if not taken(each))


def latest(where: str, name: str, paths: Collection[str]) -> str | None:
    """The folder of the last run of a drill among the paths of a tree, None where there is none."""
    start = f"{where}/{name}/"
    stamps = {each[len(start) :].split("/")[0] for each in paths if each.startswith(start)}
    runs = sorted((each for each in stamps if _STAMP.fullmatch(each)), key=_in_time)
    return f"{start}{runs[-1]}" if runs else None


def evidence(folder: str, contract: str, drill: str, file: Callable[[str], bytes | None]) -> Evidence:
    """What the folder of a drill's run says; `file` gives the bytes of one of its files, None where there is
    none."""
    found = {name: file(name) for name in (*_FILES, SUMS)}
    missing = [name for name, data in found.items() if data is None]
    if missing:
        return Evidence(folder, fault=f"{', '.join(missing)} is missing: the run did not end, or lost files")
    wanted = dict(_sums(cast("bytes", found[SUMS])))
    for name in _FILES:
        if wanted.get(name) != hashlib.sha256(cast("bytes", found[name])).hexdigest():
            return Evidence(folder, fault=f"{name} is not what {SUMS} says of it")
    result, observed = (read(each, cast("bytes", found[each])) for each in (RESULT, OBSERVED))
    if not isinstance(result, Document) or not isinstance(result.value, dict):
        return Evidence(folder, fault=f"{RESULT} cannot be read")
    said = result.value
    if said.get("form") != FORM:
        return Evidence(folder, fault=f"{RESULT} has another form than this govern reads")
    red, aside, started = said.get("red"), said.get("set_aside"), _said(said, "started")
    if not isinstance(red, list) or not isinstance(aside, list) or not isinstance(observed, Document):
        return Evidence(folder, fault=f"{RESULT} or {OBSERVED} is not as a run writes it")
    stamp = folder.rpartition("/")[2].partition("-")[0]
    if stamp != started.replace("-", "").replace(":", ""):
        return Evidence(folder, fault=f"the folder says {stamp}, and the run began at {started}")
    if (_said(said, "contract"), _said(said, "drill")) != (contract, drill):
        return Evidence(folder, fault="it is of another drill or contract")
    if _said(said, "verdict") != ("red" if red else "green"):
        return Evidence(folder, fault=f"{RESULT} contradicts itself")
    return Evidence(
        folder,
        version=_said(said, "contract_version"),
        started=started,
        by=_said(said, "by"),
        time=_said(said, "time_to_safe"),
        red=tuple(map(str, red)),
        fixture=_said(said, "fixture_sha256"),
        drill=_said(said, "drill_sha256"),
        observed=observed.value,
        volatile=tuple(map(str, aside)),
    )


def fixture_digest(document: JsonValue) -> str:
    """The digest of what a fixture says, however it is written."""
    return hashlib.sha256(canonical(document)).hexdigest()


def _result(run: Run, expected: Expected, observed: Observed) -> JsonObject:
    drill = expected.drill
    time = NOT_MEASURED if observed.safe is None else f"{observed.safe:.2f} s"
    return {
        "form": FORM,
        "drill": drill.name,
        "contract": run.contract,
        "contract_version": run.version,
        "started": run.started.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "by": run.by,
        "source": run.source,
        "fixture": drill.fixture,
        "fixture_sha256": fixture_digest(expected.document),
        "drill_sha256": drill.digest,
        "verdict": "red" if observed.red(drill.limit) else "green",
        "red": list(observed.red(drill.limit)),
        "time_to_safe": time,
        "time_allowed": drill.time,
        "not_measured_because": observed.why,
        "errors": list(observed.errors),
        "differences": [
            {
                "pointer": each.pointer,
                "expected": "(nothing)" if each.missing == "expected" else each.expected,
                "observed": "(nothing)" if each.missing == "observed" else each.observed,
            }
            for each in observed.differences
        ],
        "further_members": list(observed.further),
        "set_aside": list(expected.volatile),
        "notes": run.notes,
    }


def _answer(document: JsonValue, said: str) -> JsonObject:
    return {"no_document": said} if said else {"document": document}


def _rounded(seconds: float) -> JsonValue:
    return Decimal(f"{seconds:.3f}")


def _text(value: JsonValue) -> bytes:
    return (dumps(value, 2) + "\n").encode()


def _said(result: Mapping[str, JsonValue], name: str) -> str:
    found = result.get(name)
    return found if isinstance(found, str) else ""


def _sums(data: bytes) -> Iterator[tuple[str, str]]:
    for line in data.decode("utf-8", "replace").splitlines():
        found = _SUM.fullmatch(line)
        if found is not None:
            yield found[2], found[1]


def _in_time(stamp: str) -> tuple[str, int]:
    moment, _, number = stamp.partition("-")
    return moment, int(number or 1)
