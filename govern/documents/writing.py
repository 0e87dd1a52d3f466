"""JSON values to text: canonical bytes for fingerprints, exact text for people, and equality."""

from __future__ import annotations

from decimal import Decimal
from json.encoder import encode_basestring as _string

from govern.documents.exactness import exact_number
from govern.model import JsonValue

_WORDS = {None: "null", True: "true", False: "false"}


def canonical(value: JsonValue) -> bytes:
    """The one text of a JSON value: equal values have equal bytes, different values different ones.

    Keys are sorted by code point, nothing is spaced, text is UTF-8, numbers are exact and plain
    (1.0 is `1`, 0.10 is `0.1`, 1E-7 is `0.0000001`). Raises UsageError for what `exact` refuses.
    """
    if isinstance(value, str):  # most are
        return _string(value).encode()
    parts: list[str] = []
    _canonical(value, parts)
    return "".join(parts).encode()


def dumps(value: JsonValue, indent: int | None = None) -> str:
    """A JSON value as JSON text, keys in their order, every number exact, non-ASCII text kept.

    `indent` is the number of spaces a level is moved in by; None: one line, spaced `, ` and `: `.
    """
    parts: list[str] = []
    _write(value, indent, "\n", parts)
    return "".join(parts)


def equal(a: JsonValue, b: JsonValue) -> bool:
    """Are these the same JSON value? 1 is 1.0, true is not 1, the order of keys means nothing."""
    if a is b:
        return True
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(equal(member, b[key]) for key, member in a.items())
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(equal, a, b))
    if a is None or isinstance(a, (bool, str, dict, list)):
        return type(a) is type(b) and a == b
    if b is None or isinstance(b, (bool, str, dict, list)):
        return False
    return exact_number(a) == exact_number(b)


def _canonical(value: JsonValue, parts: list[str]) -> None:
    if isinstance(value, str):
        parts.append(_string(value))
    elif isinstance(value, dict) and value:
        mark = "{"
        for key in sorted(value):
            parts.append(f"{mark}{_string(key)}:")
            _canonical(value[key], parts)
            mark = ","
        parts.append("}")
    elif isinstance(value, list) and value:
        mark = "["
        for item in value:
            parts.append(mark)
            _canonical(item, parts)
            mark = ","
        parts.append("]")
    else:
        parts.append(_scalar(value, plain=True))


def _write(value: JsonValue, indent: int | None, margin: str, parts: list[str]) -> None:
    """Append the text of a value that stands after `margin`: a line break and what is moved in."""
    inner, outer, comma = ("", "", ", ") if indent is None else (margin + " " * indent, margin, ",")
    if isinstance(value, dict) and value:
        mark = "{"
        for key, member in value.items():
            parts.append(f"{mark}{inner}{_string(key)}: ")
            _write(member, indent, inner, parts)
            mark = comma
        parts.append(outer + "}")
    elif isinstance(value, list) and value:
        mark = "["
        for item in value:
            parts.append(mark + inner)
            _write(item, indent, inner, parts)
            mark = comma
        parts.append(outer + "]")
    else:
        parts.append(_scalar(value, plain=False))


def _scalar(value: JsonValue, *, plain: bool) -> str:
    """The text of a scalar or of an empty container."""
    if isinstance(value, str):
        return _string(value)
    if value is None or isinstance(value, bool):
        return _WORDS[value]
    if isinstance(value, (dict, list)):
        return "{}" if isinstance(value, dict) else "[]"
    number = exact_number(value)
    if isinstance(number, Decimal):
        return format(number, "f").rstrip("0") if plain else str(number)
    return str(number)
