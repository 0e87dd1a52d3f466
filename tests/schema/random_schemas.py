"""A random generator to schemas, to revisions of them, and to documents that tell them apart.

Everything is drawn from small vocabularies, so that keywords meet: the same four names, a handful
of values and patterns, definitions that refer to each other and to themselves. Equal seeds give
equal schemas.
"""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from random_samples import TEXTS_OF_PATTERNS, Samples

DRAFTS = {
    "4": "http://json-schema.org/draft-04/schema#",
    "6": "http://json-schema.org/draft-06/schema#",
    "7": "http://json-schema.org/draft-07/schema#",
    "2019-09": "https://json-schema.org/draft/2019-09/schema",
    "2020-12": "https://json-schema.org/draft/2020-12/schema",
}
NAMES = ("a", "b", "ab", "z")
TEXTS = ("", "a", "b", "ab", "aab", "z", "é", "A", "1.2.3.4", "2020-02-29", "2020-02-30", "a@b.c")
FORMATS = ("date", "ipv4", "email", "uuid", "regex", "uri")
VALUES: tuple[Any, ...] = (
    *(0, 1, 2, 3, -1, Decimal("1.5"), 10**20, True, False, None, "", "a", "b", "ab"),
    *([], [1], ["a"], [1, 1], [1, "a"], {}, {"a": 1}, {"b": "a"}),
)
PATTERNS = ("^a", "b$", "^a+$", "^[ab]{2}$", "a|z", "^b?$", "", "^(a|b)*$", "^.$")
TYPES = ("array", "boolean", "integer", "null", "number", "object", "string")
_FOREIGN = (
    *("const", "if", "contains", "propertyNames", "prefixItems", "additionalItems", "dependentRequired"),
    *("unevaluatedProperties", "minContains", "x-other", "title", "description", "format", "default"),
)
_AGE = {draft: age for age, draft in enumerate(DRAFTS)}


