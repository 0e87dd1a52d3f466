"""The bytes of a govern.toml to a Config, or to every mistake in them at once."""

from __future__ import annotations

import datetime
import re
import tomllib
from decimal import Decimal, InvalidOperation
from typing import cast

from govern.configuration import building, shape, structure
from govern.configuration.positions import Positions, positions
from govern.configuration.shape import Mistake
from govern.contracts import Config
from govern.errors import ConfigurationError, Problem
from govern.model import JsonObject, JsonValue
from govern.publication import published

MOST_BYTES = 1_000_000
"""A larger configuration is refused unread: it is a stranger's file where head's copy is read."""
MOST_LEVELS = 32
"""Tables and lists within each other; a good configuration has eight."""

_PART = r"""(?:[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+"""
_LONG_KEY = re.compile(rf"(?<![A-Za-z0-9_-])(?:{_PART}\.[ \t]*+){{{MOST_LEVELS}}}")
_AT = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_TWICE = ("Cannot overwrite", "Cannot declare", "Cannot mutate", "Duplicate inline table key")
_PLAIN_EXPONENT = 30


def load(text: bytes, *, path: str, origin: str) -> Config:
    """The configuration that the bytes of a TOML file say.

    `path` is how messages name the file, `origin` says in words where it came from. Raises
    ConfigurationError with one Problem for each mistake, in the order of the file; each has the
    place `path:line:column` and a remedy.
    """
    written = _decoded(text, path)
    table = _parsed(written, path)
    if _deeper(table, MOST_LEVELS):
        raise ConfigurationError(_too_deep(path))
    document = document_of(table)
    found = check(document)
    if found:
        raise ConfigurationError(*_problems(found, positions(written), path))
    return building.config(document, path=path, origin=origin)


def check(document: JsonObject) -> tuple[Mistake, ...]:
    """Every mistake of a configuration that is already JSON values; none means it can be built."""
    found = dict.fromkeys((*shape.mistakes(published("config"), document), *structure.mistakes(document)))
    return tuple(found)


def document_of(table: dict[str, object]) -> JsonObject:
    """What a TOML reader gives, as JSON values: dates and times become the text that was written."""
    return cast("JsonObject", _json(table))


def _deeper(value: object, levels: int) -> bool:
    """Whether lists and tables stand in each other more often than so many times."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return levels < 0 or any(_deeper(each, levels - 1) for each in inner)


def _too_deep(path: str) -> Problem:
    return Problem("config-syntax", "lists or tables are nested too deeply", "write them flat", path)


def _json(value: object) -> JsonValue:
    if isinstance(value, dict):
        return {str(name): _json(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_json(each) for each in value]
    if isinstance(value, Decimal):
        return _number(value)
    if isinstance(value, (datetime.datetime, datetime.date, datetime.time)):
        return value.isoformat()
    return cast("JsonValue", value)


def _number(value: Decimal) -> JsonValue:
    """5e6 is the whole number it says; what no JSON number says (nan, inf) becomes a text."""
    if not value.is_finite():
        return str(value)
    if value.adjusted() <= _PLAIN_EXPONENT and value == value.to_integral_value():
        return int(value)
    return value


def _decoded(text: bytes, path: str) -> str:
    if len(text) > MOST_BYTES:
        message = f"{path} has {len(text)} bytes; a configuration has at most {MOST_BYTES}"
        raise ConfigurationError(Problem("config-syntax", message, "name contracts by template", path))
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError as error:
        before = text[: error.start].decode("utf-8").rpartition("\n")
        line = text.count(b"\n", 0, error.start) + 1
        place = f"{path}:{line}:{len(before[2]) + 1}"
        message = f"the byte 0x{text[error.start]:02X} is not UTF-8"
        raise ConfigurationError(
            Problem("config-syntax", message, "save the file as UTF-8", place)
        ) from error


def _parsed(text: str, path: str) -> dict[str, object]:
    if _LONG_KEY.search(text):  # the reader keeps every prefix of a key: memory in the square of its length
        raise ConfigurationError(_too_deep(path))
    try:
        return tomllib.loads(text, parse_float=_decimal)
    except RecursionError as error:
        raise ConfigurationError(_too_deep(path)) from error
    except ValueError as error:
        raise ConfigurationError(_syntax(str(error), text, path)) from error


def _decimal(literal: str) -> Decimal:
    try:
        return Decimal(literal)
    except InvalidOperation as error:
        raise ValueError(f"the number {literal[:40]} is beyond what govern reads") from error


def _syntax(error: str, text: str, path: str) -> Problem:
    """The reader's complaint (`... (at line 1, column 5)`) as a problem with a place."""
    match = _AT.search(error)
    message = error[: match.start()] if match else error.partition(";")[0]
    place = path
    if match and match[1]:
        place = f"{path}:{match[1]}:{match[2]}"
    elif match:
        place = f"{path}:{text.count(chr(10)) + 1}:{len(text) - text.rfind(chr(10))}"
    if message.startswith(_TWICE):
        remedy = "say each key and each table once; join what two tables of one name hold"
        return Problem("config-duplicate", f"a key or table is said twice: {message}", remedy, place)
    if text.startswith("\ufeff"):
        message, place = "the file begins with a byte order mark", f"{path}:1:1"
    remedy = "correct the TOML there: texts in quotes, lists in [ ], one key = value a line"
    return Problem("config-syntax", f"not TOML: {message}", remedy, place)


def _problems(found: tuple[Mistake, ...], where: Positions, path: str) -> list[Problem]:
    placed = sorted((where.line_column(each.path), each.rule, each.message, each.remedy) for each in found)
    return [
        Problem(rule, message, remedy, f"{path}:{line}:{column}")
        for (line, column), rule, message, remedy in placed
    ]
