"""A schema of any dialect to one self-contained form, in which equal meanings have equal text.

The form is a draft 2020-12 schema without annotations, identifiers and remote references: every
reference is `#/$defs/dN`. It is what verdicts are computed on; the original documents are what
witnesses are certified on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from govern.documents import canonical, equal
from govern.model import JsonObject, JsonValue
from govern.schema.dialect import Draft, first_draft_of_format
from govern.schema.expansion import overgrown
from govern.schema.fingerprint import fingerprint
from govern.schema.recursion import circular
from govern.schema.resolve import Library, Node, child
from govern.schema.validators import number

TYPES = ("array", "boolean", "integer", "null", "number", "object", "string")
_ALL_TYPES = frozenset(TYPES) - {"integer"}
_BOUNDS = ("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties")
_OF_2019 = "x-2019-09"
"""Marks what 2019-09 spells as 2020-12 does and means otherwise: there `contains` evaluates no item."""
_SPEAKING = frozenset(
    (
        *("properties", "patternProperties", "required", "dependentRequired", "dependentSchemas"),
        *("propertyNames", "additionalProperties", "unevaluatedProperties", "$ref"),
    )
)
_CONTENT = ("contentEncoding", "contentMediaType", "contentSchema")


@dataclass(frozen=True, slots=True)
class Form:
    """`schema`: the form itself, with its `$defs`. `fingerprint`: equal iff the forms mean the same
    by construction. `unreadable`: absolute references that could not be read. `obstacles`: what a
    containment proof on this form cannot rest on, in words; empty where it can.
    """

    schema: JsonObject
    fingerprint: bytes
    unreadable: tuple[str, ...]
    obstacles: tuple[str, ...]
    asserts_formats: bool
    circular: bool = False
    """Whether a reference leads back to itself at the same instance, which no dialect gives a meaning."""
    overgrown: bool = False
    """Whether it asks so much about one instance that no validator and no prover is to be asked."""

    @property
    def definitions(self) -> Mapping[str, JsonValue]:
        """The `$defs` of the form."""
        found = self.schema.get("$defs")
        return found if isinstance(found, dict) else {}


def form(library: Library, *, formats: bool) -> Form:
    """The form of a library's root schema; `formats`: whether `format` is content."""
    builder = _Builder(library, formats)
    root = builder.schema(library.root)
    builder.settle(root)
    schema: JsonObject = {"$defs": dict(builder.definitions), "allOf": [root]}
    return Form(
        schema,
        fingerprint(root, builder.definitions, opaque=builder.opaque),
        tuple(sorted(builder.unreadable)),
        tuple(sorted(builder.obstacles)),
        builder.saw_format,
        builder.circular,
        builder.overgrown,
    )


