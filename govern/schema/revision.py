"""One revision of a schema, with the resources it may reach, to its form and its validators."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cached_property

from govern.documents import canonical, grafted, same_text
from govern.model import JsonValue
from govern.schema.dialect import LATEST, Draft, draft_of_uri, subschemas
from govern.schema.engine.form import Form
from govern.schema.fast import Refusal
from govern.schema.reach import Path, reach
from govern.schema.recurrence import Recurrence, recurrence
from govern.schema.resolve import Library, Node, child
from govern.schema.uris import TREE
from govern.schema.validators import VALIDATORS, Judgement, Validators, metaschema_refusals


class SchemaRevision:
    """A schema document at one revision.

    `uri` is where it was found, against which relative references are read. `draft` is the dialect
    of a schema that states none. What it has in common with an `elder` revision, object for object, is
    read once for both. Nothing is computed before it is asked for, and then once.
    """

    def __init__(
        self,
        schema: JsonValue,
        *,
        draft: str | None = None,
        resources: Mapping[str, JsonValue] | None = None,
        uri: str = TREE,
        elder: SchemaRevision | None = None,
    ) -> None:
        self.schema = schema
        self._elder = elder
        self.resources: Mapping[str, JsonValue] = dict(resources or {})
        self.uri = uri
        self._default = Draft(draft) if draft is not None else Draft.D2020
        self.default_draft = draft
        self.generation: int = 0 if elder is None else elder.generation + 1
        """How many elders it has, one behind the other."""

    @cached_property
    def declared(self) -> str | None:
        """What the schema's own `$schema` says, None where it says nothing."""
        if isinstance(self.schema, dict) and isinstance(self.schema.get("$schema"), str):
            return str(self.schema["$schema"])
        return None

    @cached_property
    def draft(self) -> Draft | None:
        """The dialect, None where `$schema` names one that govern does not know."""
        return self._default if self.declared is None else draft_of_uri(self.declared)

    @cached_property
    def assumptions(self) -> tuple[str, ...]:
        """What is taken for granted about this side alone."""
        if self.declared is not None and self.declared.rstrip("#") == LATEST.rstrip("#"):
            return (f"{LATEST} names the latest dialect: read as {Draft.D2020.value}",)
        if self.declared is not None or isinstance(self.schema, bool):
            return ()
        why = "the configuration says so" if self.default_draft is not None else "govern's default"
        return (f"no $schema: read as draft {self._default.value} ({why})",)

    @cached_property
    def faults(self) -> tuple[Refusal, ...]:
        """Where the schema breaks its metaschema; a schema that is no object or boolean is one fault."""
        if not isinstance(self.schema, (dict, bool)):
            return (Refusal("", "/type", "type", "a schema is an object or a boolean"),)
        if self.draft is None:
            return ()
        if not self.draft.since(Draft.D6) and isinstance(self.schema, bool):
            return (Refusal("", "/type", "type", "a draft-04 schema is an object"),)
        return metaschema_refusals(self.schema, self.draft)

    @cached_property
    def library(self) -> Library:
        """The documents this side reaches. Only where `draft` is known."""
        elder = self._readable_elder
        draft = self.draft or self._default
        return Library(self.schema, draft, self.resources, self.uri, elder.library if elder else None)

    @cached_property
    def compiled(self) -> Form:
        """The schemas of this side, each compiled when first asked for."""
        elder = self._readable_elder
        return Form(self.library, elder.compiled if elder else None)

    @property
    def _readable_elder(self) -> SchemaRevision | None:
        elder = self._elder
        return elder if elder is not None and elder.draft is not None and not elder.faults else None

    def beside(self, elder: SchemaRevision) -> SchemaRevision:
        """The same revision, which has what stands in an elder one as well in common with that."""
        if self._elder is elder:
            return self
        resources = {
            uri: grafted(elder.resources.get(uri), document) for uri, document in self.resources.items()
        }
        schema = grafted(elder.schema, self.schema)
        draft = self.default_draft
        return SchemaRevision(schema, draft=draft, resources=resources, uri=self.uri, elder=elder)

    def stands_for(self, other: SchemaRevision) -> bool:
        """Whether it is the other letter by letter, and whatever it knows the other would find out: where it
        met a reference that cannot be read, which is noted then, it may know more."""
        return (
            "compiled" in vars(self)
            and not self.compiled.unreadable
            and (self.uri, self.default_draft) == (other.uri, other.default_draft)
            and self.resources.keys() == other.resources.keys()
            and all(same_text(other.resources[uri], each) for uri, each in self.resources.items())
            and same_text(other.schema, self.schema)
        )

    def edited(self, schema: JsonValue, resources: Mapping[str, JsonValue] | None = None) -> SchemaRevision:
        """This revision with another document, made of its own, and other resources where these are given;
        what stands in both they have in common."""
        held = self.resources if resources is None else resources
        return SchemaRevision(schema, draft=self.default_draft, resources=held, uri=self.uri, elder=self)

    @cached_property
    def raw(self) -> bytes:
        """The canonical text of the document alone."""
        return canonical(self.schema)

    @cached_property
    def raw_resources(self) -> Mapping[str, bytes]:
        """The canonical text of each document it may reach."""
        return {uri: canonical(document) for uri, document in self.resources.items()}

    def judge(self, document: JsonValue, *, formats: bool) -> Judgement:
        """What real validators say of a document: where a reference cannot be read, under `true`
        and under `false` in its place, and only what they say both times. What would take them beyond
        measure is not put to them."""
        if self.draft is not None and self.recurrence.overgrown:
            return Judgement(abstained=VALIDATORS)
        said = [each.judge(document) for each in self._validators(formats)]
        accepted = [name for name in said[0].accepted_by if all(name in each.accepted_by for each in said)]
        refused = [name for name in said[0].refused_by if all(name in each.refused_by for each in said)]
        spoke = {*accepted, *refused}
        everyone = {name for each in said for name in (*each.accepted_by, *each.refused_by, *each.abstained)}
        return Judgement(tuple(accepted), tuple(refused), tuple(sorted(everyone - spoke)))

    def quick(self, document: JsonValue, *, formats: bool) -> bool | None:
        """The fast validator's word, under every way to serve what cannot be read."""
        if self.draft is not None and self.recurrence.overgrown:
            return None
        said = {each.quick(document) for each in self._validators(formats)}
        return said.pop() if len(said) == 1 else None

    @cached_property
    def misread(self) -> bool:
        """Whether a real validator can be built of the schema as it is: of references that govern cannot
        read and it can, nothing is known."""
        draft = self.draft or self._default
        return Validators(self.schema, draft, self.resources, uri=self.uri).built

    def refusals(self, document: JsonValue, *, formats: bool) -> tuple[Refusal, ...]:
        """Why the document is refused, nothing where it is accepted."""
        return self._validators(formats)[0].refusals(document)

    def words(self, document: JsonValue, refused_by: Collection[str], *, formats: bool) -> tuple[str, ...]:
        """Why each validator that was seen to refuse a document does so, in its own words."""
        return self._validators(formats)[0].words(document, refused_by)

    @property
    def unusable(self) -> str | None:
        """Why no validator can be built, None where one can."""
        return self._validators(False)[0].unusable

    def _validators(self, formats: bool) -> tuple[Validators, ...]:
        return self._asserting if formats else self._ignoring

    @cached_property
    def _ignoring(self) -> tuple[Validators, ...]:
        return self._build(formats=False)

    @cached_property
    def _asserting(self) -> tuple[Validators, ...]:
        return self._build(formats=True)

    def _build(self, *, formats: bool) -> tuple[Validators, ...]:
        draft = self.draft or self._default
        plain = Validators(
            self.schema,
            draft,
            self.resources,
            uri=self.uri,
            formats=formats,
            chancy=self.recurrence.circular or self.library.ambiguous,
        )
        if plain.built or not self.unreadable:
            return (plain,)
        return tuple(
            Validators(
                served[self.uri],
                draft,
                {uri: served[uri] for uri in self.resources},
                uri=self.uri,
                formats=formats,
                chancy=self.recurrence.circular or self.library.ambiguous,
            )
            for served in self._served
        )

    @cached_property
    def recurrence(self) -> Recurrence:
        """How its references recur: on some of that, validators would never end."""
        return recurrence(self.library)

    @cached_property
    def places(self) -> Mapping[Path, tuple[Path, ...]]:
        """The instance paths of each schema object of the document, by tokens."""
        document = self.library.root.document
        return {tokens: paths for (uri, tokens), paths in reach(self.library).items() if uri == document}

    @cached_property
    def unreadable(self) -> tuple[str, ...]:
        """The absolute references, in the schema or in what it may reach, that cannot be read."""
        return tuple(sorted({uri for node in self.library.documents() for uri in _lost(self.library, node)}))

    @cached_property
    def _served(self) -> tuple[Mapping[str, JsonValue], ...]:
        """Every document with what cannot be read served as everything, and served as nothing."""
        return tuple(
            {
                uri: _served(self.library, self.library.document(uri), missing)
                for uri in (*self.resources, self.uri)
            }
            for missing in (True, False)
        )


