"""Two schemas to whether they mean the same by construction, however they are put.

Looked at only where the solver cannot tell: what it does not model (`unevaluatedItems` beside
branches, `minContains` above one) still means the same where every part of it does. References are
looked through; the order of `allOf`, `anyOf` and `oneOf` means nothing; a choice of one is no choice,
and a choice of types is a list of types.
Recursion is taken to mean the same until something differs (bisimulation: Park, Concurrency and
automata on infinite sequences, 1981).
"""

from __future__ import annotations

from collections.abc import Sequence

from govern.model import JsonValue
from govern.schema.engine import circular
from govern.schema.engine.compiling import shareable
from govern.schema.engine.form import Schema
from govern.schema.engine.keywords import KINDS, Items, Keywords, Members, Values, kind_of
from govern.schema.engine.sameness import Sameness

_STEPS = 20_000
_PLAIN = (
    *("minimum", "maximum", "above", "below", "multiple", "least_length", "most_length", "pattern"),
    *("format", "content", "least_items", "most_items", "unique", "least_members", "most_members"),
    *("required", "dependent_required"),
)
_ONE = ("names", "negated", "unevaluated_members", "unevaluated_items")
_Pairs = set[tuple[int, int]]


class Meaning:
    """Compares schemas of either form. Gives up, and says no, after a number of steps."""

    def __init__(self, sameness: Sameness) -> None:
        self._sameness = sameness
        self._left = 0
        self._known: dict[tuple[int, int], bool] = {}

    def same(self, a: Schema, b: Schema) -> bool:
        """Whether two schemas mean the same by construction."""
        key = (id(a), id(b))
        if key not in self._known:
            self._left = _STEPS
            self._known[key] = self._alike(a, b, set())
        return self._known[key]

    def _alike(self, a: Schema, b: Schema, assumed: _Pairs) -> bool:
        """`assumed` holds the pairs that are taken to be alike; what fails leaves it as it was."""
        a, b = _stripped(a), _stripped(b)
        if isinstance(a.raw, bool) or isinstance(b.raw, bool):
            return a.raw is b.raw
        if (id(a), id(b)) in assumed or self._sameness.same(a, b):
            return True
        self._left -= 1
        if self._left < 0 or circular.reason((a, b)):
            return False  # what leads back to itself in place means nothing that could be the same
        tried = {*assumed, (id(a), id(b))}
        if not self._keywords(a.keywords, b.keywords, tried):
            return False
        assumed |= tried
        return True

    def _keywords(self, a: Keywords, b: Keywords, assumed: _Pairs) -> bool:
        if any(getattr(a, name) != getattr(b, name) for name in _PLAIN) or not _opaque(a, b):
            return False
        if not _values(a, b):
            return False
        return (
            all(self._optional(getattr(a, name), getattr(b, name), assumed) for name in _ONE)
            and self._members(a.members, b.members, assumed)
            and self._members(a.other_members, b.other_members, assumed)
            and self._items(a.items, b.items, assumed)
            and self._items(a.other_items, b.other_items, assumed)
            and self._contains(a, b, assumed)
            and self._map(a.dependent_schemas or {}, b.dependent_schemas or {}, assumed)
            and self._condition(a, b, assumed)
            and self._lists(_conjuncts(a), _conjuncts(b), assumed)
            and self._branches(a, b, assumed)
        )

    def _optional(self, a: Schema | None, b: Schema | None, assumed: _Pairs) -> bool:
        if a is None or b is None:
            return a is b
        return self._alike(a, b, assumed)

    def _members(self, a: Members | None, b: Members | None, assumed: _Pairs) -> bool:
        if a is None or b is None:
            return a is b
        return (
            self._map(a.properties, b.properties, assumed)
            and self._map(a.patterns, b.patterns, assumed)
            and self._optional(a.rest, b.rest, assumed)
        )

    def _map(self, a: object, b: object, assumed: _Pairs) -> bool:
        if not isinstance(a, dict) or not isinstance(b, dict):
            return a == b
        return a.keys() == b.keys() and all(self._alike(each, b[name], assumed) for name, each in a.items())

    def _items(self, a: Items | None, b: Items | None, assumed: _Pairs) -> bool:
        if a is None or b is None:
            return a is b
        return (
            len(a.prefix) == len(b.prefix)
            and all(self._alike(x, y, assumed) for x, y in zip(a.prefix, b.prefix, strict=True))
            and self._optional(a.rest, b.rest, assumed)
        )

    def _contains(self, a: Keywords, b: Keywords, assumed: _Pairs) -> bool:
        one, other = a.contains, b.contains
        if one is None or other is None:
            return one is other
        said = [(each.least, each.most, each.evaluates) for each in (one, other)]
        return said[0] == said[1] and self._alike(one.schema, other.schema, assumed)

    def _condition(self, a: Keywords, b: Keywords, assumed: _Pairs) -> bool:
        one, other = a.condition, b.condition
        if one is None or other is None:
            return one is other
        return (
            self._alike(one.test, other.test, assumed)
            and self._optional(one.then, other.then, assumed)
            and self._optional(one.otherwise, other.otherwise, assumed)
        )

    def _branches(self, a: Keywords, b: Keywords, assumed: _Pairs) -> bool:
        chosen = (None if each.chooses_types else each.any_of for each in (a, b))
        for one, other in (tuple(chosen), (a.one_of, b.one_of)):
            if (one is None) != (other is None) or not self._lists(one or (), other or (), assumed):
                return False
        return True

    def _lists(self, a: Sequence[Schema], b: Sequence[Schema], assumed: _Pairs) -> bool:
        """Whether each of one list has its like in the other, in whatever order."""
        if len(a) != len(b):
            return False
        left = [*b]
        for one in a:
            found = next((i for i, other in enumerate(left) if self._alike(one, other, assumed)), None)
            if found is None:
                return False
            del left[found]
        return True


