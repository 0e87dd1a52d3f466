"""The manifest as invariants see it: its codes, their tiers and order, and its values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govern import pointer

if TYPE_CHECKING:
    from govern.manifest import Manifest, Registry
    from govern.model import JsonValue


class Vocabulary:
    """`document`: the manifest as it is; `manifest`: the same in normal form."""

    def __init__(self, document: JsonValue, manifest: Manifest) -> None:
        self._document = document
        self._registries: dict[str, Registry] = {each.name: each for each in manifest.registries}

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the registries."""
        return tuple(self._registries)

    def has(self, registry: str) -> bool:
        """Is there such a registry?"""
        return registry in self._registries

    def has_tier(self, registry: str, tier: str) -> bool:
        """Has the registry such a tier?"""
        return any(each.tier == tier for each in self._registries[registry].codes)

    def has_value(self, at: str) -> bool:
        """Does something stand at a pointer into the manifest?"""
        return pointer.get(self._document, at) is not pointer.MISSING

    def value(self, at: str) -> JsonValue:
        """What stands at a pointer into the manifest; null where nothing does."""
        found = pointer.get(self._document, at)
        return None if found is pointer.MISSING else found  # type: ignore[return-value]

    def codes(self, registry: str, tier: str | None = None) -> tuple[str, ...]:
        """The codes of a registry, or of one of its tiers, in the order of the manifest."""
        codes = self._registries[registry].codes
        return tuple(dict.fromkeys(each.value for each in codes if tier is None or each.tier == tier))

    def tiers(self, registry: str) -> dict[str, str | None]:
        """Every code and alias of a registry to its tier."""
        tiers: dict[str, str | None] = {}
        for each in self._registries[registry].codes:
            tiers.setdefault(each.value, each.tier)
        for each in self._registries[registry].codes:
            for alias in each.aliases:
                tiers.setdefault(alias, each.tier)
        return tiers

    def ranks(self, registry: str) -> dict[str, int]:
        """Every code and alias of a registry to its place in the order of the manifest."""
        ranks: dict[str, int] = {}
        for rank, each in enumerate(self._registries[registry].codes):
            for name in (each.value, *each.aliases):
                ranks.setdefault(name, rank)
        return ranks
