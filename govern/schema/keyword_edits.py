"""One keyword of two schema objects to its edits: annotations, values, presence of names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from govern import pointer
from govern.documents import canonical, equal
from govern.model import EffectKind, JsonObject, JsonValue
from govern.schema.annotations import Sides
from govern.schema.dialect import Draft
from govern.schema.editing import REMOVED, Edit, Operation, Tokens
from govern.schema.nodes import mapping

ANNOTATIONS = ("title", "description", "$comment", "examples", "readOnly", "writeOnly")


_CONSTANT_RULES = {"was added": "const-added", "was removed": "const-removed", "changed": "const-changed"}

_IN_FORCE = ("default", "deprecated")
"""Annotations that say something of their own: a change of these is never silent."""

IDENTIFIERS = ("$id", "id", "$anchor", "$dynamicAnchor", "$recursiveAnchor")


_MOST_VALUES = 40
"""Beyond so many values added to (or removed from) one enum, they are one edit together."""


@dataclass(frozen=True, slots=True)
class At:
    """A pair of schema objects and where they stand."""

    base: Tokens
    head: Tokens
    identity: Tokens

    def below(self, *tokens: str, head: Tokens | None = None, known_as: Tokens | None = None) -> At:
        """The pair below some tokens of base, of head where they differ, and by what they are known as."""
        return At(
            self.base + tokens,
            self.head + (tokens if head is None else head),
            self.identity + (tokens if known_as is None else known_as),
        )


def annotation_edits(base: JsonObject, head: JsonObject, at: At, sides: Sides) -> Iterator[Edit]:
    """Titles and the like, `default`, `deprecated`, the dialect and the identifiers."""
    moved = [k for k in _IN_FORCE if not sides.in_force(k, base, head).changed]
    texts = (*ANNOTATIONS, *moved)
    changed = [k for k in texts if canonical_or_none(base, k) != canonical_or_none(head, k)]
    if changed:
        yield Edit(
            "annotation-changed",
            f"{' and '.join(changed)} {where(at)} changed",
            at.base,
            (*at.base, changed[0]) if changed[0] in base else at.base,
            (*at.head, changed[0]) if changed[0] in head else at.head,
            at.identity + tuple(changed),
            tuple(_set(at.base, k, head) for k in changed),
            {k: base[k] for k in changed if k in base},
            {k: head[k] for k in changed if k in head},
            plain=True,
        )
    yield from in_force_edits(base, head, at, sides)
    yield from _simple(
        base, head, at, "$schema", "dialect-changed", "the dialect changed from {before} to {after}"
    )
    for keyword in IDENTIFIERS if not _renamed_identifier(base, head) else ():
        message = f"`{keyword}` {{where}} changed from {{before}} to {{after}}"
        yield from _simple(base, head, at, keyword, "identifier-changed", message)


def in_force_edits(base: JsonObject, head: JsonObject, at: At, sides: Sides) -> Iterator[Edit]:
    """`default` and `deprecated`, where what is in force is not what it was."""
    found = sides.in_force("default", base, head)
    if found.changed:
        yield _in_force_edit("default-changed", "the default {where} changed", "default", base, head, at)
    found = sides.in_force("deprecated", base, head)
    if (found.base == [True]) != (found.head == [True]):
        rule = "deprecated-added" if found.head == [True] else "deprecated-removed"
        word = "is now deprecated" if found.head == [True] else "is no longer deprecated"
        yield _in_force_edit(rule, f"what stands {{where}} {word}", "deprecated", base, head, at)


def _in_force_edit(rule: str, message: str, keyword: str, base: JsonObject, head: JsonObject, at: At) -> Edit:
    """An annotation that is another; where its own text is not, a reference leads elsewhere."""
    found = keyword_edit(rule, message.format(where=where(at)), keyword, base, head, at, plain=True)
    if canonical_or_none(base, keyword) == canonical_or_none(head, keyword):
        return replace(found, operations=())
    return found


def _renamed_identifier(base: JsonObject, head: JsonObject) -> bool:
    """Whether only the spelling of the keyword changed: `id` up to draft-04, `$id` since."""
    return ("id" in base) != ("id" in head) and base.get("id", base.get("$id")) == head.get(
        "id", head.get("$id")
    )


def property_removed(name: str, base: JsonObject, at: At, was: set[str], now: set[str]) -> Edit:
    """A property that base declares and head does not, with its obligation. `was`, `now`: required names."""
    operations = [Operation((*at.base, "properties", name), REMOVED)]
    required = name in was - now
    if required:
        operations.append(Operation((*at.base, "required"), [e for e in required_names(base) if e != name]))
    kind = "required property" if required else "property"
    return Edit(
        "required-property-removed" if required else "property-removed",
        f"{kind} `{name}` {where(at)} was removed",
        at.base,
        (*at.base, "properties", name),
        at.head,
        (*at.identity, "properties", name),
        tuple(operations),
        mapping(base, "properties")[name],
        None,
        EffectKind.NAME_REMOVED,
        name,
    )


def property_added(
    name: str, base: JsonObject, head: JsonObject, at: At, was: set[str], now: set[str]
) -> Edit:
    """A property that head declares and base does not, with its obligation. `was`, `now`: required names."""
    schema = mapping(head, "properties")[name]
    declare = Operation((*at.base, "properties", name), schema)
    required = name in now - was
    operations = [declare]
    if required:
        operations.append(Operation((*at.base, "required"), [*required_names(base), name]))
    kind = "required property" if required else "property"
    return Edit(
        "required-property-added" if required else "property-added",
        f"{kind} `{name}` {where(at)} was added",
        at.base,
        at.base,
        (*at.head, "properties", name),
        (*at.identity, "properties", name),
        tuple(operations),
        None,
        schema,
        EffectKind.NAME_ADDED,
        name,
        without_duty=(declare,) if required else (),
        closed=base.get("additionalProperties") is False,
    )


def presence(
    rule: str,
    message: str,
    name: str,
    at: At,
    required: list[JsonValue],
    sides: tuple[JsonObject, JsonObject],
) -> Edit:
    """A name that came to be required, or no longer is, in base or head (`sides`); `required` is the list
    with it done."""
    at_list = (*at.base, "required")
    return Edit(
        rule,
        message,
        at.base,
        at_list if "required" in sides[0] else at.base,
        (*at.head, "required") if "required" in sides[1] else at.head,
        (*at.identity, "required", name),
        (Operation(at_list, required or REMOVED),),
        name if rule.endswith(("optional", "removed")) else None,
        name if rule.endswith(("required", "added")) else None,
        name=name,
    )


def value_edits(base: JsonObject, head: JsonObject, at: At, drafts: tuple[Draft, Draft]) -> Iterator[Edit]:
    """Values of `enum` and `const`, which is an `enum` of one where the draft knows it."""
    if Draft.D4 in drafts and canonical_or_none(base, "const") != canonical_or_none(head, "const"):
        message = f"`const` {where(at)} {word_for('const', base, head)}"
        yield keyword_edit("unknown-keyword-changed", message, "const", base, head, at)
    base, head = (
        _without_const(s) if d is Draft.D4 else s for s, d in zip((base, head), drafts, strict=True)
    )
    if any("const" in each and "enum" in each for each in (base, head)):
        if canonical_or_none(base, "const") != canonical_or_none(head, "const"):
            word = word_for("const", base, head)
            rule = _CONSTANT_RULES[word]
            yield keyword_edit(rule, f"the constant {where(at)} {word}", "const", base, head, at)
        base, head = _without_const(base), _without_const(head)
    old, new = _listed(base), _listed(head)
    if old is None and new is None:
        return
    if old is None or new is None:
        keyword = "const" if "const" in (base if new is None else head) else "enum"
        rule = f"{keyword}-{'added' if old is None else 'removed'}"
        word = "now listed" if old is None else "no longer listed"
        yield keyword_edit(rule, f"the values {where(at)} are {word}", keyword, base, head, at)
        return
    if len(old) == len(new) == 1 and "const" in base and not equal(old[0], new[0]):
        message = f"the constant {where(at)} changed from {text_of(old[0])} to {text_of(new[0])}"
        yield keyword_edit("const-changed", message, "const", base, head, at, before=old[0], after=new[0])
        return
    added, removed = _without(new, old), _without(old, new)
    yield from _each_value("enum-value-added", added, old, base, head, at)
    yield from _each_value("enum-value-removed", removed, old, base, head, at)


def _without_const(schema: JsonObject) -> JsonObject:
    """A schema as draft-04 reads it."""
    return {key: value for key, value in schema.items() if key != "const"}


def _each_value(
    rule: str, values: list[JsonValue], old: list[JsonValue], base: JsonObject, head: JsonObject, at: At
) -> Iterator[Edit]:
    adding = rule == "enum-value-added"
    groups: list[list[JsonValue]] = [[v] for v in values] if len(values) <= _MOST_VALUES else [values]
    for group in groups:
        listed = [*old, *group] if adding else _without(old, group)
        operations = [Operation((*at.base, "enum"), listed)]
        if "const" in base:
            operations.append(Operation((*at.base, "const"), REMOVED))
        shown = text_of(group[0]) if len(group) == 1 else f"{len(group)} values ({text_of(group[0])}, …)"
        what: JsonValue = group[0] if len(group) == 1 else group
        yield Edit(
            rule,
            f"{shown} {where(at)} was {'added to' if adding else 'removed from'} the values allowed",
            at.base,
            _value_place(at.base, base, what),
            _value_place(at.head, head, what),
            (*at.identity, "enum", text_of(what)),
            tuple(operations),
            None if adding else what,
            what if adding else None,
            (EffectKind.VALUE_ADDED if adding else EffectKind.VALUE_REMOVED)
            if len(group) == 1
            else EffectKind.NONE,
            what,
        )


def keyword_edit(
    rule: str,
    message: str,
    keyword: str,
    base: JsonObject,
    head: JsonObject,
    at: At,
    *,
    plain: bool = False,
    before: JsonValue = None,
    after: JsonValue = None,
) -> Edit:
    """A keyword that came, went or changed, as one edit."""
    return Edit(
        rule,
        message,
        at.base,
        (*at.base, keyword) if keyword in base else at.base,
        (*at.head, keyword) if keyword in head else at.head,
        (*at.identity, keyword),
        (_set(at.base, keyword, head),),
        base.get(keyword) if before is None else before,
        head.get(keyword) if after is None else after,
        plain=plain,
    )


def _simple(
    base: JsonObject, head: JsonObject, at: At, keyword: str, rule: str, message: str
) -> Iterator[Edit]:
    if canonical_or_none(base, keyword) != canonical_or_none(head, keyword):
        said = message.format(
            where=where(at),
            before=text_of(base[keyword]) if keyword in base else "nothing",
            after=text_of(head[keyword]) if keyword in head else "nothing",
        )
        yield keyword_edit(rule, said, keyword, base, head, at)


def _set(at: Tokens, keyword: str, head: JsonObject) -> Operation:
    return Operation((*at, keyword), head.get(keyword, REMOVED))


def canonical_or_none(schema: JsonObject, keyword: str) -> bytes | None:
    """The canonical text of a keyword's value, None where the keyword is absent."""
    return canonical(schema[keyword]) if keyword in schema else None