class Schemas:
    """Random schemas of one draft, from one stream of random numbers."""

    def __init__(self, rng: random.Random, draft: str, depth: int = 3) -> None:
        self.rng = rng
        self.draft = draft
        self.age = _AGE[draft]
        self.depth = depth
        self.definitions = "$defs" if self.age >= 3 else "definitions"
        self.names = ("p", "q") if rng.random() < 0.6 else ()
        self.dynamic = bool(self.names) and self.age >= 3 and rng.random() < 0.5

    def root(self) -> Any:
        """A whole schema, with its `$schema` and its definitions."""
        body = self.object(self.depth)
        out: Any = {"$schema": DRAFTS[self.draft], **body}
        if self.names:
            out[self.definitions] = {name: self.schema(self.depth - 1) for name in self.names}
            self._anchored(out)
            if "$ref" not in out and self.rng.random() < 0.3 and self.age >= 3:
                out["$ref"] = f"#/{self.definitions}/p"
        return out

    def _anchored(self, out: dict[str, Any]) -> None:
        """Give a definition the anchor that dynamic references ask for, or the root."""
        if self.dynamic and self.age == 3 and self.rng.random() < 0.5:
            out["$recursiveAnchor"] = True
        if self.dynamic and self.age == 4:
            held = out[self.definitions]
            held["p"] = {"$dynamicAnchor": "p", **(held["p"] if isinstance(held["p"], dict) else {})}

    def schema(self, depth: int) -> Any:
        """A subschema: now and then a boolean, a reference, else an object."""
        roll = self.rng.random()
        if self.dynamic and depth < self.depth - 1 and self.rng.random() < 0.15:
            return {"$dynamicRef": "#p"} if self.age == 4 else {"$recursiveRef": "#"}
        if roll < 0.06:
            return self.rng.choice((True, False)) if self.age >= 1 else self.rng.choice(({}, {"not": {}}))
        if roll < 0.16 and self.names:
            target = self.rng.choice([*(f"#/{self.definitions}/{name}" for name in self.names), "#"])
            if target != "#" or depth < self.depth - 1:
                return {"$ref": target}
        return self.object(depth)

    def object(self, depth: int) -> dict[str, Any]:
        """A schema object of one to three keywords."""
        out: dict[str, Any] = {}
        for _ in range(self.rng.choice((1, 1, 2, 2, 3))):
            self.rng.choice(self._makers(depth))(out, depth)
        return out

    def _makers(self, depth: int) -> list[Callable[[dict[str, Any], int], None]]:
        flat = [self._type, self._values, self._numbers, self._strings, self._sizes, self._required]
        if depth <= 0:
            return flat
        deep = [self._properties, self._properties, self._names, self._items, self._choice, self._choice]
        deep += [self._not, self._dependencies]
        if self.age >= 1:
            deep += [self._contains]
        if self.age >= 2:
            deep += [self._conditional]
        if self.age >= 3:
            deep += [self._unevaluated, self._reference]
        return [*flat, *deep, self._foreign]

    def _type(self, out: dict[str, Any], depth: int) -> None:
        out["type"] = (
            self.rng.choice(TYPES)
            if self.rng.random() < 0.6
            else self.rng.sample(TYPES, self.rng.randint(1, 4))
        )

    def _values(self, out: dict[str, Any], depth: int) -> None:
        if self.age >= 1 and self.rng.random() < 0.4:
            out["const"] = copy.deepcopy(self.rng.choice(VALUES))
        else:
            out["enum"] = copy.deepcopy(self.rng.sample(VALUES, self.rng.randint(1, 5)))

    def _numbers(self, out: dict[str, Any], depth: int) -> None:
        keyword = self.rng.choice(
            ("minimum", "maximum", "multipleOf", "exclusiveMinimum", "exclusiveMaximum")
        )
        bound = self.rng.choice((0, 1, 2, 3, -1, Decimal("1.5"), Decimal("0.1"), 10**20))
        if keyword == "multipleOf":
            bound = self.rng.choice((1, 2, 3, Decimal("0.5"), Decimal("1.5"), Decimal("0.1")))
        elif keyword.startswith("exclusive") and self.age == 0:
            out[keyword[9:].lower()] = bound
            bound = self.rng.random() < 0.7
        out[keyword] = bound

    def _strings(self, out: dict[str, Any], depth: int) -> None:
        if self.rng.random() < 0.5:
            out["pattern"] = self.rng.choice(PATTERNS)
        else:
            out[self.rng.choice(("minLength", "maxLength"))] = self.rng.randint(0, 3)

    def _sizes(self, out: dict[str, Any], depth: int) -> None:
        keyword = self.rng.choice(("minItems", "maxItems", "minProperties", "maxProperties", "uniqueItems"))
        out[keyword] = True if keyword == "uniqueItems" else self.rng.randint(0, 3)

    def _required(self, out: dict[str, Any], depth: int) -> None:
        out["required"] = self.rng.sample(NAMES, self.rng.randint(1, 2))

    def _properties(self, out: dict[str, Any], depth: int) -> None:
        chosen = self.rng.sample(NAMES, self.rng.randint(1, 3))
        out["properties"] = {name: self.schema(depth - 1) for name in chosen}
        roll = self.rng.random()
        if roll < 0.2:
            out["additionalProperties"] = False
        elif roll < 0.35:
            out["additionalProperties"] = self.schema(depth - 1)
        if self.rng.random() < 0.3:
            out["required"] = self.rng.sample(chosen, 1)

    def _names(self, out: dict[str, Any], depth: int) -> None:
        roll = self.rng.random()
        if roll < 0.5:
            out["patternProperties"] = {
                pattern: self.schema(depth - 1)
                for pattern in self.rng.sample(PATTERNS, self.rng.randint(1, 2))
            }
        elif roll < 0.75 or self.age == 0:
            out["additionalProperties"] = self.schema(depth - 1)
        elif roll < 0.85:
            out["propertyNames"] = self.rng.choice(({"enum": ["a", "b"]}, {"const": "a"}, {"maxLength": 1}))
        else:
            out["propertyNames"] = self.schema(depth - 1)

    def _items(self, out: dict[str, Any], depth: int) -> None:
        if self.rng.random() < 0.5:
            out["items"] = self.schema(depth - 1)
            return
        prefix = [self.schema(depth - 1) for _ in range(self.rng.randint(1, 2))]
        tuples, rest = ("prefixItems", "items") if self.age == 4 else ("items", "additionalItems")
        out[tuples] = prefix
        if self.rng.random() < 0.6:
            out[rest] = self.schema(depth - 1)

    def _contains(self, out: dict[str, Any], depth: int) -> None:
        out["contains"] = self.schema(depth - 1)
        for keyword in ("minContains", "maxContains"):
            if self.rng.random() < 0.35:
                out[keyword] = self.rng.randint(0, 2)

    def _choice(self, out: dict[str, Any], depth: int) -> None:
        keyword = self.rng.choice(("allOf", "anyOf", "oneOf"))
        out[keyword] = [self.schema(depth - 1) for _ in range(self.rng.randint(1, 3))]

    def _not(self, out: dict[str, Any], depth: int) -> None:
        out["not"] = self.schema(depth - 1)

    def _conditional(self, out: dict[str, Any], depth: int) -> None:
        out["if"] = self.schema(depth - 1)
        for keyword in ("then", "else"):
            if self.rng.random() < 0.7:
                out[keyword] = self.schema(depth - 1)

    def _dependencies(self, out: dict[str, Any], depth: int) -> None:
        name, others = self.rng.choice(NAMES), self.rng.sample(NAMES, 1)
        if self.age < 3:
            out["dependencies"] = {name: others if self.rng.random() < 0.5 else self.schema(depth - 1)}
        elif self.rng.random() < 0.5:
            out["dependentRequired"] = {name: others}
        else:
            out["dependentSchemas"] = {name: self.schema(depth - 1)}

    def _unevaluated(self, out: dict[str, Any], depth: int) -> None:
        keyword = self.rng.choice(("unevaluatedProperties", "unevaluatedItems"))
        out[keyword] = False if self.rng.random() < 0.5 else self.schema(depth - 1)

    def _reference(self, out: dict[str, Any], depth: int) -> None:
        if self.names:
            out["$ref"] = f"#/{self.definitions}/{self.rng.choice(self.names)}"

    def _foreign(self, out: dict[str, Any], depth: int) -> None:
        """A keyword of another draft, an annotation, or one that no draft knows."""
        keyword = self.rng.choice(_FOREIGN)
        if keyword in out:
            return
        if keyword in ("if", "contains", "propertyNames", "additionalItems", "unevaluatedProperties"):
            out[keyword] = self.schema(depth - 1) if self.age >= 1 else {"type": "string"}
        elif keyword == "prefixItems":
            out[keyword] = [self.schema(depth - 1)]
        elif keyword == "dependentRequired":
            out[keyword] = {"a": ["b"]}
        elif keyword == "minContains":
            out[keyword] = self.rng.randint(0, 2)
        elif keyword in ("title", "description"):
            out[keyword] = "words"
        elif keyword == "format":
            out[keyword] = self.rng.choice(FORMATS)
        else:
            out[keyword] = copy.deepcopy(self.rng.choice(VALUES))


