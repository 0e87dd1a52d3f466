"""A schema and the resources it may reach, to the node that each reference means. Offline always."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from urllib.parse import unquote, urldefrag, urljoin

from govern import pointer
from govern.model import JsonValue
from govern.schema.dialect import Draft, draft_of_uri, identifier, subschemas

TREE = "https://tree.invalid/"
"""Where files of the repository's own tree live as URIs: `TREE + path`. `.invalid` names nothing
(RFC 6761 section 6.4), so such a URI can never be fetched."""


@dataclass(frozen=True, slots=True)
class Node:
    """A schema at its place: the document's URI, the pointer inside it, its base URI and dialect."""

    document: str
    pointer: tuple[str, ...]
    schema: JsonValue
    base: str
    draft: Draft


@dataclass(frozen=True, slots=True)
class _Resource:
    node: Node
    anchors: Mapping[str, Node]


class Library:
    """The documents a schema can reach, by URI, and the way from a reference to its node.

    `uri` is where the root was found (its `$id` is resolved against it); `resources` maps absolute
    URIs without fragment to documents.
    """

    def __init__(
        self,
        root: JsonValue,
        draft: Draft,
        resources: Mapping[str, JsonValue] | None = None,
        uri: str = TREE,
    ) -> None:
        self._raw: dict[str, JsonValue] = {_bare(key): value for key, value in (resources or {}).items()}
        self._raw[_bare(uri)] = root
        self._draft = draft
        self._indexed: dict[str, dict[str, _Resource]] = {}
        self._embedded: dict[str, _Resource] = {}
        self.root = self._index(_bare(uri), root)[_bare(uri)].node
        for key, value in self._raw.items():
            self._index(key, value)

    def resolve(self, node: Node, reference: str) -> Node | None:
        """The node a `$ref` found at `node` means, None where it cannot be read."""
        target, fragment = urldefrag(_join(node.base, reference))
        resource = self._find(target)
        if resource is None:
            return None
        if not fragment:
            return resource.node
        if fragment.startswith("/"):
            return walk(resource.node, pointer.split(unquote(fragment)))
        return resource.anchors.get(unquote(fragment))

    def absolute(self, node: Node, reference: str) -> str:
        """The absolute URI, without fragment, of what a reference asks for."""
        return urldefrag(_join(node.base, reference)).url

    def mentions(self, *keywords: str) -> bool:
        """Whether any of some keywords stands anywhere in the documents, known or unknown places alike."""
        return any(_mentions(document, frozenset(keywords)) for document in self._raw.values())

    def _find(self, uri: str) -> _Resource | None:
        if uri in self._embedded:
            return self._embedded[uri]
        built_in = _metaschemas().get(uri.rstrip("#"))
        if built_in is None:
            return None
        self._raw[uri] = built_in
        return self._index(uri, built_in)[uri]

    def _index(self, uri: str, document: JsonValue) -> dict[str, _Resource]:
        if uri not in self._indexed:
            draft = _declared(document) or self._draft
            base = _bare(_join(uri, identifier(document, draft) or ""))
            found: dict[str, _Resource] = {}
            _scan(Node(uri, (), document, base, draft), found)
            found.setdefault(uri, found[base])
            self._indexed[uri] = found
            for key, resource in found.items():
                self._embedded.setdefault(key, resource)
        return self._indexed[uri]


def child(node: Node, tokens: tuple[str, ...], schema: JsonValue) -> Node:
    """The node of a subschema: a `$schema` or `$id` of its own changes dialect and base."""
    own = _declared(schema) if identifier(schema, node.draft) else None
    draft = own or node.draft
    name = identifier(schema, draft)
    base = _bare(_join(node.base, name)) if name else node.base
    return Node(node.document, node.pointer + tokens, schema, base, draft)


def walk(node: Node, tokens: tuple[str, ...]) -> Node | None:
    """The node below `node` at some tokens, through known and unknown keywords alike."""
    here = node
    for token in tokens:
        value = pointer.get(here.schema, (token,))
        if value is pointer.MISSING:
            return None
        here = child(here, (token,), value)  # type: ignore[arg-type]  # MISSING is excluded above
    return here


def _scan(root: Node, found: dict[str, _Resource]) -> None:
    """Record every resource of a document by its URI, with the anchors of each."""
    anchors: dict[str, Node] = {}
    stack = [root]
    inner: list[Node] = []
    while stack:
        node = stack.pop()
        for name in _anchors(node):
            anchors.setdefault(name, node)
        for tokens, schema in subschemas(node.schema, node.draft):
            below = child(node, tokens, schema)
            (inner if below.base != node.base else stack).append(below)
    found.setdefault(root.base, _Resource(root, anchors))
    for node in inner:
        _scan(node, found)


def _anchors(node: Node) -> list[str]:
    if not isinstance(node.schema, dict):
        return []
    names: list[str] = []
    for keyword in ("$anchor", "$dynamicAnchor"):
        name = node.schema.get(keyword)
        if isinstance(name, str) and node.draft.since(Draft.D2019):
            names.append(name)
    own = node.schema.get("id" if node.draft is Draft.D4 else "$id")
    if isinstance(own, str) and own.startswith("#") and not node.draft.since(Draft.D2019):
        names.append(own[1:])
    return names


def _mentions(document: JsonValue, keywords: frozenset[str]) -> bool:
    stack = [document]
    while stack:
        here = stack.pop()
        if isinstance(here, dict):
            if not keywords.isdisjoint(here):
                return True
            stack.extend(here.values())
        elif isinstance(here, list):
            stack.extend(here)
    return False


def _declared(schema: JsonValue) -> Draft | None:
    if isinstance(schema, dict) and isinstance(schema.get("$schema"), str):
        return draft_of_uri(str(schema["$schema"]))
    return None


def _join(base: str, reference: str) -> str:
    try:
        return urljoin(base, reference)
    except ValueError:
        return reference


def _bare(uri: str) -> str:
    return uri.removesuffix("#")


@cache
def _metaschemas() -> Mapping[str, JsonValue]:
    from govern.schema.validators import metaschemas

    return metaschemas()
