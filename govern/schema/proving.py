"""Two forms to a proof of containment, and to why there is none: by descent, then as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from govern.model import JsonObject, JsonValue
from govern.schema.descent import Nodes, descends
from govern.schema.fingerprint import recursive, target
from govern.schema.form import Form
from govern.schema.places import Place, restriction, root
from govern.schema.resolve import mentions
from govern.schema.validators import covers

MOST_LEAVES = 24
"""How many small pairs the containment check is asked about."""

MOST_NODES = 30_000
"""How large a pair may be for the containment check, in nodes of both sides."""

_UNEVALUATED = ("unevaluatedProperties", "unevaluatedItems")
_BY_DESCENT = "containment shown keyword by keyword; what differs by jsonschema-rs"
_AS_A_WHOLE = "containment proved by jsonschema-rs"


@dataclass(slots=True)
class Provers:
    """What can prove S(left) ⊆ S(right). `reason` says, after a failure, why nothing did."""

    left: Form
    right: Form
    formats: bool
    reason: str = ""
    _leaves: int = field(default=0)

    def literal(self) -> str:
        """The proof about every document, empty where there is none."""
        return self._proof(None)

    def declared(self) -> str:
        """The proof about the documents that are not set aside, empty where there is none."""
        return self._proof(root(self.left, self.right))

    def _proof(self, place: Place | None) -> str:
        self._leaves = 0
        if descends(self.left, self.right, place, self._leaf):
            return _BY_DESCENT
        whole = self.left.schema.get("allOf")
        nodes = tuple(whole) if isinstance(whole, list) else (True,)
        self._leaves = 0
        return _AS_A_WHOLE if self._leaf(nodes, self.right.schema.get("allOf", True), place) else ""

    def _leaf(self, left: Nodes, right: JsonValue, place: Place | None) -> bool:
        """Ask the containment check about one pair, closed under references."""
        self._leaves += 1
        if self._leaves > MOST_LEAVES:
            self.reason = self.reason or "budget: too many places differ"
            return False
        sides = [
            _closed([*left], self.left.definitions),
            _closed(right if isinstance(right, list) else [right], self.right.definitions),
        ]
        lost = next((each for each in sides if isinstance(each, str)), None)
        if lost is not None:
            self.reason = f"unreadable reference: {lost}"
            return False
        mine, theirs = (each if isinstance(each, dict) else {} for each in sides)
        if _endless(mine) or _endless(theirs):
            self.reason = "the containment check cannot read recursion with unevaluated members or items"
            return False
        if _size(mine) + _size(theirs) > MOST_NODES:
            self.reason = "budget: what differs is too large for the containment check"
            return False
        aside = restriction(place) if place is not None else None
        contained, self.reason = covers(theirs, _conjoined(mine, aside), formats=self.formats)
        return contained is True


def _closed(nodes: list[JsonValue], definitions: Mapping[str, JsonValue]) -> JsonObject | str:
    """All of some nodes, with the definitions they reach; the first reference that leads out."""
    found: JsonObject = {}
    stack: list[JsonValue] = [*nodes]
    while stack:
        here = stack.pop()
        name = target(here)
        if name is not None:
            if name not in found:
                found[name] = definitions.get(name, True)
                stack.append(found[name])
        elif isinstance(here, dict):
            reference = here.get("$ref")
            if isinstance(reference, str):
                return reference
            stack += [value for key, value in here.items() if key not in ("enum", "required", "$defs")]
        elif isinstance(here, list):
            stack += here
    return {"$defs": found, "allOf": nodes}


def _endless(schema: JsonObject) -> bool:
    """Whether the containment check would run out of stack: it unfolds recursion below `unevaluated*`."""
    definitions = schema.get("$defs")
    held = definitions if isinstance(definitions, dict) else {}
    return mentions(schema, frozenset(_UNEVALUATED)) and bool(recursive(held))


def _conjoined(schema: JsonObject, aside: JsonObject | None) -> JsonObject:
    if aside is None:
        return schema
    definitions: JsonObject = {}
    for each in (schema, aside):
        held = each.get("$defs")
        definitions.update(held if isinstance(held, dict) else {})
    branches = schema.get("allOf")
    return {
        "$defs": definitions,
        "allOf": [*(branches if isinstance(branches, list) else []), {"$ref": aside["$ref"]}],
    }


def _size(value: JsonValue) -> int:
    count, stack = 0, [value]
    while stack:
        here = stack.pop()
        count += 1
        stack += here.values() if isinstance(here, dict) else here if isinstance(here, list) else ()
    return count