# --- revisions ---


def places(schema: Any, age: int) -> Iterator[tuple[Any, Any]]:
    """Every (container, key) at which a subschema stands, the root excepted."""
    if not isinstance(schema, dict):
        return
    for key, value in schema.items():
        if key in ("allOf", "anyOf", "oneOf", "prefixItems", "items") and isinstance(value, list):
            for index, inner in enumerate(value):
                yield value, index
                yield from places(inner, age)
        elif key in ("properties", "patternProperties", "$defs", "definitions", "dependentSchemas"):
            for name, inner in value.items():
                yield value, name
                yield from places(inner, age)
        elif key in (
            *("not", "if", "then", "else", "items", "contains", "additionalProperties", "propertyNames"),
            *("additionalItems", "unevaluatedProperties", "unevaluatedItems"),
        ):
            yield schema, key
            yield from places(value, age)


def mutated(rng: random.Random, schema: Any, schemas: Schemas, times: int = 1) -> Any:
    """A revision of a schema, with one or more edits."""
    out = copy.deepcopy(schema)
    for _ in range(times):
        out = _mutate(rng, out, schemas)
    return out


def _exchanged(rng: random.Random, root: Any, schemas: Schemas) -> bool:
    """Exchange two definitions, or put one elsewhere; whether that was done."""
    held = root.get(schemas.definitions)
    if not isinstance(held, dict) or not {"p", "q"} <= held.keys() or schemas.dynamic:
        return False
    if rng.random() < 0.5:
        held["p"], held["q"] = held["q"], held["p"]
    else:
        root["x-parts"] = {"p": held["p"]}
        held["p"] = {"$ref": "#/x-parts/p"}
    return True


