"""A pair of schemas to what contradicts the answers about it: documents, judged by real validators.

The validators are used directly, not through govern, so that the two can be held together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import jsonschema
import jsonschema_rs
import referencing
from derived import derived
from random_schemas import DRAFTS
from replay import DoesNotFollow
from set_aside_by_hand import set_aside

from govern.documents import dumps
from govern.model import Answer, Class, Comparison, Content, EffectKind, Format, Growth, Reading, Verdict
from govern.schema.comparison import Question, compare
from govern.schema.containment import Pair, decide
from govern.schema.engine.decision import EMPTIED
from govern.schema.fast import panicked
from govern.schema.revision import SchemaRevision
from govern.schema.whole import relevant

_PYTHON = {
    "4": jsonschema.Draft4Validator,
    "6": jsonschema.Draft6Validator,
    "7": jsonschema.Draft7Validator,
    "2019-09": jsonschema.Draft201909Validator,
    "2020-12": jsonschema.Draft202012Validator,
}
_RUST = {
    "4": jsonschema_rs.Draft4Validator,
    "6": jsonschema_rs.Draft6Validator,
    "7": jsonschema_rs.Draft7Validator,
    "2019-09": jsonschema_rs.Draft201909Validator,
    "2020-12": jsonschema_rs.Draft202012Validator,
}
_DRAFT_OF = {uri: draft for draft, uri in DRAFTS.items()}


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What was claimed of which pair, and the document that says otherwise (None where none is needed)."""

    claim: str
    left: Any
    right: Any
    document: Any = None

    def __str__(self) -> str:
        return "\n".join(
            (
                f"  {self.claim}",
                f"    left:     {dumps(self.left)}",
                f"    right:    {dumps(self.right)}",
                f"    document: {dumps(self.document)}",
            )
        )


@dataclass(slots=True)
class Tally:
    """Verdicts counted, and what contradicts them."""

    verdicts: Counter[str] = field(default_factory=Counter)
    found: list[Contradiction] = field(default_factory=list)


class Both:
    """Both validators of one schema, formats off unless said."""

    def __init__(self, schema: Any, *, formats: bool = False) -> None:
        self.schema = schema
        self._circular = SchemaRevision(schema).recurrence.circular
        draft = _DRAFT_OF[schema["$schema"]]
        made = _PYTHON[draft]
        checker = made.FORMAT_CHECKER if formats else None
        self._python = made(schema, registry=referencing.Registry(), format_checker=checker)
        try:
            self._rust = _RUST[draft](schema, validate_formats=formats)
        except ValueError:
            self._rust = None

    def rust(self, document: Any) -> bool | None:
        return None if self._rust is None else bool(self._rust.is_valid(document))

    def python(self, document: Any) -> bool | None:
        if self._circular:
            return None
        try:
            return bool(self._python.is_valid(document))
        except (RecursionError, TypeError):  # a circle; a mistake of the library (2019-09, items: true)
            return None
        except BaseException as failure:  # the stack ended inside a Rust part of the library
            if panicked(failure):
                return None
            raise

    def says(self, document: Any, answer: bool) -> bool:
        """Whether both say so."""
        return self.rust(document) is answer and self.python(document) is answer


def examine(
    left: Any, right: Any, documents: list[Any], tally: Tally, formats_are: Format = Format.OPAQUE
) -> None:
    """Hold every answer about a pair against documents, in both directions and under both readings."""
    formats = formats_are is Format.ASSERTED
    sides = Both(left, formats=formats), Both(right, formats=formats)
    revisions = SchemaRevision(left), SchemaRevision(right)
    for a, b, x, y in ((*sides, *revisions), (*reversed(sides), *reversed(revisions))):
        wrong = [d for d in documents if a.rust(d) is True and b.rust(d) is False]
        for content in Content:
            answer = decide(Pair(x, y, Reading(content=content, format=formats_are)))
            tally.verdicts[f"{content}: {answer.verdict}"] += 1
            tally.found += _against(answer, content, a, b, wrong)