def _lost(library: Library, start: Node) -> Iterator[str]:
    stack = [start]
    while stack:
        node = stack.pop()
        if isinstance(node.schema, dict):
            reference = node.schema.get("$ref")
            if isinstance(reference, str) and library.resolve(node, reference) is None:
                yield library.absolute(node, reference) + "#" + reference.partition("#")[2]
            stack += [child(node, tokens, each) for tokens, each in subschemas(node.schema, node.draft)]


def _served(library: Library, node: Node, missing: bool) -> JsonValue:
    """The document with each reference that cannot be read replaced by a schema that takes
    everything (`missing` true) or nothing."""
    value = node.schema
    if not isinstance(value, dict):
        return value
    out, changed = dict(value), False
    reference = value.get("$ref")
    if isinstance(reference, str) and library.resolve(node, reference) is None:
        stand_in: JsonValue = {} if missing else {"not": {}}
        if not node.draft.since(Draft.D2019):
            return stand_in
        del out["$ref"]
        present = out.get("allOf")
        out["allOf"] = [*(present if isinstance(present, list) else []), stand_in]
        changed = True
    for tokens, schema in subschemas(value, node.draft):
        served = _served(library, child(node, tokens, schema), missing)
        if served is not schema:
            _put(out, value, tokens, served)
            changed = True
    return out if changed else value


def _put(
    out: dict[str, JsonValue], original: dict[str, JsonValue], tokens: tuple[str, ...], served: JsonValue
) -> None:
    """Set a subschema in a copy that shares what is untouched with the original."""
    if len(tokens) == 1:
        out[tokens[0]] = served
        return
    keyword, inner = tokens
    held = out[keyword]
    if held is original[keyword]:
        held = out[keyword] = (
            dict(held) if isinstance(held, dict) else list(held) if isinstance(held, list) else held
        )
    if isinstance(held, dict):
        held[inner] = served
    elif isinstance(held, list):
        held[int(inner)] = served
