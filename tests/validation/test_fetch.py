import socket
import ssl
import subprocess
import time

import pytest
from misbehaving import answer, server

from govern.validation.fetch import MOST_BYTES, BadAnswer, FetchError, fetch

GOOD = b'{"a": 1}'
JSON = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


def failure(url, seconds=2.0, **options):
    with pytest.raises(FetchError) as caught:
        fetch(url, seconds=seconds, **options)
    (problem,) = caught.value.problems
    assert problem.place == url
    assert problem.remedy
    return problem.rule


def test_a_good_answer_is_given_as_it_came():
    with server(answer(GOOD)) as url:
        assert fetch(url, seconds=2) == GOOD
    with server(answer(GOOD, Content_Type="application/problem+json; charset=utf-8")) as url:
        assert fetch(url, seconds=2) == GOOD


def test_an_answer_without_a_length_ends_with_the_connection():
    with server(lambda each: each.sendall(JSON + b"\r\n" + GOOD)) as url:
        assert fetch(url, seconds=2) == GOOD


def test_an_answer_in_chunks_is_put_together():
    def chunks(connection):
        connection.sendall(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
        )
        for part in (b'{"a"', b": 1}"):
            connection.sendall(b"%x\r\n%s\r\n" % (len(part), part))
        connection.sendall(b"0\r\n\r\n")

    with server(chunks) as url:
        assert fetch(url, seconds=2) == GOOD


@pytest.mark.parametrize(
    ("url", "rule"),
    [
        ("file:///etc/hostname", "url-scheme"),
        ("data:application/json,1", "url-scheme"),
        ("ftp://127.0.0.1/x", "url-scheme"),
        ("http://", "url-scheme"),
        ("status.json", "url-scheme"),
        ("http://127.0.0.1:99999/", "url-scheme"),
        ("http://127.0.0.1/a b", "url-scheme"),
        ("http://127.0.0.1:1@example.invalid/", "url-userinfo"),
        ("http://me:secret@127.0.0.1/", "url-userinfo"),
        ("http://2130706433/", "url-address"),
        ("http://0x7f.1/", "url-address"),
        ("http://0177.0.0.1/", "url-address"),
        ("http://169.254.169.254/latest/meta-data", "url-address"),
        ("http://[fe80::1]/", "url-address"),
        ("http://[::ffff:169.254.169.254]/", "url-address"),
        ("http://0.0.0.0/", "url-address"),
        ("http://nowhere.invalid/", "url-unreachable"),
    ],
)
def test_a_url_that_may_not_be_asked_is_not(url, rule):
    assert failure(url) == rule


def test_a_closed_port_is_unreachable():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert failure(f"http://127.0.0.1:{port}/") == "url-unreachable"


def dripping(head):
    def behave(connection):
        connection.sendall(head)
        for _ in range(100):
            connection.sendall(b" ")
            time.sleep(0.1)

    return behave


@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX-Slow: ",
        b"",
    ],
    ids=["the body", "a header", "the status line"],
)
def test_one_deadline_holds_for_the_whole_answer(head):
    with server(dripping(head)) as url:
        start = time.monotonic()
        assert failure(url, seconds=0.5) == "url-timeout"
        assert time.monotonic() - start < 3


def test_silence_ends_at_the_deadline():
    with server(lambda _: time.sleep(2)) as url:
        assert failure(url, seconds=0.3) == "url-timeout"


@pytest.mark.parametrize("length", [len(GOOD) + 1, 100])
def test_a_body_that_breaks_off_is_no_answer(length):
    with server(answer(GOOD, length=length)) as url:
        assert failure(url) == "url-truncated"


def test_a_chunk_that_breaks_off_is_no_answer():
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    with server(lambda each: each.sendall(head + b"8\r\n" + GOOD)) as url:
        assert failure(url) in ("url-truncated", "url-unreachable")


def test_two_lengths_are_no_answer():
    head = (
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 8\r\nContent-Length: 7\r\n\r\n"
    )
    with server(lambda each: each.sendall(head + GOOD)) as url:
        assert failure(url) == "url-truncated"


