"""A version field at one revision and a new version to every edit that writes it.

The version is written wherever the field stands: the manifest, constants of schemas, golden documents,
`$id`s. `$ref`s that use such an `$id` follow it inside the contract. A file whose path carries the version
becomes a new file; the old one is released, and stays. Documents that are kept to be refused are left alone,
unless they carried the old version: then they would be refused for that alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from govern import pointer
from govern.contracts import Contract
from govern.documents.editing import with_value
from govern.model import JsonValue, Level
from govern.policy.versions import SCHEMES, PlaceKind, ResolvedField, ResolvedPlace, find
from govern.policy.versions.schemes import Version


@dataclass(frozen=True, slots=True)
class Edit:
    """One value that is to become another one. `pointer` is empty where a whole file is copied: then
    `before` and `after` are paths."""

    path: str
    pointer: str
    before: JsonValue
    after: str | int


@dataclass(frozen=True, slots=True)
class Bump:
    """A field's new version: `at` names the field, `edits` write it."""

    at: str
    before: str
    after: str
    edits: tuple[Edit, ...]


def bumped(field: ResolvedField, text: str, documents: Mapping[str, JsonValue]) -> Bump:
    """The bump of a field to a version. Raises ValueError where the text is no version of the field's scheme,
    or the field stands nowhere."""
    version = _parsed(field, text)
    edits = dict.fromkeys(_edits(field, version, documents))
    before = field.version.text if field.version is not None else "none"
    return Bump(field.at, before, version.text, tuple(edits))


def next_version(field: ResolvedField, version: str, level: Level) -> str:
    """The smallest version of the field's scheme a step of a level above one. Raises ValueError as above."""
    parsed = _parsed(field, version)
    return SCHEMES[parsed.scheme].next(parsed, level).text


def _parsed(field: ResolvedField, text: str) -> Version:
    """A text as a version of a field's scheme, in the type that the field has."""
    if field.scheme is None or field.first is None:
        raise ValueError(f"{field.at} stands nowhere, or in no form that is known")
    row = SCHEMES[field.scheme]
    native = field.version is not None and field.version.native
    version = row.parse(int(text) if native and text.isascii() and text.isdigit() else text)
    if version is None:
        raise ValueError(f"`{text}` is no {field.scheme.value} version: {row.form}")
    return version


def edited(bump: Bump, texts: Mapping[str, str]) -> dict[str, str]:
    """The texts that a bump changes, as they should be, by path. Raises ValueError where a place cannot be
    written."""
    found: dict[str, str] = {}
    copies = {each.path: str(each.after) for each in bump.edits if not each.pointer}
    for each in bump.edits:
        if each.pointer:
            text = found.get(each.path, texts[each.path])
            found[each.path] = with_value(each.path, text, each.pointer, each.after)
    for old, new in copies.items():
        found[new] = found.pop(old, texts[old])
    return found


def _edits(field: ResolvedField, version: Version, documents: Mapping[str, JsonValue]) -> Iterator[Edit]:
    old = field.version
    names: dict[str, str] = {}
    for place in field.places:
        if place.rejected and (place.version is None or old is None or place.version.text != old.text):
            continue
        after = _written(place, version)
        if place.value == after and not isinstance(place.value, bool):
            continue
        yield Edit(place.path, place.pointer, place.value, after)
        if place.kind is PlaceKind.IDENTIFIER and isinstance(place.value, str):
            names[place.value.removesuffix("#")] = str(after).removesuffix("#")
    if names:
        yield from _following(names, documents)


def _written(place: ResolvedPlace, version: Version) -> str | int:
    """What stands at a place once it says the version."""
    if place.segment is not None and isinstance(place.value, str):
        parts = place.value.split("/")
        parts[place.segment] = version.text
        return "/".join(parts)
    return int(version.text) if isinstance(place.value, int) and version.text.isdigit() else version.text


def _following(names: Mapping[str, str], documents: Mapping[str, JsonValue]) -> Iterator[Edit]:
    """References that name a schema by its old name. Documents that do so were written for it, and stay."""
    for path, document in sorted(documents.items()):
        for at, text in _texts(document, ()):
            base, mark, rest = text.partition("#")
            if base in names and at[-1:] == ("$ref",):
                yield Edit(path, pointer.join(at), text, names[base] + mark + rest)


def users(bump: Bump, documents: Mapping[str, JsonValue]) -> tuple[str, ...]:
    """The documents among some (of other contracts) that name a schema by the name it had."""
    old = {str(each.before).removesuffix("#") for each in bump.edits if _names_a_schema(each)}
    return tuple(
        path
        for path, document in sorted(documents.items())
        if any(text.partition("#")[0] in old for _, text in _texts(document, ()))
    )


def _names_a_schema(edit: Edit) -> bool:
    return edit.pointer.rpartition("/")[2] in ("$id", "id")


def _texts(value: JsonValue, at: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(value, str):
        yield at, value
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from _texts(part, (*at, name))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _texts(part, (*at, str(index)))


def fields(contract: Contract, documents: Mapping[str, JsonValue]) -> Sequence[ResolvedField]:
    """The version fields of a contract that stand somewhere in its documents."""
    return [each for each in find(contract.versions, contract, documents) if each.first is not None]
