"""Two forms to the instance places they share: what each mentions there, and what is set aside.

A *place* is a set of instance locations that the same subschemas of both sides can apply to. The
places of a pair are the states of a finite automaton, so recursion needs no unrolling.
Source of the words mentions, map and set aside: the definitions' content model (section 2).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from govern.model import JsonObject, JsonValue
from govern.schema.fingerprint import target
from govern.schema.form import Form
from govern.schema.nodes import listing, mapping, subschema
from govern.schema.validators import pattern_matches

MOST_PLACES = 3000
_DEEPEST_LIST = 30
_IN_PLACE = ("allOf", "anyOf", "oneOf")
_IN_PLACE_ONE = ("if", "then", "else")
_STRANGE_NAMES = ("", "\n", "z", "Zz9_-.$ /é")
"""Names of no common shape: a pattern that takes them all says what undeclared names may hold."""

ANY = "*"
_OTHERS = "*"
_REST = "#*"
"""Labels of the members that nothing names, and of the items behind every tuple. The label of a name
begins with a dot, so that a property called `*` is not taken for every other."""


@dataclass(frozen=True, slots=True)
class Mention:
    """The names a place mentions: literally, by pattern, or all of them.

    `everything`: a schema-valued `additionalProperties` speaks of every name. `silent`: nothing
    here speaks of names at all, which makes an open object a map.
    """

    names: frozenset[str]
    patterns: tuple[str, ...]
    everything: bool

    @property
    def silent(self) -> bool:
        """Whether nothing here speaks of names."""
        return not (self.names or self.patterns or self.everything)

    def has(self, name: str) -> bool:
        """Whether a name is spoken of; a pattern nobody can read is taken to match."""
        return self.everything or name in self.names or any(_may_match(each, name) for each in self.patterns)


class Layers:
    """The subschemas of one form that can apply at one place, `$ref`s and branches included."""

    __slots__ = ("definitions", "key", "nodes", "seeds")

    def __init__(self, seeds: Iterable[JsonValue], definitions: Mapping[str, JsonValue]) -> None:
        self.definitions = definitions
        self.seeds = tuple(seeds)
        self.nodes: tuple[JsonObject, ...] = tuple(_expand(self.seeds, definitions))
        self.key = tuple(sorted(id(node) for node in self.nodes))

    def mention(self) -> Mention:
        """What is mentioned here."""
        names: set[str] = set()
        patterns: set[str] = set()
        everything = False
        for node in self.nodes:
            names.update(_names(node))
            names.update(_finite(node.get("propertyNames"), self.definitions) or ())
            patterns.update(mapping(node, "patternProperties"))
            for keyword in ("additionalProperties", "unevaluatedProperties"):
                everything = everything or isinstance(node.get(keyword), dict)
        return Mention(frozenset(names), tuple(sorted(patterns)), everything)

    def named(self, name: str) -> Layers:
        """The layers of the member of that name."""
        found: list[JsonValue] = []
        for node in self.nodes:
            own = mapping(node, "properties").get(name)
            matched = [v for p, v in mapping(node, "patternProperties").items() if _may_match(p, name)]
            if own is not None:
                found.append(own)
            found += matched
            if own is None and not matched:
                found += subschema(node, "additionalProperties")
            found += subschema(node, "unevaluatedProperties")
        return Layers(found, self.definitions)

    def undeclared(self) -> Layers:
        """The layers of a member that no `properties` names."""
        found: list[JsonValue] = []
        for node in self.nodes:
            found += list(mapping(node, "patternProperties").values())
            found += subschema(node, "additionalProperties") + subschema(node, "unevaluatedProperties")
        return Layers(found, self.definitions)

    def item(self, index: int | None) -> Layers:
        """The layers of the item at an index, or (None) behind every tuple."""
        found: list[JsonValue] = []
        for node in self.nodes:
            prefix = listing(node, "prefixItems")
            if index is not None and index < len(prefix):
                found.append(prefix[index])
            else:
                found += subschema(node, "items")
            found += subschema(node, "contains") + subschema(node, "unevaluatedItems")
        return Layers(found, self.definitions)

    def negated(self) -> tuple[JsonObject, ...]:
        """The subschemas that stand under a `not` here."""
        return tuple(
            _expand([each for node in self.nodes for each in subschema(node, "not")], self.definitions)
        )

    def tuple_length(self) -> int:
        """How many leading items have subschemas of their own."""
        return max((len(listing(node, "prefixItems")) for node in self.nodes), default=0)


@dataclass(frozen=True, slots=True)
class Place:
    """One state: the layers of both sides, and one path of tokens by which it is reached."""

    left: Layers
    right: Layers
    path: tuple[str, ...]

    @property
    def key(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Equal iff the same subschemas apply."""
        return (self.left.key, self.right.key)

    def children(self) -> Iterator[tuple[str, Place]]:
        """The places below: members by name, `*` for undeclared ones, items by index and `*`."""
        left, right = self.left.mention(), self.right.mention()
        for name in sorted(left.names | right.names):
            yield "." + name, self._below(self.left.named(name), self.right.named(name), name)
        yield _OTHERS, self._below(self.left.undeclared(), self.right.undeclared(), ANY)
        for index in range(max(self.left.tuple_length(), self.right.tuple_length())):
            yield f"#{index}", self._below(self.left.item(index), self.right.item(index), str(index))
        yield _REST, self._below(self.left.item(None), self.right.item(None), ANY)

    def _below(self, left: Layers, right: Layers, token: str) -> Place:
        return Place(left, right, (*self.path, token))


