"""Real repositories made by real git, in a folder of the test, with nothing of the machine's own."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from govern.errors import RepositoryError
from govern.repo import Repository, open_repository


class Scratch:
    """A repository and the environment of someone who works in it."""

    def __init__(self, root: Path, home: Path, *init: str) -> None:
        self.root = root
        self.environment = {"PATH": os.environ["PATH"], "HOME": str(home)}
        root.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", *init)

    def git(self, *arguments: str, given: bytes | None = None) -> str:
        """Run git here; its output without the last newline."""
        options = ("-c", "init.defaultBranch=main", "-c", "protocol.file.allow=always")
        identity = ("-c", "user.name=Ann", "-c", "user.email=ann@example.com")
        done = subprocess.run(
            ["git", *options, *identity, *arguments],
            cwd=self.root,
            env=self.environment,
            input=given,
            stdin=None if given is not None else subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
        if done.returncode:
            raise AssertionError(f"git {' '.join(arguments)}: {done.stderr.decode()}")
        return done.stdout.decode("utf-8", "surrogateescape").rstrip("\n")

    def write(self, files: Mapping[str, str | bytes]) -> None:
        for path, content in files.items():
            place = self.root / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content if isinstance(content, bytes) else content.encode())

    def commit(self, files: Mapping[str, str | bytes] | None = None, message: str = "change") -> str:
        """Write some files, commit everything, and give the commit id."""
        self.write(files or {})
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", message)
        return self.git("rev-parse", "HEAD")

    def object(self, content: bytes, kind: str = "blob") -> str:
        """Store any object, however odd."""
        return self.git("hash-object", "-t", kind, "-w", "--literally", "--stdin", given=content)

    def tree(self, *rows: tuple[str, bytes, str]) -> str:
        """Store a tree of (mode, name, object id) exactly as given."""
        raw = (mode.encode() + b" " + name + b"\0" + bytes.fromhex(id_) for mode, name, id_ in rows)
        return self.object(b"".join(raw), "tree")

    def commit_tree(self, tree: str, *parents: str) -> str:
        named = [word for parent in parents for word in ("-p", parent)]
        return self.git("commit-tree", tree, *named, "-m", "odd")

    def clone(self, name: str, *options: str) -> Scratch:
        """A clone beside this repository."""
        target = self.root.parent / name
        self.git("clone", "-q", *options, f"file://{self.root}", str(target))
        clone = Scratch.__new__(Scratch)
        clone.root, clone.environment = target, self.environment
        return clone

    def object_file(self, object_id: str) -> Path:
        return self.root / ".git" / "objects" / object_id[:2] / object_id[2:]

    @contextmanager
    def opened(self, below: str = "", timeout: float = 60.0, **more: str) -> Iterator[Repository]:
        with open_repository(
            str(self.root / below), {**self.environment, **more}, timeout=timeout
        ) as repository:
            yield repository


@contextmanager
def refused(rule: str, *words: str) -> Iterator[None]:
    """Within, a RepositoryError of this rule is raised; its text holds the words, and a remedy."""
    with pytest.raises(RepositoryError) as caught:
        yield
    (problem,) = caught.value.problems
    assert problem.rule == rule
    assert problem.remedy
    for word in words:
        assert word in f"{problem.message} {problem.remedy}"
