"""What a contract says at one version to the digest by which it is known again.

It is that of the values, not of the bytes: a file that is only laid out anew says the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from govern.documents import canonical
from govern.model import JsonValue

ALGORITHM = "sha256:"


def content_digest(
    documents: Mapping[str, JsonValue],
    unread: Mapping[str, str],
    reached: Mapping[str, Mapping[str, JsonValue]],
) -> str:
    """`sha256:` and 64 hexadecimal digits. `documents`: schemas, strict twins and manifest by path; `unread`:
    the object ids of those that cannot be read; `reached`: by schema path, what it refers to, by URI."""
    said: list[JsonValue] = [
        [[path, value] for path, value in sorted(documents.items())],
        [[path, identity] for path, identity in sorted(unread.items())],
        [
            [path, [[uri, value] for uri, value in sorted(found.items())]]
            for path, found in sorted(reached.items())
            if found
        ],
    ]
    return ALGORITHM + hashlib.sha256(canonical(said)).hexdigest()
