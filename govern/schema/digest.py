"""Some texts to the digest that no other texts put together have."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

_SIZE = 20


def digest(parts: Iterable[bytes]) -> bytes:
    """The digest of some texts in their order: 20 bytes."""
    found = blake2b(digest_size=_SIZE)
    for each in parts:
        found.update(len(each).to_bytes(8, "big"))
        found.update(each)
    return found.digest()


def encoded(text: str) -> bytes:
    """The bytes of a text, which lone surrogates have too."""
    return text.encode("utf-8", "surrogatepass")