class _Builder:
    """Compiles nodes one by one; a reference's target becomes a definition, once."""

    def __init__(self, library: Library, formats: bool) -> None:
        self._library = library
        self._formats = formats
        self._names: dict[tuple[str, tuple[str, ...]], str] = {}
        self.definitions: dict[str, JsonValue] = {}
        self.unreadable: set[str] = set()
        self.obstacles: set[str] = set()
        self.opaque: list[bytes] = []
        self.saw_format = False
        self.circular = False
        self.overgrown = overgrown(library)
        self._exact = library.mentions("unevaluatedProperties", "unevaluatedItems")
        self._dynamic_references: set[str] = set()

    def settle(self, root: JsonValue) -> None:
        """What can only be said once every definition is compiled."""
        self.circular = circular(root, self.definitions)
        if self.circular:
            reason = "a reference leads back to itself, and nobody says what that means"
            self._obstacle(reason, self._library.text)
        if self.overgrown:
            self.obstacles.add("budget: branches and references of the schema multiply beyond measure")
        if self._dynamic_references and self._library.mentions("$dynamicAnchor", "$recursiveAnchor"):
            for keyword in sorted(self._dynamic_references):
                self._obstacle(f"{keyword} depends on where it is reached from", self._library.text)

    def schema(self, node: Node) -> JsonValue:
        """The form of one node."""
        value = node.schema
        if isinstance(value, bool):
            return value
        if not isinstance(value, dict):
            self._obstacle(f"not a schema: {'/'.join(node.pointer) or 'the root'}", canonical(value))
            return True
        reference = value.get("$ref")
        if isinstance(reference, str) and not node.draft.since(Draft.D2019):
            return self._reference(node, reference)
        parts: list[JsonValue] = []
        if isinstance(reference, str):
            parts.append(self._reference(node, reference))
        parts.extend(self._dynamic(node, value))
        own = self._own(node, value)
        parts.extend(self._branches(node, value))
        parts.extend(self._conditional(node, value))
        if "unevaluatedProperties" in own or "unevaluatedItems" in own:
            return {**own, "allOf": parts} if parts else own
        return _conjunction([own, *parts])

    # --- references ---

    def _reference(self, node: Node, reference: str) -> JsonValue:
        target = self._library.resolve(node, reference)
        if target is None:
            uri = self._library.absolute(node, reference) + ("#" + reference.partition("#")[2])
            self.unreadable.add(uri)
            if self._library.holds(node, reference):
                self._obstacle(f"a reference leads nowhere: {uri}", self._library.text)
            return {"$ref": uri}
        key = (target.document, target.pointer)
        if key not in self._names:
            self._names[key] = name = f"d{len(self._names)}"
            self.definitions[name] = {}
            self.definitions[name] = self.schema(target)
        compiled = self.definitions[self._names[key]]
        return compiled if isinstance(compiled, bool) else {"$ref": f"#/$defs/{self._names[key]}"}

    def _dynamic(self, node: Node, value: JsonObject) -> list[JsonValue]:
        keyword = "$dynamicRef" if node.draft is Draft.D2020 else "$recursiveRef"
        reference = value.get(keyword)
        if not isinstance(reference, str) or not node.draft.since(Draft.D2019):
            return []
        self._dynamic_references.add(keyword)
        return [self._reference(node, reference)]

    def _obstacle(self, reason: str, evidence: bytes) -> None:
        self.obstacles.add(reason)
        self.opaque.append(evidence)

    # --- keywords ---

    def _own(self, node: Node, value: JsonObject) -> JsonObject:
        out: JsonObject = {}
        known = _Keywords(value, node.draft)
        for name in ("pattern",):
            if isinstance(value.get(name), str):
                out[name] = value[name]
        self._bounds(known, out)
        self._values(known, out)
        self._object(node, known, out)
        self._array(node, known, out)
        self._formats_and_content(known, out)
        return out

    def _sub(self, node: Node, *tokens: str) -> JsonValue:
        here = node
        for token in tokens:
            schema = here.schema
            value: JsonValue = None
            if isinstance(schema, dict):
                value = schema[token]
            elif isinstance(schema, list):
                value = schema[int(token)]
            here = child(here, (token,), value)
        return self.schema(here)

    def _bounds(self, known: _Keywords, out: JsonObject) -> None:
        for name in _BOUNDS:
            bound = known.number(name)
            if bound is not None and not (name.startswith("min") and equal(bound, 0)):
                out[name] = bound
        multiple = known.number("multipleOf")
        if multiple is not None:
            out["multipleOf"] = multiple
        for side in ("minimum", "maximum"):
            exclusive = "exclusive" + side[0].upper() + side[1:]
            bound, strict = known.number(side), known.get(exclusive)
            if known.draft is Draft.D4:
                if bound is not None:
                    out[exclusive if strict is True else side] = bound
                continue
            if bound is not None:
                out[side] = bound
            if number(strict):
                out[exclusive] = strict

    def _values(self, known: _Keywords, out: JsonObject) -> None:
        types = _types(known.get("type"))
        if types is not None:
            out["type"] = list(types)
        listed = known.get("enum")
        sets: list[list[JsonValue]] = []
        if isinstance(listed, list):
            sets.append(_distinct(listed))
        if "const" in known:
            sets.append([known.get("const")])
        if sets:
            kept = [v for v in sets[0] if all(any(equal(v, w) for w in other) for other in sets[1:])]
            if types is not None:
                kept = [
                    v for v in kept if type_of(v) in types or (type_of(v) == "integer" and "number" in types)
                ]
                del out["type"]
            out["enum"] = kept

    def _object(self, node: Node, known: _Keywords, out: JsonObject) -> None:
        required = known.get("required")
        if isinstance(required, list):
            names = sorted({each for each in required if isinstance(each, str)})
            if names:
                out["required"] = list(names)
        for keyword in ("properties", "patternProperties"):
            declared = known.get(keyword)
            if isinstance(declared, dict) and declared:
                out[keyword] = {name: self._sub(node, keyword, name) for name in sorted(declared)}
        for keyword in ("additionalProperties", "unevaluatedProperties"):
            if isinstance(known.get(keyword), (dict, bool)):
                self._unless_true(out, keyword, self._sub(node, keyword))
        if isinstance(known.get("propertyNames"), (dict, bool)):
            self._unless_true(out, "propertyNames", self._sub(node, "propertyNames"))
        self._dependencies(node, known, out)

    def _dependencies(self, node: Node, known: _Keywords, out: JsonObject) -> None:
        names: JsonObject = {}
        schemas: JsonObject = {}
        for keyword in ("dependencies", "dependentRequired", "dependentSchemas"):
            declared = known.get(keyword)
            if not isinstance(declared, dict):
                continue
            for name in sorted(declared):
                value = declared[name]
                if isinstance(value, list):
                    names[name] = [*sorted({each for each in value if isinstance(each, str)})]
                else:
                    schemas[name] = self._sub(node, keyword, name)
        if names:
            out["dependentRequired"] = names
        if schemas:
            out["dependentSchemas"] = schemas

    def _array(self, node: Node, known: _Keywords, out: JsonObject) -> None:
        self._items(node, known, out)
        if known.get("uniqueItems") is True:
            out["uniqueItems"] = True
        if isinstance(known.get("unevaluatedItems"), (dict, bool)):
            out["unevaluatedItems"] = self._sub(node, "unevaluatedItems")
            if node.draft is Draft.D2019:
                out[_OF_2019] = True
                self.obstacles.add("unevaluatedItems of 2019-09")
        if isinstance(known.get("contains"), (dict, bool)):
            out["contains"] = self._sub(node, "contains")
            for name in ("minContains", "maxContains"):
                bound = known.number(name)
                if bound is not None:
                    out[name] = bound
            if self._exact and node.draft is Draft.D2019:
                out[_OF_2019] = True

    def _items(self, node: Node, known: _Keywords, out: JsonObject) -> None:
        """Tuples and what follows them, in the spelling of 2020-12."""
        items, rest = known.get("items"), "items"
        prefix = known.get("prefixItems")
        if isinstance(items, list):
            out["prefixItems"] = [self._sub(node, "items", str(index)) for index in range(len(items))]
            rest = "additionalItems"
        elif isinstance(prefix, list) and prefix:
            out["prefixItems"] = [self._sub(node, "prefixItems", str(index)) for index in range(len(prefix))]
        if isinstance(known.get(rest), (dict, bool)):
            self._unless_true(out, "items", self._sub(node, rest))

    def _formats_and_content(self, known: _Keywords, out: JsonObject) -> None:
        if isinstance(known.get("format"), str):
            self.saw_format = True
            if self._formats:
                self._format(str(known.get("format")), known.draft, out)
        if any(name in known for name in _CONTENT):
            self.saw_format = True
            if self._formats:
                self._obstacle("content keywords are asserted differently by validators", self._library.text)

    def _format(self, name: str, draft: Draft, out: JsonObject) -> None:
        """A format that the draft knows is content; one that no draft knows is asserted by nobody."""
        since = first_draft_of_format(name)
        if since is not None and draft.since(since):
            out["format"] = name
        elif since is not None:
            out[f"x-format-{draft}"] = name
            self.obstacles.add(f"validators differ on format {name} before draft {since}")

    def _branches(self, node: Node, value: JsonObject) -> list[JsonValue]:
        known = _Keywords(value, node.draft)
        parts: list[JsonValue] = []
        for keyword in ("allOf", "anyOf", "oneOf"):
            branches = known.get(keyword)
            if not isinstance(branches, list) or not branches:
                continue
            compiled = [self._sub(node, keyword, str(index)) for index in range(len(branches))]
            if keyword == "allOf":
                parts.extend(compiled)
            else:
                parts.append(_choice(keyword, compiled, exact=self._exact))
        if isinstance(known.get("not"), (dict, bool)):
            parts.append({"not": self._sub(node, "not")})
        return parts

    def _conditional(self, node: Node, value: JsonObject) -> list[JsonValue]:
        known = _Keywords(value, node.draft)
        if not isinstance(known.get("if"), (dict, bool)):
            return []
        out: JsonObject = {}
        for keyword in ("then", "else"):
            if isinstance(known.get(keyword), (dict, bool)):
                compiled = self._sub(node, keyword)
                if compiled is not True:
                    out[keyword] = compiled
        condition = self._sub(node, "if")
        if not out and not self._exact and not _speaks(condition):
            return []
        return [{"if": condition, **out}]

    def _unless_true(self, out: JsonObject, keyword: str, value: JsonValue) -> None:
        """`additionalProperties: true` and the like say nothing, except where `unevaluated*` may look."""
        if value not in (True, {}) or (self._exact and keyword != "propertyNames"):
            out[keyword] = True if value == {} else value


