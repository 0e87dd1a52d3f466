"""Two sides to the answer of one direction: does the right accept everything the left accepts?

`proved` rests on equal forms or on a containment proof; `refuted` on a document that real
validators confirm on both original schemas; everything else is `undecided`, with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from govern.documents import canonical
from govern.model import Answer, Content, Format, JsonObject, JsonValue, Reading, Verdict, Witness
from govern.schema.places import restriction
from govern.schema.revision import SchemaRevision
from govern.schema.search import candidates, samples, shrink
from govern.schema.validators import Validators, covers

MOST_CANDIDATES = 3000
"""How many documents are tried before a direction is given up (the step budget of a search)."""

_EQUAL = "equal once annotations, order and references are set aside"
_COVERED = "containment proved by jsonschema-rs"


@dataclass(frozen=True, slots=True)
class Pair:
    """One direction of one comparison. `seeds` are documents worth trying first; `real`: they are
    golden documents of the left, so that one which the right refuses counts under either reading.
    """

    left: SchemaRevision
    right: SchemaRevision
    reading: Reading
    seeds: tuple[JsonValue, ...] = ()
    real: bool = False

    @property
    def formats(self) -> bool:
        """Whether `format` is content."""
        return self.reading.format is Format.ASSERTED


def decide(pair: Pair) -> Answer:
    """The answer to S(left) ⊆ S(right) under the pair's reading."""
    blocked = _blocked(pair)
    if blocked is not None:
        return blocked
    assumptions = _assumptions(pair)
    left, right = (side.form(formats=pair.formats) for side in (pair.left, pair.right))
    if left.fingerprint == right.fingerprint:
        return _proved(
            pair, _EQUAL, other=Verdict.PROVED, assumptions=(*assumptions, *_same_unreadable(pair))
        )
    obstacle = _obstacle(pair)
    contained, reason = (
        (None, obstacle) if obstacle else covers(right.schema, left.schema, formats=pair.formats)
    )
    if contained:
        note = _format_note(pair)
        return _proved(pair, _COVERED, other=Verdict.PROVED, assumptions=(*assumptions, *note))
    aside = restriction(left, right)
    found = _search(pair, aside)
    literal = Verdict.REFUTED if found.literal is not None else Verdict.UNDECIDED
    other = found.literal.witness if found.literal is not None else None
    if pair.reading.content is Content.LITERAL:
        declared = Verdict.REFUTED if found.declared is not None else Verdict.UNDECIDED
        return _refuted_or_not(pair, found.literal, declared, reason, assumptions)
    if found.declared is not None:
        return _refuted_or_not(pair, found.declared, literal, reason, assumptions)
    if aside is not None and not obstacle:
        restricted = _conjoined(left.schema, aside)
        contained, reason = covers(right.schema, restricted, formats=pair.formats)
        if contained:
            if found.left_has_declared:
                return replace(
                    _proved(pair, _COVERED, other=literal, assumptions=assumptions), other_witness=other
                )
            reason = "every document the left accepts may be one that is set aside"
    return _refuted_or_not(pair, None, literal, reason, assumptions)


def _blocked(pair: Pair) -> Answer | None:
    """The answer where a side cannot be read as a schema at all, None where both can."""
    if pair.left.raw == pair.right.raw and pair.left.resources == pair.right.resources:
        same = pair.left.draft == pair.right.draft
        return (
            _proved(pair, "the same document", other=Verdict.PROVED, assumptions=_assumptions(pair))
            if same
            else None
        )
    for side, name in ((pair.left, "left"), (pair.right, "right")):
        if side.draft is None:
            return _undecided(pair, f"the dialect {side.declared} is not one govern knows")
        if side.faults:
            fault = side.faults[0]
            return _undecided(
                pair, f"the {name} side is not a valid schema: {fault.pointer or '/'}: {fault.message}"
            )
    return None


def _obstacle(pair: Pair) -> str:
    """What keeps a containment proof from resting on the forms, empty where nothing does."""
    forms = [side.form(formats=pair.formats) for side in (pair.left, pair.right)]
    unreadable = sorted({uri for each in forms for uri in each.unreadable})
    if unreadable:
        return f"unreadable reference: {unreadable[0]}"
    obstacles = sorted({reason for each in forms for reason in each.obstacles})
    return obstacles[0] if obstacles else ""


def _assumptions(pair: Pair) -> tuple[str, ...]:
    return tuple(sorted({*pair.left.assumptions, *pair.right.assumptions}))


def _same_unreadable(pair: Pair) -> tuple[str, ...]:
    found = sorted({*pair.left.form(formats=False).unreadable} & {*pair.right.form(formats=False).unreadable})
    return tuple(f"{uri} means the same on both sides (it cannot be read)" for uri in found)


