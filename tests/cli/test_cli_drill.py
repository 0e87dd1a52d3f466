"""`govern drill` against a server that plays the fixtures of the status contract."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SCRIPT = str(Path(sys.executable).parent / "govern")
GOOD = "fixtures/status/restart_reconcile.json"
FIXTURES = ROOT / "fixtures/status"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    for each in ("govern.toml", "specs/status", "schemas", "fixtures/status"):
        source, target = ROOT / each, tmp_path / "here" / each
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)
    subprocess.run(["git", "init", "-q"], cwd=tmp_path / "here", check=True)
    return tmp_path / "here"


class Player(HTTPServer):
    """Says one document after the other, the last one again and again."""

    def __init__(self, *said: Any) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.said = [json.dumps(each).encode() for each in said]
        self.asked = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/status"


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        server = self.server
        assert isinstance(server, Player)
        data = server.said[min(server.asked, len(server.said) - 1)]
        server.asked += 1
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        pass


def fixture(name: str, **members: Any) -> Any:
    return json.loads((FIXTURES / f"{name}.json").read_bytes()) | members


@pytest.fixture
def play() -> Iterator[Any]:
    running: list[Player] = []

    def start(*said: Any) -> str:
        player = Player(*said)
        running.append(player)
        threading.Thread(target=player.serve_forever, kwargs={"poll_interval": 0.05}).start()
        return player.url

    yield start
    for each in running:
        each.shutdown()
        each.server_close()


def drill(place: Path, *words: str) -> tuple[int, str, str]:
    done = subprocess.run([SCRIPT, "drill", *words], cwd=place, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def evidence(place: Path, name: str) -> Path:
    (run,) = (place / "evidence/status" / name).iterdir()
    return run


def test_a_drill_that_goes_as_it_should_is_green_and_kept(place: Path, play: Any) -> None:
    calm, late = fixture("active_healthy"), fixture("market_data_stale", ws_event_lag_ms=4000, build_id="b-2")
    url = play(calm, calm, late)
    status, out, err = drill(
        place, "run", "stale-market-data", "--url", url, "--every", "0.05", "--by", "ann"
    )
    assert (status, err) == (0, f"watching {url} for at most 60 s: inject the fault now\n")
    assert out.startswith("Stale market data: green\n")
    run = evidence(place, "stale-market-data")
    assert json.loads((run / "observed.json").read_bytes()) == late
    assert json.loads((run / "result.json").read_bytes())["verdict"] == "green"
    subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=run, check=True)
    status, out, _ = drill(place, "report")
    assert status == 1
    assert "  green    stale-market-data" in out
    assert "1 of 8 drills are green: not signed off" in out


def test_a_drill_that_goes_wrong_is_red_and_kept_all_the_same(place: Path, play: Any) -> None:
    url = play(fixture("active_healthy"))
    words = ("--every", "0.05", "--patience", "0.3")
    status, out, _ = drill(place, "run", "restart", "--url", url, *words)
    assert status == 1
    assert 'differs       /trading_mode: expected "ReduceOnly", observed "Active"' in out
    assert json.loads((evidence(place, "restart") / "result.json").read_bytes())["verdict"] == "red"


def test_a_document_that_breaks_its_contract_is_red(place: Path, play: Any) -> None:
    url = play(fixture("active_healthy"), fixture("market_data_stale", connectivity_degraded=False))
    status, out, _ = drill(
        place, "run", "stale-market-data", "--url", url, "--every", "0.05", "--patience", "0.5"
    )
    assert status == 1
    assert "breaks        [" in out
    assert "/connectivity_degraded" in out


def test_a_drill_that_never_went_wrong_is_red(place: Path, play: Any) -> None:
    url = play(fixture("market_data_stale")) + "?token=secret"
    status, out, _ = drill(place, "run", "stale-market-data", "--url", url, "--every", "0.05")
    assert status == 1
    assert "it was safe when watching began" in out
    kept = (evidence(place, "stale-market-data") / "result.json").read_text("utf-8")
    assert "secret" not in kept


def test_evidence_that_git_ignores_counts(place: Path) -> None:
    (place / ".gitignore").write_text("evidence/\n")
    words = ("run", "session-termination", "--file")
    drill(place, *words, "fixtures/status/session_termination.json")
    assert "  green    session-termination" in drill(place, "report")[1]


def test_a_document_of_drills_that_is_missing_or_illegible_stops_the_report(place: Path) -> None:
    config = place / "govern.toml"
    text = config.read_text("utf-8")
    one = 'drills = "specs/status/PHASE2_CHAOS_DRILLS.md"'
    config.write_text(text.replace(one, f'{one[:-1].replace("= ", "= [")}", "more.md"]'), "utf-8")
    assert drill(place, "report")[0] == 2
    (place / "more.md").write_bytes(b"\xe9")
    status, _, err = drill(place, "report")
    assert status == 2
    assert "cannot be read as text" in err


def test_all_drills_captured_from_their_fixtures_are_signed_off(place: Path) -> None:
    _, out, _ = drill(place, "report", "--format", "json")
    listed = json.loads(out)["drills"]
    assert len(listed) == 8
    for each in listed:
        status, _, err = drill(place, "run", each["drill"], "--file", each["fixture"])
        assert (status, err) == (0, "")
    status, out, _ = drill(place, "report")
    assert status == 0
    assert out.endswith("8 of 8 drills are green\n")
    status, out, _ = drill(place, "report", "--format", "markdown")
    assert status == 0
    assert out.count("| **green** |") == 8


def test_an_endpoint_that_nobody_serves_is_red(place: Path) -> None:
    words = ("--url", "http://127.0.0.1:9/", "--every", "0.05", "--patience", "0.2")
    status, out, _ = drill(place, "run", "unknown-token", *words)
    assert status == 1
    assert "it gave no document" in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("run", "restart"), "there must be a URL or a file"),
        (("run", "restarts", "--file", "x"), "did you mean restart?"),
        (("run", "restart", "--file", "nowhere.json"), "it cannot be read"),
        (("run", "restart", "--file", "govern.toml"), "this is not JSON"),
        (
            ("run", "restart", "--file", "fixtures/status/restart_reconcile.json", "--evidence", "../out"),
            "nothing is written there",
        ),
        (("report", "--format", "xml"), "is no format"),
        (("report", "--contract", "config"), "0 contracts have drills"),
    ],
)
def test_a_mistake_on_the_command_line_is_told(place: Path, words: tuple[str, ...], said: str) -> None:
    status, out, err = drill(place, *words)
    assert (status, out) == (2, "")
    assert said in err


@pytest.mark.parametrize("command", ["run", "report"])
def test_help_has_examples(place: Path, command: str) -> None:
    status, out, _ = drill(place, command, "--help")
    assert status == 0
    assert f"  govern drill {command}" in out
