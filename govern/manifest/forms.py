"""A manifest document, in any form registries take, to its normal form.

What is not recognised is a section, never dropped and never an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from govern.manifest.registry import Code, Manifest, Registry, Section
from govern.pointer import escape

if TYPE_CHECKING:
    from govern.model import JsonObject, JsonValue, ManifestRules

IDENTITY = ("code", "name", "id", "value")
"""The keys that may hold a code's own name, the first present one does."""
MEMBERS = ("values", "codes")
TIER_IDENTITY = ("tier", "name")
DECLARED = ("invariants", "schema_tags")
"""Sections that say what holds for documents: `govern.invariants` reads them."""
PROSE = ("ordering", "order", "precedence", "owners", "metadata", "meta", "docs", "changelog", "history")
"""Top-level names that speak about registries and are none, where nothing marks the registries."""


@dataclass(frozen=True, slots=True)
class _Found:
    codes: tuple[Code, ...] = ()
    sections: tuple[Section, ...] = ()
    pointer: str = ""
    tiers: tuple[str, ...] = ()
    tiers_listed: bool = False


def registries(value: JsonValue, rules: ManifestRules) -> Manifest:
    """The normal form of a manifest.

    Registries are what stands under a top-level `registries`, and at the top level what has an
    unmistakable form (`values`, `codes`, `tiers`) or, where there is no `registries`, any form.
    """
    if not isinstance(value, dict):
        found = _any_form(value, "")
        if found is None or not found.codes:
            return Manifest(sections=(Section("", value),))
        return Manifest((_registry("", found, rules),), found.sections)
    read: list[Registry] = []
    sections: list[Section] = []
    versions: list[Section] = []
    for name, part, pointer, candidate in _parts(value):
        found = _any_form(part, pointer) if candidate else None
        if found is not None:
            taken = any(each.name == name for each in read)
            read.append(_registry(pointer if taken else name, found, rules))
            sections.extend(found.sections)
        elif pointer.count("/") == 1 and name.endswith("version") and not isinstance(part, (dict, list)):
            versions.append(Section(pointer, part))
        else:
            sections.append(Section(pointer, part))
    return Manifest(tuple(read), tuple(sections), tuple(versions))


def _parts(value: JsonObject) -> Iterable[tuple[str, JsonValue, str, bool]]:
    """Each part of a manifest: name, value, pointer, and whether it may be a registry."""
    marked = _registries_of(value.get("registries"))
    for key, part in value.items():
        pointer = f"/{escape(key)}"
        if key == "registries" and marked is not None:
            yield from ((name, inner, pointer + at, True) for name, inner, at in marked)
        else:
            candidate = _unmistakable(part) or (marked is None and _likely(key, part))
            yield key, part, pointer, candidate and key not in DECLARED


def _registries_of(value: JsonValue) -> tuple[tuple[str, JsonValue, str], ...] | None:
    """What stands under `registries`: a map from name to registry, or a list of named ones."""
    if isinstance(value, dict):
        return tuple((name, part, f"/{escape(name)}") for name, part in value.items())
    if isinstance(value, list) and value:
        named = [(_own_name(each, ("name", "registry", "id")), each) for each in value]
        if all(name is not None and _unmistakable(each) for (name, each) in named):
            return tuple((name or "", each, f"/{index}") for index, (name, each) in enumerate(named))
    return None


def _unmistakable(value: JsonValue) -> bool:
    return isinstance(value, dict) and any(
        isinstance(value.get(key), (list, dict)) for key in (*MEMBERS, "tiers")
    )


def _likely(name: str, value: JsonValue) -> bool:
    if name.lower() in PROSE or name.startswith("$"):
        return False
    if isinstance(value, dict):
        return bool(value) and all(isinstance(each, (dict, list)) for each in value.values())
    return isinstance(value, list)


def _registry(name: str, found: _Found, rules: ManifestRules) -> Registry:
    said = (code.tier for code in found.codes if code.tier is not None)
    tiers = tuple(dict.fromkeys((*found.tiers, *said)))
    ordered = bool(tiers) if rules.ordered is None else name in rules.ordered
    return Registry(name, found.pointer, ordered, found.codes, tiers, found.tiers_listed)


def _any_form(value: JsonValue, pointer: str) -> _Found | None:
    """The codes of a registry in whatever form, or None where it is not one."""
    if isinstance(value, list):
        return _tier_list(value, pointer) or _code_list(value, pointer)
    if not isinstance(value, dict):
        return None
    if _unmistakable(value):
        return _wrapped(value, pointer, own=())
    return _tier_map(value, pointer) or _code_map(value, pointer)


def _wrapped(value: JsonObject, pointer: str, own: tuple[str, ...]) -> _Found | None:
    """`{values: …}`, `{codes: …}`, `{tiers: …}`; other keys but the `own` name become sections."""
    total = _Found(pointer=pointer)
    inner: list[str] = []
    for key, part in value.items():
        at = f"{pointer}/{escape(key)}"
        if key in own:
            continue
        if key in (*MEMBERS, "tiers") and isinstance(part, (list, dict)):
            found = _tiers(part, at) if key == "tiers" else _members(part, at)
            if found is None:
                return None
            inner.append(found.pointer)
            total = _joined(total, found)
        else:
            total = replace(total, sections=(*total.sections, Section(at, part)))
    return replace(total, pointer=inner[0]) if len(inner) == 1 else total


