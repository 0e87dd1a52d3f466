"""What is asked: a value that some schemas accept and others refuse; and what may be answered.

S(left) ⊆ S(right) holds iff no value is accepted by left and refused by right. So every question of
the engine is one *goal*: schemas that must accept (`accept`), schemas that must refuse (`refuse`),
and the place that says which documents are set aside. A goal is taken apart as in a semantic
tableau (Smullyan, First-Order Logic, chapter II): each *way* to meet it adds *facts* about the value,
until a value can be built, or no way is left: then the goal is empty, and the tree of ways is the proof.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from govern.model import JsonValue
from govern.schema.engine.form import Schema
from govern.schema.engine.keywords import Number
from govern.schema.engine.places import Place

Schemas: TypeAlias = tuple[Schema, ...]

NEVER = 1 << 30
"""The depth of what rests on no open question."""


# --- facts about the value that is sought ---


@dataclass(frozen=True, slots=True)
class Present:
    """An object has this member, which some schemas accept and others refuse."""

    name: str
    accept: Schemas = ()
    refuse: Schemas = ()


@dataclass(frozen=True, slots=True)
class Some:
    """An object has a member, refused by some schemas, whose name every pattern of `inside` matches,
    none of `outside` does, and `but` does not hold; where `unlike` is a schema, it refuses the name."""

    inside: tuple[str, ...]
    outside: tuple[str, ...]
    but: frozenset[str]
    refuse: Schemas = ()
    unlike: Schema | None = None


@dataclass(frozen=True, slots=True)
class Absent:
    """An object has no such member."""

    name: str


@dataclass(frozen=True, slots=True)
class At:
    """An array has an item at this index, which some schemas accept and others refuse."""

    index: int
    accept: Schemas = ()
    refuse: Schemas = ()


@dataclass(frozen=True, slots=True)
class Every:
    """Every item of an array is refused by this schema."""

    refuse: Schema


@dataclass(frozen=True, slots=True)
class Twice:
    """The items at two indices are equal."""

    first: int
    second: int


@dataclass(frozen=True, slots=True)
class Size:
    """The members, items or code points of a value are at least, and at most (None: any), so many."""

    least: int = 0
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Range:
    """A number is within bounds, which it may be (`closed`) or not; None: no bound."""

    least: Number | None = None
    most: Number | None = None
    closed: bool = True


@dataclass(frozen=True, slots=True)
class NotMultiple:
    """A number is no multiple of this."""

    of: Number


@dataclass(frozen=True, slots=True)
class NoMatch:
    """A string has no match of this pattern."""

    pattern: str


@dataclass(frozen=True, slots=True)
class Unlike:
    """The value is not what an opaque word (a format, an unreadable reference) asks for."""

    word: str


@dataclass(frozen=True, slots=True)
class Is:
    """The value is this one: null, true or false."""

    value: bool | None


@dataclass(frozen=True, slots=True)
class Other:
    """The value is none of those that this schema lists."""

    than: Schema


Fact: TypeAlias = (
    Present | Some | Absent | At | Every | Twice | Size | Range | NotMultiple | NoMatch | Unlike | Other | Is
)


@dataclass(frozen=True, slots=True)
class Way:
    """One way to meet a goal: what it adds; `word` says which way this is."""

    word: str
    accept: Schemas = ()
    refuse: Schemas = ()
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class State:
    """A goal on its way, for values of one kind: flattened, with the facts gathered so far. `used`:
    (schema, keyword) of the choices already taken apart. `unlike`: so many of those that accept, and of
    those that refuse, from the first on, are known not to be the same one as the other."""

    kind: str
    accept: Schemas
    refuse: Schemas
    place: Place | None
    facts: tuple[Fact, ...] = ()
    used: frozenset[tuple[int, str]] = frozenset()
    unlike: tuple[int, int] = (0, 0)

    def with_way(self, way: Way, schema: Schema, keyword: str) -> State:
        """The state, which was searched, with what a way adds; not flattened anew."""
        return State(
            self.kind,
            self.accept + way.accept,
            self.refuse + way.refuse,
            self.place,
            self.facts + way.facts,
            self.used | {(id(schema), keyword)},
            (len(self.accept), len(self.refuse)),
        )

    def laid_out(self, accept: Schemas, refuse: Schemas) -> State:
        """The state with its schemas flattened: those known to be unlike stand in front, as they did."""
        return State(self.kind, accept, refuse, self.place, self.facts, self.used, self.unlike)


# --- answers ---


@dataclass(frozen=True, slots=True)
class Goal:
    """A value that all of `accept` accept, all of `refuse` refuse, and that counts at the place."""

    accept: Schemas
    refuse: Schemas
    place: Place | None = None


class Rule(StrEnum):
    """Why there is no value: each rule says what its premises must be. The words are for people."""

    SAME = "what must refuse says just what must accept"
    """`about`: an accepting and a refusing schema that are the same. No premises."""
    WORD = "what cannot be read is asked for and is not"
    """`about`: an accepting schema with a word that the facts bar. No premises."""
    NOTHING = "what must refuse refuses nothing"
    """`about`: a refusing schema without any keyword. No premises."""
    MEANING = "what must refuse means what must accept, in other words"
    """`about`: an accepting and a refusing schema that mean the same by construction. No premises."""
    APART = "no value is accepted by both"
    """`about`: two accepting schemas, and the name of a member that both require and list other values
    of (none: they list other values themselves). No premises."""
    SMALLER = "a smallest value holds no smaller one of its kind"
    """The goal is one that this derivation stands inside of, about the whole. No premises."""
    KINDS = "by type"
    """A premise for each kind that every accepting schema takes."""
    KIND = "another type is asked for"
    """`about`: an accepting schema that does not take values of the kind. No premises."""
    LISTED = "every listed value fails"
    """`about`: an accepting schema that lists its values, each of which some schema, or the place, bars."""
    EVERY = "every value of the type fails"
    """null, or true and false: each is certainly barred, or a premise says so."""
    WAYS = "no way is left"
    """`about`: a schema, and the keyword of its choice (none: it must refuse). A premise for each way."""
    WAY = "way"
    """`about`: what the way adds, in words. One premise, about the goal with what it adds."""
    KEPT = "the same is asked on both sides"
    """`about`: names of members of which an accepting schema asks the same as the refusing one, so that
    nothing of these names is a way. No premises."""
    ABSENT = "a member is there and is not"
    """`about`: its name, which the facts, or `required`, want present and absent. No premises."""
    ASIDE = "documents that carry this name are set aside"
    """`about`: a name that puts aside every document that carries it at the place. No premises."""
    NAME = "no such name is allowed"
    """`about`: a name that `propertyNames` bars. No premises."""
    MEMBER = "no member of that name fits"
    """`about`: a name. One premise, about the member."""
    NAMES = "no name fits"
    """A premise for each name that is spoken of and might be meant, and for all the others together."""
    OTHERS = "no member of any other name fits"
    """One premise, about the members of every name that nobody speaks of."""
    UNNAMED = "no string is such a name"
    """One premise, about the name."""
    FULL = "more members than are allowed"
    """No premises: counting the names that must be there."""
    FEW = "too few members are possible"
    """A premise for each name that cannot be there."""
    LONG = "more items than are allowed"
    """No premises: counting the items that must be there."""
    ITEM = "no item fits there"
    """`about`: an index. One premise, about the item."""
    EQUAL = "two items are equal, and all must differ"
    """No premises."""
    PIGEONHOLE = "more items than there are different values"
    """`about`: a schema that every item is accepted by, and that accepts few values. No premises."""
    UNMATCHED = "no item can match"
    """`about`: the schema of a `contains`. A premise for each index, the last about all behind tuples."""
    RANGE = "no number within the bounds"
    """No premises: arithmetic."""
    LATTICE = "no multiple is left"
    """No premises: arithmetic."""
    STRINGS = "no string fits"
    """No premises: the languages of the patterns, and the lengths."""


@dataclass(frozen=True, slots=True, eq=False)
class Derivation:
    """Why a goal is empty: a rule, the goal, what the rule is about, and what it rests on. `way` is what
    a way adds."""

    rule: Rule
    goal: Goal | State = field(repr=False)
    about: tuple[Schema | str, ...] = ()
    premises: tuple[Derivation, ...] = ()
    way: Way | None = None


@dataclass(frozen=True, slots=True)
class Empty:
    """There is no such value. `depends`: the depth of the outermost open question that this rests on
    (a smallest value cannot hold a smaller one that meets the same goal), NEVER for none."""

    why: Derivation
    depends: int = NEVER


@dataclass(frozen=True, slots=True)
class Member:
    """Such a value; `doubt` says what could not be read, where something could not."""

    value: JsonValue
    doubt: str = ""

    @property
    def certain(self) -> bool:
        """Whether everything could be read."""
        return not self.doubt


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nobody can tell, and why."""

    reason: str


Outcome: TypeAlias = Empty | Member | Unknown
