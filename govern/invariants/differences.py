"""The invariants of two manifests to the changes between them: tightened, loosened, renamed, or both ways.

An invariant refuses documents, so one that asks for more breaks who wrote the old ones, and one that asks for
less breaks who reads the new ones. Where neither can be told from what the two say, it counts as both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from govern.documents import canonical
from govern.invariants.declaration import NO_FREE_TEXT, SECTION, TAGS, section
from govern.invariants.demands import is_number
from govern.manifest.forms import registries
from govern.model import Change, Class, Compatibility, Effect, EffectKind, ManifestRules, Place
from govern.pointer import MISSING, escape, get

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from govern.model import JsonObject, JsonValue, Reading

_TIGHTER, _LOOSER = "tightened", "loosened"
_SAID_ASIDE = ("why", "tag")
_NAMES = ("why", "tag", "at", "field", "manifest", "registry", "order", "tier", "tier_of")
"""Words of the language whose texts are no codes."""


def changes(
    old: JsonValue,
    new: JsonValue,
    *,
    path: str,
    reading: Reading,
    renamed: Mapping[str, str] | None = None,
) -> Iterator[Change]:
    """What happened to the invariants and tags of a manifest. In the mode `none` classes are as in full.

    `renamed`: codes of base that are gone to what they are called at head. A rule that speaks of one by its
    new name asks for the same.
    """
    base, head = _resolved(old), _resolved(new)
    free = any(isinstance(each, dict) and NO_FREE_TEXT in each for each in (*base.values(), *head.values()))
    gone = [name for name in base if name not in head]
    came = [name for name in head if name not in base]
    for name in sorted(gone):
        twin = next((each for each in came if _asks(base[name]) == _asks(head[each])), None)
        if twin is None:
            yield _change(name, base[name], None, _both_if(free, base[name], _LOOSER), path, reading)
        else:
            came.remove(twin)
            said = f"`{name}` is now `{twin}`"
            yield _told("invariant-renamed", Class.RENAME, path, said, name, twin, name, twin)
    for name in sorted(came):
        yield _change(name, None, head[name], _both_if(free, head[name], _TIGHTER), path, reading)
    registered = _registered(old), _registered(new)
    for name in sorted(base.keys() & head.keys()):
        one, other = base[name], head[name]
        if renamed and _asks(one) != _asks(other) and _asks(_called(one, renamed)) == _asks(other):
            said = f"`{name}` asks for the same, with codes called by their new names"
            yield _told("invariant-renamed", Class.RENAME, path, said, name, name, one, other)
        elif _asks(one) == _asks(other) and _otherwise_registered(one, head, registered):
            yield _change(name, one, other, {_TIGHTER, _LOOSER}, path, reading)
        else:
            yield from _kept(name, one, other, path, reading)
    yield from _tags(section(old, TAGS), section(new, TAGS), path)


def _called(said: JsonValue, renamed: Mapping[str, str]) -> JsonValue:
    """What a rule says, with the codes in it called otherwise."""
    if isinstance(said, str):
        return renamed.get(said, said)
    if isinstance(said, list):
        return [_called(each, renamed) for each in said]
    if isinstance(said, dict):
        return {key: part if key in _NAMES else _called(part, renamed) for key, part in said.items()}
    return said


def _both_if(free: bool, rule: JsonValue, way: str) -> set[str]:
    """The way of a rule that came or went: where texts must be bound, one that binds some does so too."""
    return {_TIGHTER, _LOOSER} if free and isinstance(rule, dict) and "registry" in rule else {way}


def _resolved(document: JsonValue) -> JsonObject:
    """The invariants of a manifest, with what they take from elsewhere in it. Versions are not taken: that
    they rise is no change of what is asked."""
    found = _filled(section(document, SECTION), document)
    return found if isinstance(found, dict) else {}


def _filled(said: JsonValue, document: JsonValue) -> JsonValue:
    if isinstance(said, list):
        return [_filled(each, document) for each in said]
    if not isinstance(said, dict):
        return said
    place = said.get("manifest")
    if said.keys() == {"manifest"} and isinstance(place, str) and not _is_version(place):
        found: Any = get(document, place) if place.startswith("/") else MISSING
        return {"value": None if found is MISSING else found}
    return {key: _filled(part, document) for key, part in said.items()}


def _is_version(place: str) -> bool:
    return place.count("/") == 1 and place.endswith("version")


def _registered(document: JsonValue) -> dict[str, list[str]]:
    """What each registry registers, in order, aliases with their codes."""
    return {
        each.name: [name for code in each.codes for name in (code.value, *code.aliases)]
        for each in registries(document, ManifestRules()).registries
    }


def _otherwise_registered(
    rule: JsonValue,
    rules: Mapping[str, JsonValue],
    registered: tuple[Mapping[str, list[str]], Mapping[str, list[str]]],
) -> bool:
    """Does a rule that stayed as it is hang on a registry that did not, in another way than by letting in its
    codes? Where another rule lets in only these at the same place, no old document has a new one there."""
    for name, place, in_order in _hangs_on(rule, ""):
        old, new = (side.get(name, []) for side in registered)
        moved = [each for each in old if each in new] != [each for each in new if each in old]
        if (in_order and moved) or ({*old} != {*new} and not _lets_in(rules, name, place)):
            return True
    return False


def _hangs_on(said: JsonValue, at: str, *, top: bool = True) -> Iterator[tuple[str, str, bool]]:
    """Registries, with the places at which a rule looks for their codes and whether their order counts; but
    for those that it lets in."""
    if isinstance(said, list):
        for each in said:
            yield from _hangs_on(each, at, top=False)
    if not isinstance(said, dict) or "value" in said:
        return
    at = str(said.get("at", at))
    order, registry = said.get("order"), said.get("registry")
    if isinstance(order, str):
        yield order, f"{at}/*", True
    if isinstance(registry, str) and not top:
        yield registry, at, False
    for key, part in said.items():
        if key != "one_of" or not top or "when" in said:
            yield from _hangs_on(part, at, top=False)


def _lets_in(rules: Mapping[str, JsonValue], registry: str, place: str) -> bool:
    """Does a rule let in only registered codes at a place, or at its items?"""
    for rule in rules.values():
        if isinstance(rule, dict) and "when" not in rule and rule.get("at") in (place, f"{place}/*"):
            one_of = rule.get("one_of")
            terms = one_of if isinstance(one_of, list) else []
            listed = [each.get("registry") for each in terms if isinstance(each, dict)]
            if registry in (rule.get("registry"), *listed):
                return True
    return False


def _asks(rule: JsonValue) -> bytes:
    """All that a rule says but how it is called and explained."""
    said = (
        {key: part for key, part in rule.items() if key not in _SAID_ASIDE}
        if isinstance(rule, dict)
        else rule
    )
    return canonical(said)


def _kept(name: str, old: JsonValue, new: JsonValue, path: str, reading: Reading) -> Iterator[Change]:
    if _asks(old) != _asks(new):
        yield _change(name, old, new, _ways(old, new), path, reading)
    elif canonical(old) != canonical(new):
        retagged = _said(old, "tag") != _said(new, "tag")
        rule = "invariant-retagged" if retagged else "invariant-text-changed"
        class_ = Class.ADDITIVE if retagged else Class.EDITORIAL
        said = f"`{name}` is {'told under another tag' if retagged else 'explained otherwise'}"
        yield _told(rule, class_, path, said, name, name, old, new)


def _ways(old: JsonValue, new: JsonValue) -> set[str]:
    """Whether a rule that says something else now asks for more, for less, or maybe for both."""
    both = {_TIGHTER, _LOOSER}
    if not isinstance(old, dict) or not isinstance(new, dict):
        return both
    differing = [
        key
        for key in (old.keys() | new.keys()) - {*_SAID_ASIDE}
        if key not in old or key not in new or canonical(old[key]) != canonical(new[key])
    ]
    if len(differing) != 1:
        return both
    (key,) = differing
    if key == "when" and "registry" in old:
        return both  # what it binds in other documents may be free text there
    ways = _way(key, old.get(key), new.get(key))
    return both if ways is None else {ways}


def _way(key: str, old: JsonValue, new: JsonValue) -> str | None:
    """The way of a rule in which one word alone says something else; None where it cannot be told."""
    if key == "when":
        return _of_guards(old, new)
    if key in ("at_most", "at_least"):
        if not is_number(old) or not is_number(new):
            return None
        return _LOOSER if (new > old) is (key == "at_most") else _TIGHTER  # type: ignore[operator]
    if key in ("one_of", "contains"):
        return _of_sets(old, new)
    if key == NO_FREE_TEXT:
        return _of_sets(_listed(old), _listed(new))
    return None


def _of_guards(old: JsonValue, new: JsonValue) -> str | None:
    """A rule without its guard asks in more documents; a guard with more conditions holds in fewer."""
    if old is None or new is None:
        return _TIGHTER if new is None else _LOOSER
    if not isinstance(old, dict) or not isinstance(new, dict):
        return None
    if old.keys() == new.keys() == {"any"}:
        way = _of_sets(old["any"], new["any"])
        return None if way is None else _TIGHTER if way == _LOOSER else _LOOSER
    one: JsonValue = old["all"] if old.keys() == {"all"} else [old]
    other: JsonValue = new["all"] if new.keys() == {"all"} else [new]
    return _of_sets(one, other)


def _of_sets(old: JsonValue, new: JsonValue) -> str | None:
    """Looser where everything that was named still is, tighter where nothing is that was not."""
    if not isinstance(old, list) or not isinstance(new, list):
        return None
    one, other = ({canonical(each) for each in side} for side in (old, new))
    return _LOOSER if one < other else _TIGHTER if other < one else None


def _listed(said: JsonValue) -> JsonValue:
    return said.get("except", []) if isinstance(said, dict) else None


def _change(name: str, old: JsonValue, new: JsonValue, ways: set[str], path: str, reading: Reading) -> Change:
    mode = reading.compatibility.plain
    breaking = (_TIGHTER in ways and mode is not Compatibility.FORWARD) or (
        _LOOSER in ways and mode is not Compatibility.BACKWARD
    )
    verb = "asks for other things than it did" if len(ways) > 1 else f"is {next(iter(ways))}"
    if old is None or new is None:
        verb = "is new, and asks for more" if old is None else "is gone, and nothing asks for it any more"
    one_way = "invariant-tightened" if _TIGHTER in ways else "invariant-loosened"
    rule = "invariant-changed" if len(ways) > 1 else one_way
    class_ = Class.BREAKING if breaking else Class.ADDITIVE
    was, now = (None if side is None else name for side in (old, new))
    return _told(rule, class_, path, f"`{name}` {verb}", was, now, old, new)


def _told(
    rule: str,
    class_: Class,
    path: str,
    message: str,
    was: str | None,
    now: str | None,
    before: JsonValue,
    after: JsonValue,
) -> Change:
    """A change of one invariant. `was`, `now`: what base and head call it; None where they have none."""
    return Change(
        id="",
        rule=rule,
        class_=class_,
        path=path,
        message=message,
        base=None if was is None else _place(was),
        head=None if now is None else _place(now),
        before=before,
        after=after,
        effect=Effect(EffectKind.NONE, name=was if now is None else now),
    )


def _tags(old: Mapping[str, JsonValue], new: Mapping[str, JsonValue], path: str) -> Iterator[Change]:
    if canonical(dict(old)) == canonical(dict(new)):
        return
    differing = sorted(at for at in old.keys() | new.keys() if old.get(at) != new.get(at))
    yield Change(
        id="",
        rule="schema-tags-changed",
        class_=Class.ADDITIVE,
        path=path,
        message=f"what is refused at {', '.join(at or 'the root' for at in differing)} has another tag",
        base=Place(f"/{TAGS}") if old else None,
        head=Place(f"/{TAGS}") if new else None,
        before=dict(old) or None,
        after=dict(new) or None,
    )


def _said(rule: JsonValue, key: str) -> JsonValue:
    return rule.get(key) if isinstance(rule, dict) else None


def _place(name: str) -> Place:
    return Place(f"/{SECTION}/{escape(name)}")
