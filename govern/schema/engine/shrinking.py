"""A document to a smaller one of which the same still holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from govern.documents import canonical
from govern.model import JsonValue

_MOST_ROUNDS = 8


def shrink(document: JsonValue, still: Callable[[JsonValue], bool]) -> JsonValue:
    """The document with everything taken out that `still` does not need."""
    for _ in range(_MOST_ROUNDS):
        smaller = next((each for each in _smaller(document) if still(each)), None)
        if smaller is None:
            return document
        document = smaller
    return document


def _smaller(document: JsonValue) -> Iterator[JsonValue]:
    """Documents with one member, item or inner part less, largest steps first."""
    if isinstance(document, dict):
        for name in sorted(document, key=lambda each: (-len(canonical(document[each])), each)):
            rest = {key: value for key, value in document.items() if key != name}
            yield rest
            yield from ({**document, name: inner} for inner in _smaller(document[name]))
    elif isinstance(document, list):
        for index, item in enumerate(document):
            yield [*document[:index], *document[index + 1 :]]
            yield from ([*document[:index], inner, *document[index + 1 :]] for inner in _smaller(item))
