"""One code at base and at head to what happened to it: gone, new, moved, reordered, told otherwise."""

from __future__ import annotations

from collections.abc import Iterator

from govern.manifest.registry import Code, Registry
from govern.manifest.sections import identity
from govern.model import (
    Change,
    Class,
    Compatibility,
    Effect,
    EffectKind,
    Growth,
    JsonValue,
    ManifestRules,
    Place,
    Reading,
)
from govern.pointer import escape

NAMED = 12
"""So many codes of an order are named in a message; all are in `before` and `after`."""


def code_gone(registry: str, code: Code, path: str) -> Change:
    """A code that head no longer registers. Breaking in every mode: a document that carries it was
    good and is refused, and a reader who waits for it gets it no more."""
    return Change(
        id="",
        rule="code-removed",
        class_=Class.BREAKING,
        path=path,
        message=f"`{code.value}` is no longer registered in `{registry}`",
        base=Place(code.pointer),
        before=code.value,
        effect=Effect(EffectKind.CODE_REMOVED, name=code.value),
    )


def code_new(registry: str, code: Code, path: str, reading: Reading) -> Change:
    """A code that base did not register: growth, which the contract's reading judges."""
    forward = reading.compatibility.plain is not Compatibility.BACKWARD
    breaking = forward and reading.growth is Growth.BREAKING
    return Change(
        id="",
        rule="code-added",
        class_=Class.BREAKING if breaking else Class.ADDITIVE,
        path=path,
        message=f"`{code.value}` is new in `{registry}`" + (f", tier `{code.tier}`" if code.tier else ""),
        head=Place(code.pointer),
        after=code.value,
        effect=Effect(EffectKind.CODE_ADDED, name=code.value),
        growth=True,
    )


def code_changes(
    registry: str, value: str, olds: tuple[Code, ...], news: tuple[Code, ...], path: str, rules: ManifestRules
) -> Iterator[Change]:
    """What happened to a code that both sides know; several entries on a side are duplicates and
    are compared in turn. An entry of another name at head is one that has `value` as an alias."""
    old_tiers, new_tiers = _tiers(olds), _tiers(news)
    if old_tiers != new_tiers:
        before: JsonValue = {"registry": registry, "code": value, "tier": [*old_tiers]}
        after: JsonValue = {"registry": registry, "code": value, "tier": [*new_tiers]}
        message = f"`{value}` moved from tier {_named(old_tiers)} to tier {_named(new_tiers)} of `{registry}`"
        yield _change("code-moved", Class.BREAKING, path, message, (olds[0], news[0]), before, after, value)
    for old, new in zip(olds, news, strict=False):
        yield from _attribute_changes(value, old, new, path, rules)
        yield from _life_changes(value, old, new, path)


def order_changes(old: Registry, new: Registry, path: str) -> Iterator[Change]:
    """One change where codes (or listed tiers) that both sides have stand in another order, and
    order means precedence. Codes are compared within their tier; one put in between moves nothing."""
    if not (old.ordered or new.ordered):
        return
    before: list[JsonValue] = []
    after: list[JsonValue] = []
    for tier in sorted(_sequences(old).keys() & _sequences(new).keys(), key=str):
        olds, news = _sequences(old)[tier], _sequences(new)[tier]
        was = [code for code in olds if code in news]
        now = [code for code in news if code in olds]
        if was != now:
            before += was
            after += now
    if old.tiers_listed and new.tiers_listed:
        was = [tier for tier in old.tiers if tier in new.tiers]
        now = [tier for tier in new.tiers if tier in old.tiers]
        if was != now:
            before += was
            after += now
    if before:
        message = (
            f"the order of `{new.name}` means precedence and changed: {_list(before)} is now {_list(after)}"
        )
        yield Change(
            id="",
            rule="code-order-changed",
            class_=Class.BREAKING,
            path=path,
            message=message,
            base=Place(old.pointer),
            head=Place(new.pointer),
            before=before,
            after=after,
        )


def _sequences(registry: Registry) -> dict[str | None, dict[str, None]]:
    """The codes of each tier in order, each once (dictionaries: ordered and quick to ask)."""
    found: dict[str | None, dict[str, None]] = {}
    for code in registry.codes:
        found.setdefault(code.tier, {}).setdefault(code.value)
    return found


def _tiers(codes: tuple[Code, ...]) -> tuple[str, ...]:
    return tuple(sorted({code.tier for code in codes if code.tier is not None}))


def _named(tiers: tuple[str, ...]) -> str:
    return " and ".join(f"`{tier}`" for tier in tiers) or "none"


def _list(names: list[JsonValue]) -> str:
    shown = ", ".join(f"`{name}`" for name in names[:NAMED])
    return shown + (f" and {len(names) - NAMED} more" if len(names) > NAMED else "")


