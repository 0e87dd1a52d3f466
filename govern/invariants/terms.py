"""What an invariant compares with: a value, a field of the document, a value of the manifest, a registry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from govern import pointer
from govern.documents import equal
from govern.invariants.places import getter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from govern.invariants.places import Getter
    from govern.invariants.vocabulary import Vocabulary
    from govern.model import JsonValue


class Term(NamedTuple):
    """`fixed`: the values that it stands for in every document, or None where it stands for a `field` of
    each."""

    fixed: tuple[JsonValue, ...] | None
    field: Getter | None = None

    def values(self, document: JsonValue) -> tuple[JsonValue, ...]:
        """The values in one document: none where the field is missing."""
        if self.field is None:
            return self.fixed or ()
        found = self.field(document)
        return () if found is pointer.MISSING else (found,)  # type: ignore[return-value]


def term(said: JsonValue, vocabulary: Vocabulary) -> Term:
    """A term. Whatever is not an object with one of the four keys is the value itself."""
    if not isinstance(said, dict):
        return Term((said,))
    if "field" in said:
        return Term(None, getter(str(said["field"])))
    if "registry" in said:
        tier = said.get("tier")
        return Term(vocabulary.codes(str(said["registry"]), None if tier is None else str(tier)))
    return Term((vocabulary.value(str(said["manifest"])) if "manifest" in said else said.get("value"),))


def values(terms: Iterable[Term], document: JsonValue) -> tuple[JsonValue, ...]:
    """All that some terms stand for in a document."""
    return tuple(each for term in terms for each in term.values(document))


def among(terms: Iterable[Term]) -> Callable[[object, JsonValue], bool]:
    """Is a value, in a document, one of those that some terms stand for?"""
    terms = tuple(terms)
    fixed = [each for term in terms for each in term.fixed or ()]
    texts = frozenset(each for each in fixed if isinstance(each, str))
    rest = [each for each in fixed if not isinstance(each, str)]
    fields = [term for term in terms if term.field is not None]

    def text(value: object, _: JsonValue) -> bool:
        return isinstance(value, str) and value in texts

    def one_of(value: Any, document: JsonValue) -> bool:
        if isinstance(value, str) and value in texts:
            return True
        if rest and any(equal(value, each) for each in rest):
            return True
        return any(equal(value, found) for term in fields for found in term.values(document))

    return one_of if rest or fields else text
