"""A registered code as renames see it: what it is, what people read of it, and which of two takes more."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from govern.documents import canonical
from govern.model import TEXT_ATTRIBUTES, JsonValue
from govern.renames import things
from govern.renames.names import Name
from govern.schema.relation import Relation

EXAMPLES = ("example", "examples")


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
    def renames(self) -> Mapping[str, str]:
        """Old codes to new ones, as its own maps of renames say."""
        ...

    @property
    def registries(self) -> Sequence[CodeRegistry[AnyCode_co]]:
        """Its registries."""
        ...


def named(code: RegisteredCode, text: frozenset[str]) -> Name:
    """A code as it is matched: its examples show it, and may well be others."""
    said = code.attributes
    thing: dict[str, JsonValue] = {
        name: value for name, value in said.items() if name not in text and name not in EXAMPLES
    }
    if code.tier is not None:
        thing["tier"] = code.tier
    read: str | None = None
    for name in TEXT_ATTRIBUTES:
        if name in said and name in text and isinstance(found := said[name], str) and found.strip():
            read = found
            break
    shown = next((said[name] for name in EXAMPLES if said.get(name)), None)
    return Name(code.value, thing, read, code.pointer, shown)


def behaviour(code: RegisteredCode, text: frozenset[str]) -> bytes:
    """All that is said of a code, but for what only people read."""
    said = {name: value for name, value in code.attributes.items() if name not in text}
    return canonical({**said, "tier": code.tier})


@dataclass(frozen=True, slots=True)
class Behind:
    """What is said of a new code against what was said of an old one, each known by where it stands."""

    gone: Mapping[str, RegisteredCode]
    added: Mapping[str, RegisteredCode]
    text: frozenset[str]

    def __call__(self, old: str, new: str) -> Relation:
        """The relation of the entry at a pointer into head to that at a pointer into base."""
        one, other = (named(each, self.text).thing for each in (self.gone[old], self.added[new]))
        return relation(one, other)


def relation(old: JsonValue, new: JsonValue) -> Relation:
    """Wider or narrower where nothing but lists of values differs, and each lost none, or gained none."""
    if things.key(old) == things.key(new):
        return Relation.SAME
    if not isinstance(old, dict) or not isinstance(new, dict) or old.keys() != new.keys():
        return Relation.OTHER
    lists: list[tuple[set[Hashable], set[Hashable]]] = []
    for name, mine in old.items():
        theirs = new[name]
        if isinstance(mine, list) and isinstance(theirs, list):
            lists.append(({*map(things.key, mine)}, {*map(things.key, theirs)}))
        elif things.key(mine) != things.key(theirs):
            return Relation.OTHER
    if all(mine <= theirs for mine, theirs in lists):
        return Relation.WIDER
    return Relation.NARROWER if all(mine >= theirs for mine, theirs in lists) else Relation.OTHER
