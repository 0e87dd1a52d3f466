"""Two schemas of two forms to whether they are the same text, leading to the same text, all the way.

What is the same means the same, whatever it says, so the greater part of a revision is settled
without being read. Annotations and the order of keys are set aside; what else is said in other words
is not the same here, and the rules decide.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from govern.model import JsonObject, JsonValue
from govern.schema.dialect import Draft, Holds, keywords, subschemas
from govern.schema.engine.form import Form, Schema
from govern.schema.resolve import Node, child, hidden, mentions, own_references

_ASIDE = frozenset(
    {"$id", "id", "$schema", "$anchor", "$dynamicAnchor", "$recursiveAnchor", "definitions", "$defs"}
)
_UNORDERED = frozenset({"required", "enum", "type"})
_DYNAMIC = frozenset({"$dynamicRef", "$recursiveRef"})
_Asked: TypeAlias = tuple[Node, str]


class Sameness:
    """Which schemas of a left and a right form are the same. Ask either way round."""

    def __init__(self) -> None:
        self._same: set[tuple[int, int]] = set()
        self._different: set[tuple[int, int]] = set()
        self._texts: dict[int, tuple[JsonValue, str]] = {}
        self._looked: dict[int, tuple[set[int], set[int]]] = {}
        self.compared = 0
        """How many pairs were looked at, which is work."""
        self.assumed: set[str] = set()
        """References that lead nowhere on both sides, and are taken to mean the same."""

    def same(self, a: Schema, b: Schema) -> bool:
        """Whether two schemas are the same."""
        if a is b and not a.form.contested:
            return True
        if isinstance(a.raw, bool) or isinstance(b.raw, bool):
            return a.raw is b.raw
        key = (id(a), id(b))
        if key in self._same:
            return True
        if key in self._different:
            return False
        self.compared += 1
        visited = self._follow(a, b)
        if visited is None:
            self._different.add(key)
            self._different.add((id(b), id(a)))
            return False
        self._same |= visited
        self._same |= {(y, x) for x, y in visited}
        return True

    def is_among(self, schema: Schema, others: Mapping[int, Schema]) -> bool:
        """Whether a schema is the same as one of others (by identity); each pair is compared once only."""
        looked, found = self._looked.setdefault(id(schema), (set(), set()))
        for new in others.keys() - looked:
            looked.add(new)
            if self.same(schema, others[new]):
                found.add(new)
        return not found.isdisjoint(others)

    def same_documents(self, a: Form, b: Form) -> bool:
        """Whether two sides are the same documents altogether, but for annotations: then whatever is
        reached in them, and on which way, is the same."""
        one, other = a.library.documents(), b.library.documents()
        return (
            a.library.root.document == b.library.root.document
            and [each.document for each in one] == [each.document for each in other]
            and all(
                x.draft is y.draft and self._say_the_same(x.schema, y.schema, x.draft, strictly=True)
                for x, y in zip(one, other, strict=True)
            )
        )

    def _follow(self, a: Schema, b: Schema) -> set[tuple[int, int]] | None:
        """The pairs that must be the same for this one to be, None where one of them is not."""
        visited: set[tuple[int, int]] = set()
        assumed: set[str] = set()
        stack = [(a, b)]
        while stack:
            left, right = stack.pop()
            key = (id(left), id(right))
            if key in visited or key in self._same:
                continue
            if key in self._different or not self._alike(left, right):
                return None
            visited.add(key)
            if any(each.form.contested and self._dynamic(each) for each in (left, right)):
                return None
            pairs = self._references(left, right)
            if pairs is None:
                return None
            for (node, reference), (other, same_reference) in pairs:
                targets = (
                    left.form.library.resolve(node, reference),
                    right.form.library.resolve(other, same_reference),
                )
                if targets[0] is None or targets[1] is None:
                    if not _lost_alike((left, node, reference), (right, other, same_reference), targets):
                        return None
                    assumed.add(
                        left.form.library.absolute(node, reference) + "#" + reference.partition("#")[2]
                    )
                    continue
                stack.append((left.form.schema(targets[0]), right.form.schema(targets[1])))
        self.assumed |= assumed
        return visited

    def _alike(self, left: Schema, right: Schema) -> bool:
        if left.node.draft is not right.node.draft:
            return False
        if self._equal(left.raw, right.raw):
            return True
        return not (_moved(left) or _moved(right)) and self._say_the_same(
            left.raw, right.raw, left.node.draft
        )

    def _say_the_same(self, a: JsonValue, b: JsonValue, draft: Draft, *, strictly: bool = False) -> bool:
        """Whether two schemas say the same in the same words, but for annotations, names of themselves,
        definitions (what is referred to is looked at where it is) and the order of keys; `strictly`: names
        and definitions are looked at, too."""
        if self._equal(a, b):
            return True
        if not isinstance(a, dict) or not isinstance(b, dict):
            return False
        one, other = _telling(a, draft, strictly), _telling(b, draft, strictly)
        if one.keys() != other.keys():
            return False
        return all(self._keyword(name, one[name], other[name], draft, strictly) for name in one)

    def _keyword(self, name: str, a: JsonValue, b: JsonValue, draft: Draft, strictly: bool) -> bool:
        if self._equal(a, b):
            return True
        known = keywords(draft).get(name)
        holds = known.holds if known is not None else None
        if isinstance(a, list) and isinstance(b, list):
            if name in _UNORDERED:
                return sorted(map(repr, a)) == sorted(map(repr, b))
            each = zip(a, b, strict=False)
            return (
                holds is not None
                and len(a) == len(b)
                and all(self._say_the_same(x, y, draft, strictly=strictly) for x, y in each)
            )
        if not isinstance(a, dict) or not isinstance(b, dict) or holds is None:
            return False
        if holds in (Holds.MAP, Holds.MAP_OF_ONE_OR_NAMES):
            return a.keys() == b.keys() and all(
                self._say_the_same(a[x], b[x], draft, strictly=strictly) for x in a
            )
        return self._say_the_same(a, b, draft, strictly=strictly)

    def _dynamic(self, schema: Schema) -> bool:
        """Whether a subtree holds a dynamic reference."""
        return mentions(schema.raw, _DYNAMIC)

    def _equal(self, a: JsonValue, b: JsonValue) -> bool:
        """Whether two values have the same text. Python compares fast, and by identity first, but holds
        true to be 1: what it holds to be equal is written out."""
        return a is b or (a == b and self._text(a) == self._text(b))

    def _text(self, value: JsonValue) -> str:
        """Text that tells true from 1, and whatever else Python holds to be equal."""
        if not isinstance(value, (dict, list)):
            return repr(value)
        found = self._texts.get(id(value))
        if found is None:
            found = self._texts[id(value)] = (value, repr(value))
        return found[1]

    def _references(self, left: Schema, right: Schema) -> list[tuple[_Asked, _Asked]] | None:
        """The references of two subtrees that say the same, in pairs, each with the node it is read at;
        None where they are not the same ones. Definitions aside: what is referred to is gone to."""
        if _moved(left) or _moved(right):
            mine, theirs = _of_parts(left.node), _of_parts(right.node)  # of equal text: in equal order
            if [each for _, each in mine] != [each for _, each in theirs]:
                return None
            return [*zip(mine, theirs, strict=True)]
        asked = left.form.library.references_below(left.raw, left.node.draft)
        if asked != right.form.library.references_below(right.raw, right.node.draft):
            return None
        return [((left.node, each), (right.node, each)) for each in sorted(asked)]


def _moved(schema: Schema) -> bool:
    """Whether parts of the schema's document have bases or dialects of their own."""
    return schema.form.library.names_parts(schema.node)


