"""Two contracts of one name to what differs between them, and which differences weaken it.

One row a key: what it was, what it is, and the order (in `strength`) that says which asks for more.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING, cast

from govern.configuration import strength, toml_text
from govern.contracts import CodeBinding, Contract, DrillRules, Entries, SchemaFile, VersionField, View
from govern.model import Class

if TYPE_CHECKING:
    from govern.model import JsonValue

_LISTED = 5


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that two configurations say differently, as a sentence without a full stop."""

    weaker: bool
    sentence: str


def changed(where: str, key: str, before: object, after: object, weaker: bool) -> Iterator[Difference]:
    """The difference of one key, if there is one."""
    if before != after:
        sentence = f"{where}`{key}` was {_words(before)}, is now {_words(after)}"
        yield Difference(weaker, sentence)


def globs(
    where: str, key: str, before: tuple[str, ...], after: tuple[str, ...], paths: tuple[str, ...]
) -> Iterator[Difference]:
    """The difference of two lists of globs: by the paths they select, and by their text."""
    lost = strength.lost_paths(before, after, paths)
    weaker = bool(lost) or strength.narrower(before, after)
    for difference in changed(where, key, before, after, weaker):
        more = f" and {len(lost) - _LISTED} more" if len(lost) > _LISTED else ""
        tail = f"; no longer covered: {', '.join(lost[:_LISTED])}{more}" if lost else ""
        yield Difference(weaker, difference.sentence + tail)


def differences(before: Contract, after: Contract, paths: tuple[str, ...]) -> Iterator[Difference]:
    """Everything that two contracts say differently; never nothing where they are not equal."""
    where = f"contract {toml_text.string(before.name)}: "
    found = [
        *changed(where, "name", before.name, after.name, False),
        *_files(where, before, after, paths),
        *_readings(where, before, after),
        *_versions(where, before, after),
        *_codes(where, before, after),
        *_manifest_rules(where, before, after),
        *_entries(where, before, after),
        *_renames(where, before, after),
        *_drill(where, before.drill, after.drill),
        *changed(where, "view", _table(before.view), _table(after.view), False),
        *_approvals(where, before, after),
    ]
    yield from found
    if not found and _stated(before) != _stated(after):
        yield Difference(False, f"{where}says the same in another way")


def _stated(contract: Contract) -> Contract:
    return replace(contract, name="", template=None, discovered=False)


def _files(where: str, before: Contract, after: Contract, paths: tuple[str, ...]) -> Iterator[Difference]:
    schemas = [tuple(each.path for each in contract.schemas) for contract in (before, after)]
    yield from globs(where, "schemas", schemas[0], schemas[1], paths)
    twins = {each.path: each.strict for each in after.schemas}
    for each in before.schemas:
        strict = twins.get(each.path)
        weaker = each.path in twins and strength.replaced(each.strict, strict)
        if each.path in twins:
            yield from changed(where, f"strict twin of {each.path}", each.strict, strict, weaker)
    yield from globs(where, "fixtures", before.fixtures, after.fixtures, paths)
    yield from globs(where, "rejects", before.rejects, after.rejects, paths)
    yield from globs(where, "docs", before.docs, after.docs, paths)
    yield from globs(where, "generated", before.generated, after.generated, paths)
    yield from globs(where, "drills", before.drills, after.drills, paths)
    for key, was, now in (
        ("manifest", before.manifest, after.manifest),
        ("changelog", before.changelog, after.changelog),
    ):
        yield from changed(where, key, was, now, strength.replaced(was, now))
    points = before.entry_points, after.entry_points
    yield from changed(where, "entry_points", *points, strength.fewer(*points))


def _readings(where: str, before: Contract, after: Contract) -> Iterator[Difference]:
    b, a = before.reading, after.reading
    yield from changed(
        where,
        "compatibility",
        b.compatibility,
        a.compatibility,
        strength.compatibility(b.compatibility, a.compatibility),
    )
    yield from changed(where, "content", b.content, a.content, strength.content(b.content, a.content))
    yield from changed(where, "growth", b.growth, a.growth, strength.growth(b.growth, a.growth))
    yield from changed(
        where, "withdrawn", b.withdrawn, a.withdrawn, strength.withdrawn(b.withdrawn, a.withdrawn)
    )
    yield from changed(
        where,
        "default_changed",
        b.default_changed,
        a.default_changed,
        strength.growth(b.default_changed, a.default_changed),
    )
    yield from changed(where, "format", b.format, a.format, strength.format_(b.format, a.format))
    yield from changed(where, "draft", b.draft, a.draft, strength.draft(b.draft, a.draft))


