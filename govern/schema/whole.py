"""A revision as a whole to what its edits are judged by: its answers, the names withdrawn, the places.

Source: the definitions, section 3 (modes) and section 4 (judged alone, so that the sum agrees).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from govern.model import Answer, Change, Compatibility, Reading, Verdict
from govern.schema.editing import Edit, Operation
from govern.schema.engine.withdrawal import withdrawn
from govern.schema.reach import Path
from govern.schema.revision import SchemaRevision


class Judge(Protocol):
    """What edits are asked of."""

    def __call__(self, operations: tuple[Operation, ...]) -> tuple[Answer, Answer]:
        """Base with some operations applied, against base: the backward and the forward answer."""
        ...

    def explains(self, operations: Sequence[Operation]) -> bool:
        """Whether base with some operations applied is head, and nothing outside the file differs."""
        ...

    def beyond(self, operations: tuple[Operation, ...]) -> Answer:
        """Head against base with some operations applied, resources too: the forward answer."""
        ...


class Whole:
    """What is known of the revision as a whole, before any edit is judged. `named` is base with its
    definitions named as head names them, in whose terms edits are told. What costs is found when asked."""

    def __init__(
        self,
        backward: Answer,
        forward: Answer,
        base: SchemaRevision,
        named: SchemaRevision,
        head: SchemaRevision,
    ) -> None:
        self.backward = backward
        self.forward = forward
        self._base, self._named, self._head = base, named, head

    @cached_property
    def withdrawn(self) -> tuple[tuple[Path, str], ...]:
        """(path of the object, name) that base declares and head mentions no more."""
        return withdrawn(self._base.compiled, self._head.compiled)

    @cached_property
    def introduced(self) -> tuple[tuple[Path, str], ...]:
        """(path of the object, name) that head declares and base does not mention."""
        return withdrawn(self._head.compiled, self._base.compiled)

    @cached_property
    def resources_differ(self) -> bool:
        """Whether anything outside the file differs."""
        return self._base.raw_resources != self._head.raw_resources

    @cached_property
    def base_places(self) -> Mapping[Path, tuple[Path, ...]]:
        """The instance paths of each schema object of base, by tokens."""
        return self._named.places

    @cached_property
    def head_places(self) -> Mapping[Path, tuple[Path, ...]]:
        """The instance paths of each schema object of head, by tokens."""
        return self._head.places


@dataclass(frozen=True, slots=True)
class Setting:
    """What edits of one file are judged by. `path` is the file as reports name it."""

    whole: Whole
    reading: Reading
    judge: Judge
    path: str

    @property
    def settled(self) -> bool:
        """Whether the revision as a whole is proved wherever the mode asks."""
        asked = zip(relevant(self.reading), (self.whole.backward, self.whole.forward), strict=True)
        return all(answer.verdict is Verdict.PROVED for wanted, answer in asked if wanted)


@dataclass(frozen=True, slots=True)
class Judged:
    """An edit, the change it is, and both answers about it alone."""

    edit: Edit
    change: Change
    backward: Answer
    forward: Answer


def relevant(reading: Reading) -> tuple[bool, bool]:
    """Whether backward, and whether forward, can make a change breaking in this mode."""
    mode = reading.compatibility.plain
    both = mode in (Compatibility.FULL, Compatibility.NONE)
    return both or mode is Compatibility.BACKWARD, both or mode is Compatibility.FORWARD


def same(backward: Answer, forward: Answer) -> bool:
    """Whether the same documents are accepted, those that are set aside included."""
    return all(
        each.verdict is Verdict.PROVED and each.other_reading is Verdict.PROVED
        for each in (backward, forward)
    )
