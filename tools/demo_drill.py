"""A small server on this machine that plays fixtures, and a drill against it: part of `make demo`.

It says that all is well until a moment after it was first asked, and then what the fixture says: as a
system does in which a fault is injected.
"""

from __future__ import annotations

import json
import subprocess
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

BEFORE, AFTER, DRILL = "active_healthy", "market_data_stale", "stale-market-data"
SECONDS = 0.8
"""From the first question to the fixture."""

Run = Callable[[tuple[str, ...]], subprocess.CompletedProcess[str]]


class _Player(HTTPServer):
    """Says one document, and another one from a moment on."""

    def __init__(self, before: bytes, after: bytes) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.before, self.after = before, after
        self.first: float | None = None

    def said(self) -> bytes:
        """What is said now, measured anew."""
        now = time.monotonic()
        self.first = now if self.first is None else self.first
        document = json.loads(self.before if now - self.first < SECONDS else self.after)
        document["status_generated_ts_ms"] = int(time.time() * 1000)
        return json.dumps(document).encode()


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        """Answer with the document of the moment."""
        server = self.server
        data = server.said() if isinstance(server, _Player) else b""
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Keep the demo's own output clean."""


def drill(govern: Run, fixtures: Path) -> bool:
    """Run the drill and the sign-off, show both: whether the one is green, and the other refuses to sign off
    seven drills that nobody ran."""
    before, after = ((fixtures / f"{name}.json").read_bytes() for name in (BEFORE, AFTER))
    server = _Player(before, after)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}).start()
    try:
        url = f"http://127.0.0.1:{server.server_port}/status"
        words = ("drill", "run", DRILL, "--url", url, "--every", "0.05", "--by", "demo")
        print(f"    $ govern {' '.join(words)}\n")
        ran = govern(words)
    finally:
        server.shutdown()
        server.server_close()
    print(_moved(ran.stdout + (ran.stderr if ran.returncode else "")))
    print("    $ govern drill report\n")
    report = govern(("drill", "report"))
    print(
        _moved("\n".join(each for each in report.stdout.splitlines() if "there is no evidence" not in each))
    )
    return ran.returncode == 0 and report.returncode == 1 and "1 of 8 drills are green" in report.stdout


def _moved(text: str) -> str:
    return "".join(f"    {line}\n" for line in text.rstrip().splitlines())
