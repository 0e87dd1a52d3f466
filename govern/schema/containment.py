"""Two sides to the answer of one direction: does the right accept everything the left accepts?

`proved` rests on equal forms or on a containment proof; `refuted` on a document that real
validators confirm on both original schemas; everything else is `undecided`, with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from govern.documents import canonical
from govern.model import Answer, Content, Format, JsonValue, Reading, Verdict, Witness
from govern.schema.places import Counting
from govern.schema.proving import Provers
from govern.schema.revision import SchemaRevision
from govern.schema.search import candidates, samples, shrink

MOST_CANDIDATES = 3000
"""How many documents are tried before a direction is given up (the step budget of a search)."""

FIRST_CANDIDATES = 150
"""How many of them before a proof is tried: most refutations are found among these."""

_REFERENCES = ("$ref", "$dynamicRef", "$recursiveRef")
_EQUAL = "equal once annotations, order and references are set aside"


@dataclass(frozen=True, slots=True)
class Pair:
    """One direction of one comparison. `seeds` are documents worth trying first; `real`: they are
    golden documents of the left, so that one which the right refuses counts under either reading.
    `most` is how many documents are tried.
    """

    left: SchemaRevision
    right: SchemaRevision
    reading: Reading
    seeds: tuple[JsonValue, ...] = ()
    real: bool = False
    most: int = MOST_CANDIDATES

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
    if left.fingerprint == right.fingerprint and not (pair.left.misread or pair.right.misread):
        return _proved(
            pair, _EQUAL, other=Verdict.PROVED, assumptions=(*assumptions, *_same_unreadable(pair))
        )
    search = _Search(pair)
    search.run(FIRST_CANDIDATES)
    if pair.reading.content is not Content.LITERAL and search.declared is not None:
        return _from_search(pair, search, "", assumptions)
    provers = Provers(left, right, formats=pair.formats)
    reason = _obstacle(pair)
    assumptions = (*assumptions, *_same_unreadable(pair))
    if search.literal is None and not reason:
        proof = provers.literal()
        if proof:
            return _proved(pair, proof, other=Verdict.PROVED, assumptions=(*assumptions, *_format_note(pair)))
    if pair.reading.content is Content.LITERAL or reason:
        return _from_search(pair, search, reason or provers.reason, assumptions)
    proof = provers.declared()
    search.run(pair.most)
    if proof and search.declared is None:
        if search.left_has_declared:
            return _proved_declared(pair, search, proof, assumptions)
        provers.reason = "every document the left accepts may be one that is set aside"
    return _from_search(pair, search, provers.reason, assumptions)


def confirmed(pair: Pair, answer: Answer, documents: Iterable[JsonValue]) -> Answer:
    """An undecided answer, or the refutation that one of some documents makes."""
    if answer.verdict is not Verdict.UNDECIDED or _blocked(pair) is not None:
        return answer
    search = _Search(pair)
    for document in documents:
        search.attempt(document)
    found = search.literal if pair.reading.content is Content.LITERAL else search.declared
    return answer if found is None else _from_search(pair, search, "", answer.assumptions)


def _from_search(pair: Pair, search: _Search, reason: str, assumptions: tuple[str, ...]) -> Answer:
    """What the search to its end says, where no proof holds."""
    search.run(pair.most)
    literal = Verdict.REFUTED if search.literal is not None else Verdict.UNDECIDED
    if pair.reading.content is Content.LITERAL:
        declared = Verdict.REFUTED if search.declared is not None else Verdict.UNDECIDED
        return _refuted_or_not(pair, search.literal, declared, reason, assumptions)
    return _refuted_or_not(pair, search.declared, literal, reason, assumptions)


def _proved_declared(pair: Pair, search: _Search, proof: str, assumptions: tuple[str, ...]) -> Answer:
    literal = Verdict.REFUTED if search.literal is not None else Verdict.UNDECIDED
    proved = _proved(pair, proof, other=literal, assumptions=assumptions)
    return replace(proved, other_witness=search.literal.witness if search.literal is not None else None)


def _blocked(pair: Pair) -> Answer | None:
    """The answer where a side cannot be read as a schema at all, None where both can."""
    if _same_files(pair):
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


def _same_files(pair: Pair) -> bool:
    """Whether both sides are the same text with the same resources, found where references in it
    lead to the same ones."""
    if pair.left.raw != pair.right.raw or pair.left.raw_resources != pair.right.raw_resources:
        return False
    return pair.left.uri == pair.right.uri or not pair.left.library.mentions(*_REFERENCES)


def _obstacle(pair: Pair) -> str:
    """What keeps any proof from resting on the forms, empty where nothing does."""
    forms = [side.form(formats=pair.formats) for side in (pair.left, pair.right)]
    obstacles = sorted({reason for each in forms for reason in each.obstacles})
    if obstacles:
        return obstacles[0]
    unsure = pair.left.misread or pair.right.misread
    return f"unreadable reference: {forms[0].unreadable or forms[1].unreadable}" if unsure else ""


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
    if (
        not any(each.obstacles for each in asserted)
        and Provers(asserted[0], asserted[1], formats=True).literal()
    ):
        return ()
    return ("holds where format and content keywords are not asserted; not proved where they are",)


class _Search:
    """Documents tried in order, so far. `declared` and `literal` are the certified refutations that
    count under each reading; `left_has_declared`: the left accepts one that is not set aside."""

    def __init__(self, pair: Pair) -> None:
        self._pair = pair
        left, right = (side.form(formats=pair.formats) for side in (pair.left, pair.right))
        self._counted = Counting(left, right)
        self._always = {canonical(seed) for seed in pair.seeds} if pair.real else set()
        self._tried: set[bytes] = set()
        self._stream = iter(_stream(pair))
        self.declared: Answer | None = None
        self.literal: Answer | None = None
        self.left_has_declared = False

    def run(self, most: int) -> None:
        """Try on until a document counts under both readings, or `most` were tried in all."""
        while self.declared is None and len(self._tried) < most:
            document = next(self._stream, _END)
            if document is _END:
                return
            self.attempt(document)  # type: ignore[arg-type]  # the end is excluded above

    def attempt(self, document: JsonValue) -> None:
        """Try one document."""
        pair, key = self._pair, canonical(document)
        if key in self._tried:
            return
        self._tried.add(key)
        if pair.left.quick(document, formats=pair.formats) is not True:
            return
        plain = self._counted(document)
        counts = plain or key in self._always
        self.left_has_declared = self.left_has_declared or plain
        if (self.literal is not None and not counts) or pair.right.quick(
            document, formats=pair.formats
        ) is not False:
            return
        still = _still(pair, self._counted if plain else None)
        answer = _certified(pair, document if counts and not plain else shrink(document, still))
        if answer is None:
            return
        self.literal = answer if counts else self.literal or answer
        self.declared = answer if counts else None


_END = object()


def _stream(pair: Pair) -> Iterable[JsonValue]:
    left, right = (side.form(formats=pair.formats) for side in (pair.left, pair.right))
    yield from pair.seeds
    yield from candidates(left, right, pair.seeds)
    yield from samples(left)


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
