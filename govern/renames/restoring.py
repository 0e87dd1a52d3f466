"""A part of a schema to the same part with the old names of renames within it put back.

It must be what the part would be, had nothing within it been renamed; where that cannot be told, nothing is
put back: a name that is said at another place too, or that a pattern or a reference may be about.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from govern.model import JsonObject, JsonValue
from govern.pointer import ancestors, escape
from govern.renames import things
from govern.schema.referring import IN_PLACE, REFERENCES

_DEPENDENT = ("dependentRequired", "dependentSchemas", "dependencies")
"""What says the names of properties again beside them, as keys and in lists; `required` is a list."""
_OTHERWISE = ("patternProperties", "propertyNames", *REFERENCES)
"""What is about names of an object without saying them."""
_UNNAMED = frozenset(("type", "format", "pattern", "$ref"))
"""Keywords whose texts are no names."""


@dataclass(frozen=True)
class Within:
    """Renames that stand in what may itself be renamed. `names`: of containers, as pointers into head (a
    container of keys, or an `enum`), the new names to the old ones."""

    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @cached_property
    def _above(self) -> frozenset[str]:
        return frozenset(above for container in self.names for above in ancestors(container))

    def restored(self, value: JsonValue, at: str) -> JsonValue:
        """The value at a pointer with old names put back, also where they are said again beside the
        container; the value itself where nothing in it was renamed, or it cannot be told."""
        if at not in self._above:
            return value
        work = _Work(self.names, self._above)
        back = work.schema(value, at, None)
        said = Counter(_said(value))
        lost = any(said[old] or said[new] > work.done[new] for new, old in work.renamed)
        return value if lost or not work.sound else back


@dataclass(slots=True)
class _Work:
    """Puts names back in one value. `done`: how often each new name was replaced; `renamed`: the pairs;
    `sound`: whether everything that is about these names says them."""

    names: Mapping[str, Mapping[str, str]]
    above: frozenset[str]
    done: Counter[str] = field(default_factory=Counter)
    renamed: set[tuple[str, str]] = field(default_factory=set)
    sound: bool = True

    def schema(self, value: JsonValue, at: str, of: JsonObject | None) -> JsonValue:
        """`of`: the outermost schema that is about the same object; None where this one is."""
        if at not in self.above or not isinstance(value, dict):
            return value
        outermost = of or value
        names = self.names.get(f"{at}/properties", {})
        if names and _is_about_names(outermost):
            self.sound = False
        return {
            key: self._again(key, self._part(key, part, f"{at}/{escape(key)}", outermost), names)
            for key, part in value.items()
        }

    def _part(self, keyword: str, value: JsonValue, at: str, outermost: JsonObject) -> JsonValue:
        """What stands at a keyword: a list of values, a schema, a list of schemas, or schemas by name."""
        names = self.names.get(at, {})
        if names and isinstance(value, list):
            return self._listed(value, names)
        of = outermost if keyword in IN_PLACE else None
        if isinstance(value, list):
            return [self.schema(part, f"{at}/{index}", of) for index, part in enumerate(value)]
        if isinstance(value, dict) and keyword in things.NAMING:
            inside = {name: self.schema(part, f"{at}/{escape(name)}", of) for name, part in value.items()}
            return self._keyed(inside, names)
        return self.schema(value, at, of)

    def _again(self, keyword: str, value: JsonValue, names: Mapping[str, str]) -> JsonValue:
        """What a keyword says of the properties beside it, with their old names."""
        if names and keyword == "required" and isinstance(value, list):
            return self._listed(value, names)
        if names and keyword in _DEPENDENT and isinstance(value, dict):
            return {
                key: self._listed(part, names) if isinstance(part, list) else part
                for key, part in self._keyed(value, names).items()
            }
        return value

    def _listed(self, value: list[JsonValue], names: Mapping[str, str]) -> list[JsonValue]:
        return [self._old(each, names) if isinstance(each, str) else each for each in value]

    def _keyed(self, value: JsonObject, names: Mapping[str, str]) -> JsonObject:
        return {self._old(key, names): part for key, part in value.items()}

    def _old(self, name: str, names: Mapping[str, str]) -> str:
        if name not in names:
            return name
        self.done[name] += 1
        self.renamed.add((name, names[name]))
        return names[name]


def _is_about_names(schema: JsonObject) -> bool:
    """Is the schema, or one that it applies to the same object, about names that it does not say?"""
    if any(keyword in schema for keyword in _OTHERWISE):
        return True
    applied = (schema[keyword] for keyword in IN_PLACE if keyword in schema)
    return any(_is_about_names(each) for part in applied for each in _schemas(part))


def _schemas(value: JsonValue) -> Iterator[JsonObject]:
    """The objects in what a keyword applies: one, a list of them, or a map to them."""
    if isinstance(value, list):
        yield from (each for each in value if isinstance(each, dict))
    elif isinstance(value, dict):
        yield value
        yield from (each for each in value.values() if isinstance(each, dict))


def _said(schema: JsonValue) -> Iterator[str]:
    """Every text in a schema that may be a name: keys of what names, values, annotations aside."""
    if isinstance(schema, str):
        yield schema
    if isinstance(schema, list):
        for part in schema:
            yield from _said(part)
    for keyword, part in schema.items() if isinstance(schema, dict) else ():
        if keyword in things.ANNOTATIONS or keyword in _UNNAMED or keyword.startswith("x-"):
            continue
        if keyword in things.NAMING and isinstance(part, dict):
            yield from part
            for each in part.values():
                yield from _said(each)
        else:
            yield from _texts(part) if keyword in things.VERBATIM else _said(part)


def _texts(value: JsonValue) -> Iterator[str]:
    """Every text in a value, keys too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)
    elif isinstance(value, dict):
        yield from value
        for part in value.values():
            yield from _texts(part)
