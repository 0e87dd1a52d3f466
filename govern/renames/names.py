"""A name of a container with what stands behind it, and what is asked of it again and again."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from govern.model import JsonValue
from govern.renames import things, words

_END = re.compile(r"[.!?;]\s")
"""Where a sentence ends, or an abbreviation: so few words are none."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a container, with the bare thing behind it (annotations aside) and what people read.
    `restored`: names within the thing were renamed as well, and stand in it as they were."""

    name: str
    thing: JsonValue = None
    description: str | None = None
    pointer: str = ""
    examples: JsonValue = None
    restored: bool = False

    @property
    def text(self) -> str | None:
        """What people read, on one line."""
        return " ".join(self.description.split()) if self.description else None


@dataclass(frozen=True, eq=False)
class Keys:
    """Things to their keys, equal iff the thing is the same; each is looked at once, however many have it.
    `refs`: references to renamed definitions."""

    refs: Mapping[str, str] | None = None
    known: dict[str, Hashable] = field(default_factory=dict)

    def __call__(self, thing: JsonValue) -> Hashable:
        """The key of a thing."""
        if type(thing) is str:
            return things.key(thing)
        written = repr(thing)
        if written not in self.known:
            self.known[written] = things.key(thing, self.refs)
        return self.known[written]

    def of_examples(self, name: Name) -> frozenset[Hashable]:
        """The keys of the examples of a name, one by one."""
        if not name.examples:
            return frozenset()
        return frozenset(map(self, name.examples if isinstance(name.examples, list) else [name.examples]))


@dataclass(frozen=True, eq=False)
class Seen:
    """A name with what is found out about it when first asked for. `likely`: references to definitions
    that may be renamed."""

    name: Name
    keys: Keys
    likely: Mapping[str, str] | None = None

    @cached_property
    def key(self) -> Hashable:
        """The thing, equal iff it is the same."""
        return self.keys(self.name.thing)

    @cached_property
    def facts(self) -> frozenset[str]:
        """What the thing says."""
        return things.facts(self.name.thing, self.likely)

    @cached_property
    def text(self) -> str | None:
        """What people read of it."""
        return self.name.text

    @cached_property
    def read(self) -> frozenset[str]:
        """The words of the text."""
        return frozenset(words.tokens(self.text or ""))

    @cached_property
    def summary(self) -> frozenset[str]:
        """The words of the first sentence, which says what it is; of all where that is cut too short."""
        first = frozenset(words.tokens(_END.split(self.text or "", maxsplit=1)[0]))
        return first if 2 * things.TELLING <= len(first) < len(self.read) else self.read

    @cached_property
    def examples(self) -> frozenset[Hashable]:
        """Its examples, each equal iff it is the same."""
        return self.keys.of_examples(self.name)
