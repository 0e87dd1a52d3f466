"""The text of a signature to the key, namespace and bytes in it. The one spelling that ssh-keygen writes.

Source: OpenSSH, PROTOCOL.sshsig (the armour and the blob), PROTOCOL.u2f (signatures of hardware keys), RFC
8709 (Ed25519). ssh-keygen itself reads over bytes behind the end; here nothing may stand there.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass

from govern.approvals.form import FormError

MOST_BYTES = 4 * 1024
KEY_TYPES = ("ssh-ed25519", "sk-ssh-ed25519@openssh.com")
"""Of a fixed size and strength; RSA of 1024 bits verifies as well, and is no key to approve with."""

_BEGIN, _END = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"
_ARMOUR = re.compile(rf"{_BEGIN}\n((?:[A-Za-z0-9+/=]{{1,70}}\n)+){_END}\n", re.ASCII)
_WIDTH = 70
_MAGIC = b"SSHSIG"
_HASHES = (b"sha256", b"sha512")
_TOUCHED = 0x01
"""The flag of a hardware key that somebody touched it (PROTOCOL.u2f)."""


@dataclass(frozen=True, slots=True)
class Signature:
    """What a signature says of itself: `key` is the public key as on the wire."""

    key: bytes
    namespace: str


class Wire:
    """Bytes in SSH's own packing (RFC 4251, section 5), taken from the front."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def take(self, count: int) -> bytes:
        """So many bytes. Raises FormError where there are fewer."""
        if len(self._data) < count:
            raise FormError("breaks off")
        taken, self._data = self._data[:count], self._data[count:]
        return taken

    def number(self) -> int:
        """A uint32."""
        return int.from_bytes(self.take(4), "big")

    def string(self) -> bytes:
        """A string: its length, then its bytes."""
        return self.take(self.number())

    def end(self) -> None:
        """Raises FormError unless everything was taken."""
        if self._data:
            raise FormError("goes on where it should end")


def read_armour(data: bytes) -> Signature:
    """The signature that some bytes are. Raises FormError for all but its one spelling."""
    if len(data) > MOST_BYTES:
        raise FormError(f"has {len(data)} bytes; a signature has at most {MOST_BYTES}")
    try:
        match = _ARMOUR.fullmatch(data.decode("ascii"))
    except UnicodeDecodeError:
        match = None
    if match is None:
        raise FormError("is not what `ssh-keygen -Y sign` writes, from the first line to the last")
    blob = unbased(match[1].replace("\n", ""))
    if _armoured(blob) != data:
        raise FormError("is not folded as `ssh-keygen -Y sign` folds it")
    return _signature(Wire(blob))


def key_type(key: bytes) -> str:
    """The type of a public key as on the wire. Raises FormError for what is not one of KEY_TYPES, whole."""
    wire = Wire(key)
    name = wire.string().decode("ascii", "replace")
    if name not in KEY_TYPES:
        raise FormError(f"is a key of type {name[:40]!r}; only {' and '.join(KEY_TYPES)} count")
    if len(wire.string()) != 32:
        raise FormError("has not the 32 bytes of an Ed25519 key")
    if name.startswith("sk-"):
        wire.string()
    wire.end()
    return name


def unbased(text: str) -> bytes:
    """The bytes behind base64 in its one spelling. Raises FormError for any other."""
    try:
        found = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise FormError("is not base64") from None
    if base64.b64encode(found).decode("ascii") != text:
        raise FormError("is base64 with bits to spare")
    return found


def _armoured(blob: bytes) -> bytes:
    text = base64.b64encode(blob).decode("ascii")
    lines = [text[at : at + _WIDTH] for at in range(0, len(text), _WIDTH)]
    return "\n".join([_BEGIN, *lines, _END, ""]).encode("ascii")


def _signature(wire: Wire) -> Signature:
    if wire.take(len(_MAGIC)) != _MAGIC or wire.number() != 1:
        raise FormError("is no SSH signature of version 1")
    key, namespace, reserved, hashed = (wire.string() for _ in range(4))
    if reserved or hashed not in _HASHES:
        raise FormError("has a reserved field, or a hash other than SHA-256 and SHA-512")
    signed = Wire(wire.string())
    wire.end()
    _signed(signed, key_type(key))
    return Signature(key, namespace.decode("ascii", "replace"))


def _signed(wire: Wire, type_: str) -> None:
    if wire.string().decode("ascii", "replace") != type_:
        raise FormError("was made by another kind of key than it names")
    if len(wire.string()) != 64:
        raise FormError("has not the 64 bytes of an Ed25519 signature")
    if type_.startswith("sk-"):
        flags, _counter = wire.take(1), wire.number()
        if not flags[0] & _TOUCHED:
            raise FormError("was made by a hardware key that nobody touched")
    wire.end()
