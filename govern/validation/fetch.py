"""One URL to the JSON bytes that it answers with, or to why it does not: nothing that a server does can make
govern wait, follow, run out of memory or take half an answer for a whole one.

Only what the operator typed is asked: http or https, no user in it, no redirects, no proxies, no link-local
or multicast address, and the address that was looked up once is the one that is connected to.
"""

from __future__ import annotations

import http.client
import io
import ipaddress
import queue
import socket
import ssl
import threading
import time
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import SplitResult, urlsplit

from govern.errors import GovernError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from _typeshed import WriteableBuffer

MOST_BYTES = 1_000_000
MOST_HEADER_BYTES = 65_536
MOST_RECEIVED = 2 * MOST_BYTES
"""With headers, and what chunks cost: one that says little in many ends here."""
PORTS = {"http": 80, "https": 443}
OK, REDIRECTS = 200, range(300, 400)
_ASK = {"Accept": "application/json", "Accept-Encoding": "identity", "Connection": "close"}


class FetchError(GovernError):
    """The URL could not be asked, or did not answer in time and whole (exit status 2)."""


class BadAnswer(NamedTuple):
    """The server answered, and with something that is no document: `rule`, and what is wrong."""

    rule: str
    message: str


def fetch(url: str, *, seconds: float, ca_file: str | None = None) -> bytes | BadAnswer:
    """The body of the answer, at most 1 MB of it, whole and within `seconds` from now, all told.

    Raises FetchError where the URL is none that may be asked, the server cannot be reached or does not answer
    in time, breaks off, sends headers without end, or shows no certificate that holds.
    """
    parts = _parts(url)
    end = time.monotonic() + seconds
    connection = _Connection(parts, _address(parts, url, end), end, url, ca_file)
    try:
        connection.request("GET", _target(parts), headers={"Host": parts.netloc, **_ASK})
        response = connection.getresponse()
        connection.in_body()
        return _body(response, url)
    except TimeoutError as error:
        raise _failure("url-timeout", f"no whole answer within {seconds:g} s", url) from error
    except ssl.SSLError as error:
        raise _failure("url-tls", f"the certificate does not hold: {error.reason or error}", url) from error
    except _TooMuchError as error:
        if error.in_body:
            return BadAnswer("limit-size", f"it sends more than {MOST_BYTES} bytes")
        raise _failure("url-headers", f"more than {MOST_HEADER_BYTES} bytes of headers", url) from error
    except (http.client.HTTPException, OSError, ValueError) as error:
        said = str(error) or type(error).__name__
        raise _failure("url-unreachable", f"no answer that can be read: {said}", url) from error
    finally:
        connection.hang_up()


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise _failure("url-scheme", f"it is no URL: {error}", url) from error
    if parts.scheme not in PORTS or not parts.hostname:
        raise _failure("url-scheme", "only http and https URLs with a host are asked", url)
    if "@" in parts.netloc:
        raise _failure("url-userinfo", "a URL with a user in it hides whom it asks", url)
    if port == 0 or any(ord(each) <= ord(" ") or ord(each) == 127 for each in url):
        raise _failure("url-scheme", "it is no URL", url)
    return parts


def _target(parts: SplitResult) -> str:
    path = parts.path or "/"
    return f"{path}?{parts.query}" if parts.query else path


def _address(parts: SplitResult, url: str, end: float) -> tuple[int, str, int]:
    """Family, address and port to connect to: looked up once, and of a kind that may be asked."""
    host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
    try:
        found = _looked_up(host, port, end)
    except TimeoutError as error:
        raise _failure("url-timeout", f"nobody says in time where {host} is", url) from error
    except (OSError, UnicodeError) as error:
        raise _failure("url-unreachable", f"there is no host {host}: {error}", url) from error
    for _, _, _, _, where in found:
        address = ipaddress.ip_address(str(where[0]).partition("%")[0])
        address = getattr(address, "ipv4_mapped", None) or address
        if address.is_link_local or address.is_multicast or address.is_unspecified or address.is_reserved:
            raise _failure("url-address", f"{host} is {address}, which is no server's address", url)
        if _is_number(host) and str(address) != host.strip("[]"):
            raise _failure("url-address", f"{host} is another way to write {address}", url)
    family, _, _, _, where = found[0]
    return family, str(where[0]), port


def _looked_up(host: str, port: int, end: float) -> list[Any]:
    """Where a host is. The system's own look-up knows no deadline, so it is left alone when ours is over."""
    answers: queue.SimpleQueue[list[Any] | OSError | UnicodeError] = queue.SimpleQueue()

    def look() -> None:
        try:
            answers.put(list(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))
        except (OSError, UnicodeError) as error:
            answers.put(error)

    threading.Thread(target=look, daemon=True).start()
    try:
        found = answers.get(timeout=_left(end))
    except queue.Empty:
        raise TimeoutError from None
    if isinstance(found, list):
        return found
    raise found


def _is_number(host: str) -> bool:
    """Is a host written in digits, as an address is? Names end in a label with a letter (RFC 1123)."""
    last = host.rstrip(".").rpartition(".")[2]
    return ":" in host or last.isdigit() or last.lower().startswith("0x")


class _TooMuchError(Exception):
    """More came than an answer may have."""

    def __init__(self, *, in_body: bool) -> None:
        super().__init__()
        self.in_body = in_body


