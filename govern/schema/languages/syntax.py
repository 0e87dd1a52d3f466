"""A pattern as a tree: what it finds, with no trace of how it was spelled.

Trees are compared by identity: an automaton numbers their nodes.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from govern.schema.languages.characters import CharacterSet


class Place(StrEnum):
    """Where an assertion without a body holds (ECMA-262, section 22.2.2.4)."""

    START = "start"
    END = "end"
    WORD_EDGE = "word-edge"
    NO_WORD_EDGE = "no-word-edge"


@dataclass(frozen=True, slots=True, eq=False)
class One:
    """One character of a set."""

    characters: CharacterSet


@dataclass(frozen=True, slots=True, eq=False)
class Chain:
    """All parts, one after the other. No part at all finds the empty text."""

    parts: tuple[Tree, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """Any one of the options."""

    options: tuple[Tree, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Repeat:
    """The body at least `least` and at most `most` times; no end where `most` is None."""

    body: Tree
    least: int
    most: int | None


@dataclass(frozen=True, slots=True, eq=False)
class At:
    """The empty text, where the place is right."""

    place: Place


@dataclass(frozen=True, slots=True, eq=False)
class Ahead:
    """The empty text, where the body is found (or not found, if `negative`) from here on."""

    body: Tree
    negative: bool


Tree = One | Chain | Choice | Repeat | At | Ahead

EMPTY = Chain(())


def repeated(body: Tree, least: int, most: int | None) -> Tree:
    """The body repeated, with repetitions of repetitions made one where that finds the same."""
    if most == 0:
        return EMPTY
    if (least, most) == (1, 1):
        return body
    if isinstance(body, Repeat) and body.least == 0:
        if body.most is None:
            return body
        if body.most == 1:
            return Repeat(body.body, 0, most)
    return Repeat(body, least, most)


def anchored(tree: Tree) -> bool:
    """Whether whatever the tree finds begins at the start of the text."""
    match tree:
        case At():
            return tree.place is Place.START
        case Chain():
            return any(anchored(each) for each in tree.parts)
        case Choice():
            return all(anchored(each) for each in tree.options)
        case Repeat():
            return tree.least > 0 and anchored(tree.body)
        case Ahead():
            return not tree.negative and anchored(tree.body)
        case One():
            return False


def occurring(tree: Tree) -> tuple[list[CharacterSet], set[Place]]:
    """The sets of characters in a tree, in no special order, and the places its assertions ask for."""
    sets: list[CharacterSet] = []
    places: set[Place] = set()
    todo = [tree]
    while todo:
        match todo.pop():
            case One(found):
                sets.append(found)
            case At(place):
                places.add(place)
            case Chain(inner) | Choice(inner):
                todo += inner
            case Repeat(body) | Ahead(body):
                todo.append(body)
    return sets, places
