"""Two forms to a proof that the right accepts all that the left does, keyword by keyword.

A conjunction on the left, one schema on the right. What is equal costs nothing, so references that
cannot be read are no obstacle where they are the same; what differs is handed, as a small pair, to
the containment check. It only ever says yes, or that it does not know.

Sources: JSON Schema Validation 6 (each assertion is independent of its siblings but for the
families of 10.3.1 and 10.3.2); coinduction over references, guarded by a step into the instance.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from govern.documents import canonical
from govern.model import JsonObject, JsonValue
from govern.schema.fingerprint import digests, target
from govern.schema.form import Form
from govern.schema.nodes import listing, mapping
from govern.schema.places import Place, set_aside
from govern.schema.validators import pattern_matches

MOST_STEPS = 20_000
"""How many pairs are looked at before the proof is given up."""

_FAMILY_OBJECT = frozenset({"properties", "patternProperties", "additionalProperties"})
_FAMILY_ARRAY = frozenset({"prefixItems", "items"})
_EXACT = frozenset(
    {"pattern", "format", "uniqueItems", "not", "oneOf", "dependentRequired", "dependentSchemas"}
)
_LEAST = frozenset({"minimum", "minLength", "minItems", "minProperties", "exclusiveMinimum"})
_MOST = frozenset({"maximum", "maxLength", "maxItems", "maxProperties", "exclusiveMaximum"})
_CONTAINS = frozenset({"contains", "minContains", "maxContains"})
_CONDITION = frozenset({"if", "then", "else"})

Nodes = tuple[JsonValue, ...]
Leaf = Callable[[Nodes, JsonValue, Place | None], bool]
"""The containment check for a pair that no rule decides."""


def descends(left: Form, right: Form, place: Place | None, leaf: Leaf) -> bool:
    """Whether S(left) ⊆ S(right) is proved; with a `place` (the root), for the documents that are not
    set aside."""
    descent = _Descent(left, right, leaf)
    nodes = tuple(listing(left.schema, "allOf"))
    return all(descent.proves(nodes, each, place) for each in listing(right.schema, "allOf"))


class _Descent:
    def __init__(self, left: Form, right: Form, leaf: Leaf) -> None:
        self._left = left.definitions
        self._right = right.definitions
        self._digest_left, self._digest_right = digests(self._left, self._right)
        self._leaf = leaf
        self._steps = 0
        self._open: dict[object, int] = {}
        self._guard = 0

    def proves(self, left: Nodes, right: JsonValue, place: Place | None) -> bool:
        """Every value that all of `left` accept (and that is not set aside at the place) is accepted
        by `right`."""
        self._steps += 1
        if self._steps > MOST_STEPS:
            return False
        nodes = tuple(_flat(left, self._left))
        if right in (True, {}) or any(node is False for node in nodes):
            return True
        wanted = self._digest_right(right)
        if any(self._digest_left(node) == wanted for node in (*left, *nodes)):
            return True
        key = (tuple(sorted(id(node) for node in nodes)), id(right), place.key if place else None)
        if key in self._open:
            return self._open[key] < self._guard
        self._open[key] = self._guard
        try:
            return self._schema(nodes, left, right, place) or self._leaf(left, right, place)
        finally:
            del self._open[key]

    def _schema(self, nodes: Nodes, left: Nodes, right: JsonValue, place: Place | None) -> bool:
        name = target(right)
        if name is not None:
            return self.proves(left, self._right.get(name, True), place)
        if not isinstance(right, dict) or "unevaluatedProperties" in right or "unevaluatedItems" in right:
            return False
        own = {key: value for key, value in right.items() if key != "allOf"}
        branches = right.get("allOf")
        if isinstance(branches, list) and not all(self.proves(left, each, place) for each in branches):
            return False
        return self._own([node for node in nodes if isinstance(node, dict)], left, own, place)

    def _own(self, mine: list[JsonObject], left: Nodes, right: JsonObject, place: Place | None) -> bool:
        keys = set(right)
        families: tuple[tuple[frozenset[str], Callable[[], bool]], ...] = (
            (_FAMILY_OBJECT, lambda: self._members(mine, right, place)),
            (_FAMILY_ARRAY, lambda: self._items(mine, right, place)),
            (_CONTAINS, lambda: self._same_group(mine, right, _CONTAINS)),
            (_CONDITION, lambda: self._condition(mine, left, right, place)),
        )
        for family, holds in families:
            if keys & family and not holds():
                return False
            keys -= family
        return all(self._keyword(mine, left, key, right[key], place) for key in sorted(keys))

    def _keyword(
        self, mine: list[JsonObject], left: Nodes, key: str, value: JsonValue, place: Place | None
    ) -> bool:
        if key == "anyOf":
            return self._any_of(mine, left, value, place)
        if key == "propertyNames":
            return any(self.proves((node[key],), value, None) for node in mine if key in node)
        if key in _EXACT:
            return any(self._same(key, node[key], value) for node in mine if key in node)
        if key == "enum":
            return any(_within(node.get("enum"), value) for node in mine)
        if key == "type":
            return _typed(mine, value)
        if key == "required":
            return _texts(value) <= {name for node in mine for name in _texts(node.get("required"))}
        bounds = [number for node in mine if (number := _number(node.get(key))) is not None]
        wanted = _number(value)
        if wanted is None:
            return False
        if key in _LEAST:
            return any(bound >= wanted for bound in bounds)
        if key in _MOST:
            return any(bound <= wanted for bound in bounds)
        return key == "multipleOf" and any(bound == wanted for bound in bounds)

    def _same(self, key: str, left: JsonValue, right: JsonValue) -> bool:
        """Equal meaning, references looked through."""
        return self._digest_left({key: left}) == self._digest_right({key: right})

    def _same_group(self, mine: list[JsonObject], right: JsonObject, keys: frozenset[str]) -> bool:
        wanted = {key: right[key] for key in keys if key in right}
        digest = self._digest_right(wanted)
        groups = ({key: node[key] for key in keys if key in node} for node in mine)
        return any(self._digest_left(group) == digest for group in groups)

    def _any_of(self, mine: list[JsonObject], left: Nodes, branches: JsonValue, place: Place | None) -> bool:
        """Some branch takes everything, or each case of a choice on the left has a branch that takes it."""
        choices = branches if isinstance(branches, list) else []
        if any(self._quietly(left, each, place) for each in choices):
            return True
        for node in mine:
            for key in ("anyOf", "oneOf"):
                cases = node.get(key)
                if isinstance(cases, list) and all(
                    any(self._quietly((*left, case), each, place) for each in choices) for case in cases
                ):
                    return True
        return False

    def _quietly(self, left: Nodes, right: JsonValue, place: Place | None) -> bool:
        """As `proves`, without the containment check: one branch of many need not hold."""
        leaf, self._leaf = self._leaf, _never
        try:
            return self.proves(left, right, place)
        finally:
            self._leaf = leaf

    def _condition(self, mine: list[JsonObject], left: Nodes, right: JsonObject, place: Place | None) -> bool:
        """The same condition on the left, and consequences that imply the right's."""
        for node in mine:
            if "if" in node and self._same("if", node["if"], right.get("if", True)):
                then, other = (node.get(key, True) for key in ("then", "else"))
                if self.proves((*left, then), right.get("then", True), place) and self.proves(
                    (*left, other), right.get("else", True), place
                ):
                    return True
        return False

    # --- a step into the instance ---

    def _inside(self, left: list[JsonValue], right: Iterable[JsonValue], place: Place | None) -> bool:
        self._guard += 1
        try:
            return all(self.proves(tuple(left), each, place) for each in right)
        finally:
            self._guard -= 1

    def _members(self, mine: list[JsonObject], right: JsonObject, place: Place | None) -> bool:
        """`properties`, `patternProperties` and `additionalProperties` together, per class of names.

        Names that some other layer of the place mentions are gone through one by one: what is set
        aside below them is not what is set aside below names that nothing mentions. Where the left has
        no pattern, every other name that a pattern of the right alone takes is set aside.
        """
        patterns = mapping(right, "patternProperties")
        aside, shapes = set_aside(place) if place is not None else (frozenset(), ())
        names = {*mapping(right, "properties")}.union(*(mapping(node, "properties") for node in mine))
        spoken = [side.mention() for side in (place.left, place.right)] if place is not None else []
        names = names.union(*(each.names for each in spoken)) - aside
        for name in sorted(names):
            below = Place(place.left.named(name), place.right.named(name), ()) if place else None
            if not self._inside(_surely(mine, name), _possibly(right, name), below):
                return False
        unpatterned = not any(each.patterns for each in spoken[:1])
        for pattern in sorted(patterns.keys() - {each for each in shapes if unpatterned}):
            held = (mapping(node, "patternProperties") for node in mine)
            lefts = [each[pattern] for each in held if pattern in each]
            lefts += [n["additionalProperties"] for n in mine if _bare(n) and "additionalProperties" in n]
            if not self._inside(lefts, (patterns[pattern],), None):
                return False
        rest = right.get("additionalProperties", True)
        lefts = [
            node["additionalProperties"]
            for node in mine
            if "additionalProperties" in node and mapping(node, "patternProperties").keys() <= patterns.keys()
        ]
        plain = not patterns and not any(each.patterns for each in spoken)
        below = Place(place.left.undeclared(), place.right.undeclared(), ()) if place and plain else None
        return self._inside(lefts, (rest,), below)

    def _items(self, mine: list[JsonObject], right: JsonObject, place: Place | None) -> bool:
        """Tuples position by position, then what follows them."""
        length = max(len(listing(node, "prefixItems")) for node in (right, *mine))
        if place is not None:
            length = max(length, place.left.tuple_length(), place.right.tuple_length())
        for index in (*range(length), None):
            below = Place(place.left.item(index), place.right.item(index), ()) if place else None
            lefts = [each for node in mine for each in _item(node, index)]
            if not self._inside(lefts, _item(right, index), below):
                return False
        return True