class _Connection(http.client.HTTPConnection):
    """A connection to one address, on which every read ends by the deadline."""

    def __init__(
        self, parts: SplitResult, address: tuple[int, str, int], end: float, url: str, ca_file: str | None
    ) -> None:
        super().__init__(parts.hostname or "", address[2])
        self._parts = parts
        self._address = address
        self._end = end
        self._url = url
        self._ca_file = ca_file
        self._plain: socket.socket | None = None
        self._timed: _Timed | None = None

    def in_body(self) -> None:
        """The headers have been read."""
        if self._timed is not None:
            self._timed.in_body()

    def hang_up(self) -> None:
        """Close the connection, whatever is still being read from it."""
        self.close()
        if self._plain is not None:
            self._plain.close()

    def connect(self) -> None:
        """Connect to the address that was looked up."""
        family, host, port = self._address
        plain = socket.socket(family, socket.SOCK_STREAM)
        try:
            plain.settimeout(_left(self._end))
            plain.connect((host, port))
            plain.settimeout(_left(self._end))
            if self._parts.scheme == "https":
                context = ssl.create_default_context(cafile=self._ca_file)
                plain = context.wrap_socket(plain, server_hostname=self._parts.hostname)
        except BaseException:
            plain.close()
            raise
        self._plain = plain
        self._timed = _Timed(plain, self._end)
        self.sock = self._timed


class _Timed:
    """A socket of which every wait ends by the deadline."""

    def __init__(self, plain: socket.socket, end: float) -> None:
        self._plain = plain
        self._end = end
        self._stream: _Stream | None = None

    def sendall(self, data: bytes) -> None:
        """As of a socket."""
        self._plain.settimeout(_left(self._end))
        self._plain.sendall(data)

    def makefile(self, *_: Any, **__: Any) -> io.BufferedReader:
        """As of a socket, for reading."""
        self._stream = _Stream(self._plain, self._end)
        return io.BufferedReader(self._stream)

    def in_body(self) -> None:
        """The headers have been read."""
        if self._stream is not None:
            self._stream.in_body = True

    def close(self) -> None:
        """Nothing: an answer without a length is still to be read when the connection is done with."""


class _Stream(io.RawIOBase):
    """What a socket receives: no more than the headers and a body may have together, whatever is in it."""

    def __init__(self, plain: socket.socket, end: float) -> None:
        super().__init__()
        self._plain = plain
        self._end = end
        self._count = 0
        self.in_body = False
        """Whether the headers have been read."""

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """As of a raw stream; raises TimeoutError at the deadline."""
        self._plain.settimeout(_left(self._end))
        view = memoryview(buffer)
        count = self._plain.recv_into(view)
        self._count += count
        if self._count > (MOST_RECEIVED if self.in_body else MOST_HEADER_BYTES):
            raise _TooMuchError(in_body=self.in_body)
        return count


def _left(end: float) -> float:
    left = end - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _body(response: http.client.HTTPResponse, url: str) -> bytes | BadAnswer:
    if response.status in REDIRECTS:
        there = response.headers.get("Location", "nowhere")
        return BadAnswer("url-redirect", f"it sends on to {there}, and redirects are not followed")
    if response.status != OK:
        return BadAnswer("url-status", f"it answers with status {response.status}")
    media = response.headers.get_content_type() if response.headers.get("Content-Type") else "nothing"
    if not (media == "application/json" or (media.startswith("application/") and media.endswith("+json"))):
        return BadAnswer("url-content-type", f"it says that it sends {media}, and not JSON")
    transfer = response.headers.get("Transfer-Encoding", "chunked").strip().lower()
    if response.headers.defects or transfer != "chunked":
        raise _failure("url-unreachable", "its headers cannot be read without a doubt", url)
    coding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if coding != "identity":
        return BadAnswer("url-content-type", f"it sends {coding}, though only plain bytes were asked for")
    return _read(response, _length(response, url), url)


def _length(response: http.client.HTTPResponse, url: str) -> int | None:
    said = response.headers.get_all("Content-Length") or []
    if len(set(said)) > 1 or any(not (each.isascii() and each.isdigit()) for each in said):
        raise _failure("url-truncated", "it does not say how long its answer is", url)
    return int(said[0]) if said else None


def _read(response: http.client.HTTPResponse, length: int | None, url: str) -> bytes | BadAnswer:
    if length is not None and length > MOST_BYTES:
        return BadAnswer("limit-size", f"it says that it sends {length} bytes, more than {MOST_BYTES}")
    try:
        data = _up_to(response.read, MOST_BYTES + 1)
    except http.client.IncompleteRead as error:
        raise _failure("url-truncated", "the answer breaks off", url) from error
    if len(data) > MOST_BYTES:
        return BadAnswer("limit-size", f"it sends more than {MOST_BYTES} bytes")
    if length is not None and len(data) != length:
        raise _failure("url-truncated", f"{len(data)} of {length} bytes came", url)
    return data


def _up_to(read: Callable[[int], bytes], most: int) -> bytes:
    """What can be read, at most so many bytes."""
    parts: list[bytes] = []
    while most > 0 and (part := read(min(most, 65_536))):
        parts.append(part)
        most -= len(part)
    return b"".join(parts)


_REMEDIES = {
    "url-scheme": "give the http or https URL of the endpoint",
    "url-userinfo": "take the part before @ out",
    "url-address": "give the endpoint's own address, as it is usually written",
    "url-timeout": "see whether the endpoint is alive, or raise --deadline",
    "url-tls": "give the authority that signs the endpoint's certificate: --ca-file FILE",
    "url-headers": "mend the endpoint",
    "url-unreachable": "see whether the endpoint is alive",
    "url-truncated": "make the endpoint send all of its answer",
}


def _failure(rule: str, message: str, url: str) -> FetchError:
    return FetchError(Problem(rule, message, _REMEDIES[rule], url))
