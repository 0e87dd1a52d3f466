"""One revision's documents to the same with a placeholder at each version place, and back for a witness.

Symmetrical: a function of one revision. What is masked, by kind of place:

- a `const` or one-value `enum`: a placeholder of its type, unless the place is entangled (see
  `binding`); rules beside it that the version keeps and the placeholder would not are dropped, for
  the const says all that they say; `examples` and other annotations stay;
- golden and rejected documents: at the places such a const binds, where they carry its very value;
  so a document is valid under the masked schema exactly if it is under the real one. A place that
  no const binds stays, for no rule tells its values apart;
- `$id`: its segment, with the references of the file to itself; not where the file has relative
  references, which would lead elsewhere (an `$id` accepts nothing, so nothing is lost);
- `$ref` stays: it is compared by what it resolves to, and a masked one would resolve to nothing;
- a manifest's value: a placeholder. A path stays the key it is.

A malformed value stays as it is.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from govern import pointer
from govern.contracts import Contract, VersionField
from govern.model import JsonValue
from govern.policy.versions.binding import (
    InstancePath,
    Key,
    Layout,
    holds_containers,
    layout,
    says,
    value_rules,
)
from govern.policy.versions.files import names
from govern.policy.versions.places import (
    Documents,
    PlaceKind,
    ResolvedField,
    ResolvedPlace,
    find,
    schema_paths,
)
from govern.policy.versions.swap import follow, put, relative, replaced, swapped
from govern.schema.dialect import draft_of
from govern.schema.resolve import Node
from govern.schema.uris import TREE

PLACEHOLDER = "<version>"
"""What stands for a version that is a string."""

INTEGER_PLACEHOLDER = -9007199254740991
"""What stands for a version that is an integer: none that a document would carry (0, for one, is what
a document to be rejected may say)."""

SEGMENT_PLACEHOLDER = "version-place"
"""What stands for a version that is a segment: `<` may not stand in a URI."""


@dataclass(frozen=True, slots=True)
class Binding:
    """A const holds documents to `value` at an instance place; the mask holds them to `masked`."""

    path: InstancePath
    value: JsonValue
    masked: JsonValue


@dataclass(frozen=True, slots=True)
class Masking:
    """What a mask made of one revision. `entangled`: places left as they are, for other rules meet
    the same value."""

    documents: Documents
    bindings: tuple[Binding, ...]
    entangled: tuple[ResolvedPlace, ...]
    fields: tuple[ResolvedField, ...]


def masking(documents: Documents, fields: Sequence[VersionField] | None, contract: Contract) -> Masking:
    """Masks one revision (path to parsed document); `fields` None: discovered in this revision."""
    resolved = find(fields, contract, documents)
    consts = [
        place
        for each in resolved
        for place in each.places
        if place.kind is PlaceKind.CONST and place.version is not None
    ]
    layouts = _layouts(documents, contract) if consts else ()
    entangled: list[ResolvedPlace] = []
    bindings: list[Binding] = []
    out = dict(documents)
    for each in resolved:
        own = [place for place in each.places if place in consts]
        tied = [place for place in own if _entangled(place, own, layouts, contract)]
        entangled.extend(tied)
        for place in [] if tied else own:
            bindings.extend(_bindings(place, layouts))
            _mask_const(out, place, contract)
        for place in each.places:
            _mask_plain(out, place)
    golden = [path for path in out if any(names(each, path) for each in contract.fixtures + contract.rejects)]
    for path in golden:
        for binding in bindings:
            out[path] = swapped(out[path], binding.path, binding.value, binding.masked)
    return Masking(out, tuple(bindings), tuple(entangled), resolved)


def mask(
    documents: Documents, fields: Sequence[VersionField] | None, contract: Contract
) -> Mapping[str, JsonValue]:
    """The documents with a placeholder at each version place; what is untouched is shared."""
    return masking(documents, fields, contract).documents


def unmask(witness: JsonValue, masked: Masking) -> JsonValue:
    """A witness as one side would write it: the side's own version at each place a const binds, and,
    as a best effort, for any other placeholder the first version of its type."""
    for binding in masked.bindings:
        witness = swapped(witness, binding.path, binding.masked, binding.value)
    versions = [each.version.json for each in masked.fields if each.version]
    for placeholder, kind in ((PLACEHOLDER, str), (INTEGER_PLACEHOLDER, int)):
        version = next((each for each in versions if type(each) is kind), None)
        if version is not None:
            witness = replaced(witness, placeholder, version)
    return witness


def placeholder_of(place: ResolvedPlace) -> JsonValue:
    """What the mask puts at a place that carries a version."""
    if place.segment is None or not isinstance(place.value, str):
        return INTEGER_PLACEHOLDER if place.version and place.version.native else PLACEHOLDER
    segments = place.value.split("/")
    return "/".join((*segments[: place.segment], SEGMENT_PLACEHOLDER, *segments[place.segment + 1 :]))


def _layouts(documents: Documents, contract: Contract) -> tuple[Layout, ...]:
    return tuple(
        layout(path, documents, contract)
        for path in schema_paths(contract)
        if isinstance(documents.get(path), dict)
    )


def _holder(place: ResolvedPlace) -> Key:
    """The subschema that says the const."""
    tokens = pointer.split(place.pointer)
    return place.path, tokens[:-1] if tokens[-1] == "const" else tokens[:-2]


def _entangled(
    place: ResolvedPlace, own: Sequence[ResolvedPlace], layouts: Sequence[Layout], contract: Contract
) -> bool:
    """Whether some rule other than the field's own consts tells the version from the placeholder."""
    holders = [_holder(each) for each in own]
    for each in layouts:
        paths = each.paths(_holder(place))
        if paths is None:
            return True
        for path in paths:
            *above, here = each.met(path)
            if any(holds_containers(node.schema) for level in above for node in level):
                return True
            if any(_tells(node, place, holders, contract) for node in here):
                return True
    return False