def _never(left: Nodes, right: JsonValue, place: Place | None) -> bool:
    del left, right, place
    return False


def _flat(nodes: Iterable[JsonValue], definitions: Mapping[str, JsonValue]) -> Iterable[JsonValue]:
    """The conjuncts of some schemas, through references and `allOf`, each once."""
    seen: set[int] = set()
    stack = list(nodes)
    while stack:
        node = stack.pop()
        if id(node) in seen and isinstance(node, dict):
            continue
        seen.add(id(node))
        name = target(node)
        if name is not None:
            stack.append(definitions.get(name, True))
            continue
        yield node
        if isinstance(node, dict):
            stack += listing(node, "allOf")


def _surely(nodes: Iterable[JsonObject], name: str) -> list[JsonValue]:
    """What the nodes certainly ask of the member of that name."""
    found: list[JsonValue] = []
    for node in nodes:
        own, patterns = mapping(node, "properties"), mapping(node, "patternProperties")
        matches = {pattern: pattern_matches(pattern, name) for pattern in patterns}
        found += [own[name]] if name in own else []
        found += [patterns[pattern] for pattern, said in matches.items() if said is True]
        if name not in own and all(said is False for said in matches.values()):
            found += [node["additionalProperties"]] if "additionalProperties" in node else []
    return found


