"""A schema with `unevaluated*` to what that says, where it does not hang on the document.

Sources: 2020-12 core 11.2 and 11.3; 2019-09 core 9.3.1.3 and 9.3.2.4.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govern.schema.engine.keywords import Items, Keywords, Members

if TYPE_CHECKING:
    from govern.schema.engine.form import Schema

_MOST_LAYERS = 200


def settle(schema: Schema, own: Keywords, members: Schema | None, items: Schema | None) -> None:
    """Set what `unevaluatedProperties` (`members`) and `unevaluatedItems` (`items`) of a schema say.

    Where only `allOf` and references apply beside them, everything that could be evaluated is known
    beforehand, and they are an `additionalProperties`, an `items`, for all these layers at once.
    """
    if members is None and items is None:
        return
    if members is not None and _trivial(members):
        own.other_members, members = Members({}, {}, members), None
    if items is not None and _trivial(items):
        own.other_items, items = Items((), items), None
    layers = _layers(schema, own)
    if members is not None:
        found = _members(layers, members, own) if layers is not None else None
        if found is None:
            own.unevaluated_members = members
        elif found.rest is not None:
            own.other_members = found
    if items is not None:
        rest = _items(layers, items, own) if layers is not None else None
        if rest is None:
            own.unevaluated_items = items
        elif rest.rest is not None:
            own.other_items = rest


def _layers(schema: Schema, own: Keywords) -> list[Keywords] | None:
    """The schema and everything that applies beside it, None where some of it may or may not apply."""
    found: list[Keywords] = []
    seen = {id(schema)}
    stack = [own]
    while stack:
        here = stack.pop()
        found.append(here)
        if _conditional(here) or here.opaque or len(found) > _MOST_LAYERS:
            return None
        for each in here.all_of:
            if id(each) in each.form.compiling:
                return None
            if id(each) not in seen:
                seen.add(id(each))
                stack.append(each.keywords)
    return found


def _conditional(here: Keywords) -> bool:
    """Whether it hangs on the document what is evaluated; types evaluate nothing."""
    return (
        (here.any_of is not None and not here.chooses_types)
        or here.one_of is not None
        or here.condition is not None
        or here.dependent_schemas is not None
    )


def _members(layers: list[Keywords], rest: Schema, own: Keywords) -> Members | None:
    """None where it hangs on the document; without rest where everything is evaluated already."""
    names: dict[str, Schema] = {}
    patterns: dict[str, Schema] = {}
    true = _everything(rest)
    for each in layers:
        inner = each.unevaluated_members is not None or each.other_members is not None
        if each is not own and inner:
            return Members({}, {}, None)
        if each.members is None:
            continue
        if each.members.rest is not None:
            return Members({}, {}, None)
        names.update(dict.fromkeys(each.members.properties, true))
        patterns.update(dict.fromkeys(each.members.patterns, true))
    return Members(names, patterns, rest)


def _items(layers: list[Keywords], rest: Schema, own: Keywords) -> Items | None:
    length = 0
    true = _everything(rest)
    for each in layers:
        if each.contains is not None:
            return None  # validators count its matches as evaluated, in 2019-09 too
        inner = each.unevaluated_items is not None or each.other_items is not None
        if each is not own and inner:
            return Items((), None)
        if each.items is None:
            continue
        if each.items.rest is not None:
            return Items((), None)
        length = max(length, len(each.items.prefix))
    return Items((true,) * length, rest)


def _trivial(schema: Schema) -> bool:
    return schema.raw is True or schema.raw == {}


def _everything(beside: Schema) -> Schema:
    return beside.form.schema(beside.node._replace(schema=True))