def _against(answer: Answer, content: Content, a: Both, b: Both, wrong: list[Any]) -> Iterator[Contradiction]:
    if answer.verdict is Verdict.PROVED:
        for document in wrong:
            if content is Content.DECLARED and set_aside(document, a.schema, b.schema):
                continue
            if not (a.python(document) is True and b.python(document) is False):
                continue
            yield Contradiction(f"proved ({content}, {answer.proof})", a.schema, b.schema, document)
            return
    if answer.verdict is Verdict.REFUTED:
        if answer.witness is None:
            yield Contradiction("refuted without a witness", a.schema, b.schema)
            return
        shown = answer.witness.document
        confirmed = [v for v in ("rust", "python") if getattr(a, v)(shown) and getattr(b, v)(shown) is False]
        if not confirmed:
            yield Contradiction("a witness that no validator confirms", a.schema, b.schema, shown)
        counts = EMPTIED in answer.assumptions or not set_aside(shown, a.schema, b.schema)
        if content is Content.DECLARED and not counts:
            yield Contradiction("refuted by a document that is set aside", a.schema, b.schema, shown)


def examine_proofs(left: Any, right: Any, tally: Tally) -> None:
    """Follow the derivation of whatever is proved of a pair, in both directions and under both readings."""
    for a, b in ((left, right), (right, left)):
        for content in Content:
            found = derived(a, b, declared=content is Content.DECLARED)
            if found is None:
                continue
            tally.verdicts[f"{content}: followed"] += 1
            try:
                found.follow()
            except DoesNotFollow as fault:
                tally.found.append(Contradiction(f"a proof ({content}) that does not follow: {fault}", a, b))


def examine_same(left: Any, right: Any, way: str, tally: Tally) -> None:
    """Two spellings of one schema are proved equal both ways."""
    revisions = SchemaRevision(left), SchemaRevision(right)
    for x, y in (revisions, tuple(reversed(revisions))):
        answer = decide(Pair(x, y, Reading(content=Content.LITERAL)))
        tally.verdicts[f"refactored: {answer.verdict}"] += 1
        if answer.verdict is not Verdict.PROVED and not any(each.recurrence.circular for each in revisions):
            claim = f"{answer.verdict} though only this differs: {way} ({answer.reason})"
            shown = answer.witness.document if answer.witness else None
            tally.found.append(Contradiction(claim, left, right, shown))


def examine_classes(left: Any, right: Any, asked: Reading, documents: list[Any], tally: Tally) -> None:
    """The class of a revision says what its verdicts and the documents say."""
    result = compare(Question(SchemaRevision(left), SchemaRevision(right), asked))
    tally.verdicts[f"class: {result.class_}"] += 1
    rules = ", ".join(sorted({change.rule for change in result.changes}))
    claim = f"{result.class_} ({rules}; {asked.compatibility}, {asked.content}, growth {asked.growth})"
    answers = (result.backward, result.forward)
    pairs = zip(answers, relevant(asked), strict=True)
    verdicts = {answer.verdict for answer, wanted in pairs if wanted}
    shown = next((each.witness.document for each in answers if each.witness), None)
    for wrong in _misclassed(result, asked, verdicts):
        tally.found.append(Contradiction(f"{claim}, and {wrong}", left, right, shown))
    if result.class_ is Class.EDITORIAL:
        sides = Both(left), Both(right)
        for a, b in (sides, tuple(reversed(sides))):
            for document in documents:
                if a.says(document, True) and b.says(document, False):
                    tally.found.append(Contradiction(claim, left, right, document))
                    return


def _misclassed(result: Comparison, asked: Reading, verdicts: set[Verdict]) -> Iterator[str]:
    mild = result.class_ not in (Class.BREAKING, Class.UNDECIDED)
    grows = asked.growth is Growth.ADDITIVE and any(change.growth for change in result.changes)
    if mild and relevant(asked)[0] and result.backward.verdict is not Verdict.PROVED:
        yield f"backward is {result.backward.verdict}"
    if mild and relevant(asked)[1] and result.forward.verdict is not Verdict.PROVED and not grows:
        yield f"forward is {result.forward.verdict}"
    gone = any(
        change.class_ is Class.BREAKING and change.effect.kind is EffectKind.NAME_REMOVED
        for change in result.changes
    )
    if verdicts == {Verdict.PROVED} and result.class_ is Class.BREAKING and not gone:
        yield "the whole is proved"
