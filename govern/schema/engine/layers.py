"""A form to the schemas that can apply at one instance location, and to the names they mention there.

Source of the words mentions and map: the definitions' content model (section 2).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from govern.schema.engine.form import Schema
from govern.schema.engine.keywords import Keywords, Members
from govern.schema.validators import pattern_matches

_DEEPEST_LIST = 30
_REFERENCE = {"all_of"}
_MAY_BE_IDLE = {"all_of", "any_of", "names", "members", "items", "condition"}
_STRANGE_NAMES = ("", "\n", "z", "Zz9_-.$ /é")
"""Names of no common shape: a pattern that takes them all says what undeclared names may hold."""


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
        return self.everything or name in self.names or any(may_match(each, name) for each in self.patterns)


class Layers:
    """The schemas of one form that can apply at one place, references and branches included."""

    def __init__(self, seeds: Iterable[Schema]) -> None:
        self._seeds = tuple(seeds)  # they are known by their identities, and so must live
        self.nodes = _expanded(self._seeds)
        self.key = frozenset(id(node) for node in self.nodes)
        self._named: dict[str, Layers] = {}

    @classmethod
    def of(cls, seeds: Iterable[Schema]) -> Layers:
        """The layers of some schemas: laid out once for all who ask of the same ones of one form."""
        telling = [each for each in seeds if not isinstance(each.raw, bool)]
        form = telling[0].form if telling else None
        if form is None or any(each.form is not form for each in telling):
            return cls(telling)
        key = tuple(map(id, telling))
        found = form.layers.get(key)
        if found is None:
            found = form.layers[key] = cls(telling)
        return found

    @cached_property
    def mention(self) -> Mention:
        """What is mentioned here."""
        names: set[str] = set()
        patterns: set[str] = set()
        everything = False
        for node in self.nodes:
            here = node.keywords
            names.update(_names(here))
            names.update(_finite(here.names) or ())
            for members in _families(here):
                patterns.update(members.patterns)
                everything = everything or _says(members.rest)
            everything = everything or _says(here.unevaluated_members)
        return Mention(frozenset(names), tuple(sorted(patterns)), everything)

    def named(self, name: str) -> Layers:
        """The layers of the member of that name."""
        if name not in self._named:
            self._named[name] = Layers.of(self.asked_of(name))
        return self._named[name]

    def asked_of(self, name: str) -> list[Schema]:
        """The schemas that the member of that name is asked to meet, or may be; booleans, which say nothing
        of what is in it, aside."""
        declaring, others = self._speaking
        found: list[Schema] = []
        for number in sorted((*declaring.get(name, ()), *others)):
            node = self.nodes[number]
            for members in _families(node.keywords):
                own = members.properties.get(name)
                matched = [s for p, s in members.patterns.items() if may_match(p, name)]
                found += [own] if own is not None else []
                found += matched
                if own is None and not matched and members.rest is not None:
                    found.append(members.rest)
            rest = node.keywords.unevaluated_members
            found += [rest] if rest is not None else []
        return [each for each in found if not isinstance(each.raw, bool)]

    @cached_property
    def _speaking(self) -> tuple[Mapping[str, Sequence[int]], Sequence[int]]:
        """The numbers of the nodes that only declare names, by name; and of those that say something of names
        which they do not declare."""
        declaring: dict[str, list[int]] = {}
        others: list[int] = []
        for number, node in enumerate(self.nodes):
            here = node.keywords
            families = tuple(_families(here))
            rests = (*(each.rest for each in families), here.unevaluated_members)
            if any(each.patterns for each in families) or not all(map(_is_boolean, rests)):
                others.append(number)
            elif here.members is not None:
                for name in here.members.properties:
                    declaring.setdefault(name, []).append(number)
        return declaring, others

    def of_lot(self, inside: Collection[str]) -> Layers:
        """The layers of a member whose name no `properties` names, and that just these patterns match."""
        found: list[Schema] = []
        for node in self.nodes:
            for members in _families(node.keywords):
                matched = [schema for pattern, schema in members.patterns.items() if pattern in inside]
                found += matched
                found += [members.rest] if members.rest is not None and not matched else []
            rest = node.keywords.unevaluated_members
            found += [rest] if rest is not None else []
        return Layers.of(found)

    @cached_property
    def undeclared(self) -> Layers:
        """The layers of a member that no `properties` names."""
        found: list[Schema] = []
        for node in self.nodes:
            for members in _families(node.keywords):
                found += members.patterns.values()
                found += [members.rest] if members.rest is not None else []
            rest = node.keywords.unevaluated_members
            found += [rest] if rest is not None else []
        return Layers.of(found)

    def item(self, index: int | None) -> Layers:
        """The layers of the item at an index, or (None) behind every tuple."""
        found: list[Schema] = []
        for node in self.nodes:
            here = node.keywords
            for items in (here.items, here.other_items):
                if items is not None and index is not None and index < len(items.prefix):
                    found.append(items.prefix[index])
                elif items is not None and items.rest is not None:
                    found.append(items.rest)
            found += [here.contains.schema] if here.contains is not None else []
            found += [here.unevaluated_items] if here.unevaluated_items is not None else []
        return Layers.of(found)

    @cached_property
    def tuple_length(self) -> int:
        """How many leading items have subschemas of their own."""
        lengths = [
            len(items.prefix)
            for node in self.nodes
            for items in (node.keywords.items, node.keywords.other_items)
            if items is not None
        ]
        return max(lengths, default=0)


def may_match(pattern: str, name: str) -> bool:
    """Whether a pattern matches a name, or nobody knows."""
    return pattern_matches(pattern, name) is not False


def takes_everything(pattern: str) -> bool:
    """Whether a pattern takes names of any shape."""
    return all(may_match(pattern, name) for name in _STRANGE_NAMES)


def _says(schema: Schema | None) -> bool:
    """Whether a schema says something: `{"items": true}` takes everything as visibly as `true` does."""
    return schema is not None and isinstance(schema.raw, dict) and not _idle(schema, ())


def _idle(schema: Schema | None, above: tuple[Schema, ...]) -> bool:
    """Whether a schema visibly takes everything; what leads back to itself does not do so visibly."""
    if schema is None or isinstance(schema.raw, bool) or len(above) > _DEEPEST_LIST:
        return schema is None or schema.raw is True
    here, inside = schema.keywords, (*above, schema)
    if schema in above or not vars(here).keys() <= _MAY_BE_IDLE:
        return False
    held = (*here.all_of, here.names, *((here.members.rest,) if here.members is not None else ()))
    held += (here.items.rest,) if here.items is not None else ()
    held += (here.condition.then, here.condition.otherwise) if here.condition is not None else ()
    return (
        not (here.members is not None and (here.members.properties or here.members.patterns))
        and not (here.items is not None and here.items.prefix)
        and all(_idle(each, inside) for each in held)
        and (here.any_of is None or any(_idle(each, inside) for each in here.any_of))
    )


def _is_boolean(schema: Schema | None) -> bool:
    return schema is None or isinstance(schema.raw, bool)


def _families(here: Keywords) -> Iterator[Members]:
    if here.members is not None:
        yield here.members
    if here.other_members is not None:
        # What is evaluated elsewhere stands there; here only the rest speaks.
        yield Members({}, {}, here.other_members.rest)


def _expanded(seeds: Sequence[Schema]) -> tuple[Schema, ...]:
    if len(seeds) == 1:
        return tuple(_expand(seeds[0]))
    return tuple(dict.fromkeys(node for each in seeds for node in Layers.of([each]).nodes))


def _expand(seed: Schema) -> Iterator[Schema]:
    seen: set[int] = set()
    stack = [seed]
    while stack:
        schema = stack.pop()
        if id(schema) in seen or isinstance(schema.raw, bool):
            continue
        seen.add(id(schema))
        here = schema.keywords
        if vars(here).keys() != _REFERENCE:  # two references to one schema are one place
            yield schema
        below = [*here.all_of, *(here.any_of or ()), *(here.one_of or ())]
        if here.condition is not None:
            found = (here.condition.test, here.condition.then, here.condition.otherwise)
            below += [each for each in found if each is not None]
        below += (here.dependent_schemas or {}).values()
        stack += reversed(below)


def _names(here: Keywords) -> set[str]:
    found = set(here.members.properties) if here.members is not None else set()
    found.update(here.required)
    for name, others in (here.dependent_required or {}).items():
        found.add(name)
        found.update(others)
    found.update(here.dependent_schemas or ())
    return found


def _finite(schema: Schema | None, depth: int = 0) -> frozenset[str] | None:
    """The strings that a `propertyNames` lists, None where it lists none."""
    if schema is None or depth > _DEEPEST_LIST:
        return None
    if schema.raw is False:
        return frozenset()
    here = schema.keywords
    sets: list[frozenset[str]] = []
    if here.enum is not None:
        sets.append(frozenset(each for each in here.enum.by_key.values() if isinstance(each, str)))
    sets += [each for each in (_finite(inner, depth + 1) for inner in here.all_of) if each is not None]
    for branches in (here.any_of, here.one_of):
        found = [_finite(each, depth + 1) for each in branches or ()]
        known = [each for each in found if each is not None]
        if found and len(known) == len(found):
            sets.append(frozenset[str]().union(*known))
    return frozenset.intersection(*sets) if sets else None
