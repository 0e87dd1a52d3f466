"""A repository whose target verifies approvals, what people do in it, and what the command says.

`main` has the contract `tiny` of the review's tests, and a file of signers with alice, bob and carol.
`narrow` is a change that breaks and is announced, so that only approvals are missing; `widen` one that adds.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1] / "review"))
sys.path.insert(0, str(Path(__file__).parents[1] / "cli"))

from forked import forked
from keyring import NAMESPACE, Keyring
from scratch import CONFIG, FIXTURE, MANIFEST, REJECT, SCHEMA, Scratch, manifest, schema

from govern.approvals.record import COUNTED, Statement
from govern.cli.checking import Request, prepared
from govern.repo import open_repository
from govern.review import reviewed

SCRIPT = str(Path(sys.executable).parent / "govern")
SIGNERS = ".govern/allowed_signers"
LEDGER = ".govern/approvals"
OWNERS = ".github/CODEOWNERS"
POLICY = """
[approvals]
repository = "github.com/example/contracts"

[approvals.roles]
owner = ["alice@example.com", "bob@example.com", "carol@example.com"]
clerk = ["carol@example.com", "bob@example.com"]

[approvals.people]
"alice@example.com" = "github:alice"
"bob@example.com" = "github:bob"
"carol@example.com" = "github:carol"
"""

_STATEMENTS: dict[str, Statement] = {}


def days(count: float) -> str:
    """The moment so many days from now."""
    return (datetime.now(UTC) + timedelta(days=count)).strftime("%Y-%m-%dT%H:%M:%SZ")


class Said(NamedTuple):
    """What `govern check` said: its exit status, the report (None where it wrote none), and errors."""

    status: int
    report: Any
    err: str

    @property
    def findings(self) -> list[dict[str, Any]]:
        every = [*self.report["findings"], *(f for c in self.report["contracts"] for f in c["findings"])]
        return [each for each in every if "accepted_by" not in each]

    def of(self, level: str) -> list[str]:
        """The rules of the findings of a level, sorted, each once."""
        return sorted({each["rule"] for each in self.findings if each["level"] == level})

    @property
    def blocking(self) -> list[str]:
        return self.of("blocks")

    @property
    def notes(self) -> list[str]:
        return self.of("note")

    def message(self, rule: str) -> str:
        """The messages of a rule, in one text."""
        return "\n".join(each["message"] for each in self.findings if each["rule"] == rule)

    @property
    def verified(self) -> list[int | None]:
        """How many approvals each row of `tiny` has."""
        (tiny,) = (each for each in self.report["contracts"] if each["name"] == "tiny")
        return [row["verified"] for row in tiny["approvals"]]


def breaking(version: str = "2.0", note: dict[str, Any] | None = None) -> dict[str, Any]:
    """The contract with a note that is a number, announced as breaking."""
    return {
        SCHEMA: schema(version, note=note or {"type": "integer"}),
        MANIFEST: manifest(version),
        FIXTURE: {"contract_version": version, "mode": "on", "note": 1},
        REJECT: {"contract_version": version, "note": 1},
    }


def additive(version: str = "1.1") -> dict[str, Any]:
    """The contract with a property more, announced as additive."""
    return {
        SCHEMA: schema(version, why={"type": "string"}),
        MANIFEST: manifest(version),
        FIXTURE: {"contract_version": version, "mode": "on", "note": "n", "why": "w"},
        REJECT: {"contract_version": version, "note": "n"},
    }


class House:
    """The repository, its people and their commands."""

    def __init__(self, folder: Path, keyring: Keyring) -> None:
        self.keyring = keyring
        self.scratch = Scratch(folder)
        self.scratch.environment["GIT_CONFIG_GLOBAL"] = str(folder / "gitconfig")
        (folder / "gitconfig").write_text("[user]\nname = Ann\nemail = ann@example.com\n")
        self.configure(POLICY)

    @property
    def root(self) -> Path:
        return self.scratch.root

    def signers(self, *people: str) -> str:
        """A file of signers."""
        return "".join(self.keyring.line(each) for each in people)

    def configure(self, policy: str, signers: str | None = None, **files: str) -> str:
        """Put a policy and signers on main."""
        self.scratch.git("checkout", "-q", "main")
        keys = self.signers("alice", "bob", "carol") if signers is None else signers
        return self.scratch.commit({"govern.toml": CONFIG + policy, SIGNERS: keys, **files})

    def narrow(self, **more: Any) -> str:
        """A branch with a breaking change."""
        return self.scratch.propose({**breaking(), **more})

    def widen(self, **more: Any) -> str:
        """A branch with an additive change."""
        return self.scratch.propose({**additive(), **more})

    # --- commands ---

    def run(self, *words: str, below: str = "", **given: str) -> subprocess.CompletedProcess[str]:
        """Run govern here."""
        kept = ("PATH", "HOME", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_NOSYSTEM")
        environment = {**{name: self.scratch.environment[name] for name in kept}, **given}
        done = forked(words, self.root / below, environment)
        return subprocess.CompletedProcess(words, *done)

    def check(self, *words: str, base: str = "main", below: str = "", **given: str) -> Said:
        """`govern check`, by its JSON report."""
        done = self.run("check", "--base", base, "--format", "json", *words, below=below, **given)
        return Said(done.returncode, json.loads(done.stdout) if done.stdout else None, done.stderr)

    def approve(self, person: str, *words: str, **given: str) -> subprocess.CompletedProcess[str]:
        """`govern approve` with somebody's key; nothing is committed."""
        key = ("--key", self.keyring.file(person))
        return self.run("approve", "--base", "main", *key, "--yes", *words, **given)

    def approved(self, *people: str, **says: Any) -> list[str]:
        """Good records of some people as owners (or as `says` has it), committed; their paths."""
        paths = [self.forge(self.record(person, **says), person) for person in people]
        self.scratch.commit(message="approve")
        return paths

    def record(self, person: str, **says: Any) -> dict[str, Any]:
        """A record that is good for HEAD; `says` is what it says otherwise."""
        about = self.statement()
        return {
            "type": "govern-approval@v1",
            "repo": about.repo,
            "target_ref": about.target_ref,
            "digest": about.digest,
            "classes": dict(zip(COUNTED, about.classes, strict=True)),
            "versions": list(about.versions),
            "approver": f"{person}@example.com",
            "role": "owner",
            "decision": "approve",
            "reason": "",
            "issued": days(0),
            "expires": days(7),
            **says,
        }

    def statement(self) -> Statement:
        """What an approval of HEAD is about; for the same files it is found once in all tests."""
        trees = [self.scratch.git("ls-tree", "-r", each).splitlines() for each in ("HEAD", "main")]
        key = str([[line for line in tree if f"\t{LEDGER}/" not in line] for tree in trees])
        if key not in _STATEMENTS:
            request = Request("main", "HEAD", None, (), False, 20.0)
            with open_repository(str(self.root), self.scratch.environment) as repository:
                given = prepared(request, str(self.root), self.scratch.environment, repository)
                _STATEMENTS[key] = reviewed(*given)[1]
        return _STATEMENTS[key]

    def records(self) -> list[str]:
        """The paths of the records in the work tree, sorted."""
        folder = self.root / LEDGER
        return sorted(f"{LEDGER}/{each.name}" for each in folder.glob("*.json"))

    def read(self, path: str) -> dict[str, Any]:
        """What a record says."""
        found: dict[str, Any] = json.loads((self.root / path).read_text())
        return found

    def forge(self, record: dict[str, Any], signer: str, name: str = "", **how: Any) -> str:
        """A record that says what it likes, signed by somebody and written; in its one spelling unless `data`
        is given, with a signature for approvals unless `signature` or `namespace` is."""
        data = how.get("data") or json.dumps(record, sort_keys=True, separators=(",", ":")).encode()
        made = how.get("signature")
        if made is None:
            made = self.keyring.sign(signer, how.get("signed", data), how.get("namespace", NAMESPACE))
        sha256 = hashlib.sha256(data).hexdigest()
        path = f"{LEDGER}/{name or record['digest'][:12] + '-' + signer + '-' + sha256[:12]}.json"
        self.scratch.write({path: data, f"{path}.sig": made})
        return path

    def merge(self, branch: str = "change") -> None:
        """Squash a branch into main."""
        self.scratch.git("checkout", "-q", "main")
        self.scratch.git("merge", "-q", "--squash", branch)
        self.scratch.commit(message=f"merge {branch}")
