"""One change: its class, the step of the version it asks for, its effect and its places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from govern.model.answers import Witness
from govern.model.findings import Place
from govern.model.values import JsonValue


class Class(StrEnum):
    """What a change is to people. Members stand from worst to mildest."""

    BREAKING = "breaking"
    UNDECIDED = "undecided"
    RENAME = "rename"
    ADDITIVE = "additive"
    EDITORIAL = "editorial"

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return tuple(Class).index(self)


def worst(classes: Iterable[Class]) -> Class:
    """The worst of some classes; editorial where there are none."""
    return min(classes, key=lambda each: each.rank, default=Class.EDITORIAL)


def tally(classes: Iterable[Class]) -> tuple[tuple[Class, int], ...]:
    """The classes that occur, worst first, each with its count."""
    found = tuple(classes)
    return tuple((each, found.count(each)) for each in Class if each in found)


class Level(StrEnum):
    """What a change asks of a version, in semver's words; each scheme translates it."""

    NONE = "none"
    PATCH = "patch"
    MINOR = "minor"
    MAJOR = "major"

    @property
    def rank(self) -> int:
        """0 for none."""
        return tuple(Level).index(self)


LEVEL_OF_CLASS: Mapping[Class, Level] = {
    Class.BREAKING: Level.MAJOR,
    Class.UNDECIDED: Level.MAJOR,
    Class.RENAME: Level.MAJOR,
    Class.ADDITIVE: Level.MINOR,
    Class.EDITORIAL: Level.NONE,
}


class EffectKind(StrEnum):
    """What a change does to documents, in the terms that fixtures are asked about."""

    NAME_ADDED = "name-added"
    NAME_REMOVED = "name-removed"
    VALUE_ADDED = "value-added"
    VALUE_REMOVED = "value-removed"
    CODE_ADDED = "code-added"
    CODE_REMOVED = "code-removed"
    WIDENED = "widened"
    NARROWED = "narrowed"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Effect:
    """`name` is the property, value or code concerned; `places` are instance pointers of the
    object (for names) or of the value (else), `*` standing for any item or undeclared name."""

    kind: EffectKind = EffectKind.NONE
    name: JsonValue = None
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to one name or one rule at one place, judged alone.

    `path` is the file; `base` and `head` say where in it, on each side. `places` are the instance
    pointers the change reaches. `before` and `after` are the values that identify the edit.
    `claimed_by` is the id of a wider change that explains this one.
    """

    id: str
    rule: str
    class_: Class
    path: str
    message: str
    base: Place | None = None
    head: Place | None = None
    places: tuple[str, ...] = ()
    before: JsonValue = None
    after: JsonValue = None
    witness: Witness | None = None
    level_required: Level = Level.NONE
    effect: Effect = field(default_factory=Effect)
    growth: bool = False
    reason: str | None = None
    claimed_by: str | None = None
    identity: str = ""
    """The place as a pointer in which branch indices stand replaced by what the branches are."""
    certified_by: tuple[str, ...] = ()
