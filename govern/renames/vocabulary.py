"""A subschema to the names it declares, each with the bare thing and the text behind it."""

from __future__ import annotations

from govern.model import JsonObject, JsonValue
from govern.pointer import escape
from govern.renames import things
from govern.renames.names import Name
from govern.renames.restoring import Within

_NONE = Within()


def named_thing(name: str, schema: JsonValue, container: str, within: Within = _NONE) -> Name:
    """A name with its thing; a reference of a definition to itself reads the same under any name. `within`:
    renames whose old names are put back."""
    pointer = f"{container}/{escape(name)}"
    before = within.restored(schema, pointer)
    thing = _without_self(things.bare(before), f"#{pointer}")
    examples = schema.get("examples") if isinstance(schema, dict) else None
    return Name(name, thing, things.description(schema), pointer, examples, before is not schema)


def _without_self(value: JsonValue, own: str) -> JsonValue:
    if isinstance(value, dict):
        return {
            key: "#self" if key == "$ref" and part == own else _without_self(part, own)
            for key, part in value.items()
        }
    return [_without_self(part, own) for part in value] if isinstance(value, list) else value


def newly_deprecated(old: JsonValue, new: JsonValue) -> bool:
    """Did head mark the name as deprecated?"""
    return things.is_deprecated(new) and not things.is_deprecated(old)


def enum_values(schema: JsonObject) -> dict[str, Name]:
    """The strings of an `enum`, with the text an editor shows for each where there is one."""
    values = schema.get("enum")
    if not isinstance(values, list):
        return {}
    texts: list[JsonValue] = []
    for keyword in ("enumDescriptions", "markdownEnumDescriptions", "x-enumDescriptions"):
        said = schema.get(keyword)
        if not texts and isinstance(said, list) and len(said) == len(values):
            texts = said
    found: dict[str, Name] = {}
    for index, value in enumerate(values):
        if isinstance(value, str):
            text = texts[index] if texts else None
            found.setdefault(value, Name(value, None, text if isinstance(text, str) and text else None))
    return found


def _constant(branch: JsonValue) -> str | None:
    """The one string a branch accepts, where it says so itself."""
    if not isinstance(branch, dict):
        return None
    values = [branch["const"]] if "const" in branch else branch.get("enum")
    only = values[0] if isinstance(values, list) and len(values) == 1 else None
    return only if isinstance(only, str) else None


def constant_positions(branches: list[JsonValue]) -> frozenset[int]:
    """Where in a list of branches the const branches stand."""
    return frozenset(index for index, branch in enumerate(branches) if _constant(branch) is not None)


def constant_values(branches: list[JsonValue]) -> dict[str, Name]:
    """The virtual enum that the const branches of a list form."""
    found: dict[str, Name] = {}
    for branch in branches:
        value = _constant(branch)
        if value is not None and isinstance(branch, dict):
            rest = {key: part for key, part in branch.items() if key not in ("const", "enum", "title")}
            found.setdefault(value, Name(value, things.bare(rest), things.description(rest)))
    return found
