"""Base and head of a schema document to the edits between them, each of which base can take alone.

An edit is what happened to one name or one rule at one place: a property's declaration and its
presence together, one value of an enum, one keyword. It knows nothing of verdicts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from govern import pointer
from govern.documents import canonical, equal
from govern.model import EffectKind, JsonObject, JsonValue
from govern.schema.alignment import align, identity
from govern.schema.dialect import Draft, Holds, keywords

Tokens = tuple[str, ...]


class _Removed:
    def __repr__(self) -> str:
        return "REMOVED"


REMOVED = _Removed()
"""Stands for a keyword or name that is not there."""

_ANNOTATIONS = ("title", "description", "$comment", "examples", "readOnly", "writeOnly")
_NAMED = {
    "patternProperties": "pattern-property",
    "definitions": "definition",
    "$defs": "definition",
    "dependentSchemas": "dependency",
    "dependencies": "dependency",
    "dependentRequired": "dependency",
}
_IDENTIFIERS = ("$id", "id", "$anchor", "$dynamicAnchor", "$recursiveAnchor")
_HANDLED = frozenset(
    (
        *_ANNOTATIONS,
        *_NAMED,
        *_IDENTIFIERS,
        "properties",
        "required",
        "enum",
        "const",
        "allOf",
        "anyOf",
        "oneOf",
    )
) | {"default", "deprecated", "$schema", "additionalProperties", "prefixItems"}
_MOST_VALUES = 40
"""Beyond so many values added to (or removed from) one enum, they are one edit together."""


@dataclass(frozen=True, slots=True)
class Operation:
    """Set the value at some tokens of the base document, or (`REMOVED`) delete it."""

    at: Tokens
    value: JsonValue | _Removed


@dataclass(frozen=True, slots=True)
class Edit:
    """`rule` names it; `base`/`head` are where it stands; `operations` make it happen in base.

    `owner` is the schema object (in base) that the edit belongs to. `identity` is its place with
    branch indices replaced by what the branches are. `plain` edits change no accepted document.
    `without_duty` are the operations less a new obligation (`required`), where there is one.
    """

    rule: str
    message: str
    owner: Tokens
    base: Tokens | None
    head: Tokens | None
    identity: Tokens
    operations: tuple[Operation, ...]
    before: JsonValue = None
    after: JsonValue = None
    effect: EffectKind = EffectKind.NONE
    name: JsonValue = None
    plain: bool = False
    without_duty: tuple[Operation, ...] = ()
    closed: bool = False
    """Of a name added: whether the object it was added to says itself that it takes no other names."""


@dataclass(frozen=True, slots=True)
class _At:
    """A pair of schema objects and where they stand."""

    base: Tokens
    head: Tokens
    identity: Tokens

    def below(self, *tokens: str, head: Tokens | None = None, known_as: Tokens | None = None) -> _At:
        return _At(
            self.base + tokens,
            self.head + (tokens if head is None else head),
            self.identity + (tokens if known_as is None else known_as),
        )


def edits(base: JsonValue, head: JsonValue, drafts: tuple[Draft, Draft]) -> tuple[Edit, ...]:
    """Every edit between two revisions of one document, in the order of the head document's places."""
    return tuple(_schema(base, head, _At((), (), ()), drafts))


def apply(base: JsonValue, head: JsonValue, operations: tuple[Operation, ...]) -> JsonValue:
    """The base document with some operations applied, and with the definitions that only head has
    (unreferenced, they accept nothing; referenced by what was applied, they are what it means)."""
    document = _with_new_definitions(base, head)
    for operation in operations:
        document = _put(document, operation.at, operation.value)
    return document


# --- the walk ---


def _schema(base: JsonValue, head: JsonValue, at: _At, drafts: tuple[Draft, Draft]) -> Iterator[Edit]:
    if canonical(base) == canonical(head):
        return
    if not isinstance(base, dict) or not isinstance(head, dict) or _reference_hides(base, head, at, drafts):
        yield _replaced(base, head, at)
        return
    yield from _annotations(base, head, at)
    yield from _members(base, head, at, drafts)
    yield from _values(base, head, at, drafts)
    for keyword in ("allOf", "anyOf", "oneOf"):
        yield from _branches(keyword, base, head, at, drafts)
    yield from _named(base, head, at, drafts)
    yield from _openness(base, head, at, drafts)
    yield from _prefix(base, head, at, drafts)
    for keyword in sorted({*base, *head} - _HANDLED):
        yield from _keyword(keyword, base, head, at, drafts)


