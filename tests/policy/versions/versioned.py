"""A contract whose version stands in a manifest, a schema and a fixture, at any two revisions."""

from __future__ import annotations

from govern.contracts import Contract, SchemaFile, Scheme, VersionField
from govern.model import Change, Class, FindingLevel, JsonValue, Level, Place
from govern.policy.versions import judge

MANIFEST, SCHEMA, FIXTURE = "specs/m.json", "schemas/s.json", "fixtures/f.json"
AT = f"{MANIFEST}#/v"
PLACES = (AT, f"{SCHEMA}#/properties/v/const", "fixtures/**#/v")
LEVELS = {"major": Class.BREAKING, "minor": Class.ADDITIVE, "none": Class.EDITORIAL}
ABSENT = object()


def contract(scheme: Scheme | None = None, **options) -> Contract:
    field = VersionField(PLACES, scheme, **options)
    return Contract("c", (SchemaFile(SCHEMA),), MANIFEST, ("fixtures/**",), versions=(field,))


def documents(version: JsonValue, schema: JsonValue = ABSENT, fixture: JsonValue = ABSENT) -> dict:
    schema = version if schema is ABSENT else schema
    fixture = schema if fixture is ABSENT else fixture
    return {
        MANIFEST: {} if version is ABSENT else {"v": version},
        SCHEMA: {"type": "object", "properties": {"v": {"const": schema}, "a": {"type": "string"}}},
        FIXTURE: {"v": fixture, "a": "x"},
    }


def change(asks: str, path: str = SCHEMA, pointer: str = "/properties/a", **options) -> Change:
    class_ = LEVELS[asks]
    level = {"major": Level.MAJOR, "minor": Level.MINOR, "none": Level.NONE}[asks]
    place = Place(pointer)
    return Change(
        options.pop("id", f"{path}{pointer}{asks}"),
        "type-changed",
        class_,
        path,
        "",
        base=place,
        head=place,
        level_required=options.pop("level", level),
        **options,
    )


def judged(scheme, base, head, asks="", *, taken=None, **options):
    """The one review, and the findings as (rule, level, message, remedy)."""
    changes = [change(asks)] if asks else []
    if not isinstance(base, dict):
        base = documents(base)
    if not isinstance(head, dict):
        head = documents(head)
    reviews, findings = judge(contract(scheme, **options), base, head, changes, taken=taken)
    return reviews[0], findings


NOTE, BLOCKS, STANDING = FindingLevel.NOTE, FindingLevel.BLOCKS, FindingLevel.STANDING
