"""What a version scheme is: text to an ordered version, two versions to the step between them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from govern.contracts import Scheme, Zero
from govern.model import JsonValue, Level

LONGEST = 128
"""Characters of the longest version that is read. Longer ones are malformed: nobody writes them,
and Python refuses to convert some thousands of digits."""


@dataclass(frozen=True, slots=True)
class Version:
    """A well-formed version. `text` is how it is written, `native` whether as a JSON integer.

    `numbers` are its components; `prerelease` is semver's, without the hyphen.
    """

    scheme: Scheme
    text: str
    numbers: tuple[int, ...]
    prerelease: str = ""
    native: bool = False

    @property
    def json(self) -> JsonValue:
        """The version as the JSON value it is written as."""
        return int(self.text) if self.native else self.text


@dataclass(frozen=True, slots=True)
class Step:
    """What a move from one version to another is.

    `level` is NONE where the order says they are equal, and for a decrease. `skipped`: a version
    between the two was left out. `same_core`: only semver's pre-release or build part moved.
    """

    level: Level
    decreased: bool = False
    skipped: bool = False
    same_core: bool = False


@dataclass(frozen=True, slots=True)
class Ask:
    """What a scheme asks: `level` at least, and up to `room` without a remark."""

    level: Level
    room: Level


@dataclass(frozen=True, slots=True)
class VersionScheme:
    """One row of the table of schemes.

    `form` says in words what a version looks like. `parse` reads a JSON value, None where it is
    malformed. `step` compares base and head. `next` is the smallest version that is at least a
    step of that level above base (base itself for NONE). `ask` translates what the changes ask
    (semver's words) into a step this scheme can make.
    """

    name: Scheme
    form: str
    parse: Callable[[JsonValue], Version | None]
    step: Callable[[Version, Version], Step]
    next: Callable[[Version, Level], Version]
    ask: Callable[[Level, Version, Zero], Ask]


def matched(pattern: re.Pattern[str], value: JsonValue) -> re.Match[str] | None:
    """The match of a whole string of bearable length, None for any other value.

    Patterns are compiled with `re.ASCII`: other scripts have digits too, and `int` reads them.
    """
    if not isinstance(value, str) or len(value) > LONGEST:
        return None
    return pattern.fullmatch(value)


def order(base: tuple[int, ...], head: tuple[int, ...]) -> int:
    """Negative where head is the later one, zero where equal, positive where head is earlier."""
    return (base > head) - (base < head)


def stepped(base: Version, head: Version, levels: tuple[Level, ...]) -> Step:
    """The step between versions of as many numbers as `levels`, most significant first.

    The first number that differs names the level; the step is whole if that number rose by one
    and all after it are zero.
    """
    if base.numbers == head.numbers:
        return Step(Level.NONE)
    if head.numbers < base.numbers:
        return Step(Level.NONE, decreased=True)
    at = next(index for index, number in enumerate(base.numbers) if number != head.numbers[index])
    return Step(levels[at], skipped=head.numbers != raised(base.numbers, at))


def raised(numbers: tuple[int, ...], at: int) -> tuple[int, ...]:
    """The numbers with the one at an index raised by one and all after it set to zero."""
    return (*numbers[:at], numbers[at] + 1, *(0 for _ in numbers[at + 1 :]))


Asking: TypeAlias = Callable[[Level, Version, Zero], Ask]


def asking(table: Mapping[Level, Level], room: Mapping[Level, Level]) -> Asking:
    """The `ask` of a scheme that translates by table alone; `room` maps an asked level to the
    largest unremarkable one, where that is not itself."""

    def ask(level: Level, base: Version, zero: Zero) -> Ask:  # noqa: ARG001  # semver's row needs all three
        asked = table[level]
        return Ask(asked, room.get(asked, asked))

    return ask
