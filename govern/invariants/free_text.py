"""A schema to the places of its documents where any text at all may stand.

A text is bound where a keyword that applies to it says which texts there may be: `enum`, `const`,
`pattern`, `format`, or a `type` without strings. Of the branches of `anyOf`, `oneOf` and of an `if` each
that the value may take must say so. References within the schema are followed; one that leads elsewhere, or
stands below an `$id` of its own, binds nothing. Only keywords of the schema's draft count.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias, cast
from urllib.parse import unquote

from govern import pointer
from govern.invariants.places import ANY
from govern.schema.dialect import Draft
from govern.schema.fast import Fast

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from govern.model import JsonObject, JsonValue

_SINCE = {"const": Draft.D6, "if": Draft.D7, "prefixItems": Draft.D2020}
"""Keywords that older drafts do not have."""
_BINDING = ("enum", "const", "pattern", "format")
_EACH = ("anyOf", "oneOf")
_KEPT = 1000
_MOST = 500
"""So many schemas may speak of a place; where more do, nobody looks through them, and it is not bound."""
Pattern: TypeAlias = "tuple[str, ...]"
"""What is left of a pointer with `*`, token by token, on the way from the root to a place."""
Said: TypeAlias = "Leaf | All | Either | None"
"""What a schema says of a place: one of its nodes, all or one of several; None says nothing."""


class Leaf:
    """A node of the schema, known by its identity: the schema outlives what is found in it. `strange`: it
    stands below an `$id` of its own, from where references lead elsewhere."""

    __slots__ = ("node", "strange")

    def __init__(self, node: JsonObject, *, strange: bool) -> None:
        self.node = node
        self.strange = strange

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Leaf) and self.node is other.node and self.strange == other.strange

    def __hash__(self) -> int:
        return hash((id(self.node), self.strange))


class All(frozenset[Any]):
    """Everything that is said of a place."""


class Either(frozenset[Any]):
    """One of these is said of a place, and nobody knows which."""


class Reader:
    """A schema in its draft, read node by node; what was found is kept."""

    def __init__(self, schema: JsonValue, draft: Draft) -> None:
        self._root = schema
        self._draft = draft
        self._known: dict[Said, bool] = {}
        self._patterns: dict[str, Fast] = {}

    def root(self) -> Said:
        """What is said of the document itself."""
        return self._said(self._root, strange=False)

    def bound(self, said: Said) -> bool:
        """Does what is said of a place say which texts there may be?"""
        if said not in self._known:
            self._known[said] = False  # a reference that leads back here says no more the second time
            self._known[said] = self._bound(said)
        return self._known[said]

    def below(self, said: Said, key: str | int) -> Said:
        """What is said of a member or an item of a place."""
        return self._below(said, key, {})

    def _below(self, said: Said, key: str | int, found: dict[Said, Said]) -> Said:
        """The same; each node is looked at once, and one that leads back to itself says no more then."""
        if isinstance(said, All):
            return _all(self._below(each, key, found) for each in said)
        if isinstance(said, Either):
            return _either(self._below(each, key, found) for each in said)
        if said is None or said in found:
            return found.get(said)
        found[said] = None
        kind = "array" if isinstance(key, int) else "object"
        parts = [self._below(each, key, found) for each in self._in_place(said, kind)]
        if not self._alone(said.node):
            own = self._of_item(said.node, key) if isinstance(key, int) else self._of_member(said.node, key)
            parts += [self._said(each, strange=said.strange) for each in own]
        found[said] = _all(parts)
        return found[said]

    def positional(self, said: Said) -> bool:
        """May two items of a list be told of otherwise?"""
        return self._positional(said, set())

    def _positional(self, said: Said, met: set[Said]) -> bool:
        if said is None or said in met:
            return False
        met.add(said)
        if isinstance(said, (All, Either)):
            return any(self._positional(each, met) for each in said)
        if "prefixItems" in said.node or isinstance(said.node.get("items"), list):
            return True
        return any(self._positional(each, met) for each in self._in_place(said, "array"))

    def _said(self, schema: JsonValue, *, strange: bool) -> Said:
        if schema is False:
            return Either()
        if not isinstance(schema, dict):
            return None
        own = schema is not self._root and isinstance(schema.get("$id", schema.get("id")), str)
        return Leaf(schema, strange=strange or own)

    def _has(self, node: JsonObject, keyword: str) -> bool:
        return keyword in node and self._draft.since(_SINCE.get(keyword, Draft.D4))

    def _alone(self, node: JsonObject) -> bool:
        """Is a reference all that counts in a node?"""
        return "$ref" in node and not self._draft.since(Draft.D2019)

    def _bound(self, said: Said) -> bool:
        if isinstance(said, All):
            return any(map(self.bound, said))
        if isinstance(said, Either):
            return all(map(self.bound, said))
        if said is None:
            return False
        if not self._alone(said.node):
            binding = any(self._has(said.node, keyword) for keyword in _BINDING)
            if binding or not _takes(said.node, "string"):
                return True
        return any(map(self.bound, self._in_place(said, "string")))

    def _in_place(self, leaf: Leaf, kind: str) -> Iterator[Said]:
        """What else is said in the place of a node, of a value of a kind."""
        node = leaf.node
        yield self._target(leaf)
        if self._alone(node):
            return
        for each in _list(node, "allOf"):
            yield self._said(each, strange=leaf.strange)
        for branches in self._choices(node):
            may = [each for each in branches if not isinstance(each, dict) or _takes(each, kind)]
            yield _either(self._said(each, strange=leaf.strange) for each in may)

    def _choices(self, node: JsonObject) -> Iterator[list[JsonValue]]:
        yield from (branches for keyword in _EACH if (branches := _list(node, keyword)))
        if self._has(node, "if"):
            yield [node.get("then", True), node.get("else", True)]

    def _target(self, leaf: Leaf) -> Said:
        """What a reference within the schema leads to."""
        reference = leaf.node.get("$ref")
        if leaf.strange or not isinstance(reference, str) or not reference.startswith("#"):
            return None
        place = unquote(reference[1:])
        if place and not place.startswith("/"):
            return None
        found: Any = pointer.get(self._root, place)
        return None if found is pointer.MISSING else self._said(found, strange=self._enters(place))

    def _enters(self, place: str) -> bool:
        """Does a pointer lead below an `$id` of its own?"""
        here: Any = self._root
        for token in pointer.split(place):
            here = pointer.get(here, (token,))
            if isinstance(here, dict) and isinstance(here.get("$id", here.get("id")), str):
                return True
        return False

    def _of_member(self, node: JsonObject, name: str) -> Iterator[JsonValue]:
        """The subschemas that a node itself applies to a member."""
        properties, patterns = node.get("properties"), node.get("patternProperties")
        named = [properties[name]] if isinstance(properties, dict) and name in properties else []
        for pattern, each in patterns.items() if isinstance(patterns, dict) else ():
            matches = self._matches(pattern, name)
            if matches is None:
                return  # nobody knows what applies
            if matches:
                named.append(each)
        yield from named
        if not named and "additionalProperties" in node:
            yield node["additionalProperties"]

    def _of_item(self, node: JsonObject, index: int) -> Iterator[JsonValue]:
        """The subschemas that a node itself applies to an item."""
        modern = self._draft.since(Draft.D2020)
        leading = node.get("prefixItems", []) if modern else node.get("items")
        if isinstance(leading, list):
            rest = "items" if modern else "additionalItems"
            yield leading[index] if index < len(leading) else node.get(rest, True)
        elif leading is not None:
            yield leading

    def _matches(self, pattern: str, name: str) -> bool | None:
        """Does a name match a pattern, as the validator has it? None: it cannot say."""
        if pattern not in self._patterns:
            self._patterns[pattern] = Fast({"pattern": pattern}, Draft.D2020)
        return self._patterns[pattern].accepts(name)


class Place:
    """A place of a document: what is said of a text there, and the places below, found when asked.

    `named`: patterns of places where text may be free, there and below; `coded`: of places that something
    else binds.
    """

    def __init__(
        self, reader: Reader, said: Said, named: Sequence[Pattern], coded: Sequence[Pattern]
    ) -> None:
        self._reader = reader
        self._said = said
        self._named = named
        self._coded = coded
        self._below: dict[str, Place] = {}
        self._items: Place | None = None
        self.left = () in named
        """Whether text may be free here, and below."""
        self.bound = () in coded or reader.bound(said)
        """Whether something says which texts may stand here."""

    @staticmethod
    def of(
        schema: JsonValue, draft: Draft, named: Sequence[Pattern] = (), coded: Sequence[Pattern] = ()
    ) -> Place:
        """The place of the whole document."""
        reader = Reader(schema, draft)
        return Place(reader, reader.root(), named, coded)

    def free(self, value: JsonValue) -> list[tuple[str, str]]:
        """The texts of a value at this place that are free, each with the pointer to it."""
        found: list[tuple[Pattern, str]] = []
        if isinstance(value, (dict, list)):
            self.collect(value, (), found)
        elif isinstance(value, str) and not (self.left or self.bound):
            found.append(((), value))
        return [(pointer.join(at), text) for at, text in found]

    def collect(
        self, value: JsonObject | list[JsonValue], at: Pattern, found: list[tuple[Pattern, str]]
    ) -> None:
        """Those of what a value holds, into a list, the pointers in tokens."""
        if self.left:
            return
        if value.__class__ is list and self._items is not None:
            self._collect_items(self._items, value, at, found)
            return
        known = self._below
        parts: Any = value.items() if isinstance(value, dict) else enumerate(value)
        for key, part in parts:
            kind = part.__class__
            if kind is str:
                below = known.get(key) or self._at(key)
                if not (below.bound or below.left):
                    found.append(((*at, str(key)), part))
            elif part and (kind is dict or kind is list):
                (known.get(key) or self._at(key)).collect(part, (*at, str(key)), found)

    def _collect_items(
        self, place: Place, items: JsonValue, at: Pattern, found: list[tuple[Pattern, str]]
    ) -> None:
        """The same for a list whose items all stand at one place."""
        silent = place.bound or place.left
        for index, part in enumerate(cast("list[JsonValue]", items)):
            if isinstance(part, str):
                if not silent:
                    found.append(((*at, str(index)), part))
            elif part and isinstance(part, (dict, list)):
                place.collect(part, (*at, str(index)), found)

    def _at(self, key: str | int) -> Place:
        """The place of a member or an item. Documents choose the names of members of an open place: so many
        are remembered."""
        if isinstance(key, str):
            found = self._place(key)
            if len(self._below) < _KEPT:
                self._below[key] = found
            return found
        if self._items is not None:
            return self._items
        if self._positional():
            return self._place(key)
        self._items = self._place(0)
        return self._items

    def _positional(self) -> bool:
        """May two items of a list be at places that differ?"""
        numbered = any(each and each[0] != ANY for each in (*self._named, *self._coded))
        return numbered or self._reader.positional(self._said)

    def _place(self, key: str | int) -> Place:
        named, coded = (_after(patterns, str(key)) for patterns in (self._named, self._coded))
        return Place(self._reader, self._reader.below(self._said, key), named, coded)


def _after(patterns: Sequence[Pattern], token: str) -> list[Pattern]:
    return [each[1:] for each in patterns if each and each[0] in (ANY, token)]


def _all(parts: Iterable[Said]) -> Said:
    """Everything that some say together."""
    told: set[Any] = set()
    for each in parts:
        if each is not None:
            told |= each if isinstance(each, All) else {each}
    if not told or len(told) > _MOST:
        return None
    return All(told) if len(told) > 1 else told.pop()


def _either(parts: Iterable[Said]) -> Said:
    """What one of some says: nothing where one of them says nothing."""
    told: set[Any] = set()
    for each in parts:
        if each is None:
            return None
        told |= each if isinstance(each, Either) else {each}
    if len(told) > _MOST:
        return None
    return told.pop() if len(told) == 1 else Either(told)


def _takes(node: JsonObject, kind: str) -> bool:
    """May a value of a kind be what a node's `type` asks for?"""
    types = node.get("type")
    return types is None or kind in (types if isinstance(types, list) else [types])


def _list(schema: JsonObject, keyword: str) -> list[JsonValue]:
    found = schema.get(keyword)
    return found if isinstance(found, list) else []
