"""JSON values and the published schema to mistakes, each with what was found and what is allowed.

A validator would say that no branch of an `anyOf` fits; whoever writes a configuration needs the
key, the choices and the nearest spelling. So this reads the same schema, of which it knows the
keywords in `KEYWORDS`, and a test holds it to the verdicts of real validators.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from govern.configuration import toml_text
from govern.configuration.forms import fault_of
from govern.configuration.positions import KeyPath
from govern.model import JsonObject, JsonValue

KEYWORDS = frozenset(
    {"$ref", "additionalProperties", "anyOf", "enum", "items", "maxLength", "maximum", "minItems"}
    | {"minLength", "minimum", "pattern", "properties", "propertyNames", "required", "type"}
)
"""The keywords that this module applies; annotations aside, the published schema uses no other."""

SHAPE_RULES = frozenset({"config-key-unknown", "config-missing", "config-value"})
"""The rules of mistakes that the published schema refuses too."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing wrong with a configuration: where it stands, which rule, what, and the remedy."""

    path: KeyPath
    rule: str
    message: str
    remedy: str


def mistakes(schema: JsonObject, value: JsonValue) -> tuple[Mistake, ...]:
    """Every mistake of a value against the published schema, in the order of the value."""
    definitions = cast("dict[str, JsonObject]", schema.get("$defs", {}))
    return tuple(_Walk(definitions).check(schema, value, ()))


class _Walk:
    def __init__(self, definitions: Mapping[str, JsonObject]) -> None:
        self.definitions = definitions

    def check(self, node: JsonObject, value: JsonValue, path: KeyPath) -> Iterator[Mistake]:
        node, form = self.resolved(node)
        branches = cast("list[JsonObject]", node.get("anyOf", []))
        if branches and "properties" not in node:
            fitting = [branch for branch in branches if self.fits(branch, value)]
            if fitting:
                named = {"examples": node["examples"]} if "examples" in node else {}
                yield from self.check({**fitting[0], **named}, value, path)
            else:
                yield self.wrong(node, value, path)
        elif not _fits(node.get("type"), value) or not _allowed(node, value):
            yield self.wrong(node, value, path)
        elif isinstance(value, dict):
            yield from self.table(node, value, path)
        elif isinstance(value, list):
            yield from self.items(node, value, path)
        elif isinstance(value, str) and form and (fault := fault_of(form, value)):
            message = f"`{toml_text.dotted(path)}`: {_found(value)} {fault.message}"
            yield Mistake(path, fault.rule, message, fault.remedy)

    def resolved(self, node: JsonObject) -> tuple[JsonObject, str]:
        """The node with the definition it refers to, and that definition's name."""
        form = ""
        while isinstance(reference := node.get("$ref"), str):
            form = reference.removeprefix("#/$defs/")
            siblings = {name: each for name, each in node.items() if name != "$ref"}
            node = {**self.definitions[form], **siblings}
        return node, form

    def fits(self, node: JsonObject, value: JsonValue) -> bool:
        """Whether a value has a type that a node allows: what picks the branch of an `anyOf`."""
        node, _ = self.resolved(node)
        branches = cast("list[JsonObject]", node.get("anyOf", []))
        if "type" in node or not branches:
            return _fits(node.get("type"), value)
        return any(self.fits(branch, value) for branch in branches)

    def table(self, node: JsonObject, value: JsonObject, path: KeyPath) -> Iterator[Mistake]:
        properties = cast("dict[str, JsonObject]", node.get("properties", {}))
        rest = node.get("additionalProperties")
        names = node.get("propertyNames")
        yield from self.missing(node, value, path)
        for name, each in value.items():
            here = (*path, name)
            if isinstance(names, dict) and not _allowed(names, name):
                yield _unnameable(name, here)
            elif name in properties:
                yield from self.check(properties[name], each, here)
            elif isinstance(rest, dict):
                yield from self.check(rest, each, here)
            else:
                yield _unknown(name, tuple(properties), here)

    def missing(self, node: JsonObject, value: JsonObject, path: KeyPath) -> Iterator[Mistake]:
        where = f"`{toml_text.dotted(path)}`" if path else "the file"
        for name in cast("list[str]", node.get("required", [])):
            if name not in value:
                remedy = f"add it, {self.example(node, name)}"
                yield Mistake(path, "config-missing", f"{where} lacks the key `{name}`", remedy)
        branches = cast("list[dict[str, list[str]]]", node.get("anyOf", []))
        choices = [branch["required"][0] for branch in branches]
        if choices and not any(name in value for name in choices):
            listed = " nor ".join(f"`{name}`" for name in choices)
            remedy = f"add one, {self.example(node, choices[0])}"
            yield Mistake(path, "config-missing", f"{where} has neither {listed}", remedy)

    def items(self, node: JsonObject, value: list[JsonValue], path: KeyPath) -> Iterator[Mistake]:
        if len(value) < cast("int", node.get("minItems", 0)):
            yield self.wrong(node, value, path)
        if isinstance(item := node.get("items"), dict):
            for position, each in enumerate(value):
                yield from self.check(item, each, (*path, position))

    def wrong(self, node: JsonObject, value: JsonValue, path: KeyPath) -> Mistake:
        message = f"`{toml_text.dotted(path)}` is {_found(value)}; expected {self.expected(node)}"
        choices = [each for each in cast("list[JsonValue]", node.get("enum", [])) if isinstance(each, str)]
        near = difflib.get_close_matches(str(value).lower().replace("-", "_"), choices, n=1)
        remedy = f"did you mean {toml_text.string(near[0])}?" if near else _example(node, path)
        return Mistake(path, "config-value", message, remedy)

    def expected(self, node: JsonObject) -> str:
        """What a node allows, in words."""
        node, _ = self.resolved(node)
        if isinstance(choices := node.get("enum"), list):
            return "one of " + ", ".join(toml_text.inline(each) for each in choices)
        if isinstance(branches := node.get("anyOf"), list) and "type" not in node:
            return " or ".join(self.expected(cast("JsonObject", each)) for each in branches)
        if node.get("type") == "array":
            return f"a list of {self.several(cast('JsonObject', node['items']))}"
        return _bounded(node)

    def several(self, item: JsonObject) -> str:
        """What the items of a list are, in words."""
        node, _ = self.resolved(item)
        if "type" in node:
            return _PLURALS[str(node["type"])]
        branches = cast("list[JsonObject]", node["anyOf"])
        return " or ".join(self.several(each) for each in branches)

    def example(self, node: JsonObject, name: str) -> str:
        """The example of one key of a table."""
        properties = cast("dict[str, JsonObject]", node.get("properties", {}))
        return _example(self.resolved(properties[name])[0], (name,))