def _reference_hides(base: JsonObject, head: JsonObject, at: _At, drafts: tuple[Draft, Draft]) -> bool:
    old = any(not draft.since(Draft.D2019) for draft in drafts)
    return old and bool(at.base) and ("$ref" in base) != ("$ref" in head)


def _replaced(base: JsonValue, head: JsonValue, at: _At) -> Edit:
    return Edit(
        "subschema-replaced",
        f"the schema {_where(at)} was replaced",
        at.base,
        at.base,
        at.head,
        at.identity,
        (Operation(at.base, head),),
        base,
        head,
    )


def _annotations(base: JsonObject, head: JsonObject, at: _At) -> Iterator[Edit]:
    changed = [k for k in _ANNOTATIONS if canonical_or_none(base, k) != canonical_or_none(head, k)]
    if changed:
        yield Edit(
            "annotation-changed",
            f"{' and '.join(changed)} {_where(at)} changed",
            at.base,
            (*at.base, changed[0]) if changed[0] in base else at.base,
            (*at.head, changed[0]) if changed[0] in head else at.head,
            at.identity + tuple(changed),
            tuple(_set(at.base, k, head) for k in changed),
            {k: base[k] for k in changed if k in base},
            {k: head[k] for k in changed if k in head},
            plain=True,
        )
    yield from _simple(
        base, head, at, "default", "default-changed", "the default {where} changed", plain=True
    )
    for keyword in ("deprecated",):
        if (base.get(keyword) is True) != (head.get(keyword) is True):
            rule = "deprecated-added" if head.get(keyword) is True else "deprecated-removed"
            word = "is now deprecated" if head.get(keyword) is True else "is no longer deprecated"
            yield _one(rule, f"what stands {_where(at)} {word}", keyword, base, head, at, plain=True)
    yield from _simple(
        base, head, at, "$schema", "dialect-changed", "the dialect changed from {before} to {after}"
    )
    for keyword in _IDENTIFIERS if not _renamed_identifier(base, head) else ():
        message = f"`{keyword}` {{where}} changed from {{before}} to {{after}}"
        yield from _simple(base, head, at, keyword, "identifier-changed", message)


def _renamed_identifier(base: JsonObject, head: JsonObject) -> bool:
    """Whether only the spelling of the keyword changed: `id` up to draft-04, `$id` since."""
    return ("id" in base) != ("id" in head) and base.get("id", base.get("$id")) == head.get(
        "id", head.get("$id")
    )


def _members(base: JsonObject, head: JsonObject, at: _At, drafts: tuple[Draft, Draft]) -> Iterator[Edit]:
    old, new = _dict(base, "properties"), _dict(head, "properties")
    was, now = _names(base), _names(head)
    for name in sorted({*old, *new}):
        here = at.below("properties", name)
        if name not in new:
            yield _property_removed(name, base, at, was, now)
        elif name not in old:
            yield _property_added(name, base, head, at, was, now)
        else:
            yield from _schema(old[name], new[name], here, drafts)
    for name in sorted(now - was - ({*new} - {*old})):
        rule = "property-became-required" if name in new else "required-name-added"
        yield _presence(rule, f"`{name}` {_where(at)} is now required", name, at, [*_required(base), name])
    for name in sorted(was - now - ({*old} - {*new})):
        rule = "property-became-optional" if name in new else "required-name-removed"
        kept: list[JsonValue] = [each for each in _required(base) if each != name]
        yield _presence(rule, f"`{name}` {_where(at)} is no longer required", name, at, kept)


def _property_removed(name: str, base: JsonObject, at: _At, was: set[str], now: set[str]) -> Edit:
    operations = [Operation((*at.base, "properties", name), REMOVED)]
    required = name in was - now
    if required:
        operations.append(Operation((*at.base, "required"), [e for e in _required(base) if e != name]))
    kind = "required property" if required else "property"
    return Edit(
        "required-property-removed" if required else "property-removed",
        f"{kind} `{name}` {_where(at)} was removed",
        at.base,
        (*at.base, "properties", name),
        at.head,
        (*at.identity, "properties", name),
        tuple(operations),
        _dict(base, "properties")[name],
        None,
        EffectKind.NAME_REMOVED,
        name,
    )


