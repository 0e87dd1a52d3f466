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
from govern.schema.dialect import Draft, draft_of_uri, subschemas
from govern.schema.resolve import TREE, Library, Node, child
from govern.schema.validators import Validators, pattern_matches

_MOST_VISITS = 20_000
_DEEPEST = 16

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


@dataclass(frozen=True, slots=True)
class Visit:
    """A subschema (its file and pointer tokens) and one instance place where it applies."""

    file: str
    pointer: tuple[str, ...]
    schema: JsonValue
    draft: Draft
    path: InstancePath


def visits(root: str, documents: Documents, contract: Contract) -> tuple[Visit, ...] | None:
    """Every subschema that can apply to a document of the schema file `root`, with where it does;
    None where they are too many to be listed. References are followed inside the contract's
    documents; one that leads out of them is not."""
    files = {TREE + path: path for path in schema_paths(contract) if path in documents}
    library = Library(
        documents[root],
        draft_of(documents[root], contract),
        {uri: documents[path] for uri, path in files.items() if path != root},
        TREE + root,
    )
    found: list[Visit] = []
    for node, path in _walk(library):
        if len(found) == _MOST_VISITS:
            return None
        found.append(Visit(files.get(node.document, ""), node.pointer, node.schema, node.draft, path))
    return tuple(found)


def draft_of(document: JsonValue, contract: Contract) -> Draft:
    """The dialect a schema file is read in: its own, else the contract's, else the newest."""
    if isinstance(document, dict) and isinstance(document.get("$schema"), str):
        return draft_of_uri(str(document["$schema"])) or Draft.D2020
    try:
        return Draft(contract.reading.draft or Draft.D2020)
    except ValueError:
        return Draft.D2020


def _walk(library: Library) -> Iterator[tuple[Node, InstancePath]]:
    seen: set[tuple[str, tuple[str, ...], InstancePath]] = set()
    stack: list[tuple[Node, InstancePath, frozenset[tuple[str, tuple[str, ...]]]]] = [
        (library.root, (), frozenset())
    ]
    while stack:
        node, path, above = stack.pop()
        key = (node.document, node.pointer)
        if key in above or (*key, path) in seen or len(path) > _DEEPEST:
            continue
        seen.add((*key, path))
        yield node, path
        stack.extend((below, reached, above | {key}) for below, reached in _below(library, node, path))


def _below(library: Library, node: Node, path: InstancePath) -> Iterator[tuple[Node, InstancePath]]:
    schema = node.schema
    if not isinstance(schema, dict):
        return
    for keyword in ("$ref", "$dynamicRef", "$recursiveRef"):
        reference = schema.get(keyword)
        target = library.resolve(node, reference) if isinstance(reference, str) else None
        if target is not None:
            yield target, path
    if "$ref" in schema and not node.draft.since(Draft.D2019):
        return
    for tokens, inner in subschemas(schema, node.draft):
        if tokens[0] not in _NOT_APPLIED:
            yield child(node, tokens, inner), path + _step(tokens, schema)


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


def meets(one: InstancePath, other: InstancePath) -> bool:
    """Whether two instance places may be the same."""
    return len(one) == len(other) and all(map(_same, one, other))


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
