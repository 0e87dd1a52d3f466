"""Base and head of a schema document to the edits between them, each of which base can take alone.

An edit is what happened to one name or one rule at one place: a property's declaration and its
presence together, one value of an enum, one keyword. It knows nothing of verdicts.
"""

from __future__ import annotations

from collections.abc import Iterator

from govern.documents import canonical, equal
from govern.model import EffectKind, JsonObject, JsonValue
from govern.schema.alignment import align, identity, in_order
from govern.schema.annotations import Sides
from govern.schema.dialect import Draft, Holds, keywords
from govern.schema.editing import REMOVED, Edit, Operation
from govern.schema.keyword_edits import (
    ANNOTATIONS,
    IDENTIFIERS,
    At,
    annotation_edits,
    canonical_or_none,
    in_force_edits,
    keyword_edit,
    names_required,
    presence,
    property_added,
    property_removed,
    required_names,
    sole_constant,
    text_of,
    value_edits,
    where,
    word_for,
)
from govern.schema.nodes import mapping

_NAMED = {
    "patternProperties": "pattern-property",
    "definitions": "definition",
    "$defs": "definition",
    "dependentSchemas": "dependency",
    "dependencies": "dependency",
    "dependentRequired": "dependency",
}
_HANDLED = frozenset(
    (
        *ANNOTATIONS,
        *_NAMED,
        *IDENTIFIERS,
        "properties",
        "required",
        "enum",
        "const",
        "allOf",
        "anyOf",
        "oneOf",
    )
) | {"default", "deprecated", "$schema", "additionalProperties", "prefixItems"}


def edits(base: JsonValue, head: JsonValue, drafts: tuple[Draft, Draft]) -> tuple[Edit, ...]:
    """Every edit between two revisions of one document, in the order of the head document's places."""
    return tuple(_schema(base, head, At((), (), ()), Sides(base, head, drafts)))


# --- the walk ---


def _schema(base: JsonValue, head: JsonValue, at: At, sides: Sides) -> Iterator[Edit]:
    if equal(base, head):
        return
    if not isinstance(base, dict) or not isinstance(head, dict) or _reference_hides(base, head, at, sides):
        yield _replaced(base, head, at)
        if isinstance(base, dict) and isinstance(head, dict):
            yield from in_force_edits(base, head, at, sides)
        return
    yield from annotation_edits(base, head, at, sides)
    yield from _members(base, head, at, sides)
    yield from value_edits(base, head, at, sides.drafts)
    for keyword in ("allOf", "anyOf", "oneOf"):
        yield from _branches(keyword, base, head, at, sides)
    yield from _named(base, head, at, sides)
    yield from _openness(base, head, at, sides)
    yield from _prefix(base, head, at, sides)
    for keyword in sorted({*base, *head} - _HANDLED):
        yield from _keyword(keyword, base, head, at, sides)


def _reference_hides(base: JsonObject, head: JsonObject, at: At, sides: Sides) -> bool:
    old = any(not draft.since(Draft.D2019) for draft in sides.drafts)
    return old and bool(at.base) and ("$ref" in base) != ("$ref" in head)


def _replaced(base: JsonValue, head: JsonValue, at: At) -> Edit:
    return Edit(
        "subschema-replaced",
        f"the schema {where(at)} was replaced",
        at.base,
        at.base,
        at.head,
        at.identity,
        (Operation(at.base, head),),
        base,
        head,
    )


def _members(base: JsonObject, head: JsonObject, at: At, sides: Sides) -> Iterator[Edit]:
    old, new = mapping(base, "properties"), mapping(head, "properties")
    was, now = names_required(base), names_required(head)
    for name in sorted({*old, *new}):
        here = at.below("properties", name)
        if name not in new:
            yield property_removed(name, base, at, was, now)
        elif name not in old:
            yield property_added(name, base, head, at, was, now)
        else:
            yield from _schema(old[name], new[name], here, sides)
    for name in sorted(now - was - ({*new} - {*old})):
        rule = "property-became-required" if name in new else "required-name-added"
        message = f"`{name}` {where(at)} is now required"
        yield presence(rule, message, name, at, [*required_names(base), name], (base, head))
    for name in sorted(was - now - ({*old} - {*new})):
        rule = "property-became-optional" if name in new else "required-name-removed"
        kept: list[JsonValue] = [each for each in required_names(base) if each != name]
        message = f"`{name}` {where(at)} is no longer required"
        yield presence(rule, message, name, at, kept, (base, head))


