"""The dialects of JSON Schema: which keywords each knows, and which of them hold subschemas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from govern.model import JsonValue


class Draft(StrEnum):
    """A dialect govern reads. Order is age: a later member is a later draft."""

    D4 = "4"
    D6 = "6"
    D7 = "7"
    D2019 = "2019-09"
    D2020 = "2020-12"

    @property
    def age(self) -> int:
        """0 for the oldest."""
        return _AGE[self]

    def since(self, other: Draft) -> bool:
        """Whether this draft is `other` or later."""
        return _AGE[self] >= _AGE[other]


_AGE: Mapping[Draft, int] = {draft: age for age, draft in enumerate(Draft)}

URI_OF_DRAFT: Mapping[Draft, str] = {
    Draft.D4: "http://json-schema.org/draft-04/schema#",
    Draft.D6: "http://json-schema.org/draft-06/schema#",
    Draft.D7: "http://json-schema.org/draft-07/schema#",
    Draft.D2019: "https://json-schema.org/draft/2019-09/schema",
    Draft.D2020: "https://json-schema.org/draft/2020-12/schema",
}


LATEST = "http://json-schema.org/schema#"
"""Names no dialect of its own, but the latest there is."""


def _bare(uri: str) -> str:
    return uri.rstrip("#").removeprefix("https").removeprefix("http")


_DRAFT_OF_URI: Mapping[str, Draft] = {
    **{_bare(uri): draft for draft, uri in URI_OF_DRAFT.items()},
    _bare("https://spec.openapis.org/oas/3.1/dialect/base"): Draft.D2020,
    _bare(LATEST): Draft.D2020,
}


def draft_of_uri(uri: str) -> Draft | None:
    """The dialect a `$schema` names (scheme and an empty fragment aside), None where govern knows none."""
    return _DRAFT_OF_URI.get(_bare(uri))


def draft_of(schema: JsonValue, otherwise: str | None) -> Draft:
    """The dialect that a schema is read in: its own, else another, else the newest."""
    said = schema.get("$schema") if isinstance(schema, dict) else None
    if isinstance(said, str):
        return draft_of_uri(said) or Draft.D2020
    return Draft(otherwise) if otherwise in tuple(Draft) else Draft.D2020


class Holds(StrEnum):
    """The shape in which a keyword holds subschemas."""

    ONE = "one"
    LIST = "list"
    MAP = "map"
    ONE_OR_LIST = "one-or-list"
    MAP_OF_ONE_OR_NAMES = "map-of-one-or-names"


@dataclass(frozen=True, slots=True)
class Keyword:
    """`since`/`until`: the drafts that know it, both included. `holds`: how it holds subschemas."""

    name: str
    since: Draft = Draft.D4
    until: Draft = Draft.D2020
    holds: Holds | None = None
    annotation: bool = False


_TABLE: tuple[Keyword, ...] = (
    Keyword("type"),
    Keyword("enum"),
    Keyword("const", Draft.D6),
    Keyword("multipleOf"),
    Keyword("minimum"),
    Keyword("maximum"),
    Keyword("exclusiveMinimum"),
    Keyword("exclusiveMaximum"),
    Keyword("minLength"),
    Keyword("maxLength"),
    Keyword("pattern"),
    Keyword("format"),
    Keyword("contentEncoding", Draft.D7),
    Keyword("contentMediaType", Draft.D7),
    Keyword("contentSchema", Draft.D2019, holds=Holds.ONE),
    Keyword("minItems"),
    Keyword("maxItems"),
    Keyword("uniqueItems"),
    Keyword("items", until=Draft.D2019, holds=Holds.ONE_OR_LIST),
    Keyword("items", Draft.D2020, holds=Holds.ONE),
    Keyword("prefixItems", Draft.D2020, holds=Holds.LIST),
    Keyword("additionalItems", until=Draft.D2019, holds=Holds.ONE),
    Keyword("contains", Draft.D6, holds=Holds.ONE),
    Keyword("minContains", Draft.D2019),
    Keyword("maxContains", Draft.D2019),
    Keyword("unevaluatedItems", Draft.D2019, holds=Holds.ONE),
    Keyword("minProperties"),
    Keyword("maxProperties"),
    Keyword("required"),
    Keyword("properties", holds=Holds.MAP),
    Keyword("patternProperties", holds=Holds.MAP),
    Keyword("additionalProperties", holds=Holds.ONE),
    Keyword("propertyNames", Draft.D6, holds=Holds.ONE),
    Keyword("dependencies", until=Draft.D7, holds=Holds.MAP_OF_ONE_OR_NAMES),
    Keyword("dependentRequired", Draft.D2019),
    Keyword("dependentSchemas", Draft.D2019, holds=Holds.MAP),
    Keyword("unevaluatedProperties", Draft.D2019, holds=Holds.ONE),
    Keyword("allOf", holds=Holds.LIST),
    Keyword("anyOf", holds=Holds.LIST),
    Keyword("oneOf", holds=Holds.LIST),
    Keyword("not", holds=Holds.ONE),
    Keyword("if", Draft.D7, holds=Holds.ONE),
    Keyword("then", Draft.D7, holds=Holds.ONE),
    Keyword("else", Draft.D7, holds=Holds.ONE),
    Keyword("$ref"),
    Keyword("$recursiveRef", Draft.D2019, Draft.D2019),
    Keyword("$recursiveAnchor", Draft.D2019, Draft.D2019),
    Keyword("$dynamicRef", Draft.D2020),
    Keyword("$dynamicAnchor", Draft.D2020),
    Keyword("$anchor", Draft.D2019),
    Keyword("$vocabulary", Draft.D2019),
    Keyword("definitions", holds=Holds.MAP),
    Keyword("$defs", Draft.D2019, holds=Holds.MAP),
    Keyword("$schema"),
    Keyword("id", until=Draft.D4),
    Keyword("$id", Draft.D6),
    Keyword("title", annotation=True),
    Keyword("description", annotation=True),
    Keyword("default", annotation=True),
    Keyword("examples", Draft.D6, annotation=True),
    Keyword("$comment", Draft.D7, annotation=True),
    Keyword("readOnly", Draft.D7, annotation=True),
    Keyword("writeOnly", Draft.D7, annotation=True),
    Keyword("deprecated", Draft.D2019, annotation=True),
)

_KNOWN: Mapping[Draft, Mapping[str, Keyword]] = {
    draft: {each.name: each for each in _TABLE if draft.since(each.since) and each.until.since(draft)}
    for draft in Draft
}


LEFT_BEHIND = "dependencies"
"""No keyword since draft 2019-09, and some validators go on applying it: nothing is known of what it says."""


def keywords(draft: Draft) -> Mapping[str, Keyword]:
    """The keywords a dialect knows, by name."""
    return _KNOWN[draft]


_FORMATS: Mapping[Draft, tuple[str, ...]] = {
    Draft.D4: ("date-time", "email", "hostname", "ipv4", "ipv6", "uri"),
    Draft.D6: ("uri-reference", "uri-template", "json-pointer"),
    Draft.D7: (
        *("date", "time", "idn-email", "idn-hostname", "iri", "iri-reference"),
        *("relative-json-pointer", "regex"),
    ),
    Draft.D2019: ("duration", "uuid"),
}


def first_draft_of_format(name: str) -> Draft | None:
    """The draft that introduced a format (Validation, sections 7.3 of 4 to 2020-12), None where none did."""
    return next((draft for draft, names in _FORMATS.items() if name in names), None)


def subschemas(schema: JsonValue, draft: Draft) -> Iterator[tuple[tuple[str, ...], JsonValue]]:
    """The direct subschemas of a schema, with their pointer tokens below it, in file order."""
    if not isinstance(schema, dict):
        return
    known = _KNOWN[draft]
    for name, value in schema.items():
        keyword = known.get(name)
        if keyword is None or keyword.holds is None:
            continue
        yield from _held(name, value, keyword.holds)


def _held(name: str, value: JsonValue, holds: Holds) -> Iterator[tuple[tuple[str, ...], JsonValue]]:
    if isinstance(value, list) and holds in (Holds.LIST, Holds.ONE_OR_LIST):
        for index, item in enumerate(value):
            yield (name, str(index)), item
    elif isinstance(value, dict) and holds in (Holds.MAP, Holds.MAP_OF_ONE_OR_NAMES):
        for key, item in value.items():
            if not isinstance(item, list):
                yield (name, key), item
    elif isinstance(value, (dict, bool)) and holds in (Holds.ONE, Holds.ONE_OR_LIST):
        yield (name,), value


def identifier(schema: JsonValue, draft: Draft) -> str | None:
    """The URI reference by which a schema names itself, None where it does not.

    A bare fragment names a place, not a base (draft-07 section 8.2.3); up to draft-07 a `$ref`
    hides its siblings, `$id` included.
    """
    if not isinstance(schema, dict):
        return None
    if not draft.since(Draft.D2019) and isinstance(schema.get("$ref"), str):
        return None
    name = schema.get("id" if draft is Draft.D4 else "$id")
    return name if isinstance(name, str) and not name.startswith("#") else None
