"""The words that every step of a review shares: frozen values and closed choices, no behaviour.

The meaning of each word is that of the design's definitions: verdict, reading, class, rename
standing, version verdict, finding level, gate. Collections are tuples, sorted where they are made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Protocol, TypeAlias

JsonValue: TypeAlias = "bool | int | float | Decimal | str | list[JsonValue] | dict[str, JsonValue] | None"
"""A JSON value. Parsed documents hold `int` for every integral number (1.0 is 1) and `Decimal`
for every other; `float` only arrives from callers of the library and is made exact at the door."""

JsonObject: TypeAlias = dict[str, JsonValue]


class Unknown:
    """The value of a question that has not been answered. Never falsy: ask `is UNKNOWN`."""

    _instance: Unknown | None = None

    def __new__(cls) -> Unknown:
        """The one value there is."""
        if cls._instance is None:
            cls._instance = super().__new__(cls)
        return cls._instance

    def __bool__(self) -> bool:
        raise TypeError("unknown is neither true nor false")

    def __repr__(self) -> str:
        return "unknown"

    def __reduce__(self) -> tuple[type[Unknown], tuple[()]]:
        return (Unknown, ())


UNKNOWN = Unknown()


# --- what a question is asked under ---------------------------------------------------------


class Compatibility(StrEnum):
    """Whose documents and readers must survive a change (mode)."""

    BACKWARD = "backward"
    FORWARD = "forward"
    FULL = "full"
    NONE = "none"
    BACKWARD_TRANSITIVE = "backward_transitive"
    FORWARD_TRANSITIVE = "forward_transitive"
    FULL_TRANSITIVE = "full_transitive"

    @property
    def transitive(self) -> bool:
        """Whether head is compared with every release of the line."""
        return self.value.endswith("_transitive")

    @property
    def plain(self) -> Compatibility:
        """The mode without `_transitive`."""
        return Compatibility(self.value.removesuffix("_transitive"))


class Content(StrEnum):
    """Which documents count: those that people write, or every one."""

    DECLARED = "declared"
    LITERAL = "literal"


class Growth(StrEnum):
    """What extending a closed vocabulary is."""

    ADDITIVE = "additive"
    BREAKING = "breaking"


class Withdrawn(StrEnum):
    """What it is that a name people read is no longer declared."""

    BREAKING = "breaking"
    NOTE = "note"


class Format(StrEnum):
    """Whether `format` and `content*` are content: `opaque` verdicts hold either way."""

    OPAQUE = "opaque"
    ASSERTED = "asserted"


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that decides what counts as breaking, for one contract."""

    compatibility: Compatibility = Compatibility.FULL
    content: Content = Content.DECLARED
    growth: Growth = Growth.ADDITIVE
    withdrawn: Withdrawn = Withdrawn.BREAKING
    default_changed: Growth = Growth.ADDITIVE
    format: Format = Format.OPAQUE
    draft: str | None = None
    """The dialect of schemas that state none: `"4"`, `"6"`, `"7"`, `"2019-09"`, `"2020-12"`."""


# --- answers --------------------------------------------------------------------------------


class Verdict(StrEnum):
    """The three answers; what must stand behind each is in the definitions, section 1."""

    PROVED = "proved"
    REFUTED = "refuted"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Witness:
    """One document that one side accepts and the other refuses. Holds any JSON value, null too.
    `refused`: why, in the words of each validator that confirmed it."""

    document: JsonValue
    refused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one direction: is everything the one side accepts accepted by the other?

    `witness` stands iff the verdict is refuted, and `certified_by` names the validators that
    confirmed it. `reason` stands iff the verdict is undecided. `other_reading` is the verdict that
    the content model not chosen would give, or None where it was not asked.
    `proof` names the derivation of a proved verdict.
    """

    verdict: Verdict
    reading: Content = Content.DECLARED
    other_reading: Verdict | None = None
    witness: Witness | None = None
    certified_by: tuple[str, ...] = ()
    reason: str | None = None
    assumptions: tuple[str, ...] = ()
    proof: tuple[str, ...] = ()
    other_witness: Witness | None = None
    """The document that refutes under the other content model only."""


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


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a file: a JSON Pointer, and the line and column (from 1)."""

    pointer: str
    line: int | None = None
    column: int | None = None


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


class RenameKind(StrEnum):
    """What kind of name became another."""

    PROPERTY = "property"
    PATTERN_PROPERTY = "pattern_property"
    ENUM_VALUE = "enum_value"
    DEFINITION = "definition"
    REGISTRY_VALUE = "registry_value"
    FILE = "file"


class Standing(StrEnum):
    """How sure govern is of a rename (definitions, section 4)."""

    DECLARED = "declared"
    ASSERTED = "asserted"
    PROPOSED = "proposed"


