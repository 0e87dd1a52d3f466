"""What stands behind a name to how much it says and how alike two of them are, annotations aside."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

from govern.documents import canonical
from govern.model import JsonObject, JsonValue
from govern.pointer import ancestors, escape

ANNOTATIONS = frozenset(
    (
        *("title", "description", "examples", "example", "$comment", "readOnly", "writeOnly", "deprecated"),
        *("deprecationMessage", "markdownDescription", "enumDescriptions", "markdownEnumDescriptions"),
        *("renamed_from", "aliases"),
    )
)
"""Keywords that accept nothing. `default` is not among them: its change must not pass in silence."""
TELLING = 3
"""A thing of so many facts is informative: it is unlikely to be the same twice by accident."""


def bare(value: JsonValue) -> JsonValue:
    """A subschema without annotations and `x-` extensions; names of properties are not keywords."""
    return _bare(value, names=False)


NAMING = frozenset(
    (
        *("properties", "patternProperties", "$defs", "definitions"),
        *("dependentSchemas", "dependentRequired", "dependencies"),
    )
)
VERBATIM = frozenset(("enum", "const", "default"))


def _bare(value: JsonValue, *, names: bool) -> JsonValue:
    if isinstance(value, list):
        return [_bare(part, names=False) for part in value]
    if not isinstance(value, dict):
        return value
    if names:
        return {key: _bare(part, names=False) for key, part in value.items()}
    return {
        key: part if key in VERBATIM else _bare(part, names=key in NAMING)
        for key, part in value.items()
        if key not in ANNOTATIONS and not key.startswith("x-")
    }


_UNORDERED = frozenset(("required", "type"))
_EXACT = frozenset(("const", "default"))


def key(value: JsonValue, refs: Mapping[str, str] | None = None) -> Hashable:
    """A key that two values share iff they are one: true is not 1, and the order of object keys and
    of `required`, `enum` and `type` is nothing. `refs` puts references to renamed definitions right."""
    if isinstance(value, dict):
        return ("object", frozenset((name, _member_key(name, part, refs)) for name, part in value.items()))
    if isinstance(value, list):
        return ("array", tuple(key(part, refs) for part in value))
    return (isinstance(value, bool), value)


def _member_key(name: str, part: JsonValue, refs: Mapping[str, str] | None) -> Hashable:
    if name == "$ref" and isinstance(part, str) and refs:
        return (False, refs.get(part, part))
    if name in _EXACT:
        return ("exact", canonical(part))
    if name == "enum" and isinstance(part, list):
        return ("set", frozenset(map(canonical, part)))
    if name in _UNORDERED and isinstance(part, list):
        return ("set", frozenset(key(each, refs) for each in part))
    return key(part, refs)


def facts(value: JsonValue, refs: Mapping[str, str] | None = None) -> frozenset[str]:
    """The leaves of a bare value, each with the path to it (list positions left out). `refs` puts
    references right."""
    found: set[str] = set()
    _collect(value, "", found, refs or {})
    return frozenset(found)


def _collect(value: JsonValue, at: str, found: set[str], refs: Mapping[str, str]) -> None:
    if isinstance(value, dict) and value:
        for name, part in value.items():
            _collect(part, f"{at}/{name}", found, refs)
    elif isinstance(value, list) and value:
        for part in value:
            _collect(part, f"{at}/-", found, refs)
    elif isinstance(value, str) and at.endswith("/$ref"):
        found.add(f"{at}={refs.get(value, value)!r}")
    else:
        found.add(f"{at}={value!r}")


def is_bare(value: JsonValue) -> bool:
    """Does a thing say nothing, or no more than what type it is of?"""
    return not value or value is True or (isinstance(value, dict) and value.keys() == {"type"})


def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """How many of the facts of two things are shared, from 0 to 1."""
    return len(one & other) / len(one | other) if one or other else 1.0


def description(value: JsonValue) -> str | None:
    """The text people read about a subschema: its description, else its title."""
    if not isinstance(value, dict):
        return None
    texts = (value.get(name) for name in ("description", "markdownDescription", "title"))
    return next((text for text in texts if isinstance(text, str) and text.strip()), None)


def references(value: JsonValue) -> dict[str, str]:
    """Every `$ref` text in a value, by the pointer of the object that holds it."""
    found: dict[str, str] = {}
    stack: list[tuple[str, JsonValue]] = [("", value)]
    while stack:
        at, here = stack.pop()
        if isinstance(here, dict):
            ref = here.get("$ref")
            if isinstance(ref, str):
                found[at] = ref
            stack.extend((f"{at}/{escape(name)}", part) for name, part in here.items())
        elif isinstance(here, list):
            stack.extend((f"{at}/{index}", part) for index, part in enumerate(here))
    return found


def followed(
    mine: Mapping[str, str], theirs: Mapping[str, str], moved: Mapping[str, str]
) -> Mapping[str, str]:
    """Old reference texts to new ones, where at every place that has a reference on both sides (`mine`,
    `theirs`: as `references` finds them) the one became the other. `moved`: places of the old side that
    stand elsewhere on the new one."""
    became: dict[str, set[str]] = {}
    for at, ref in mine.items():
        there = _placed(at, moved)
        if there in theirs:
            became.setdefault(ref, set()).add(theirs[there])
    return {ref: next(iter(now)) for ref, now in became.items() if len(now) == 1 and ref not in now}


def _placed(at: str, moved: Mapping[str, str]) -> str:
    """Where a place of the old side stands on the new one: with the nearest place above it that moved."""
    above = next((each for each in (at, *ancestors(at)) if each in moved), "")
    return moved[above] + at[len(above) :] if above else at


def is_deprecated(value: JsonValue) -> bool:
    """Does a subschema mark itself as deprecated?"""
    return isinstance(value, dict) and value.get("deprecated") not in (None, False)


def former_names(value: JsonValue) -> tuple[str, ...]:
    """The old names a subschema declares (`x-renamed-from`, `renamed_from`, `x-aliases`, `aliases`)."""
    if not isinstance(value, dict):
        return ()
    return tuple(
        name
        for keyword in ("x-renamed-from", "renamed_from", "x-aliases", "aliases")
        for name in _texts(value.get(keyword))
    )


def _texts(value: JsonValue) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(each for each in value if isinstance(each, str)) if isinstance(value, list) else ()


def members(value: JsonValue, name: str) -> JsonObject | None:
    """The object at a key of an object, or None where there is none."""
    part = value.get(name) if isinstance(value, dict) else None
    return part if isinstance(part, dict) else None
