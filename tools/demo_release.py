"""One change of the status contract, from the edit to the history that shows it: part of `make demo`.

Nothing is edited by hand but the change itself, the fixture that shows it, and the words for people.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from pull_requests import NEW_NAME, OLD_NAME, QUESTION, SCHEMAS, Checkout

BRANCH, VERSION = "shelter", "7.0"
SIGNERS = ".govern/allowed_signers"
PEOPLE = ("ann@example.com", "ben@example.com")
POLICY = """
[approvals]
repository = "example.com/demo/status"
"""
ANSWER = f"Read both `{OLD_NAME}` and `{NEW_NAME}` until every writer is at {VERSION}; write the new name."


class Repository(Protocol):
    """Where it happens."""

    root: Path

    def git(self, *arguments: str) -> str:
        """Run git; what it wrote."""
        ...

    def commit(self, message: str) -> None:
        """Commit everything."""
        ...

    def govern(self, arguments: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
        """Run the installed command."""
        ...


def release(repository: Repository) -> bool:
    """Walk through the release and show each step: whether each ended as it must."""
    right = [step(number, each) for number, each in enumerate(_steps(repository), 1)]
    return all(right)


def step(number: int, said: tuple[str, bool]) -> bool:
    """Show a step, and whether it ended as promised."""
    title, good = said
    print(f"  {number:2}  {'ok' if good else 'NO'}  {title}", flush=True)
    return good


def _steps(repository: Repository) -> Iterator[tuple[str, bool]]:
    keys = _keys(repository)
    repository.git("checkout", "--quiet", "main")
    _policy(repository, keys)
    repository.git("tag", "status-6.0")
    yield (
        "main verifies approvals: two keys, two people",
        _run(repository, ("check", "--base", "main~1")).returncode in (0, 1),
    )

    repository.git("checkout", "--quiet", "-b", BRANCH)
    _rename(Checkout(repository.root, repository.govern))
    yield "the change: a reason code gets another name", True

    _run(repository, ("sync",))
    bumped = _run(repository, ("bump", "status", "--base", "last-release", "--write"))
    yield f"govern bump status --base last-release --write: {_first(bumped)}", bumped.returncode == 0
    _run(repository, ("sync",))

    told = _run(repository, ("changelog", "--from", "main"))
    page = repository.root / "changelogs/status" / f"{VERSION}.md"
    yield f"govern changelog: {page.name}, its record and the index", told.returncode == 0 and page.exists()
    lacking = _run(repository, ("changelog", "--from", "main", "--check"))
    yield "govern changelog --check: nobody says what to do now", lacking.returncode == 1
    page.write_text(QUESTION.sub(ANSWER, page.read_text("utf-8")), "utf-8")
    complete = _run(repository, ("changelog", "--from", "main", "--check"))
    yield "somebody says it: the entry is complete", complete.returncode == 0
    repository.commit("Give the reason for bunker mode the name of the shelter")

    asked = _run(repository, ("checklist", "--base", "main"))
    good = asked.returncode == 1 and _blocking(repository) == ["approval-missing"]
    yield "govern checklist: everything is there but two approvals", good
    for number, (person, key) in enumerate(keys.items(), 1):
        words = ("approve", "--base", "main", "--key", str(key), "--yes")
        signed = _run(repository, words)
        repository.commit(f"Approve: {person}")
        gate = _run(repository, ("check", "--base", "main")).returncode
        yield (
            f"govern approve, as {person}: the gate is {'open' if gate == 0 else 'closed'}",
            (signed.returncode == 0 and gate == (0 if number == len(keys) else 1)),
        )

    repository.git("checkout", "--quiet", "main")
    repository.git("merge", "--quiet", "--no-ff", "--message", f"Release status {VERSION}", BRANCH)
    repository.git("tag", f"status-{VERSION}")
    merged = _run(repository, ("check", "--base", "main"))
    yield f"merged, and tagged status-{VERSION}", merged.returncode == 0
    yield from _history(repository)


def _run(repository: Repository, words: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
    """A command that has time enough on a busy machine."""
    return repository.govern(words if words == ("sync",) else (*words, "--deadline", "60"))


def _blocking(repository: Repository) -> list[str]:
    """The rules that close the gate."""
    said = json.loads(_run(repository, ("check", "--base", "main", "--format", "json")).stdout)
    every = [*said["findings"], *(each for one in said["contracts"] for each in one["findings"])]
    return sorted({each["rule"] for each in every if each["level"] == "blocks" and "accepted_by" not in each})


def _history(repository: Repository) -> Iterator[tuple[str, bool]]:
    done = _run(repository, ("history", "--contract", "status", "--format", "json"))
    found = json.loads(done.stdout) if done.returncode == 0 else {}
    rows = [each for each in found.get("releases", ()) if each.get("contract") == "status"]
    last = rows[-1] if rows else {}
    good = last.get("class") == "rename" and not last.get("mislabelled", True)
    yield f"govern history: the release {last.get('to', '?')} is a rename, and its bump was right", good


def _keys(repository: Repository) -> dict[str, Path]:
    """A key for each person, beside the repository."""
    folder = repository.root.parent / "keys"
    folder.mkdir()
    found: dict[str, Path] = {}
    for person in PEOPLE:
        key = folder / person.partition("@")[0]
        words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", person, "-f", str(key)]
        subprocess.run(words, check=True)
        found[person] = key
    return found


def _policy(repository: Repository, keys: dict[str, Path]) -> None:
    lines = []
    for person, key in keys.items():
        kind, blob, _ = key.with_suffix(".pub").read_text("ascii").split()
        lines.append(f'{person} namespaces="govern-approval@v1" {kind} {blob}\n')
    signers = repository.root / SIGNERS
    signers.parent.mkdir()
    signers.write_text("".join(lines), "ascii")
    configuration = repository.root / "govern.toml"
    configuration.write_text(configuration.read_text("utf-8") + POLICY, "utf-8")
    repository.commit("Have approvals verified")


def _rename(checkout: Checkout) -> None:
    for path in ("specs/status/status_reason_registries_manifest.json", *SCHEMAS, *checkout.documents()):
        if OLD_NAME in (checkout.root / path).read_text("utf-8"):
            checkout.replace(path, OLD_NAME, NEW_NAME)


def _first(done: subprocess.CompletedProcess[str]) -> str:
    return done.stdout.partition("\n")[0]
