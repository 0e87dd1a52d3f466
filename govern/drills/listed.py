"""A document of drills to the drills that it lists.

A drill is a section (`## 3. Its title`) that names the fixture it must reproduce:

    - **Expected fixture:** `fixtures/status/market_data_stale.json`
    - **Time to safe:** 2 s to ReduceOnly.

A time that begins with a number of seconds is a limit; any other is for people.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

_NUMBER = re.compile(r"^[0-9]+[.)]?\s+")
_LEAD = r"(?m)^[ \t]*(?:(?:[-*+]|[0-9]+[.)])[ \t]+)?"
_FIXTURE = re.compile(
    rf"{_LEAD}(?:\*\*|__)Expected fixture:?(?:\*\*|__):?[ \t]*(?P<path>`[^`]+`|\S*)", re.IGNORECASE
)
_TIME = re.compile(rf"{_LEAD}(?:\*\*|__)Time to safe:?(?:\*\*|__):?[ \t]*(?P<said>[^\n\r]*)", re.IGNORECASE)
_LIMIT = re.compile(
    r"(?:\*\*|__|`|≤|<=?|(?:at most|within|under|max\.?|no more than)\b|\s)*"
    r"(?P<number>[0-9]+(?:[.,][0-9]+)?)\s*(?P<unit>ms|milliseconds?|s|secs?|seconds?|min|mins|minutes?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Drill:
    """One drill: `name` is its title in lower case with hyphens, `fixture` the document that it must
    reproduce, `limit` the seconds within which, `codes` what its section puts in code spans, `digest` the
    SHA-256 of its section. `path` and `line` say where it stands; `fault` why it cannot be run or signed
    off, if so."""

    name: str
    title: str
    fixture: str
    limit: float | None
    time: str
    codes: frozenset[str]
    digest: str
    path: str
    line: int
    fault: str = ""


def drills(path: str, text: str) -> tuple[Drill, ...]:
    """The drills of a Markdown text, in order. Sections without an expected fixture are none."""
    from govern.documents.markdown import lines_of, outline

    seen = outline(text)
    lines = lines_of(text)
    heads = [(line, title) for line, level, title in seen.headings if level <= 2]
    ends = [*(line for line, _ in heads[1:]), len(lines)][: len(heads)]
    found = []
    for (line, title), end in zip(heads, ends, strict=True):
        body = "".join(lines[line:end])
        shown = "".join(each for at, each in enumerate(lines[line:end], line) if at not in seen.code)
        fixture = _FIXTURE.search(shown)
        if fixture is not None:
            found.append(_drill(title, fixture["path"], shown, body, path, line + 1))
    return _distinct(found)


def all_drills(texts: Mapping[str, str | None]) -> tuple[Drill, ...]:
    """The drills of several documents, by path; one that cannot be read (None) has none to tell."""
    return _distinct(each for path, text in texts.items() if text for each in drills(path, text))


def _distinct(some: Iterable[Drill]) -> tuple[Drill, ...]:
    """The drills, those whose name another one has marked as such."""
    found = tuple(some)
    names = Counter(each.name for each in found)
    twice = "another drill has the same name"
    return tuple(replace(each, fault=each.fault or twice) if names[each.name] > 1 else each for each in found)


def _drill(title: str, fixture: str, shown: str, body: str, path: str, line: int) -> Drill:
    said = _TIME.search(shown)
    time = said["said"].strip().rstrip(".") if said else ""
    limit = _LIMIT.match(time)
    name = name_of(_NUMBER.sub("", title))
    fault = "" if name else "its title has no letters to name it by"
    if limit is None and re.search(r"[0-9]", time):
        fault = fault or f"its time to safe is no limit that can be read (`{time}`): begin it as in `2 s`"
    if not fixture.startswith("`"):
        fault = fault or "its expected fixture is no path in a code span"
    return Drill(
        name,
        _NUMBER.sub("", title),
        fixture.strip("`"),
        _seconds(limit) if limit is not None else None,
        time,
        frozenset(re.findall(r"`([^`]+)`", body)),
        hashlib.sha256(body.strip().encode()).hexdigest(),
        path,
        line,
        fault,
    )


def _seconds(limit: re.Match[str]) -> float:
    unit = limit["unit"].lower()
    size = 60.0 if unit.startswith("min") else 0.001 if unit.startswith("m") else 1.0
    return float(limit["number"].replace(",", ".")) * size


def name_of(title: str) -> str:
    """A title as a name: `Gap in the order book` to `gap-in-the-order-book`."""
    return "-".join(re.findall(r"[^\W_]+", title.lower()))


def exercising(
    listed: Iterable[Drill],
    codes: Iterable[str],
    changed: Iterable[str],
    carried: Mapping[str, frozenset[str]],
) -> tuple[Drill, ...]:
    """The drills whose fixture is among some changed paths, or which speak of some codes; `carried` are the
    codes that fixtures hold, by path."""
    touched, files = frozenset(codes), frozenset(changed)
    return tuple(
        each
        for each in listed
        if each.fixture in files or touched & (each.codes | carried.get(each.fixture, frozenset()))
    )