def _stripped(schema: Schema) -> Schema:
    """What a schema leads to that says nothing but a reference, or a choice of one."""
    seen: set[int] = set()
    while id(schema) not in seen and not isinstance(schema.raw, bool):
        seen.add(id(schema))
        here = schema.keywords
        only = [held for held in (here.all_of, here.any_of, here.one_of) if held]
        if len(vars(here)) != 1 or len(only) != 1 or len(only[0]) != 1:
            break
        schema = only[0][0]
    return schema


def _conjuncts(here: Keywords) -> list[Schema]:
    """The parts of an `allOf`, those of its parts that are nothing but one included."""
    found: list[Schema] = []
    seen: set[int] = set()
    stack = [*reversed(here.all_of)]
    while stack:
        part = _stripped(stack.pop())
        if id(part) in seen:
            continue
        seen.add(id(part))
        if not isinstance(part.raw, bool) and vars(part.keywords).keys() == {"all_of"}:
            stack += reversed(part.keywords.all_of)
        else:
            found.append(part)
    return found


def _values(a: Keywords, b: Keywords) -> bool:
    """`type`, `enum`, `const`, and an `anyOf` of types."""
    if a.enum is None or b.enum is None:
        return a.enum is b.enum and _types(a) == _types(b)
    return _listed(a, a.enum) == _listed(b, b.enum)


def _listed(here: Keywords, enum: Values) -> set[bytes]:
    types = _types(here)
    return {key for key, value in enum.by_key.items() if _type_of(value) in types}


def _types(here: Keywords) -> frozenset[str]:
    """The types that a value may have: of the numbers, the integral ones are a type of their own."""
    types = _own_types(here)
    branches = here.any_of if here.chooses_types else None
    if branches is not None:
        types &= frozenset[str]().union(*(_own_types(each.keywords) for each in branches))
    return types


def _own_types(here: Keywords) -> frozenset[str]:
    kinds = frozenset(KINDS) if here.kinds is None else here.kinds
    whole = {"integer"} if here.integral else {"integer", "number"}
    return kinds - {"number"} | whole if "number" in kinds else kinds


def _type_of(value: JsonValue) -> str:
    return "integer" if kind_of(value) == "number" and isinstance(value, int) else kind_of(value)


def _opaque(a: Keywords, b: Keywords) -> bool:
    return sorted(a.opaque) == sorted(b.opaque) and all(map(shareable, a.opaque))