def _telling(schema: JsonObject, draft: Draft, strictly: bool) -> JsonObject:
    """The keywords that decide what a schema accepts."""
    if not strictly and "$ref" in schema and not draft.since(Draft.D2019):
        return {"$ref": schema["$ref"]}
    known = keywords(draft)
    if strictly:
        return {
            name: value for name, value in schema.items() if name not in known or not known[name].annotation
        }
    return {
        name: value
        for name, value in schema.items()
        if name in known and not known[name].annotation and name not in _ASIDE
    }


def _lost_alike(
    left: tuple[Schema, Node, str], right: tuple[Schema, Node, str], targets: tuple[Node | None, Node | None]
) -> bool:
    """Whether two references that lead nowhere ask for the same thing outside of what is at hand."""
    if targets != (None, None):
        return False
    asked = []
    for schema, node, reference in (left, right):
        library = schema.form.library
        if library.holds(node, reference) and not reference.partition("#")[2].startswith("/"):
            return left[0].form.whole == right[0].form.whole
        asked.append((library.absolute(node, reference), reference.partition("#")[2]))
    return asked[0] == asked[1]


def _of_parts(root: Node) -> tuple[_Asked, ...]:
    """The references of a subtree some parts of which may have bases of their own."""
    found: list[_Asked] = []
    stack = [root]
    while stack:
        node = stack.pop()
        if isinstance(node.schema, dict):
            found += [(node, each) for each in own_references(node.schema, node.draft)]
            if not hidden(node.schema, node.draft):
                stack += [child(node, tokens, each) for tokens, each in subschemas(node.schema, node.draft)]
    return tuple(found)