@pytest.mark.parametrize(
    ("behaviour", "rule"),
    [
        (answer(b"", status="302 Found", Location="http://127.0.0.1:1/"), "url-redirect"),
        (answer(GOOD, status="301 Moved", Location="/other"), "url-redirect"),
        (answer(b"", status="204 No Content"), "url-status"),
        (answer(GOOD, status="500 Oops"), "url-status"),
        (answer(b"<p>", Content_Type="text/html"), "url-content-type"),
        (answer(GOOD, Content_Type="text/html"), "url-content-type"),
        (answer(GOOD, Content_Type=""), "url-content-type"),
        (answer(GOOD, Content_Encoding="gzip"), "url-content-type"),
        (answer(GOOD, length=10**9), "limit-size"),
    ],
)
def test_an_answer_that_is_no_document_is_told(behaviour, rule):
    with server(behaviour) as url:
        found = fetch(url, seconds=2)
    assert isinstance(found, BadAnswer)
    assert found.rule == rule


def test_a_body_without_end_is_cut_off():
    def endless(connection):
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
        while True:
            connection.sendall(b" " * 65_536)

    with server(endless) as url:
        found = fetch(url, seconds=10)
    assert isinstance(found, BadAnswer)
    assert (found.rule, str(MOST_BYTES) in found.message) == ("limit-size", True)


def test_headers_without_end_are_cut_off():
    def endless(connection):
        connection.sendall(b"HTTP/1.1 200 OK\r\n")
        for number in range(100_000):
            connection.sendall(b"X-%d: %s\r\n" % (number, b"x" * 1000))

    with server(endless) as url:
        assert failure(url, seconds=10) in ("url-headers", "url-unreachable")


def test_proxies_of_the_environment_are_not_used(monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1/")
    with server(answer(GOOD)) as url:
        assert fetch(url, seconds=2) == GOOD


@pytest.mark.parametrize("said", [b"", b"nonsense\r\n\r\n", b"HTTP/9.9 200 OK\r\n\r\n", b"\x00\xff\xfe"])
def test_what_is_no_http_is_unreachable(said):
    with server(lambda each: each.sendall(said)) as url:
        assert failure(url) == "url-unreachable"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tls")
    made = subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost", "-keyout", "key.pem", "-out", "cert.pem"],
        cwd=folder, capture_output=True, check=False,
    )  # fmt: skip
    if made.returncode:
        pytest.skip("there is no openssl to make a certificate with")
    return folder


@pytest.mark.parametrize("known", [True, False])
def test_a_certificate_must_hold(certificate, known):
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")

    def secured(connection):
        with context.wrap_socket(connection, server_side=True) as inner:
            inner.recv(65_536)
            answer(GOOD)(inner)

    with plain(secured) as port:
        url = f"https://localhost:{port}/"
        if known:
            assert fetch(url, seconds=3, ca_file=str(certificate / "cert.pem")) == GOOD
        else:
            assert failure(url) == "url-tls"


class plain:  # a context, as `server` is
    """A server that speaks first with its behaviour, for TLS."""

    def __init__(self, behaviour):
        self._behaviour = behaviour

    def __enter__(self):
        import threading

        self._listening = socket.create_server(("localhost", 0))

        def serve():
            try:
                connection, _ = self._listening.accept()
                self._behaviour(connection)
            except OSError:
                return

        threading.Thread(target=serve, daemon=True).start()
        return self._listening.getsockname()[1]

    def __exit__(self, *_):
        self._listening.close()


def test_chunks_that_lie_of_their_size_are_cut_off():
    def endless(connection):
        connection.sendall(JSON + b"Transfer-Encoding: chunked\r\n\r\n-1\r\n")
        while True:
            connection.sendall(b" " * 65_536)

    with server(endless) as url:
        found = fetch(url, seconds=10)
    assert isinstance(found, BadAnswer)
    assert found.rule == "limit-size"


@pytest.mark.parametrize("odd", [b"broken\r\n", b"bad header: x\r\n", b"Transfer-Encoding: gzip\r\n"])
def test_headers_in_doubt_are_no_answer(odd):
    with server(lambda each: each.sendall(JSON + odd + b"Content-Length: 10\r\n\r\n{}")) as url:
        assert failure(url) in ("url-unreachable", "url-truncated")


def test_a_look_up_that_takes_for_ever_ends_at_the_deadline(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: time.sleep(1) or [])
    start = time.monotonic()
    assert failure("http://slow.invalid/", seconds=0.3) == "url-timeout"
    assert time.monotonic() - start < 2