def _named_otherwise(rng: random.Random, old: dict[str, Any]) -> bool:
    """Give a member another name, or a member schema another pattern; whether that was done."""
    keyword = rng.choice(("properties", "patternProperties"))
    held = old.get(keyword)
    if not isinstance(held, dict) or not held:
        return False
    name = rng.choice(sorted(held))
    other = rng.choice(NAMES if keyword == "properties" else PATTERNS)
    if other in held:
        return False
    old[keyword] = {other if each == name else each: inner for each, inner in held.items()}
    if keyword == "properties" and name in old.get("required", ()) and rng.random() < 0.5:
        old["required"] = sorted({other if each == name else each for each in old["required"]})
    return True


def _split(rng: random.Random, old: Any, schemas: Schemas) -> Any:
    """Branches that are edits of what was there: together they may accept all of it."""
    branches = [copy.deepcopy(old) for _ in range(rng.choice((2, 2, 3)))]
    return {rng.choice(("anyOf", "anyOf", "oneOf")): [
        _edited(rng, each, schemas) if isinstance(each, dict) else schemas.schema(1) for each in branches
    ]}  # fmt: skip


def _mutate(rng: random.Random, root: Any, schemas: Schemas) -> Any:
    if rng.random() < 0.05 and _exchanged(rng, root, schemas):
        return root
    spots = list(places(root, schemas.age))
    if not spots or rng.random() < 0.25:
        return _edited(rng, root, schemas)
    container, key = rng.choice(spots)
    old = container[key]
    roll = rng.random()
    if roll < 0.12:
        container[key] = schemas.schema(1)
    elif roll < 0.2:
        word = rng.choice(("allOf", "anyOf", "oneOf"))
        container[key] = {word: [old, schemas.schema(1)]}
    elif roll < 0.25:
        container[key] = {"not": {"not": old}}
    elif roll < 0.28 and key != "$defs":
        container[key] = _split(rng, old, schemas)
    elif roll < 0.3 and isinstance(container, list) and len(container) > 1:
        del container[key]
    elif roll < 0.35 and isinstance(container, list):
        container.append(schemas.schema(1))
    elif isinstance(old, dict):
        container[key] = _edited(rng, old, schemas)
    else:
        container[key] = schemas.schema(1)
    return root


def _edited(rng: random.Random, old: dict[str, Any], schemas: Schemas) -> Any:
    """A schema object with one keyword more, less or otherwise."""
    keys = [key for key in old if key not in ("$schema", "$defs", "definitions")]
    roll = rng.random()
    key = rng.choice(keys) if keys else None
    if rng.random() < 0.15 and _named_otherwise(rng, old):
        return old
    if roll < 0.25 or key is None:
        rng.choice(schemas._makers(1))(old, 1)
    elif roll < 0.5 and len(keys) > 1 and not (schemas.age == 0 and key in ("minimum", "maximum")):
        del old[key]
    else:
        _turned(rng, old, key, schemas)
    return old


