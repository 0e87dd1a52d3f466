"""A manifest to what is wrong with it: twins, look-alikes, aliases that lead nowhere."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from govern.manifest.registry import Code, Manifest, Registry
from govern.model import Finding, FindingLevel, Place

CONFUSABLE = str.maketrans(
    {
        **dict(zip("абвгԁеһіјкӏмнпорԛгѕтԝхуѵ", "abbrdehijklmhnopqrstwxyv", strict=True)),
        **dict(zip("αβγεηικνορτυχω", "abyenikvoptuxw", strict=True)),
        **dict(zip("ɡıօսհ", "giouh", strict=True)),
        "с": "c",
    }
)
"""Cyrillic, Armenian and Greek small letters and the Latin ones they pass for (a part of UTS #39)."""


def findings(manifest: Manifest, *, path: str = "") -> tuple[Finding, ...]:
    """Everything that is wrong with the codes of a manifest, sorted by place and rule."""
    found = [
        *(each for registry in manifest.registries for each in _of_registry(registry, path)),
        *_unknown_successors(manifest, path),
        *_cycles(manifest, path),
    ]
    found.sort(key=lambda each: (each.place.pointer if each.place else "", each.rule, each.message))
    return tuple(found)


def skeleton(code: str) -> str:
    """What a code looks like: compatibility forms, case, look-alike letters and invisible
    characters folded. Two codes of one skeleton cannot be told apart by people."""
    folded = unicodedata.normalize("NFKC", code).casefold().translate(CONFUSABLE)
    return "".join(char for char in folded if unicodedata.category(char) not in ("Cf", "Cc", "Mn"))


def _of_registry(registry: Registry, path: str) -> Iterator[Finding]:
    first: dict[str, Code] = {}
    looks: dict[str, str] = {}
    for code in registry.codes:
        yield from _of_characters(code, path)
        known = first.setdefault(code.value, code)
        if known is not code:
            yield _twice(registry, known, code, path)
        twin = looks.setdefault(skeleton(code.value), code.value)
        if twin != code.value:
            message = f"`{code.value}` and `{twin}` of `{registry.name}` look alike"
            yield _finding(
                "code-lookalike", message, "Rename one so that people can tell them apart.", code, path
            )
    for code in registry.codes:
        for alias in sorted({*code.aliases, *code.renamed_from}):
            other = first.get(alias)
            if other is not None and not other.deprecated:
                message = (
                    f"`{alias}` is an old name of `{code.value}` and an active code of `{registry.name}`"
                )
                remedy = f"Mark `{alias}` as deprecated, or take it out of the old names of `{code.value}`."
                yield _finding("code-rename-wrong", message, remedy, code, path)


def _of_characters(code: Code, path: str) -> Iterator[Finding]:
    hidden = sorted({char for char in code.value if unicodedata.category(char) in ("Cc", "Cf", "Zl", "Zp")})
    if hidden:
        points = ", ".join(f"U+{ord(char):04X}" for char in hidden)
        message = f"code {code.value!a} holds characters that do not show: {points}"
        yield _finding("bidi-control", message, "Spell the code without them.", code, path)
    elif not code.value.isascii():
        message = f"code {code.value!a} holds letters outside ASCII"
        yield _finding("code-not-ascii", message, "Spell the code in ASCII letters.", code, path)


def _twice(registry: Registry, first: Code, again: Code, path: str) -> Finding:
    if first.tier != again.tier:
        message = (
            f"`{again.value}` of `{registry.name}` stands in tier `{first.tier}` and in tier `{again.tier}`"
        )
        return _finding("code-in-two-tiers", message, "Leave it in one tier.", again, path)
    message = f"`{again.value}` stands twice in `{registry.name}`, first at {first.pointer}"
    return _finding("code-duplicate", message, "Remove one of the two entries.", again, path)


def _unknown_successors(manifest: Manifest, path: str) -> Iterator[Finding]:
    everywhere = {code.value for registry in manifest.registries for code in registry.codes}
    for registry in manifest.registries:
        for code in registry.codes:
            if code.renamed_to is not None and code.renamed_to not in everywhere:
                message = f"`{code.value}` is renamed to `{code.renamed_to}`, which no registry has"
                remedy = f"Register `{code.renamed_to}`, or name the code that took over."
                yield _finding("code-alias-unknown", message, remedy, code, path)


def _cycles(manifest: Manifest, path: str) -> Iterator[Finding]:
    """Chains of `renamed_to` that come back, each reported once, at its first code in sort order."""
    for registry in manifest.registries:
        codes = {code.value: code for code in reversed(registry.codes)}
        done: set[str] = set()
        for start in sorted(codes):
            chain: dict[str, None] = {}
            here: str | None = start
            while here is not None and here in codes and here not in done and here not in chain:
                chain[here] = None
                here = codes[here].renamed_to
            if here is not None and here in chain:
                names = list(chain)
                ring = names[names.index(here) :]
                lowest = min(ring)
                told = " to ".join(f"`{name}`" for name in (*ring, here))
                remedy = "Point every old code at the one that is in use."
                yield _finding("code-alias-cycle", f"renames go round: {told}", remedy, codes[lowest], path)
            done |= chain.keys()


def _finding(rule: str, message: str, remedy: str, code: Code, path: str) -> Finding:
    return Finding(
        rule=rule,
        level=FindingLevel.BLOCKS,
        message=message,
        remedy=remedy,
        path=path,
        place=Place(code.pointer),
    )
