"""Two manifests to the renames of their codes, registry by registry.

Takes what it needs of a manifest structurally: neither of the two packages knows the other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol, TypeVar

from govern.contracts import TEXT_ATTRIBUTES
from govern.model import JsonValue, Rename, RenameKind, Standing
from govern.renames import things
from govern.renames.matching import Match, match
from govern.renames.scoring import Name


class RegisteredCode(Protocol):
    """What a rename asks of a code: `govern.manifest.Code` has it."""

    @property
    def value(self) -> str:
        """The code itself."""
        ...

    @property
    def pointer(self) -> str:
        """Where its entry stands."""
        ...

    @property
    def tier(self) -> str | None:
        """Its tier, where it has one."""
        ...

    @property
    def attributes(self) -> Mapping[str, JsonValue]:
        """What is said of it."""
        ...

    @property
    def deprecated(self) -> bool:
        """Is it only there for those who still use it?"""
        ...

    @property
    def renamed_to(self) -> str | None:
        """The code that took over."""
        ...

    @property
    def renamed_from(self) -> tuple[str, ...]:
        """The codes it took over from."""
        ...

    @property
    def aliases(self) -> tuple[str, ...]:
        """Other names it still answers to."""
        ...


AnyCode_co = TypeVar("AnyCode_co", bound=RegisteredCode, covariant=True)


class CodeRegistry(Protocol[AnyCode_co]):
    """What a rename asks of a registry."""

    @property
    def name(self) -> str:
        """Its name."""
        ...

    @property
    def pointer(self) -> str:
        """Where the container of its codes stands."""
        ...

    @property
    def codes(self) -> Sequence[AnyCode_co]:
        """Its codes."""
        ...


class RegistrySet(Protocol[AnyCode_co]):
    """What a rename asks of a manifest."""

    @property
    def registries(self) -> Sequence[CodeRegistry[AnyCode_co]]:
        """Its registries."""
        ...


def manifest_renames(
    old: RegistrySet[RegisteredCode],
    new: RegistrySet[RegisteredCode],
    *,
    path: str,
    text: Sequence[str] = TEXT_ATTRIBUTES,
) -> tuple[Rename, ...]:
    """Renames of codes within one registry, sorted by registry and old code.

    Declared ones (`renamed_to` on the old code, `renamed_from` or `aliases` on the new) first: the
    old code must be gone or newly deprecated and the new one registered, with equal behaviour behind
    both, or the rename is only proposed. Then what can be inferred. `text` names the attributes that
    only people read. A code that moves to another tier is not renamed.
    """
    heads = {registry.name: registry for registry in new.registries}
    found: list[Rename] = []
    for registry in old.registries:
        head = heads.get(registry.name)
        if head is not None:
            found += _of_registry(registry, head, path, frozenset(text))
    return tuple(sorted(found, key=lambda each: (each.container, each.from_, each.to)))


def _of_registry(
    base: CodeRegistry[RegisteredCode], head: CodeRegistry[RegisteredCode], path: str, text: frozenset[str]
) -> list[Rename]:
    olds = {code.value: code for code in reversed(base.codes)}
    news = {code.value: code for code in reversed(head.codes)}
    retired = {value for value in olds.keys() & news.keys() if _retired(olds[value], news[value])}
    gone = {value: code for value, code in olds.items() if value not in news or value in retired}
    added = {value: code for value, code in news.items() if value not in olds}
    pairs = _declared(gone, olds, news)
    used, taken = {old for old, _ in pairs}, {new for _, new in pairs}
    matches = [_verified(gone[old], news[new], text) for old, new in sorted(pairs)]
    matches += match(
        [_name(code, text) for value, code in gone.items() if value not in used],
        [_name(code, text) for value, code in added.items() if value not in taken],
        kept=[
            (_name(olds[value], text), _name(news[value], text))
            for value in sorted(olds.keys() & news.keys())
            if value not in retired
        ],
    )
    aliases = {alias for code in head.codes for alias in code.aliases}
    return [
        Rename(
            kind=RenameKind.REGISTRY_VALUE,
            path=path,
            container=base.pointer,
            head_container=head.pointer,
            from_=each.removed.name,
            to=each.added.name,
            standing=each.standing,
            score=each.score,
            alternatives=each.alternatives,
            evidence=each.evidence,
            old_still_declared=each.removed.name in news or each.removed.name in aliases,
        )
        for each in matches
    ]


def _retired(old: RegisteredCode, new: RegisteredCode) -> bool:
    return new.deprecated and (not old.deprecated or old.renamed_to != new.renamed_to)


def _declared(
    gone: Mapping[str, RegisteredCode], olds: Mapping[str, RegisteredCode], news: Mapping[str, RegisteredCode]
) -> set[tuple[str, str]]:
    """Pairs that head declares, the new code being new: a code retired in favour of one that was
    there already is merged into it, not renamed. Several old codes may go into one."""
    fresh = {value: code for value, code in news.items() if value not in olds}
    pairs = set()
    for value in gone:
        successor = news[value].renamed_to if value in news else None
        if successor is not None and successor in fresh and not _round(value, news):
            pairs.add((value, successor))
    declared = {old for old, _ in pairs}
    for value, code in fresh.items():
        for former in (*code.renamed_from, *code.aliases):
            if former in gone and former not in declared:
                pairs.add((former, value))
    return pairs


def _round(value: str, news: Mapping[str, RegisteredCode]) -> bool:
    """Does following the successors of a code lead back to one already met?"""
    met: set[str] = set()
    here: str | None = value
    while here is not None and here in news:
        if here in met:
            return True
        met.add(here)
        here = news[here].renamed_to
    return False


def _verified(old: RegisteredCode, new: RegisteredCode, text: frozenset[str]) -> Match:
    mine, theirs = _name(old, text), _name(new, text)
    if things.key(mine.thing) == things.key(theirs.thing):
        return Match(mine, theirs, Standing.DECLARED, 1.0, evidence=("declared by the manifest",))
    said = "declared by the manifest, but what is behind it differs"
    return Match(mine, theirs, Standing.PROPOSED, 1.0, evidence=(said,))


def _name(code: RegisteredCode, text: frozenset[str]) -> Name:
    thing: dict[str, JsonValue] = {name: value for name, value in code.attributes.items() if name not in text}
    if code.tier is not None:
        thing["tier"] = code.tier
    texts = (code.attributes.get(name) for name in TEXT_ATTRIBUTES if name in text)
    read = next((each for each in texts if isinstance(each, str) and each.strip()), None)
    return Name(code.value, thing, read, code.pointer)