def _branches(keyword: str, base: JsonObject, head: JsonObject, at: At, sides: Sides) -> Iterator[Edit]:
    old, new = base.get(keyword), head.get(keyword)
    if not isinstance(old, list) or not isinstance(new, list):
        yield from _keyword(keyword, base, head, at, sides)
        return
    for i, j in align(old, new):
        if i is not None and j is not None:
            known_as = (keyword, identity(old[i])[:80])
            yield from _schema(
                old[i], new[j], at.below(keyword, str(i), head=(keyword, str(j)), known_as=known_as), sides
            )
            continue
        listed = [*old, new[j]] if j is not None else [each for k, each in enumerate(old) if k != i]
        branch = new[j] if j is not None else old[i] if i is not None else None
        name = identity(branch)[:80]
        constant = sole_constant(branch)
        number = (j if j is not None else i or 0) + 1
        shown = text_of(constant[0]) if constant is not None else f"number {number}"
        word = "added to" if j is not None else "removed from"
        effect = EffectKind.NONE
        if constant is not None:
            effect = EffectKind.VALUE_ADDED if j is not None else EffectKind.VALUE_REMOVED
        yield Edit(
            f"branch-{'added' if j is not None else 'removed'}",
            f"a branch ({shown}) was {word} `{keyword}` {where(at)}",
            at.base,
            (*at.base, keyword, str(i)) if i is not None else (*at.base, keyword),
            (*at.head, keyword, str(j)) if j is not None else (*at.head, keyword),
            (*at.identity, keyword, name),
            (Operation((*at.base, keyword), listed or REMOVED),),
            branch if j is None else None,
            branch if j is not None else None,
            effect,
            constant[0] if constant is not None else None,
        )


def _named(base: JsonObject, head: JsonObject, at: At, sides: Sides) -> Iterator[Edit]:
    for keyword, subject in _NAMED.items():
        old, new = mapping(base, keyword), mapping(head, keyword)
        for name in sorted({*old, *new}):
            here = at.below(keyword, name)
            if name in old and name in new:
                if isinstance(old[name], list) or isinstance(new[name], list):
                    if canonical(old[name]) != canonical(new[name]):
                        message = f"{subject.replace('-', ' ')} `{name}` {where(at)} changed"
                        yield _entry(f"{subject}-changed", message, keyword, name, old, new, at)
                    continue
                yield from _schema(old[name], new[name], here, sides)
            else:
                word = "added" if name in new else "removed"
                message = f"{subject.replace('-', ' ')} `{name}` {where(at)} was {word}"
                yield _entry(f"{subject}-{word}", message, keyword, name, old, new, at)


def _entry(
    rule: str, message: str, keyword: str, name: str, old: JsonObject, new: JsonObject, at: At
) -> Edit:
    here = (*at.base, keyword, name)
    return Edit(
        rule,
        message,
        at.base,
        here if name in old else at.base,
        (*at.head, keyword, name) if name in new else at.head,
        (*at.identity, keyword, name),
        (Operation(here, new.get(name, REMOVED)),),
        old.get(name),
        new.get(name),
        name=name,
    )


def _openness(base: JsonObject, head: JsonObject, at: At, sides: Sides) -> Iterator[Edit]:
    keyword = "additionalProperties"
    old, new = base.get(keyword, True), head.get(keyword, True)
    if isinstance(old, dict) and isinstance(new, dict):
        yield from _schema(old, new, at.below(keyword), sides)
    elif canonical(old) != canonical(new):
        rule = (
            "object-closed"
            if new is False
            else "object-opened"
            if old is False
            else "undeclared-names-changed"
        )
        word = {
            "object-closed": "no longer takes names that are not declared",
            "object-opened": "now takes names that are not declared",
        }.get(rule, "changed what undeclared names may hold")
        yield keyword_edit(rule, f"the object {where(at)} {word}", keyword, base, head, at)


