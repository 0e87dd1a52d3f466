"""A JSON value to a copy with some values swapped; what is untouched is shared, not copied."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from urllib.parse import urlsplit

from govern.model import JsonValue
from govern.policy.versions.binding import InstancePath

_REFERENCES = ("$ref", "$dynamicRef", "$recursiveRef")
_DATA = ("const", "enum", "examples", "default")
"""Keywords that hold documents, not schemas: what looks like a reference there is none."""


def put(value: JsonValue, tokens: Sequence[str], new: JsonValue) -> JsonValue:
    """The value with what stands at some tokens put in its place. The tokens lead somewhere."""
    if not tokens:
        return new
    if isinstance(value, dict):
        return {**value, tokens[0]: put(value[tokens[0]], tokens[1:], new)}
    if isinstance(value, list):
        at = int(tokens[0])
        return [*value[:at], put(value[at], tokens[1:], new), *value[at + 1 :]]
    return value


def swapped(document: JsonValue, path: InstancePath, old: JsonValue, new: JsonValue) -> JsonValue:
    """A document with `old` swapped for `new` at every place the path may mean."""
    if not path:
        return new if _equal(document, old) else document

    def inner(name: str, value: JsonValue) -> JsonValue:
        first = path[0]
        here = name == first if isinstance(first, str) else first.allow(name)
        return swapped(value, path[1:], old, new) if here else value

    return _mapped(document, inner)


def replaced(value: JsonValue, old: JsonValue, new: JsonValue) -> JsonValue:
    """A value with every `old` in it, at whatever depth, replaced by `new`."""
    if _equal(value, old):
        return new
    return _mapped(value, lambda _, inner: replaced(inner, old, new))


def relative(schema: JsonValue) -> bool:
    """Whether a schema file holds a reference that is read relative to its `$id`."""
    return any(not each.startswith("#") and not _scheme(each) for each in _references(schema))


def follow(schema: JsonValue, old: str, new: str) -> JsonValue:
    """A schema file with its references to itself, by its `$id`, following the `$id` from old to new."""

    def inner(name: str, value: JsonValue) -> JsonValue:
        if name in _REFERENCES and isinstance(value, str):
            target, hash_, fragment = value.partition("#")
            same = target == old.partition("#")[0]
            return f"{new.partition('#')[0]}{hash_}{fragment}" if same else value
        return value if name in _DATA else follow(value, old, new)

    return _mapped(schema, inner)


def _references(value: JsonValue) -> Iterator[str]:
    if isinstance(value, list):
        for each in value:
            yield from _references(each)
    if isinstance(value, dict):
        for name, each in value.items():
            if name in _REFERENCES and isinstance(each, str):
                yield each
            elif name not in _DATA:
                yield from _references(each)


def _scheme(reference: str) -> bool:
    try:
        return bool(urlsplit(reference).scheme)
    except ValueError:
        return False


def _mapped(value: JsonValue, inner: Callable[[str, JsonValue], JsonValue]) -> JsonValue:
    """A container with its members mapped by name or index; the very same one where nothing changed."""
    if isinstance(value, dict):
        members = {name: inner(name, each) for name, each in value.items()}
        return members if any(members[name] is not value[name] for name in value) else value
    if isinstance(value, list):
        items = [inner(str(index), each) for index, each in enumerate(value)]
        return items if any(new is not old for new, old in zip(items, value, strict=True)) else value
    return value


def _equal(one: JsonValue, other: JsonValue) -> bool:
    """Equal scalars of one type: true is not 1."""
    return type(one) is type(other) and not isinstance(one, (dict, list)) and one == other
