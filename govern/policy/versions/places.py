"""Version fields and one revision's documents to the concrete places that carry each version.

A place is `file#/pointer`, or `file#` for the path itself; the file part may be a glob. What stands
there may be the version, a schema `const` or one-value `enum` (or the subschema that holds one), or
a string of which exactly one `/`-separated segment has the scheme's form (`$id`, `$ref`, a path).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from govern import pointer
from govern.contracts import Contract, Scheme, VersionField
from govern.model import JsonObject, JsonValue
from govern.policy.versions.files import names
from govern.policy.versions.schemes import SCHEMES, Version, scheme_of

Documents = Mapping[str, JsonValue]
"""Path to parsed document, of one revision: manifest, schemas, strict twins, fixtures, rejects."""

FIELD_NAMES = ("contract_version", "schema_version")
"""What a version field is called where nothing is configured (semantics section 5)."""

ONE_OF_ALL = FIELD_NAMES[0]
"""The name that means one version wherever it stands. The other is each file's own: a manifest's
structure and a schema's keys move apart, so their values need not agree."""


class PlaceKind(StrEnum):
    """What a place is to the documents: `const` binds documents, `document` is a golden or rejected
    document, `identifier` and `reference` are a schema's `$id` and `$ref`, `path` is a file's name,
    `plain` is a value that nothing checks (a manifest's)."""

    CONST = "const"
    DOCUMENT = "document"
    IDENTIFIER = "identifier"
    REFERENCE = "reference"
    PATH = "path"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class ResolvedPlace:
    """A place that exists. `value` is what stands there; `version` what it says, None where it is
    malformed; `segment` the index of the `/`-separated segment that carries it, if one does.
    `rejected`: in a document that is kept to be refused."""

    path: str
    pointer: str
    kind: PlaceKind
    value: JsonValue
    version: Version | None
    segment: int | None = None
    rejected: bool = False

    @property
    def at(self) -> str:
        """`file#/pointer`."""
        return f"{self.path}#{self.pointer}"


@dataclass(frozen=True, slots=True)
class ResolvedField:
    """A version field in one revision. `places[0]` is where it is bumped if `first` stands.

    `at` names the field: its first place as configured. `scheme` is configured or read off the
    first place, None where its form is no scheme's.
    """

    at: str
    field: VersionField
    scheme: Scheme | None
    first: ResolvedPlace | None
    places: tuple[ResolvedPlace, ...]

    @property
    def version(self) -> Version | None:
        """What the first place says, None where it is absent or malformed."""
        return self.first.version if self.first else None


def find(
    fields: Sequence[VersionField] | None, contract: Contract, documents: Documents
) -> tuple[ResolvedField, ...]:
    """The version fields of one revision with the places that exist in it, in the order configured.

    `fields` None: as `discover` finds them. A configured field is there even where no place is.
    """
    found = discover(contract, documents) if fields is None else fields
    return tuple(_resolve(field, contract, documents) for field in found if field.at)


def discover(contract: Contract, documents: Documents) -> tuple[VersionField, ...]:
    """The version fields of a contract that configures none: the manifest's top-level members and
    single-valued consts of its schemas that bear one of `FIELD_NAMES`; one field a name.

    Golden documents carry the field too where a schema holds them to it by a const. Without one
    they may say any version, and are left alone.
    """
    found: list[VersionField] = []
    for name in FIELD_NAMES:
        token = pointer.join((name,))
        groups = [
            tuple(path for path in (each.path, each.strict) if path and _bound(documents.get(path), token))
            for each in contract.schemas
        ]
        groups = [group for group in groups if group]
        if name == ONE_OF_ALL:
            groups = [tuple(path for group in groups for path in group)] if groups else []
        golden = contract.fixtures + contract.rejects if len(groups) == 1 else ()
        ats = [tuple(f"{path}#/properties{token}" for path in group) for group in groups]
        ats = [(*at, *(f"{path}#{token}" for path in golden)) for at in ats]
        manifest = documents.get(contract.manifest) if contract.manifest else None
        if isinstance(manifest, dict) and name in manifest:
            first = f"{contract.manifest}#{token}"
            ats = [(first, *at) for at in ats or [()]] if name == ONE_OF_ALL else [(first,), *ats]
        found.extend(VersionField(at) for at in ats)
    return tuple(found)


def schema_paths(contract: Contract) -> tuple[str, ...]:
    """The files of a contract's schemas and their strict twins, in the order configured."""
    return tuple(path for each in contract.schemas for path in (each.path, each.strict) if path is not None)


def halves(place: str) -> tuple[str, str]:
    """`file#/pointer` to its file and its pointer."""
    path, _, inner = place.partition("#")
    return path, inner