def _turned(rng: random.Random, old: dict[str, Any], key: str, schemas: Schemas) -> None:
    value = old[key]
    if isinstance(value, bool):
        old[key] = not value
    elif key in ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"):
        old[key] = value + rng.choice((-1, 1))
    elif isinstance(value, int):
        old[key] = max(1 if key == "multipleOf" else 0, value + rng.choice((-1, 1)))
    elif key in ("enum", "required", "type") and isinstance(value, list):
        _listed_otherwise(rng, value, {"enum": VALUES, "required": NAMES, "type": TYPES}[key])
    elif key == "properties":
        name = rng.choice(NAMES)
        if name in value and len(value) > 1:
            del value[name]
        else:
            value[name] = schemas.schema(1)
    elif key in ("pattern", "const"):
        old[key] = copy.deepcopy(rng.choice(PATTERNS if key == "pattern" else VALUES))
    elif key in ("not", "if", "then", "else") and isinstance(value, dict):
        old[key] = _edited(rng, value, schemas)
    else:
        rng.choice(schemas._makers(1))(old, 1)


def _listed_otherwise(rng: random.Random, value: list[Any], pool: tuple[Any, ...]) -> None:
    extra = rng.choice([each for each in pool if not _in(value, each)] or [value[0]])
    if rng.random() < 0.5 and len(value) > 1:
        value.pop(rng.randrange(len(value)))
    elif not _in(value, extra):
        value.append(copy.deepcopy(extra))


def _in(values: list[Any], value: Any) -> bool:
    return any(type(each) is type(value) and each == value for each in values)


def pair(seed: int) -> tuple[str, Any, Any]:
    """The pair of a seed: its draft, a schema, and (mostly) a revision of it."""
    rng = random.Random(seed)
    draft = rng.choice(tuple(DRAFTS))
    schemas = Schemas(rng, draft, rng.choice((1, 2, 2, 3)))
    left = schemas.root()
    times = rng.choice((0, 1, 1, 1, 1, 1, 2, 2, 3))
    right = mutated(rng, left, schemas, times) if times else schemas.root()
    if rng.random() < 0.1 and not schemas.dynamic:
        right["$schema"] = DRAFTS[rng.choice(tuple(DRAFTS))]
    return draft, left, right


# --- the same schema in other words ---


def refactored(rng: random.Random, schema: Any, draft: str) -> tuple[str, Any]:
    """The same schema written otherwise, and in what way."""
    age = _AGE[draft]
    ways: dict[str, Callable[[Any], Any]] = {
        "order of keys": lambda s: _reordered(rng, s),
        "definitions renamed": lambda s: _renamed(s),
        "annotations": lambda s: _annotated(rng, s, age),
        "enum and const": lambda s: _constants(s, age),
        "order of branches": lambda s: _shuffled(rng, s, age),
        "type list as anyOf": lambda s: _types_apart(s, age),
        "reference inlined": lambda s: _inlined(s, age),
    }
    way = rng.choice(tuple(ways))
    return way, ways[way](copy.deepcopy(schema))


def _every(schema: Any, age: int) -> list[dict[str, Any]]:
    found = [schema] if isinstance(schema, dict) else []
    return found + [c[k] for c, k in places(schema, age) if isinstance(c[k], dict)]


def _reordered(rng: random.Random, value: Any) -> Any:
    if isinstance(value, dict):
        keys = list(value)
        rng.shuffle(keys)
        return {key: _reordered(rng, value[key]) for key in keys}
    return [_reordered(rng, each) for each in value] if isinstance(value, list) else value


def _renamed(value: Any) -> Any:
    if isinstance(value, dict):
        out = {}
        for key, each in value.items():
            if key in ("$defs", "definitions") and isinstance(each, dict):
                out[key] = {f"new-{name}": _renamed(inner) for name, inner in each.items()}
            elif key == "$ref" and isinstance(each, str) and each.count("/") == 2:
                head, _, name = each.rpartition("/")
                out[key] = f"{head}/new-{name}"
            else:
                out[key] = _renamed(each)
        return out
    return [_renamed(each) for each in value] if isinstance(value, list) else value


def _annotated(rng: random.Random, schema: Any, age: int) -> Any:
    for each in _every(schema, age):
        if rng.random() < 0.5:
            each["description"] = rng.choice(("one", "two", "three"))
            each["x-note"] = rng.randint(0, 9)
            each["default"] = rng.randint(0, 9)
    return schema