_NAMES = {"string": "a text", "integer": "a whole number", "boolean": "true or false", "object": "a table"}

_PLURALS = {"string": "texts", "integer": "whole numbers", "boolean": "truths", "object": "tables"}


def _bounded(node: JsonObject) -> str:
    name = _NAMES[str(node["type"])]
    if "minimum" in node and "maximum" in node:
        return f"{name} from {node['minimum']} to {node['maximum']}"
    if "pattern" in node and "description" in node:
        words = str(node["description"]).rstrip(".")
        return f"{name}: {words[:1].lower()}{words[1:]}"
    return f"{name} that is not empty" if node.get("minLength") else name


def _fits(type_: JsonValue, value: JsonValue) -> bool:
    match type_:
        case "string":
            return isinstance(value, str)
        case "integer":
            return isinstance(value, int) and not isinstance(value, bool)
        case "boolean":
            return isinstance(value, bool)
        case "array":
            return isinstance(value, list)
        case "object":
            return isinstance(value, dict)
        case _:
            return True


def _allowed(node: JsonObject, value: JsonValue) -> bool:
    if isinstance(choices := node.get("enum"), list) and not any(_same(each, value) for each in choices):
        return False
    if isinstance(value, str):
        pattern = node.get("pattern")
        shortest, longest = node.get("minLength", 0), node.get("maxLength", len(value))
        in_bounds = cast("int", shortest) <= len(value) <= cast("int", longest)
        return in_bounds and (not isinstance(pattern, str) or bool(re.search(_anchored(pattern), value)))
    if isinstance(value, int) and not isinstance(value, bool):
        least, most = node.get("minimum", value), node.get("maximum", value)
        return cast("int", least) <= value <= cast("int", most)
    return True


def _anchored(pattern: str) -> str:
    """JSON Schema's `$` is the end of the text; Python's also stands before a last line feed."""
    return re.sub(r"(?<!\\)\$(?=$|\|)", r"\\Z", pattern)


def _same(left: JsonValue, right: JsonValue) -> bool:
    return isinstance(left, bool) == isinstance(right, bool) and left == right


def _found(value: JsonValue) -> str:
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "a list" if value else "an empty list"
    text = toml_text.inline(value)
    return text if len(text) <= 80 else f"{text[:77]}..."


def _example(node: JsonObject, path: KeyPath) -> str:
    name = next((step for step in reversed(path) if isinstance(step, str)), "")
    examples = node.get("examples")
    if not isinstance(examples, list) or not examples:
        return f"set `{name}` to a value of that kind, or remove it"
    named = not path or isinstance(path[-1], str)
    return f"for example {f'{toml_text.key(name)} = ' if named else ''}{toml_text.inline(examples[0])}"


def _unknown(name: str, known: tuple[str, ...], path: KeyPath) -> Mistake:
    near = difflib.get_close_matches(name.lower().replace("-", "_"), known, n=1)
    listed = ", ".join(f"`{each}`" for each in sorted(known))
    where = f" in `{toml_text.dotted(path[:-1])}`" if len(path) > 1 else ""
    message = f"unknown key `{toml_text.key(name)}`{where}"
    remedy = f"did you mean `{near[0]}`? " if near else "remove it; "
    return Mistake(path, "config-key-unknown", message, f"{remedy}known here: {listed}")


def _unnameable(name: str, path: KeyPath) -> Mistake:
    message = f"{toml_text.string(name)} cannot be the name of a contract"
    remedy = "use letters, digits and _ @ . + / - in it, at most 200 of them, and {name} in a template"
    return Mistake(path, "config-value", message, remedy)
