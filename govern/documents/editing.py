"""A JSON or YAML text, with one value in it made another one: every other byte stays."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from govern.documents.document import Document, Spot
from govern.documents.json_grammar import spots
from govern.documents.reading import read
from govern.documents.writing import equal
from govern.model import JsonValue
from govern.pointer import split

_FIRST_GAP = re.compile(r"\[(\s*)")
_LAST_GAP = re.compile(r"(\s*)\]\Z")
_BEFORE_VALUE = re.compile(r"[ \t\n\r]*:[ \t\n\r]*")
_YAML = (".yaml", ".yml")
_ONE_LINE = ", "


def with_strings(path: str, text: str, at: str, wanted: Sequence[str]) -> str:
    """The text with the list of strings at a pointer made to hold `wanted`, spelled and laid out as its
    strings were. YAML where the path says so, JSON otherwise.

    Raises ValueError where there is no such list, or where it is laid out in a way that cannot be kept.
    """
    if path.lower().endswith(_YAML):
        from govern.documents.yaml_editing import with_strings as with_yaml_strings

        new = with_yaml_strings(text, at, wanted)
    else:
        start, stop = _span(text, at)
        if text[start] != "[":
            raise ValueError(f"there is no list at {at}")
        laid_out = _laid_out(text[start:stop], wanted, ascii_only=text.isascii())
        new = text[:start] + laid_out + text[stop:]
    return _checked(path, text, new, at, [*wanted])


def with_value(path: str, text: str, at: str, value: str | int) -> str:
    """The text with the string or number at a pointer made another one, in the quotes that it had.

    Raises ValueError where there is no string or number, or it cannot be written in its place.
    """
    if path.lower().endswith(_YAML):
        from govern.documents.yaml_editing import with_value as with_yaml_value

        new = with_yaml_value(text, at, value)
    else:
        start, stop = _span(text, at)
        if text[start] in "[{tfn":
            raise ValueError(f"there is no string or number at {at}")
        new = text[:start] + json.dumps(value, ensure_ascii=text.isascii()) + text[stop:]
    return _checked(path, text, new, at, value)


def _checked(path: str, old: str, new: str, at: str, value: JsonValue) -> str:
    """The new text, if it says what the old one does but for the value that was put in."""
    before, after = (read(path, each.encode()) for each in (old, new))
    if not isinstance(before, Document) or not isinstance(after, Document):
        raise ValueError("the text could not be read again")
    if not equal(_put(before.value, split(at), value), after.value):
        raise ValueError("it stands in a form that cannot be edited alone")
    return new


def _put(document: JsonValue, at: Sequence[str], value: JsonValue) -> JsonValue:
    """A document with another value at a place."""
    if not at:
        return value
    if isinstance(document, dict):
        return {name: _put(part, at[1:], value) if name == at[0] else part for name, part in document.items()}
    if isinstance(document, list):
        return [_put(p, at[1:], value) if str(i) == at[0] else p for i, p in enumerate(document)]
    return document


def _span(text: str, at: str) -> tuple[int, int]:
    """Where a value begins and ends in a JSON text."""
    spot: Spot | None = spots(text)
    tokens = split(at)
    for token in tokens[:-1]:
        spot = spot.child(token) if spot is not None else None
    member = spot is not None and isinstance(spot.children, dict)
    spot = spot.child(tokens[-1]) if spot is not None and tokens else spot
    if spot is None:
        raise ValueError(f"there is nothing at {at}")
    start = spot.offset
    if tokens and member:  # a member stands where its key does
        _, start = json.JSONDecoder().raw_decode(text, start)
        start = _BEFORE_VALUE.match(text, start).end()  # type: ignore[union-attr]  # it is JSON
    _, stop = json.JSONDecoder().raw_decode(text, start)
    return start, stop


def _laid_out(raw: str, wanted: Sequence[str], *, ascii_only: bool) -> str:
    """A JSON array of strings with other strings, in the layout of `raw`."""
    known = _spellings(raw)
    items = [known.get(each) or json.dumps(each, ensure_ascii=ascii_only) for each in wanted]
    if not items:
        return "[]"
    first, last = _FIRST_GAP.match(raw), _LAST_GAP.search(raw)
    lead, tail = (found[1] if found else "" for found in (first, last))
    comma = "," + lead if "\n" in lead else _between(raw) or _ONE_LINE
    return f"[{lead}{comma.join(items)}{tail}]"


def _spellings(raw: str) -> dict[str, str]:
    """How each string of an array of strings is written. Raises ValueError where it holds anything else."""
    found: dict[str, str] = {}
    at = 1
    decoder = json.JSONDecoder()
    for value in json.loads(raw):
        if not isinstance(value, str):
            raise ValueError(f"{json.dumps(value)} is no string")
        at = raw.index('"', at)
        _, stop = decoder.raw_decode(raw, at)
        found[value] = raw[at:stop]
        at = stop
    return found


def _between(raw: str) -> str | None:
    """What parts the first two items of an array on one line."""
    _, stop = json.JSONDecoder().raw_decode(raw, raw.index('"')) if '"' in raw else (None, 0)
    found = re.compile(r'(\s*,\s*)"').match(raw, stop)
    return found[1] if found else None