def _constants(schema: Any, age: int) -> Any:
    for each in _every(schema, age):
        if age >= 1 and "const" in each and "enum" not in each:
            each["enum"] = [each.pop("const")]
        elif age >= 1 and len(each.get("enum", ())) == 1 and "const" not in each:
            each["const"] = each.pop("enum")[0]
        elif "enum" in each:
            each["enum"] = [*reversed(each["enum"])]
        if isinstance(each.get("type"), str):
            each["type"] = [each["type"]]
    return schema


def _shuffled(rng: random.Random, schema: Any, age: int) -> Any:
    for each in _every(schema, age):
        for keyword in ("allOf", "anyOf", "oneOf", "required", "enum"):
            if isinstance(each.get(keyword), list):
                rng.shuffle(each[keyword])
        if isinstance(each.get("type"), list):
            rng.shuffle(each["type"])
    return schema


def _types_apart(schema: Any, age: int) -> Any:
    for each in _every(schema, age):
        if isinstance(each.get("type"), list) and set(each) == {"type"}:
            each["anyOf"] = [{"type": name} for name in each.pop("type")]
    return schema


def _inlined(schema: Any, age: int) -> Any:
    definitions = schema.get("$defs", schema.get("definitions", {}))
    names = ("$ref", "$dynamic", "$recursive")
    plain = {n: each for n, each in definitions.items() if not any(word in repr(each) for word in names)}
    for container, key in list(places(schema, age)):
        each = container[key]
        if isinstance(each, dict) and set(each) == {"$ref"}:
            name = each["$ref"].rpartition("/")[2]
            if name in plain:
                container[key] = copy.deepcopy(plain[name])
    return schema


# --- documents ---


def documents(*schemas: Any, seed: int = 0, least: int = 500) -> list[Any]:
    """Documents to try on some schemas: from their own values and bounds, and from the vocabularies."""
    rng = random.Random(seed)
    atoms: list[Any] = [*VALUES, *TEXTS, *NAMES, *TEXTS_OF_PATTERNS, Decimal("0.5"), 4, 10**20 + 1]
    for schema in schemas:
        atoms += list(_constants_of(schema))
    atoms = _distinct(atoms)
    found = list(atoms)
    found += [{name: atom} for name in (*NAMES, "zz", "") for atom in atoms[:24]]
    found += [[atom] for atom in atoms[:24]] + [[a, b] for a in atoms[:8] for b in atoms[:8]]
    pool = list(found)
    for schema in schemas:
        found += Samples(rng, schema).some(least // 2)
    while len(found) < least * 2:
        found.append(_random_document(rng, pool, 2))
    found = _distinct(found)
    while len(found) < least:
        found = _distinct([*found, *(_random_document(rng, pool, 3) for _ in range(least))])
    return found


def _random_document(rng: random.Random, pool: list[Any], depth: int) -> Any:
    if depth == 0 or rng.random() < 0.2:
        return rng.choice(pool)
    if rng.random() < 0.65:
        names = rng.sample((*NAMES, "zz", "aab"), rng.randint(0, 4))
        return {name: _random_document(rng, pool, depth - 1) for name in names}
    return [_random_document(rng, pool, depth - 1) for _ in range(rng.randint(0, 4))]


def _constants_of(schema: Any) -> Iterator[Any]:
    stack = [schema]
    while stack:
        here = stack.pop()
        if isinstance(here, dict):
            if isinstance(here.get("enum"), list):
                yield from here["enum"]
            if "const" in here:
                yield here["const"]
            if isinstance(here.get("required"), list):
                yield {name: 1 for name in here["required"] if isinstance(name, str)}
            for key, bound in here.items():
                if isinstance(bound, (int, Decimal)) and not isinstance(bound, bool):
                    yield from (bound, bound - 1, bound + 1)
                    if key in ("minLength", "maxLength"):
                        yield from ("x" * n for n in (int(bound) - 1, int(bound), int(bound) + 1) if n >= 0)
            stack.extend(here.values())
        elif isinstance(here, list):
            stack.extend(here)


def _distinct(values: list[Any]) -> list[Any]:
    return list({json.dumps(value, sort_keys=True, default=repr): value for value in values}.values())
