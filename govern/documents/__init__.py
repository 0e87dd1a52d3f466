"""Bytes to a Document or to findings, and JSON values to exact, canonical and printable forms.

The only door for the YAML library. Bad input is never an exception here: `read` gives findings.
"""

from __future__ import annotations

from govern.documents.document import Document, Limits
from govern.documents.exactness import exact
from govern.documents.reading import read, too_large
from govern.documents.writing import canonical, dumps, equal

__all__ = ["Document", "Limits", "canonical", "dumps", "equal", "exact", "read", "too_large"]
