"""`unevaluated*` and a value to whether it accepts what nothing else evaluates.

Evaluated is what the schema's own keywords apply to, and what those of every schema do that is applied
to the same value and accepts it. Sources: 2020-12 core 11; 2019-09 core 9.3.1.3 and 9.3.2.4.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, TypeVar

from govern.model import JsonValue
from govern.schema.engine.applicators import items
from govern.schema.engine.assertions import Check
from govern.schema.engine.keywords import Keywords
from govern.schema.validators import pattern_matches

if TYPE_CHECKING:
    from govern.schema.engine.evaluation import Evaluator
    from govern.schema.engine.form import Schema

Key = TypeVar("Key")


def _members(evaluator: Evaluator, own: Keywords, value: dict[str, JsonValue]) -> bool | None:
    def evaluates(layer: Keywords, name: str) -> bool | None:
        if layer is not own and (layer.unevaluated_members is not None or layer.other_members is not None):
            return True
        members = layer.members
        if members is None:
            return False
        if members.rest is not None or name in members.properties:
            return True
        hits = {pattern_matches(pattern, name) for pattern in members.patterns}
        return True if True in hits else None if None in hits else False

    left = _left(evaluator, own, value, tuple(value), evaluates)
    return _accepted(evaluator, own.unevaluated_members, value, left)


def _items(evaluator: Evaluator, own: Keywords, value: list[JsonValue]) -> bool | None:
    def evaluates(layer: Keywords, index: int) -> bool | None:
        if layer is not own and (layer.unevaluated_items is not None or layer.other_items is not None):
            return True
        here, contains = layer.items, layer.contains
        if here is not None and (here.rest is not None or index < len(here.prefix)):
            return True
        if contains is None:
            return False
        matches = evaluator.below(contains.schema, value[index])
        # 2019-09 does not count these, and the validators of it do: nobody can tell.
        return matches if contains.evaluates else matches and None

    left = _left(evaluator, own, value, tuple(range(len(value))), evaluates)
    settled = own.other_items
    schema = own.unevaluated_items if settled is None else settled.rest
    return _accepted(evaluator, schema, dict(enumerate(value)), left)


def _other_items(evaluator: Evaluator, own: Keywords, value: list[JsonValue]) -> bool | None:
    """What is settled beforehand takes `contains` of 2019-09 to evaluate nothing."""
    settled = own.other_items
    if settled is not None and items(evaluator, settled, value):
        return True
    return _items(evaluator, own, value)


def _left(
    evaluator: Evaluator,
    own: Keywords,
    value: JsonValue,
    keys: tuple[Key, ...],
    evaluates: Callable[[Keywords, Key], bool | None],
) -> dict[Key, bool | None]:
    """Of the parts, those not surely evaluated: False where they surely are not, None where nobody knows."""
    left: dict[Key, bool | None] = dict.fromkeys(keys, False)
    for layer, sure in _layers(evaluator, own, value):
        for key in [*left]:
            said = None if layer.opaque else evaluates(layer, key)
            if said is True and sure:
                del left[key]
            elif said is not False:
                left[key] = None
        if not left:
            break
    return left


def _accepted(
    evaluator: Evaluator, schema: Schema | None, parts: Mapping[Key, JsonValue], left: dict[Key, bool | None]
) -> bool | None:
    verdict: bool | None = True
    for key, evaluated in left.items():
        said = True if schema is None else evaluator.below(schema, parts[key])
        if said is False and evaluated is False:
            return False
        verdict = verdict and (said or None)
    return verdict


def _layers(evaluator: Evaluator, own: Keywords, value: JsonValue) -> Iterator[tuple[Keywords, bool]]:
    """The keywords that apply to a value, a schema's own first, and whether they surely do."""
    stack = [(own, True)]
    seen: set[tuple[int, bool]] = set()
    while stack:
        layer, sure = stack.pop()
        if (id(layer), True) in seen or (id(layer), sure) in seen:
            continue
        seen.add((id(layer), sure))
        if not evaluator.step():
            yield _UNREAD, False
            return
        yield layer, sure
        for schema, said in _applied(evaluator, layer, value):
            if said is not False:
                stack.append((schema.keywords, sure and said is True))


_UNREAD = Keywords()
_UNREAD.opaque = ("not read for want of steps",)


def _applied(evaluator: Evaluator, layer: Keywords, value: JsonValue) -> Iterator[tuple[Schema, bool | None]]:
    """The schemas that keywords apply to the same value, and whether each applies and accepts it. What
    must accept it is taken to do so: where it does not, the whole refuses, whatever is evaluated."""
    for schema in layer.all_of:
        yield schema, True
    for schema in (*(layer.any_of or ()), *(layer.one_of or ())):
        yield schema, evaluator.here(schema, value)
    for name, schema in (layer.dependent_schemas or {}).items():
        if isinstance(value, dict) and name in value:
            yield schema, True
    if layer.condition is not None:
        test = evaluator.here(layer.condition.test, value)
        yield layer.condition.test, test
        if layer.condition.then is not None:
            yield layer.condition.then, test
        if layer.condition.otherwise is not None:
            yield layer.condition.otherwise, None if test is None else not test


UNEVALUATED: Mapping[str, Mapping[str, Check]] = {
    "array": {"other_items": _other_items, "unevaluated_items": _items},
    "object": {"unevaluated_members": _members},
}
"""For each kind of value the attributes of `Keywords` that speak of what is not evaluated; their checks
take the whole keywords."""