def root(left: Form, right: Form) -> Place:
    """The place of whole documents."""
    return Place(Layers([left.schema], left.definitions), Layers([right.schema], right.definitions), ())


def walk(start: Place) -> Iterator[tuple[Place, Mapping[str, Place]]]:
    """Every place once, breadth first, with its children by label; stops after `MOST_PLACES`."""
    seen = {start.key}
    queue = [start]
    for place in queue:
        children = {
            label: below for label, below in place.children() if below.left.nodes or below.right.nodes
        }
        yield place, children
        for below in children.values():
            if below.key not in seen and len(seen) < MOST_PLACES:
                seen.add(below.key)
                queue.append(below)


def set_aside(place: Place) -> tuple[frozenset[str], tuple[str, ...]]:
    """The names, and the patterns of names, that put a document aside where it carries them here:
    those the left does not mention and the right does. A map mentions every name."""
    left, right = place.left.mention(), place.right.mention()
    if left.everything or left.silent:
        return frozenset(), ()
    names = frozenset(name for name in right.names if not left.has(name))
    patterns = tuple(p for p in right.patterns if p not in left.patterns and not _takes_everything(p))
    return names, patterns


def withdrawn(base: Form, head: Form) -> tuple[tuple[tuple[str, ...], str], ...]:
    """Each (path of the object, name) that base declares in `properties` and head mentions no more."""
    found: dict[tuple[tuple[str, ...], str], None] = {}
    for place, _ in walk(root(base, head)):
        if not place.left.nodes:
            continue
        head_mention = place.right.mention()
        for name in sorted({name for node in place.left.nodes for name in mapping(node, "properties")}):
            if not head_mention.has(name) and not _forbidden(place.left, name):
                found[(place.path, name)] = None
    return tuple(found)


def restriction(start: Place) -> JsonObject | None:
    """A schema that, from a place on (the root, for whole documents), refuses documents set aside in
    S(left) ⊆ S(right), and no others; None where it refuses none. What it accepts may still be set
    aside below names that only patterns match, or where there are too many places: a proof about all
    it accepts is a proof about all that counts."""
    places: dict[object, tuple[Place, Mapping[str, Place]]] = {}
    for place, children in walk(start):
        places[place.key] = (place, children)
        if len(places) >= MOST_PLACES:
            return None
    own = {key: set_aside(place) for key, (place, _) in places.items()}
    active = {key for key, (names, patterns) in own.items() if names or patterns}
    if not active:
        return None
    grown = True
    while grown:
        before = len(active)
        active.update(k for k, (_, c) in places.items() if any(b.key in active for b in c.values()))
        grown = len(active) > before
    names = {key: f"r{index}" for index, key in enumerate(places) if key in active}
    definitions: JsonObject = {
        names[key]: _rule(place, children, own[key], names)
        for key, (place, children) in places.items()
        if key in active
    }
    first = next(iter(places))
    return {"$ref": f"#/$defs/{names[first]}", "$defs": definitions} if first in active else None


class Counting:
    """Which documents count in S(left) ⊆ S(right) under the declared reading."""

    def __init__(self, left: Form, right: Form) -> None:
        self._root = root(left, right)
        self._below: dict[tuple[object, str | int], Place] = {}
        self._mentions: dict[object, tuple[Mention, Mention]] = {}

    def __call__(self, document: JsonValue) -> bool:
        """Whether the document counts: at no place does it carry a name that the left does not
        mention there and the right does."""
        return self._counts(document, self._root)

    def _counts(self, value: JsonValue, place: Place) -> bool:
        if isinstance(value, dict):
            left, right = self._mentioned(place)
            if any(_puts_aside(left, right, name) for name in value):
                return False
            return all(self._counts(each, self._child(place, name)) for name, each in value.items())
        if isinstance(value, list):
            return all(self._counts(each, self._child(place, index)) for index, each in enumerate(value))
        return True

    def _mentioned(self, place: Place) -> tuple[Mention, Mention]:
        if place.key not in self._mentions:
            self._mentions[place.key] = (place.left.mention(), place.right.mention())
        return self._mentions[place.key]

    def _child(self, place: Place, token: str | int) -> Place:
        known = (place.key, token)
        if known not in self._below:
            self._below[known] = (
                Place(place.left.named(token), place.right.named(token), (*place.path, token))
                if isinstance(token, str)
                else Place(place.left.item(token), place.right.item(token), (*place.path, str(token)))
            )
        return self._below[known]