def _joined(one: _Found, other: _Found) -> _Found:
    return _Found(
        one.codes + other.codes,
        one.sections + other.sections,
        one.pointer,
        tuple(dict.fromkeys(one.tiers + other.tiers)),
        one.tiers_listed or other.tiers_listed,
    )


def _members(value: JsonValue, pointer: str) -> _Found | None:
    if isinstance(value, list):
        return _code_list(value, pointer)
    return _code_map(value, pointer) if isinstance(value, dict) else None


def _tiers(value: JsonValue, pointer: str) -> _Found | None:
    if isinstance(value, list):
        return _tier_list(value, pointer) if value else _Found(pointer=pointer)
    return _tier_map(value, pointer) if isinstance(value, dict) and value else _Found(pointer=pointer)


def _tier_map(value: JsonObject, pointer: str) -> _Found | None:
    """`{Kill: [...], ReduceOnly: {values: [...]}}`."""
    if not value or not all(isinstance(each, list) or _unmistakable(each) for each in value.values()):
        return None
    total = _Found(pointer=pointer)
    for name, part in value.items():
        found = _tier(name, part, f"{pointer}/{escape(name)}", ())
        if found is None:
            return None
        total = _joined(total, found)
    return total


def _tier_list(value: list[JsonValue], pointer: str) -> _Found | None:
    """`[{name: Kill, values: [...]}, …]`."""
    total = _Found(pointer=pointer, tiers_listed=True)
    for index, part in enumerate(value):
        name = _own_name(part, TIER_IDENTITY)
        if name is None or not isinstance(part, dict) or "code" in part or not _unmistakable(part):
            return None
        own = next(key for key in TIER_IDENTITY if key in part)
        found = _tier(name, part, f"{pointer}/{index}", (own,))
        if found is None:
            return None
        total = _joined(total, found)
    return total if value else None


def _tier(name: str, value: JsonValue, pointer: str, own: tuple[str, ...]) -> _Found | None:
    found = _wrapped(value, pointer, own) if isinstance(value, dict) else _members(value, pointer)
    if found is None or found.tiers:
        return None
    return replace(found, codes=tuple(replace(code, tier=name) for code in found.codes), tiers=(name,))


def _code_list(value: list[JsonValue], pointer: str) -> _Found | None:
    codes: list[Code] = []
    for index, item in enumerate(value):
        at = f"{pointer}/{index}"
        name = _scalar(item)
        key = next((each for each in IDENTITY if isinstance(item, dict) and each in item), None)
        if name is not None:
            codes.append(Code(name, at))
        elif isinstance(item, dict) and key is not None and (own := _scalar(item[key])) is not None:
            codes.append(_code(own, at, {each: part for each, part in item.items() if each != key}))
        else:
            return None
    return _Found(tuple(codes), pointer=pointer)


def _code_map(value: JsonObject, pointer: str) -> _Found | None:
    """`{A: {attributes}, B: null, C: "what it stands for"}`."""
    if any(isinstance(each, list) for each in value.values()):
        return None
    codes = []
    for name, part in value.items():
        attributes = part if isinstance(part, dict) else {} if part is None else {"value": part}
        codes.append(_code(name, f"{pointer}/{escape(name)}", attributes))
    return _Found(tuple(codes), pointer=pointer)


def _code(name: str, pointer: str, said: Mapping[str, JsonValue]) -> Code:
    """A code from what is said of it. A field of its life in a form nobody knows stays an attribute."""
    rest = dict(said)
    tier, deprecated, renamed_to = rest.get("tier"), rest.pop("deprecated", None), rest.get("renamed_to")
    if isinstance(deprecated, dict) and not isinstance(renamed_to, str):
        renamed_to = deprecated.get("renamed_to")
    renamed_from, aliases = _names(rest.get("renamed_from")), _names(rest.get("aliases"))
    readable = {
        "tier": isinstance(tier, str),
        "renamed_to": isinstance(rest.get("renamed_to"), str),
        "renamed_from": bool(renamed_from),
        "aliases": bool(aliases),
    }
    for key, known in readable.items():
        if known or rest.get(key) in (None, []):
            rest.pop(key, None)
    successor = renamed_to if isinstance(renamed_to, str) else None
    return Code(
        value=name,
        pointer=pointer,
        tier=tier if isinstance(tier, str) else None,
        attributes=rest,
        deprecated=deprecated not in (None, False) or successor is not None,
        deprecation=deprecated,
        renamed_to=successor,
        renamed_from=renamed_from,
        aliases=aliases,
    )


def _names(value: JsonValue) -> tuple[str, ...]:
    """One name or a list of them; nothing where it is neither."""
    if isinstance(value, str):
        return (value,)
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return tuple(each for each in value if isinstance(each, str))
    return ()


def _own_name(value: JsonValue, keys: tuple[str, ...]) -> str | None:
    if not isinstance(value, dict):
        return None
    return next((_scalar(value[key]) for key in keys if key in value), None)


def _scalar(value: JsonValue) -> str | None:
    """A code as text: a string, or a whole number (status codes); nothing else names anything."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else None
