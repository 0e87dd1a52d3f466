"""The bytes of a record to what they say, and back: who approves or rejects which change set, for how long.

There is one spelling: the canonical JSON of exactly these keys, printable ASCII, at most 16 KiB. The bytes of
the file are the bytes that are signed, so nothing that two readers could read differently is ever approved.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, cast

from govern.approvals.form import DIGEST, PRINCIPAL, ROLE, FormError, is_plain, moment
from govern.documents import canonical

if TYPE_CHECKING:
    from govern.model import JsonObject, JsonValue

TYPE = "govern-approval@v1"
"""What a record is, and the namespace of its signature: a key's signatures of other things are none."""

MOST_BYTES = 16 * 1024
COUNTED = ("additive", "breaking", "rename", "undecided")
"""The classes that a record counts, so that who signs has seen them. Editorial changes ask for nothing."""

_TEXTS = ("repo", "target_ref", "digest", "approver", "role", "decision", "reason", "issued", "expires")
_KEYS = {*_TEXTS, "type", "classes", "versions"}


class Decision(StrEnum):
    """What a record says of its change set."""

    APPROVE = "approve"
    REJECT = "reject"


@dataclass(frozen=True, slots=True)
class Statement:
    """What there is to approve: a change set, and what govern saw in it.

    `repo` is host/owner/name, `target_ref` the short name of the target branch, `digest` that of the change
    set. `classes` are the numbers of changes in the order of COUNTED, `versions` are `CONTRACT OLD->NEW`.
    """

    repo: str
    target_ref: str
    digest: str
    classes: tuple[int, ...]
    versions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """One decision of one person in one role. `issued` and `expires` are moments in UTC."""

    about: Statement
    approver: str
    role: str
    decision: Decision
    reason: str
    issued: str
    expires: str

    def written(self) -> bytes:
        """The bytes that are signed and stored."""
        about = self.about
        versions: list[JsonValue] = [*about.versions]
        return canonical(
            {
                "type": TYPE,
                "repo": about.repo,
                "target_ref": about.target_ref,
                "digest": about.digest,
                "classes": dict(zip(COUNTED, about.classes, strict=True)),
                "versions": versions,
                "approver": self.approver,
                "role": self.role,
                "decision": self.decision.value,
                "reason": self.reason,
                "issued": self.issued,
                "expires": self.expires,
            }
        )

    @property
    def sha256(self) -> str:
        """What identifies a record: its bytes, never its signature, which may be written in several ways."""
        return hashlib.sha256(self.written()).hexdigest()


def read_record(data: bytes) -> Record:
    """The record that some bytes are. Raises FormError for all but its one spelling.

    To be called on bytes whose signature was verified: a parser is no place to meet strangers.
    """
    if len(data) > MOST_BYTES:
        raise FormError(f"has {len(data)} bytes; a record has at most {MOST_BYTES}")
    try:
        value = json.loads(data.decode("ascii"))
    except (ValueError, RecursionError):
        raise FormError("is not JSON in ASCII") from None
    record = _record(value)
    if record.written() != data:
        raise FormError("is not spelled as govern spells a record: keys sorted and said once, no spaces")
    return record


def _record(value: object) -> Record:
    if not isinstance(value, dict) or value.keys() != _KEYS:
        raise FormError(f"does not have exactly the keys {', '.join(sorted(_KEYS))}")
    found = cast("JsonObject", value)
    if found["type"] != TYPE:
        raise FormError(f"has a `type` other than {TYPE}")
    texts = {key: _text(key, found[key]) for key in _TEXTS}
    for key, form in (("digest", DIGEST), ("approver", PRINCIPAL), ("role", ROLE)):
        if form.fullmatch(texts[key]) is None:
            raise FormError(f"has a `{key}` that cannot be one")
    if texts["decision"] not in tuple(Decision):
        raise FormError(f"has a `decision` other than {' and '.join(Decision)}")
    if moment(texts["issued"]) >= moment(texts["expires"]):
        raise FormError("expires before it is issued")
    return Record(
        Statement(
            texts["repo"],
            texts["target_ref"],
            texts["digest"],
            _counts(found["classes"]),
            _versions(found["versions"]),
        ),
        texts["approver"],
        texts["role"],
        Decision(texts["decision"]),
        texts["reason"],
        texts["issued"],
        texts["expires"],
    )


def _text(key: str, value: JsonValue) -> str:
    if not isinstance(value, str) or not is_plain(value) or (not value and key != "reason"):
        raise FormError(f"has a `{key}` that is no text in printable ASCII")
    return value


def _counts(value: JsonValue) -> tuple[int, ...]:
    if not isinstance(value, dict) or value.keys() != set(COUNTED):
        raise FormError(f"does not count exactly {', '.join(COUNTED)}")
    counts = [value[key] for key in COUNTED]
    if not all(type(each) is int and each >= 0 for each in counts):
        raise FormError("counts changes in something else than whole numbers")
    return tuple(cast("list[int]", counts))


def _versions(value: JsonValue) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise FormError("has `versions` that are no list")
    return tuple(_text("versions", each) for each in value)
