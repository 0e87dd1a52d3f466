"""Real keys of made-up people, made by ssh-keygen, and signatures by them."""

from __future__ import annotations

import subprocess
from pathlib import Path

NAMESPACE = "govern-approval@v1"
PEOPLE = ("alice", "bob", "carol", "mallory")


class Keyring:
    """One Ed25519 key a person, and one RSA key of mallory's."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for person in PEOPLE:
            self._make(person, "ed25519")
        self._make("weak", "rsa", "-b", "2048")

    def _make(self, name: str, kind: str, *more: str) -> None:
        file = str(self.folder / name)
        words = ["ssh-keygen", "-q", "-t", kind, *more, "-N", "", "-C", "", "-f", file]
        subprocess.run(words, check=True, stdin=subprocess.DEVNULL)

    def file(self, person: str) -> str:
        """The private key of somebody."""
        return str(self.folder / person)

    def public(self, person: str) -> str:
        """`TYPE KEY` of somebody."""
        return " ".join((self.folder / f"{person}.pub").read_text().split()[:2])

    def line(self, person: str, principal: str | None = None, options: str = "") -> str:
        """The line of a file of signers."""
        who = principal or f"{person}@example.com"
        return f'{who} namespaces="{NAMESPACE}"{options} {self.public(person)}\n'

    def sign(self, person: str, data: bytes, namespace: str = NAMESPACE) -> bytes:
        """A signature of some bytes."""
        words = ["ssh-keygen", "-Y", "sign", "-q", "-f", self.file(person), "-n", namespace]
        return subprocess.run(words, input=data, capture_output=True, check=True).stdout
