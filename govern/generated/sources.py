"""What generated parts are made from: one contract's files at one moment, as values and as texts."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from govern import pointer
from govern.contracts import Contract
from govern.manifest import Code, Manifest, Registry
from govern.model import JsonValue


@dataclass(frozen=True, slots=True)
class Sources:
    """`values`: the documents of the contract by path (schemas, manifest, fixtures). `texts`: those and the
    documents in prose and in code that may hold generated parts, as they are written; `marked` are the paths
    of the latter. `paths`: every file of the tree. `fixtures`: the paths of the golden documents."""

    contract: Contract
    manifest: Manifest | None = None
    values: Mapping[str, JsonValue] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    paths: Collection[str] = ()
    fixtures: tuple[str, ...] = ()
    marked: tuple[str, ...] = ()


class MarkError(Exception):
    """What a mark asks for cannot be written: why, and what to do."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


def registry(sources: Sources, name: str) -> Registry:
    """The registry of that name. Raises MarkError where the manifest has none."""
    if sources.manifest is None:
        raise MarkError("the contract has no manifest that can be read", "name one in the configuration")
    found = sources.manifest.registry(name)
    if found is None:
        known = [each.name for each in sources.manifest.registries]
        raise MarkError(f"there is no registry `{name}`", f"{meant(name, known)}{listed(known)}")
    return found


def codes(sources: Sources, name: str, tier: str | None) -> tuple[Code, ...]:
    """The codes of a registry, or of one tier of it, in the order of the manifest, each once."""
    found = registry(sources, name)
    if tier is not None and tier not in found.tiers:
        raise MarkError(f"`{name}` has no tier `{tier}`", f"{meant(tier, found.tiers)}{listed(found.tiers)}")
    kept = {each.value: each for each in reversed(found.codes) if tier is None or each.tier == tier}
    return tuple(reversed(kept.values()))


def at(sources: Sources, place: str) -> JsonValue:
    """The value at `file#/pointer`. Raises MarkError where there is none."""
    path, _, where = place.partition("#")
    if path not in sources.values:
        known = sorted(sources.values)
        raise MarkError(
            f"{path} is no document of `{sources.contract.name}`",
            f"{meant(path, known)}name a schema, the manifest or a fixture of the contract",
        )
    try:
        found = pointer.get(sources.values[path], where)
    except ValueError:
        found = pointer.MISSING
    if found is pointer.MISSING:
        raise MarkError(f"{path} has nothing at {where}", "mend the pointer behind the #")
    return found  # type: ignore[return-value]  # MISSING is excluded above


def text_at(entry: Mapping[str, JsonValue], path: str) -> JsonValue:
    """What an entry says under names joined by dots; null where it says nothing there."""
    here: JsonValue = dict(entry)
    for name in path.split("."):
        here = here.get(name) if isinstance(here, dict) else None
    return here


def one_line(text: str) -> str:
    """A text as one line without control characters."""
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())


def meant(name: str, known: Iterable[str]) -> str:
    """`did you mean …? `, or nothing where nothing is near."""
    near = difflib.get_close_matches(name, list(known), 1)
    return f"did you mean `{near[0]}`? " if near else ""


def listed(names: Iterable[str]) -> str:
    """`there are: …`."""
    return f"there are: {', '.join(f'`{each}`' for each in names) or 'none'}"


def pairs(option: str) -> tuple[tuple[str, str], ...]:
    """`a, b=its heading` to (`a`, `a`), (`b`, `its heading`)."""
    found = [each.strip() for each in re.split(r",\s*", option) if each.strip()]
    return tuple((left.strip(), right.strip() or left.strip()) for left, _, right in
                 (each.partition("=") for each in found))  # fmt: skip
