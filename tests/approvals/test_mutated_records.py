"""Mutated records and signatures: none with an altered message is accepted, and two verifiers agree."""

from __future__ import annotations

import pytest
from ed25519 import ssh_verified, verified
from keyring import NAMESPACE, Keyring
from mutating import Mutated

from govern.approvals.signers import read_signers

SEED = 1
COUNT = 500


def test_no_altered_message_is_accepted(keyring: Keyring) -> None:
    tally = Mutated(keyring, SEED).run(COUNT)
    assert tally.messages + tally.signatures == COUNT
    assert min(tally.messages, tally.signatures) > 100, "both kinds are to be tried"
    assert tally.accepted_messages == []
    assert tally.accepted_signatures == [], "a signature has one spelling"
    assert tally.disagreements == []


RFC_8032 = [  # section 7.1, tests 1 to 3: key, message, signature
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]


@pytest.mark.parametrize(("key", "message", "signature"), RFC_8032)
def test_the_second_verifier_keeps_to_the_specification(key: str, message: str, signature: str) -> None:
    public, signed, made = (bytes.fromhex(each) for each in (key, message, signature))
    assert verified(public, signed, made)
    assert not verified(public, signed + b"\0", made)
    assert not verified(public, signed, made[:-1] + bytes([made[-1] ^ 1]))
    assert not verified(bytes(32), signed, made)


def test_the_second_verifier_takes_what_ssh_keygen_makes(keyring: Keyring) -> None:
    (key,) = read_signers(keyring.line("alice").encode()).keys
    data = b"what is signed"
    signature = keyring.sign("alice", data)
    assert ssh_verified(signature, data, key.blob, NAMESPACE.encode())
    assert not ssh_verified(signature, data, key.blob, b"git")
    assert not ssh_verified(keyring.sign("bob", data), data, key.blob, NAMESPACE.encode())
