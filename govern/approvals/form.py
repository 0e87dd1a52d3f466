"""Texts of records and keys to whether they have their one form: printable ASCII, names, moments in UTC."""

from __future__ import annotations

import re
from datetime import UTC, datetime

PRINCIPAL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+@-]{0,127}")
"""A literal name: `*`, `?`, `!` and `,` mean something else in OpenSSH's ALLOWED SIGNERS."""

ROLE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
DIGEST = re.compile(r"[0-9a-f]{64}")

_PLAIN = re.compile(r"[ -~]*")
_MOMENT = "%Y-%m-%dT%H:%M:%SZ"


class FormError(ValueError):
    """What is read has not the one form that it may have. The message is a clause: `it …`."""


def is_plain(text: str) -> bool:
    """Whether a text is printable ASCII. Such texts have one spelling, and look like what they are."""
    return _PLAIN.fullmatch(text) is not None


def plain(text: str) -> str:
    """A text in printable ASCII: what is not, escaped as in JSON. A backslash is doubled."""
    escaped = text.encode("unicode_escape", "surrogatepass").decode("ascii")
    return "".join(char if char != "\x7f" else "\\x7f" for char in escaped)


def moment(text: str) -> datetime:
    """A moment written `YYYY-MM-DDTHH:MM:SSZ`. Raises FormError for any other spelling."""
    try:
        found = datetime.strptime(text, _MOMENT).replace(tzinfo=UTC)
    except ValueError:
        raise FormError(f"{text[:40]!r} is no moment YYYY-MM-DDTHH:MM:SSZ") from None
    if written(found) != text:  # strptime takes digits of any script, and fewer of them
        raise FormError(f"{text[:40]!r} is no moment YYYY-MM-DDTHH:MM:SSZ")
    return found


def written(when: datetime) -> str:
    """The text of a moment, to the second."""
    return when.astimezone(UTC).strftime(_MOMENT)
