"""Two documents to the definitions of base that go by another name at head, and base with head's names.

A definition renamed with every `$ref` following changes no document (the definitions, section 4). Base
with head's names is only a proposal: whoever uses it asks first whether it accepts the same documents.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import unquote

from govern import pointer
from govern.documents import canonical
from govern.model import JsonObject, JsonValue
from govern.schema.dialect import Draft, Holds, keywords, subschemas
from govern.schema.editing import Tokens
from govern.schema.nodes import mapping

_KEYWORDS = ("$defs", "definitions")
_MASK = "#?"
_REFERS = "'$ref'"
_MAPS = (Holds.MAP, Holds.MAP_OF_ONE_OR_NAMES)


def renamed_definitions(
    base: JsonValue, head: JsonValue, drafts: tuple[Draft, Draft]
) -> Mapping[Tokens, Tokens]:
    """(keyword, name) of base to (keyword, name) of head, for definitions of the root that only base
    or only head has: those that references went from and to, then those that say the same."""
    gone, come = _missing(base, head), _missing(head, base)
    if not gone or not come:
        return {}
    found = {old: new for old, new in _followed(base, head, drafts) if old in gone and new in come}
    taken = [*found.values()]
    found = {old: new for old, new in found.items() if taken.count(new) == 1}
    left = [each for each in come if each not in found.values()]
    texts = {each: _masked(head, each, drafts[1], come) for each in left}
    for old in gone:
        if old not in found:
            text = _masked(base, old, drafts[0], gone)
            new = next((each for each in left if texts[each] == text), None)
            if new is not None:
                found[old] = new
                left.remove(new)
    return dict(sorted(found.items()))


def with_names(
    base: JsonValue, head: JsonValue, names: Mapping[Tokens, Tokens], drafts: tuple[Draft, Draft]
) -> JsonValue:
    """Base with some of its definitions, and the references to them, named as head names them."""
    if not isinstance(base, dict):
        return base
    spelled = {target: text for text in _references(head, drafts[1]) if (target := _target(text))}
    moved = _rewritten(base, names, spelled, drafts[0])
    out = dict(moved) if isinstance(moved, dict) else {}
    for keyword in _KEYWORDS:
        if keyword in out:
            here = mapping(out, keyword)
            out[keyword] = {name: each for name, each in here.items() if (keyword, name) not in names}
    for (keyword, name), (new_keyword, new_name) in names.items():
        definition = mapping(moved, keyword)[name] if isinstance(moved, dict) else None
        out[new_keyword] = {**mapping(out, new_keyword), new_name: definition}
    left = {keyword for keyword, _ in names if not mapping(out, keyword)}
    return {name: value for name, value in out.items() if name not in left}


def _missing(one: JsonValue, other: JsonValue) -> list[Tokens]:
    """The definitions that the one document has and the other lacks."""
    if not isinstance(one, dict) or not isinstance(other, dict):
        return []
    return [
        (keyword, name)
        for keyword in _KEYWORDS
        for name in sorted(mapping(one, keyword))
        if name not in mapping(other, keyword)
    ]


def _followed(
    base: JsonValue, head: JsonValue, drafts: tuple[Draft, Draft]
) -> Iterator[tuple[Tokens, Tokens]]:
    """Definitions that every reference of a place both sides have went from, and to."""
    became: dict[Tokens, set[Tokens]] = {}
    stack = [(base, head)]
    while stack:
        old, new = stack.pop()
        if not isinstance(old, dict) or not isinstance(new, dict):
            continue
        texts = old.get("$ref"), new.get("$ref")
        targets = [_target(each) if isinstance(each, str) else () for each in texts]
        if targets[0] and targets[1]:
            became.setdefault(targets[0][:2], set()).add(targets[1][:2])
        below = dict(subschemas(new, drafts[1]))
        stack += [(each, below[at]) for at, each in subschemas(old, drafts[0]) if at in below]
    for one, others in sorted(became.items()):
        if len(others) == 1:
            yield one, next(iter(others))


def _masked(document: JsonValue, at: Tokens, draft: Draft, names: Iterable[Tokens]) -> bytes:
    """The text of a definition with the references to some definitions made alike."""
    definition = mapping(document, at[0])[at[1]] if isinstance(document, dict) else None
    alike = dict.fromkeys(names, ("", _MASK))
    return canonical(_rewritten(definition, alike, {}, draft))


def _rewritten(
    schema: JsonValue, names: Mapping[Tokens, Tokens], spelled: Mapping[Tokens, str], draft: Draft
) -> JsonValue:
    """A schema with its references to some definitions leading to others; what is untouched is shared.
    What stands under a keyword that the dialect does not know means nothing, and follows all the same."""
    if not isinstance(schema, dict):
        return schema
    out = _led(schema, names, spelled)
    known = keywords(draft)
    changed: dict[str, dict[str, JsonValue]] = {}
    for (keyword, *inner), each in subschemas(schema, draft):
        below = _rewritten(each, names, spelled, draft)
        if below is not each:
            changed.setdefault(keyword, {})[inner[0] if inner else ""] = below
    for keyword, parts in changed.items():
        held = schema[keyword]
        if isinstance(held, list):
            out = {**out, keyword: [parts.get(str(index), each) for index, each in enumerate(held)]}
        elif isinstance(held, dict) and known[keyword].holds in _MAPS:
            out = {**out, keyword: {**held, **parts}}
        else:
            out = {**out, keyword: parts[""]}
    for name in [each for each in schema if each not in known and _REFERS in repr(schema[each])]:
        out = {**out, name: _rewritten_anywhere(schema[name], names, spelled)}
    return out


def _rewritten_anywhere(
    value: JsonValue, names: Mapping[Tokens, Tokens], spelled: Mapping[Tokens, str]
) -> JsonValue:
    if isinstance(value, list):
        return [_rewritten_anywhere(each, names, spelled) for each in value]
    if not isinstance(value, dict):
        return value
    out = _led(value, names, spelled)
    return {name: _rewritten_anywhere(each, names, spelled) for name, each in out.items()}


def _led(schema: JsonObject, names: Mapping[Tokens, Tokens], spelled: Mapping[Tokens, str]) -> JsonObject:
    """The schema with its own reference leading to another definition, itself where it has none to."""
    reference = schema.get("$ref")
    target = _target(reference) if isinstance(reference, str) else ()
    if target[:2] not in names:
        return schema
    target = (*names[target[:2]], *target[2:])
    return {**schema, "$ref": spelled.get(target, "#" + pointer.join(target))}


def _references(schema: JsonValue, draft: Draft) -> Iterator[str]:
    stack = [schema]
    while stack:
        here = stack.pop()
        if isinstance(here, dict):
            if isinstance(here.get("$ref"), str):
                yield str(here["$ref"])
            stack += [each for _, each in subschemas(here, draft)]


def _target(reference: str) -> Tokens:
    """The tokens of a reference to a definition of the root, or to what is in it; nothing for others."""
    if not reference.startswith("#/"):
        return ()
    tokens = pointer.split(unquote(reference[1:]))
    return tokens if len(tokens) > 1 and tokens[0] in _KEYWORDS else ()
