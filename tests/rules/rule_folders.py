"""A folder of tests/rules to what it holds, and schemas to what independent validators say."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import jsonschema_rs
import referencing
from referencing.jsonschema import DRAFT202012

from govern.documents import exact
from govern.model import Compatibility, Reading
from govern.schema.comparison import Question, compare
from govern.schema.revision import SchemaRevision

FOLDERS = Path(__file__).parent
NAMES = tuple(sorted(each.name for each in FOLDERS.iterdir() if (each / "expect.json").is_file()))


def load(name, file):
    return json.loads((FOLDERS / name / f"{file}.json").read_text(encoding="utf-8"))


def reading(name):
    return Reading(compatibility=Compatibility(load(name, "expect")["compatibility"]))


def revision(name, side):
    resources = load(name, "expect").get("resources", {}).get(side, {})
    return SchemaRevision(exact(load(name, side)), resources=exact(resources))


def compared(name, old="old", new="new"):
    base, head = revision(name, old), revision(name, new)
    return compare(Question(base, head, reading(name), "schema.json"))


def verdicts(schema, document, resources=None):
    """What jsonschema and jsonschema-rs say of a document, without a word of govern's own."""
    resources = resources or {}
    registry = referencing.Registry().with_resources(
        (uri, referencing.Resource.from_contents(each, default_specification=DRAFT202012))
        for uri, each in resources.items()
    )
    cls = jsonschema.validators.validator_for(schema, default=jsonschema.Draft202012Validator)
    fast = jsonschema_rs.validator_for(schema, registry=jsonschema_rs.Registry(list(resources.items())))
    return cls(schema, registry=registry).is_valid(document), fast.is_valid(document)
