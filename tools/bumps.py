"""Commits that changed the version in an `$id`, to whether `govern bump --to` writes what they wrote.

For each schema of the OpenLineage history whose `$id` moved to another version in a commit, the version of
the commit is written into the files before it. Every line of the authors' that carries a new name of the
schema must be there byte for byte. Besides: whether the step that they made is the one that govern asks for.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from evaluation.histories import BUNDLES, CORPORA, clone

from govern.cli.checking import Request, run
from govern.contracts import Contract, SchemaFile, Scheme, VersionField
from govern.documents import Document, read
from govern.errors import GovernError
from govern.model import JsonValue
from govern.policy.versions import SCHEMES
from govern.release import bumped, edited, fields

CORPUS = next(each for each in CORPORA if each.name == "openlineage")


def main() -> int:
    """0 where every version edit is the authors', 1 where one is not, 2 where there is no history."""
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter).parse_args()
    if not BUNDLES.is_dir():
        print(f"there are no histories: {BUNDLES} is absent", file=sys.stderr)
        return 2
    folder = clone(CORPUS)
    tally: Counter[str] = Counter()
    steps: Counter[str] = Counter()
    for commit in reversed(_git(folder, "rev-list", "--first-parent", "HEAD").split()):
        parent = _git(folder, "rev-list", "--parents", "-n1", commit).split()[1:2]
        moved = list(_moved(folder, parent[0], commit)) if parent else []
        for path, old, new in moved:
            tally[_written(folder, parent[0], commit, path, old, new)] += 1
        if moved:
            steps.update(_steps(folder, parent[0], commit, {path for path, _, _ in moved}))
    for name, count in sorted(tally.items()):
        print(f"{count:4} {name}")
    print("steps of the authors against those asked for:")
    for name, count in sorted(steps.items()):
        print(f"{count:4} {name}")
    return 0 if all(name.startswith(("the same", "explained")) for name in tally) else 1


def _moved(folder: Path, parent: str, commit: str) -> Iterator[tuple[str, str, str]]:
    """Schemas whose `$id` carries another version: the path, the old and the new version."""
    for path in _git(folder, "diff", "--name-only", "--diff-filter=M", parent, commit, "--", "spec").split(
        "\n"
    ):
        if not CORPUS.schemas.fullmatch(path):
            continue
        before, after = (_version(_value(folder, each, path)) for each in (parent, commit))
        if before and after and before != after:
            yield path, before, after


def _version(document: JsonValue) -> str | None:
    name = document.get("$id") if isinstance(document, dict) else None
    parsed = (SCHEMES[Scheme.SCHEMAVER].parse(each) for each in str(name).split("/"))
    return next((each.text for each in parsed if each is not None), None)


def _written(folder: Path, parent: str, commit: str, path: str, old: str, new: str) -> str:
    """`the same`, or what differs."""
    stem = Path(path).stem
    tests = [
        p
        for p in _git(folder, "ls-tree", "-r", "--name-only", parent, f"spec/tests/{stem}/").split("\n")
        if p
    ]
    kept = [p for p in tests if _exists(folder, commit, p)]
    values = {p: _value(folder, parent, p) for p in (path, *kept)}
    texts = {p: _text(folder, parent, p) for p in (path, *kept)}
    field = VersionField((f"{path}#/$id",), Scheme.SCHEMAVER)
    contract = Contract(stem, (SchemaFile(path),), fixtures=tuple(kept), versions=(field,))
    (found,) = fields(contract, values)
    bump = bumped(found, new, values)
    written = texts | edited(bump, texts)
    name, was = (
        str(each.after if at else each.before) for at, each in ((1, bump.edits[0]), (0, bump.edits[0]))
    )
    for p in (path, *kept):
        theirs = _text(folder, commit, p).split("\n")
        ours = set(written[p].split("\n"))
        left = [line for line in theirs if was in line and line not in ours]
        came = [line for line in theirs if name in line and line not in ours]
        if left:
            return f"explained: {p} goes on naming {old} in a reference of its own"
        if came and p != path:
            return "explained: a document was moved to the new name, which names what it was written for"
        fresh = [line for line in came if line.replace(name, was) not in texts[p].split("\n")]
        if came and len(fresh) == len(came):
            return "explained: the line itself is new or changed otherwise"
        if came:
            return f"differs: {commit[:8]} {p}: {came[0].strip()[:80]}"
    return "the same"


def _steps(folder: Path, parent: str, commit: str, paths: set[str]) -> Iterator[str]:
    request = Request(parent, commit, str(CORPUS.config), (), False, 30.0)
    try:
        contracts = run(request, str(folder), {"PATH": os.environ["PATH"]}).contracts
    except GovernError as error:
        yield f"not asked: {error.problems[0].rule}"
        return
    for each in contracts:
        for version in each.versions:
            if version.at.partition("#")[0] in paths:
                yield f"asked {version.required}, made {version.actual}: {version.verdict}"


def _exists(folder: Path, commit: str, path: str) -> bool:
    done = subprocess.run(["git", "cat-file", "-e", f"{commit}:{path}"], cwd=folder, capture_output=True)
    return done.returncode == 0


def _value(folder: Path, commit: str, path: str) -> JsonValue:
    found = read(path, _text(folder, commit, path).encode())
    return found.value if isinstance(found, Document) else None


def _text(folder: Path, commit: str, path: str) -> str:
    return subprocess.run(
        ["git", "show", f"{commit}:{path}"], cwd=folder, capture_output=True, check=True
    ).stdout.decode()


def _git(folder: Path, *words: str) -> str:
    done = subprocess.run(["git", *words], cwd=folder, capture_output=True, check=True)
    return done.stdout.decode().strip()


if __name__ == "__main__":
    sys.exit(main())
