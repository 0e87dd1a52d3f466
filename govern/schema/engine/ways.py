"""A schema that must refuse a value to the ways in which that can happen.

Sources: 2020-12 core 10 and 11, validation 6: each assertion is independent of its siblings but for
those that `Members` and `Items` keep together.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import combinations
from math import ceil, floor

from govern.model import JsonValue
from govern.schema.engine.arrays import longest
from govern.schema.engine.cells import families, lots, mentioned
from govern.schema.engine.compiling import shareable
from govern.schema.engine.form import Schema
from govern.schema.engine.goals import (
    Absent,
    At,
    Every,
    Fact,
    NoMatch,
    NotMultiple,
    Other,
    Present,
    Range,
    Size,
    Some,
    State,
    Twice,
    Unlike,
    Way,
)
from govern.schema.engine.keywords import Condition, Contains, Items, Keywords, Members
from govern.schema.engine.sameness import Sameness
from govern.schema.validators import pattern_matches

_SIZES = {"string": "length", "array": "items", "object": "members"}
_MOST_PAIRS = 6
"""How many leading items are looked at for two that may be equal."""


@dataclass(slots=True)
class Ways:
    """Ways found; what was left out (in words), for which nobody can speak; and the names of members of
    which what must accept asks the same, so that they are no way."""

    found: list[Way] = field(default_factory=list)
    missing: str = ""
    kept: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Refusing:
    """Finds the ways in which a schema can refuse a value of the state. `formats`: whether `format` and
    `content*` are looked at; `met`: called where one was met and passed over; `accepts`: the evaluator."""

    state: State
    sameness: Sameness
    formats: bool
    met: Callable[[], None]
    accepts: Callable[[Schema, JsonValue], bool | None]

    def ways(self, schema: Schema) -> Ways:
        """Every way; a way without facts where the kind alone is refused."""
        out = Ways()
        self._schema(schema, out, set())
        return out

    def _schema(self, schema: Schema, out: Ways, seen: set[int]) -> None:
        if id(schema) in seen:
            return
        seen.add(id(schema))
        if schema.raw is False:
            out.found.append(Way("false"))
            return
        here = schema.keywords
        kind = self.state.kind
        if here.kinds is not None and kind not in here.kinds:
            out.found.append(Way("type"))
            return
        if here.enum is not None:
            out.found.append(Way("enum", facts=(Other(schema),)))
        self._size(here, out)
        of_kind = {
            "number": self._number,
            "string": self._string,
            "object": self._object,
            "array": self._array,
        }
        if kind in of_kind:
            of_kind[kind](here, out)
        self._words(here, out)
        for each in here.all_of:
            if not self.sameness.is_one_of(each, self.state.accept):
                self._schema(each, out, seen)
        self._branches(here, out)

    def _words(self, here: Keywords, out: Ways) -> None:
        """What is not modelled: only what asks for the same word is known to meet it."""
        for word in here.opaque:
            if not shareable(word) or not self._shared(lambda mine, word=word: word in mine.opaque):  # type: ignore[misc]
                out.found.append(Way("reference", facts=(Unlike(word),)))

    def _shared(self, holds: Callable[[Keywords], bool]) -> bool:
        """Whether some accepting schema of the state says the same."""
        return any(holds(each.keywords) for each in self.state.accept)

    def _size(self, here: Keywords, out: Ways) -> None:
        kind = self.state.kind
        if kind not in _SIZES:
            return
        least = getattr(here, f"least_{_SIZES[kind]}")
        most = getattr(here, f"most_{_SIZES[kind]}")
        if least is not None and least > 0:
            out.found.append(Way(f"least {_SIZES[kind]}", facts=(Size(0, ceil(least) - 1),)))
        if most is not None:
            out.found.append(Way(f"most {_SIZES[kind]}", facts=(Size(floor(most) + 1),)))

    def _number(self, here: Keywords, out: Ways) -> None:
        if here.integral:
            out.found.append(Way("integer", facts=(NotMultiple(1),)))
        if here.multiple is not None:
            out.found.append(Way("multipleOf", facts=(NotMultiple(here.multiple),)))
        for word, fact in (
            ("minimum", here.minimum is not None and Range(most=here.minimum, closed=False)),
            ("maximum", here.maximum is not None and Range(least=here.maximum, closed=False)),
            ("exclusiveMinimum", here.above is not None and Range(most=here.above)),
            ("exclusiveMaximum", here.below is not None and Range(least=here.below)),
        ):
            if fact:
                out.found.append(Way(word, facts=(fact,)))

    def _string(self, here: Keywords, out: Ways) -> None:
        if here.pattern is not None and not self._shared(lambda mine: mine.pattern == here.pattern):
            out.found.append(Way("pattern", facts=(NoMatch(here.pattern),)))
        for keyword in ("format", "content"):
            word = getattr(here, keyword)
            if word is None:
                continue
            if not self.formats:
                self.met()
            elif not self._shared(lambda mine, word=word, keyword=keyword: getattr(mine, keyword) == word):  # type: ignore[misc]
                out.found.append(Way(keyword, facts=(Unlike(f"{keyword} {word}"),)))

    # --- objects ---

    def _object(self, here: Keywords, out: Ways) -> None:
        out.found += [Way(f"required {name}", facts=(Absent(name),)) for name in here.required]
        for members in (here.members, here.other_members):
            if members is not None:
                self._members(members, out)
        if here.names is not None:
            self._names(here.names, out)
        for name, others in (here.dependent_required or {}).items():
            out.found += [
                Way(f"dependentRequired {name} {each}", facts=(Present(name), Absent(each)))
                for each in others
                if each != name
            ]
        for name, schema in (here.dependent_schemas or {}).items():
            out.found.append(Way(f"dependentSchemas {name}", refuse=(schema,), facts=(Present(name),)))
        if here.unevaluated_members is not None:
            out.missing = out.missing or "unevaluatedProperties beside branches is not modelled"

    def _members(self, members: Members, out: Ways) -> None:
        kept = self._kept(members)
        for name, schema in members.properties.items():
            if name not in kept and not _trivial(schema):
                out.found.append(Way(f"properties {name}", facts=(Present(name, refuse=(schema,)),)))
        out.kept += kept
        names = mentioned(self.state, members)
        for pattern, schema in members.patterns.items():
            if not _trivial(schema):
                self._named_by((pattern,), (), schema, names, out)
        if members.rest is not None and not _trivial(members.rest):
            others = {name: None for name in names if name not in members.properties}
            but = {name: None for name in names if name in members.properties}
            self._named_by((), tuple(members.patterns), members.rest, others, out, but)

    def _kept(self, members: Members) -> dict[str, None]:
        """The properties of which what must accept asks the same: nothing of these names is refused."""
        same: set[str] = set()
        for family in families(self.state.accept):
            same.update(
                name  # in the order of the text, for what a question costs hangs on the order
                for name, schema in members.properties.items()
                if name in family.properties
                and name not in same
                and self.sameness.same(family.properties[name], schema)
            )
        return {name: None for name in members.properties if name in same}

    def _named_by(
        self,
        inside: tuple[str, ...],
        outside: tuple[str, ...],
        schema: Schema,
        names: dict[str, None],
        out: Ways,
        but: dict[str, None] | None = None,
    ) -> None:
        """A member whose name patterns choose: a way for each name somebody mentions, and for each lot
        of those that nobody does."""
        word = f"patternProperties {inside[0]}" if inside else "additionalProperties"
        for name in names:
            fits = all(pattern_matches(each, name) is not False for each in inside)
            if fits and not any(pattern_matches(each, name) is True for each in outside):
                out.found.append(Way(f"{word} {name}", facts=(Present(name, refuse=(schema,)),)))
        every = frozenset(names) | frozenset(but or ())
        for lot in lots(self.state, every, inside, outside):
            some = Some(lot.inside, lot.outside, every, refuse=(schema,))
            out.found.append(Way(word, facts=(some,)))

    def _names(self, schema: Schema, out: Ways) -> None:
        """`propertyNames`: some name is refused."""
        held = (mine.keywords.names for mine in self.state.accept)
        if any(each is not None and self.sameness.same(each, schema) for each in held):
            return
        names = mentioned(self.state)
        for name in names:
            if self.accepts(schema, name) is not True:
                out.found.append(Way(f"propertyNames {name}", facts=(Present(name),)))
        pattern = _sole_pattern(schema)
        outside = (pattern,) if pattern is not None else ()
        for lot in lots(self.state, names, (), outside):
            some = Some(lot.inside, lot.outside, frozenset(names), unlike=schema)
            out.found.append(Way("propertyNames", facts=(some,)))

    # --- arrays ---

    def _array(self, here: Keywords, out: Ways) -> None:
        for items in (here.items, here.other_items):
            if items is not None:
                self._items(items, out)
        if here.unique and not self._shared(lambda mine: mine.unique):
            length = min(longest(self.state), _MOST_PAIRS)
            for first, second in combinations(range(length + 2), 2):
                out.found.append(Way("uniqueItems", facts=(Twice(first, second),)))
            if longest(self.state) > _MOST_PAIRS:
                out.missing = out.missing or "uniqueItems of a long tuple"
        if here.contains is not None:
            self._contains(here.contains, out)
        if here.unevaluated_items is not None:
            out.missing = out.missing or "unevaluatedItems beside branches is not modelled"

    def _items(self, items: Items, out: Ways) -> None:
        for index, schema in enumerate(items.prefix):
            if not _trivial(schema):
                out.found.append(Way(f"prefixItems {index}", facts=(At(index, refuse=(schema,)),)))
        if items.rest is None or _trivial(items.rest):
            return
        for index in range(len(items.prefix), max(longest(self.state), len(items.prefix)) + 1):
            out.found.append(Way(f"items {index}", facts=(At(index, refuse=(items.rest,)),)))

    def _contains(self, contains: Contains, out: Ways) -> None:
        for each in self.state.accept:
            mine = each.keywords.contains
            if mine is not None and self.sameness.same(mine.schema, contains.schema):
                enough = mine.least >= contains.least
                few = contains.most is None or (mine.most is not None and mine.most <= contains.most)
                if enough and few:
                    return
        if contains.least > 0:
            out.found.append(Way("contains", facts=(Every(contains.schema),)))
            if contains.least > 1:
                out.missing = out.missing or "minContains above 1 is not modelled"
        if contains.most is not None:
            matches: tuple[Fact, ...] = tuple(
                At(index, accept=(contains.schema,)) for index in range(min(contains.most, 100) + 1)
            )
            out.found.append(Way("maxContains", facts=matches))
            out.missing = out.missing or "maxContains is not modelled"

    # --- branches ---

    def _branches(self, here: Keywords, out: Ways) -> None:
        if here.any_of is not None:
            out.found.append(Way("anyOf", refuse=here.any_of))
        if here.one_of is not None:
            self._one_of(here.one_of, out)
        if here.negated is not None:
            out.found.append(Way("not", accept=(here.negated,)))
        if here.condition is not None:
            self._condition(here.condition, out)

    def _one_of(self, branches: tuple[Schema, ...], out: Ways) -> None:
        """No branch accepts, or two do; a branch that the state refuses already is not one of them."""
        out.found.append(Way("oneOf none", refuse=branches))
        refused = dict.fromkeys(self.state.refuse)
        alive = [each for each in branches if not self.sameness.is_among(each, refused)]
        for one, two in combinations(alive, 2):
            out.found.append(Way("oneOf two", accept=(one, two)))

    def _condition(self, condition: Condition, out: Ways) -> None:
        for each in self.state.accept:
            mine = each.keywords.condition
            if mine is not None and _same_condition(mine, condition, self.sameness):
                return
        if condition.then is not None and not _trivial(condition.then):
            out.found.append(Way("then", accept=(condition.test,), refuse=(condition.then,)))
        if condition.otherwise is not None and not _trivial(condition.otherwise):
            out.found.append(Way("else", refuse=(condition.test, condition.otherwise)))


def _same_condition(a: Condition, b: Condition, sameness: Sameness) -> bool:
    pairs = ((a.test, b.test), (a.then, b.then), (a.otherwise, b.otherwise))
    return all((one is two) if one is None or two is None else sameness.same(one, two) for one, two in pairs)


def _sole_pattern(schema: Schema) -> str | None:
    """The pattern that is all a schema says of strings, None where it says more."""
    said = {key for key in vars(schema.keywords) if key != "kinds"}
    typed = schema.keywords.kinds is None or "string" in schema.keywords.kinds
    return schema.keywords.pattern if said == {"pattern"} and typed else None


def _trivial(schema: Schema) -> bool:
    return schema.raw is True or schema.raw == {}
