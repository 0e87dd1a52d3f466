"""The bytes of a file of signers to the keys that count, or to everything that is wrong with it.

The form is OpenSSH's (ssh-keygen(1), ALLOWED SIGNERS), and of it only what cannot mislead: one literal
principal a line, `namespaces="govern-approval@v1"`, dates in UTC, Ed25519 keys, each key once. A single bad
line fails the file: ssh-keygen passes over what it cannot read, and with it over a limit that somebody meant.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from govern.approvals.armour import KEY_TYPES, key_type, unbased
from govern.approvals.form import PRINCIPAL, FormError, written
from govern.approvals.record import TYPE

MOST_BYTES = 256 * 1024
FORM = f'one line a key: PRINCIPAL namespaces="{TYPE}" ssh-ed25519 KEY'
"""What to write, in words."""

_NAMESPACE = f'namespaces="{TYPE}"'
_DATE = re.compile(r'(valid-after|valid-before)="([0-9]{8}(?:[0-9]{4}(?:[0-9]{2})?)?)(Z?)"')


@dataclass(frozen=True, slots=True)
class Key:
    """One key of one principal. `blob` is the public key as on the wire; the moments may be empty."""

    principal: str
    type: str
    blob: bytes
    valid_after: str = ""
    valid_before: str = ""

    @property
    def fingerprint(self) -> str:
        """As ssh-keygen shows it."""
        digest = base64.b64encode(hashlib.sha256(self.blob).digest()).decode("ascii")
        return f"SHA256:{digest.rstrip('=')}"

    def valid_at(self, now: str) -> bool:
        """Whether the key may sign at a moment."""
        return self.valid_after <= now and (not self.valid_before or now <= self.valid_before)

    def line(self) -> str:
        """The line of allowed_signers that says this and nothing else."""
        dates = (("valid-after", self.valid_after), ("valid-before", self.valid_before))
        options = [_NAMESPACE, *(f'{name}="{re.sub("[-T:]", "", when)}"' for name, when in dates if when)]
        based = base64.b64encode(self.blob).decode("ascii")
        return f"{self.principal} {','.join(options)} {self.type} {based}\n"


@dataclass(frozen=True, slots=True)
class Signers:
    """The keys of a file, none where anything is wrong with it. `faults` are `line N: …`."""

    keys: tuple[Key, ...] = ()
    faults: tuple[str, ...] = ()

    def holder(self, blob: bytes) -> Key | None:
        """The key with these bytes."""
        return next((each for each in self.keys if each.blob == blob), None)


def read_signers(data: bytes | None) -> Signers:
    """The keys of a file of signers; None: there is no such file."""
    if data is None:
        return Signers(faults=("there is no such file, or it is no regular file",))
    if len(data) > MOST_BYTES:
        return Signers(faults=(f"it has {len(data)} bytes; at most {MOST_BYTES} are read",))
    if not all(byte == 0x0A or 0x20 <= byte <= 0x7E for byte in data):
        return Signers(faults=("it holds something else than printable ASCII and line feeds",))
    keys: list[Key] = []
    faults: list[str] = []
    for number, line in enumerate(data.decode("ascii").split("\n"), 1):
        if not line or line.startswith("#"):
            continue
        try:
            keys.append(_key(line))
        except FormError as error:
            faults.append(f"line {number}: it {error}")
    faults += _clashes(keys)
    if not keys and not faults:
        faults.append("it names nobody")
    return Signers(faults=tuple(faults)) if faults else Signers(tuple(keys))


def _key(line: str) -> Key:
    words = line.split(" ")
    if len(words) < 4 or "" in words[:4]:
        raise FormError("is not `PRINCIPAL OPTIONS TYPE KEY`, one space between")
    principal, options, type_, based = words[:4]
    if PRINCIPAL.fullmatch(principal) is None:
        raise FormError(f"has the principal {principal[:40]!r}: one literal name, without wildcards")
    dates = _dates(options)
    if type_ not in KEY_TYPES:
        raise FormError(f"has a key of type {type_[:40]!r}; only {' and '.join(KEY_TYPES)} count")
    blob = unbased(based)
    if key_type(blob) != type_:
        raise FormError("has another type of key than it says")
    return Key(principal, type_, blob, dates.get("valid-after", ""), dates.get("valid-before", ""))


def _dates(options: str) -> dict[str, str]:
    named, *others = options.split(",")
    if named != _NAMESPACE:
        raise FormError(f"has not {_NAMESPACE} first: the key's other signatures would count")
    dates: dict[str, str] = {}
    for each in others:
        match = _DATE.fullmatch(each)
        if match is None or match[1] in dates:
            raise FormError(f"has the option {each[:40]!r}; only valid-after and valid-before, each once")
        if not match[3]:
            raise FormError(f"has {match[1]} without Z: it would mean another moment in each time zone")
        dates[match[1]] = _moment(match[2])
    return dates


def _moment(digits: str) -> str:
    try:
        when = datetime.strptime(digits.ljust(14, "0"), "%Y%m%d%H%M%S")
    except ValueError:
        raise FormError(f"has the date {digits}, which no calendar has") from None
    return written(when.replace(tzinfo=UTC))


def _clashes(keys: list[Key]) -> Iterator[str]:
    """One key under two names would be one person who counts twice; two names that differ by case only are
    taken for one by people."""
    blobs: dict[bytes, str] = {}
    names: dict[str, str] = {}
    for key in keys:
        if key.blob in blobs:
            yield f"the key {key.fingerprint} stands twice: {blobs[key.blob]} and {key.principal}"
        blobs[key.blob] = key.principal
        name = names.setdefault(key.principal.casefold(), key.principal)
        if name != key.principal:
            yield f"the principals {name} and {key.principal} differ by case only"
