"""A file of signers: only lines that cannot mislead, and one bad line fails the file."""

from __future__ import annotations

import base64
from collections.abc import Callable

import pytest
from keyring import NAMESPACE, Keyring

from govern.approvals.armour import key_type, read_armour
from govern.approvals.form import FormError
from govern.approvals.signers import MOST_BYTES, read_signers

Line = Callable[[Keyring], str]


def plain(ring: Keyring) -> str:
    return ring.line("alice")


GOOD: dict[str, Line] = {
    "one key": plain,
    "a comment, an empty line and a comment behind the key": lambda ring: (
        "# who signs\n\n" + ring.line("alice").rstrip() + " her laptop\n"
    ),
    "two keys of one person": lambda ring: ring.line("alice") + ring.line("bob", "alice@example.com"),
    "no line feed at the end": lambda ring: ring.line("alice").rstrip(),
    "dates in UTC": lambda ring: ring.line(
        "alice", options=',valid-after="20200101Z",valid-before="20990101Z"'
    ),
}

BAD: dict[str, tuple[Line, str]] = {
    "nobody": (lambda ring: "# later\n", "names nobody"),
    "a wildcard": (lambda ring: ring.line("alice", "*"), "without wildcards"),
    "a wildcard inside": (lambda ring: ring.line("alice", "*@example.com"), "without wildcards"),
    "two principals": (lambda ring: ring.line("alice", "alice@example.com,bob@example.com"), "literal name"),
    "a negated principal": (lambda ring: ring.line("alice", "!alice@example.com"), "literal name"),
    "no namespace": (lambda ring: f"alice@example.com {ring.public('alice')}\n", "PRINCIPAL OPTIONS"),
    "no namespace but a date": (
        lambda ring: f'alice@example.com valid-before="20990101Z" {ring.public("alice")}\n',
        "other signatures would count",
    ),
    "a namespace besides": (
        lambda ring: f'alice@example.com namespaces="{NAMESPACE},git" {ring.public("alice")}\n',
        "other signatures would count",
    ),
    "a pattern for a namespace": (
        lambda ring: f'alice@example.com namespaces="*" {ring.public("alice")}\n',
        "other signatures would count",
    ),
    "an authority": (lambda ring: ring.line("alice", options=",cert-authority"), "only valid-after"),
    "a date without a zone": (
        lambda ring: ring.line("alice", options=',valid-before="20990101"'),
        "without Z",
    ),
    "a day that is none": (
        lambda ring: ring.line("alice", options=',valid-before="20260231Z"'),
        "no calendar",
    ),
    "a date said twice": (
        lambda ring: ring.line("alice", options=',valid-before="20990101Z",valid-before="20980101Z"'),
        "each once",
    ),
    "RSA": (lambda ring: ring.line("weak"), "only ssh-ed25519"),
    "a key that says it is another": (
        lambda ring: ring.line("weak").replace("ssh-rsa", "ssh-ed25519"),
        "only ssh-ed25519",
    ),
    "a key cut off": (lambda ring: ring.line("alice").rstrip()[:-4] + "\n", "breaks off"),
    "a key with more behind it": (lambda ring: longer(ring), "goes on"),
    "a key with another length": (lambda ring: ring.line("alice").replace(" AAAA", " AAAB"), "breaks off"),
    "one key twice": (lambda ring: ring.line("alice") * 2, "stands twice"),
    "one key of two": (
        lambda ring: ring.line("alice") + ring.line("alice", "ann@example.com"),
        "stands twice",
    ),
    "names that differ by case": (
        lambda ring: ring.line("alice") + ring.line("bob", "Alice@example.com"),
        "case",
    ),
    "junk first": (lambda ring: "junk\n" + ring.line("alice"), "line 1"),
    "junk last": (lambda ring: ring.line("alice") + "junk", "line 2"),
    "a carriage return": (lambda ring: ring.line("alice").replace("\n", "\r\n"), "printable ASCII"),
    "a letter that looks like another": (lambda ring: ring.line("alice").replace("alice", "аlice"), "ASCII"),
    "a tab": (lambda ring: ring.line("alice").replace(" ", "\t", 1), "ASCII"),
    "a NUL": (lambda ring: ring.line("alice") + "\0", "ASCII"),
    "two spaces": (lambda ring: ring.line("alice").replace(" ", "  ", 1), "one space"),
    "too much": (lambda ring: ring.line("alice") + "#" * MOST_BYTES, "at most"),
}