@dataclass(frozen=True, slots=True)
class Rename:
    """One name became another. `container` is a pointer into the base document (`...#const` for
    the virtual enum of const branches); `score` lies in [0, 1]; `alternatives` are runners-up."""

    kind: RenameKind
    path: str
    container: str
    from_: str
    to: str
    standing: Standing
    score: float = 1.0
    alternatives: tuple[tuple[str, float], ...] = ()
    evidence: tuple[str, ...] = ()
    old_still_declared: bool = False
    head_container: str = ""
    """The container at head: its parents may be renamed or stand elsewhere."""
    kept: bool = True
    """Whether what stands behind the name stayed what it was."""
    shown: tuple[JsonValue, JsonValue] | None = None
    """An object that base accepts where the container stands, and one that head accepts there, with the same
    value under the old name and the new one."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two revisions of one schema or one manifest, compared."""

    class_: Class
    backward: Answer
    forward: Answer
    changes: tuple[Change, ...] = ()
    renames: tuple[Rename, ...] = ()
    findings: tuple[Finding, ...] = ()


# --- findings and the gate ------------------------------------------------------------------


class FindingLevel(StrEnum):
    """Whether a finding closes the gate."""

    BLOCKS = "blocks"
    NOTE = "note"
    STANDING = "standing"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that someone must mend (`blocks`), may want to know (`note`), or that was so
    before this change (`standing`). `accepted_by` names the exception that let it pass."""

    rule: str
    level: FindingLevel
    message: str
    remedy: str
    path: str = ""
    place: Place | None = None
    contract: str = ""
    id: str = ""
    change: str | None = None
    accepted_by: str | None = None


class VersionVerdict(StrEnum):
    """What is to be said of a version field (definitions, section 5)."""

    RIGHT = "right"
    MISSING = "missing"
    TOO_SMALL = "too-small"
    TOO_LARGE = "too-large"
    SKIPPED = "skipped"
    DECREASED = "decreased"
    MALFORMED = "malformed"
    INCONSISTENT = "inconsistent"
    TAKEN = "taken"


@dataclass(frozen=True, slots=True)
class VersionReview:
    """One version field: what it was, what it is, what the changes it covers ask of it.

    `required` and `actual` are levels; `suggestion` is the smallest version that would do.
    """

    at: str
    scheme: str
    covers: tuple[str, ...]
    base: str | None
    head: str | None
    required: Level
    actual: Level
    verdict: VersionVerdict
    suggestion: str | None = None


@dataclass(frozen=True, slots=True)
class FixtureReview:
    """One golden document: is it valid at head, was it changed, does the other side take it?

    `replayed` is whether the base fixture is accepted by head (`unknown` where nobody could say,
    None where base has no such fixture). `exercises` are ids of changes it shows in use.
    """

    path: str
    expected: str
    """`accepted` or `rejected`."""
    valid: bool | Unknown
    replayed: bool | Unknown | None
    changed: bool
    exercises: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Approval:
    """Who must approve, and whether anyone verified that they did."""

    role: str
    needed: int
    because: str
    verified: int | None = None


@dataclass(frozen=True, slots=True)
class ContractReview:
    """One contract at base and head."""

    name: str
    class_: Class
    backward: Answer
    forward: Answer
    changes: tuple[Change, ...] = ()
    renames: tuple[Rename, ...] = ()
    versions: tuple[VersionReview, ...] = ()
    fixtures: tuple[FixtureReview, ...] = ()
    findings: tuple[Finding, ...] = ()
    approvals: tuple[Approval, ...] = ()
    compatibility: Compatibility = Compatibility.FULL
    files: tuple[str, ...] = ()
    docs: tuple[str, ...] = ()
    drills: tuple[str, ...] = ()
    changelog: str | None = None
    status: str = "changed"
    """`unchanged`, `changed`, `added` or `removed`."""

    @property
    def undecided(self) -> bool:
        """Whether any change of the contract could not be decided."""
        return any(change.class_ is Class.UNDECIDED for change in self.changes)


class Gate(StrEnum):
    """The answer of a review."""

    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Side:
    """A commit as a review names it: what was asked for, the full id (or WORKTREE, STAGED), why."""

    name: str
    commit: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """All that `govern check` has to say. Renderers read this and nothing else."""

    gate: Gate
    reason: str
    target: Side
    base: Side
    head: Side
    digest: str
    contracts: tuple[ContractReview, ...] = ()
    findings: tuple[Finding, ...] = ()
    policy: str = ""
    """Where the configuration came from, in words."""


# --- trees ----------------------------------------------------------------------------------


class EntryKind(StrEnum):
    """What stands at a path of a tree."""

    FILE = "file"
    EXECUTABLE = "executable"
    SYMLINK = "symlink"
    SUBMODULE = "submodule"


@dataclass(frozen=True, slots=True)
class Entry:
    """One path of a tree. `object_id` is equal iff the bytes are; `size` is in bytes."""

    path: str
    kind: EntryKind
    object_id: str
    size: int


class Tree(Protocol):
    """The files of one revision. Pure data to every step above: a commit, the index, the work
    tree or a dictionary in a test."""

    @property
    def entries(self) -> Mapping[str, Entry]:
        """Every path of the tree, in byte order."""
        ...

    def read(self, path: str) -> bytes:
        """The bytes of a regular file. Raises RepositoryError where they cannot be had, KeyError
        where the tree has no such path."""
        ...
