"""Some layers of a form to a small document that they may accept: a guess, tried on real validators."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from govern.model import JsonObject, JsonValue
from govern.schema.fingerprint import target
from govern.schema.nodes import listing, mapping
from govern.schema.places import Layers
from govern.schema.strings import strings

_MOST_VALUES = 200


def sample(
    layers: Layers,
    definitions: Mapping[str, JsonValue],
    variant: int,
    depth: int,
    budget: list[int] | None = None,
) -> JsonValue:
    """`budget`: how many values the document may still take, in one cell that all of it shares; a
    schema that holds itself several times over would else fill the memory."""
    budget = [_MOST_VALUES] if budget is None else budget
    budget[0] -= 1
    if budget[0] < 0:
        return {}
    nodes = _chosen(layers, variant)
    listed = [v for node in nodes for v in listing(node, "enum")]
    if listed:
        return listed[variant % len(listed)]
    types = _sample_types(nodes)
    kind = types[(variant // 2) % len(types)]
    if kind == "object":
        return _sample_object(nodes, layers, variant, depth, budget)
    if kind == "array":
        least = max((n for node in nodes if isinstance(n := node.get("minItems"), int)), default=0)
        least = max(least, 1 if any("contains" in node for node in nodes) else 0)
        if depth > 6 or least > 50:
            return []
        held: list[JsonValue] = []
        while len(held) < least and budget[0] > 0:
            i = len(held)
            held.append(sample(layers.item(i), definitions, variant + i, depth + 1, budget))
        return held
    return _sample_scalar(kind, nodes, variant)


def _sample_types(nodes: list[JsonObject]) -> list[str]:
    allowed: set[str] | None = None
    for node in nodes:
        listed = node.get("type")
        if isinstance(listed, list):
            these = {str(each) for each in listed}
            these |= {"integer"} if "number" in these else set()
            allowed = these if allowed is None else allowed & these
    if not allowed:
        hints = {
            "properties": "object",
            "required": "object",
            "items": "array",
            "pattern": "string",
            "minLength": "string",
        }
        found = sorted({kind for node in nodes for key, kind in hints.items() if key in node})
        allowed = set(found) or {"string"}
    order = ("object", "string", "integer", "number", "boolean", "array", "null")
    return [kind for kind in order if kind in allowed] or ["string"]


def _sample_object(
    nodes: list[JsonObject], layers: Layers, variant: int, depth: int, budget: list[int]
) -> JsonObject:
    definitions = layers.definitions
    required: dict[str, None] = {}
    for node in nodes:
        listed = node.get("required")
        for name in listed if isinstance(listed, list) else []:
            required[str(name)] = None
    if depth > 8:
        return {}
    out: JsonObject = {}
    for name in sorted(required):
        if budget[0] > 0:
            out[name] = sample(layers.named(name), definitions, variant, depth + 1, budget)
    least = max((n for node in nodes if isinstance(n := node.get("minProperties"), int)), default=0)
    for name in sorted({name for node in nodes for name in mapping(node, "properties")}):
        if len(out) >= min(least, 20):
            break
        out.setdefault(name, sample(layers.named(name), definitions, variant, depth + 1, budget))
    for index in range(max(0, min(least, 20) - len(out))):
        out[f"k{index}"] = 1
    return out


def _sample_scalar(kind: str, nodes: list[JsonObject], variant: int) -> JsonValue:
    if kind in ("integer", "number"):
        low = max(_numbers(nodes, "minimum"), default=None)
        above = max(_numbers(nodes, "exclusiveMinimum"), default=None)
        high = min(_numbers(nodes, "maximum"), default=None)
        if low is not None:
            return low if kind == "number" or low == int(low) else int(low) + 1
        if above is not None:
            return int(above) + 1
        if high is not None and high < 1:
            return int(high) - (0 if high == int(high) else 1)
        return 1
    if kind == "boolean":
        return variant % 2 == 0
    if kind == "null":
        return None
    patterns = [str(node["pattern"]) for node in nodes if isinstance(node.get("pattern"), str)]
    if patterns:
        found = list(strings(*patterns))
        if found:
            return found[variant % len(found)]
    least = max((n for node in nodes if isinstance(n := node.get("minLength"), int)), default=1)
    return "x" * min(max(least, 1), 5000)


def _numbers(nodes: list[JsonObject], keyword: str) -> list[int | Decimal]:
    found = [node.get(keyword) for node in nodes]
    return [n for n in found if isinstance(n, (int, Decimal)) and not isinstance(n, bool)]


def _chosen(layers: Layers, variant: int) -> list[JsonObject]:
    """The nodes of some layers that hold together: of each choice, one branch (`variant` says which)."""
    out: list[JsonObject] = []
    stack: list[JsonValue] = list(layers.seeds)
    seen: set[int] = set()
    while stack:
        schema = stack.pop()
        if not isinstance(schema, dict) or id(schema) in seen:
            continue
        seen.add(id(schema))
        name = target(schema)
        if name is not None:
            stack.append(layers.definitions.get(name, True))
            continue
        out.append(schema)
        listed = schema.get("allOf")
        stack += listed if isinstance(listed, list) else []
        for keyword in ("anyOf", "oneOf"):
            branches = schema.get(keyword)
            if isinstance(branches, list) and branches:
                stack.append(branches[variant % len(branches)])
        for keyword in ("then",) if variant % 2 else ():
            if keyword in schema:
                stack += [schema.get("if", True), schema[keyword]]
    return out
