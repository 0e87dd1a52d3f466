"""A keyword that holds subschemas and a value to whether these accept what they are applied to.

Sources: 2020-12 core sections 10.2 and 10.3. In Kleene's logic: what is certain stays so beside
what is not.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from govern.model import JsonValue
from govern.schema.engine.assertions import Check, cannot_tell
from govern.schema.engine.keywords import Condition, Contains, Items, Members
from govern.schema.validators import pattern_matches

if TYPE_CHECKING:
    from govern.schema.engine.evaluation import Evaluator
    from govern.schema.engine.form import Schema


# --- to the value itself ---


def _any_of(evaluator: Evaluator, branches: tuple[Schema, ...], value: JsonValue) -> bool | None:
    verdict: bool | None = False
    for each in branches:
        said = evaluator.here(each, value)
        if said is True:
            return True
        if said is None:
            verdict = None
    return verdict


def _one_of(evaluator: Evaluator, branches: tuple[Schema, ...], value: JsonValue) -> bool | None:
    accepted, unsure = False, False
    for each in branches:
        said = evaluator.here(each, value)
        if said is True:
            if accepted:
                return False
            accepted = True
        elif said is None:
            unsure = True
    return None if unsure else accepted


def _negated(evaluator: Evaluator, schema: Schema, value: JsonValue) -> bool | None:
    said = evaluator.here(schema, value)
    return None if said is None else not said


def _condition(evaluator: Evaluator, condition: Condition, value: JsonValue) -> bool | None:
    test = evaluator.here(condition.test, value)
    either = ((True, condition.then), (False, condition.otherwise))
    asked = [schema for outcome, schema in either if test is outcome or test is None]
    said = {True if schema is None else evaluator.here(schema, value) for schema in asked}
    return said.pop() if len(said) == 1 else None


# --- to the members of an object ---


def _members(evaluator: Evaluator, members: Members, value: dict[str, JsonValue]) -> bool | None:
    properties, patterns, rest = members.properties, members.patterns, members.rest
    verdict: bool | None = True
    for name, member in value.items():
        spoken: bool | None = False
        schema = properties.get(name)
        if schema is not None:
            spoken = True
            said = evaluator.below(schema, member)
            if said is False:
                return False
            verdict = verdict and said
        if patterns:
            said, matched = _matching(evaluator, patterns, name, member)
            if said is False:
                return False
            verdict = verdict and said
            spoken = spoken or matched
        if rest is not None and spoken is not True:
            said = evaluator.below(rest, member)
            if said is False and spoken is False:
                return False
            verdict = verdict and (said or None)
    return verdict


def _matching(
    evaluator: Evaluator, patterns: Mapping[str, Schema], name: str, member: JsonValue
) -> tuple[bool | None, bool | None]:
    """What the schemas of the patterns that match a name say of its member, and whether any matches.
    Where a pattern cannot be read, its schema may apply or not."""
    verdict: bool | None = True
    matched: bool | None = False
    for pattern, schema in patterns.items():
        hit = pattern_matches(pattern, name)
        if hit is False:
            continue
        matched = matched or hit
        said = evaluator.below(schema, member)
        if said is False and hit is True:
            return False, True
        verdict = verdict and (said or None)
    return verdict, matched


def _names(evaluator: Evaluator, schema: Schema, value: dict[str, JsonValue]) -> bool | None:
    verdict: bool | None = True
    for name in value:
        said = evaluator.below(schema, name)
        if said is False:
            return False
        verdict = verdict and said
    return verdict


def _dependent_schemas(
    evaluator: Evaluator, schemas: Mapping[str, Schema], value: dict[str, JsonValue]
) -> bool | None:
    verdict: bool | None = True
    for name, schema in schemas.items():
        if name in value:
            said = evaluator.here(schema, value)
            if said is False:
                return False
            verdict = verdict and said
    return verdict


# --- to the items of an array ---


def items(evaluator: Evaluator, held: Items, value: list[JsonValue]) -> bool | None:
    """`prefixItems` and `items` of an array."""
    prefix, rest = held.prefix, held.rest
    verdict: bool | None = True
    for index, item in enumerate(value):
        schema = prefix[index] if index < len(prefix) else rest
        if schema is None:
            break
        said = evaluator.below(schema, item)
        if said is False:
            return False
        verdict = verdict and said
    return verdict


def _contains(evaluator: Evaluator, contains: Contains, value: list[JsonValue]) -> bool | None:
    least, most = contains.least, contains.most
    if least <= 0 and most is None:
        return True
    sure, possible = 0, 0
    for item in value:
        said = evaluator.below(contains.schema, item)
        sure += said is True
        possible += said is not False
        if most is None and sure >= least:
            return True
        if most is not None and sure > most:
            return False
    if possible < least:
        return False
    return True if sure >= least and (most is None or possible <= most) else None


IN_PLACE: Mapping[str, Check] = {
    "opaque": cannot_tell,
    "negated": _negated,
    "condition": _condition,
    "any_of": _any_of,
    "one_of": _one_of,
}
"""The attributes of `Keywords` that speak of values of any kind, in the order to ask them in."""
INTO: Mapping[str, Mapping[str, Check]] = {
    "array": {"items": items, "contains": _contains},
    "object": {
        "names": _names,
        "members": _members,
        "other_members": _members,
        "dependent_schemas": _dependent_schemas,
    },
}
"""For a kind of value, the attributes that speak of what it holds, in the order to ask them in."""