def union(base: Iterable[VersionField], head: Iterable[VersionField]) -> tuple[VersionField, ...]:
    """Fields discovered on two sides as one list: a field has all its places of both, base's first,
    so that a place lost at head is missed and not forgotten."""
    merged: dict[str, VersionField] = {}
    for field in (*base, *head):
        name = field.at[0].rpartition("/")[2]
        key = name if name == ONE_OF_ALL else field.at[0]
        known = merged.get(key)
        at = tuple(dict.fromkeys((*(known.at if known else ()), *field.at)))
        merged[key] = replace(known or field, at=at)
    return tuple(merged.values())


def _bound(document: JsonValue, token: str) -> bool:
    schema = pointer.get(document, f"/properties{token}")
    return isinstance(schema, dict) and bool(_holder(schema))


def _holder(schema: JsonObject) -> tuple[str, ...]:
    """The tokens below a subschema of the one value it allows, nothing where it allows more."""
    if "const" in schema:
        return ("const",)
    values = schema.get("enum")
    return ("enum", "0") if isinstance(values, list) and len(values) == 1 else ()


def _resolve(field: VersionField, contract: Contract, documents: Documents) -> ResolvedField:
    raw = [tuple(_raw(place, contract, documents)) for place in field.at]
    everything = [place for places in raw for place in places]
    scheme = field.scheme or next((found for found in map(_form, everything) if found), None)
    first, *others = [tuple(_read(place, scheme) for place in places) for places in raw]
    bumped = _first(first)
    if bumped is not None and bumped.kind is PlaceKind.PATH:
        pattern = halves(field.at[0])[0]
        first = (bumped,)
        others = [
            tuple(each for each in places if halves(at)[0] != pattern or each.path == bumped.path)
            for at, places in zip(field.at[1:], others, strict=True)
        ]
    distinct = {each.at: each for places in (first, *others) for each in places}
    return ResolvedField(field.at[0], field, scheme, bumped, tuple(distinct.values()))


def _first(places: Sequence[ResolvedPlace]) -> ResolvedPlace | None:
    """The place where a field is bumped. Of several paths that carry a version it is the highest:
    released files stay in the tree beside the new one."""
    carried = [each for each in places if each.kind is PlaceKind.PATH and each.version is not None]
    if carried:
        return max(carried, key=lambda each: each.version.numbers if each.version else ())
    return places[0] if places else None


def _raw(place: str, contract: Contract, documents: Documents) -> Iterable[ResolvedPlace]:
    """The places a configured place names, not yet read as versions."""
    pattern, inner = halves(place)
    try:
        tokens = pointer.split(inner)
    except ValueError:
        return
    for path in sorted(each for each in documents if names(pattern, each)):
        if not tokens:
            yield ResolvedPlace(path, "", PlaceKind.PATH, path, None)
            continue
        value = pointer.get(documents[path], tokens)
        if value is not pointer.MISSING:
            yield from _placed(path, tokens, documents[path], contract)


def _placed(
    path: str, tokens: tuple[str, ...], document: JsonValue, contract: Contract
) -> Iterable[ResolvedPlace]:
    schema = path in schema_paths(contract)
    if schema and tokens[-2:] == ("enum", "0"):
        tokens = tokens[:-1]
    value = pointer.get(document, tokens)
    if schema and isinstance(value, dict):
        if not _holder(value):
            return
        tokens = (*tokens, *_holder(value))
    elif schema and tokens[-1] == "enum" and isinstance(value, list) and len(value) == 1:
        tokens = (*tokens, "0")
    rejected = any(names(each, path) for each in contract.rejects)
    golden = rejected or any(names(each, path) for each in contract.fixtures)
    found: JsonValue = pointer.get(document, tokens)  # type: ignore[assignment]  # it was there above
    yield ResolvedPlace(
        path, pointer.join(tokens), _kind(tokens, schema, golden), found, None, rejected=rejected
    )


def _kind(tokens: tuple[str, ...], schema: bool, golden: bool) -> PlaceKind:
    if not schema:
        return PlaceKind.DOCUMENT if golden else PlaceKind.PLAIN
    match tokens[-1]:
        case "const":
            return PlaceKind.CONST
        case "0" if tokens[-2:] == ("enum", "0"):
            return PlaceKind.CONST
        case "$id" | "id":
            return PlaceKind.IDENTIFIER
        case "$ref":
            return PlaceKind.REFERENCE
    return PlaceKind.PLAIN


def _form(place: ResolvedPlace) -> Scheme | None:
    whole = scheme_of(place.value)
    if whole is not None or not isinstance(place.value, str):
        return whole
    forms = [found for found in map(scheme_of, place.value.split("/")) if found]
    return forms[0] if len(forms) == 1 else None


def _read(place: ResolvedPlace, scheme: Scheme | None) -> ResolvedPlace:
    if scheme is None:
        return place
    parse = SCHEMES[scheme].parse
    whole = parse(place.value)
    if whole is not None or not isinstance(place.value, str):
        return replace(place, version=whole)
    segments = [parse(each) for each in place.value.split("/")]
    carried = [index for index, version in enumerate(segments) if version is not None]
    if len(carried) != 1 or len(segments) == 1:
        return place
    return replace(place, version=segments[carried[0]], segment=carried[0])
