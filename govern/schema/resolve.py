"""A schema and the resources it may reach, to the node that each reference means. Offline always."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple, TypeAlias
from urllib.parse import unquote, urldefrag

from govern import pointer
from govern.documents import canonical, equal
from govern.model import JsonValue
from govern.schema.dialect import LEFT_BEHIND, Draft, draft_of_uri, identifier, subschemas
from govern.schema.referring import (
    DEFINITIONS,
    IN_PLACE,
    NOTHING,
    REFERENCES,
    Kept,
    Made,
    hidden,
    made,
    steps_to_schema,
)
from govern.schema.standing import Keys, Looked, keys, objects_of, values_of
from govern.schema.uris import TREE, bare, join, parted, spelled

_NAMING = frozenset({"$id", "id", "$anchor", "$dynamicAnchor"})
_IDENTIFIERS = frozenset({"$id", "id", "$schema"})
_CONTROL = re.compile("[\x00-\x1f\x7f]")


class Node(NamedTuple):
    """A schema at its place: the document's URI, the pointer inside it, its base URI and dialect."""

    document: str
    pointer: tuple[str, ...]
    schema: JsonValue
    base: str
    draft: Draft


@dataclass(frozen=True, slots=True)
class _Resource:
    """Anchors that two places claim lead to None."""

    node: Node
    anchors: Mapping[str, Node | None]


_Resources: TypeAlias = "dict[str, _Resource | None]"
"""Resources by URI. One that two places claim, and not with the same text, leads to None: validators
differ on which is meant, so none is."""


