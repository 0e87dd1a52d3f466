"""Bytes to a Document or to findings, and JSON values to exact, canonical and printable forms.

The only door for the YAML library. Bad input is never an exception here: `read` gives findings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govern.lazily import names_from

if TYPE_CHECKING:
    from govern.documents.document import Document, Limits
    from govern.documents.exactness import exact
    from govern.documents.grafting import grafted, same_text
    from govern.documents.reading import read, too_large
    from govern.documents.writing import canonical, dumps, equal

__getattr__ = names_from(
    __name__,
    {
        "govern.documents.document": ("Document", "Limits"),
        "govern.documents.exactness": ("exact",),
        "govern.documents.grafting": ("grafted", "same_text"),
        "govern.documents.reading": ("read", "too_large"),
        "govern.documents.writing": ("canonical", "dumps", "equal"),
    },
)

__all__ = [
    "Document",
    "Limits",
    "canonical",
    "dumps",
    "equal",
    "exact",
    "grafted",
    "read",
    "same_text",
    "too_large",
]