def longer(ring: Keyring) -> str:
    who, options, kind, key = ring.line("alice").split()
    return f"{who} {options} {kind} {base64.b64encode(base64.b64decode(key) + b'xxx').decode()}\n"


@pytest.mark.parametrize("name", GOOD)
def test_lines_that_say_one_thing_are_taken(keyring: Keyring, name: str) -> None:
    found = read_signers(GOOD[name](keyring).encode())
    assert found.faults == ()
    assert {each.principal for each in found.keys} == {"alice@example.com"}


@pytest.mark.parametrize("name", BAD)
def test_a_line_that_could_mislead_fails_the_file(keyring: Keyring, name: str) -> None:
    make, words = BAD[name]
    found = read_signers(make(keyring).encode())
    assert found.keys == ()
    assert found.faults
    assert words in " ".join(found.faults)


def test_a_file_that_is_not_there_names_nobody() -> None:
    assert read_signers(None).faults == ("there is no such file, or it is no regular file",)


def test_a_key_is_written_as_it_was_read(keyring: Keyring) -> None:
    line = keyring.line("alice", options=',valid-after="20200101000000Z",valid-before="20990101120000Z"')
    (key,) = read_signers(line.encode()).keys
    assert key.line() == line
    assert key.fingerprint.startswith("SHA256:")


@pytest.mark.parametrize(
    ("now", "good"),
    [
        ("2019-12-31T23:59:59Z", False),
        ("2020-01-01T00:00:00Z", True),
        ("2099-01-01T00:00:00Z", True),
        ("2099-01-01T00:00:01Z", False),
    ],
)
def test_a_key_is_good_in_its_time_only(keyring: Keyring, now: str, good: bool) -> None:
    line = keyring.line("alice", options=',valid-after="20200101Z",valid-before="20990101Z"')
    (key,) = read_signers(line.encode()).keys
    assert key.valid_at(now) is good


# --- signatures ---


def packed(*parts: bytes) -> bytes:
    return b"".join(len(each).to_bytes(4, "big") + each for each in parts)


def hardware(flags: int = 1, kind: bytes = b"sk-ssh-ed25519@openssh.com", more: bytes = b"") -> bytes:
    """The signature of a hardware key, as PROTOCOL.u2f frames it; what signs it plays no part here."""
    key = packed(kind, b"k" * 32, b"ssh:")
    signature = packed(kind, b"s" * 64) + bytes([flags]) + (7).to_bytes(4, "big") + more
    blob = b"SSHSIG\0\0\0\1" + packed(key, NAMESPACE.encode(), b"", b"sha512", signature)
    text = base64.b64encode(blob).decode()
    lines = [text[at : at + 70] for at in range(0, len(text), 70)]
    return "\n".join(["-----BEGIN SSH SIGNATURE-----", *lines, "-----END SSH SIGNATURE-----", ""]).encode()


def test_the_signature_of_a_hardware_key_is_read() -> None:
    found = read_armour(hardware())
    assert (found.namespace, key_type(found.key)) == (NAMESPACE, "sk-ssh-ed25519@openssh.com")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (hardware(flags=0), "nobody touched"),
        (hardware(flags=4), "nobody touched"),
        (hardware(more=b"x"), "goes on"),
        (hardware(kind=b"ssh-dss"), "only ssh-ed25519"),
        (b"\n" + hardware(), "first line"),
        (hardware() + b"\n", "first line"),
        (hardware()[:-1], "first line"),
        (hardware().replace(b"\n", b"\r\n"), "first line"),
        (hardware().replace(b"U1NIU0", b"U1NI\nU0", 1), "folded"),
        (hardware().replace(b"U1NIU0", b"U1N=U0", 1), "base64"),
        (b"x" * 5_000, "at most"),
        ("é".encode(), "first line"),
        (b"", "first line"),
    ],
)
def test_a_signature_has_one_spelling(data: bytes, words: str) -> None:
    with pytest.raises(FormError, match=words):
        read_armour(data)