def _prefix(base: JsonObject, head: JsonObject, at: At, sides: Sides) -> Iterator[Edit]:
    for keyword in ("prefixItems", "items"):
        old, new = base.get(keyword), head.get(keyword)
        if not isinstance(old, list) or not isinstance(new, list):
            if keyword == "prefixItems":
                yield from _keyword(keyword, base, head, at, sides)
            continue
        pairs = in_order(old, new)
        for i, j in pairs:
            if i is not None and j is not None:
                here = at.below(keyword, str(i), head=(keyword, str(j)))
                yield from _schema(old[i], new[j], here, sides)
        for inserted in (True, False):
            yield from _tuple_length(keyword, old, new, pairs, at, inserted=inserted)


def _tuple_length(
    keyword: str,
    old: list[JsonValue],
    new: list[JsonValue],
    pairs: tuple[tuple[int | None, int | None], ...],
    at: At,
    *,
    inserted: bool,
) -> Iterator[Edit]:
    """The items that came into a tuple, or those that went, as one edit: the others keep what they are
    and move."""
    listed: list[JsonValue] = []
    numbers: list[int] = []
    for i, j in pairs:
        if i is None and j is not None and inserted:
            listed.append(new[j])
            numbers.append(j)
        elif i is not None and (j is not None or inserted):
            listed.append(old[i])
        elif i is not None:
            numbers.append(i)
    if not numbers:
        return
    shown = ", ".join(str(each + 1) for each in numbers[:5]) + (", …" if len(numbers) > 5 else "")
    word = "came" if inserted else "went"
    yield Edit(
        "tuple-length-changed",
        f"the tuple {where(at)} went from {len(old)} to {len(listed)} items: number {shown} {word}",
        at.base,
        (*at.base, keyword),
        (*at.head, keyword),
        (*at.identity, keyword),
        (Operation((*at.base, keyword), listed),),
        len(old),
        len(listed),
    )


def _keyword(keyword: str, base: JsonObject, head: JsonObject, at: At, sides: Sides) -> Iterator[Edit]:
    if canonical_or_none(base, keyword) == canonical_or_none(head, keyword):
        return
    old, new = base.get(keyword), head.get(keyword)
    known = keywords(sides.drafts[0]).get(keyword) or keywords(sides.drafts[1]).get(keyword)
    if known is None:
        word = word_for(keyword, base, head)
        message = f"`{keyword}` {where(at)} {word}"
        yield keyword_edit("unknown-keyword-changed", message, keyword, base, head, at)
        return
    if isinstance(old, list) and isinstance(new, list) and keyword == "items":
        return
    if keyword == "type" and _type_names(old) == _type_names(new):
        return
    one = known.holds in (Holds.ONE, Holds.ONE_OR_LIST)
    if one and isinstance(old, (dict, bool)) and isinstance(new, (dict, bool)):
        yield from _schema(old, new, at.below(keyword), sides)
        return
    shown = f": {text_of(old)} → {text_of(new)}" if keyword in base and keyword in head and not one else ""
    message = f"`{keyword}` {where(at)} {word_for(keyword, base, head)}{shown}"
    rule = f"{_kebab(keyword)}-{word_for(keyword, base, head).split()[-1]}"
    yield keyword_edit(rule, message, keyword, base, head, at)


def _type_names(value: JsonValue) -> set[str]:
    """The types a `type` names; their order, and a list of one, mean nothing."""
    return {each for each in (value if isinstance(value, list) else [value]) if isinstance(each, str)}


def _kebab(keyword: str) -> str:
    return "".join(f"-{c.lower()}" if c.isupper() else c for c in keyword.removeprefix("$"))
