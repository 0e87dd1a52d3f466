"""A document of drills to the drills that it lists.

A drill is a section (`## 3. Its title`) that names the fixture it must reproduce:

    - **Expected fixture:** `fixtures/status/market_data_stale.json`
    - **Time to safe:** 2 s to ReduceOnly.

A time that begins with a number of seconds is a limit; any other is for people.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_SECTION = re.compile(r"(?m)^##[ \t]+(?P<title>.+?)[ \t#]*$")
_NUMBER = re.compile(r"^[0-9]+[.)]?\s+")
_FIXTURE = re.compile(r"(?m)^\s*[-*]?\s*\*\*Expected fixture:\*\*\s*`(?P<path>[^`]+)`")
_TIME = re.compile(r"(?m)^\s*[-*]?\s*\*\*Time to safe:\*\*\s*(?P<said>.+?)\s*$")
_SECONDS = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*s(?:ec(?:onds)?)?\b")
_FENCED = re.compile(r"(?ms)^ {0,3}(`{3,}|~{3,}).*?(?:^ {0,3}\1[`~]*[ \t]*$|\Z)")


@dataclass(frozen=True, slots=True)
class Drill:
    """One drill: `name` is its title in lower case with hyphens, `fixture` the document that it must
    reproduce, `limit` the seconds within which, `codes` what its section puts in code spans, `digest` the
    SHA-256 of its section. `path` and `line` say where it stands."""

    name: str
    title: str
    fixture: str
    limit: float | None
    time: str
    codes: frozenset[str]
    digest: str
    path: str
    line: int


def drills(path: str, text: str) -> tuple[Drill, ...]:
    """The drills of a Markdown text, in order. Sections without an expected fixture are none."""
    bare = _FENCED.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
    heads = list(_SECTION.finditer(bare))
    found = []
    for head, after in zip(heads, [*heads[1:], None], strict=True):
        end = after.start() if after is not None else len(text)
        body, shown = text[head.start() : end], bare[head.start() : end]
        fixture = _FIXTURE.search(shown)
        if fixture is None:
            continue
        said = _TIME.search(shown)
        limit = _SECONDS.match(said["said"]) if said else None
        title = _NUMBER.sub("", head["title"])
        found.append(
            Drill(
                name_of(title),
                title,
                fixture["path"],
                float(limit[1]) if limit else None,
                said["said"].rstrip(".") if said else "",
                frozenset(re.findall(r"`([^`]+)`", body)),
                hashlib.sha256(body.strip().encode()).hexdigest(),
                path,
                text.count("\n", 0, head.start()) + 1,
            )
        )
    return tuple(found)


def name_of(title: str) -> str:
    """A title as a name: `Gap in the order book` to `gap-in-the-order-book`."""
    return "-".join(re.findall(r"[a-z0-9]+", title.lower()))


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
