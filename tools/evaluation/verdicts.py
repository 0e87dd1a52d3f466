"""A commit to what govern says of it, in process, and what the command line exits with."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import time
import traceback
from pathlib import Path

from evaluation.histories import ROOT, Commit, Corpus

DEADLINE = 30.0
_BUG = re.compile(r"\b[A-Z]\w*(?:Error|Exception|Exit|Interrupt)\b:")
"""How an exception of a contract's own process reads in the reason of a failure."""


def verdict(corpus: Corpus, folder: Path, commit: Commit) -> dict[str, object]:
    """`govern check` of the commit against its first parent, with every format rendered.

    The row holds status, seconds, gate, problems (of status 2), trace (of a bug), contracts and
    findings; of the contracts only those that changed.
    """
    from govern.cli.checking import Request, run
    from govern.errors import GovernError

    start = time.perf_counter()
    row: dict[str, object] = {"status": 2, "problems": [], "trace": "", "contracts": [], "findings": []}
    request = Request(commit.parent or commit.id, commit.id, str(corpus.config), (), False, DEADLINE)
    try:
        review = run(request, str(folder), _environment())
        row["seconds"] = time.perf_counter() - start
        report = _rendered(review, corpus, commit)
        row.update(_row(report))
    except GovernError as error:
        row["problems"] = [[each.rule, each.place, each.message] for each in error.problems]
    except Exception:  # noqa: BLE001  # a traceback is what this looks for
        row["trace"] = traceback.format_exc()
    row.setdefault("seconds", time.perf_counter() - start)
    row["total"] = time.perf_counter() - start
    return row


def exit_status(corpus: Corpus, folder: Path, commit: Commit, seconds: float) -> int:
    """What `govern check` exits with, as people run it."""
    command = [str(Path(sys.executable).parent / "govern"), "check", "--config", str(corpus.config)]
    command += ["--base", commit.parent or commit.id, "--head", commit.id, "--format", "json"]
    done = subprocess.run(
        command, cwd=folder, env=_environment(), capture_output=True, check=False, timeout=seconds
    )
    return done.returncode


def digest(corpus: Corpus) -> str:
    """What the answers depend on: govern's own source, its published schemas, the configuration."""
    files = [*sorted((ROOT / "govern").rglob("*.py")), *sorted((ROOT / "schemas").glob("*.json"))]
    return of_files([*files, corpus.config, Path(__file__)])


def of_files(files: list[Path]) -> str:
    """One digest of some files."""
    total = hashlib.sha256()
    for file in files:
        total.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes() + b"\0")
    return total.hexdigest()[:16]


def texts(corpus: Corpus) -> Path:
    """Where the text reports are kept, to be looked at."""
    return ROOT / "build" / "evaluate" / corpus.name


def _environment() -> dict[str, str]:
    """No CI variables: nothing but the command line says what is compared."""
    return {key: os.environ[key] for key in ("PATH", "HOME", "TMPDIR", "LANG") if key in os.environ}


def _rendered(review: object, corpus: Corpus, commit: Commit) -> dict[str, object]:
    from govern.render import RenderOptions, render

    options = RenderOptions(explain=True)
    texts(corpus).mkdir(parents=True, exist_ok=True)
    for name, ending in (("text", "txt"), ("markdown", "md")):
        text = render(review, options, format_name=name)
        (texts(corpus) / f"{commit.id[:8]}.{ending}").write_text(text, encoding="utf-8")
    report: dict[str, object] = json.loads(render(review, options, format_name="json"))
    _valid(report)
    return report


def _valid(report: dict[str, object]) -> None:
    import jsonschema_rs

    schema = json.loads((ROOT / "schemas" / "report.schema.json").read_text(encoding="utf-8"))
    jsonschema_rs.validator_for(schema).validate(report)


def _row(report: dict[str, object]) -> dict[str, object]:
    contracts = [_contract(each) for each in report["contracts"]]
    return {
        "status": 0 if report["gate"] == "open" else 1,
        "gate": report.get("reason", ""),
        "contracts": [each for each in contracts if _said(each)],
        "findings": [_finding(each) for each in report["findings"]],
    }


def _said(contract: dict[str, object]) -> bool:
    return bool(contract["changes"] or contract["findings"] or contract["backward"][0] != "proved")


def _contract(contract: dict[str, object]) -> dict[str, object]:
    return {
        "name": contract["name"],
        "class": contract["class"],
        "backward": _answer(contract["backward"]),
        "forward": _answer(contract["forward"]),
        "changes": [
            [each["rule"], each["class"], (each.get("head") or each.get("base") or {}).get("pointer", ""),
             each["message"], bool(each.get("claimed_by"))]
            for each in contract["changes"]
        ],
        "renames": [[r["kind"], r["from"], r["to"], r["standing"]] for r in contract["renames"]],
        "findings": [_finding(each) for each in contract["findings"]],
        "bug": bool(_BUG.search(json.dumps([contract["backward"], contract["findings"]]))),
    }  # fmt: skip


def _answer(answer: dict[str, object]) -> list[object]:
    return [answer["verdict"], answer.get("other_reading"), answer.get("reason") or ""]


def _finding(finding: dict[str, object]) -> list[object]:
    return [finding["rule"], finding["level"], finding["path"], finding["message"]]