class Library:
    """The documents a schema can reach, by URI, and the way from a reference to its node.

    `uri` is where the root was found (its `$id` is resolved against it); `resources` maps absolute
    URIs without fragment to documents. Objects that an `elder` library has read are not read again.
    """

    def __init__(
        self,
        root: JsonValue,
        draft: Draft,
        resources: Mapping[str, JsonValue] | None = None,
        uri: str = TREE,
        elder: Library | None = None,
    ) -> None:
        self._raw: dict[str, JsonValue] = {spelled(key): value for key, value in (resources or {}).items()}
        self._raw[spelled(uri)] = root
        self._given = dict(self._raw)
        self._keys: dict[str, Keys] = {}
        self._naming: dict[str, bool] = {}
        self._referring: dict[str, tuple[str, ...]] = {}
        self._looked: Looked = {} if elder is None else elder._looked  # noqa: SLF001  # its own kind
        self._made: Kept = {} if elder is None else elder._made  # noqa: SLF001  # its own kind
        self._resolved: dict[tuple[str, str, str], Node | None] = {}
        self._draft = draft
        self._loaded = False
        self._indexed: dict[str, _Resources] = {}
        self._embedded: _Resources = {}
        self.root = _document(spelled(uri), root, draft)
        for key, value in self._raw.items():
            self._index(key, value)
        self._explicit: _Resources = {key: self._indexed[key][key] for key in self._raw}
        self.ambiguous = any(map(_in_doubt, (self._embedded, *self._indexed.values())))
        """Whether two places in the documents given claim one URI, or one anchor of one resource, so that a
        reader may take either for what is meant (2020-12 core 8.2.1 and 8.2.2 leave it undefined)."""

    def resolve(self, node: Node, reference: str) -> Node | None:
        """The node a `$ref` found at `node` means, None where it cannot be read."""
        key = (node.document, node.base, reference)
        if key not in self._resolved:
            self._resolved[key] = self._meant(node, reference)
        return self._resolved[key]

    def _meant(self, node: Node, reference: str) -> Node | None:
        if _CONTROL.search(reference):
            return None
        target, fragment = parted(node.base, reference)
        resource = self._find(node, target)
        if resource is None:
            return None
        if not fragment:
            return resource.node
        if fragment.startswith("/"):
            return walk(resource.node, pointer.split(unquote(fragment)))
        return resource.anchors.get(unquote(fragment))

    def documents(self) -> tuple[Node, ...]:
        """The root of every document that was given, by its URI."""
        return tuple(map(self.document, sorted(self._given)))

    @cached_property
    def objects(self) -> frozenset[int]:
        """The identities of all objects in the documents that were given."""
        return frozenset(id(each) for document in self._given.values() for each in objects_of(document))

    def same_beside(self, other: Library) -> bool:
        """Whether both were given the very same documents, but for the root."""
        mine, theirs = self._given, other._given
        return mine.keys() == theirs.keys() and all(
            document is theirs[uri] for uri, document in mine.items() if uri != self.root.document
        )

    def document_of(self, node: Node) -> JsonValue:
        """The whole document that a node stands in."""
        return self._raw[node.document]

    def document(self, uri: str) -> Node:
        """The root of the document that was given under a URI."""
        return _document(spelled(uri), self._given[spelled(uri)], self._draft)

    def read_otherwise(self, node: Node, reference: str) -> bool:
        """Whether another reader may find something where a reference leads nowhere: an anchor in a document
        at hand, or whatever is meant by a text with control characters, which some drop and some keep."""
        if _CONTROL.search(reference):
            return True
        return self._holds(node, reference) and not reference.partition("#")[2].startswith("/")

    def _holds(self, node: Node, reference: str) -> bool:
        """Whether the document that a reference asks for is at hand, whatever its fragment leads to."""
        target, _ = parted(node.base, reference)
        known = (self._indexed[node.document], self._explicit, self._embedded)
        return any(target in each for each in known) or self._find(node, target) is not None

    @cached_property
    def text(self) -> bytes:
        """The canonical text of every document given, for what only equal text can answer."""
        return canonical(self._given)

    def absolute(self, node: Node, reference: str) -> str:
        """The absolute URI, without fragment, of what a reference asks for."""
        return parted(node.base, reference)[0]

    def mentions(self, *keywords: str) -> bool:
        """Whether any of some keywords stands anywhere in the documents, known or unknown places alike."""
        return any(not self._keys_of(uri).all.isdisjoint(keywords) for uri in self._raw)

    def names_parts(self, node: Node) -> bool:
        """Whether parts of the document that a node stands in may have bases or dialects of their own."""
        found = self._naming.get(node.document)
        if found is None:
            below = self._keys_of(node.document).below
            found = self._naming[node.document] = not below.isdisjoint(_IDENTIFIERS)
        return found

    def refers(self, node: Node) -> tuple[str, ...]:
        """The keywords that make references and stand anywhere in the document of a node."""
        found = self._referring.get(node.document)
        if found is None:
            every = self._keys_of(node.document).all
            found = self._referring[node.document] = tuple(each for each in REFERENCES if each in every)
        return found

    def made(self, schema: JsonValue, draft: Draft) -> Made:
        """The references of a schema. Only of documents whose parts have no base of their own."""
        return made(schema, draft, self._made) if isinstance(schema, dict) else NOTHING

    def contested(self, anchor: str | None) -> bool:
        """Whether more than one place claims a `$dynamicAnchor` (None: `$recursiveAnchor`), so that where
        a reference to it leads hangs on the way there (2020-12 core 8.2.3.2, 2019-09 core 8.2.4.2)."""
        keyword, wanted = ("$dynamicAnchor", anchor) if anchor is not None else ("$recursiveAnchor", True)
        self._load_built_in()
        return self._claims(self._raw).count((keyword, repr(wanted))) > 1

    def any_contested(self) -> bool:
        """Whether a `$dynamicAnchor`, or `$recursiveAnchor`, of the documents given is claimed by another
        place as well, those of the official metaschemas that they refer to included. What metaschemas
        alone claim is no matter to the documents: nothing leads from them back into these."""
        own = self._claims(self._given)
        if not own:
            return False
        self._load_built_in()
        every = self._claims(self._raw)
        return any(every.count(each) > 1 for each in own)

    def leads_by_the_left_behind(self) -> bool:
        """Whether a document that was given refers to something below what is no keyword of its dialect any
        more, and is followed by some validators (`LEFT_BEHIND`)."""
        return any(
            not keys(value).all.isdisjoint(REFERENCES)
            for uri, document in self._given.items()
            if LEFT_BEHIND in self._keys_of(uri).all and self.document(uri).draft.since(Draft.D2019)
            for value in values_of(document, LEFT_BEHIND)
        )

    def led_through(self, node: Node) -> bool:
        """Whether a node stands in an official metaschema several of which claim one anchor: what it means
        hangs on which of them was entered first."""
        return node.document not in self._given and self._built_in_contested

    @cached_property
    def _built_in_contested(self) -> bool:
        self._load_built_in()
        every = self._claims(self._raw)
        return len({*every}) < len(every)

    def _claims(self, documents: Iterable[str]) -> list[tuple[str, str]]:
        """Every keyword that makes an anchor dynamic, with the text of its value, as often as it stands."""
        return [
            (keyword, repr(each))
            for uri in documents
            for keyword in ("$dynamicAnchor", "$recursiveAnchor")
            if keyword in self._keys_of(uri).all
            for each in values_of(self._raw[uri], keyword)
        ]

    def _load_built_in(self) -> None:
        """Read every official metaschema that a reference anywhere asks for, that none comes to light when
        what hangs on it has been told."""
        waiting = [] if self._loaded else [*self._raw.items()]
        self._loaded = True
        while waiting:
            uri, document = waiting.pop()
            for target in sorted({target for target, _ in references(document, self._draft, uri)}):
                if target not in self._raw and target in _metaschemas():
                    self._raw[target] = _metaschemas()[target]
                    self._index(target, self._raw[target])
                    waiting.append((target, self._raw[target]))

    def _keys_of(self, uri: str) -> Keys:
        if uri not in self._keys:
            self._keys[uri] = keys(self._raw[uri], self._looked)
        return self._keys[uri]

    def _find(self, node: Node, uri: str) -> _Resource | None:
        """The resource of a URI: the node's own document first, then those given under it, then
        those that name themselves so; None where there is none, or two that differ."""
        for known in (self._indexed[node.document], self._explicit, self._embedded):
            if uri in known:
                return known[uri]
        built_in = _metaschemas().get(uri)
        if built_in is None:
            return None
        self._raw[uri] = built_in
        return self._index(uri, built_in)[uri]

    def _index(self, uri: str, document: JsonValue) -> _Resources:
        if uri not in self._indexed:
            found: _Resources = {}
            node = _document(uri, document, self._draft)
            _scan(node, found, self._keys_of(uri).below)
            found.setdefault(uri, found[node.base])
            self._indexed[uri] = found
            for key, resource in found.items():
                _claim(self._embedded, key, resource)
        return self._indexed[uri]


