"""A schema of any dialect to its keywords, in the words of 2020-12."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from govern.documents import canonical, equal
from govern.model import JsonObject, JsonValue
from govern.schema.dialect import LEFT_BEHIND, Draft, first_draft_of_format, keywords
from govern.schema.engine.keywords import (
    KINDS,
    Condition,
    Contains,
    Items,
    Keywords,
    Members,
    Number,
    Values,
    kind_of,
)
from govern.schema.engine.unevaluated import settle
from govern.schema.resolve import child
from govern.schema.validators import number

if TYPE_CHECKING:
    from govern.schema.engine.form import Schema

_KINDS = frozenset(KINDS)
_BOUNDS = (
    ("minLength", "least_length"),
    ("maxLength", "most_length"),
    ("minItems", "least_items"),
    ("maxItems", "most_items"),
    ("minProperties", "least_members"),
    ("maxProperties", "most_members"),
)
UNREADABLE = "unreadable reference: "
DYNAMIC = "depends on where it is reached from: "
_CONTENT = ("contentEncoding", "contentMediaType", "contentSchema")
_DIGEST = re.compile(" [0-9a-f]{64}$")


def shareable(word: str) -> bool:
    """Whether an opaque word means the same wherever it stands. What a contested `$dynamicRef` means
    hangs on the way there, so even one and the same schema need not mean one thing."""
    return not word.startswith(DYNAMIC)


def readable(word: str) -> str:
    """An opaque word for people: without the digest of the document that tells it from others."""
    return _DIGEST.sub("", word)


class Compiler:
    """Sets the keywords of one schema."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._form = schema.form
        self._node = schema.node
        self._draft = schema.node.draft
        value = schema.raw
        self._value: JsonObject = value if isinstance(value, dict) else {}

    def compile(self, out: Keywords) -> None:
        """Set what the schema says, and nothing else."""
        value, node = self._value, self._node
        if not isinstance(node.schema, (dict, bool)):
            out.opaque = (self._of_document(f"not a schema: /{'/'.join(node.pointer)}"),)
            return
        if node.schema is False:
            out.kinds = frozenset()
            return
        reference = value.get("$ref")
        if isinstance(reference, str):
            self._reference(reference, out)
            if not self._draft.since(Draft.D2019):
                return
        self._left_behind(out)
        known = keywords(self._draft)
        value = self._value = {key: each for key, each in value.items() if key in known}
        self._dynamic(out)
        self._values(out)
        self._bounds(out)
        self._strings(out)
        self._members(out)
        self._items(out)
        self._branches(out)
        settle(self._schema, out, self._one("unevaluatedProperties"), self._one("unevaluatedItems"))

    # --- references ---

    def _reference(self, reference: str, out: Keywords) -> None:
        library, node = self._form.library, self._node
        target = library.resolve(node, reference)
        if target is not None:
            out.all_of = (*out.all_of, self._form.schema(target))
            return
        uri = library.absolute(node, reference) + "#" + reference.partition("#")[2]
        self._form.unreadable.add(uri)
        if library.read_otherwise(node, reference):
            out.opaque = (*out.opaque, self._of_document(f"a reference leads nowhere: {uri}"))
        else:
            out.opaque = (*out.opaque, f"{UNREADABLE}{uri}")

    def _of_document(self, word: str) -> str:
        """A word that no other document asks for; `readable` takes away what tells it from theirs."""
        return f"{word} {self._form.whole}"

    def _dynamic(self, out: Keywords) -> None:
        keyword = "$dynamicRef" if self._draft is Draft.D2020 else "$recursiveRef"
        reference = self._value.get(keyword)
        if not isinstance(reference, str) or not self._draft.since(Draft.D2019):
            return
        name = reference.partition("#")[2]
        anchor = name if keyword == "$dynamicRef" else None
        if self._form.library.contested(anchor):
            out.opaque = (*out.opaque, f"{DYNAMIC}{keyword} {reference}")
        else:
            self._reference(reference, out)

    def _left_behind(self, out: Keywords) -> None:
        """What is no keyword any more and is still applied by some: where it leads elsewhere, only equal
        documents say the same."""
        held = self._value.get(LEFT_BEHIND)
        if self._draft.since(Draft.D2019) and isinstance(held, dict):
            text = canonical(held).decode("utf-8", "replace")
            word = f"validators differ on {LEFT_BEHIND}: {text}"
            out.opaque = (*out.opaque, self._of_document(word) if '"$' in text else word)

    # --- values ---

    def _values(self, out: Keywords) -> None:
        value = self._value
        listed = value.get("type")
        names = {each for each in (listed if isinstance(listed, list) else [listed]) if isinstance(each, str)}
        if names:
            kinds = frozenset("number" if each == "integer" else each for each in names) & _KINDS
            integral = "integer" in names and "number" not in names
            if kinds != _KINDS:
                out.kinds = kinds
            if integral:
                out.integral = True
        sets: list[list[JsonValue]] = []
        if isinstance(value.get("enum"), list):
            sets.append(value["enum"])  # type: ignore[arg-type]  # a list, as just seen
        if "const" in value:
            sets.append([value["const"]])
        if sets:
            kept = [v for v in sets[0] if all(any(equal(v, w) for w in other) for other in sets[1:])]
            out.enum = Values([v for v in kept if self._typed(v, out)])

    def _typed(self, value: JsonValue, out: Keywords) -> bool:
        kind = kind_of(value)
        if out.kinds is not None and kind not in out.kinds:
            return False
        return kind != "number" or not out.integral or isinstance(value, int)

    def _number(self, name: str) -> Number | None:
        found = self._value.get(name)
        return found if number(found) else None  # type: ignore[return-value]  # parsed numbers are exact

    def _bounds(self, out: Keywords) -> None:
        for name, attribute in _BOUNDS:
            bound = self._number(name)
            if bound is not None and not (name.startswith("min") and bound <= 0):
                setattr(out, attribute, bound)
        multiple = self._number("multipleOf")
        if multiple is not None:
            out.multiple = multiple
        for name, strict, loose, exclusive in (
            ("minimum", "exclusiveMinimum", "minimum", "above"),
            ("maximum", "exclusiveMaximum", "maximum", "below"),
        ):
            bound = self._number(name)
            if self._draft is Draft.D4:
                if bound is not None:
                    setattr(out, exclusive if self._value.get(strict) is True else loose, bound)
                continue
            if bound is not None:
                setattr(out, loose, bound)
            if (limit := self._number(strict)) is not None:
                setattr(out, exclusive, limit)

    def _strings(self, out: Keywords) -> None:
        value = self._value
        if isinstance(value.get("pattern"), str):
            out.pattern = str(value["pattern"])
        if isinstance(value.get("format"), str):
            name = str(value["format"])
            since = first_draft_of_format(name)
            if since is not None:
                # What a draft does not know yet, some validators assert all the same: a name of its own.
                out.format = name if self._draft.since(since) else f"{name} of draft {self._draft}"
                if name == "hostname" and not self._draft.since(Draft.D7):
                    out.format = f"{name} of RFC 1034"  # since draft-07: of RFC 1123, in other hands
        content = {name: value[name] for name in _CONTENT if name in value}
        if content:
            # Draft-07 may assert it (validation 8), later drafts do not (8.2), and validators follow.
            asserted = "asserted" if self._draft is Draft.D7 else "annotation"
            out.content = f"{canonical(content).decode()} ({asserted})"

    # --- subschemas ---

    def _sub(self, *tokens: str) -> Schema:
        here = self._node
        for token in tokens:
            held = here.schema
            inner: JsonValue = None
            if isinstance(held, dict):
                inner = held[token]
            elif isinstance(held, list):
                inner = held[int(token)]
            here = child(here, (token,), inner)
        return self._form.schema(here)

    def _one(self, name: str) -> Schema | None:
        return self._sub(name) if isinstance(self._value.get(name), (dict, bool)) else None

    def _list(self, name: str) -> tuple[Schema, ...]:
        held = self._value.get(name)
        return tuple(self._sub(name, str(i)) for i in range(len(held))) if isinstance(held, list) else ()

    def _map(self, name: str) -> dict[str, Schema]:
        held = self._value.get(name)
        return {key: self._sub(name, key) for key in held} if isinstance(held, dict) else {}

    def _members(self, out: Keywords) -> None:
        value = self._value
        required = value.get("required")
        if isinstance(required, list):
            out.required = tuple(sorted({each for each in required if isinstance(each, str)}))
        declared, patterns = self._map("properties"), self._map("patternProperties")
        rest = self._one("additionalProperties")
        if declared or patterns or rest is not None:
            out.members = Members(declared, patterns, rest)
        names = self._one("propertyNames")
        if names is not None and names.raw is not True:
            out.names = names
        self._dependencies(out)

    def _dependencies(self, out: Keywords) -> None:
        names: dict[str, tuple[str, ...]] = {}
        schemas: dict[str, Schema] = {}
        for keyword in ("dependencies", "dependentRequired", "dependentSchemas"):
            declared = self._value.get(keyword)
            for name, held in declared.items() if isinstance(declared, dict) else ():
                if isinstance(held, list):
                    names[name] = tuple(sorted({each for each in held if isinstance(each, str)}))
                else:
                    schemas[name] = self._sub(keyword, name)
        if names:
            out.dependent_required = names
        if schemas:
            out.dependent_schemas = schemas

    def _items(self, out: Keywords) -> None:
        value = self._value
        if isinstance(value.get("items"), list):
            prefix, rest = self._list("items"), self._one("additionalItems")
        else:
            prefix, rest = self._list("prefixItems"), self._one("items")
        if prefix or rest is not None:
            out.items = Items(prefix, rest)
        if value.get("uniqueItems") is True:
            out.unique = True
        contains = self._one("contains")
        if contains is not None:
            least, most = self._number("minContains"), self._number("maxContains")
            out.contains = Contains(
                contains,
                1 if least is None else int(least),
                None if most is None else int(most),
                self._draft is Draft.D2020,
            )

    def _branches(self, out: Keywords) -> None:
        out_of = self._list("allOf")
        if out_of:
            out.all_of = (*out.all_of, *out_of)
        if any_of := self._list("anyOf"):
            out.any_of = any_of
        if one_of := self._list("oneOf"):
            out.one_of = one_of
        negated = self._one("not")
        if negated is not None:
            out.negated = negated
        test = self._one("if")
        if test is not None:
            out.condition = Condition(test, self._one("then"), self._one("else"))
