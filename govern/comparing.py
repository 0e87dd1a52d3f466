"""Two revisions of one schema or manifest to a Comparison with renames claimed and fingerprints set.

This is what `govern compare` and the library give, and what a review asks for each file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from govern import invariants
from govern.identity import identified, of_change
from govern.manifest import Manifest
from govern.manifest import compare as compare_codes
from govern.model import (
    LEVEL_OF_CLASS,
    Answer,
    Change,
    Class,
    Comparison,
    Finding,
    FindingLevel,
    JsonValue,
    ManifestRules,
    Place,
    Reading,
    Rename,
    RenameKind,
    Standing,
    Verdict,
    worst,
)
from govern.renames import RULE_OF_KIND, Declared, claim, manifest_renames, schema_renames, wrong
from govern.schema.comparison import Question, compare
from govern.schema.relation import Relations

MOST_SHOWN = 8
"""So many renames of properties are shown on an object."""


@dataclass(frozen=True, slots=True)
class ManifestPair:
    """Two revisions of a manifest, and what comparing them gave."""

    base: Manifest
    head: Manifest
    comparison: Comparison


def compare_schemas(question: Question, declared: Sequence[Declared] = ()) -> Comparison:
    """The comparison of two revisions of a schema, with its renames. `declared`: what the configuration
    says of them."""
    question = replace(question, head=question.head.beside(question.base))
    found = compare(question)
    base, head = question.base, question.head
    path, relation = question.path, Relations(base, head, question.reading)
    renames = schema_renames(base.schema, head.schema, path=path, relation=relation, declared=declared)
    notes = (
        *found.findings,
        *_other_reading(found, path),
        *wrong(declared, renames, base.schema, head.schema, path),
    )
    finished = _finished(replace(found, findings=notes), renames, question.reading)
    return replace(finished, renames=_shown(finished.renames, relation)) if question.told else finished


def compare_manifests(
    old: JsonValue,
    new: JsonValue,
    *,
    path: str,
    reading: Reading,
    rules: ManifestRules,
    declared: Sequence[Declared] = (),
) -> ManifestPair:
    """The comparison of two revisions of a manifest. A manifest accepts nothing, so its answers say
    whether every code of the one side is still registered by the other."""
    found = compare_codes(old, new, path=path, reading=reading, rules=rules)
    renames = manifest_renames(found.base, found.head, path=path, text=rules.text, declared=declared)
    notes = (*found.findings, *wrong(declared, renames, old, new, path), *_unreadable(new, found.head, path))
    sure = (each for each in renames if each.standing is not Standing.PROPOSED)
    renamed = {each.from_: each.to for each in sure if not each.old_still_declared}
    echoed = invariants.changes(old, new, path=path, reading=reading, renamed=renamed)
    changes = (*found.changes, *echoed)
    backward = _registered(found.base, found.head, reading)
    forward = _registered(found.head, found.base, reading)
    raw = Comparison(Class.EDITORIAL, backward, forward, changes, (), notes)
    return ManifestPair(found.base, found.head, _finished(raw, renames, reading))


def _unreadable(document: JsonValue, manifest: Manifest, path: str) -> Iterator[Finding]:
    """What is wrong with the invariants that a manifest declares."""
    for each in invariants.flaws(document, invariants.Vocabulary(document, manifest)):
        said = f"an invariant cannot be read: {each.message}"
        place = Place(each.pointer)
        yield Finding(invariants.RULE, FindingLevel.BLOCKS, said, invariants.REMEDY, path, place)


def _finished(found: Comparison, renames: tuple[Rename, ...], reading: Reading) -> Comparison:
    ids = identified(found.changes)
    claimed = claim(ids, renames, reading, identify=of_change)
    changes = tuple(replace(c, level_required=LEVEL_OF_CLASS[c.class_]) for c in identified(claimed))
    explain = [each for each in renames if _explains(each, changes)]
    renames = tuple(_checked(each, explain) for each in renames)
    class_ = worst(change.class_ for change in changes if change.claimed_by is None)
    return replace(found, class_=class_, changes=changes, renames=renames)


def _shown(renames: tuple[Rename, ...], relation: Relations) -> tuple[Rename, ...]:
    """The renames with an object before and after for the first of those properties that are sure."""
    sure = [
        each
        for each in renames
        if each.kind is RenameKind.PROPERTY and each.standing is not Standing.PROPOSED
    ]
    shown = {
        each: relation.shown(
            each.container.removesuffix("/properties"),
            each.head_container.removesuffix("/properties"),
            each.from_,
            each.to,
        )
        for each in sure[:MOST_SHOWN]
    }
    return tuple(replace(each, shown=shown.get(each)) for each in renames)


def _explains(rename: Rename, changes: tuple[Change, ...]) -> bool:
    return any(
        change.rule == RULE_OF_KIND[rename.kind]
        and (change.before, change.after) == (rename.from_, rename.to)
        for change in changes
    )


def _checked(rename: Rename, explain: Sequence[Rename]) -> Rename:
    """An inferred rename that explains no change, and stands in nothing whose rename explains one, is only
    proposed: more than the name has changed."""
    if rename.standing is not Standing.ASSERTED:
        return rename
    if any(rename is each or rename.container.startswith(f"{each.place}/") for each in explain):
        return rename
    return replace(rename, standing=Standing.PROPOSED)


def _registered(left: Manifest, right: Manifest, reading: Reading) -> Answer:
    """Whether the right registers every code that the left does, in the same registry and tier."""
    for registry in left.registries:
        other = right.registry(registry.name)
        known = {(code.value, code.tier) for code in other.codes} if other else set()
        for code in registry.codes:
            if (code.value, code.tier) not in known:
                reason = (
                    f"{registry.name} does not hold {code.value} there: codes are compared, not documents"
                )
                return Answer(Verdict.UNDECIDED, reading.content, reason=reason)
    proof = ("every code of the one side is registered by the other",)
    return Answer(Verdict.PROVED, reading.content, other_reading=Verdict.PROVED, proof=proof)


def _other_reading(found: Comparison, path: str) -> tuple[Finding, ...]:
    """A note with the document that the other content model would count."""
    notes: list[Finding] = []
    for direction, answer in (("backward", found.backward), ("forward", found.forward)):
        flips = answer.verdict is Verdict.PROVED and answer.other_reading is Verdict.REFUTED
        if flips and answer.other_witness is not None and direction == "backward":
            from govern.documents import dumps

            notes.append(
                Finding(
                    "literal-reading-differs",
                    FindingLevel.NOTE,
                    f"read literally, {direction} would be refuted by {dumps(answer.other_witness.document)}",
                    'nothing, unless people send such documents: then set `content = "literal"`',
                    path,
                    Place(""),
                )
            )
    return tuple(notes)


def growth_notes(changes: tuple[Change, ...]) -> tuple[Finding, ...]:
    """In forward and full mode growth is always mentioned (definitions, section 3)."""
    return tuple(
        Finding(
            "growth",
            FindingLevel.NOTE,
            f"{change.message}: readers that know only the old vocabulary meet what they do not know",
            "tell readers before writers use it",
            change.path,
            change.head,
            change=change.id,
        )
        for change in changes
        if change.growth and change.class_ is Class.ADDITIVE and change.claimed_by is None
    )
