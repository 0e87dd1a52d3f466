"""Two revisions and the version fields to notes: what looks like a version, moved, and is not configured."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from govern import pointer
from govern.contracts import Contract, Scheme, VersionField
from govern.model import Finding, FindingLevel, JsonValue
from govern.policy.versions.mask import masking
from govern.policy.versions.places import Documents, PlaceKind, find, schema_paths
from govern.policy.versions.schemes import SCHEMES, scheme_of
from govern.policy.versions.words import finding, shown


def unconfigured(
    base: Documents, head: Documents, contract: Contract, fields: Sequence[VersionField] | None
) -> tuple[Finding, ...]:
    """Notes on single-valued consts that move from one version to another of the same form and belong
    to no field, and on places of fields that other rules tie up so that they count as content."""
    known = {
        place.at for side in (base, head) for each in find(fields, contract, side) for place in each.places
    }
    notes = []
    for path in sorted(set(schema_paths(contract)) & base.keys() & head.keys()):
        after = dict(_singles(head[path], ()))
        for inner, before in _singles(base[path], ()):
            value = after.get(inner)
            if f"{path}#{inner}" not in known and _moved(inner, before, value):
                notes.append(_offer(contract, path, inner, before, value))
    return (*notes, *_tied(base, head, contract, fields))


def _singles(value: JsonValue, tokens: tuple[str, ...]) -> Iterator[tuple[str, JsonValue]]:
    """Every `const` and one-value `enum` of a file, by pointer, in file order."""
    if isinstance(value, list):
        for index, each in enumerate(value):
            yield from _singles(each, (*tokens, str(index)))
    if not isinstance(value, dict):
        return
    for name, each in value.items():
        if name == "enum" and isinstance(each, list):
            if len(each) == 1:
                yield pointer.join((*tokens, name, "0")), each[0]
        elif name == "const" and not isinstance(each, (dict, list)):
            yield pointer.join((*tokens, name)), each
        else:
            yield from _singles(each, (*tokens, name))


def _moved(inner: str, before: JsonValue, after: JsonValue) -> bool:
    """Whether a const went from one version to another. A bare number looks like a version only
    under a name that says so."""
    scheme = scheme_of(before)
    if scheme is None or type(before) is not type(after) or before == after:
        return False
    if SCHEMES[scheme].parse(after) is None:
        return False
    return scheme is not Scheme.INTEGER or "version" in inner.lower()


def _offer(contract: Contract, path: str, inner: str, before: JsonValue, after: JsonValue) -> Finding:
    at = f"{path}#{inner}"
    return finding(
        "version-place-unconfigured",
        FindingLevel.NOTE,
        contract,
        at,
        f"{at} moves from {shown(before)} to {shown(after)} and looks like a version; "
        "it is compared as content, for no version field names it.",
        f'If it is one, add it to the places of a version field: at = ["{at}"].',
    )


def _tied(
    base: Documents, head: Documents, contract: Contract, fields: Sequence[VersionField] | None
) -> Iterator[Finding]:
    sides = [{each.at: each for each in masking(side, fields, contract).entangled} for side in (base, head)]
    old, new = (
        {
            place.at: place.value
            for each in find(fields, contract, side)
            for place in each.places
            if place.kind is PlaceKind.CONST
        }
        for side in (base, head)
    )
    for at in sorted(sides[0].keys() | sides[1].keys()):
        if old.get(at) != new.get(at):
            yield finding(
                "version-place-entangled",
                FindingLevel.NOTE,
                contract,
                at,
                f"{at} is a version, but another rule of the schema depends on the same value, so its "
                f"move from {shown(old.get(at))} to {shown(new.get(at))} is compared as content.",
                "Let the const alone say what the version is: take patterns, enums and conditions on it "
                "out, or name their consts as places of the same field.",
            )
