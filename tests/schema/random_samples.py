"""A random generator and a schema to documents that it may accept, and to small edits of documents.

A sample follows what a schema declares (constants, types, required members, items, branches,
references) and is not held to it: some are accepted, many only nearly, and both are worth trying.
"""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

TEXTS_OF_PATTERNS = ("a", "b", "aa", "ab", "ba", "bb", "aaa", "abab", "z", "az", "zb", "zz", "c", "ca")
_OF_TYPE: dict[str, tuple[Any, ...]] = {
    "string": TEXTS_OF_PATTERNS,
    "integer": (0, 1, 2, 3, 6, -1, 10**20),
    "number": (0, 1, 2, 3, -1, Decimal("1.5"), Decimal("0.5"), Decimal("0.1")),
    "boolean": (True, False),
    "null": (None,),
    "array": ([], [1], ["a"], [1, 1], [1, 2], [1, "a"], [None, 1, "a"]),
    "object": ({}, {"a": 1}, {"b": "a"}, {"a": 1, "b": 1}, {"z": 1}, {"ab": "a", "a": 1}),
}
_ANY = tuple(value for values in _OF_TYPE.values() for value in values)
_BRANCHES = ("allOf", "anyOf", "oneOf")


class Samples:
    """Random documents of one schema."""

    def __init__(self, rng: random.Random, root: Any) -> None:
        self.rng = rng
        self.root = root

    def some(self, count: int) -> list[Any]:
        """So many documents, half of them edited."""
        found = []
        for _ in range(count):
            value = self.value([self.root], 5)
            found.append(edited(self.rng, value) if self.rng.random() < 0.5 else value)
        return found

    def value(self, schemas: list[Any], depth: int) -> Any:
        """A value that all of some schemas may accept."""
        layers = self._layers(schemas)
        listed = [each for each in layers if isinstance(each.get("enum"), list) or "const" in each]
        if listed and self.rng.random() < 0.85:
            one = self.rng.choice(listed)
            return self.rng.choice([one["const"]] if "const" in one else one["enum"] or [None])
        kind = self._kind(layers)
        if kind == "object" and depth > 0:
            return self._object(layers, depth)
        if kind == "array" and depth > 0:
            return self._array(layers, depth)
        bounds = [
            bound + step
            for each in layers
            for key in ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
            if isinstance(bound := each.get(key), (int, Decimal)) and not isinstance(bound, bool)
            for step in (-1, 0, 1)
        ]
        if bounds and kind in ("number", "integer"):
            return self.rng.choice(bounds)
        return self.rng.choice(_OF_TYPE[kind])

    def _layers(self, schemas: list[Any]) -> list[dict[str, Any]]:
        """The schemas with their references and (some of) their branches."""
        found: list[dict[str, Any]] = []
        stack = [*schemas]
        while stack:
            here = stack.pop()
            if not isinstance(here, dict) or any(here is each for each in found):
                continue
            found.append(here)
            if isinstance(here.get("$ref"), str):
                stack.append(self._target(here["$ref"]))
            for keyword in _BRANCHES:
                branches = here.get(keyword)
                if isinstance(branches, list) and branches:
                    stack += branches if keyword == "allOf" else [self.rng.choice(branches)]
            if "if" in here:
                stack += self.rng.choice(([here["if"], here.get("then")], [here.get("else")]))
        return found

    def _target(self, reference: str) -> Any:
        here = self.root
        for token in reference.split("/")[1:]:
            here = here.get(token) if isinstance(here, dict) else None
        return here

    def _kind(self, layers: list[dict[str, Any]]) -> str:
        kinds: set[str] | None = None
        for each in layers:
            said = each.get("type")
            names = {said} if isinstance(said, str) else {*said} if isinstance(said, list) else None
            kinds = names if kinds is None else kinds & names if names is not None else kinds
        hinted = [
            kind
            for each in layers
            for keys, kind in (
                (("properties", "patternProperties", "required", "additionalProperties"), "object"),
                (("items", "prefixItems", "contains", "minItems"), "array"),
            )
            if any(key in each for key in keys)
        ]
        if kinds:
            return self.rng.choice(sorted(kinds))
        return self.rng.choice(hinted if hinted and self.rng.random() < 0.85 else sorted(_OF_TYPE))

    def _object(self, layers: list[dict[str, Any]], depth: int) -> dict[str, Any]:
        declared = sorted({name for each in layers for name in each.get("properties") or ()})
        names = {name for each in layers for name in each.get("required") or () if isinstance(name, str)}
        names.update(self.rng.sample(declared, self.rng.randint(0, len(declared))))
        if self.rng.random() < 0.4:
            names.add(self.rng.choice(TEXTS_OF_PATTERNS))
        return {name: self.value(self._members(layers, name), depth - 1) for name in sorted(names)}

    def _members(self, layers: list[dict[str, Any]], name: str) -> list[Any]:
        found = []
        for each in layers:
            own = each.get("properties") or {}
            patterns = [*(each.get("patternProperties") or {}).values()]
            found.append(own[name] if name in own else each.get("additionalProperties"))
            found += patterns if self.rng.random() < 0.5 else []
        return found

    def _array(self, layers: list[dict[str, Any]], depth: int) -> list[Any]:
        least = max((each.get("minItems") or 0 for each in layers), default=0)
        found = []
        for index in range(self.rng.randint(least, least + 2)):
            asked = []
            for each in layers:
                items, prefix = each.get("items"), each.get("prefixItems")
                tuples = prefix if isinstance(prefix, list) else items if isinstance(items, list) else []
                rest = each.get("additionalItems") if isinstance(items, list) else items
                asked.append(tuples[index] if index < len(tuples) else rest)
                asked.append(each.get("contains") if self.rng.random() < 0.5 else None)
            found.append(self.value(asked, depth - 1))
        return found


def edited(rng: random.Random, value: Any) -> Any:
    """A document with one part more, less or otherwise."""
    if isinstance(value, dict) and value and rng.random() < 0.8:
        name = rng.choice(sorted(value))
        rest = {key: each for key, each in value.items() if key != name}
        roll = rng.random()
        if roll < 0.25:
            return rest
        if roll < 0.45:
            return {**value, rng.choice(TEXTS_OF_PATTERNS): rng.choice(_ANY)}
        return {**value, name: edited(rng, value[name])}
    if isinstance(value, list) and value and rng.random() < 0.8:
        index = rng.randrange(len(value))
        roll = rng.random()
        if roll < 0.25:
            return value[:index] + value[index + 1 :]
        if roll < 0.5:
            return [*value, rng.choice((value[index], rng.choice(_ANY)))]
        return [*value[:index], edited(rng, value[index]), *value[index + 1 :]]
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool) and rng.random() < 0.5:
        return value + rng.choice((-1, 1))
    return rng.choice(_ANY)
