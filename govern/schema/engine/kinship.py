"""A form and documents made from its own, but for some edits, to the schemas that both have.

What an edit did not touch, and what leads to nothing that it touched, means the same in both: so it is
one schema, and whatever was found out of it holds for both. Objects are the same where they are
identical, never where they are only equal.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeAlias

from govern.schema.dialect import LEFT_BEHIND, Draft

if TYPE_CHECKING:
    from govern.schema.engine.form import Form, Schema
    from govern.schema.resolve import Library, Node

_CALLED = ("$anchor", "$dynamicAnchor", "$recursiveAnchor", "$dynamicRef", "$recursiveRef")
"""Keywords by which a document may mean something else when any other part of it changes."""

_At: TypeAlias = "tuple[str, tuple[str, ...]]"
"""A place: a document and the pointer inside it."""


class Leads:
    """Where the references of one form lead, as far as anybody asked. None: somewhere nobody can read."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self._known: dict[Schema, tuple[_At | None, ...]] = {}
        self.nodes: dict[_At, Node] = {}
        self.makers: dict[_At | None, set[_At]] = {None: set()}

    def of(self, schema: Schema) -> tuple[_At | None, ...]:
        """The places that a schema refers to. What these lead to, all the way, is known from then on."""
        found = self._known.get(schema)
        if found is None:
            found = self._known[schema] = self._follow(schema)
        return found

    def back_from(self, places: Iterable[_At]) -> frozenset[_At | None]:
        """Every place that leads to one of some, these and what nobody can read included."""
        found: set[_At | None] = {None}
        stack: list[_At | None] = [None, *places]
        while stack:
            here = stack.pop()
            if here not in found or here is None:
                found.add(here)
                stack += self.makers[here] - found
        return frozenset(found)

    def _follow(self, schema: Schema) -> tuple[_At | None, ...]:
        own = self._targets(schema)
        stack = [each for each in own if each is not None]
        while stack:
            here = stack.pop()
            known = self.makers.setdefault(here, set())
            if here in known:
                continue
            known.add(here)  # a place leads to itself
            for each in self._targets(self._form.schema(self.nodes[here])):
                self.makers.setdefault(each, set()).add(here)
                if each is not None:
                    stack.append(each)
        return own

    def _targets(self, schema: Schema) -> tuple[_At | None, ...]:
        library = self._form.library
        found: list[_At | None] = []
        for each in schema.references:
            node = library.resolve(each.node, each.text)
            at = None if node is None else (node.document, node.pointer)
            if node is not None and at is not None:
                self.nodes.setdefault(at, node)
            found.append(at)
        return tuple(found)


class Kin:
    """What a younger library shares with an elder form."""

    def __init__(self, elder: Form, younger: Library) -> None:
        self._elder = elder
        self._younger = younger
        self._near = _near(elder, younger)
        self._strays: frozenset[_At | None] = frozenset()
        self._counted = 0

    def schema(self, node: Node) -> Schema | None:
        """The elder's schema for a node of the younger, where both mean the same by it."""
        if not self._near or id(node.schema) not in self._elder.library.objects:
            return None
        found = self._elder.schema(node)
        if found.references and self._stray(self._elder.leads.of(found)):
            return None
        return found

    def _stray(self, places: tuple[_At | None, ...]) -> bool:
        """Whether any of some places leads to one that the younger does not have."""
        leads = self._elder.leads
        if self._counted != len(leads.makers):
            self._counted = len(leads.makers)
            self._strays = leads.back_from(at for at, node in leads.nodes.items() if self._moved(node))
        return not self._strays.isdisjoint(places)

    def _moved(self, node: Node) -> bool:
        """Whether something else stands in the younger where a node of the elder does."""
        root = self._younger.root
        if node.document != root.document:
            return False
        here = root.schema
        for token in node.pointer:
            if isinstance(here, dict) and token in here:
                here = here[token]
            elif isinstance(here, list) and token.isdecimal() and int(token) < len(here):
                here = here[int(token)]
            else:
                return True
        return here is not node.schema


def _near(elder: Form, younger: Library) -> bool:
    """Whether a part of the elder may mean in the younger what it means in the elder: the same dialect, the
    same base and the very same other documents, and no names or dialects of parts."""
    old = elder.library
    root = old.root
    return (
        not elder.contested
        and (root.document, root.base, root.draft)
        == (younger.root.document, younger.root.base, younger.root.draft)
        and old.same_beside(younger)
        and not any(each.names_parts(one) for each in (old, younger) for one in each.documents())
        and not any(each.mentions(*_CALLED) for each in (old, younger))
        and not (root.draft.since(Draft.D2019) and any(e.mentions(LEFT_BEHIND) for e in (old, younger)))
    )