def _format_note(pair: Pair) -> tuple[str, ...]:
    """Says so where a proof might not survive `format` being asserted: an opaque reading holds both ways."""
    forms = [side.form(formats=False) for side in (pair.left, pair.right)]
    if pair.formats or not any(each.asserts_formats for each in forms):
        return ()
    asserted = [side.form(formats=True) for side in (pair.left, pair.right)]
    if not any(each.obstacles for each in asserted):
        contained, _ = covers(asserted[1].schema, asserted[0].schema, formats=True)
        if contained:
            return ()
    return ("holds where format and content keywords are not asserted; not proved where they are",)


@dataclass(frozen=True, slots=True)
class _Found:
    """Certified documents: the best that counts under each reading, and whether the left accepts
    any document at all that is not set aside."""

    declared: Answer | None
    literal: Answer | None
    left_has_declared: bool


def _search(pair: Pair, aside: JsonObject | None) -> _Found:
    """Try documents in order until one that counts under both readings is certified."""
    counted = _counts(aside)
    always = {canonical(seed) for seed in pair.seeds} if pair.real else set()
    declared: Answer | None = None
    literal: Answer | None = None
    left_has = False
    tried: set[bytes] = set()
    for document in _stream(pair):
        key = canonical(document)
        if key in tried:
            continue
        tried.add(key)
        if len(tried) > MOST_CANDIDATES:
            break
        if pair.left.quick(document, formats=pair.formats) is not True:
            continue
        plain = counted(document)
        counts = plain or key in always
        left_has = left_has or plain
        refused = pair.right.quick(document, formats=pair.formats) is False
        if not refused or (literal is not None and not counts):
            continue
        small = (
            document if counts and not plain else shrink(document, _still(pair, counted if plain else None))
        )
        answer = _certified(pair, small)
        if answer is None:
            continue
        literal = literal or answer
        if counts:
            declared = literal = answer
            break
    return _Found(declared, literal, left_has)


def _stream(pair: Pair) -> Iterable[JsonValue]:
    left, right = (side.form(formats=pair.formats) for side in (pair.left, pair.right))
    yield from pair.seeds
    yield from candidates(left, right, pair.seeds)
    yield from samples(left)


def _counts(aside: JsonObject | None) -> Callable[[JsonValue], bool]:
    """Whether a document counts under the declared reading."""
    if aside is None:
        return lambda _document: True
    from govern.schema.dialect import Draft

    validators = Validators(aside, Draft.D2020)
    return lambda document: validators.quick(document) is True


def _still(pair: Pair, counted: Callable[[JsonValue], bool] | None) -> Callable[[JsonValue], bool]:
    def still(document: JsonValue) -> bool:
        return (
            pair.left.quick(document, formats=pair.formats) is True
            and pair.right.quick(document, formats=pair.formats) is False
            and (counted is None or counted(document))
        )

    return still


def _certified(pair: Pair, document: JsonValue) -> Answer | None:
    """The refutation a document makes where a validator confirms both halves and none contradicts."""
    left = pair.left.judge(document, formats=pair.formats)
    right = pair.right.judge(document, formats=pair.formats)
    confirmed = tuple(sorted(set(left.accepted_by) & set(right.refused_by)))
    if not confirmed or left.refused_by or right.accepted_by:
        return None
    note: tuple[str, ...] = ()
    if not pair.formats and not _holds_with_formats(pair, document):
        note = ("holds where format and content keywords are not asserted",)
    return Answer(
        Verdict.REFUTED,
        pair.reading.content,
        witness=Witness(document),
        certified_by=confirmed,
        assumptions=note,
    )


def _holds_with_formats(pair: Pair, document: JsonValue) -> bool:
    if not any(side.form(formats=False).asserts_formats for side in (pair.left, pair.right)):
        return True
    return (
        pair.left.judge(document, formats=True).accepts is True
        and pair.right.judge(document, formats=True).accepts is False
    )


def _conjoined(left: JsonObject, aside: JsonObject) -> JsonObject:
    definitions: JsonObject = {}
    for each in (left, aside):
        found = each.get("$defs")
        definitions.update(found if isinstance(found, dict) else {})
    branches = left.get("allOf")
    return {
        "$defs": definitions,
        "allOf": [*(branches if isinstance(branches, list) else []), {"$ref": aside["$ref"]}],
    }


def _refuted_or_not(
    pair: Pair, found: Answer | None, other: Verdict, reason: str, assumptions: tuple[str, ...]
) -> Answer:
    if found is not None:
        return replace(
            found,
            reading=pair.reading.content,
            other_reading=other,
            assumptions=(*assumptions, *found.assumptions),
        )
    return replace(_undecided(pair, reason), other_reading=other, assumptions=assumptions)


def _proved(pair: Pair, proof: str, *, other: Verdict, assumptions: tuple[str, ...]) -> Answer:
    return Answer(
        Verdict.PROVED, pair.reading.content, other_reading=other, assumptions=assumptions, proof=(proof,)
    )


def _undecided(pair: Pair, reason: str) -> Answer:
    return Answer(
        Verdict.UNDECIDED, pair.reading.content, reason=reason or "no proof and no witness was found"
    )