def _attribute_changes(value: str, old: Code, new: Code, path: str, rules: ManifestRules) -> Iterator[Change]:
    for name in sorted(old.attributes.keys() | new.attributes.keys()):
        had, has = name in old.attributes, name in new.attributes
        before, after = old.attributes.get(name), new.attributes.get(name)
        if had and has and identity(before) == identity(after):
            continue
        text = name in rules.text or (had and has and _same_but_for_text(before, after, rules))
        verb = "changed" if had and has else "was removed" if had else "was added"
        suffix = f"/{escape(name)}"
        yield Change(
            id="",
            rule="code-text-changed" if text else "code-attribute-changed",
            class_=Class.EDITORIAL if text else Class.BREAKING,
            path=path,
            message=f"`{name}` of `{value}` {verb}",
            base=Place(old.pointer + suffix if had else old.pointer),
            head=Place(new.pointer + suffix if has else new.pointer),
            before={name: before} if had else {},
            after={name: after} if has else {},
            effect=Effect(EffectKind.NONE, name=value),
        )


def _same_but_for_text(before: JsonValue, after: JsonValue, rules: ManifestRules) -> bool:
    return identity(_without_text(before, rules)) == identity(_without_text(after, rules))


def _without_text(value: JsonValue, rules: ManifestRules) -> JsonValue:
    """Nested texts, left out where they are strings: a `note` that is a number is no prose."""
    if isinstance(value, dict):
        return {
            key: _without_text(part, rules)
            for key, part in value.items()
            if not (key in rules.text and isinstance(part, str))
        }
    return [_without_text(part, rules) for part in value] if isinstance(value, list) else value


def _life_changes(value: str, old: Code, new: Code, path: str) -> Iterator[Change]:
    """Deprecations and aliases. `new` may be the code that took `value` over as its alias."""
    both = (old, new)
    if old.value == value and new.value != value:
        message = f"`{value}` is now an alias of `{new.value}`"
        yield _change("code-deprecated", Class.ADDITIVE, path, message, both, value, new.value, value)
        return
    if old.value != value:
        message = f"`{value}`, once an alias of `{old.value}`, is a code of its own"
        yield _change("code-restored", Class.ADDITIVE, path, message, both, old.value, value, value)
        return
    yield from _deprecation(old, new, path)
    for alias in sorted(set(new.aliases) - set(old.aliases)):
        message = f"`{alias}` is a new alias of `{value}`"
        yield _change("code-alias-added", Class.ADDITIVE, path, message, both, None, alias, value)
    for alias in sorted(set(old.aliases) - set(new.aliases)):
        message = f"`{alias}` is no longer an alias of `{value}`"
        yield _change("code-alias-removed", Class.BREAKING, path, message, both, alias, None, value)


def _deprecation(old: Code, new: Code, path: str) -> Iterator[Change]:
    both, value = (old, new), new.value
    was: JsonValue = [old.deprecation, old.renamed_to]
    now: JsonValue = [new.deprecation, new.renamed_to]
    if not old.deprecated and new.deprecated:
        message = f"`{value}` is deprecated" + (f" in favour of `{new.renamed_to}`" if new.renamed_to else "")
        yield _change("code-deprecated", Class.ADDITIVE, path, message, both, was, now, value)
    elif old.deprecated and not new.deprecated:
        message = f"`{value}` is no longer deprecated"
        yield _change("code-restored", Class.ADDITIVE, path, message, both, was, now, value)
    elif old.renamed_to != new.renamed_to:
        message = f"the successor of `{value}` is now {_named((new.renamed_to,) if new.renamed_to else ())}"
        rule = "code-successor-changed"
        yield _change(rule, Class.ADDITIVE, path, message, both, was, now, value)
    elif identity(old.deprecation) != identity(new.deprecation):
        message = f"`deprecated` of `{value}` reads otherwise"
        yield _change("code-text-changed", Class.EDITORIAL, path, message, both, was, now, value)
    if old.renamed_from != new.renamed_from:
        message = f"`renamed_from` of `{value}` changed"
        before: JsonValue = list(old.renamed_from)
        after: JsonValue = list(new.renamed_from)
        yield _change("code-text-changed", Class.EDITORIAL, path, message, both, before, after, value)


def _change(
    rule: str,
    class_: Class,
    path: str,
    message: str,
    places: tuple[Code, Code],
    before: JsonValue,
    after: JsonValue,
    name: str,
) -> Change:
    return Change(
        id="",
        rule=rule,
        class_=class_,
        path=path,
        message=message,
        base=Place(places[0].pointer),
        head=Place(places[1].pointer),
        before=before,
        after=after,
        effect=Effect(EffectKind.NONE, name=name),
    )
