"""A contract whose manifest lists schemas, to the contracts that these are, and entries nobody can read."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from govern import pointer
from govern.contracts import Contract, Entries, SchemaFile
from govern.model import Compatibility, Finding, FindingLevel, JsonObject, JsonValue, Place, Reading

RULE = "manifest-entry-unread"
_KEY = re.compile(r"\{([^{}]+)\}")


def listed(contract: Contract, base: JsonValue, head: JsonValue) -> tuple[Contract, ...]:
    """The contracts that the entries of a manifest are, by name: `CONTRACT@VERSION`. What base says of one
    counts before what head says of it, for whoever changes it does not choose the rules."""
    if contract.entries is None:
        return ()
    found: dict[str, Contract] = {}
    for document in (head, base):
        for _, entry in _entries(contract.entries, document):
            each = _contract(contract, contract.entries, entry)
            if each is not None:
                found[each.name] = each
    return tuple(found[name] for name in sorted(found))


def unread(contract: Contract, head: JsonValue, files: Collection[str]) -> Iterator[Finding]:
    """Entries of head that name no schema, or one that is not there, or a mode that nobody knows."""
    entries = contract.entries
    if entries is None:
        return
    if entries.at and pointer.get(head, pointer.split(entries.at)) is pointer.MISSING:
        yield _finding(contract, entries.at, "nothing stands there", "mend `entries.at`, or the manifest")
    for at, entry in _entries(entries, head):
        path = next(iter(_filled(entries.schema, entry)), None)
        if path is None:
            said = f"the entry says nothing that fills {entries.schema}"
            yield _finding(contract, at, said, "name its schema file")
        elif path not in files:
            yield _finding(contract, at, f"`{path}` is not there", "commit the file, or mend its name")
        mode = entry.get(entries.compatibility) if entries.compatibility else None
        if mode is not None and _mode(mode) is None:
            said = f"{mode!r} is no compatibility mode"
            yield _finding(contract, at, said, f"one of {', '.join(Compatibility)}")


def _entries(entries: Entries, document: JsonValue) -> Iterator[tuple[str, JsonObject]]:
    held = pointer.get(document, pointer.split(entries.at))
    parts: Iterator[tuple[object, JsonValue]] = iter(())
    if isinstance(held, list):
        parts = iter(enumerate(held))
    elif isinstance(held, dict):
        parts = iter(held.items())
    for key, each in parts:
        if isinstance(each, dict):
            yield f"{entries.at}/{pointer.escape(str(key))}", each


def _contract(contract: Contract, entries: Entries, entry: JsonObject) -> Contract | None:
    path = next(iter(_filled(entries.schema, entry)), None)
    if path is None:
        return None
    version = entry.get(entries.version) if entries.version else None
    return replace(
        contract,
        name=f"{contract.name}@{path if version is None else version}",
        schemas=(SchemaFile(path),),
        manifest=None,
        fixtures=tuple(each for glob in entries.fixtures for each in _filled(glob, entry)),
        rejects=(),
        reading=_reading(contract.reading, entries, entry),
        versions=(),
        codes=(),
        entries=None,
        listed_in=contract.name,
    )


def _reading(reading: Reading, entries: Entries, entry: Mapping[str, JsonValue]) -> Reading:
    mode = _mode(entry.get(entries.compatibility)) if entries.compatibility else None
    return reading if mode is None else replace(reading, compatibility=mode)


def _mode(value: JsonValue) -> Compatibility | None:
    text = value.lower() if isinstance(value, str) else ""
    return next((each for each in Compatibility if each.value == text), None)


def _filled(text: str, entry: Mapping[str, JsonValue]) -> list[str]:
    """A text with each `{KEY}` filled in; one text for each value where a key holds a list of them."""
    found = [text]
    for key in _KEY.findall(text):
        held = entry.get(key)
        values = [str(each) for each in (held if isinstance(held, list) else [held]) if _scalar(each)]
        found = [each.replace("{" + key + "}", value) for each in found for value in values]
    return found


def _scalar(value: JsonValue) -> bool:
    return isinstance(value, (str, int)) and not isinstance(value, bool)


def _finding(contract: Contract, at: str, said: str, remedy: str) -> Finding:
    path = contract.manifest or ""
    message = f"an entry of `{path}` is no contract: {said}"
    return Finding(RULE, FindingLevel.BLOCKS, message, remedy, path, Place(at))
