"""The tables of a configuration to the mistakes that no single key shows.

Everything here takes tables as they were written, with mistakes of shape still in them, and passes
over what has the wrong type: `shape` has reported that, and all mistakes are reported together.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from govern.configuration import oversight, resources
from govern.configuration.forms import NAME, split_place
from govern.configuration.globs import covers, is_glob, matches, problem_of
from govern.configuration.positions import KeyPath
from govern.configuration.shape import Mistake
from govern.configuration.toml_text import dotted, string
from govern.model import JsonObject, JsonValue

_DAY = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])")


def mistakes(document: JsonObject) -> tuple[Mistake, ...]:
    """Every mistake of a whole configuration that concerns more than the form of one value."""
    found: list[Mistake] = []
    contracts = _table(document.get("contracts"))
    for name, value in contracts.items():
        contract, path = _table(value), ("contracts", name)
        found += _template(name, contract, path)
        found += _versions(name, contract, path)
        found += _needs_manifest(contract, path)
    found += _claims(contracts)
    found += resources.mistakes(_table(document.get("resources")))
    found += _exceptions(_list(document.get("exceptions")))
    found += oversight.mistakes(document)
    return tuple(found)


def texts(value: JsonValue, path: KeyPath) -> Iterator[tuple[str, KeyPath]]:
    """Every text inside a value, keys aside, with where it stands."""
    if isinstance(value, str):
        yield value, path
    elif isinstance(value, list):
        for position, each in enumerate(value):
            yield from texts(each, (*path, position))
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from texts(each, (*path, name))


# --- templates ------------------------------------------------------------------------------


def _template(name: str, contract: JsonObject, path: KeyPath) -> Iterator[Mistake]:
    if NAME not in name:
        for text, where in texts(contract, path):
            if NAME in text:
                message = f"`{dotted(where)}`: {string(text)} holds {NAME}, but the contract's name does not"
                remedy = f'call the contract "{NAME}" to make it a template, or name the file'
                yield Mistake(where, "config-template", message, remedy)
        return
    if name.count(NAME) > 1:
        yield Mistake(path, "config-template", f"{string(name)} holds {NAME} twice", "write it once")
    naming = [each for each in _patterns(contract, path) if not each[0].startswith("!")]
    if not any(NAME in text for text, _ in naming):
        message = f"the template {string(name)} has no {NAME} in its schemas or its manifest"
        remedy = f'say where the names come from, for example schemas = ["schemas/{NAME}.schema.json"]'
        yield Mistake(path, "config-template", message, remedy)
        return
    for text, where in naming:
        if fault := _pattern_fault(text, where):
            yield Mistake(where, "config-template", f"`{dotted(where)}`: {string(text)} {fault[0]}", fault[1])


def _patterns(contract: JsonObject, path: KeyPath) -> Iterator[tuple[str, KeyPath]]:
    for key in ("schemas", "manifest"):
        yield from texts(contract.get(key), (*path, key))


def _pattern_fault(text: str, path: KeyPath) -> tuple[str, str] | None:
    """Why a path of a template does not say which name a file has: (what is wrong, remedy)."""
    if NAME not in text:
        if "manifest" in path:
            return None
        return (
            f"holds no {NAME}: every contract of the template would own it",
            "give it a contract of its own",
        )
    if any(each.count(NAME) > 1 or is_glob(each) for each in text.split("/") if NAME in each):
        return f"has more than one {NAME} or a wildcard beside it in one segment", f"write {NAME} alone"
    if text.split("/").count("**") > 2:
        return "has more than two `**`", "name the folders between them"
    return None


# --- versions, codes ------------------------------------------------------------------------


def _versions(name: str, contract: JsonObject, path: KeyPath) -> Iterator[Mistake]:
    seen: set[str] = set()
    filled = {text for text, _ in _patterns(contract, path)} if NAME in name else set()
    for position, value in enumerate(_list(contract.get("versions"))):
        version, here = _table(value), (*path, "versions", position)
        first = next(texts(version.get("at"), (*here, "at")), None)
        if first is not None:
            text, where = first
            file, pointer = split_place(text)
            if pointer and is_glob(file) and file not in filled:
                message = f"`{dotted(where)}`: {string(text)} names more than one file to bump"
                yield Mistake(where, "config-place", message, "put one file first, the glob after it")
            if text in seen:
                message = f"`{dotted(where)}`: {string(text)} is the first place of two version fields"
                yield Mistake(where, "config-duplicate", message, "join the two, or name the other place")
            seen.add(text)
        released_by = version.get("released_by")
        if isinstance(released_by, str) and (fault := problem_of(released_by)):
            where = (*here, "released_by")
            message = f"`{dotted(where)}`: {string(released_by)} is no pattern of tags: {fault}"
            yield Mistake(where, "config-value", message, 'for example released_by = "v*"')


def _needs_manifest(contract: JsonObject, path: KeyPath) -> Iterator[Mistake]:
    if "manifest" in contract:
        return
    for key in ("codes", "manifest_rules", "entries"):
        if contract.get(key):
            message = f"`{dotted((*path, key))}` speaks of a manifest, and the contract names none"
            yield Mistake(
                (*path, key), "config-missing", message, 'add it, for example manifest = "codes.json"'
            )


# --- two contracts, one file ----------------------------------------------------------------


def _claims(contracts: JsonObject) -> Iterator[Mistake]:
    """Files that two contracts own. A template yields to a contract that names the file, and whether
    two globs share a file is only known once there are files."""
    for kind in (False, True):
        names = [name for name in contracts if (NAME in name) is kind]
        yield from _rivals({name: _table(contracts[name]) for name in names})


def _rivals(contracts: dict[str, JsonObject]) -> Iterator[Mistake]:
    owners: dict[str, str] = {}
    with_globs: list[tuple[str, tuple[str, ...]]] = []
    for name, contract in contracts.items():
        found = tuple(_patterns(contract, ("contracts", name)))
        globs = tuple(text for text, where in found if "manifest" not in where and "strict" not in where)
        for text, where in found:
            if text.startswith("!"):
                continue
            owner = owners.get(text) or _owner(name, text, globs, owners, with_globs)
            if owner is not None:
                whom = "this contract" if owner == name else f"the contract {string(owner)}"
                message = f"`{dotted(where)}`: {string(text)} already belongs to {whom}"
                remedy = "leave it with one of them; take it out of a glob with a leading !"
                yield Mistake(where, "config-duplicate", message, remedy)
            owners.setdefault(text, name)
        if any(is_glob(text) for text in globs):
            with_globs.append((name, globs))


def _owner(
    name: str,
    text: str,
    globs: tuple[str, ...],
    owners: dict[str, str],
    with_globs: list[tuple[str, tuple[str, ...]]],
) -> str | None:
    """The earlier contract that names a file which this text selects, or selects the one it names."""
    if not is_glob(text):
        return next((other for other, theirs in with_globs if covers(theirs, text)), None)
    named = (path for path in owners if not is_glob(path) and matches(text, path) and covers(globs, path))
    return next((owners[path] for path in named if owners[path] != name), None)


# --- exceptions -----------------------------------------------------------------------------


def _exceptions(exceptions: list[JsonValue]) -> Iterator[Mistake]:
    seen: set[str] = set()
    for position, value in enumerate(exceptions):
        exception, path = _table(value), ("exceptions", position)
        finding, expires = exception.get("finding"), exception.get("expires")
        if isinstance(finding, str):
            if finding in seen:
                message = f"`{dotted(path)}` is about the same finding as an earlier exception"
                yield Mistake((*path, "finding"), "config-duplicate", message, "keep one of the two")
            seen.add(finding)
        if isinstance(expires, str) and _DAY.fullmatch(expires):
            try:
                datetime.date.fromisoformat(expires)
            except ValueError:
                message = f"`{dotted((*path, 'expires'))}`: there is no day {expires}"
                yield Mistake((*path, "expires"), "config-date", message, "for example expires = 2026-12-31")


def _table(value: JsonValue) -> JsonObject:
    return value if isinstance(value, dict) else {}


def _list(value: JsonValue) -> list[JsonValue]:
    return value if isinstance(value, list) else []