def _claim(resources: _Resources, uri: str, resource: _Resource | None) -> None:
    """Record a resource under a URI, unless another one stands there."""
    other = resources.setdefault(uri, resource)
    if other is not resource and (
        other is None or resource is None or not equal(other.node.schema, resource.node.schema)
    ):
        resources[uri] = None


def _in_doubt(resources: _Resources) -> bool:
    return any(each is None or None in each.anchors.values() for each in resources.values())


def references(document: JsonValue, draft: Draft, uri: str) -> Iterator[tuple[str, str]]:
    """Every reference anywhere in a document, in known and unknown places alike: the absolute URI it
    asks for, without fragment, and its own text. `draft` is that of a document that states none.

    Bases are those that `Library.resolve` goes by, for both walk alike.
    """
    stack = [_document(spelled(uri), document, draft)]
    while stack:
        node = stack.pop()
        members: Iterable[tuple[object, JsonValue]] = ()
        if isinstance(node.schema, list):
            members = enumerate(node.schema)
        elif isinstance(node.schema, dict):
            members = node.schema.items()
            for keyword in REFERENCES:
                reference = node.schema.get(keyword)
                if isinstance(reference, str) and not reference.startswith("#"):
                    yield urldefrag(join(node.base, reference)).url, reference
        stack += [child(node, (str(key),), each) for key, each in members if isinstance(each, (dict, list))]


