"""One contract's files to where they no longer say what its manifest says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from govern import pointer
from govern.contracts import CodeBinding
from govern.generated.enums import Bound, bound, written_from
from govern.generated.marks import MARKDOWN, parts
from govern.generated.renewing import Said, renewed
from govern.generated.sources import Sources, meant
from govern.manifest import code_of
from govern.model import Finding, FindingLevel, JsonValue, Place
from govern.policy.versions.places import schema_paths
from govern.schema.engine.layers import Layers
from govern.schema.revision import SchemaRevision

_DOCUMENTED = re.compile(r"\b([0-9]{1,6}) required (?:keys|fields|properties|members)\b")


class Drifted(NamedTuple):
    """A finding, and the state in which what it speaks of was found: the same at base, it is no news."""

    finding: Finding
    state: str = ""


def drift(
    sources: Sources, codes: Sequence[CodeBinding], revisions: Mapping[str, SchemaRevision]
) -> Iterator[Drifted]:
    """Generated parts that are out of date or cannot be written, codes that a schema lists and no registry
    holds, and figures in prose that are wrong; all as blocking.

    `codes` are the places that the configuration and the manifest bind to registries, `revisions` the
    schemas by path.
    """
    found = renewed(sources)
    yield from (Drifted(_said("generated-stale", each), each.old) for each in found.stale)
    yield from (Drifted(_said("generated-unwritable", each), each.old) for each in found.flaws)
    yield from map(Drifted, _unregistered(sources, codes, revisions))
    yield from _counts(sources)


def _said(rule: str, said: Said) -> Finding:
    place = Place(said.pointer, said.line, None if said.line is None else 1)
    return Finding(rule, FindingLevel.BLOCKS, said.message, said.remedy, said.path, place)


def unmarked(before: Sources, after: Sources) -> Iterator[Finding]:
    """Parts that were generated at base, in a file that is still there, and are generated no more."""
    for path in sorted({*before.marked, *schema_paths(before.contract)}):
        if path not in before.texts or path not in after.paths:
            continue
        left = _marks(after, path) if path in after.texts else []
        for mark in _marks(before, path):
            if mark in left:
                left.remove(mark)
                continue
            yield Finding(
                "generated-mark-removed",
                FindingLevel.BLOCKS,
                f"`{mark}` is no longer generated here",
                "put the mark back, or have its removal accepted by an exception",
                path,
                Place(""),
            )


def _marks(sources: Sources, path: str) -> list[str]:
    if path in sources.values:
        found = bound(sources, sources.values[path])
        return [f"enum {each.pointer if isinstance(each, Bound) else each[0]}" for each in found]
    return [str(part.mark) for part in parts(path, sources.texts[path])[0]]


def _unregistered(
    sources: Sources, codes: Sequence[CodeBinding], revisions: Mapping[str, SchemaRevision]
) -> Iterator[Finding]:
    """Values that a schema lists at a place bound to a registry which does not hold them."""
    if sources.manifest is None:
        return
    for path, revision in sorted(revisions.items()):
        for binding in codes:
            registry = sources.manifest.registry(binding.registry)
            if registry is None:
                continue
            known = [each.value for each in registry.codes]
            for value in _listed(revision, binding):
                if code_of(sources.manifest, binding.registry, value) is not None:
                    continue
                yield Finding(
                    "schema-code-unregistered",
                    FindingLevel.BLOCKS,
                    f"it lists `{value}` at {binding.field or 'the root'}; `{binding.registry}` does not",
                    f"{meant(value, known)}register the code in the manifest, or take it out of the schema",
                    path,
                    Place(""),
                )


def _listed(revision: SchemaRevision, binding: CodeBinding) -> list[str]:
    """The strings that a schema lists at an instance place, or for the items of a list there; enums that are
    written from that registry are told of as such."""
    if revision.draft is None or revision.faults:
        return []
    layers = Layers.of([revision.compiled.root])
    for token in pointer.split(binding.field):
        layers = layers.named(token)
    nodes = (*layers.nodes, *layers.item(None).nodes)
    values = (
        value
        for node in nodes
        if node.keywords.enum is not None and not written_from(node.raw, binding.registry)
        for value in node.keywords.enum.by_key.values()
    )
    return sorted({value for value in values if isinstance(value, str)})


def _counts(sources: Sources) -> Iterator[Drifted]:
    """`35 required keys` where no object of the contract's schemas has so many."""
    from govern.documents.markdown import outline  # its library is slow to import, and seldom needed

    known: set[int] = set()
    for path in schema_paths(sources.contract):
        known |= {len(each) for each in _required(sources.values.get(path))}
    if not known:
        return
    for path in sorted(sources.marked):
        if not path.lower().endswith(MARKDOWN) or not _DOCUMENTED.search(sources.texts[path]):
            continue
        for line, text in outline(sources.texts[path]).prose:
            for said in _DOCUMENTED.finditer(text):
                if int(said[1]) in known:
                    continue
                counts = ", ".join(map(str, sorted(known)))
                finding = Finding(
                    "documented-count-wrong",
                    FindingLevel.BLOCKS,
                    f"it says `{said[0]}`, and the objects of the schemas have {counts}",
                    "mend the figure, or have it written: `govern:begin count at=SCHEMA#/required`",
                    path,
                    Place("", line + 1, 1),
                )
                yield Drifted(finding, text)


def _required(value: JsonValue) -> Iterator[list[JsonValue]]:
    if isinstance(value, dict):
        for name, below in value.items():
            if name == "required" and isinstance(below, list):
                yield below
            else:
                yield from _required(below)
    elif isinstance(value, list):
        for below in value:
            yield from _required(below)
