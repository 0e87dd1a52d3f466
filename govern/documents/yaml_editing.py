"""A YAML text, with one value in it made another one: every other byte stays."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ruamel.yaml import YAML
from ruamel.yaml.events import (
    CollectionEndEvent,
    Event,
    MappingStartEvent,
    ScalarEvent,
    SequenceStartEvent,
)

from govern.documents.yaml_scalars import ScalarKind, resolve
from govern.pointer import split

_PLAIN = re.compile(r"(?![0-9]{4}-|[0-9]+:)[A-Za-z0-9_][A-Za-z0-9_./-]*")
_OTHERWISE = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false", "null"))
"""Words (and dates, above) that readers of YAML 1.1 take for something else than text."""


@dataclass(slots=True)
class _List:
    """A list as it stands in a text: its offsets, whether in brackets, and the offsets of its items."""

    start: int
    flow: bool
    stop: int = 0
    items: list[tuple[str, int, int]] = field(default_factory=list)


def with_strings(text: str, at: str, wanted: Sequence[str]) -> str:
    """See `govern.documents.editing.with_strings`."""
    found = _found(text, tuple(split(at)))
    if found is None:
        raise ValueError(f"there is no list of strings at {at}")
    written = {value: text[start:stop] for value, start, stop in found.items}
    known = {value: spelled for value, spelled in written.items() if _says(spelled, value)}
    quote = next((spelled[0] for spelled in known.values() if spelled[:1] in ("'", '"')), "")
    spelled = [known.get(each) or _spelled(each, quote) for each in wanted]
    if found.flow:
        return _in_brackets(text, found, spelled)
    return _on_lines(text, found, wanted, spelled)


def _says(spelled: str, value: str) -> bool:
    """Whether a scalar is the string that it looks like, and not a number or a constant."""
    return spelled[:1] in ("'", '"') or resolve(value).kind is ScalarKind.STRING


def _spelled(value: str, quote: str) -> str:
    if quote == "'" and "'" not in value and value.isprintable():
        return f"'{value}'"
    if quote or not _PLAIN.fullmatch(value) or value.lower() in _OTHERWISE:
        return json.dumps(value)
    return value if resolve(value).kind is ScalarKind.STRING else json.dumps(value)


def _in_brackets(text: str, found: _List, spelled: Sequence[str]) -> str:
    raw = text[found.start : found.stop]
    if not found.items or not spelled:
        return text[: found.start] + f"[{', '.join(spelled)}]" + text[found.stop :]
    lead = text[found.start + 1 : found.items[0][1]]
    tail = text[found.items[-1][2] : found.stop]
    between = text[found.items[0][2] : found.items[1][1]] if len(found.items) > 1 else ", "
    if "#" in raw:
        raise ValueError("there are comments between the brackets")
    return text[: found.start] + "[" + lead + between.join(spelled) + tail + text[found.stop :]


def _on_lines(text: str, found: _List, wanted: Sequence[str], spelled: Sequence[str]) -> str:
    """Each item keeps its lines, and with them the comments behind and below it."""
    if not wanted:
        raise ValueError("a list on lines of its own cannot be made empty")
    starts = [text.rfind("\n", 0, start) + 1 for _, start, _ in found.items]
    if len(set(starts)) < len(starts):
        raise ValueError("two items stand on one line")
    last = text.find("\n", found.items[-1][2])
    end = len(text) if last < 0 else last + 1
    cuts = _cut(text, [*starts, end])
    lines = {
        value: cut
        for (value, start, stop), cut in zip(found.items, cuts, strict=True)
        if _says(text[start:stop], value)
    }
    # The first item may stand behind the dash of a list around it: it keeps what is before its own.
    margin = text[starts[-1] : found.items[-1][1]]
    if margin.strip() != "-":
        raise ValueError("the last item stands on the line of something else")
    if text[starts[0] : found.items[0][1]].strip() != "-":
        raise ValueError("the first item stands on the line of something else")
    newline = "\r\n" if "\r\n" in text else "\n"
    out = [
        lines.get(value) or f"{margin}{written}{newline}"
        for value, written in zip(wanted, spelled, strict=True)
    ]
    ended = [each if each.endswith("\n") else each + newline for each in out]
    body = "".join(ended)
    return text[: starts[0]] + (body if last >= 0 else body.removesuffix(newline)) + text[end:]


def _cut(text: str, at: Sequence[int]) -> Iterator[str]:
    return (text[start:stop] for start, stop in pairwise(at))


def with_value(text: str, at: str, value: str | int) -> str:
    """See `govern.documents.editing.with_value`."""
    events = iter(YAML(typ="safe", pure=True).parse(text))
    event = _at(events, tuple(split(at)))
    if not isinstance(event, ScalarEvent) or event.style in ("|", ">"):
        raise ValueError(f"there is no string or number on one line at {at}")
    start, stop = event.start_mark.index, event.end_mark.index
    quote = text[start] if text[start] in ("'", '"') else ""
    was = resolve(event.value)
    spelled = _spelled(value, quote) if isinstance(value, str) else str(value)
    number = not quote and was.kind is not ScalarKind.STRING
    if isinstance(value, str) and number and resolve(value).kind is was.kind:
        spelled = value  # it was a number, and is read as one
    return text[:start] + spelled + text[stop:]


def _found(text: str, tokens: tuple[str, ...]) -> _List | None:
    """The list of strings at a place, if there is one."""
    events = iter(YAML(typ="safe", pure=True).parse(text))
    event = _at(events, tokens)
    return _strings(event, events) if isinstance(event, SequenceStartEvent) else None


def _at(events: Iterator[Event], tokens: tuple[str, ...]) -> Event | None:
    """The event that begins the value at a place; those behind it are left in `events`."""
    kinds = (ScalarEvent, SequenceStartEvent, MappingStartEvent)
    event: Event | None = next((each for each in events if isinstance(each, kinds)), None)
    for token in tokens:
        if isinstance(event, MappingStartEvent):
            event = _member(events, token)
        elif isinstance(event, SequenceStartEvent) and token.isdigit():
            event = _item(events, int(token))
        else:
            return None
    return event


def _member(events: Iterator[Event], name: str) -> Event | None:
    for key in events:
        if isinstance(key, CollectionEndEvent):
            return None
        value = next(events)
        if isinstance(key, ScalarEvent) and key.value == name:
            return value
        _skip(value, events)
    return None


def _item(events: Iterator[Event], index: int) -> Event | None:
    for item in events:
        if isinstance(item, CollectionEndEvent):
            return None
        if not index:
            return item
        index -= 1
        _skip(item, events)
    return None


def _skip(event: Event, events: Iterator[Event]) -> None:
    depth = int(isinstance(event, (SequenceStartEvent, MappingStartEvent)))
    while depth:
        each = next(events)
        depth += isinstance(each, (SequenceStartEvent, MappingStartEvent))
        depth -= isinstance(each, CollectionEndEvent)


def _strings(event: SequenceStartEvent, events: Iterator[Event]) -> _List | None:
    found = _List(event.start_mark.index, bool(event.flow_style))
    for each in events:
        if isinstance(each, CollectionEndEvent):
            found.stop = each.end_mark.index
            return found
        if not isinstance(each, ScalarEvent) or each.style in ("|", ">"):
            return None
        found.items.append((each.value, each.start_mark.index, each.end_mark.index))
    return None
