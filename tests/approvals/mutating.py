"""A good record and its signature to mutated ones, and to what govern says of each.

Two verifiers look at the pairs: ssh-keygen behind govern's own checks, and Ed25519 in plain integers. What
the first takes for signed the second must as well. (The other way round they may differ: govern takes one
spelling of a signature, where base64 has many.)
"""

from __future__ import annotations

import json
import os
import random
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from ed25519 import ssh_verified
from keyring import NAMESPACE, Keyring

from govern.approvals.judging import Bench, Given, Refused, judged
from govern.approvals.record import Decision, Record, Statement
from govern.approvals.signers import Key, read_signers
from govern.signing import find_ssh_keygen

NOW = "2026-11-23T12:00:00Z"
_DOUBTED = ("approval-signature-invalid", "approval-unknown-signer")
"""Nobody vouches for the bytes."""
MOMENT = "20261123120000Z"
ABOUT = Statement("github.com/example/contracts", "main", "ab" * 32, (0, 1, 0, 0), ("tiny 1.0->2.0",))
RECORD = Record(ABOUT, "alice@example.com", "owner", Decision.APPROVE, "", NOW, "2026-11-30T12:00:00Z")


@dataclass(slots=True)
class Tally:
    """What became of the pairs: those with an altered message, those with an altered signature only."""

    messages: int = 0
    signatures: int = 0
    accepted_messages: list[str] = field(default_factory=list)
    accepted_signatures: list[str] = field(default_factory=list)
    disagreements: list[str] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)


class Mutated:
    """Pairs of one seed, judged as `govern check` judges them."""

    def __init__(self, keyring: Keyring, seed: int) -> None:
        self.random = random.Random(seed)
        self.data = RECORD.written()
        self.signature = keyring.sign("alice", self.data)
        self.other = keyring.sign("alice", self.data.replace(b"owner", b"clerk"))
        self.signers = read_signers(
            "".join(keyring.line(each) for each in ("alice", "bob", "carol")).encode()
        )
        self.keygen = find_ssh_keygen(os.environ, "/nowhere")

    def run(self, count: int) -> Tally:
        """Judge so many pairs. The good pair itself is good: otherwise nothing would be shown."""
        if not isinstance(self.judged(self.data, self.signature), Given):
            raise AssertionError("the pair that is mutated is not good")
        tally = Tally()
        while tally.messages + tally.signatures < count:
            self.one(tally)
        return tally

    def one(self, tally: Tally) -> None:
        """Judge one pair."""
        which = self.random.choice(("message", "signature", "both"))
        data = self.data if which == "signature" else self.mutated(self.data)
        signature = self.signature if which == "message" else self.mutated(self.signature)
        if (data, signature) == (self.data, self.signature):
            return
        altered = data != self.data
        found = self.judged(data, signature)
        accepted = isinstance(found, Given)
        shown = f"{data!r} {signature!r}"
        tally.messages += altered
        tally.signatures += not altered
        tally.reasons[found.rule if isinstance(found, Refused) else "accepted"] += 1
        if accepted:
            (tally.accepted_messages if altered else tally.accepted_signatures).append(shown)
        doubted = isinstance(found, Refused) and found.rule in _DOUBTED
        if not doubted and not self.second(data, signature):
            tally.disagreements.append(shown)

    def judged(self, data: bytes, signature: bytes) -> Given | Refused:
        roles = {"owner": ("alice@example.com",)}
        return judged("mutated", data, signature, Bench(ABOUT, self.signers, roles, 14, NOW, self.verify))

    def verify(self, data: bytes, signature: bytes, key: Key, now: str) -> bool:
        return self.keygen.verify(data, signature, key.line(), key.principal, MOMENT)

    def second(self, data: bytes, signature: bytes) -> bool:
        return any(ssh_verified(signature, data, key.blob, NAMESPACE.encode()) for key in self.signers.keys)

    # --- mutations ---

    def mutated(self, data: bytes) -> bytes:
        """Some bytes with one to three things done to them."""
        for _ in range(self.random.randint(1, 3)):
            data = self.random.choice(_WAYS)(self, data)
        return data

    def at(self, data: bytes) -> int:
        return self.random.randrange(len(data)) if data else 0


def _flip(self: Mutated, data: bytes) -> bytes:
    at = self.at(data)
    return data[:at] + bytes([data[at] ^ 1 << self.random.randrange(8)]) + data[at + 1 :] if data else data


def _replace(self: Mutated, data: bytes) -> bytes:
    at = self.at(data)
    return data[:at] + bytes([self.random.randrange(256)]) + data[at + 1 :]


def _delete(self: Mutated, data: bytes) -> bytes:
    at = self.at(data)
    return data[:at] + data[at + self.random.randint(1, 8) :]


def _insert(self: Mutated, data: bytes) -> bytes:
    at = self.at(data)
    return data[:at] + self.random.choice((b" ", b"\n", b"\0", b"A", b"=", b"\r\n", b",")) + data[at:]


def _append(self: Mutated, data: bytes) -> bytes:
    return data + self.random.choice((b"\n", b" ", b"\0", self.signature, self.data, b"-----"))


def _truncate(self: Mutated, data: bytes) -> bytes:
    return data[: self.at(data)]


def _double(self: Mutated, data: bytes) -> bytes:
    at = self.at(data)
    return data[:at] + data[at : at + 70] + data[at:]


def _swap(self: Mutated, data: bytes) -> bytes:
    lines = data.split(b"\n")
    self.random.shuffle(lines)
    return b"\n".join(lines)


def _exchange(self: Mutated, data: bytes) -> bytes:
    """The signature of something else, or the record with another value in its one spelling."""
    if data.startswith(b"-----"):
        return self.other
    try:
        value = json.loads(data)
    except ValueError:
        return data
    if not isinstance(value, dict) or not value:
        return data
    key = self.random.choice(sorted(value))
    value[key] = self.random.choice(("", "reject", "clerk", "2027-01-01T00:00:00Z", 1, [], "cd" * 32))
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def _decode(self: Mutated, data: bytes) -> bytes:
    """Another case of a letter: base64 with another bit, a name with another letter."""
    at = self.at(data)
    return data[:at] + data[at : at + 1].swapcase() + data[at + 1 :]


_WAYS: tuple[Callable[[Mutated, bytes], bytes], ...] = (
    *(_flip, _replace, _delete, _insert, _append, _truncate),
    *(_double, _swap, _exchange, _decode),
)
