"""What somebody has to sign with (a file, git's setting, an agent) to a key that is one of the target's."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from govern.approvals.armour import unbased
from govern.approvals.form import FormError
from govern.approvals.signers import Key, Signers
from govern.errors import Problem, SigningError, UsageError
from govern.repo import Repository
from govern.signing import SshKeygen

_PUBLIC = ("ssh-", "sk-", "ecdsa-")
_LITERAL = "key::"
"""How git's user.signingkey marks a public key (git-config(1))."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A key and whose it is. `file` holds it (or the public key of one that an agent has); "": all that
    is known is its public key, `public`."""

    holder: Key
    file: str
    public: str

    def signed(self, data: bytes, namespace: str, keygen: SshKeygen) -> bytes:
        """The signature of some bytes. Raises SigningError."""
        if self.file:
            return keygen.sign(data, self.file, namespace)
        with tempfile.TemporaryDirectory(prefix="govern-") as folder:
            file = Path(folder) / "key.pub"
            file.write_text(f"{self.public}\n", encoding="utf-8")
            return keygen.sign(data, str(file), namespace)


Surroundings = tuple[str, Mapping[str, str], Repository]
"""The current folder, the environment, the repository."""


def signing_key(
    given: str | None, principal: str | None, signers: Signers, keygen: SshKeygen, around: Surroundings
) -> SigningKey:
    """The first key at hand that is one of the target's (and `principal`'s, where that is not None).

    Raises SigningError (`signing-key-unknown`) where there is none, and what ssh-keygen does.
    """
    seen: list[str] = []
    for file, public in _at_hand(given, keygen, around):
        holder = _holder(public, signers)
        if holder is not None and principal in (None, holder.principal):
            return SigningKey(holder, file, public)
        seen.append(f"{file or 'a key of the agent'}" + (f" ({holder.principal}'s)" if holder else ""))
    whose = "one of the target's signers" if principal is None else f"{principal}'s at the target"
    message = f"none of {', '.join(seen[:5])} is {whose}" if seen else "there is no key to sign with"
    remedy = "name one with --key, set git's user.signingkey, or load it into the agent (`ssh-add`)"
    raise SigningError(Problem("signing-key-unknown", message, remedy, "--key"))


def _holder(public: str, signers: Signers) -> Key | None:
    words = public.split()
    try:
        return signers.holder(unbased(words[1])) if len(words) > 1 else None
    except FormError:
        return None


def _at_hand(given: str | None, keygen: SshKeygen, around: Surroundings) -> Iterator[tuple[str, str]]:
    """Each file with its public key; "" with that of a key without a file."""
    folder, environment, repository = around
    if given is not None:
        yield _of_file(_path(given, folder, environment), keygen)
        return
    setting = repository.setting("user.signingkey")
    if setting.startswith((_LITERAL, *_PUBLIC)):
        yield "", setting.removeprefix(_LITERAL)
    elif setting and Path(_path(setting, folder, environment)).is_file():  # else the name of a GPG key
        yield _of_file(_path(setting, folder, environment), keygen)
    for public in keygen.agent_keys():
        yield "", public


def _path(text: str, folder: str, environment: Mapping[str, str]) -> str:
    home = environment.get("HOME", "")
    expanded = os.path.join(home, text[2:]) if home and text.startswith("~/") else text
    return os.path.join(folder, expanded)


def _of_file(file: str, keygen: SshKeygen) -> tuple[str, str]:
    """A file with its public key: it is one, one stands beside it, or it is computed (which may ask for the
    passphrase)."""
    try:
        text = Path(file).read_text(encoding="utf-8")
        if text.startswith(_PUBLIC):
            return file, text.strip()
        beside = Path(f"{file}.pub")
        return file, (
            beside.read_text(encoding="utf-8") if beside.is_file() else keygen.public_key(file)
        ).strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no text"
        problem = Problem(
            "file-unreadable", f"the key cannot be read: {reason}", "name a file that is there", file
        )
        raise UsageError(problem) from error