def _puts_aside(left: Mention, right: Mention, name: str) -> bool:
    if left.silent or left.has(name):
        return False
    return name in right.names or any(_may_match(p, name) for p in right.patterns if not _takes_everything(p))


def _rule(
    place: Place,
    children: Mapping[str, Place],
    aside: tuple[frozenset[str], tuple[str, ...]],
    names: Mapping[object, str],
) -> JsonObject:
    """The restriction at one place, its children by reference."""
    forbidden, patterns = aside
    left, right = place.left.mention(), place.right.mention()

    def below(label: str) -> JsonValue:
        child = children.get(label)
        name = names.get(child.key) if child is not None else None
        return {"$ref": f"#/$defs/{name}"} if name else True

    properties: JsonObject = {
        name: False if name in forbidden else below("." + name) for name in sorted(left.names | right.names)
    }
    out: JsonObject = {}
    if any(value is not True for value in properties.values()):
        out["properties"] = properties
    if patterns:
        spoken: list[JsonValue] = [{"enum": [*sorted(left.names | right.names)]}]
        spoken += [{"pattern": each} for each in left.patterns]
        spoken.append({"not": {"anyOf": [{"pattern": each} for each in patterns]}})
        out["propertyNames"] = {"anyOf": spoken}
    if not left.patterns and not right.patterns and below(_OTHERS) is not True:
        out["properties"] = properties
        out["additionalProperties"] = below(_OTHERS)
    length = max(place.left.tuple_length(), place.right.tuple_length())
    prefix: list[JsonValue] = [below(f"#{index}") for index in range(length)]
    if prefix and (any(each is not True for each in prefix) or below(_REST) is not True):
        out["prefixItems"] = prefix
    if below(_REST) is not True:
        out["items"] = below(_REST)
    return out


def _expand(seeds: Iterable[JsonValue], definitions: Mapping[str, JsonValue]) -> Iterator[JsonObject]:
    seen: set[int] = set()
    stack = list(seeds)
    while stack:
        schema = stack.pop()
        if not isinstance(schema, dict) or id(schema) in seen:
            continue
        seen.add(id(schema))
        name = target(schema)
        if name is not None:
            stack.append(definitions.get(name, True))
            continue
        yield schema
        for keyword in _IN_PLACE:
            stack += listing(schema, keyword)
        for keyword in _IN_PLACE_ONE:
            stack += subschema(schema, keyword)
        stack += list(mapping(schema, "dependentSchemas").values())


def _names(node: JsonObject) -> set[str]:
    found = set(mapping(node, "properties"))
    required = node.get("required")
    found.update(each for each in required if isinstance(each, str)) if isinstance(required, list) else None
    for name, others in mapping(node, "dependentRequired").items():
        found.add(name)
        found.update(each for each in others if isinstance(each, str)) if isinstance(others, list) else None
    found.update(mapping(node, "dependentSchemas"))
    return found


def _finite(schema: JsonValue, definitions: Mapping[str, JsonValue], depth: int = 0) -> frozenset[str] | None:
    """The strings that a `propertyNames` lists, None where it lists none."""
    if schema is False:
        return frozenset()
    if not isinstance(schema, dict) or depth > _DEEPEST_LIST:
        return None
    name = target(schema)
    if name is not None:
        return _finite(definitions.get(name, True), definitions, depth + 1)
    sets: list[frozenset[str] | None] = []
    if isinstance(schema.get("enum"), list):
        sets.append(frozenset(each for each in listing(schema, "enum") if isinstance(each, str)))
    sets += [_finite(each, definitions, depth + 1) for each in listing(schema, "allOf")]
    for keyword in ("anyOf", "oneOf"):
        branches = [_finite(each, definitions, depth + 1) for each in listing(schema, keyword)]
        known = [each for each in branches if each is not None]
        if branches and len(known) == len(branches):
            sets.append(frozenset[str]().union(*known))
    finite = [each for each in sets if each is not None]
    return frozenset.intersection(*finite) if finite else None


def _may_match(pattern: str, name: str) -> bool:
    return pattern_matches(pattern, name) is not False


def _takes_everything(pattern: str) -> bool:
    return all(_may_match(pattern, name) for name in _STRANGE_NAMES)


def _forbidden(layers: Layers, name: str) -> bool:
    """Whether the name is declared only to be forbidden (`false`): nobody can have used it."""
    declared = [
        mapping(node, "properties")[name] for node in layers.nodes if name in mapping(node, "properties")
    ]
    return all(each is False for each in declared)
