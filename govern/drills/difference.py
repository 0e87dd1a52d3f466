"""A fixture and what was observed to where they differ, what is measured set aside by declaration."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from govern import pointer
from govern.documents import equal
from govern.model import JsonValue

ANY = "*"


class Difference(NamedTuple):
    """A place where the two differ; what either lacks is `missing`."""

    pointer: str
    expected: JsonValue
    observed: JsonValue
    missing: str = ""


def differences(expected: JsonValue, observed: JsonValue, volatile: Sequence[str]) -> tuple[Difference, ...]:
    """Where an observed document is not the expected one, in the order of the latter.

    Places at or below one of `volatile` (pointers in which `*` stands for every item or member) may differ.
    A member that only the observed document has is no difference: a system may say more. Lists are ordered.
    """
    patterns = tuple(tuple(pointer.split(each)) for each in volatile)
    return tuple(_differing(expected, observed, (), patterns))


def further(expected: JsonValue, observed: JsonValue) -> tuple[str, ...]:
    """The members that only the observed document has."""
    if isinstance(expected, dict) and isinstance(observed, dict):
        return tuple(sorted(observed.keys() - expected.keys()))
    return ()


def _differing(
    expected: JsonValue, observed: JsonValue, at: tuple[str, ...], volatile: tuple[tuple[str, ...], ...]
) -> Iterator[Difference]:
    if any(_covers(each, at) for each in volatile):
        return
    if isinstance(expected, dict) and isinstance(observed, dict):
        for name, value in expected.items():
            here = (*at, name)
            if name in observed:
                yield from _differing(value, observed[name], here, volatile)
            elif not any(_covers(each, here) for each in volatile):
                yield Difference(pointer.join(here), value, None, "observed")
    elif isinstance(expected, list) and isinstance(observed, list):
        yield from _of_lists(expected, observed, at, volatile)
    elif not equal(expected, observed):
        yield Difference(pointer.join(at), expected, observed)


def _of_lists(
    expected: list[JsonValue],
    observed: list[JsonValue],
    at: tuple[str, ...],
    volatile: tuple[tuple[str, ...], ...],
) -> Iterator[Difference]:
    for index, (one, other) in enumerate(zip(expected, observed, strict=False)):
        yield from _differing(one, other, (*at, str(index)), volatile)
    for index in range(len(observed), len(expected)):
        yield Difference(pointer.join((*at, index)), expected[index], None, "observed")
    for index in range(len(expected), len(observed)):
        yield Difference(pointer.join((*at, index)), None, observed[index], "expected")


def _covers(pattern: tuple[str, ...], at: tuple[str, ...]) -> bool:
    return len(pattern) == len(at) and all(p in (ANY, t) for p, t in zip(pattern, at, strict=True))
