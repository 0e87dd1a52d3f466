"""What a manifest says, in one normal form: registries of codes, and everything else as sections."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from govern.manifest.maps import renames_in
from govern.model import JsonValue


@dataclass(frozen=True, slots=True)
class Code:
    """One registered code.

    `attributes` holds what is said of the code apart from its identity, its tier and the four
    fields of its life (`deprecated`, `renamed_to`, `renamed_from`, `aliases`), which are read out.
    `pointer` leads to the code's entry. `deprecated` is also true where `renamed_to` is given;
    `deprecation` is what the field held (true, a text, an object), None where it was absent.
    """

    value: str
    pointer: str
    tier: str | None = None
    attributes: Mapping[str, JsonValue] = field(default_factory=dict)
    deprecated: bool = False
    deprecation: JsonValue = None
    renamed_to: str | None = None
    renamed_from: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Registry:
    """One vocabulary. `pointer` leads to the container of the codes (the list or the map; with
    tiers, what holds the tiers). `codes` stand in document order. `ordered`: their order means
    precedence. `tiers` are tier names in document order; `tiers_listed`: they stand in a list, so
    that their order is said on purpose (the order of an object's keys says nothing)."""

    name: str
    pointer: str
    ordered: bool
    codes: tuple[Code, ...] = ()
    tiers: tuple[str, ...] = ()
    tiers_listed: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the manifest that is no registry; compared structurally."""

    pointer: str
    value: JsonValue


@dataclass(frozen=True, slots=True)
class Manifest:
    """A whole manifest: nothing of the document is in none of the three."""

    registries: tuple[Registry, ...] = ()
    sections: tuple[Section, ...] = ()
    versions: tuple[Section, ...] = ()
    """Top-level scalars whose name ends in `version`."""

    @property
    def renames(self) -> Mapping[str, str]:
        """Old codes to new ones, as the rename maps of its sections say."""
        return {old: new for each in self.sections for old, new in renames_in(each.pointer, each.value)}

    def registry(self, name: str) -> Registry | None:
        """The registry of that name, or None."""
        return next((each for each in self.registries if each.name == name), None)


def ordered_codes(manifest: Manifest, registry: str) -> tuple[str, ...] | None:
    """The codes of a registry in document order, each once; None where there is no such registry."""
    found = manifest.registry(registry)
    return None if found is None else tuple(dict.fromkeys(code.value for code in found.codes))


def code_of(manifest: Manifest, registry: str, code: str) -> Code | None:
    """The entry that registers a code: its own, else the one that has it as an alias, else None."""
    found = manifest.registry(registry)
    if found is None:
        return None
    own = next((each for each in found.codes if each.value == code), None)
    return own or next((each for each in found.codes if code in each.aliases), None)


def tier_of(manifest: Manifest, registry: str, code: str) -> str | None:
    """The tier of a code (or of the code it is an alias of); None where it has none or is unknown.
    Ask `code_of` whether a code is registered."""
    found = code_of(manifest, registry, code)
    return found.tier if found else None
