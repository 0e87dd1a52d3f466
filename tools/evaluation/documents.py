"""Bytes of a JSON or YAML file to a plain value, read without govern; annotations to nothing."""

from __future__ import annotations

import json
import warnings
from typing import TypeAlias

Value: TypeAlias = "bool | int | float | str | list[Value] | dict[str, Value] | None"

ANNOTATIONS = frozenset({"title", "description", "examples", "$comment", "readOnly", "writeOnly"})
NAMED = frozenset({"properties", "patternProperties", "definitions", "$defs", "dependentSchemas"})
VALUES = frozenset({"enum", "const", "default", "examples"})


class UnreadableError(Exception):
    """The file is no JSON value, or one that cannot be read here."""


def value_of(path: str, data: bytes) -> Value:
    """The value of a JSON or YAML file. Raises UnreadableError."""
    try:
        if path.endswith(".json"):
            loaded = json.loads(data.decode("utf-8"))
        elif path.endswith((".yaml", ".yml")):
            loaded = _yaml(data)
        else:
            raise UnreadableError(path)
    except (ValueError, RecursionError) as error:
        raise UnreadableError(f"{path}: {error}") from error
    if not _plain(loaded):
        raise UnreadableError(f"{path}: a date, a tag or a key that is no text")
    return loaded


def without_annotations(schema: Value) -> Value:
    """A schema without the keywords that only tell people something, `default` kept."""
    if isinstance(schema, list):
        return [without_annotations(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    kept: dict[str, Value] = {}
    for keyword, value in schema.items():
        if keyword in ANNOTATIONS:
            continue
        if keyword in NAMED and isinstance(value, dict):
            kept[keyword] = {name: without_annotations(each) for name, each in value.items()}
        elif keyword in VALUES:
            kept[keyword] = value
        else:
            kept[keyword] = without_annotations(value)
    return kept


def same(one: Value, other: Value) -> bool:
    """Equality of JSON values: true is not 1, 1.0 is 1, keys have no order."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(same(a, b) for a, b in zip(one, other, strict=True))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    return one == other


def _yaml(data: bytes) -> Value:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            loaded: Value = YAML(typ="safe", pure=True).load(data)
    except (YAMLError, UnicodeDecodeError, AttributeError, TypeError, NotImplementedError) as error:
        raise UnreadableError(str(error)) from error
    return loaded


def _plain(value: object) -> bool:
    if isinstance(value, list):
        return all(_plain(each) for each in value)
    if isinstance(value, dict):
        return all(isinstance(key, str) and _plain(each) for key, each in value.items())
    return value is None or isinstance(value, (bool, int, float, str))