def _document(uri: str, document: JsonValue, draft: Draft) -> Node:
    own = _declared(document) or draft
    return Node(uri, (), document, bare(join(uri, identifier(document, own) or "")), own)


def child(node: Node, tokens: tuple[str, ...], schema: JsonValue) -> Node:
    """The node of a subschema: a `$schema` or `$id` of its own changes dialect and base."""
    if not isinstance(schema, dict) or _IDENTIFIERS.isdisjoint(schema):
        return Node(node.document, node.pointer + tokens, schema, node.base, node.draft)
    own = _declared(schema) if identifier(schema, node.draft) else None
    draft = own or node.draft
    name = identifier(schema, draft)
    base = bare(join(node.base, name)) if name else node.base
    return Node(node.document, node.pointer + tokens, schema, base, draft)


def parts(start: Node, *, in_place: bool = False) -> Iterator[Node]:
    """A node and its subschemas, definitions aside; where asked, those alone that apply to the same
    instance."""
    stack = [start]
    while stack:
        node = stack.pop()
        yield node
        if isinstance(node.schema, dict) and not hidden(node.schema, node.draft):
            stack += [
                child(node, tokens, each)
                for tokens, each in subschemas(node.schema, node.draft)
                if tokens[0] not in DEFINITIONS and (tokens[0] in IN_PLACE or not in_place)
            ]


def walk(node: Node, tokens: tuple[str, ...]) -> Node | None:
    """The node below `node` at some tokens, through known and unknown keywords alike. Only what stands
    where the dialect knows a schema says by `$id` or `$schema` what it is: anything else is a value."""
    here, left, known = node, tokens, True
    while left:
        count = steps_to_schema(here.schema, left, here.draft) if known else 0
        known = count > 0
        taken = left[: max(1, count)]
        value = pointer.get(here.schema, taken)
        if value is pointer.MISSING:
            return None
        if known:
            here = child(here, taken, value)  # type: ignore[arg-type]  # MISSING is excluded above
        else:
            here = Node(here.document, here.pointer + taken, value, here.base, here.draft)  # type: ignore[arg-type]
        left = left[len(taken) :]
    return here


def _scan(root: Node, found: _Resources, naming: frozenset[str]) -> None:
    """Record every resource of a document by its URI, with the anchors of each. `naming`: by which
    keywords parts of the document say what they are called."""
    anchors: dict[str, Node | None] = {}
    if naming.isdisjoint(_NAMING):
        anchors.update(dict.fromkeys(_anchors(root), root))
        _claim(found, root.base, _Resource(root, anchors))
        return
    stack = [root]
    inner: list[Node] = []
    while stack:
        node = stack.pop()
        for name in {*_anchors(node)}:
            anchors[name] = None if name in anchors else node
        for tokens, schema in subschemas(node.schema, node.draft):
            below = child(node, tokens, schema)
            (stack if identifier(schema, below.draft) is None else inner).append(below)
    _claim(found, root.base, _Resource(root, anchors))
    for node in inner:
        _scan(node, found, naming)


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


def _declared(schema: JsonValue) -> Draft | None:
    if isinstance(schema, dict) and isinstance(schema.get("$schema"), str):
        return draft_of_uri(str(schema["$schema"]))
    return None


@cache
def _metaschemas() -> Mapping[str, JsonValue]:
    from govern.schema.validators import metaschemas

    return metaschemas()