def required_names(schema: JsonObject) -> list[JsonValue]:
    """The `required` of a schema as it is written."""
    value = schema.get("required")
    return value if isinstance(value, list) else []


def names_required(schema: JsonObject) -> set[str]:
    """The names a schema requires."""
    return {each for each in required_names(schema) if isinstance(each, str)}


def _listed(schema: JsonObject) -> list[JsonValue] | None:
    value = schema.get("enum")
    if isinstance(value, list):
        return value
    return [schema["const"]] if "const" in schema else None


def _without(values: list[JsonValue], others: list[JsonValue]) -> list[JsonValue]:
    texts = {canonical(each) for each in others}
    return [each for each in values if canonical(each) not in texts]


def _value_place(at: Tokens, schema: JsonObject, value: JsonValue) -> Tokens:
    if "const" in schema:
        return (*at, "const")
    listed = _listed(schema) or []
    index = next((i for i, each in enumerate(listed) if equal(each, value)), None)
    return (*at, "enum") if index is None else (*at, "enum", str(index))


def sole_constant(branch: JsonValue) -> tuple[JsonValue] | None:
    """The one value that a branch lists, None where it lists none or more."""
    if not isinstance(branch, dict):
        return None
    listed = _listed(branch)
    return (listed[0],) if listed is not None and len(listed) == 1 else None


def word_for(keyword: str, base: JsonObject, head: JsonObject) -> str:
    """What happened to a keyword."""
    return "was added" if keyword not in base else "was removed" if keyword not in head else "changed"


def where(at: At) -> str:
    """The place in words, as the head document has it."""
    return f"at {pointer.join(at.head)}" if at.head else "at the root"


def text_of(value: JsonValue) -> str:
    """A value as its canonical text, cut where it is long."""
    text = canonical(value).decode("utf-8", "replace")
    return text if len(text) <= 120 else text[:117] + "…"