def _tells(node: Node, place: ResolvedPlace, holders: Collection[Key], contract: Contract) -> bool:
    own = any(node.pointer == tokens and node.document == TREE + path for path, tokens in holders)
    rules = value_rules(node.schema, ("const", "enum") if own else ())
    real = says(rules, place.value, node.draft, contract)
    if own:
        return real is not True
    return real is None or real is not says(rules, placeholder_of(place), node.draft, contract)


def _bindings(place: ResolvedPlace, layouts: Sequence[Layout]) -> list[Binding]:
    paths = {path: None for each in layouts for path in each.paths(_holder(place)) or ()}
    return [Binding(path, place.value, placeholder_of(place)) for path in paths]


def _mask_const(out: dict[str, JsonValue], place: ResolvedPlace, contract: Contract) -> None:
    _, holder = _holder(place)
    schema = pointer.get(out[place.path], holder)
    if not isinstance(schema, dict):
        return
    masked = placeholder_of(place)
    keyword = pointer.split(place.pointer)[len(holder)]
    draft = draft_of(out[place.path], contract.reading.draft)
    rules = value_rules(schema, ("const", "enum"))
    dropped = () if says(rules, masked, draft, contract) is True else tuple(rules)
    kept = {key: value for key, value in schema.items() if key not in dropped}
    kept[keyword] = masked if keyword == "const" else [masked]
    out[place.path] = put(out[place.path], holder, kept)


def _mask_plain(out: dict[str, JsonValue], place: ResolvedPlace) -> None:
    """Masks a manifest's value or an `$id`; every other kind is masked elsewhere or not at all."""
    if place.version is None or place.kind not in (PlaceKind.PLAIN, PlaceKind.IDENTIFIER):
        return
    document, tokens, masked = out[place.path], pointer.split(place.pointer), placeholder_of(place)
    if place.kind is PlaceKind.IDENTIFIER:
        if relative(document):
            return
        document = follow(document, str(place.value), str(masked))
    out[place.path] = put(document, tokens, masked)
