"""Operations of several edits to operations that base can take together.

Edits of one list (values of an enum, required names, branches) each carry the whole list as it
would stand after that edit alone; together they keep what all keep and add what any adds.
"""

from __future__ import annotations

from collections.abc import Iterable

from govern import pointer
from govern.documents import canonical
from govern.model import JsonValue
from govern.schema.editing import Operation, Tokens


def combined(base: JsonValue, operations: Iterable[Operation]) -> tuple[Operation, ...]:
    """One operation a place, outer places first, so that what stands inside is set last."""
    grouped: dict[Tokens, list[Operation]] = {}
    for operation in operations:
        grouped.setdefault(operation.at, []).append(operation)
    found = [_together(base, group) for group in grouped.values()]
    return tuple(sorted(found, key=lambda each: (len(each.at), each.at)))


def _together(base: JsonValue, group: list[Operation]) -> Operation:
    lists = [each.value for each in group if isinstance(each.value, list)]
    if len(lists) < len(group) or len(group) == 1:
        return group[-1]
    old = pointer.get(base, group[0].at)
    before = old if isinstance(old, list) else []
    texts = [{canonical(value) for value in each} for each in lists]
    was = {canonical(value) for value in before}
    kept = [value for value in before if all(canonical(value) in text for text in texts)]
    added = {canonical(value): value for each in lists for value in each if canonical(value) not in was}
    return Operation(group[0].at, [*kept, *added.values()])
