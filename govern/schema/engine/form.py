"""A library to its schemas, with what each says and where it leads, found when first asked for."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from govern.model import JsonValue
from govern.schema.dialect import Draft
from govern.schema.engine.compiling import Compiler
from govern.schema.engine.fingerprints import Fingerprints
from govern.schema.engine.keywords import Keywords
from govern.schema.engine.kinship import Kin, Leads
from govern.schema.referring import own_references
from govern.schema.resolve import Library, Node, parts
from govern.schema.wording import Wordings

if TYPE_CHECKING:
    from govern.schema.engine.layers import Layers

_NOT_YET = b"not yet asked for"

Checks: TypeAlias = "tuple[int, tuple[tuple[Callable[..., bool | None], object], ...]]"
"""The steps that a value takes, and checks with what they compare it with."""
_Key: TypeAlias = "tuple[int | tuple[str, ...], str, str, Draft]"


class Schema:
    """One schema at its place. Two are the same object iff they are the same place of one form."""

    __slots__ = (
        *("_fingerprint", "_references", "_text"),
        *("checks", "form", "keywords", "led_through", "node", "sound"),
    )
    keywords: Keywords
    """What it says; nothing where it is a boolean."""

    def __init__(self, form: Form, node: Node) -> None:
        self.form = form
        self.node = node
        self._text: str | None = None
        self._references: tuple[Reference, ...] | None = None
        self._fingerprint: bytes | None = _NOT_YET
        self.led_through = form.library.led_through(node)
        """Whether it stands in a metaschema, and what it means there hangs on the way to it."""
        self.sound = False
        """Whether it is known not to lead back to itself without going into the document."""
        self.checks: tuple[dict[type, Checks], dict[type, Checks]] = ({}, {})
        """What values are checked by, by their type: where formats say nothing, and where they may."""

    @property
    def raw(self) -> JsonValue:
        """The schema as its document has it."""
        return self.node.schema

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Keywords:
            """The keywords, read when they are first asked for: a slot that is filled asks nobody."""
            if name != "keywords":
                raise AttributeError(name)
            return self._read()

    def _read(self) -> Keywords:
        # Known before it is complete, for schemas may lead back to themselves; and not at all
        # where it could not be completed, for what is half read accepts too much.
        found = self.keywords = Keywords()
        self.form.compiling.add(id(self))
        complete = False
        try:
            Compiler(self).compile(found)
            complete = True
        finally:
            self.form.compiling.discard(id(self))
            if not complete:
                del self.keywords
        return found

    @property
    def pointer(self) -> tuple[str, ...]:
        """Where it stands in its document."""
        return self.node.pointer

    @property
    def text(self) -> str:
        """Its text, which tells true from 1, and whatever else Python holds to be equal."""
        if self._text is None:
            self._text = repr(self.node.schema)
        return self._text

    @property
    def wording(self) -> bytes:
        """A digest of what it says: annotations and orders that mean nothing set aside."""
        return self.form.wordings.of(self.node.schema, self.node.draft)

    @property
    def references(self) -> tuple[Reference, ...]:
        """Every reference made in it, definitions aside (what is referred to is gone to): each once and
        sorted, where no part of the document has a base of its own; else in the order of the text."""
        if self._references is None:
            refers = not self.moved or any(each in self.text for each in self.form.library.refers(self.node))
            self._references = tuple(self.form.references(self.node)) if refers else ()
        return self._references

    @property
    def moved(self) -> bool:
        """Whether parts of its document have bases or dialects of their own."""
        return self.form.library.names_parts(self.node)

    @property
    def fingerprint(self) -> bytes | None:
        """A digest of its text and of all that it leads to; None where no digest tells what it means."""
        if self._fingerprint is _NOT_YET:
            hangs = self.form.contested or self.led_through
            self._fingerprint = None if hangs else self.form.fingerprints.of(self)
        return self._fingerprint

    def __repr__(self) -> str:
        return f"<{'/'.join(self.node.pointer) or 'root'} {str(self.raw)[:60]}>"


@dataclass(frozen=True, slots=True)
class Reference:
    """The text of a reference, the node that makes it, and where it leads; None: nowhere."""

    node: Node
    text: str
    target: Schema | None


class Form:
    """One side of a comparison. `unreadable`: the absolute references met so far that could not be read.
    With an `elder` form it shares what it is kin to."""

    def __init__(self, library: Library, elder: Form | None = None) -> None:
        self.library = library
        self.leads = Leads(self)
        self.wordings: Wordings = Wordings() if elder is None else elder.wordings
        self._kin = None if elder is None else Kin(elder, library)
        self.unreadable: set[str] = set()
        self.compiling: set[int] = set()
        """The identities of the schemas that are being compiled."""
        self.fingerprints = Fingerprints()
        self.layers: dict[tuple[int, ...], Layers] = {}
        """Schemas of it, by their identities, to what applies where they do."""
        self._schemas: dict[_Key, Schema] = {}
        self._kept: list[JsonValue] = []

    @cached_property
    def root(self) -> Schema:
        """The whole document."""
        return self.schema(self.library.root)

    @cached_property
    def contested(self) -> bool:
        """Whether a reference may lead to several places: a dynamic one, or one that only some follow."""
        dynamic = self.library.any_contested() and self.library.mentions("$dynamicRef", "$recursiveRef")
        return dynamic or self.library.leads_by_the_left_behind()

    @cached_property
    def speaks_of_formats(self) -> bool:
        """Whether a format may be asserted anywhere in the documents."""
        return self.library.mentions("format", "contentEncoding", "contentMediaType")

    @cached_property
    def whole(self) -> str:
        """A digest of all documents, for what only equal documents can answer."""
        return hashlib.sha256(self.library.text).hexdigest()

    def has(self, schema: Schema) -> bool:
        """Whether a schema is of this form, or one that it has from its elder."""
        if schema.form is self or self._kin is None:
            return schema.form is self
        return id(schema.raw) in self.library.objects and self._kin.schema(schema.node) is schema

    def reached(self) -> Iterator[Schema]:
        """Every schema that the root leads to, each once."""
        seen = {id(self.root)}
        stack = [self.root]
        while stack:
            here = stack.pop()
            yield here
            for each in here.keywords.inner():
                if id(each) not in seen:
                    seen.add(id(each))
                    stack.append(each)

    def references(self, node: Node) -> Iterator[Reference]:
        """The references made below a node, as `Schema.references` has them."""
        if self.library.names_parts(node):
            return self.references_in_order(node)
        return self._led((node, each) for each in self.library.made(node.schema, node.draft).below)

    def references_in_order(self, node: Node) -> Iterator[Reference]:
        """The references made below a node in the order of the text, each with the part that makes it."""
        return self._led(
            (each, text) for each in parts(node) for text in own_references(each.schema, each.draft)
        )

    def asked(self, reference: Reference) -> str:
        """The absolute URI that a reference asks for, with its fragment."""
        return self.library.absolute(reference.node, reference.text) + "#" + reference.text.partition("#")[2]

    def _led(self, asked: Iterable[tuple[Node, str]]) -> Iterator[Reference]:
        for maker, text in asked:
            target = self.library.resolve(maker, text)
            yield Reference(maker, text, None if target is None else self.schema(target))

    def schema(self, node: Node) -> Schema:
        """The schema of a node."""
        key: _Key = (id(node.schema), node.document, node.base, node.draft)
        if isinstance(node.schema, bool):
            key = (node.pointer, node.document, str(node.schema), node.draft)
        found = self._schemas.get(key)
        if found is None:
            found = self._kin.schema(node) if self._kin is not None else None
            self._kept.append(node.schema)  # an identity is only worth something while its object lives
            found = self._schemas[key] = found or Schema(self, node)
        return found
