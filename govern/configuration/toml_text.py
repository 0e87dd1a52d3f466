"""JSON values to TOML text: keys, and values on one line or several."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from govern.configuration.positions import KeyPath
    from govern.model import JsonValue

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_WIDTH = 88
"""The longest line on which a list is written whole."""


def key(name: str) -> str:
    """A key as TOML wants it: bare where it may be, quoted elsewhere."""
    return name if _BARE.fullmatch(name) else string(name)


def dotted(path: KeyPath) -> str:
    """Where a value stands, in words that can be searched for: `contracts.status.versions[0].at`."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{key(step)}" for step in path)
    return text.removeprefix(".")


def string(text: str) -> str:
    """A basic string, on one line, with every control character escaped."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def inline(value: JsonValue) -> str:
    """A value on one line. Null, which TOML has not, becomes an empty string."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key(name)} = {inline(each)}" for name, each in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(inline(each) for each in value) + "]"
    if isinstance(value, str):
        return string(value)
    return '""' if value is None else str(value)


def pair(name: str, value: JsonValue) -> str:
    """`name = value`; a list that is too long for one line gets a line for each item."""
    line = f"{key(name)} = {inline(value)}"
    if len(line) <= _WIDTH or not isinstance(value, list):
        return line
    items = "".join(f"    {inline(each)},\n" for each in value)
    return f"{key(name)} = [\n{items}]"
