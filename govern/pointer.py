"""JSON Pointers (RFC 6901): text to tokens and back, and reading a value at one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from govern.model import JsonValue

MISSING = object()
"""What `get` gives where the pointer leads nowhere: JSON's null is a value, so None cannot say it."""


def escape(token: str) -> str:
    """One reference token, escaped as RFC 6901 section 3 asks."""
    return token.replace("~", "~0").replace("/", "~1")


def unescape(token: str) -> str:
    """The inverse of `escape`."""
    return token.replace("~1", "/").replace("~0", "~")


def join(tokens: Iterable[str | int]) -> str:
    """Tokens to a pointer: `("a", 0)` to `"/a/0"`, nothing to `""`."""
    return "".join(f"/{escape(str(token))}" for token in tokens)


def split(pointer: str) -> tuple[str, ...]:
    """A pointer to its tokens. Raises ValueError where a non-empty pointer has no leading slash."""
    if not pointer:
        return ()
    if not pointer.startswith("/"):
        raise ValueError(f"not a JSON Pointer: {pointer!r}")
    return tuple(unescape(token) for token in pointer[1:].split("/"))


def ancestors(pointer: str) -> Iterator[str]:
    """The pointers of all that a pointer stands in, the nearest first, the whole document last."""
    while pointer:
        pointer = pointer.rpartition("/")[0]
        yield pointer


def get(value: JsonValue, pointer: str | Iterable[str | int]) -> JsonValue | object:
    """The value at a pointer (text or tokens), or `MISSING` where it leads nowhere."""
    tokens = split(pointer) if isinstance(pointer, str) else tuple(pointer)
    here: JsonValue | object = value
    for token in tokens:
        here = _step(here, str(token))
        if here is MISSING:
            return MISSING
    return here


def _step(value: JsonValue | object, token: str) -> JsonValue | object:
    if isinstance(value, dict):
        return value.get(token, MISSING)
    if isinstance(value, list) and _is_index(token):
        return value[int(token)] if int(token) < len(value) else MISSING
    return MISSING


def _is_index(token: str) -> bool:
    """Whether a token is an array index (RFC 6901 section 4): ASCII digits, no leading zero."""
    return (
        len(token) < 10
        and token.isascii()
        and token.isdigit()
        and (len(token) == 1 or not token.startswith("0"))
    )