def _possibly(node: JsonObject, name: str) -> list[JsonValue]:
    """What a node may ask of the member of that name."""
    own, patterns = mapping(node, "properties"), mapping(node, "patternProperties")
    matches = {pattern: pattern_matches(pattern, name) for pattern in patterns}
    found = [own[name]] if name in own else []
    found += [patterns[pattern] for pattern, said in matches.items() if said is not False]
    if name not in own and not any(said is True for said in matches.values()):
        found.append(node.get("additionalProperties", True))
    return found


def _item(node: JsonObject, index: int | None) -> list[JsonValue]:
    prefix = listing(node, "prefixItems")
    if index is not None and index < len(prefix):
        return [prefix[index]]
    return [node["items"]] if "items" in node else []


def _typed(nodes: Iterable[JsonObject], wanted: JsonValue) -> bool:
    allowed = _texts(wanted)
    allowed |= {"integer"} if "number" in allowed else set()
    if any(_texts(node.get("type")) <= allowed for node in nodes if "type" in node):
        return True
    from govern.schema.form import type_of

    return any(
        all(type_of(value) in allowed for value in listing(node, "enum")) for node in nodes if "enum" in node
    )


def _within(values: JsonValue, allowed: JsonValue) -> bool:
    if not isinstance(values, list) or not isinstance(allowed, list):
        return False
    known = {canonical(value) for value in allowed}
    return all(canonical(value) in known for value in values)


def _number(value: JsonValue) -> int | Decimal | None:
    return value if isinstance(value, (int, Decimal)) and not isinstance(value, bool) else None


def _texts(value: JsonValue) -> set[str]:
    return {each for each in value if isinstance(each, str)} if isinstance(value, list) else set()


def _bare(node: JsonObject) -> bool:
    return not mapping(node, "patternProperties")
