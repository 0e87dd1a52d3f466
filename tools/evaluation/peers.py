"""A revision to what other engines say of the same pair: jsonschema-rs here, jsoncompat behind a pipe.

jsonschema-rs takes parsed values and a registry of siblings; jsoncompat takes text of draft 2020-12
only, so `$schema` is replaced by that dialect's URI, and runs in a Python of its own (3.12 or later).
"""

from __future__ import annotations

import gc
import json
import os
import subprocess
import time
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evaluation.deciding import side_values
from evaluation.documents import UnreadableError
from evaluation.revisions import Revision, Side, identifier, text

if TYPE_CHECKING:
    from jsonschema_rs import CanonicalSchema

    from govern.model import JsonValue

VARIABLE = "PEERS_PYTHON"
RUNNER = Path(__file__).with_name("peer_runner.py")
_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_SAID = {"yes": "proved", "no": "refuted", "unknown": "unknown"}


def rust(folder: Path, revision: Revision) -> dict[str, object]:
    """What jsonschema-rs `canonicalize` and `covers` say of the whole documents: of each direction
    `said` (proved, refuted, unknown, error), `seconds` and `cpu`."""
    try:
        base, head = (side_values(folder, revision, side) for side in (revision.base, revision.head))
    except UnreadableError as error:
        return {"unreadable": str(error)}
    _warm_rust()
    gc.collect()
    made: list[CanonicalSchema] = []

    def covered(left: int, right: int) -> str:
        if not made:
            made.extend([_canonical(revision, *side) for side in (base, head)])
        # An enum of the native library, whose members compare by their word.
        return _SAID.get(str(made[right].covers(made[left]).value).lower(), "unknown")

    return {
        "backward": _timed(lambda: covered(0, 1)),
        "forward": _timed(lambda: covered(1, 0)),
    }


def jsoncompat(folder: Path, revision: Revision, python: str, ask: str, seconds: int) -> dict[str, object]:
    """What jsoncompat says: of each direction `said`, `seconds`, `cpu`, and `reason` or
    `counterexample`. `ask`: "analyze" tells unknown from incompatible and shows a document, "check"
    gives one bit. `error` where its process ends."""
    try:
        for side in (revision.base, revision.head):
            side_values(folder, revision, side)
        question: dict[str, object] = {"ask": ask, "seconds": seconds}
        for name, side in (("old", revision.base), ("new", revision.head)):
            question[name] = json.dumps(_dressed(json.loads(text(folder, side.blob))))
            question[f"{name}_resources"] = dict(_resources(folder, side))
    except (UnreadableError, ValueError, RecursionError) as error:
        return {"unreadable": str(error)}
    peer = _peer(python)
    start = time.perf_counter()
    answer = peer.ask(question)
    if answer is None:
        return {"error": "its process ended", "spent": time.perf_counter() - start}
    return answer


def found(environment: Mapping[str, str]) -> str | None:
    """A Python that has jsoncompat: the one named by PEERS_PYTHON, else the newest of pyenv's from
    3.12 on that imports it, else None."""
    named = environment.get(VARIABLE)
    if named:
        return named if _imports(named) else None
    versions = Path(environment.get("PYENV_ROOT", str(Path.home() / ".pyenv"))) / "versions"
    candidates = sorted(versions.glob("3.1[2-9]*/bin/python"), key=_version, reverse=True)
    return next((str(each) for each in candidates if _imports(str(each))), None)


@cache
def version(python: str) -> str:
    """The version of jsoncompat that a Python has."""
    command = [python, "-c", "from importlib.metadata import version; print(version('jsoncompat'))"]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout.strip()


def reading(revision: Revision, schema: JsonValue, resources: Mapping[str, JsonValue]) -> dict[str, Any]:
    """The arguments that make jsonschema-rs read references as govern does: offline, siblings only,
    and where the file was found only if it does not say itself what it is called."""
    import jsonschema_rs

    found: dict[str, Any] = {
        "registry": jsonschema_rs.Registry(sorted(resources.items()), retriever=_refuse),
        "retriever": _refuse,
        "validate_formats": False,
    }
    return found if identifier(schema) else {**found, "base_uri": revision.uri}


class _Peer:
    """One runner process, started again where it ended."""

    def __init__(self, python: str) -> None:
        self._python = python
        self._process = self._started()

    def ask(self, question: Mapping[str, object]) -> dict[str, object] | None:
        """The answer, None where the process ended over it."""
        told, asked = self._process.stdout, self._process.stdin
        if told is None or asked is None:
            raise RuntimeError("the runner has no pipes")
        try:
            asked.write(json.dumps(question) + "\n")
            asked.flush()
            line = told.readline()
        except BrokenPipeError:
            line = ""
        if line:
            answer: dict[str, object] = json.loads(line)
            return answer
        self._process.kill()
        self._process.wait()
        self._process = self._started()
        return None

    def _started(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [self._python, str(RUNNER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={key: os.environ[key] for key in ("PATH", "HOME", "TMPDIR", "LANG") if key in os.environ},
        )


@cache
def _peer(python: str) -> _Peer:
    return _Peer(python)


def _dressed(schema: object) -> object:
    """The schema as one of the dialect that jsoncompat takes, embedded ones too."""
    dressed = _redressed(schema)
    return {**dressed, "$schema": _DRAFT} if isinstance(dressed, dict) else dressed


def _redressed(value: object) -> object:
    if isinstance(value, list):
        return [_redressed(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {
        key: _DRAFT if key == "$schema" and isinstance(each, str) else _redressed(each)
        for key, each in value.items()
    }


def _resources(folder: Path, side: Side) -> dict[str, object]:
    read: dict[str, object] = {}
    for each in side.siblings:
        try:
            read[each.uri] = _dressed(json.loads(text(folder, each.blob)))
        except (ValueError, RecursionError):
            continue
    return read


def _canonical(revision: Revision, schema: JsonValue, resources: Mapping[str, JsonValue]) -> CanonicalSchema:
    import jsonschema_rs

    if not isinstance(schema, (dict, bool)):
        raise ValueError("the schema is no object or boolean")
    return jsonschema_rs.canonicalize(schema, **reading(revision, schema, resources))


def _timed(ask: Callable[[], str]) -> dict[str, object]:
    wall, cpu = time.perf_counter(), time.process_time()
    try:
        row: dict[str, object] = {"said": ask()}
    except BaseException as error:  # a panic of its native part is no Exception
        if isinstance(error, (KeyboardInterrupt, SystemExit)):
            raise
        row = {"said": "error", "reason": f"{type(error).__name__}: {error}"[:300]}
    return {**row, "seconds": time.perf_counter() - wall, "cpu": time.process_time() - cpu}


@cache
def _warm_rust() -> None:
    import jsonschema_rs

    text_only = jsonschema_rs.canonicalize({"type": "string", "pattern": "^a"})
    text_only.covers(jsonschema_rs.canonicalize({"type": "string"}))


def _refuse(uri: str) -> JsonValue:
    raise ValueError(f"offline: {uri}")


def _imports(python: str) -> bool:
    try:
        done = subprocess.run(
            [python, "-c", "import jsoncompat"], capture_output=True, check=False, timeout=60
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _version(python: Path) -> tuple[int, ...]:
    return tuple(int(part) for part in python.parts[-3].split(".") if part.isdigit())