def _versions(where: str, before: Contract, after: Contract) -> Iterator[Difference]:
    if before.versions is None or after.versions is None:
        was, now = (
            "found by their form" if each is None else [version.at[0] for version in each]
            for each in (before.versions, after.versions)
        )
        weaker = not after.versions or not before.discovered
        yield from changed(where, "versions", was, now, weaker)
        return
    paired: list[VersionField] = []
    for each in before.versions:
        match = next((other for other in after.versions if each.at[0] in other.at), None)
        if match is None:
            yield Difference(True, f"{where}the version field at {each.at[0]} is dropped")
        else:
            paired.append(match)
            yield from _version(f"{where}version at {each.at[0]}: ", each, match, after)
    for each in after.versions:
        if each not in paired:
            yield Difference(False, f"{where}a version field at {each.at[0]} is added")


def _version(
    where: str, before: VersionField, after: VersionField, contract: Contract
) -> Iterator[Difference]:
    b, a = before, after
    yield from changed(where, "at", b.at, a.at, strength.fewer(b.at, a.at))
    yield from changed(where, "scheme", b.scheme, a.scheme, strength.scheme(b, a))
    yield from changed(where, "covers", b.covers, a.covers, strength.version_covers(b, a, contract))
    yield from changed(where, "exact", b.exact, a.exact, strength.switched_off(b.exact, a.exact))
    yield from changed(
        where, "immutable", b.immutable, a.immutable, strength.switched_off(b.immutable, a.immutable)
    )
    yield from changed(
        where, "released_by", b.released_by, a.released_by, strength.released_by(b.released_by, a.released_by)
    )
    yield from changed(where, "zero", b.zero, a.zero, strength.zero(b.zero, a.zero))


def _codes(where: str, before: Contract, after: Contract) -> Iterator[Difference]:
    was = {(each.field, each.registry): each for each in before.codes}
    now = {(each.field, each.registry): each for each in after.codes}
    for key in sorted(was.keys() | now.keys()):
        here = f"{where}codes of {key[1]} at {key[0] or 'the root'}: "
        if key not in now:
            yield Difference(True, f"{here}no longer bound")
        elif key not in was:
            yield Difference(False, f"{here}bound")
        else:
            yield from _code(here, was[key], now[key])


def _code(where: str, before: CodeBinding, after: CodeBinding) -> Iterator[Difference]:
    yield from changed(where, "tier", before.tier, after.tier, strength.replaced(before.tier, after.tier))
    yield from changed(
        where,
        "ordered",
        before.ordered,
        after.ordered,
        strength.switched_off(before.ordered, after.ordered),
    )


def _entries(where: str, before: Contract, after: Contract) -> Iterator[Difference]:
    was, now = _table(before.entries), _table(after.entries)
    return changed(where, "entries", was, now, before.entries is not None)


def _table(value: Entries | View | None) -> object:
    return None if value is None else asdict(value)


def _drill(where: str, before: DrillRules, after: DrillRules) -> Iterator[Difference]:
    """More that may differ from a fixture makes a drill weaker; where nothing was said of drills, nothing is
    taken back."""
    volatile = before.volatile, after.volatile
    weaker = before != DrillRules() and strength.more(*volatile)
    yield from changed(where, "drill.volatile", *volatile, weaker)
    evidence = before.evidence, after.evidence
    yield from changed(where, "drill.evidence", *evidence, strength.replaced(*evidence))


def _renames(where: str, before: Contract, after: Contract) -> Iterator[Difference]:
    """A declared rename explains and lowers nothing: neither one more nor one less is weaker."""
    for each in sorted({*before.renames} ^ {*after.renames}, key=str):
        word = "declared" if each in after.renames else "no longer declared"
        sentence = f"{where}rename of `{each.from_}` to `{each.to}` at {each.at}: {word}"
        yield Difference(False, sentence)


def _manifest_rules(where: str, before: Contract, after: Contract) -> Iterator[Difference]:
    b, a = before.manifest_rules, after.manifest_rules
    yield from changed(where, "manifest_rules.text", b.text, a.text, strength.more(b.text, a.text))
    yield from changed(where, "manifest_rules.ordered", b.ordered, a.ordered, strength.ordered(b, a))
    sections = b.text_sections, a.text_sections
    yield from changed(where, "manifest_rules.text_sections", *sections, strength.more(*sections))


def _approvals(where: str, before: Contract, after: Contract) -> Iterator[Difference]:
    for class_ in Class:
        b, a = before.approvals[class_], after.approvals[class_]
        was, now = ({"needed": each.needed, "roles": each.roles} for each in (b, a))
        yield from changed(where, f"approvals.{class_}", was, now, strength.approval(b, a))


def _words(value: object) -> str:
    return "not set" if value is None else toml_text.inline(_plain(value))


def _plain(value: object) -> JsonValue:
    if isinstance(value, SchemaFile):
        return value.path
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {str(name): _plain(each) for name, each in value.items()}
    return cast("JsonValue", value)
