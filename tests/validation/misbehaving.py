"""A server on a loopback port that does to whoever asks exactly what a test tells it to."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Behaviour = Callable[[socket.socket], None]


@contextmanager
def server(behaviour: Behaviour) -> Iterator[str]:
    """The URL of a server that reads a request and then behaves so, for each connection."""
    listening = socket.create_server(("127.0.0.1", 0))
    listening.settimeout(0.1)
    over = threading.Event()

    def serve() -> None:
        while not over.is_set():
            try:
                connection, _ = listening.accept()
            except TimeoutError:
                continue
            with connection:
                connection.settimeout(5)
                try:
                    connection.recv(65_536)
                    behaviour(connection)
                except OSError:
                    continue

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/status"
    finally:
        over.set()
        thread.join(5)
        listening.close()


def answer(body: bytes, *, status: str = "200 OK", length: int | None = None, **headers: str) -> Behaviour:
    """A whole answer at once. Headers are given with _ for -; `length`: what is announced."""
    said = {
        "Content-Type": "application/json",
        "Content-Length": str(len(body) if length is None else length),
    }
    said |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "\r\n".join([f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in said.items() if value)])

    def behave(connection: socket.socket) -> None:
        connection.sendall(head.encode() + b"\r\n\r\n" + body)

    return behave
