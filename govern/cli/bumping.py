"""A contract of a work tree to the versions that its changes ask for, and to the files that say them."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from govern.cli.checking import Request, run
from govern.cli.place import Place, opened
from govern.cli.telling import differences
from govern.configuration import select
from govern.contracts import Contract
from govern.errors import ConfigurationError, Problem, UsageError
from govern.escape import terminal
from govern.model import (
    ContractReview,
    Entry,
    EntryKind,
    FindingLevel,
    JsonValue,
    Tree,
    VersionReview,
    VersionVerdict,
)
from govern.policy.versions import ResolvedField
from govern.release import Bump, bumped, edited, fields, next_version, users
from govern.repo import WORKTREE, write_file
from govern.review.work import owned

TRIES = 50
"""So many versions that are taken are passed over."""
_ENOUGH = (VersionVerdict.RIGHT, VersionVerdict.TOO_LARGE, VersionVerdict.SKIPPED)


class Asked(NamedTuple):
    """What the command line says."""

    name: str
    to: str | None
    field: str | None
    base: str | None
    write: bool
    seconds: float


class _Held(NamedTuple):
    """The contract at the work tree: its documents as values and as texts, and its version fields."""

    place: Place
    contract: Contract
    values: dict[str, JsonValue]
    texts: dict[str, str]
    fields: Sequence[ResolvedField]


def answered(asked: Asked, folder: str, environment: Mapping[str, str]) -> tuple[list[str], bool]:
    """What is to be said, and whether the versions are right in the end. Raises GovernError where there is no
    such contract, field or base."""
    personal = {name: value for name, value in environment.items() if name != "CI"}  # no gate is passed here
    request = Request(asked.base, WORKTREE, None, (asked.name,), False, asked.seconds)
    with opened(folder, personal, (asked.name,)) as place:
        held = _held(place)
        before = _of(asked, run(request, folder, personal).contracts)
        bumps = _bumps(asked, held, before)
        texts = _texts(bumps, held)
        after = before
        for _ in range(TRIES):
            after = _of(asked, run(request, folder, personal, partial(_Amended, texts)).contracts)
            taken = [each for each in after.versions if each.verdict is VersionVerdict.TAKEN]
            if asked.to is not None or not taken:
                break
            bumps = [_passed(each, taken, held, before) for each in bumps]
            texts = _texts(bumps, held)
        lines = [*_said(bumps, before), *_wrong(after), *_unnamed(texts, held), *_left(bumps, held)]
        good = all(each.verdict in _ENOUGH for each in after.versions)
        if bumps and any(each.rule == "generated-stale" for each in after.findings):
            lines.append("what is generated from these files is out of date then: run `govern sync`")
        if asked.write and good:
            for path, text in sorted(texts.items()):
                write_file(place.top, path, text.encode())
                lines.append(f"written: {path}")
        elif texts and good:
            lines += differences(texts, lambda path: held.texts.get(path, ""), 0)
            lines.append("nothing is written yet: add --write")
        return [terminal(line) for line in lines], good and (asked.write or not texts)


class _Amended:
    """A tree in which some files say something else."""

    def __init__(self, texts: Mapping[str, str], tree: Tree) -> None:
        self._tree = tree
        self._data = {path: text.encode() for path, text in texts.items()}
        new = {path: _entry(tree, path, data) for path, data in self._data.items()}
        self.entries: Mapping[str, Entry] = dict(sorted({**tree.entries, **new}.items()))
        self.past = getattr(tree, "past", None)

    def read(self, path: str) -> bytes:
        """See Tree."""
        return self._data[path] if path in self._data else self._tree.read(path)


def _entry(tree: Tree, path: str, data: bytes) -> Entry:
    """The entry that git would have: the same bytes have the same id."""
    old = tree.entries.get(path)
    kind = EntryKind.FILE if old is None else old.kind
    named = hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
    if old is not None and len(old.object_id) == 64:
        named = hashlib.sha256(b"blob %d\0" % len(data) + data).hexdigest()
    return Entry(path, kind, named, len(data))


def _held(place: Place) -> _Held:
    (contract,) = place.contracts
    reader = place.reader
    entries = place.tree.entries
    globs = (*contract.fixtures, *contract.rejects)
    files = reader.files((*owned(contract), *(select(globs, entries) if globs else ())))
    texts = {path: each.text for path, each in files.documents.items()}
    return _Held(place, contract, dict(files.values), texts, fields(contract, files.values))


def _of(asked: Asked, found: Sequence[ContractReview]) -> ContractReview:
    (review,) = (each for each in found if each.name == asked.name)
    return review


def _bumps(asked: Asked, held: _Held, review: ContractReview) -> list[Bump]:
    """The new version of each field that asks for one, or of the one that is named."""
    if not held.fields:
        remedy = "give it one: `contract_version` in its manifest, or [[contracts.NAME.versions]]"
        message = f"`{held.contract.name}` has no version field"
        raise ConfigurationError(Problem("version-unknown", message, remedy, "versions"))
    known = {each.at: each for each in held.fields}
    if asked.to is not None:
        at = asked.field or held.fields[0].at
        if at not in known:
            near = difflib.get_close_matches(at, list(known), 1)
            meant = f"did you mean {near[0]}? " if near else ""
            message = f"there is no version field at {at}"
            raise UsageError(
                Problem("version-unknown", message, f"{meant}there are: {', '.join(known)}", "--field")
            )
        return [_bumped(known[at], asked.to, held)]
    rows = (each for each in review.versions if each.verdict not in _ENOUGH and each.suggestion is not None)
    return [_bumped(known[each.at], each.suggestion or "", held) for each in rows if each.at in known]


def _bumped(field: ResolvedField, text: str, held: _Held) -> Bump:
    try:
        return bumped(field, text, held.values)
    except ValueError as error:
        problem = Problem("version-form", str(error), "write one of that form", "--to")
        raise UsageError(problem) from error


def _passed(bump: Bump, taken: Sequence[VersionReview], held: _Held, before: ContractReview) -> Bump:
    """The bump, or that to the next version where its own is taken."""
    if bump.at not in {each.at for each in taken}:
        return bump
    field = next(each for each in held.fields if each.at == bump.at)
    required = next(each.required for each in before.versions if each.at == bump.at)
    return _bumped(field, next_version(field, bump.after, required), held)


def _texts(bumps: Sequence[Bump], held: _Held) -> dict[str, str]:
    texts = dict(held.texts)
    found: dict[str, str] = {}
    for each in bumps:
        try:
            new = edited(each, texts)
        except ValueError as error:
            remedy = "write it there by hand"
            raise UsageError(Problem("version-unwritable", f"{each.at}: {error}", remedy)) from error
        texts.update(new)
        found.update(new)
    return {path: text for path, text in found.items() if text != held.texts.get(path)}


def _said(bumps: Sequence[Bump], review: ContractReview) -> list[str]:
    rows = {each.at: each for each in review.versions}
    lines = []
    for each in bumps:
        row = rows.get(each.at)
        why = f" ({row.required.value} is asked for)" if row is not None else ""
        lines.append(f"{each.at}: {each.before} → {each.after} in {len(each.edits)} places{why}")
    told = {each.at for each in bumps}
    lines += [f"{row.at}: {row.head} is {row.verdict.value}" for row in review.versions if row.at not in told]
    return lines


def _wrong(review: ContractReview) -> list[str]:
    """What keeps the versions from being right, after all."""
    bad = [each for each in review.versions if each.verdict not in _ENOUGH]
    lines = [f"{each.at}: {each.head} would be {each.verdict.value}" for each in bad]
    blocking = [each for each in review.findings if each.level is FindingLevel.BLOCKS and bad]
    return lines + [f"  {each.message}" for each in blocking if each.rule.startswith("version-")]


def _unnamed(texts: Mapping[str, str], held: _Held) -> list[str]:
    """New files, for the version is part of their path, that the contract would not know as its own."""
    contract, new = held.contract, texts.keys() - held.texts.keys()
    known = {*owned(contract), *select((*contract.fixtures, *contract.rejects), new)}
    remedy = f"name it as well in [contracts.{contract.name}] of the target's govern.toml first"
    return [f"{path} would be a new file, and not the contract's: {remedy}" for path in sorted(new - known)]


def _left(bumps: Sequence[Bump], held: _Held) -> list[str]:
    """Documents of other contracts that name a schema by its old name: whether they follow is their own."""
    own = set(held.values)
    others: dict[str, JsonValue] = {}
    if any(users(each, held.values) for each in bumps):
        reader = held.place.reader
        whole = replace(held.place, only=())
        paths = {path for each in whole.contracts for path in owned(each)} - own
        others = dict(reader.files(paths).values)
    found = sorted({path for each in bumps for path in users(each, others)})
    return [f"not followed: {path} goes on naming the old version" for path in found]
