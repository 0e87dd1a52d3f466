"""Schemas and their version consts to the instance places they bind, and whether a mask is sound there.

A const may be swapped for a placeholder only if every other rule that meets the same value says of
the placeholder what it says of the version: a `pattern` that refuses the placeholder would empty the
schema on both sides and prove anything, a condition on the version would fall silent. Where that
cannot be had the place stays as it is, its change is content, and a note says why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from govern.contracts import Contract
from govern.model import Format, JsonObject, JsonValue
from govern.policy.versions.places import Documents, schema_paths
from govern.schema.dialect import Draft, draft_of, subschemas
from govern.schema.resolve import Library, Node, child
from govern.schema.uris import TREE
from govern.schema.validators import Validators, pattern_matches

_MOST_STEPS = 20_000
"""Steps on the ways to one subschema; a schema with more is too entangled to tell."""

_MOST_ENTRIES = 2
"""Times that one way may enter the same subschema: a rule may meet a version one loop further down."""

_VALUE_KEYWORDS = (
    "type",
    "enum",
    "const",
    "pattern",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "format",
)
"""Keywords that can tell one string or number from another. All others speak of objects and lists,
annotate, or hold subschemas, which are visited in their turn."""

_NOT_APPLIED = ("definitions", "$defs", "propertyNames", "contentSchema")
_LISTS = ("items", "prefixItems", "additionalItems", "unevaluatedItems", "contains")
_OPEN = ("additionalProperties", "unevaluatedProperties")


@dataclass(frozen=True, slots=True)
class Names:
    """Any name but some, or any that a pattern finds; items of a list too."""

    apart: frozenset[str] = frozenset()
    pattern: str | None = None

    def allow(self, name: str) -> bool:
        """Whether the name may be one of these; true where nobody can say."""
        if name in self.apart:
            return False
        return self.pattern is None or pattern_matches(self.pattern, name) is not False


InstancePath: TypeAlias = "tuple[str | Names, ...]"


Key: TypeAlias = tuple[str, tuple[str, ...]]
"""A subschema: its file, and its pointer tokens in it."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Every subschema that a schema file reaches, and the steps between them: `edges` lead to what is
    applied, with what it adds to the instance place (nothing where it is the same place)."""

    root: Key
    nodes: Mapping[Key, Node]
    edges: Mapping[Key, tuple[tuple[InstancePath, Key], ...]]

    def paths(self, target: Key) -> tuple[InstancePath, ...] | None:
        """The instance places where a subschema applies, each loop gone through at most once; None where
        they are too many to be listed."""
        reaching = self._reaching(target)
        found: dict[InstancePath, None] = {}
        stack: list[tuple[Key, InstancePath, tuple[Key, ...]]] = [(self.root, (), ())]
        for _ in range(_MOST_STEPS):
            if not stack:
                return tuple(found)
            key, path, above = stack.pop()
            if key == target:
                found[path] = None
            for step, below in self.edges[key]:
                if below in reaching and (*above, key).count(below) < _MOST_ENTRIES:
                    stack.append((below, path + step, (*above, key)))
        return None

    def met(self, path: InstancePath) -> tuple[tuple[Node, ...], ...]:
        """The subschemas that apply at an instance place and at each place above it, root first."""
        here = self._closed({self.root})
        levels = [here]
        for token in path:
            below = {key for each in here for step, key in self.edges[each] if step and _same(step[0], token)}
            here = self._closed(below)
            levels.append(here)
        return tuple(tuple(self.nodes[key] for key in sorted(level)) for level in levels)

    def _closed(self, keys: set[Key]) -> set[Key]:
        """The keys with all that is applied at the same place."""
        found, stack = set(keys), list(keys)
        while stack:
            below = {key for step, key in self.edges[stack.pop()] if not step} - found
            found |= below
            stack.extend(below)
        return found

    def _reaching(self, target: Key) -> set[Key]:
        above: dict[Key, set[Key]] = {}
        for key, edges in self.edges.items():
            for _, below in edges:
                above.setdefault(below, set()).add(key)
        found, stack = {target}, [target]
        while stack:
            fresh = above.get(stack.pop(), set()) - found
            found |= fresh
            stack.extend(fresh)
        return found


def layout(root: str, documents: Documents, contract: Contract) -> Layout:
    """The layout of a schema file. References are followed inside the contract's schemas; one that
    leads out of them is not."""
    files = {TREE + path: path for path in schema_paths(contract) if path in documents}
    library = Library(
        documents[root],
        draft_of(documents[root], contract.reading.draft),
        {uri: documents[path] for uri, path in files.items() if path != root},
        TREE + root,
    )

    def key_of(node: Node) -> Key:
        return files.get(node.document, node.document), node.pointer

    nodes = {key_of(library.root): library.root}
    edges: dict[Key, tuple[tuple[InstancePath, Key], ...]] = {}
    stack = [library.root]
    while stack:
        node = stack.pop()
        below = [(step, each, key_of(each)) for step, each in _below(library, node)]
        edges[key_of(node)] = tuple((step, key) for step, _, key in below)
        for _, each, key in below:
            if key not in nodes:
                nodes[key] = each
                stack.append(each)
    return Layout(key_of(library.root), nodes, edges)


def _below(library: Library, node: Node) -> Iterator[tuple[InstancePath, Node]]:
    schema = node.schema
    if not isinstance(schema, dict):
        return
    for keyword in ("$ref", "$dynamicRef", "$recursiveRef"):
        reference = schema.get(keyword)
        target = library.resolve(node, reference) if isinstance(reference, str) else None
        if target is not None:
            yield (), target
    if "$ref" in schema and not node.draft.since(Draft.D2019):
        return
    for tokens, inner in subschemas(schema, node.draft):
        if tokens[0] not in _NOT_APPLIED:
            yield _step(tokens, schema), child(node, tokens, inner)


def _step(tokens: tuple[str, ...], schema: JsonObject) -> InstancePath:
    """What a keyword adds to the instance place of the schema it stands in."""
    match tokens:
        case ("properties", name):
            return (name,)
        case ("patternProperties", pattern):
            return (Names(pattern=pattern),)
        case (keyword, *_) if keyword in _OPEN:
            declared = schema.get("properties")
            return (Names(frozenset(declared) if isinstance(declared, dict) else frozenset()),)
        case (keyword, *_) if keyword in _LISTS:
            return (Names(),)
    return ()


def _same(one: str | Names, other: str | Names) -> bool:
    if isinstance(one, str):
        return other.allow(one) if isinstance(other, Names) else one == other
    return one.allow(other) if isinstance(other, str) else True


def holds_containers(schema: JsonValue) -> bool:
    """Whether a schema names whole objects or lists as values, so that a version may stand inside."""
    if not isinstance(schema, dict):
        return False
    enum = schema.get("enum")
    values = [schema.get("const"), *(enum if isinstance(enum, list) else [])]
    return any(isinstance(value, (dict, list)) for value in values)


def value_rules(schema: JsonValue, without: Sequence[str] = ()) -> JsonObject:
    """What a subschema itself says of a string or a number, apart from some keywords."""
    if not isinstance(schema, dict):
        return {}
    return {key: schema[key] for key in _VALUE_KEYWORDS if key in schema and key not in without}


def says(rules: Mapping[str, JsonValue], value: JsonValue, draft: Draft, contract: Contract) -> bool | None:
    """What value rules say of a value; None where no validator can tell."""
    if not rules:
        return True
    formats = contract.reading.format is Format.ASSERTED
    return Validators(dict(rules), draft, formats=formats).quick(value)
