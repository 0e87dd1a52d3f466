"""Bytes and keys to signatures, and signatures to yes or no: `ssh-keygen -Y`. The one door to it.

Only its exit status is believed: what it prints differs between versions, and is there for some failures
only. `-Y check-novalidate`, which calls any key good, is never called.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from govern.errors import Problem, SigningError
from govern.repo import legible, trusted_path

VERIFY_SECONDS = 20.0
SIGN_SECONDS = 300.0
"""A person looks for a key, types a passphrase, touches a token."""

_NO = 255
"""What `ssh-keygen -Y verify` ends with where a signature does not hold (OpenSSH 8.2 and later)."""


@dataclass(frozen=True, slots=True)
class SshKeygen:
    """`executable` is absolute. `inherited` is the operator's environment: who signs is asked by it (agent,
    terminal, askpass), who verifies sees nothing of it but a trusted PATH."""

    executable: str
    path: str
    inherited: Mapping[str, str]

    def verify(self, data: bytes, signature: bytes, signer: str, principal: str, moment: str) -> bool:
        """Whether a signature of some bytes holds, made by the key of `signer`, which is one line of
        allowed_signers, for `principal`, at a moment `YYYYMMDDHHMMSSZ`.

        The namespace is that of the line, so it must name one. Raises SigningError (`verifier-failed`) where
        nobody can tell.
        """
        with tempfile.TemporaryDirectory(prefix="govern-") as folder:
            keys, armour = (Path(folder) / name for name in ("signers", "signature"))
            keys.write_text(signer, encoding="ascii")
            armour.write_bytes(signature)
            words = ["-Y", "verify", "-f", str(keys), "-I", principal, "-n", _namespace(signer)]
            words += ["-s", str(armour), f"-Overify-time={moment}"]
            done = self._run(words, data, VERIFY_SECONDS, {"PATH": self.path, "LC_ALL": "C", "TZ": "UTC"})
        if done.returncode not in (0, _NO):
            raise _failed("verifier-failed", "verify", done)
        return done.returncode == 0

    def sign(self, data: bytes, key: str, namespace: str) -> bytes:
        """The armoured signature of some bytes by the key in a file: a private key, or the public key of one
        that an agent or a token holds. Raises SigningError (`signing-failed`)."""
        words = ["-Y", "sign", "-q", "-f", key, "-n", namespace]
        done = self._run(words, data, SIGN_SECONDS, self.inherited, aloud=True)
        if done.returncode != 0 or not done.stdout:
            raise _failed("signing-failed", "sign", done)
        return done.stdout

    def public_key(self, key: str) -> str:
        """The public key of a file with a private one. Raises SigningError (`signing-failed`)."""
        done = self._run(["-y", "-f", key], b"", SIGN_SECONDS, self.inherited, aloud=True)
        if done.returncode != 0:
            raise _failed("signing-failed", "-y", done)
        return done.stdout.decode("ascii", "replace")

    def agent_keys(self) -> tuple[str, ...]:
        """The public keys that an agent holds, one line each; none where there is no agent to ask."""
        program = shutil.which("ssh-add", path=self.path)
        if program is None or not self.inherited.get("SSH_AUTH_SOCK"):
            return ()
        done = self._run(["-L"], b"", VERIFY_SECONDS, self.inherited, program=program)
        return tuple(done.stdout.decode("utf-8", "replace").splitlines()) if done.returncode == 0 else ()

    def _run(
        self,
        words: list[str],
        data: bytes,
        seconds: float,
        environment: Mapping[str, str],
        *,
        aloud: bool = False,
        program: str = "",
    ) -> subprocess.CompletedProcess[bytes]:
        """Run to the end. `aloud`: what it complains of or asks for (to touch the token) is shown at once."""
        try:
            return subprocess.run(
                [program or self.executable, *words],
                input=data,
                stdout=subprocess.PIPE,
                stderr=None if aloud else subprocess.PIPE,
                env=dict(environment),
                cwd=os.path.abspath(os.sep),  # it must find nothing here
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            rule = "verifier-failed" if "verify" in words else "signing-failed"
            message = f"ssh-keygen gave no answer within {seconds:g} s and was ended"
            raise SigningError(Problem(rule, message, "run it by hand, and see what it waits for")) from error
        except OSError as error:
            message = f"{self.executable} could not be started: {error.strerror}"
            remedy = "check that the `ssh-keygen` on PATH is the real one and may be executed"
            raise SigningError(Problem("verifier-failed", message, remedy)) from error


def find_ssh_keygen(environment: Mapping[str, str], start: str) -> SshKeygen:
    """ssh-keygen, from the folders of PATH that are absolute and outside the repository around `start`: one
    that a pull request brings along must never say what is signed. Raises SigningError (`verifier-missing`).
    """
    folders = trusted_path(environment, start)
    path = os.pathsep.join(folders)
    for folder in folders:
        found = shutil.which("ssh-keygen", path=folder)
        if found is not None and os.path.normcase(os.path.dirname(found)) == os.path.normcase(folder):
            return SshKeygen(found, path, environment)
    problem = Problem(
        "verifier-missing",
        "no ssh-keygen was found in the absolute folders of PATH that lie outside the repository",
        "install OpenSSH 8.2 or later (Debian: `apt-get install openssh-client`)",
    )
    raise SigningError(problem)


def _namespace(signer: str) -> str:
    return signer.partition('namespaces="')[2].partition('"')[0]


def _failed(rule: str, what: str, done: subprocess.CompletedProcess[bytes]) -> SigningError:
    said = legible((done.stderr or b"").decode("utf-8", "replace"))
    message = f"ssh-keygen {what} ended with status {done.returncode}" + (
        f" and said: {said}" if said else ""
    )
    remedy = "run the same command by hand, and mend what it complains about"
    return SigningError(Problem(rule, message, remedy))