def _property_added(
    name: str, base: JsonObject, head: JsonObject, at: _At, was: set[str], now: set[str]
) -> Edit:
    schema = _dict(head, "properties")[name]
    declare = Operation((*at.base, "properties", name), schema)
    required = name in now - was
    operations = [declare]
    if required:
        operations.append(Operation((*at.base, "required"), [*_required(base), name]))
    kind = "required property" if required else "property"
    return Edit(
        "required-property-added" if required else "property-added",
        f"{kind} `{name}` {_where(at)} was added",
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


def _presence(rule: str, message: str, name: str, at: _At, required: list[JsonValue]) -> Edit:
    at_list = (*at.base, "required")
    return Edit(
        rule,
        message,
        at.base,
        at_list,
        (*at.head, "required"),
        (*at.identity, "required", name),
        (Operation(at_list, required or REMOVED),),
        name if rule.endswith(("optional", "removed")) else None,
        name if rule.endswith(("required", "added")) else None,
        name=name,
    )


def _values(base: JsonObject, head: JsonObject, at: _At, drafts: tuple[Draft, Draft]) -> Iterator[Edit]:
    """Values of `enum` and `const`, which is an `enum` of one where the draft knows it."""
    if Draft.D4 in drafts and "const" in {**base, **head}:
        yield from _keyword("enum", base, head, at, drafts)
        yield from _keyword("const", base, head, at, drafts)
        return
    old, new = _listed(base), _listed(head)
    if old is None and new is None:
        return
    if old is None or new is None:
        keyword = "const" if "const" in (base if new is None else head) else "enum"
        rule = f"{keyword}-{'added' if old is None else 'removed'}"
        word = "now listed" if old is None else "no longer listed"
        yield _one(rule, f"the values {_where(at)} are {word}", keyword, base, head, at)
        return
    if len(old) == len(new) == 1 and "const" in base and not equal(old[0], new[0]):
        message = f"the constant {_where(at)} changed from {_text(old[0])} to {_text(new[0])}"
        yield _one("const-changed", message, "const", base, head, at, before=old[0], after=new[0])
        return
    added, removed = _without(new, old), _without(old, new)
    yield from _value_edits("enum-value-added", added, old, base, head, at)
    yield from _value_edits("enum-value-removed", removed, old, base, head, at)


def _value_edits(
    rule: str, values: list[JsonValue], old: list[JsonValue], base: JsonObject, head: JsonObject, at: _At
) -> Iterator[Edit]:
    adding = rule == "enum-value-added"
    groups: list[list[JsonValue]] = [[v] for v in values] if len(values) <= _MOST_VALUES else [values]
    for group in groups:
        listed = [*old, *group] if adding else _without(old, group)
        operations = [Operation((*at.base, "enum"), listed)]
        if "const" in base:
            operations.append(Operation((*at.base, "const"), REMOVED))
        shown = _text(group[0]) if len(group) == 1 else f"{len(group)} values ({_text(group[0])}, …)"
        what: JsonValue = group[0] if len(group) == 1 else group
        yield Edit(
            rule,
            f"{shown} {_where(at)} was {'added to' if adding else 'removed from'} the values allowed",
            at.base,
            _value_place(at.base, base, what),
            _value_place(at.head, head, what),
            (*at.identity, "enum", _text(what)),
            tuple(operations),
            None if adding else what,
            what if adding else None,
            (EffectKind.VALUE_ADDED if adding else EffectKind.VALUE_REMOVED)
            if len(group) == 1
            else EffectKind.NONE,
            what,
        )


def _branches(
    keyword: str, base: JsonObject, head: JsonObject, at: _At, drafts: tuple[Draft, Draft]
) -> Iterator[Edit]:
    old, new = base.get(keyword), head.get(keyword)
    if not isinstance(old, list) or not isinstance(new, list):
        yield from _keyword(keyword, base, head, at, drafts)
        return
    for i, j in align(old, new):
        if i is not None and j is not None:
            known_as = (keyword, identity(old[i])[:80])
            yield from _schema(
                old[i], new[j], at.below(keyword, str(i), head=(keyword, str(j)), known_as=known_as), drafts
            )
            continue
        listed = [*old, new[j]] if j is not None else [each for k, each in enumerate(old) if k != i]
        branch = new[j] if j is not None else old[i] if i is not None else None
        name = identity(branch)[:80]
        constant = _sole_constant(branch)
        number = (j if j is not None else i or 0) + 1
        shown = _text(constant[0]) if constant is not None else f"number {number}"
        word = "added to" if j is not None else "removed from"
        effect = EffectKind.NONE
        if constant is not None:
            effect = EffectKind.VALUE_ADDED if j is not None else EffectKind.VALUE_REMOVED
        yield Edit(
            f"branch-{'added' if j is not None else 'removed'}",
            f"a branch ({shown}) was {word} `{keyword}` {_where(at)}",
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


def _named(base: JsonObject, head: JsonObject, at: _At, drafts: tuple[Draft, Draft]) -> Iterator[Edit]:
    for keyword, subject in _NAMED.items():
        old, new = _dict(base, keyword), _dict(head, keyword)
        for name in sorted({*old, *new}):
            here = at.below(keyword, name)
            if name in old and name in new:
                if isinstance(old[name], list) or isinstance(new[name], list):
                    if canonical(old[name]) != canonical(new[name]):
                        message = f"{subject.replace('-', ' ')} `{name}` {_where(at)} changed"
                        yield _entry(f"{subject}-changed", message, keyword, name, old, new, at)
                    continue
                yield from _schema(old[name], new[name], here, drafts)
            else:
                word = "added" if name in new else "removed"
                message = f"{subject.replace('-', ' ')} `{name}` {_where(at)} was {word}"
                yield _entry(f"{subject}-{word}", message, keyword, name, old, new, at)


def _entry(
    rule: str, message: str, keyword: str, name: str, old: JsonObject, new: JsonObject, at: _At
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


def _openness(base: JsonObject, head: JsonObject, at: _At, drafts: tuple[Draft, Draft]) -> Iterator[Edit]:
    keyword = "additionalProperties"
    old, new = base.get(keyword, True), head.get(keyword, True)
    if isinstance(old, dict) and isinstance(new, dict):
        yield from _schema(old, new, at.below(keyword), drafts)
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
        yield _one(rule, f"the object {_where(at)} {word}", keyword, base, head, at)


def _prefix(base: JsonObject, head: JsonObject, at: _At, drafts: tuple[Draft, Draft]) -> Iterator[Edit]:
    for keyword in ("prefixItems", "items"):
        old, new = base.get(keyword), head.get(keyword)
        if not isinstance(old, list) or not isinstance(new, list):
            if keyword == "prefixItems":
                yield from _keyword(keyword, base, head, at, drafts)
            continue
        for index in range(min(len(old), len(new))):
            yield from _schema(old[index], new[index], at.below(keyword, str(index)), drafts)
        if len(old) != len(new):
            listed = [*old[: len(new)], *new[len(old) :]]
            message = f"the tuple {_where(at)} went from {len(old)} to {len(new)} items"
            yield Edit(
                "tuple-length-changed",
                message,
                at.base,
                (*at.base, keyword),
                (*at.head, keyword),
                (*at.identity, keyword),
                (Operation((*at.base, keyword), listed),),
                len(old),
                len(new),
            )


def _keyword(
    keyword: str, base: JsonObject, head: JsonObject, at: _At, drafts: tuple[Draft, Draft]
) -> Iterator[Edit]:
    if canonical_or_none(base, keyword) == canonical_or_none(head, keyword):
        return
    old, new = base.get(keyword), head.get(keyword)
    known = keywords(drafts[0]).get(keyword) or keywords(drafts[1]).get(keyword)
    if known is None:
        word = _word(keyword, base, head)
        yield _one("unknown-keyword-changed", f"`{keyword}` {_where(at)} {word}", keyword, base, head, at)
        return
    if isinstance(old, list) and isinstance(new, list) and keyword == "items":
        return
    if keyword == "type" and _type_names(old) == _type_names(new):
        return
    one = known.holds in (Holds.ONE, Holds.ONE_OR_LIST)
    if one and isinstance(old, (dict, bool)) and isinstance(new, (dict, bool)):
        yield from _schema(old, new, at.below(keyword), drafts)
        return
    shown = f": {_text(old)} → {_text(new)}" if keyword in base and keyword in head and not one else ""
    message = f"`{keyword}` {_where(at)} {_word(keyword, base, head)}{shown}"
    yield _one(
        f"{_kebab(keyword)}-{_word(keyword, base, head).split()[-1]}", message, keyword, base, head, at
    )


# --- making edits ---


def _one(
    rule: str,
    message: str,
    keyword: str,
    base: JsonObject,
    head: JsonObject,
    at: _At,
    *,
    plain: bool = False,
    before: JsonValue = None,
    after: JsonValue = None,
) -> Edit:
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
    base: JsonObject, head: JsonObject, at: _At, keyword: str, rule: str, message: str, *, plain: bool = False
) -> Iterator[Edit]:
    if canonical_or_none(base, keyword) != canonical_or_none(head, keyword):
        said = message.format(
            where=_where(at),
            before=_text(base[keyword]) if keyword in base else "nothing",
            after=_text(head[keyword]) if keyword in head else "nothing",
        )
        yield _one(rule, said, keyword, base, head, at, plain=plain)


def _set(at: Tokens, keyword: str, head: JsonObject) -> Operation:
    return Operation((*at, keyword), head.get(keyword, REMOVED))


# --- applying them ---


def _with_new_definitions(base: JsonValue, head: JsonValue) -> JsonValue:
    if not isinstance(base, dict) or not isinstance(head, dict):
        return base
    out = dict(base)
    for keyword in ("definitions", "$defs"):
        new = {
            name: value for name, value in _dict(head, keyword).items() if name not in _dict(base, keyword)
        }
        if new:
            out[keyword] = {**_dict(base, keyword), **new}
    return out


def _put(document: JsonValue, at: Tokens, value: JsonValue | _Removed) -> JsonValue:
    """A copy of the document with one value set or removed; parents that lack are made objects."""
    if not at:
        return {} if isinstance(value, _Removed) else value
    token, rest = at[0], at[1:]
    if isinstance(document, list):
        index = int(token)
        inner = _put(document[index], rest, value)
        return [*document[:index], inner, *document[index + 1 :]]
    out = dict(document) if isinstance(document, dict) else {}
    if not rest and isinstance(value, _Removed):
        out.pop(token, None)
    else:
        out[token] = _put(out.get(token, {}), rest, value)
    return out


# --- small readings ---


def canonical_or_none(schema: JsonObject, keyword: str) -> bytes | None:
    """The canonical text of a keyword's value, None where the keyword is absent."""
    return canonical(schema[keyword]) if keyword in schema else None


def _dict(schema: Mapping[str, JsonValue], keyword: str) -> JsonObject:
    value = schema.get(keyword)
    return value if isinstance(value, dict) else {}


def _required(schema: JsonObject) -> list[JsonValue]:
    value = schema.get("required")
    return value if isinstance(value, list) else []


def _type_names(value: JsonValue) -> set[str]:
    """The types a `type` names; their order, and a list of one, mean nothing."""
    return {each for each in (value if isinstance(value, list) else [value]) if isinstance(each, str)}


def _names(schema: JsonObject) -> set[str]:
    return {each for each in _required(schema) if isinstance(each, str)}


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


def _sole_constant(branch: JsonValue) -> tuple[JsonValue] | None:
    if not isinstance(branch, dict):
        return None
    listed = _listed(branch)
    return (listed[0],) if listed is not None and len(listed) == 1 else None


def _word(keyword: str, base: JsonObject, head: JsonObject) -> str:
    return "was added" if keyword not in base else "was removed" if keyword not in head else "changed"


def _where(at: _At) -> str:
    """The place in words, as the head document has it."""
    return f"at {pointer.join(at.head)}" if at.head else "at the root"


def _text(value: JsonValue) -> str:
    text = canonical(value).decode("utf-8", "replace")
    return text if len(text) <= 120 else text[:117] + "…"


def _kebab(keyword: str) -> str:
    return "".join(f"-{c.lower()}" if c.isupper() else c for c in keyword.removeprefix("$"))
