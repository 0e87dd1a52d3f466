"""A schema and a value to whether the one accepts the other, by real validators: formats say nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import jsonschema
import jsonschema_rs
import referencing
import referencing.exceptions
import referencing.jsonschema
from replay_given import Given

from govern import pointer
from govern.model import JsonValue
from govern.schema.dialect import URI_OF_DRAFT, Draft
from govern.schema.engine.form import Schema
from govern.schema.fast import panicked
from govern.schema.resolve import Library

_MOST_FRAMES = 1000
_BRANCHES = {"$ref", "allOf", "anyOf", "oneOf", "not", "if", "then", "else"}
_UNTOLD = {"$dynamicRef", "$recursiveRef", "unevaluatedProperties", "unevaluatedItems"}
_VALIDATORS = {
    Draft.D4: jsonschema.Draft4Validator,
    Draft.D6: jsonschema.Draft6Validator,
    Draft.D7: jsonschema.Draft7Validator,
    Draft.D2019: jsonschema.Draft201909Validator,
    Draft.D2020: jsonschema.Draft202012Validator,
}
_RUST = {
    Draft.D4: (4, jsonschema_rs.Draft4Validator),
    Draft.D6: (6, jsonschema_rs.Draft6Validator),
    Draft.D7: (7, jsonschema_rs.Draft7Validator),
    Draft.D2019: (19, jsonschema_rs.Draft201909Validator),
    Draft.D2020: (20, jsonschema_rs.Draft202012Validator),
}


class Judge:
    """Says what schemas say of values, by `jsonschema`; formats say nothing. Where it has no answer, for
    a circle or a reference that cannot be read, the parts of the schema are asked one by one: what is
    certain stays so beside what is not."""

    def __init__(self) -> None:
        self._read: dict[int, tuple[Library, Any]] = {}
        self._made: dict[tuple[int, bool], tuple[Schema, Any]] = {}
        self._others: dict[int, tuple[Schema, Any]] = {}
        self._asking: set[tuple[int, int]] = set()

    def says(self, schema: Schema, value: JsonValue) -> bool | None:
        """Whether a schema accepts a value; None where nobody can tell."""
        if isinstance(schema.raw, bool):
            return schema.raw
        said = self._asked(schema, value, whole=True)
        asking = id(schema), id(value)
        if said is not None or asking in self._asking or not isinstance(schema.raw, dict):
            return said
        self._asking.add(asking)
        try:
            parts = [*self._parts(schema, value)]
        finally:
            self._asking.discard(asking)
        return False if False in parts else None if None in parts else True

    def other(self, schema: Schema, value: JsonValue) -> bool | None:
        """What `jsonschema-rs` says: the two err on different schemas, and one that shows it is enough."""
        if isinstance(schema.raw, bool):
            return schema.raw
        if id(schema) not in self._others:
            self._others[id(schema)] = (schema, _rust(schema))
        validator = self._others[id(schema)][1]
        return None if validator is None else bool(validator.is_valid(value))

    def _asked(self, schema: Schema, value: JsonValue, *, whole: bool) -> bool | None:
        """What `jsonschema` says; `whole`: not only of what speaks neither by branches nor of the rest."""
        if (id(schema), whole) not in self._made:
            resolver = self._registry(schema.form.library).resolver(base_uri=schema.node.base)
            raw: Any = schema.raw if whole else _plain(schema)
            made = _VALIDATORS[schema.node.draft](raw, _resolver=resolver)
            self._made[id(schema), whole] = (schema, made)
        try:
            with _shallow():
                return bool(self._made[id(schema), whole][1].is_valid(value))
        except (referencing.exceptions.Unresolvable, RecursionError, TypeError, AttributeError):
            return None  # the last two: mistakes of the library (2019-09: `items` true, or a list)
        except BaseException as failure:  # the stack ended inside a Rust part of the library
            if panicked(failure):
                return None
            raise

    def _parts(self, schema: Schema, value: JsonValue) -> Iterator[bool | None]:
        """What each part of a schema says, all of which must accept."""
        here = schema.keywords
        yield self._asked(schema, value, whole=False)
        if self._refused_inside(schema, value):
            yield False
        if here.opaque or _UNTOLD & {*schema.raw}:  # type: ignore[arg-type]  # an object, as seen
            yield None
        yield from (self.says(each, value) for each in here.all_of)
        if here.any_of is not None:
            said = [self.says(each, value) for each in here.any_of]
            yield True if True in said else None if None in said else False
        if here.one_of is not None:
            said = [self.says(each, value) for each in here.one_of]
            yield False if said.count(True) > 1 else None if None in said else True in said
        if here.negated is not None:
            inner = self.says(here.negated, value)
            yield None if inner is None else not inner
        if here.condition is not None:
            test = self.says(here.condition.test, value)
            both = (here.condition.then, here.condition.otherwise)
            yes, no = (True if each is None else self.says(each, value) for each in both)
            yield (yes if yes is no else None) if test is None else yes if test else no

    def _refused_inside(self, schema: Schema, value: JsonValue) -> bool:
        """Whether a member or an item is refused."""
        given = Given.of((schema,), (), None)
        parts: list[tuple[Given, JsonValue]] = []
        if isinstance(value, list):
            parts = [(given.item(index), each) for index, each in enumerate(value)]
        elif isinstance(value, dict):
            parts = [(given.member(name), each) for name, each in value.items()]
        return any(self.says(each, held) is False for part, held in parts for each in part.accept.values())

    def _registry(self, library: Library) -> Any:
        """Every document that the side was given, under its URI and under the names it gives itself."""
        if id(library) not in self._read:
            kind = referencing.jsonschema.specification_with(URI_OF_DRAFT[library.root.draft])
            given = [(uri, _resource(document, kind)) for uri, document in library._given.items()]
            found = referencing.Registry().with_resources(given)
            with suppress(TypeError, AttributeError):  # drafts that do not know each other's keywords
                found = found.crawl()
            self._read[id(library)] = (library, found)
        return self._read[id(library)][1]


def _rust(schema: Schema) -> Any:
    """The other validator of a schema where it stands, None where it cannot be built."""
    node, library = schema.node, schema.form.library
    made = node.pointer[:1] == ("",)  # by the engine, and stands nowhere
    raw: Any = schema.raw if made else {"$ref": node.document + "#" + pointer.join(node.pointer)}
    try:
        registry = jsonschema_rs.Registry([*library._given.items()], draft=_RUST[node.draft][0])
        return _RUST[node.draft][1](raw, registry=registry, validate_formats=False)
    except (ValueError, OverflowError, jsonschema_rs.ReferencingError):
        return None
    except BaseException as failure:
        if panicked(failure):
            return None
        raise


@contextmanager
def _shallow() -> Iterator[None]:
    """Little room on Python's stack: a circle in a schema ends before the process does."""
    before, depth, frame = sys.getrecursionlimit(), 0, sys._getframe()
    while frame is not None:
        depth, frame = depth + 1, frame.f_back  # type: ignore[assignment]
    sys.setrecursionlimit(min(before, depth + _MOST_FRAMES))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


def _plain(schema: Schema) -> dict[str, Any]:
    """The keywords of a schema that speak neither by branches nor of what is left by others."""
    raw: dict[str, Any] = schema.raw  # type: ignore[assignment]  # an object, as seen
    hidden = isinstance(raw.get("$ref"), str) and schema.node.draft in (Draft.D4, Draft.D6, Draft.D7)
    return {k: v for k, v in raw.items() if not hidden and k not in _BRANCHES | _UNTOLD}


def _resource(document: Any, kind: Any) -> Any:
    if not isinstance(document, dict):
        return kind.create_resource(document)
    return referencing.Resource.from_contents(document, default_specification=kind)
