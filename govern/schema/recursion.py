"""A form's definitions to whether one of them leads back to itself without going into the document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from govern.model import JsonValue
from govern.schema.fingerprint import target

_LISTS = ("allOf", "anyOf", "oneOf")
_ONES = ("not", "if", "then", "else")


def circular(root: JsonValue, definitions: Mapping[str, JsonValue]) -> bool:
    """Whether following references and branches at one and the same instance can go on for ever.

    The dialects call such a schema's behaviour undefined (2020-12 core, section 9.4.1), and real
    validators differ on it.
    """
    edges = {name: {*_in_place(body)} for name, body in definitions.items()}
    left = set(edges)
    while peeled := {name for name in left if not edges[name] & left}:
        left -= peeled
    return bool(left) and bool(_reached(root, definitions) & left)


def _reached(root: JsonValue, definitions: Mapping[str, JsonValue]) -> set[str]:
    found: set[str] = set()
    stack: list[JsonValue] = [root]
    while stack:
        here = stack.pop()
        name = target(here)
        if name is not None and name not in found:
            found.add(name)
            stack.append(definitions.get(name, True))
        elif isinstance(here, dict):
            stack.extend(here.values())
        elif isinstance(here, list):
            stack.extend(here)
    return found


def _in_place(schema: JsonValue) -> Iterator[str]:
    """The definitions that a schema applies to the very instance it is itself applied to."""
    stack = [schema]
    while stack:
        here = stack.pop()
        name = target(here)
        if name is not None:
            yield name
        elif isinstance(here, dict):
            for keyword in _LISTS:
                branches = here.get(keyword)
                stack.extend(branches if isinstance(branches, list) else ())
            stack.extend(here[keyword] for keyword in _ONES if keyword in here)
            dependent = here.get("dependentSchemas")
            stack.extend(dependent.values() if isinstance(dependent, dict) else ())
