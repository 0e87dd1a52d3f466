"""A document and two schemas to whether the document is set aside: the definitions' content model
(section 2) written a second time, by walking the document, so that the two can be held together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_SINCE = {
    "const": 1,
    "contains": 1,
    "propertyNames": 1,
    "if": 2,
    "then": 2,
    "else": 2,
    "dependentRequired": 3,
    "dependentSchemas": 3,
    "unevaluatedProperties": 3,
    "unevaluatedItems": 3,
    "prefixItems": 4,
    "$recursiveRef": 3,
    "$dynamicRef": 4,
}
_UNTIL = {"dependencies": 2, "additionalItems": 3, "$recursiveRef": 3}
_REFERENCES = ("$ref", "$dynamicRef", "$recursiveRef")
_AGES = ("draft-04", "draft-06", "draft-07", "2019-09", "2020-12")
_STRANGE = ("", "\n", "z", "Zz9_-.$ /é")
_SAYS_NOTHING = {"title", "description", "default", "x-other", "x-note", "$schema", "$comment"}
_SAYS_NOTHING |= {"$defs", "definitions"}
_NOTHING_EMPTY = {"properties", "patternProperties", "required", "dependentRequired", "dependentSchemas"}
_NOTHING_EMPTY |= {"dependencies", "uniqueItems"}


class Side:
    """One schema: its keywords by draft, and its references, which all stay in the document."""

    def __init__(self, root: Any) -> None:
        self.root = root
        self.age = next(age for age, name in enumerate(_AGES) if name in root["$schema"])

    def get(self, schema: Any, keyword: str) -> Any:
        if not isinstance(schema, dict) or keyword not in schema:
            return None
        if self.age < 3 and "$ref" in schema:
            return schema["$ref"] if keyword == "$ref" else None
        known = _SINCE.get(keyword, 0) <= self.age <= _UNTIL.get(keyword, 4)
        return schema[keyword] if known else None

    def applying(self, schemas: list[Any]) -> list[dict[str, Any]]:
        """Every schema object that can apply where these do."""
        found: list[dict[str, Any]] = []
        stack = list(schemas)
        while stack:
            here = stack.pop()
            if not isinstance(here, dict) or any(here is each for each in found):
                continue
            found.append(here)
            stack += self._in_place(here)
        return found

    def _in_place(self, here: dict[str, Any]) -> Iterator[Any]:
        for keyword in _REFERENCES:
            reference = self.get(here, keyword)
            if reference is not None:
                yield self.target(reference)
        for keyword in ("allOf", "anyOf", "oneOf"):
            yield from self.get(here, keyword) or ()
        if self.get(here, "if") is not None:
            for keyword in ("if", "then", "else"):
                yield self.get(here, keyword)
        for keyword in ("dependentSchemas", "dependencies"):
            for inner in (self.get(here, keyword) or {}).values():
                if not isinstance(inner, list):
                    yield inner

    def target(self, reference: str) -> Any:
        if reference == "#p":  # the one dynamic anchor that random schemas have
            held = [each for each in self.root["$defs"].values() if isinstance(each, dict)]
            return next((each for each in held if each.get("$dynamicAnchor") == "p"), {})
        here = self.root
        for token in reference.split("/")[1:]:
            here = here[token]
        return here

    def names(self, nodes: list[dict[str, Any]]) -> set[str]:
        """The names mentioned one by one."""
        found: set[str] = set()
        for node in nodes:
            found |= {*(self.get(node, "properties") or {})} | {*(self.get(node, "required") or ())}
            for keyword in ("dependentRequired", "dependentSchemas", "dependencies"):
                for name, inner in (self.get(node, keyword) or {}).items():
                    found.add(name)
                    found |= {*inner} if isinstance(inner, list) else set()
            found |= self.finite(self.get(node, "propertyNames")) or set()
        return found

    def finite(self, schema: Any, seen: tuple[Any, ...] = ()) -> set[str] | None:
        """The strings a schema lists, None where it lists none."""
        if not isinstance(schema, dict) or any(schema is each for each in seen):
            return None
        seen = (*seen, schema)
        sets = []
        if isinstance(self.get(schema, "enum"), list):
            sets.append({each for each in schema["enum"] if isinstance(each, str)})
        if self.age >= 1 and "const" in schema and self.get(schema, "const") is not None:
            sets.append({schema["const"]} if isinstance(schema["const"], str) else set())
        kinds = self.get(schema, "type")
        if sets and kinds is not None and "string" not in ([kinds] if isinstance(kinds, str) else kinds):
            sets.append(set())  # it takes none of the names that it lists
        held = [self.get(schema, keyword) for keyword in _REFERENCES]
        sets += [self.finite(self.target(each), seen) for each in held if each is not None]
        sets += [self.finite(each, seen) for each in self.get(schema, "allOf") or ()]
        for keyword in ("anyOf", "oneOf"):
            branches = [
                set() if each is False else self.finite(each, seen)
                for each in self.get(schema, keyword) or ()
            ]
            if branches and all(each is not None for each in branches):
                sets.append(set().union(*branches))
        known = [each for each in sets if each is not None]
        return set.intersection(*known) if known else None

    def patterns(self, nodes: list[dict[str, Any]]) -> set[str]:
        return {pattern for node in nodes for pattern in self.get(node, "patternProperties") or ()}

    def everything(self, nodes: list[dict[str, Any]]) -> bool:
        """Whether a schema speaks of every undeclared name."""
        held = [self.get(n, "additionalProperties") for n in nodes]
        # beside `additionalProperties` nothing is left for the other to speak of
        held += [self.get(n, "unevaluatedProperties") for n in nodes if "additionalProperties" not in n]
        return any(isinstance(each, dict) and not self.trivial(each) for each in held)

    def trivial(self, schema: Any, seen: tuple[Any, ...] = ()) -> bool:
        """Whether a schema visibly takes everything: then it is `true`, and speaks of nothing."""
        if not isinstance(schema, dict):
            return schema is True
        if any(schema is each for each in seen):
            return False
        return all(self._idle(schema, keyword, (*seen, schema)) for keyword in schema)

    def _idle(self, schema: dict[str, Any], keyword: str, seen: tuple[Any, ...]) -> bool:
        value = self.get(schema, keyword)
        if value is not None and keyword in _REFERENCES:
            return self.trivial(self.target(value), seen)
        if keyword in _SAYS_NOTHING or value is None or keyword in ("if", "contentEncoding"):
            return value is not None or keyword != "const" or self.age < 1
        if keyword in _NOTHING_EMPTY:
            return not value
        if keyword in ("then", "else"):
            return self.get(schema, "if") is None or self.trivial(value, seen)
        if keyword in ("minContains", "maxContains"):
            return self.get(schema, "contains") is None
        if keyword in ("minLength", "minItems", "minProperties"):
            return bool(value == 0)
        if keyword == "additionalItems":
            return not isinstance(self.get(schema, "items"), list) or self.trivial(value, seen)
        if keyword in ("items", "propertyNames", "additionalProperties"):
            return not isinstance(value, list) and self.trivial(value, seen)
        if keyword == "anyOf":
            return any(self.trivial(each, seen) for each in value)
        return keyword == "allOf" and all(self.trivial(each, seen) for each in value)

    def member(self, nodes: list[dict[str, Any]], name: str) -> list[dict[str, Any]]:
        found: list[Any] = []
        for node in nodes:
            own = self.get(node, "properties") or {}
            matched = [
                v for p, v in (self.get(node, "patternProperties") or {}).items() if re.search(p, name)
            ]
            found += [own[name]] if name in own else []
            found += matched
            if name not in own and not matched:
                found.append(self.get(node, "additionalProperties"))
            found.append(self.get(node, "unevaluatedProperties"))
        return self.applying(found)

    def item(self, nodes: list[dict[str, Any]], index: int) -> list[dict[str, Any]]:
        found: list[Any] = []
        for node in nodes:
            items = self.get(node, "items")
            prefix, rest = (
                (self.get(node, "prefixItems") or [], items)
                if self.age == 4
                else (items, self.get(node, "additionalItems"))
                if isinstance(items, list)
                else ([], items)
            )
            found.append(prefix[index] if index < len(prefix) else rest)
            found += [self.get(node, "contains"), self.get(node, "unevaluatedItems")]
        return self.applying(found)


def set_aside(document: Any, left: Any, right: Any) -> bool:
    """Whether a document does not count in S(left) ⊆ S(right) under the declared reading: at a place
    where left is open, it carries a name that left does not mention there and right does."""
    sides = Side(left), Side(right)
    return _aside(document, sides, ([*sides[0].applying([left])], [*sides[1].applying([right])]))


def _aside(document: Any, sides: tuple[Side, Side], nodes: tuple[list[Any], list[Any]]) -> bool:
    left, right = sides
    if isinstance(document, list):
        return any(
            _aside(each, sides, (left.item(nodes[0], i), right.item(nodes[1], i)))
            for i, each in enumerate(document)
        )
    if not isinstance(document, dict):
        return False
    names, patterns = left.names(nodes[0]), left.patterns(nodes[0])
    spoken = left.everything(nodes[0]) or not (names or patterns)
    more = {p for p in right.patterns(nodes[1]) if not all(re.search(p, name) for name in _STRANGE)}
    for name in document:
        if spoken or name in names or any(re.search(p, name) for p in patterns):
            continue
        if name in right.names(nodes[1]) or any(re.search(p, name) for p in more):
            return True
    return any(
        _aside(value, sides, (left.member(nodes[0], name), right.member(nodes[1], name)))
        for name, value in document.items()
    )
