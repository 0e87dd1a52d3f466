"""Two manifests to the changes between them, each judged alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from govern.manifest.codes import code_changes, code_gone, code_new, order_changes
from govern.manifest.faults import findings
from govern.manifest.forms import DECLARED, registries
from govern.manifest.maps import more_renames
from govern.manifest.registry import Code, Manifest, Registry, Section
from govern.manifest.sections import differing, identity
from govern.model import Change, Class, Effect, EffectKind, Finding, JsonValue, ManifestRules, Place, Reading
from govern.pointer import split


@dataclass(frozen=True, slots=True)
class ManifestComparison:
    """Both sides in normal form, what changed, and what is wrong at head. Ids, positions and levels
    are left for the review to fill; renames are found by `govern.renames.manifest_renames`."""

    base: Manifest
    head: Manifest
    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]


def compare(
    old: JsonValue, new: JsonValue, *, path: str, reading: Reading, rules: ManifestRules
) -> ManifestComparison:
    """What happened to a manifest. Never raises on odd documents: what is no registry is a section.

    In the mode `none` classes are computed as in full.
    """
    base, head = registries(old, rules), registries(new, rules)
    changes = [
        *_registry_changes(base, head, path),
        *_code_changes(base, head, path, reading, rules),
        *_section_changes(base, head, path, rules),
    ]
    changes.sort(key=lambda each: (_pointer(each), each.rule, str(each.effect.name)))
    return ManifestComparison(base, head, tuple(changes), findings(head, path=path))


def _pointer(change: Change) -> str:
    place = change.base or change.head
    return place.pointer if place else ""


def _registry_changes(base: Manifest, head: Manifest, path: str) -> Iterator[Change]:
    for registry in base.registries:
        if head.registry(registry.name) is None:
            codes: list[JsonValue] = [code.value for code in registry.codes]
            yield Change(
                id="",
                rule="registry-removed",
                class_=Class.BREAKING,
                path=path,
                message=f"registry `{registry.name}` with {len(codes)} codes is gone",
                base=Place(registry.pointer),
                before={"registry": registry.name, "codes": codes},
            )
    for registry in head.registries:
        if base.registry(registry.name) is None:
            codes = [code.value for code in registry.codes]
            yield Change(
                id="",
                rule="registry-added",
                class_=Class.ADDITIVE,
                path=path,
                message=f"registry `{registry.name}` with {len(codes)} codes is new",
                head=Place(registry.pointer),
                after={"registry": registry.name, "codes": codes},
            )


def _code_changes(
    base: Manifest, head: Manifest, path: str, reading: Reading, rules: ManifestRules
) -> Iterator[Change]:
    both = [
        (registry, other)
        for registry in base.registries
        if (other := head.registry(registry.name)) is not None
    ]
    gone = {(old.name, code): own[0] for old, new in both for code, own in _gone(old, new).items()}
    fresh = {(new.name, code): own for old, new in both for code, own in _gone(new, old).items()}
    for registry in head.registries:
        if base.registry(registry.name) is None:
            fresh |= {(registry.name, code): own for code, own in _by_value(registry).items()}
    moved = _moves(gone, fresh)
    taken = set(moved.values())
    compared = {registry.name for registry, _ in both}
    for key, code in gone.items():
        if key in moved:
            target = moved[key]
            yield from _moved(key[0], target[0], code, fresh[target][0], path, rules)
        else:
            yield code_gone(key[0], code, path)
    for key, own in fresh.items():
        if key not in taken and key[0] in compared:
            yield code_new(key[0], own[0], path, reading)
    for old, new in both:
        yield from _kept(old, new, path, rules)
        yield from order_changes(old, new, path)


def _by_value(registry: Registry) -> dict[str, tuple[Code, ...]]:
    grouped: dict[str, list[Code]] = {}
    for code in registry.codes:
        grouped.setdefault(code.value, []).append(code)
    return {value: tuple(codes) for value, codes in grouped.items()}


def _gone(one: Registry, other: Registry) -> dict[str, tuple[Code, ...]]:
    """The codes of one registry that the other has neither as a code nor as an alias of one."""
    known = {code.value for code in other.codes} | {alias for code in other.codes for alias in code.aliases}
    return {value: codes for value, codes in _by_value(one).items() if value not in known}


def _moves(
    gone: Iterable[tuple[str, str]], fresh: Iterable[tuple[str, str]]
) -> Mapping[tuple[str, str], tuple[str, str]]:
    """Codes that left one registry and appeared in exactly one other."""
    leaving: dict[str, list[tuple[str, str]]] = {}
    arriving: dict[str, list[tuple[str, str]]] = {}
    for key in gone:
        leaving.setdefault(key[1], []).append(key)
    for key in fresh:
        arriving.setdefault(key[1], []).append(key)
    return {
        keys[0]: arriving[code][0]
        for code, keys in leaving.items()
        if len(keys) == 1 and len(arriving.get(code, ())) == 1
    }


def _moved(
    source: str, target: str, old: Code, new: Code, path: str, rules: ManifestRules
) -> Iterator[Change]:
    yield Change(
        id="",
        rule="code-moved",
        class_=Class.BREAKING,
        path=path,
        message=f"`{old.value}` moved from registry `{source}` to registry `{target}`",
        base=Place(old.pointer),
        head=Place(new.pointer),
        before={"registry": source, "code": old.value, "tier": old.tier},
        after={"registry": target, "code": new.value, "tier": new.tier},
        effect=Effect(EffectKind.NONE, name=old.value),
    )
    yield from code_changes(target, old.value, (old,), (new,), path, rules)


def _kept(old: Registry, new: Registry, path: str, rules: ManifestRules) -> Iterator[Change]:
    heads = _by_value(new)
    for value, own in _by_value(old).items():
        others = heads.get(value) or tuple(code for code in new.codes if value in code.aliases)
        if others:
            yield from code_changes(new.name, value, own, others, path, rules)
    for value, others in heads.items():
        owners = tuple(code for code in old.codes if value in code.aliases)
        if owners and value not in _by_value(old):
            yield from code_changes(new.name, value, owners, others, path, rules)


def _section_changes(base: Manifest, head: Manifest, path: str, rules: ManifestRules) -> Iterator[Change]:
    olds = {section.pointer: section for section in (*base.sections, *base.versions)}
    news = {section.pointer: section for section in (*head.sections, *head.versions)}
    for pointer in sorted((olds.keys() | news.keys()) - {f"/{name}" for name in DECLARED}):
        old, new = olds.get(pointer), news.get(pointer)
        if old and new and identity(old.value) == identity(new.value):
            continue
        class_ = Class.EDITORIAL if _is_text(pointer, old, new, rules) else Class.UNDECIDED
        if class_ is Class.UNDECIDED and new is not None:
            grew = pointer in rules.listing and old is not None and _only_grew(old.value, new.value)
            if grew or _maps_codes(pointer, old, new, base, head):
                class_ = Class.ADDITIVE
        yield Change(
            id="",
            rule="manifest-section-changed",
            class_=class_,
            path=path,
            message=f"section `{pointer}`: {_what_differs(old, new)}",
            base=Place(pointer) if old else None,
            head=Place(pointer) if new else None,
            before=old.value if old else None,
            after=new.value if new else None,
            reason="govern does not know what this section means" if class_ is Class.UNDECIDED else None,
        )


def _maps_codes(pointer: str, old: Section | None, new: Section, base: Manifest, head: Manifest) -> bool:
    """Whether a section maps more old codes of base to codes of head than it did, and changed in nothing
    else."""
    more = more_renames(pointer, old.value if old else None, new.value)
    if not more:
        return False
    was, now = ({code.value for each in side.registries for code in each.codes} for side in (base, head))
    return all(name in was and to in now for name, to in more)


def _only_grew(old: JsonValue, new: JsonValue) -> bool:
    """Whether every entry of a list or an object is still there, unchanged."""
    if isinstance(old, dict) and isinstance(new, dict):
        return all(name in new and identity(new[name]) == identity(part) for name, part in old.items())
    if isinstance(old, list) and isinstance(new, list):
        return {*map(identity, old)} <= {*map(identity, new)}
    return False


def _what_differs(old: Section | None, new: Section | None) -> str:
    if old is None or new is None:
        return "removed" if new is None else "added"
    return "; ".join(differing(old.value, new.value)) or "changed"


def _is_text(pointer: str, old: Section | None, new: Section | None, rules: ManifestRules) -> bool:
    """A section is text where the configuration names it (by pointer or by its last name), and
    where it is a string under a name that is text in a code's attributes too."""
    name = (split(pointer) or ("",))[-1]
    if pointer in rules.text_sections or name in rules.text_sections:
        return True
    values = [section.value for section in (old, new) if section is not None]
    return name in rules.text and all(isinstance(value, str) for value in values)