@dataclass(frozen=True, slots=True)
class _Keywords:
    """The keywords of a schema object that its draft knows."""

    value: JsonObject
    draft: Draft

    def __contains__(self, name: str) -> bool:
        from govern.schema.dialect import keywords

        return name in self.value and name in keywords(self.draft)

    def get(self, name: str) -> JsonValue:
        """The keyword's value, None where it is absent or unknown to the draft."""
        return self.value[name] if name in self else None

    def number(self, name: str) -> JsonValue:
        """The keyword's value where it is a number, else None."""
        found = self.get(name)
        return found if number(found) else None


def type_of(value: JsonValue) -> str:
    """The JSON Schema type of a value; `integer` for every integral number."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "integer"
    if isinstance(value, str):
        return "string"
    if isinstance(value, list):
        return "array"
    return "object" if isinstance(value, dict) else "number"


def _types(value: JsonValue) -> tuple[str, ...] | None:
    listed = value if isinstance(value, list) else [value]
    found = {each for each in listed if isinstance(each, str)}
    if not found:
        return None
    if "number" in found:
        found.discard("integer")
    return None if found >= _ALL_TYPES else tuple(sorted(found))


def _distinct(values: list[JsonValue]) -> list[JsonValue]:
    found = {canonical(value): value for value in values}
    return [found[key] for key in sorted(found)]


def _conjunction(parts: list[JsonValue]) -> JsonValue:
    """All of the parts at once: flattened, sorted, without repetition; one part stands alone."""
    flat: dict[bytes, JsonValue] = {}
    for part in parts:
        inner = part["allOf"] if isinstance(part, dict) and set(part) == {"allOf"} else [part]
        for each in inner if isinstance(inner, list) else [inner]:
            if each not in (True, {}):
                flat.setdefault(canonical(each), each)
    if b"false" in flat and not any(_speaks(each) for each in flat.values()):
        return False
    if not flat:
        return True
    if len(flat) == 1:
        return next(iter(flat.values()))
    return {"allOf": [flat[key] for key in sorted(flat)]}


def _choice(keyword: str, branches: list[JsonValue], *, exact: bool) -> JsonValue:
    """`anyOf` or `oneOf` of some branches; the order of branches means nothing."""
    if len(branches) == 1:
        return branches[0]
    if keyword == "oneOf":
        return {"oneOf": sorted(branches, key=canonical)}
    kept = {canonical(each): each for each in branches if each is not False}
    said = not exact and any(each in (True, {}) for each in kept.values())
    if said and not any(_speaks(each) for each in kept.values()):
        return True
    ordered = [kept[key] for key in sorted(kept)]
    if len(ordered) > 1 and all(isinstance(each, dict) and set(each) == {"type"} for each in ordered):
        return _any_type(ordered)
    if ordered and all(isinstance(each, dict) and set(each) == {"enum"} for each in ordered):
        values: list[JsonValue] = []
        for each in ordered:
            listed = each["enum"] if isinstance(each, dict) else []
            values.extend(listed if isinstance(listed, list) else [])
        return {"enum": _distinct(values)}
    if not ordered:
        return False
    return ordered[0] if len(ordered) == 1 else {"anyOf": list(ordered)}


def _any_type(branches: list[JsonValue]) -> JsonValue:
    """The one `type` that says as much as several as branches."""
    names: list[JsonValue] = []
    for each in branches:
        listed = each["type"] if isinstance(each, dict) else []
        names.extend(listed if isinstance(listed, list) else [])
    types = _types(names)
    return True if types is None else {"type": list(types)}


def _speaks(schema: JsonValue) -> bool:
    """Whether a form may mention names, here or below: where it accepts everything it still says
    which names people know, and the content model asks for that."""
    stack = [schema]
    while stack:
        here = stack.pop()
        if isinstance(here, dict):
            if not _SPEAKING.isdisjoint(here):
                return True
            stack.extend(here.values())
        elif isinstance(here, list):
            stack.extend(here)
    return False
